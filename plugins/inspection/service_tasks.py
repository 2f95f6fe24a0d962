"""Inspection tasks until their result: planned, issued to two officers, moved, accepted.

Steps: `procedures.INSPECTION_TASK`; nobody commits.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from core.policy.vocabulary import Action
from core.procedures.service import complete, matter_of, open_matter, set_due
from core.register.colours import months_after
from core.register.models import Enterprise
from core.register.places import readable, town_of_today
from core.store.unit import UnitOfWork
from plugins.inspection import errors
from plugins.inspection.models_plans import (
    InspectionPlan,
    InspectionTask,
    OfficerCard,
    OfficerStatus,
    UpperInspection,
)
from plugins.inspection.numbers import numbered
from plugins.inspection.procedures import TASK

UPPER_MONTHS = 3
Pair = tuple[OfficerCard, OfficerCard]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which task, as the client has read it."""

    task_id: int
    expected_version: int | None = None


def pair_of(cards: Sequence[OfficerCard], place: int) -> Pair:
    """The two officers for the unit in a place, from 0; from the first again when all are sent."""
    first = 2 * place % len(cards)
    return cards[first], cards[(first + 1) % len(cards)]


async def plan_task(
    work: UnitOfWork, plan: InspectionPlan, enterprise: Enterprise
) -> InspectionTask | None:
    """A task of the plan at a unit; None where it has one already."""
    before = select(InspectionTask.id).where(
        InspectionTask.plan_id == plan.id, InspectionTask.inspected_id == enterprise.id
    )
    if (await work.session.scalars(before)).first() is not None:
        return None
    last = await _upper(work, enterprise.id)
    task = InspectionTask(
        number=await numbered(work, TASK, "检查任务"),
        plan_id=plan.id,
        inspected_id=enterprise.id,
        town_id=await town_of_today(work, enterprise.town_id),
        organisation_ids=[],
        items=list(plan.items),
        due_on=plan.ends_on,
        upper_inspected_on=last,
        upper_within=0 if last is None else 1,
    )
    await work.add(task, Action.CREATE)
    # its number alone: nobody is to know beforehand who is inspected
    await open_matter(work, task, TASK, title=task.number)
    return task


async def issue(work: UnitOfWork, task: InspectionTask, pair: Pair) -> None:
    """Give a task to two officers; the one in charge has it in hand."""
    await complete(work, task, "to_assign")
    task.officer_id, task.second_officer_id = pair[0].id, pair[1].id
    await _hold(work, task, pair[0])


async def assign_task(
    work: UnitOfWork, asked: Asked, officer_id: int, second_id: int
) -> InspectionTask:
    """Choose the two officers. Raises InvalidInput (`OFFICER_UNFIT`, `ONE_OFFICER_TWICE`)."""
    task = await fetch(work, asked, Action.ASSIGN)
    await issue(work, task, await _pair(work, task, officer_id, second_id))
    return task


async def reassign_task(
    work: UnitOfWork, asked: Asked, officer_id: int, second_id: int | None
) -> InspectionTask:
    """Give an open task to another officer; the step stays. Raises Conflict (`NOT_IN_HAND`)."""
    task = await fetch(work, asked, Action.ASSIGN)
    matter, _ = await matter_of(work, task)
    if matter.step not in ("issued", "awaiting_feedback") or task.second_officer_id is None:
        raise errors.not_in_hand()
    second = second_id or task.second_officer_id
    if officer_id == second and task.officer_id is not None:
        second = task.officer_id
    pair = await _pair(work, task, officer_id, second)
    task.officer_id, task.second_officer_id = pair[0].id, pair[1].id
    await work.entail(matter, InspectionTask, Action.ASSIGN)
    matter.signed_by, matter.proposed = [], {}
    matter.holder_id = pair[0].account_id if matter.step == "issued" else None
    matter.version += 1
    return task


async def accept_task(work: UnitOfWork, asked: Asked) -> InspectionTask:
    """The officer has taken note; the last day is that of the plan."""
    task = await fetch(work, asked, Action.VERIFY)
    await complete(work, task, "issued")
    await set_due(work, task, task.due_on, overdue=True)
    return task


async def fetch(work: UnitOfWork, asked: Asked, action: Action) -> InspectionTask:
    """The task to act upon, locked. Raises NotFound, Denied, Conflict for a stale version."""
    return await work.fetch(
        InspectionTask, asked.task_id, action, expected_version=asked.expected_version
    )


async def _upper(work: UnitOfWork, enterprise_id: int) -> dt.date | None:
    """When an upper authority inspected last, if that was less than three months ago."""
    wanted = select(func.max(UpperInspection.inspected_on)).where(
        UpperInspection.enterprise_id == enterprise_id,
        UpperInspection.inspected_on > months_after(work.today, -UPPER_MONTHS),
    )
    return (await work.session.scalars(wanted)).one()


async def _pair(work: UnitOfWork, task: InspectionTask, first: int, second: int) -> Pair:
    if first == second:
        raise errors.one_officer_twice()
    found = []
    for key, field in ((first, "officerId"), (second, "secondOfficerId")):
        card = await readable(work, OfficerCard, key, field)
        if card.status is not OfficerStatus.ACTIVE or card.valid_to < max(task.due_on, work.today):
            raise errors.officer_unfit(field)
        found.append(card)
    return found[0], found[1]


async def _hold(work: UnitOfWork, task: InspectionTask, card: OfficerCard) -> None:
    matter, _ = await matter_of(work, task)
    matter.holder_id = card.account_id
