"""Results of inspection tasks, and what follows from them: nothing, an order, or a case."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range

from core.declarations import END
from core.errors import InvalidInput
from core.files.binding import bind
from core.files.binding import follow as follow_files
from core.policy.vocabulary import Action
from core.procedures.service import complete, matter_of
from core.register.events import SiteVisited
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.inspection import errors
from plugins.inspection.events import ViolationFound, ViolationSource
from plugins.inspection.models import HazardCategory, HazardSource
from plugins.inspection.models_plans import (
    Campaign,
    CampaignTarget,
    InspectionPlan,
    InspectionTask,
    ObjectLibrary,
    OfficerCard,
    TaskDisposal,
)
from plugins.inspection.procedures import DONE
from plugins.inspection.service import Finding, open_hazard
from plugins.inspection.service_libraries import behind
from plugins.inspection.service_places import Spot, acting
from plugins.inspection.service_tasks import Asked, fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What two officers found at a unit."""

    visited_on: dt.date
    findings: str
    problems: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    refused_to_sign: bool = False
    witness: str = ""
    photos: Sequence[int] = ()


async def record_result(work: UnitOfWork, asked: Asked, result: Result) -> InspectionTask:
    """Write down what was found, and sign first. Raises Denied (`NOT_THE_OFFICER`) and others."""
    task = await fetch(work, asked, Action.SUBMIT)
    await _require_officer(work, task)
    matter, _ = await matter_of(work, task)
    if matter.signed_by and work.access.actor.account_id not in matter.signed_by:
        raise errors.result_written()
    await complete(work, task, "awaiting_feedback")
    if result.visited_on > work.today:
        raise InvalidInput("检查日期不能晚于今天。", "It lies ahead.", field="visitedOn")
    task.visited_on, task.findings = result.visited_on, filled(result.findings, "findings")
    task.problems = [filled(each, "problems") for each in result.problems]
    task.latitude, task.longitude = result.latitude, result.longitude
    task.refused_to_sign = result.refused_to_sign
    witness: Any = filled(result.witness, "witness") if result.refused_to_sign else None
    task.witness = witness
    await bind(work, result.photos, task, act=InspectionTask, action=Action.SUBMIT)
    return task


async def sign_result(work: UnitOfWork, asked: Asked) -> InspectionTask:
    """The second officer signs: from now on the unit may read what was found."""
    task = await fetch(work, asked, Action.SUBMIT)
    await _require_officer(work, task)
    matter, _ = await matter_of(work, task)
    if matter.step == "awaiting_feedback" and not matter.signed_by:
        raise errors.no_result()
    progress = await complete(work, task, "awaiting_feedback")
    if progress.finished_step:
        task.enterprise_id = matter.enterprise_id = task.inspected_id
        await follow_files(work, task, act=InspectionTask, action=Action.SUBMIT)
        await work.publish(_visited(work, task))
    return task


async def handle_task(
    work: UnitOfWork, asked: Asked, disposal: TaskDisposal, note: str
) -> InspectionTask:
    """Say what follows: nothing, an order by way of a hazard, or a case."""
    task = await fetch(work, asked, Action.CONFIRM)
    task.disposal, task.follow_up = disposal, note.strip()
    if disposal is TaskDisposal.NONE_NEEDED:
        await complete(work, task, "handling", to=END, outcome=DONE)
        await _done(work, task, Action.CONFIRM)
        return task
    await complete(work, task, "handling")
    if disposal is TaskDisposal.RECTIFICATION:
        await _open_hazard(work, task)
    else:
        await work.publish(_found(work, task))
    return task


async def close_task(work: UnitOfWork, asked: Asked, note: str) -> InspectionTask:
    """What followed is done."""
    task = await fetch(work, asked, Action.REVIEW)
    task.follow_up = filled(note, "followUp")
    await complete(work, task, "tracking", to=END, outcome=DONE)
    await _done(work, task, Action.REVIEW)
    return task


async def _require_officer(work: UnitOfWork, task: InspectionTask) -> None:
    """Raise Denied where both officers have accounts, and neither is the actor's."""
    wanted = select(OfficerCard.account_id).where(
        OfficerCard.id.in_([task.officer_id, task.second_officer_id])
    )
    sent = (await work.session.scalars(wanted)).all()
    if len(sent) == 2 and None not in sent and work.access.actor.account_id not in sent:
        raise errors.not_the_officer()


async def _open_hazard(work: UnitOfWork, task: InspectionTask) -> None:
    """The problems go the way of hazards: checked, taken in, ordered, put right, inspected."""
    library = (
        select(ObjectLibrary)
        .join(InspectionPlan, InspectionPlan.library_id == ObjectLibrary.id)
        .where(InspectionPlan.id == task.plan_id)
    )
    known = (await work.session.scalars(library)).first()
    finding = Finding(
        what=f"{task.number}：{'；'.join(task.problems) or task.findings}",
        source=HazardSource.PATROL,
        category=HazardCategory.OTHER if known is None else known.category,
    )
    await open_hazard(work, finding, Spot(task.town_id, task.inspected_id, None, ""))


async def _done(work: UnitOfWork, task: InspectionTask, action: Action) -> None:
    """Close the task: publish it with its plan, and count it for its campaign."""
    task.closed_on = work.today
    wanted = select(InspectionPlan).where(InspectionPlan.id == task.plan_id)
    plan = (await work.session.scalars(wanted)).first()
    if plan is not None and plan.published_during is not None:
        task.published_during = Range(work.today, None)
    if plan is None or plan.campaign_id is None:
        return
    shares = select(CampaignTarget).where(
        CampaignTarget.campaign_id == plan.campaign_id, CampaignTarget.town_id == task.town_id
    )
    share = (await work.session.scalars(shares.with_for_update())).first()
    if share is not None:
        await work.entail(share, InspectionTask, action)
        share.done += 1
        campaign = await work.session.get_one(Campaign, share.campaign_id)
        share.behind = behind(share, campaign, work.today)


def _visited(work: UnitOfWork, task: InspectionTask) -> SiteVisited:
    duty, _ = acting(work, InspectionTask, Action.SUBMIT, task)
    return SiteVisited(
        resource=work.access.resources[InspectionTask],
        key=task.id,
        on=task.visited_on or work.today,
        town_id=task.town_id,
        enterprise_id=task.inspected_id,
        account_id=work.access.actor.account_id,
        organisation_id=duty.organisation_id or None,
        passed=not task.problems,
    )


def _found(work: UnitOfWork, task: InspectionTask) -> ViolationFound:
    return ViolationFound(
        source=ViolationSource.TASK,
        resource=work.access.resources[InspectionTask],
        subject_id=task.id,
        act=InspectionTask,
        action=Action.CONFIRM,
        town_id=task.town_id,
        enterprise_id=task.inspected_id,
        organisation_ids=tuple(task.organisation_ids),
        what="；".join(task.problems) or task.findings,
        found_on=work.today,
    )
