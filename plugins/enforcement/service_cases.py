"""The course of a case: officers, time that does not count, the report, review, and closing."""

from dataclasses import dataclass, replace

from sqlalchemy import select

from core.errors import InvalidInput
from core.policy.vocabulary import Action
from core.procedures.service import complete, matter_of
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.enforcement import errors
from plugins.enforcement.models import (
    CaseOfficer,
    CasePause,
    CaseResult,
    ClosureReason,
    PauseKind,
    PenaltyCase,
)
from plugins.enforcement.models_decision import PenaltyDecision
from plugins.enforcement.models_law import DiscretionGrade, EnforcementCard
from plugins.enforcement.models_papers import (
    CaseReview,
    CoerciveMeasure,
    InvestigationReport,
    NoPenaltyGround,
    PenaltyNotice,
)
from plugins.enforcement.service import (
    CLOCKED,
    Asked,
    card_of,
    fetch,
    issue,
    last,
    lies,
    must,
    officers,
    parts,
    recount,
    require_officer,
    require_stranger,
    step_of,
    take_along,
)
from plugins.enforcement.service_clues import add_officers, own_organisation
from plugins.enforcement.service_discretion import Terms, terms_of, weigh
from plugins.enforcement.service_evidence import recount_measures
from plugins.enforcement.service_money import balance_of

