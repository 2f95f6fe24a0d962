"""What is done with complaints and reports, step by step, and what proven ones come to."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import func, select

from core.declarations import END
from core.errors import NotFound
from core.policy.vocabulary import Action
from core.procedures.service import complete, matter_of
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.inspection import errors
from plugins.inspection.events import ViolationFound, ViolationSource
from plugins.inspection.models_letters import (
    Complaint,
    ComplaintRecord,
    MediationResult,
    ViolationReport,
)
from plugins.inspection.procedures_letters import FILED, MERGED, NOT_ACCEPTED, NOT_FILED
from plugins.inspection.service_letters import (
    MERGE_REPEATS,
    Wish,
    letter_of,
    open_report,
    power,
    refusal,
)

WINDOW_DAYS: Final = 90
MANY: Final = 3
"""So many proven complaints within the window put a unit on the key list."""
Record = TypeVar("Record", Complaint, ViolationReport)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which complaint or report, as the client has read it."""

    key: int
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a mediation came out."""

    result: MediationResult
    note: str
    is_proven: bool


async def accept_complaint(work: UnitOfWork, asked: Asked) -> Complaint:
    """Take it on: from now on the enterprise is a party, and mediation has its 45 days.

    Raises NotFound, Denied, Conflict, InvalidInput (`PROOF_OUTSTANDING`).
    """
    complaint = await _fetch(work, Complaint, asked, Action.VERIFY)
    letter = await letter_of(work, complaint)
    if letter.proof_demanded_on is not None and letter.proof_shown_on is None:
        raise errors.proof_outstanding()
    await complete(work, complaint, "accepted")
    matter, _ = await matter_of(work, complaint)
    complaint.accepted_on = work.today
    complaint.enterprise_id = matter.enterprise_id = complaint.respondent_id
    return complaint


async def refuse_complaint(work: UnitOfWork, asked: Asked, rule_id: int) -> Complaint:
    """Do not accept it, for one of the reasons in force; the complainant is told of it today."""
    complaint = await _fetch(work, Complaint, asked, Action.VERIFY)
    complaint.refusal_id = (await refusal(work, rule_id)).id
    await complete(work, complaint, "accepted", to=END, outcome=NOT_ACCEPTED)
    complaint.told_on = work.today
    return complaint


async def merge_complaint(work: UnitOfWork, asked: Asked, into_id: int) -> Complaint:
    """A repeat is dealt with in the complaint that came first. Raises InvalidInput and others."""
    complaint = await _fetch(work, Complaint, asked, Action.VERIFY)
    complaint.merged_into_id = await _first_of(work, complaint, into_id)
    await complete(work, complaint, "accepted", to=END, outcome=MERGED)
    return complaint


async def conclude_mediation(work: UnitOfWork, asked: Asked, outcome: Outcome) -> Complaint:
    """Settled, or ended without agreement; whether it was justified is said in either case."""
    complaint = await _fetch(work, Complaint, asked, Action.REVIEW)
    await complete(work, complaint, "mediated")
    complaint.result = outcome.result
    complaint.outcome_note = filled(outcome.note, "note")  # type: ignore[assignment]  # sealed
    if outcome.is_proven:
        complaint.proven_on = work.today
        await work.session.flush()
        await _note_proven(work, complaint)
    return complaint


async def report_clue(work: UnitOfWork, asked: Asked, wish: Wish) -> Complaint:
    """The mediation shows a violation: it is checked as a report, with a clock of its own."""
    complaint = await _fetch(work, Complaint, asked, Action.REVIEW)
    matter, _ = await matter_of(work, complaint)
    if matter.step != "mediated":
        raise errors.not_in_mediation()
    await open_report(work, await letter_of(work, complaint), wish, found_in=complaint)
    return complaint


async def tell_parties(work: UnitOfWork, asked: Asked) -> Complaint:
    """Both parties have been told how it ended; the complaint is archived."""
    complaint = await _fetch(work, Complaint, asked, Action.UPDATE)
    if complaint.result is None:
        raise NotFound(field="id")
    await complete(work, complaint, "told", to=END, outcome=complaint.result.value)
    complaint.told_on = work.today
    return complaint


async def check_report(
    work: UnitOfWork, asked: Asked, finding: str, *, is_filed: bool
) -> ViolationReport:
    """The clue has been checked: a case is to be filed, or not. Tells others by `ViolationFound`.

    A reporter who signed is told next; without one it ends here.
    """
    report = await _fetch(work, ViolationReport, asked, Action.VERIFY)
    outcome = FILED if is_filed else NOT_FILED
    if report.is_real_name:
        await complete(work, report, "checked")
    else:
        await complete(work, report, "checked", to=END, outcome=outcome)
    report.finding, report.filed = filled(finding, "finding"), is_filed
    report.decided_on = work.today
    if is_filed:
        await work.publish(_found(work, report))
    return report


async def merge_report(work: UnitOfWork, asked: Asked, into_id: int) -> ViolationReport:
    """A repeat is dealt with in the report that came first."""
    report = await _fetch(work, ViolationReport, asked, Action.VERIFY)
    report.merged_into_id = await _first_of(work, report, into_id)
    await complete(work, report, "checked", to=END, outcome=MERGED)
    return report


async def tell_reporter(work: UnitOfWork, asked: Asked) -> ViolationReport:
    """The reporter who signed has been told whether a case is filed."""
    report = await _fetch(work, ViolationReport, asked, Action.UPDATE)
    outcome = FILED if report.filed else NOT_FILED
    await complete(work, report, "told", to=END, outcome=outcome)
    report.told_on = work.today
    return report


def window(today: dt.date) -> dt.date:
    """The first day that still counts."""
    return today - dt.timedelta(days=WINDOW_DAYS - 1)


def set_count(record: ComplaintRecord, proven: int, today: dt.date) -> None:
    """Note how many there are now, and whether the unit stands on the key list by it."""
    record.proven = proven
    if proven >= MANY:
        record.listed_on = record.listed_on or today
    else:
        record.listed_on = None


async def _fetch(work: UnitOfWork, model: type[Record], asked: Asked, action: Action) -> Record:
    return await work.fetch(model, asked.key, action, expected_version=asked.expected_version)


async def _first_of(work: UnitOfWork, repeat: Any, into_id: int) -> int:
    """The key of the earlier record of the same kind against the same respondent."""
    await power(work, MERGE_REPEATS)
    model = type(repeat)
    wanted = select(model).where(model.id == into_id, model.id != repeat.id)
    first = (await work.session.scalars(wanted)).first()
    if first is None:
        raise NotFound(field="intoId")
    known = repeat.respondent_id is not None
    if not known or first.respondent_id != repeat.respondent_id or first.id > repeat.id:
        raise errors.no_repeat()
    return int(first.id)


async def _note_proven(work: UnitOfWork, complaint: Complaint) -> None:
    key = complaint.respondent_id
    if key is None:
        return
    counted = select(func.count(Complaint.id)).where(
        Complaint.respondent_id == key, Complaint.proven_on >= window(work.today)
    )
    proven = (await work.session.scalars(counted)).one()
    stored = select(ComplaintRecord).where(ComplaintRecord.enterprise_id == key).with_for_update()
    record = (await work.session.scalars(stored)).first()
    if record is None:
        record = ComplaintRecord(enterprise_id=key, town_id=complaint.town_id)
    set_count(record, proven, work.today)
    record.last_proven_on = work.today
    await work.entail(record, Complaint, Action.REVIEW)


def _found(work: UnitOfWork, report: ViolationReport) -> ViolationFound:
    return ViolationFound(
        source=ViolationSource.REPORT,
        resource=work.access.resources[ViolationReport],
        subject_id=report.id,
        act=ViolationReport,
        action=Action.VERIFY,
        town_id=report.town_id,
        enterprise_id=report.respondent_id,
        organisation_ids=tuple(report.organisation_ids),
        what=report.finding,
        found_on=work.today,
    )
