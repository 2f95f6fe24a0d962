"""Inspections: assigned, made by two with a checklist, published, followed until put right."""

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import select

from core.declarations import END
from core.errors import InvalidInput, NotFound
from core.policy.vocabulary import Action
from core.procedures.service import complete, matter_of, open_matter, set_due
from core.register.colours import months_after
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.food_safety import errors
from plugins.food_safety.models import (
    FoodInspection,
    FoodInspectionKind,
    FoodProducer,
    FoodProposal,
    FoodResult,
    FoodUpperInspection,
    FoodVisit,
    InspectionLevel,
)
from plugins.food_safety.procedures import CASE, CLOSED, INSPECTION
from plugins.food_safety.service import Asked, fetch, name_of, producer_of, term
from plugins.food_safety.service_grades import band_in_force
from plugins.inspection.api import (
    Failure,
    Place,
    ViolationFound,
    ViolationSource,
    Visit,
    failures_of,
    open_hazards_of,
    record_patrol,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upper:
    """What a higher level has inspected."""

    producer_id: int
    level: InspectionLevel
    inspected_on: dt.date
    findings: str


async def assign(
    work: UnitOfWork,
    producer_id: int,
    kind: FoodInspectionKind,
    *,
    visit_id: int | None = None,
    checklist_code: str = "FP",
) -> FoodInspection:
    """Send two inspectors; a daily one takes the next visit of the plan. Nobody tells the maker.

    Raises NotFound, Denied, Conflict (`UPPER_INSPECTED`).
    """
    producer = await producer_of(work, producer_id)
    held = producer.held_until is not None and work.today <= producer.held_until
    if held and producer.held_until and kind is not FoodInspectionKind.UNANNOUNCED:
        raise errors.upper_inspected(producer.held_until)
    visit = await _visit(work, producer, kind, visit_id)
    inspection = FoodInspection(
        producer_id=producer.id,
        town_id=producer.town_id,
        visit_id=None if visit is None else visit.id,
        kind=kind,
        checklist_code=checklist_code,
    )
    await work.add(inspection, Action.CREATE)
    await open_matter(
        work, inspection, INSPECTION, title=f"监督检查：{await name_of(work, producer)}"
    )
    if visit is not None:
        await work.entail(visit, FoodInspection, Action.CREATE)
        visit.assigned_on = work.today
        await set_due(work, inspection, visit.due_on, overdue=True)
    return inspection


async def record(work: UnitOfWork, asked: Asked, filled_in: Visit) -> FoodInspection:
    """The first of two inspectors fills in the checklist, on site; the second signs.

    What fails opens its hazards at once. Raises Conflict (`INSPECTION_RECORDED`), InvalidInput
    (`SECOND_OFFICER`, `ANSWERS_INCOMPLETE`), Denied and others.
    """
    inspection = await fetch(work, FoodInspection, asked, Action.VERIFY)
    if inspection.patrol_id is not None:
        raise errors.recorded_already()
    await complete(work, inspection, "done")
    producer = await producer_of(work, inspection.producer_id)
    place = Place(enterprise_id=producer.enterprise_id, site_id=producer.site_id)
    code = inspection.checklist_code
    patrol = await record_patrol(work, replace(filled_in, place=place, checklist_code=code))
    failures = await failures_of(work, patrol.id)
    inspection.patrol_id = patrol.id
    inspection.inspected_on = work.today
    inspection.key_failed = sum(each.is_key for each in failures)
    inspection.general_failed = len(failures) - inspection.key_failed
    inspection.failed_items = [each.text for each in failures]
    inspection.result, inspection.proposal = judged(failures)
    return inspection


async def sign(work: UnitOfWork, asked: Asked) -> FoodInspection:
    """The second inspector signs; the result is handed over on the spot.

    Raises Denied (`ALREADY_SIGNED`), Conflict (`INSPECTION_NOT_RECORDED`).
    """
    inspection = await fetch(work, FoodInspection, asked, Action.VERIFY)
    if inspection.patrol_id is None:
        raise errors.not_recorded()
    await complete(work, inspection, "done")
    producer = await producer_of(work, inspection.producer_id)
    matter, _ = await matter_of(work, inspection)
    inspection.enterprise_id = matter.enterprise_id = producer.enterprise_id
    inspection.told_on = work.today
    await _keep(work, inspection, producer)
    return inspection


async def publish(work: UnitOfWork, asked: Asked) -> FoodInspection:
    """Show the result to the public; where nothing failed the inspection ends with that."""
    inspection = await fetch(work, FoodInspection, asked, Action.PUBLISH)
    if inspection.proposal is FoodProposal.NONE:
        await complete(work, inspection, "published", to=END, outcome=CLOSED)
        inspection.closed_on = work.today
    else:
        await complete(work, inspection, "published")
    inspection.published_on = work.today
    producer = await producer_of(work, inspection.producer_id)
    await work.entail(producer, FoodInspection, Action.PUBLISH)
    producer.last_result = inspection.result
    return inspection


async def close(work: UnitOfWork, asked: Asked) -> FoodInspection:
    """What was found is put right. Where a key item failed, the reason says why no case follows.

    Raises Conflict (`HAZARDS_OPEN`), InvalidInput, Denied.
    """
    inspection = await fetch(work, FoodInspection, asked, Action.REVIEW)
    await complete(work, inspection, "followed", to=END, outcome=CLOSED)
    if inspection.proposal is FoodProposal.INVESTIGATE:
        filled(work.reason, "reason")
    if inspection.patrol_id and (left := await open_hazards_of(work, inspection.patrol_id)):
        raise errors.hazards_open(left)
    inspection.closed_on = work.today
    return inspection


async def hand_over(work: UnitOfWork, asked: Asked) -> FoodInspection:
    """The chief hands it over to be investigated, for the reason that the work states."""
    filled(work.reason, "reason")
    inspection = await fetch(work, FoodInspection, asked, Action.DECIDE)
    await complete(work, inspection, "followed", to=END, outcome=CASE)
    inspection.closed_on = work.today
    failed = "；".join(inspection.failed_items)
    await work.publish(
        ViolationFound(
            source=ViolationSource.INSPECTION,
            resource=work.access.resources[FoodInspection],
            subject_id=inspection.id,
            act=FoodInspection,
            action=Action.DECIDE,
            town_id=inspection.town_id,
            enterprise_id=inspection.enterprise_id,
            organisation_ids=tuple(inspection.organisation_ids),
            what=f"食品生产监督检查不合格：{failed}",
            found_on=work.today,
        )
    )
    return inspection


async def record_upper(work: UnitOfWork, upper: Upper) -> FoodUpperInspection:
    """Note an inspection by a higher level: the branch waits. Raises NotFound, InvalidInput."""
    if upper.inspected_on > work.today:
        raise InvalidInput("日期不能晚于今天。", "Not in the future.", field="inspectedOn")
    producer = await producer_of(work, upper.producer_id)
    hold = await term(work, "UPPER_HOLD", upper.inspected_on)
    until = months_after(upper.inspected_on, hold.count)
    noted = await work.add(
        FoodUpperInspection(
            producer_id=producer.id,
            enterprise_id=producer.enterprise_id,
            town_id=producer.town_id,
            level=upper.level,
            inspected_on=upper.inspected_on,
            findings=filled(upper.findings, "findings"),
            held_until=until,
        ),
        Action.CREATE,
    )
    await work.entail(producer, FoodUpperInspection, Action.CREATE)
    producer.held_until = max(until, producer.held_until or until)
    return noted


def judged(failures: list[Failure]) -> tuple[FoodResult, FoodProposal]:
    """Result and what follows: a key item is investigated, a general one put right by order."""
    if any(each.is_key for each in failures):
        return FoodResult.NON_CONFORMING, FoodProposal.INVESTIGATE
    if failures:
        return FoodResult.BASICALLY, FoodProposal.ORDER
    return FoodResult.CONFORMING, FoodProposal.NONE


async def _keep(work: UnitOfWork, inspection: FoodInspection, producer: FoodProducer) -> None:
    """What an inspection that was made changes in the file and in the plan."""
    await work.entail(producer, FoodInspection, Action.VERIFY)
    day = inspection.inspected_on or work.today
    producer.last_inspected_on = day
    if inspection.kind is not FoodInspectionKind.UNANNOUNCED:
        producer.last_full_on = day
    if (band := await band_in_force(work, producer.grade)) is not None:
        producer.next_inspection_by = months_after(day, band.every_months)
    if inspection.visit_id is not None:
        wanted = select(FoodVisit).where(FoodVisit.id == inspection.visit_id)
        visit = (await work.session.scalars(wanted)).one()
        await work.entail(visit, FoodInspection, Action.VERIFY)
        visit.done_on = day


async def _visit(
    work: UnitOfWork, producer: FoodProducer, kind: FoodInspectionKind, visit_id: int | None
) -> FoodVisit | None:
    """The visit of the plan that is meant; of a daily inspection the next one, if there is any."""
    wanted = select(FoodVisit).where(
        FoodVisit.producer_id == producer.id,
        FoodVisit.assigned_on.is_(None),
        FoodVisit.done_on.is_(None),
        FoodVisit.dropped_on.is_(None),
    )
    if visit_id is not None:
        wanted = wanted.where(FoodVisit.id == visit_id)
    elif kind is not FoodInspectionKind.DAILY:
        return None
    found = (await work.session.scalars(wanted.order_by(FoodVisit.due_on).limit(1))).first()
    if found is None and visit_id is not None:
        raise NotFound(field="visitId")
    return found
