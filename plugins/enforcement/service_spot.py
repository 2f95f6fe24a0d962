"""Penalties on the spot: two officers, what the party said, a warning or a small fine."""

from dataclasses import dataclass

from core.declarations import END
from core.papers.numbering import next_serial
from core.policy.vocabulary import Action
from core.procedures.service import complete, open_matter
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.enforcement import errors
from plugins.enforcement.models import PartyKind
from plugins.enforcement.models_decision import SpotPenalty
from plugins.enforcement.numbers import SERIES, kind_of, number_of
from plugins.enforcement.procedures import PAYMENT
from plugins.enforcement.service import amount, card_of, counted, district
from plugins.enforcement.service_clues import Lead, own_organisation, party_of
from plugins.enforcement.service_discretion import rule_for

FORM = 44


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheSpot:
    """What happened, what the party said, and what it is to cost; `lead.what` are the facts."""

    lead: Lead
    heard: str
    rule_id: int
    warning: bool = False
    fine: int = 0


async def penalise_on_the_spot(work: UnitOfWork, said: OnTheSpot) -> SpotPenalty:
    """Write it after telling the party and hearing it; a second officer signs next.

    Raises InvalidInput (`SPOT_LIMIT`), Denied (`CARD_INVALID`).
    """
    account = work.access.actor.account_id
    await card_of(work, account=account or 0)
    rule = await rule_for(work, said.rule_id, work.today)
    party = await party_of(work, said.lead)
    side = "PERSON" if party["party_kind"] is PartyKind.PERSON else "ORGANISATION"
    most = await amount(work, f"SPOT_{side}")
    if said.fine > most or said.fine < 0:
        raise errors.too_much_on_the_spot(most)
    if not said.fine and not said.warning:
        filled("", "fine")
    row = SpotPenalty(
        made_on=work.today,
        made_by=account,
        facts=filled(said.lead.what, "facts"),
        heard=filled(said.heard, "heard"),
        rule_id=rule.id,
        warning=said.warning,
        fine=said.fine,
        town_id=await district(work),
        enterprise_id=None,
        organisation_ids=own_organisation(work, SpotPenalty, Action.CREATE),
        **party,
    )
    await work.add(row, Action.CREATE)
    await open_matter(work, row, "spot_penalty", title=f"当场处罚：{row.party_name}")
    return row


async def sign_spot_penalty(work: UnitOfWork, key: int, version: int | None) -> SpotPenalty:
    """The second officer signs: it gets its number and is handed over (art. 52)."""
    row = await work.fetch(SpotPenalty, key, Action.UPDATE, expected_version=version)
    account = work.access.actor.account_id
    await card_of(work, account=account or 0)
    await complete(work, row, "signed", to="paid" if row.fine else END, outcome=_outcome(row))
    year = work.today.year
    serial = await next_serial(work, kind_of(FORM), SERIES, year)
    row.number, row.signed_by = number_of(FORM, year, serial), account
    row.enterprise_id = row.party_enterprise_id
    if row.fine:
        row.pay_by = await counted(work, PAYMENT, work.today)
    return row


async def collect_spot_fine(work: UnitOfWork, key: int, version: int | None) -> SpotPenalty:
    """The collector has found the fine at the bank."""
    row = await work.fetch(SpotPenalty, key, Action.VERIFY, expected_version=version)
    await complete(work, row, "paid", outcome="PENALTY")
    row.paid_on = work.today
    return row


def _outcome(row: SpotPenalty) -> str | None:
    return None if row.fine else "PENALTY"
