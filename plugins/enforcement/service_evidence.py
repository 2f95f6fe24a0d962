"""Evidence with its chain of custody; goods sealed, seized or preserved, and until when."""

import datetime as dt
from dataclasses import dataclass

from core.deadlines.limits import due
from core.deadlines.service import calendar_of
from core.errors import NotFound
from core.files.binding import bind
from core.policy.vocabulary import Action
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.enforcement import errors
from plugins.enforcement.models import CaseOfficer, CasePause, PauseKind, PenaltyCase
from plugins.enforcement.models_papers import (
    CoerciveMeasure,
    CustodyEvent,
    Evidence,
    EvidenceKind,
    MeasureKind,
)
from plugins.enforcement.procedures import MEASURE, REGISTRATION
from plugins.enforcement.service import (
    Asked,
    counted_out,
    fetch,
    issue,
    lies,
    parts,
    require_officer,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was taken as evidence, and with which colleague."""

    kind: EvidenceKind
    what: str
    source: str
    officer_id: int
    sha256: str | None = None


async def _pair(work: UnitOfWork, case: PenaltyCase, officer_id: int) -> list[int]:
    """The actor and a second officer of the case. Raises InvalidInput (`TWO_OFFICERS`)."""
    first = await require_officer(work, case)
    for second in await parts(work, CaseOfficer, case):
        here = second.id == officer_id and second.removed_on is None
        if here and second.account_id != first:
            return [first, second.account_id]
    raise errors.two_officers()


async def record_evidence(work: UnitOfWork, asked: Asked, found: Found) -> PenaltyCase:
    """Two officers of the case take a piece of evidence; its chain of custody begins."""
    case = await fetch(work, asked, Action.UPDATE)
    row = Evidence(
        **lies(case),
        kind=found.kind,
        what=filled(found.what, "what"),
        source=filled(found.source, "source"),
        taken_on=work.today,
        taken_by=await _pair(work, case, found.officer_id),
        sha256=found.sha256,
        holder=work.access.actor.name,
    )
    await work.entail(row, PenaltyCase, Action.UPDATE)
    await bind(work, asked.photos, row, act=PenaltyCase, action=Action.UPDATE)
    await _custody(work, case, row, found.source, work.access.actor.name, "取证")
    await issue(work, case, 11, Action.UPDATE, kind=row.kind.value, what=row.what)
    return case


async def hand_over_evidence(
    work: UnitOfWork, evidence_id: int, version: int | None, to: str, note: str
) -> Evidence:
    """It goes into other hands; the chain says whose it was before."""
    row = await work.fetch(Evidence, evidence_id, Action.UPDATE, expected_version=version)
    case = await _case_of(work, row.case_id)
    await require_officer(work, case)
    before, row.holder = row.holder, filled(to, "to")
    await _custody(work, case, row, before, row.holder, note)
    return row


async def _custody(
    work: UnitOfWork, case: PenaltyCase, row: Evidence, giver: str, taker: str, note: str
) -> None:
    event = CustodyEvent(
        **lies(case),
        evidence_id=row.id,
        at=work.clock.now(),
        account_id=work.access.actor.account_id,
        handed_by=giver,
        handed_to=taker,
        note=note,
    )
    await work.entail(event, PenaltyCase, Action.UPDATE)


async def take_measure(
    work: UnitOfWork, asked: Asked, kind: MeasureKind, items: list[str], officer_id: int
) -> PenaltyCase:
    """Seal or seize for 30 days, or preserve by registration for 7 working days."""
    case = await fetch(work, asked, Action.UPDATE)
    goods = [filled(each, "items") for each in items] or [filled("", "items")]
    row = CoerciveMeasure(
        **lies(case, told=True),
        kind=kind,
        items=goods,
        taken_on=work.today,
        taken_by=await _pair(work, case, officer_id),
        until=await _until(work, case, kind, work.today),
        outcome="",
    )
    await work.entail(row, PenaltyCase, Action.UPDATE)
    form = 19 if kind is MeasureKind.REGISTRATION else 21
    await issue(
        work, case, form, Action.UPDATE, told=True, items=goods, until=row.until.isoformat()
    )
    return case


async def approve_measure(
    work: UnitOfWork, measure_id: int, version: int | None
) -> CoerciveMeasure:
    """The head approves what officers have taken; never one of them."""
    row = await work.fetch(CoerciveMeasure, measure_id, Action.DECIDE, expected_version=version)
    if row.lifted_on is not None or row.approved_on is not None:
        raise errors.measure_over()
    if work.access.actor.account_id in row.taken_by:
        raise errors.same_hands("采取措施")
    row.approved_on, row.approved_by = work.today, work.access.actor.account_id
    return row


async def extend_measure(work: UnitOfWork, measure_id: int, version: int | None) -> CoerciveMeasure:
    """Thirty days more, once, by the head; registration is never prolonged (`MEASURE_OVER`)."""
    filled(work.reason, "reason")
    row = await work.fetch(CoerciveMeasure, measure_id, Action.DECIDE, expected_version=version)
    over = row.lifted_on is not None or row.until < work.today or row.extended
    if over or row.kind is MeasureKind.REGISTRATION:
        raise errors.measure_over()
    case = await _case_of(work, row.case_id)
    row.extended, row.until = True, await _until(work, case, row.kind, row.taken_on, extended=True)
    return row


async def lift_measure(
    work: UnitOfWork, measure_id: int, version: int | None, outcome: str
) -> CoerciveMeasure:
    """End a measure and say what becomes of the goods: given back, confiscated, destroyed."""
    row = await work.fetch(CoerciveMeasure, measure_id, Action.UPDATE, expected_version=version)
    case = await _case_of(work, row.case_id)
    await require_officer(work, case)
    if row.lifted_on is not None:
        raise errors.measure_over()
    row.lifted_on, row.outcome = work.today, filled(outcome, "outcome")
    return row


async def recount_measures(work: UnitOfWork, case: PenaltyCase) -> None:
    """Prolong what is sealed or seized by the time of tests (行政强制法 art. 25)."""
    for row in await parts(work, CoerciveMeasure, case):
        if row.lifted_on is None and row.kind is not MeasureKind.REGISTRATION:
            await work.entail(row, PenaltyCase, Action.CONFIRM)
            row.until = await _until(work, case, row.kind, row.taken_on, extended=row.extended)


async def _until(
    work: UnitOfWork,
    case: PenaltyCase,
    kind: MeasureKind,
    taken_on: dt.date,
    *,
    extended: bool = False,
) -> dt.date:
    limit = REGISTRATION if kind is MeasureKind.REGISTRATION else MEASURE
    tests = [p for p in await parts(work, CasePause, case) if p.kind is PauseKind.TESTING]
    pauses = [pause for pause in map(counted_out, tests) if pause is not None]
    calendar = await calendar_of(work.session)
    return due(limit, taken_on, calendar, pauses=pauses, extended=extended).on


async def _case_of(work: UnitOfWork, key: int) -> PenaltyCase:
    case = await work.session.get(PenaltyCase, key)
    if case is None:
        raise NotFound(field="id")
    return case