BEFORE_DECISION = (*CLOCKED, "reviewed", "answered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What the officers found, beyond the sums."""

    terms: Terms
    ground: NoPenaltyGround | None = None
    serious: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the reviewer says; a grade or fine of his own needs its reason."""

    agreed: bool
    opinion: str
    grade: DiscretionGrade | None = None
    fine: int | None = None
    grade_reason: str = ""


async def register_card(work: UnitOfWork, number: str, valid_to: object) -> EnforcementCard:
    """An officer enters the own card; a chief confirms it."""
    card = EnforcementCard(
        account_id=work.access.actor.account_id,
        holder=work.access.actor.name,
        number=filled(number, "number"),
        valid_from=work.today,
        valid_to=valid_to,
        organisation_ids=own_organisation(work, EnforcementCard, Action.CREATE),
    )
    return await work.add(card, Action.CREATE)


async def confirm_card(work: UnitOfWork, key: int, version: int | None) -> EnforcementCard:
    """A chief has seen the card; nobody confirms the own one. Raises Denied (`SAME_PERSON`)."""
    card = await work.fetch(EnforcementCard, key, Action.CONFIRM, expected_version=version)
    if card.account_id == work.access.actor.account_id:
        raise errors.same_hands("登记执法证")
    card.confirmed_on = work.today
    return card


async def change_officers(
    work: UnitOfWork, asked: Asked, add: list[int], remove: list[int]
) -> PenaltyCase:
    """Put officers on a case, by cards, and take others off; two remain (`TWO_OFFICERS`)."""
    filled(work.reason, "reason")
    case = await fetch(work, asked, Action.CONFIRM)
    cards = [await card_of(work, key=each) for each in add]
    taken = select(EnforcementCard.account_id).where(EnforcementCard.id.in_(remove))
    gone = set(await work.session.scalars(taken))
    before = await officers(work, case)
    if len((before | {card.account_id for card in cards}) - gone) < 2:
        raise errors.two_officers()
    await add_officers(work, case, [c for c in cards if c.account_id not in before], Action.CONFIRM)
    matter, _ = await matter_of(work, case)
    await work.entail(matter, PenaltyCase, Action.CONFIRM)
    chain = {each for card in cards for each in card.organisation_ids} | {*case.organisation_ids}
    case.organisation_ids = matter.organisation_ids = sorted(chain)
    await take_along(work, case, PenaltyCase, Action.CONFIRM)
    for row in await parts(work, CaseOfficer, case):
        if row.account_id in gone and row.removed_on is None:
            await work.entail(row, PenaltyCase, Action.CONFIRM)
            row.removed_on = work.today
    return case


async def stop_clock(work: UnitOfWork, asked: Asked, kind: PauseKind) -> PenaltyCase:
    """Begin a time that does not count. Raises Conflict (`PAUSE_STATE`, `WRONG_STEP`)."""
    why = filled(work.reason, "reason")
    case = await fetch(work, asked, Action.CONFIRM)
    if kind is PauseKind.HEARING or await step_of(work, case) not in BEFORE_DECISION:
        raise errors.pause_state()
    if any(p.kind is kind and p.last is None for p in await parts(work, CasePause, case)):
        raise errors.pause_state()
    await begin_pause(work, case, kind, why, Action.CONFIRM)
    return case


async def begin_pause(
    work: UnitOfWork, case: PenaltyCase, kind: PauseKind, why: str, action: Action
) -> None:
    """Begin a time that does not count: the ninety days stand still.

    The party begins one by asking for a hearing, and reads no pauses: nothing is counted here.
    """
    row = CasePause(**lies(case, told=True), kind=kind, first=work.today, why=why)
    await work.entail(row, PenaltyCase, action)
    case.decide_by, case.decide_by_provisional = None, False
    matter, _ = await matter_of(work, case)
    if matter.step in CLOCKED:
        await work.entail(matter, PenaltyCase, action)
        matter.due_on, matter.by_term = None, True


async def end_pause(work: UnitOfWork, case: PenaltyCase, kind: PauseKind, action: Action) -> None:
    """End a time that does not count. Raises Conflict (`PAUSE_STATE`)."""
    found = [p for p in await parts(work, CasePause, case) if p.kind is kind and p.last is None]
    if not found:
        raise errors.pause_state()
    await work.entail(found[0], PenaltyCase, action)
    found[0].last = work.today
    await recount(work, case, action)


async def resume_clock(work: UnitOfWork, asked: Asked, kind: PauseKind) -> PenaltyCase:
    """End it; measures are prolonged by the time of tests (行政强制法 art. 25)."""
    case = await work.fetch(
        PenaltyCase, asked.case_id, Action.CONFIRM, expected_version=asked.expected_version
    )
    if kind is PauseKind.HEARING:
        raise errors.pause_state()
    await end_pause(work, case, kind, Action.CONFIRM)
    if kind is PauseKind.TESTING:
        await recount_measures(work, case)
    return case


async def extend_case(work: UnitOfWork, asked: Asked) -> PenaltyCase:
    """Thirty days more, once, by the head. Raises Conflict (`CASE_EXTENDED`)."""
    filled(work.reason, "reason")
    case = await fetch(work, asked, Action.DECIDE)
    if case.extended or case.decided_on is not None:
        raise errors.extended_already()
    case.extended = True
    await recount(work, case, Action.DECIDE)
    await issue(work, case, 8, Action.DECIDE, matter="延长办案期限", reason=work.reason)
    return case


async def conclude_investigation(work: UnitOfWork, asked: Asked, said: Conclusion) -> PenaltyCase:
    """Write the report and sign it first; a second officer of the case signs too (art. 42).

    Raises Denied (`NOT_CASE_OFFICER`, `CARD_INVALID`), InvalidInput of the discretion.
    """
    case = await fetch(work, asked, Action.UPDATE)
    await require_officer(work, case)
    matter, _ = await matter_of(work, case)
    if matter.step == "investigated" and matter.signed_by:
        raise errors.same_hands("调查终结报告拟稿")
    await complete(work, case, "investigated")
    terms, bounds = await weigh(work, case.rule_id, case.violated_on, said.terms)
    if terms.result is CaseResult.NO_PENALTY and said.ground is None:
        raise InvalidInput("请选择不予处罚的理由。", "Say why there is none.", field="ground")
    row = await last(work, InvestigationReport, case) or InvestigationReport(**lies(case))
    replace(terms, facts=filled(terms.facts, "facts")).on(row, bounds)
    row.ground = said.ground if terms.result is CaseResult.NO_PENALTY else None
    row.serious, row.concluded_on = said.serious, work.today
    await work.entail(row, PenaltyCase, Action.UPDATE)
    return case


async def sign_investigation(work: UnitOfWork, asked: Asked) -> PenaltyCase:
    """The second officer signs the report; the case goes to its review."""
    case = await fetch(work, asked, Action.UPDATE)
    await require_officer(work, case)
    matter, _ = await matter_of(work, case)
    report = await must(work, InvestigationReport, case)
    if matter.step == "investigated" and not matter.signed_by:
        raise errors.two_officers()
    await complete(work, case, "investigated")
    await issue(work, case, 35, Action.UPDATE, facts=report.facts, fine=report.fine)
    return case


async def review_case(work: UnitOfWork, asked: Asked, said: Opinion) -> PenaltyCase:
    """A stranger to the case agrees, changing grade or fine with a reason, or sends it back.

    Raises Denied (`OFFICER_OF_THE_CASE`, `SAME_PERSON`), InvalidInput of the discretion.
    """
    case = await fetch(work, asked, Action.REVIEW)
    account = await require_stranger(work, case)
    report = await must(work, InvestigationReport, case)
    opinion = filled(said.opinion, "opinion")
    changed = said.agreed and (said.grade is not None or said.fine is not None)
    if not said.agreed:
        work.reason = work.reason.strip() or opinion
        await complete(work, case, "reviewed", to="investigated")
    else:
        told = report.result is CaseResult.PENALTY
        await complete(work, case, "reviewed", to="noticed" if told else "decided")
    if changed:
        wanted = replace(
            terms_of(report),
            grade=said.grade or report.grade,
            fine=report.fine if said.fine is None else said.fine,
            grade_reason=filled(said.grade_reason, "gradeReason"),
        )
        terms, bounds = await weigh(work, case.rule_id, case.violated_on, wanted)
        await work.entail(report, PenaltyCase, Action.REVIEW)
        terms.on(report, bounds)
    row = CaseReview(
        **lies(case),
        reviewed_by=account,
        reviewed_on=work.today,
        agreed=said.agreed,
        opinion=opinion,
        changed=changed,
    )
    await work.entail(row, PenaltyCase, Action.REVIEW)
    await issue(work, case, 36, Action.REVIEW, agreed=said.agreed, opinion=opinion)
    for notice in await parts(work, PenaltyNotice, case):
        await work.entail(notice, PenaltyCase, Action.REVIEW)
        notice.superseded = True  # what was told before this review is told anew
    await recount(work, case, Action.REVIEW)
    return case


async def close_case(
    work: UnitOfWork, asked: Asked, reason: ClosureReason | None = None
) -> PenaltyCase:
    """The head or chief closes it. Raises Conflict (`MEASURE_OPEN`, `MONEY_OWED`)."""
    case = await fetch(work, asked, Action.CONFIRM)
    decision = await last(work, PenaltyDecision, case)
    await complete(work, case, "closed")
    if any(each.lifted_on is None for each in await parts(work, CoerciveMeasure, case)):
        raise errors.measures_open()
    if case.result is not CaseResult.PENALTY:
        closed = ClosureReason((case.result or CaseResult.WITHDRAWN).value)
    else:
        court = decision is not None and decision.court_on is not None
        usual = ClosureReason.ENFORCED if court else ClosureReason.PERFORMED
        closed = reason or usual
        owed = 0 if decision is None else (await balance_of(work, case, decision)).owed
        if owed and closed is not ClosureReason.UNENFORCEABLE:
            raise errors.money_owed(owed)
    case.closure_reason, case.closed_on = closed, work.today
    await issue(work, case, 53, Action.CONFIRM, reason=closed.value)
    return case


async def archive_case(work: UnitOfWork, asked: Asked) -> PenaltyCase:
    """The file is complete: cover, list of papers, number of the file."""
    case = await fetch(work, asked, Action.UPDATE)
    result = case.result or CaseResult.WITHDRAWN
    await complete(work, case, "archived", outcome=result.value)
    cover = await issue(work, case, 54, Action.UPDATE)
    case.archived_on, case.archive_number = work.today, cover.number
    return case
