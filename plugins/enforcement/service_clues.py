"""Clues: handed over by anybody, checked by an officer, filed as a case or not by the head."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.declarations import END
from core.errors import InvalidInput, NotFound
from core.files.binding import bind
from core.papers.numbering import next_serial
from core.policy.vocabulary import Action
from core.procedures.acts import extend_term
from core.procedures.service import complete, matter_of, open_matter, set_due
from core.register.models import EnterpriseCard
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.enforcement import errors
from plugins.enforcement.models import (
    CaseOfficer,
    Clue,
    ClueSource,
    FilingProposal,
    PartyKind,
    PenaltyCase,
)
from plugins.enforcement.models_law import EnforcementCard
from plugins.enforcement.numbers import CASE, SERIES, case_number
from plugins.enforcement.procedures import FILED, FILING, FILING_LONGER, NOT_FILED
from plugins.enforcement.service import card_of, counted, district, issue, lies, recount
from plugins.enforcement.service_discretion import barred_from, rule_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """What may be wrong, and who is said to have done it."""

    what: str
    source: ClueSource = ClueSource.OTHER
    subject: str | None = None
    enterprise_id: int | None = None
    party_kind: PartyKind = PartyKind.ENTERPRISE
    party_name: str = ""
    place_id: int | None = None
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the officer who checked it proposes."""

    files: bool
    cause: str = ""
    facts: str = ""
    rule_id: int | None = None
    violated_on: dt.date | None = None
    card_ids: tuple[int, ...] = ()


async def party_of(work: UnitOfWork, lead: Lead) -> dict[str, object]:
    """The columns that name the party. Raises NotFound, InvalidInput."""
    if lead.enterprise_id is None:
        name = filled(lead.party_name, "partyName")
        if lead.party_kind is PartyKind.PERSON:
            name = f"{name[:1]}某"
        place = lead.place_id
        return {"party_kind": lead.party_kind, "party_name": name, "place_id": place}
    wanted = select(EnterpriseCard).where(EnterpriseCard.id == lead.enterprise_id)
    card = (await work.session.scalars(wanted)).first()
    if card is None:
        raise NotFound(field="enterpriseId")
    return {
        "party_kind": PartyKind.ENTERPRISE,
        "party_name": card.name,
        "party_enterprise_id": card.id,
        "place_id": lead.place_id or card.town_id,
    }


def own_organisation(work: UnitOfWork, model: type, action: Action) -> list[int]:
    """The organisation by which the actor does this: the first on the chain."""
    held = list(work.access.cells(work.access.resources[model], action))
    return [held[0][0].organisation_id] if held and held[0][0].organisation_id else []


async def clue_columns(work: UnitOfWork, lead: Lead) -> dict[str, Any]:
    """What a clue says; not where it lies."""
    return {
        "source": lead.source,
        "subject": lead.subject,
        "what": filled(lead.what, "what"),
        "found_on": work.today,
        "reported_by": work.access.actor.account_id,
        "enterprise_id": None,
        **await party_of(work, lead),
    }


async def hand_over_clue(work: UnitOfWork, lead: Lead) -> Clue:
    """Hand over a clue. Raises Conflict (`CLUE_KNOWN`), InvalidInput, NotFound."""
    work.access.require(work.access.resources[Clue], Action.CREATE)
    if lead.subject is not None:
        known = select(Clue.id).where(Clue.subject == lead.subject)
        if (await work.session.scalars(known)).first() is not None:
            raise errors.already_a_clue()
    clue = Clue(
        **await clue_columns(work, lead),
        town_id=await district(work),
        organisation_ids=own_organisation(work, Clue, Action.CREATE),
    )
    await work.add(clue, Action.CREATE)
    await open_matter(work, clue, "clue", title=f"线索：{clue.what[:40]}")
    await bind(work, lead.photos, clue, act=Clue, action=Action.CREATE)
    return clue


