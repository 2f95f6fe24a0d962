"""Plans of inspections: pools frozen, units and officers drawn by another person, published."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range

from core.draws.drawing import Ball
from core.draws.service import Pool, freeze, make_draw, publish
from core.errors import InvalidInput
from core.identity.models import Organisation
from core.policy.vocabulary import Action
from core.register.models import Enterprise, EnterpriseCard
from core.register.places import readable
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.inspection import errors
from plugins.inspection.models import Checklist
from plugins.inspection.models_plans import (
    Campaign,
    InspectionPlan,
    InspectionTask,
    LibraryObject,
    ObjectLibrary,
    OfficerCard,
    OfficerStatus,
    PlanKind,
)
from plugins.inspection.numbers import numbered
from plugins.inspection.service_tasks import issue, pair_of, plan_task

OFFICERS = 2
FIELD = "enterpriseId"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan as it is made."""

    title: str
    kind: PlanKind
    items: tuple[str, ...]
    starts_on: dt.date
    ends_on: dt.date
    library_id: int | None = None
    checklist_id: int | None = None
    campaign_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which plan, as the client has read it."""

    plan_id: int
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How much of a library is to be drawn, and who may be sent."""

    percent: int
    qualification: str = ""
    """What every officer must have; empty: nothing particular."""
    seed_source: str = ""


async def make_plan(work: UnitOfWork, planned: Planned) -> InspectionPlan:
    """Enter a plan. Raises InvalidInput, NotFound."""
    if planned.ends_on < planned.starts_on or planned.ends_on < work.today:
        raise InvalidInput("截止日期过早。", "The last day is too early.", field="endsOn")
    if planned.kind is PlanKind.DOUBLE_RANDOM and planned.library_id is None:
        raise InvalidInput("请选择对象库。", "Choose the library to draw from.", field="libraryId")
    if planned.library_id is not None:
        await readable(work, ObjectLibrary, planned.library_id, "libraryId")
    if planned.checklist_id is not None:
        await readable(work, Checklist, planned.checklist_id, "checklistId")
    if planned.campaign_id is not None:
        await readable(work, Campaign, planned.campaign_id, "campaignId")
    items = [filled(each, "items") for each in planned.items]
    if not items:
        raise InvalidInput("请填写检查事项。", "Say what is looked at.", field="items")
    plan = InspectionPlan(
        number=await numbered(work, "inspection_plan", "检查计划"),
        title=filled(planned.title, "title"),
        kind=planned.kind,
        items=items,
        library_id=planned.library_id,
        checklist_id=planned.checklist_id,
        campaign_id=planned.campaign_id,
        starts_on=planned.starts_on,
        ends_on=planned.ends_on,
    )
    return await work.add(plan, Action.CREATE)


async def name_units(work: UnitOfWork, asked: Asked, enterprises: Sequence[int]) -> InspectionPlan:
    """Plan tasks at units that are chosen, where chance does not choose."""
    plan = await _fetch(work, asked, Action.UPDATE)
    if plan.kind is PlanKind.DOUBLE_RANDOM:
        raise errors.plan_not_random()
    for key in dict.fromkeys(enterprises):
        await plan_task(work, plan, await readable(work, Enterprise, key, "enterpriseIds"))
    return plan


async def name_unit(work: UnitOfWork, asked: Asked, enterprise_id: int) -> InspectionTask:
    """Plan one task at a unit that is chosen. Raises Conflict (`PLANNED_ALREADY`) and others."""
    plan = await _fetch(work, asked, Action.UPDATE)
    if plan.kind is PlanKind.DOUBLE_RANDOM:
        raise errors.plan_not_random()
    task = await plan_task(work, plan, await readable(work, Enterprise, enterprise_id, FIELD))
    if task is None:
        raise errors.planned_already()
    return task


async def freeze_plan(work: UnitOfWork, asked: Asked, share: Share) -> InspectionPlan:
    """Fix both pools and show their hashes, before anybody knows a seed.

    Raises Conflict (`PLAN_NOT_RANDOM`, `PLAN_FIXED`, `TOO_FEW_OFFICERS`), InvalidInput.
    """
    plan = await _fetch(work, asked, Action.UPDATE)
    if plan.kind is not PlanKind.DOUBLE_RANDOM:
        raise errors.plan_not_random()
    if plan.objects_draw_id is not None:
        raise errors.plan_fixed()
    if not 1 <= share.percent <= 100:
        raise InvalidInput("比例应为 1 至 100。", "From 1 to 100.", field="percent")
    plan.objects_draw_id = await _freeze_units(work, plan, share)
    plan.officers_draw_id = await _freeze_officers(work, plan, share)
    return plan


