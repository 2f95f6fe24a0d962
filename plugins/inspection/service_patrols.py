"""Patrols by checklist: what fails opens its hazard in the same transaction, all or nothing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from core.clock import BUSINESS_ZONE
from core.errors import InvalidInput, NotFound
from core.files.binding import bind
from core.policy.vocabulary import Action
from core.register.events import SiteVisited
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.inspection import errors
from plugins.inspection.models import (
    Checklist,
    ChecklistItem,
    Hazard,
    HazardCategory,
    HazardSource,
    Patrol,
    PatrolAnswer,
    PatrolResult,
)
from plugins.inspection.procedures import OFFICIAL
from plugins.inspection.service import Finding, open_hazard
from plugins.inspection.service_places import Place, Spot, acting, locate


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one item; a failure says what is wrong."""

    item_id: int
    result: PatrolResult
    note: str = ""
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All answers in short: these items failed, for this note, and all others passed."""

    failed_ids: tuple[int, ...]
    note: str = ""
    photos: tuple[int, ...] = ()

    def of(self, items: Sequence[ChecklistItem]) -> tuple[Answer, ...]:
        """One for each item; the photos belong to the first that failed, else to the first.

        Raises InvalidInput for an item of another checklist.
        """
        known = [item.id for item in items]
        if not set(self.failed_ids) <= set(known):
            raise errors.answers_incomplete([])
        first = next((key for key in known if key in self.failed_ids), known[0])
        return tuple(self._one(key, key == first) for key in known)

    def _one(self, key: int, has_photos: bool) -> Answer:  # noqa: FBT001  of this class alone
        failed = key in self.failed_ids
        return Answer(
            item_id=key,
            result=PatrolResult.FAILED if failed else PatrolResult.PASSED,
            note=self.note if failed else "",
            photos=self.photos if has_photos else (),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A patrol as it was made: with all answers, or in short with what failed."""

    place: Place
    checklist_id: int | None = None
    checklist_code: str | None = None
    """Instead of its id: the version of the day is taken."""
    started_at: dt.datetime
    ended_at: dt.datetime
    answers: tuple[Answer, ...] = ()
    failures: Answers | None = None
    second_officer: str | None = None
    refused_to_sign: bool = False
    witness: str | None = None
    remarks: str = ""


async def record_patrol(work: UnitOfWork, visit: Visit) -> Patrol:
    """Keep a patrol and open the hazards that its checklist says a failure opens.

    Raises InvalidInput (`SECOND_OFFICER`, `CHECKLIST_NOT_IN_FORCE`, `ANSWERS_INCOMPLETE`),
    NotFound, Denied.
    """
    work.access.require(work.access.resources[Patrol], Action.CREATE)
    _check_times(work, visit)
    checklist, items = await _checklist(work, visit)
    given = visit.answers if visit.failures is None else visit.failures.of(items)
    answers = _answered(items, given)
    spot = await locate(work, visit.place, Patrol)
    patrol = Patrol(
        **spot.columns,
        checklist_id=checklist.id,
        started_at=visit.started_at,
        ended_at=visit.ended_at,
        recorded_by=work.access.actor.account_id,
        second_officer=(visit.second_officer or "").strip() or None,
        refused_to_sign=visit.refused_to_sign,
        witness=filled(visit.witness, "witness") if visit.refused_to_sign else None,
        remarks=visit.remarks.strip(),
    )
    duty, patrol.tier = acting(work, Patrol, Action.CREATE, patrol)
    patrol.organisation_ids = [duty.organisation_id]
    if patrol.tier in OFFICIAL and patrol.second_officer is None:
        raise errors.second_officer_missing()
    await work.add(patrol, Action.CREATE)
    found = []
    for item in items:
        hazard = await _hazard(work, checklist, item, answers[item.id], spot)
        await _keep(work, patrol, answers[item.id], hazard)
        found += [] if hazard is None else [hazard]
    failed = any(answer.result is PatrolResult.FAILED for answer in answers.values())
    await work.publish(_visited(work, patrol, checklist, found, passed=not failed))
    return patrol