async def propose_filing(work: UnitOfWork, key: int, version: int | None, said: Proposal) -> Clue:
    """Check a clue and propose to file it, or not. Raises InvalidInput (`TWO_OFFICERS`) and others.

    What is time-barred is not proposed for filing (`TIME_BARRED`).
    """
    clue = await work.fetch(Clue, key, Action.UPDATE, expected_version=version)
    if clue.matter_id is None:  # found by somebody who may not hand over clues
        clue.town_id, clue.enterprise_id = await district(work), None
        await open_matter(work, clue, "clue", title=f"线索：{clue.what[:40]}")
        term = await counted(work, FILING, clue.found_on)
        await set_due(work, clue, term, overdue=True)
    account = work.access.actor.account_id
    accounts: list[int] = []
    if said.files:
        cards = [await card_of(work, key=each) for each in dict.fromkeys(said.card_ids)]
        accounts = [card.account_id for card in cards]
        if len(set(accounts)) < 2:
            raise errors.two_officers()
        if said.violated_on is None or said.violated_on > work.today:
            raise InvalidInput("请填写行为终了日期。", "Say when it ended.", field="violatedOn")
        rule = await rule_for(work, said.rule_id, said.violated_on)
        if clue.found_on >= barred_from(rule, said.violated_on):
            raise errors.time_barred()
    found = (
        await work.session.scalars(select(FilingProposal).where(FilingProposal.clue_id == clue.id))
    ).first()
    row = found or FilingProposal(clue_id=clue.id)
    row.town_id, row.organisation_ids = clue.town_id, list(clue.organisation_ids)
    row.proposed_by, row.proposed_on = account or 0, work.today
    row.files, row.cause = said.files, filled(said.cause, "cause") if said.files else said.cause
    row.facts, row.rule_id = filled(said.facts, "facts"), said.rule_id
    row.violated_on, row.officers = said.violated_on, accounts
    await work.entail(row, Clue, Action.UPDATE)
    return clue


async def decide_filing(work: UnitOfWork, key: int, version: int | None, *, files: bool) -> Clue:
    """The head files the case, or not. Raises Conflict (`FILING_NOT_PROPOSED`), Denied."""
    clue = await work.fetch(Clue, key, Action.DECIDE, expected_version=version)
    wanted = select(FilingProposal).where(FilingProposal.clue_id == clue.id)
    said = (await work.session.scalars(wanted)).first()
    if said is None or (files and not said.files):
        raise errors.filing_not_proposed()
    if said.proposed_by == work.access.actor.account_id:
        raise errors.same_hands("核查")
    clue.closed_on = work.today
    if not files:
        filled(work.reason, "reason")
        await complete(work, clue, "filing", to=END, outcome=NOT_FILED)
        return clue
    clue.taken_up_on = work.today
    await complete(work, clue, "filing", to=END, outcome=FILED)
    await _file(work, clue, said)
    return clue


async def extend_filing(work: UnitOfWork, key: int, version: int | None) -> Clue:
    """Fifteen working days more, once, by the head, for the reason that the work states."""
    filled(work.reason, "reason")
    clue = await work.fetch(Clue, key, Action.DECIDE, expected_version=version)
    matter, _ = await matter_of(work, clue)
    await extend_term(work, clue, await counted(work, FILING_LONGER, matter.arrived_on))
    return clue


async def _file(work: UnitOfWork, clue: Clue, said: FilingProposal) -> None:
    year = work.today.year
    serial = await next_serial(work, CASE, SERIES, year)
    cards = [await card_of(work, account=each) for each in said.officers]
    chain = {each for card in cards for each in card.organisation_ids}
    case = PenaltyCase(
        clue_id=clue.id,
        number=case_number(year, serial),
        authority=SERIES,
        year=year,
        serial=serial,
        cause=said.cause,
        party_kind=clue.party_kind,
        party_name=clue.party_name,
        party_enterprise_id=clue.party_enterprise_id,
        place_id=clue.place_id,
        rule_id=said.rule_id,
        violated_on=said.violated_on,
        filed_on=work.today,
        town_id=clue.town_id,
        organisation_ids=sorted(chain),
    )
    await work.add(case, Action.DECIDE)
    await open_matter(work, case, "penalty_case", title=case.number)
    await add_officers(work, case, cards, Action.DECIDE)
    await issue(work, case, 7, Action.DECIDE, facts=said.facts, proposed_by=said.proposed_by)
    await recount(work, case, Action.DECIDE)


async def add_officers(
    work: UnitOfWork, case: PenaltyCase, cards: Sequence[EnforcementCard], action: Action
) -> None:
    """Put the holders of cards on a case."""
    for card in cards:
        row = CaseOfficer(
            **lies(case),
            account_id=card.account_id,
            holder=card.holder,
            card_number=card.number,
            added_on=work.today,
        )
        await work.entail(row, PenaltyCase, action)
