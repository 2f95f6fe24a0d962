"""The notice, and what the party makes of it: defence, waiver, hearing. Then to the decision."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from core.files.binding import bind
from core.policy.vocabulary import Action
from core.procedures.errors import wrong_step
from core.procedures.service import complete, matter_of, set_due
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.enforcement import errors
from plugins.enforcement.models import PartyKind, PauseKind, PenaltyCase
from plugins.enforcement.models_decision import ServedPaper, Service, ServiceWay
from plugins.enforcement.models_papers import (
    Defence,
    Hearing,
    InvestigationReport,
    PenaltyNotice,
)
from plugins.enforcement.procedures import ANSWER, HEARING_NOTICE
from plugins.enforcement.service import (
    Asked,
    amount,
    card_of,
    counted,
    fetch,
    issue,
    last,
    lies,
    must,
    officers,
    parts,
    recount,
    require_officer,
)
from plugins.enforcement.service_cases import begin_pause, end_pause
from plugins.enforcement.service_discretion import terms_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How a paper came to the party."""

    way: ServiceWay
    served_on: dt.date
    receiver: str | None = None
    witness: str | None = None
    consent_on: dt.date | None = None


async def issue_notice(work: UnitOfWork, asked: Asked, basis: str) -> PenaltyCase:
    """Write the notice from the reviewed report; it counts from its service."""
    case = await fetch(work, asked, Action.UPDATE)
    await require_officer(work, case)
    matter, _ = await matter_of(work, case)
    if matter.step != "noticed":
        raise wrong_step(matter)
    report = await must(work, InvestigationReport, case)
    paper = await issue(work, case, 37, Action.UPDATE, facts=report.facts, fine=report.fine)
    side = "PERSON" if case.party_kind is PartyKind.PERSON else "ORGANISATION"
    large = await amount(work, f"HEARING_{side}")
    for old in await parts(work, PenaltyNotice, case):
        await work.entail(old, PenaltyCase, Action.UPDATE)
        old.superseded = True
    row = PenaltyNotice(
        **lies(case),
        number=paper.number,
        basis=filled(basis, "basis"),
        hearing_offered=max(report.fine, report.confiscation) >= large or bool(report.other),
        issued_on=work.today,
    )
    terms_of(report).on(row, None)
    row.lowest, row.highest = report.lowest, report.highest
    await work.entail(row, PenaltyCase, Action.UPDATE)
    return case


async def serve(
    work: UnitOfWork, case: PenaltyCase, paper: ServedPaper, how: Delivery, action: Action
) -> None:
    """Note how a paper came to the party (art. 61). Raises InvalidInput."""
    if how.way is ServiceWay.ELECTRONIC and how.consent_on is None:
        raise errors.consent_missing()
    if how.way is ServiceWay.LEFT:
        filled(how.witness, "witness")
    if how.served_on > work.today:
        raise errors.not_yet(how.served_on)
    row = Service(
        **lies(case, told=True),
        paper=paper,
        way=how.way,
        served_on=how.served_on,
        served_by=work.access.actor.account_id,
        receiver=how.receiver,
        witness=how.witness,
        consent_on=how.consent_on,
    )
    await work.entail(row, PenaltyCase, action)
    await issue(work, case, 50, action, told=True, paper=paper.value, way=how.way.value)


async def tell_party(work: UnitOfWork, case: PenaltyCase) -> None:
    """From here on the party reads its case, and is told of what becomes of it."""
    matter, _ = await matter_of(work, case)
    await work.entail(matter, PenaltyCase, Action.UPDATE)
    case.enterprise_id = matter.enterprise_id = case.party_enterprise_id


async def serve_notice(work: UnitOfWork, asked: Asked, how: Delivery) -> PenaltyCase:
    """The party is told; from now on it reads its case, and its five working days run.

    Raises Conflict (`NOTICE_MISSING`) where no notice was written.
    """
    case = await fetch(work, asked, Action.UPDATE)
    await require_officer(work, case)
    notice = await _valid(work, case)
    await tell_party(work, case)
    await complete(work, case, "noticed", to="answered")
    await serve(work, case, ServedPaper.NOTICE, how, Action.UPDATE)
    await work.entail(notice, PenaltyCase, Action.UPDATE)
    notice.served_on = how.served_on
    notice.answer_by = answer_by = await counted(work, ANSWER, how.served_on)
    notice.enterprise_id = case.party_enterprise_id
    await set_due(work, case, answer_by, overdue=True)
    return case


async def file_defence(work: UnitOfWork, asked: Asked, text: str) -> PenaltyCase:
    """The party states and defends; as long as nothing is decided it is heard (art. 45)."""
    case, _ = await _answering(work, asked)
    row = Defence(
        **lies(case, told=True), filed_on=work.today, text=filled(text, "text"), answer=""
    )
    await work.entail(row, PenaltyCase, Action.SUBMIT)
    await bind(work, asked.photos, row, act=PenaltyCase, action=Action.SUBMIT)
    return case


