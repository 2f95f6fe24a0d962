"""The decision: by a third person, never heavier than told, never twice for one act."""

from dataclasses import replace

from sqlalchemy import select

from core.errors import InvalidInput
from core.policy.vocabulary import Action
from core.procedures.service import complete, set_due
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.enforcement import errors
from plugins.enforcement.models import CaseResult, PenaltyCase
from plugins.enforcement.models_decision import PenaltyDecision, Publication, ServedPaper
from plugins.enforcement.models_papers import (
    CollectiveDiscussion,
    Defence,
    Hearing,
    InvestigationReport,
    NoPenaltyGround,
    PenaltyNotice,
    Sums,
)
from plugins.enforcement.procedures import PAYMENT, PUBLICATION, WITHDRAWAL
from plugins.enforcement.service import (
    Asked,
    amount,
    counted,
    fetch,
    issue,
    last,
    lies,
    must,
    parts,
    require_officer,
    require_stranger,
)
from plugins.enforcement.service_discretion import (
    Terms,
    barred_from,
    is_heavier,
    rule_for,
    terms_of,
    weigh,
)
from plugins.enforcement.service_money import court_day
from plugins.enforcement.service_notice import Delivery, serve, tell_party

FORMS = {CaseResult.PENALTY: 45, CaseResult.NO_PENALTY: 46, CaseResult.TRANSFERRED: 5}


async def discuss_case(
    work: UnitOfWork, asked: Asked, members: list[str], opinions: str, conclusion: str
) -> PenaltyCase:
    """The leaders discuss a complex or grave case together (art. 57)."""
    case = await fetch(work, asked, Action.DECIDE)
    names = list(dict.fromkeys(name.strip() for name in members if name.strip()))
    if len(names) < 3:
        raise InvalidInput("集体讨论至少三人。", "At least three take part.", field="members")
    row = CollectiveDiscussion(
        **lies(case),
        held_on=work.today,
        members=names,
        opinions=filled(opinions, "opinions"),
        conclusion=filled(conclusion, "conclusion"),
    )
    await work.entail(row, PenaltyCase, Action.DECIDE)
    await issue(work, case, 42, Action.DECIDE, members=names, conclusion=row.conclusion)
    return case


async def decide_case(
    work: UnitOfWork, asked: Asked, wanted: Terms | None, ground: NoPenaltyGround | None = None
) -> PenaltyCase:
    """Decide as proposed, or otherwise with `wanted`, and the reason that the work states.

    Raises Denied (`OFFICER_OF_THE_CASE`, `SAME_PERSON`), Conflict (`NOTICE_MISSING`,
    `DISCUSSION_MISSING`, `TIME_BARRED`, `FINED_ALREADY`), InvalidInput (`HEAVIER_THAN_NOTICED`).
    """
    case = await fetch(work, asked, Action.DECIDE)
    account = await require_stranger(work, case, "investigated", "reviewed")
    report = await must(work, InvestigationReport, case)
    if wanted is not None:
        filled(work.reason, "reason")
    asks = wanted or terms_of(report)
    facts, ground = asks.facts or report.facts, ground or report.ground
    asks = replace(asks, goods_value=report.goods_value, illegal_gains=report.illegal_gains)
    terms, bounds = await weigh(work, case.rule_id, case.violated_on, replace(asks, facts=facts))
    if terms.result is CaseResult.PENALTY:
        await _may_penalise(work, case, terms)
        await _discussed(work, case, terms, report)
    elif terms.result is CaseResult.NO_PENALTY and ground is None:
        raise InvalidInput("请选择不予处罚的理由。", "Say why there is none.", field="ground")
    is_served = terms.result in (CaseResult.PENALTY, CaseResult.NO_PENALTY)
    await complete(work, case, "decided", to="served" if is_served else "closed")
    case.result, case.decided_on = terms.result, work.today
    form = FORMS.get(terms.result, 43)
    paper = await issue(work, case, form, Action.DECIDE, facts=facts, fine=terms.fine)
    row = PenaltyDecision(
        **lies(case),
        number=paper.number,
        rule_id=case.rule_id,
        ground=ground if terms.result is CaseResult.NO_PENALTY else None,
        decided_on=work.today,
        decided_by=account,
        annulled_by="",
    )
    terms.on(row, bounds)
    if terms.result is CaseResult.PENALTY and not is_mere_warning(row):
        row.publish_by = await counted(work, PUBLICATION, work.today)
    await work.entail(row, PenaltyCase, Action.DECIDE)
    return case