SUBSYSTEMS: Final = {
    HazardCategory.SPECIAL_EQUIPMENT: ("special_equipment",),
    HazardCategory.FOOD: ("food_safety", "licensing"),
    HazardCategory.PRODUCT: ("quality", "licensing"),
    HazardCategory.METROLOGY: ("metrology",),
}
"""Whose things a checklist looks at; others look at whatever is there."""


def _visited(
    work: UnitOfWork, patrol: Patrol, checklist: Checklist, found: Sequence[Hazard], *, passed: bool
) -> SiteVisited:
    """The news of a patrol, for whoever waited for somebody to go there."""
    return SiteVisited(
        resource=work.access.resources[Patrol],
        key=patrol.id,
        on=patrol.ended_at.astimezone(BUSINESS_ZONE).date(),
        town_id=patrol.town_id,
        enterprise_id=patrol.enterprise_id,
        site_id=patrol.site_id,
        subsystems=SUBSYSTEMS.get(checklist.category, ()),
        account_id=patrol.recorded_by,
        organisation_id=next(iter(patrol.organisation_ids), None),
        passed=passed,
        matters=tuple(each.matter_id for each in found if each.matter_id is not None),
    )


async def _hazard(
    work: UnitOfWork, checklist: Checklist, item: ChecklistItem, answer: Answer, spot: Spot
) -> Hazard | None:
    """The hazard that the answer opens, with the answer's photos; None where it opens none."""
    if answer.result is not PatrolResult.FAILED:
        return None
    note = filled(answer.note, "answers")
    if item.creates is None:
        return None
    finding = Finding(
        what=f"{item.text}：{note}",
        grade=item.creates,
        category=checklist.category,
        source=HazardSource.PATROL,
    )
    return await open_hazard(work, finding, spot, answer.photos)


async def _keep(work: UnitOfWork, patrol: Patrol, answer: Answer, hazard: Hazard | None) -> None:
    row = PatrolAnswer(
        patrol_id=patrol.id,
        item_id=answer.item_id,
        result=answer.result,
        note=answer.note.strip(),
        hazard_id=None if hazard is None else hazard.id,
        town_id=patrol.town_id,
        enterprise_id=patrol.enterprise_id,
        organisation_ids=list(patrol.organisation_ids),
    )
    await work.entail(row, Patrol, Action.CREATE)
    if hazard is None:
        await bind(work, answer.photos, row, act=Patrol, action=Action.CREATE)


async def _checklist(work: UnitOfWork, visit: Visit) -> tuple[Checklist, Sequence[ChecklistItem]]:
    """The version that was used and its items, by number: pinned, however late it is sent."""
    day = visit.started_at.astimezone(BUSINESS_ZONE).date()
    by_id, by_code = Checklist.id == visit.checklist_id, Checklist.code == visit.checklist_code
    wanted = select(Checklist).where(by_code if visit.checklist_id is None else by_id)
    versions = (await work.session.scalars(wanted)).all()
    if not versions:
        raise NotFound(field="checklistId")
    checklist = next((each for each in versions if each.in_force(day)), None)
    if checklist is None:
        raise errors.checklist_not_in_force()
    items = (
        select(ChecklistItem)
        .where(ChecklistItem.checklist_id == checklist.id)
        .order_by(ChecklistItem.number)
    )
    return checklist, (await work.session.scalars(items)).all()


def _answered(items: Sequence[ChecklistItem], answers: Sequence[Answer]) -> dict[int, Answer]:
    """The answers by item. Raises InvalidInput unless each item has exactly one."""
    found = {answer.item_id: answer for answer in answers}
    known = {item.id for item in items}
    missing = [item.number for item in items if item.id not in found]
    if missing or len(answers) != len(found) or found.keys() != known:
        raise errors.answers_incomplete(missing)
    return found


def _check_times(work: UnitOfWork, visit: Visit) -> None:
    if visit.started_at.tzinfo is None or visit.ended_at.tzinfo is None:
        raise InvalidInput("时间须带时区。", "Times need a time zone.", field="startedAt")
    if not visit.started_at <= visit.ended_at <= work.clock.now():
        raise InvalidInput(
            "开始时间须早于结束时间，且都不晚于现在。",
            "A visit begins before it ends, and has ended by now.",
            field="endedAt",
        )