async def waive_answer(work: UnitOfWork, asked: Asked) -> PenaltyCase:
    """The party says clearly that it waives defence and hearing (art. 62)."""
    case, notice = await _answering(work, asked)
    await work.entail(notice, PenaltyCase, Action.SUBMIT)
    notice.waived_on = work.today
    return case


async def request_hearing(work: UnitOfWork, asked: Asked) -> PenaltyCase:
    """Within five working days of the notice (arts. 63, 64); the 90 days stand until it is over."""
    case, notice = await _answering(work, asked)
    if not notice.hearing_offered:
        raise errors.hearing_not_offered()
    if notice.answer_by is not None and work.today > notice.answer_by:
        raise errors.hearing_late(notice.answer_by)
    if any(each.ended_on is None for each in await parts(work, Hearing, case)):
        raise errors.hearing_pending()
    row = Hearing(**lies(case, told=True), requested_on=work.today, place="", report="")
    await work.entail(row, PenaltyCase, Action.SUBMIT)
    await begin_pause(work, case, PauseKind.HEARING, "当事人要求听证", Action.SUBMIT)
    return case


async def arrange_hearing(
    work: UnitOfWork, asked: Asked, held_on: dt.date, place: str, card_id: int
) -> PenaltyCase:
    """Announce it seven working days before, under a chair who did not investigate (art. 64)."""
    case = await fetch(work, asked, Action.CONFIRM)
    hearing = await must(work, Hearing, case)
    first = await counted(work, HEARING_NOTICE, work.today)
    if held_on < first:
        raise errors.hearing_notice_short(first)
    chair = (await card_of(work, key=card_id)).account_id
    if chair in await officers(work, case, former=True):
        raise errors.chair_of_the_case()
    await work.entail(hearing, PenaltyCase, Action.CONFIRM)
    hearing.notified_on, hearing.held_on = work.today, held_on
    hearing.place, hearing.chaired_by = filled(place, "place"), chair
    told: dict[str, Any] = {"held_on": held_on.isoformat(), "place": hearing.place}
    await issue(work, case, 39, Action.CONFIRM, told=True, **told)
    return case


async def report_hearing(
    work: UnitOfWork, asked: Asked, report: str, *, absent: bool = False
) -> PenaltyCase:
    """The chair reports on the hearing; whoever stayed away without cause has waived it."""
    case = await fetch(work, asked, Action.REVIEW)
    hearing = await must(work, Hearing, case)
    if hearing.held_on is None or work.today < hearing.held_on:
        raise errors.hearing_pending()
    if hearing.chaired_by != work.access.actor.account_id:
        raise errors.chair_of_the_case()
    await work.entail(hearing, PenaltyCase, Action.REVIEW)
    hearing.report, hearing.absent = filled(report, "report"), absent
    hearing.ended_on = work.today
    await end_pause(work, case, PauseKind.HEARING, Action.REVIEW)
    await issue(work, case, 41, Action.REVIEW, report=hearing.report)
    return case


async def answer_defence(
    work: UnitOfWork, asked: Asked, answer: str, *, accepted: bool
) -> PenaltyCase:
    """Examine what the party brought forward, and say whether it holds (art. 45)."""
    case = await fetch(work, asked, Action.UPDATE)
    await require_officer(work, case)
    for row in await parts(work, Defence, case):
        if row.answered_on is None:
            await work.entail(row, PenaltyCase, Action.UPDATE)
            row.answered_on, row.accepted = work.today, accepted
            row.answer = filled(answer, "answer")
    return case


async def submit_for_decision(work: UnitOfWork, asked: Asked, *, anew: bool = False) -> PenaltyCase:
    """Send the case to whoever decides, or back to be investigated anew.

    Raises Conflict: `NOTICE_MISSING`, `ANSWER_RUNNING`, `DEFENCE_UNANSWERED`, `HEARING_PENDING`.
    """
    case = await fetch(work, asked, Action.UPDATE)
    await require_officer(work, case)
    notice = await last(work, PenaltyNotice, case)
    if notice is None or notice.superseded or notice.served_on is None:
        raise errors.notice_missing()
    if any(d.answered_on is None for d in await parts(work, Defence, case)):
        raise errors.defence_unanswered()
    hearings = await parts(work, Hearing, case)
    if any(h.ended_on is None for h in hearings):
        raise errors.hearing_pending()
    over = notice.waived_on is not None or bool(hearings)
    if not over and notice.answer_by is not None and work.today <= notice.answer_by:
        raise errors.answer_running(notice.answer_by)
    await complete(work, case, "answered", to="investigated" if anew else "decided")
    await recount(work, case, Action.UPDATE)
    return case


async def _valid(work: UnitOfWork, case: PenaltyCase) -> PenaltyNotice:
    notice = await last(work, PenaltyNotice, case)
    if notice is None or notice.superseded:
        raise errors.notice_missing()
    return notice


async def _answering(work: UnitOfWork, asked: Asked) -> tuple[PenaltyCase, PenaltyNotice]:
    """The case and its served notice, while the party may still answer."""
    case = await fetch(work, asked, Action.SUBMIT)
    matter, _ = await matter_of(work, case)
    if matter.step != "answered":
        raise wrong_step(matter)
    return case, await _valid(work, case)