def is_mere_warning(row: Sums) -> bool:
    """Whether a penalty is nothing but a warning (Order 45, art. 2)."""
    return row.warning and not (row.fine or row.confiscation or row.other)


async def serve_decision(work: UnitOfWork, asked: Asked, how: Delivery) -> PenaltyCase:
    """The decision comes to the party; fifteen days to pay, where there is something to pay."""
    case = await fetch(work, asked, Action.UPDATE)
    await require_officer(work, case)
    decision = await must(work, PenaltyDecision, case)
    owes = decision.result is CaseResult.PENALTY and (decision.fine or decision.confiscation)
    await tell_party(work, case)  # who was not told before, as where there is no penalty
    await complete(work, case, "served", to="performed" if owes else "closed")
    await serve(work, case, ServedPaper.DECISION, how, Action.UPDATE)
    await work.entail(decision, PenaltyCase, Action.UPDATE)
    decision.served_on, decision.enterprise_id = how.served_on, case.party_enterprise_id
    if owes:
        decision.pay_by = pay_by = await counted(work, PAYMENT, how.served_on)
        decision.court_by = await court_day(work, how.served_on)
        await set_due(work, case, pay_by, overdue=True)
    return case


async def annul_decision(work: UnitOfWork, asked: Asked, by: str) -> PenaltyCase:
    """It was changed or annulled, by whom and which paper; its publication goes in three days."""
    filled(work.reason, "reason")
    case = await fetch(work, asked, Action.DECIDE)
    decision = await must(work, PenaltyDecision, case)
    if decision.annulled_on is not None:
        raise errors.no_longer_public()
    await work.entail(decision, PenaltyCase, Action.DECIDE)
    decision.annulled_on, decision.annulled_by = work.today, filled(by, "by")
    decision.publish_by = None
    shown = await last(work, Publication, case)
    if shown is not None and shown.withdrawn_on is None:
        decision.withdraw_by = await counted(work, WITHDRAWAL, work.today)
    return case


async def _may_penalise(work: UnitOfWork, case: PenaltyCase, terms: Terms) -> None:
    """Told before, not heavier than told, found in time, and not fined already."""
    notice = await last(work, PenaltyNotice, case)
    if notice is None or notice.superseded or notice.served_on is None:
        raise errors.notice_missing()
    if is_heavier(terms, notice):
        answered = [*await parts(work, Defence, case), *await parts(work, Hearing, case)]
        raise errors.heavier(defended=bool(answered))
    rule = await rule_for(work, case.rule_id, case.violated_on)
    if case.filed_on >= barred_from(rule, case.violated_on):
        raise errors.time_barred()
    if terms.fine and case.party_enterprise_id is not None:
        other = select(PenaltyDecision.number).join(
            PenaltyCase, PenaltyCase.id == PenaltyDecision.case_id
        )
        same = other.where(
            PenaltyCase.id != case.id,
            PenaltyCase.party_enterprise_id == case.party_enterprise_id,
            PenaltyCase.rule_id == case.rule_id,
            PenaltyCase.violated_on == case.violated_on,
            PenaltyDecision.fine > 0,
            PenaltyDecision.annulled_on.is_(None),
        )
        if (number := (await work.session.scalars(same)).first()) is not None:
            raise errors.fined_already(number)


async def _discussed(
    work: UnitOfWork, case: PenaltyCase, terms: Terms, report: InvestigationReport
) -> None:
    grave = max(terms.fine, terms.confiscation) >= await amount(work, "DISCUSSION")
    if (grave or report.serious) and await last(work, CollectiveDiscussion, case) is None:
        raise errors.discussion_missing()