async def draw_plan(
    work: UnitOfWork, asked: Asked, seed: str, witnesses: Sequence[str]
) -> InspectionPlan:
    """Draw units, then officers, and issue a task for each unit.

    The officers come in the order of their draw, two for each unit, and again from the first when
    all have been sent. Raises Conflict (`PLAN_NOT_FROZEN`, `DRAWN_ALREADY`), Denied (`SAME_HAND`).
    """
    plan = await _fetch(work, asked, Action.CONFIRM)
    if plan.objects_draw_id is None or plan.officers_draw_id is None:
        raise errors.plan_not_frozen()
    units, officers = [
        await make_draw(
            work,
            key,
            act=InspectionPlan,
            action=Action.CONFIRM,
            seed=seed,
            witnesses=witnesses,
        )
        for key in (plan.objects_draw_id, plan.officers_draw_id)
    ]
    cards = await _cards(work, officers)
    for place, enterprise in enumerate(await _units(work, units)):
        task = await plan_task(work, plan, enterprise)
        if task is not None:
            await issue(work, task, pair_of(cards, place))
    return plan


async def publish_plan(work: UnitOfWork, asked: Asked) -> InspectionPlan:
    """Show everybody the plan, its draws, and the results that are there; later ones follow."""
    plan = await _fetch(work, asked, Action.PUBLISH)
    plan.published_during = plan.published_during or Range(work.today, None)
    for key in filter(None, (plan.objects_draw_id, plan.officers_draw_id)):
        await publish(work, key, act=InspectionPlan, action=Action.PUBLISH)
    wanted = select(InspectionTask).where(
        InspectionTask.plan_id == plan.id, InspectionTask.closed_on.is_not(None)
    )
    for task in (await work.session.scalars(wanted)).all():
        await work.entail(task, InspectionPlan, Action.PUBLISH)
        task.published_during = task.published_during or Range(work.today, None)
    return plan


async def _fetch(work: UnitOfWork, asked: Asked, action: Action) -> InspectionPlan:
    return await work.fetch(
        InspectionPlan, asked.plan_id, action, expected_version=asked.expected_version
    )


async def _freeze_units(work: UnitOfWork, plan: InspectionPlan, share: Share) -> int:
    wanted = (
        select(LibraryObject.number, LibraryObject.weight, EnterpriseCard.name)
        .join(EnterpriseCard, EnterpriseCard.id == LibraryObject.enterprise_id)
        .where(LibraryObject.library_id == plan.library_id, LibraryObject.left_on.is_(None))
    )
    rows = (await work.session.execute(wanted)).all()
    pool = Pool(
        kind="inspection.objects",
        title=f"{plan.title}：检查对象",
        balls=[Ball(number, weight) for number, weight, _ in rows],
        count=-(-len(rows) * share.percent // 100),
        labels={number: name for number, _, name in rows},
        seed_source=share.seed_source,
    )
    return (await freeze(work, pool, act=InspectionPlan, action=Action.UPDATE)).id


async def _freeze_officers(work: UnitOfWork, plan: InspectionPlan, share: Share) -> int:
    wanted = (
        select(OfficerCard.card_no, Organisation.name, OfficerCard.qualifications)
        .join(Organisation, Organisation.id == OfficerCard.organisation_id)
        .where(OfficerCard.status == OfficerStatus.ACTIVE, OfficerCard.valid_to >= plan.ends_on)
    )
    wish = share.qualification.strip()
    rows = [
        row
        for row in (await work.session.execute(wanted)).all()
        if not wish or wish in row.qualifications
    ]
    if len(rows) < OFFICERS:
        raise errors.too_few_officers(len(rows))
    pool = Pool(
        kind="inspection.officers",
        title=f"{plan.title}：检查人员",
        balls=[Ball(row.card_no) for row in rows],
        count=len(rows),
        labels={row.card_no: row.name for row in rows},
        seed_source=share.seed_source,
    )
    return (await freeze(work, pool, act=InspectionPlan, action=Action.UPDATE)).id


async def _units(work: UnitOfWork, numbers: Sequence[str]) -> list[Enterprise]:
    """The units that were drawn, in the order of the draw."""
    wanted = (
        select(LibraryObject.number, Enterprise)
        .join(Enterprise, Enterprise.id == LibraryObject.enterprise_id)
        .where(LibraryObject.number.in_(numbers))
    )
    found = {row.number: row.Enterprise for row in (await work.session.execute(wanted)).all()}
    return [found[number] for number in numbers if number in found]


async def _cards(work: UnitOfWork, numbers: Sequence[str]) -> list[OfficerCard]:
    wanted = select(OfficerCard).where(OfficerCard.card_no.in_(numbers))
    found = {card.card_no: card for card in (await work.session.scalars(wanted)).all()}
    return [found[number] for number in numbers]
