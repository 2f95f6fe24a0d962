"""Grading: points by what is known, proposed, checked by the station, fixed by the branch, told."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select

from core.errors import InvalidInput
from core.policy.vocabulary import Action
from core.procedures.models import Matter, MatterState
from core.procedures.service import complete, open_matter
from core.register.colours import months_after
from core.register.service import filled
from core.sampling.models import TestVerdict
from core.store.base import Base
from core.store.unit import UnitOfWork
from plugins.food_safety import errors
from plugins.food_safety.models import (
    FoodCategory,
    FoodGradeBand,
    FoodInspection,
    FoodProducer,
    FoodRiskFactor,
    RiskGrade,
    RiskLevel,
)
from plugins.food_safety.models_samples import FoodRecall, FoodSample
from plugins.food_safety.procedures import FIXED, GRADE
from plugins.food_safety.service import Asked, fetch, name_of, producer_of
from plugins.food_safety.service_visits import next_by, replan

MOST_DYNAMIC: Final = 60
LOOK_BACK_MONTHS: Final = 12
FULL_EVERY_MONTHS: Final = 24
LEVELS: Final = tuple(RiskLevel)


@dataclass(frozen=True, slots=True)
class Points:
    """What a grading counts, and the lines that say for what."""

    static: int
    dynamic: int
    findings: tuple[str, ...]

    @property
    def total(self) -> int:
        """Of a hundred."""
        return self.static + self.dynamic


def count_points(
    category: FoodCategory, factors: Iterable[FoodRiskFactor], happened: dict[str, int]
) -> Points:
    """The points of a maker: of its class of most risk, and of what happened, each up to its most.

    Dynamic points are 60 at most, however much happened.
    """
    lines = [f"静态风险（{category.name}）：{category.points}分"]
    dynamic = 0
    for factor in sorted(factors, key=lambda each: each.code):
        if times := happened.get(factor.code, 0):
            points = min(factor.points * times, factor.most)
            lines.append(f"{factor.chinese} {times} 次：{points}分")
            dynamic += points
    return Points(category.points, min(dynamic, MOST_DYNAMIC), tuple(lines))


def band_of(total: int, bands: Sequence[FoodGradeBand]) -> FoodGradeBand:
    """The band that so many points lie in. Raises InvalidInput where the law has none."""
    for band in bands:
        if band.points_from <= total <= band.points_to:
            return band
    raise InvalidInput("没有对应的风险等级标准。", "No grade is defined for so many points.")


def raised(grade: RiskLevel) -> RiskLevel:
    """One grade up. Raises Conflict (`GRADE_HIGHEST`) from D."""
    if grade is LEVELS[-1]:
        raise errors.highest_already()
    return LEVELS[LEVELS.index(grade) + 1]


async def propose_grade(work: UnitOfWork, producer_id: int, year: int) -> RiskGrade:
    """The system's grading for a year, by what is on file today.

    Raises NotFound, Denied, Conflict (`GRADING_OPEN`), InvalidInput.
    """
    if not work.today.year <= year <= work.today.year + 1:
        raise InvalidInput("只能评定本年度或下年度。", "Grade this year or the next.", field="year")
    producer = await producer_of(work, producer_id)
    if await open_grading(work, producer.id) is not None:
        raise errors.grading_open()
    points = await _points(work, producer)
    band = band_of(points.total, await bands(work))
    return await _open(work, producer, year, points, band.grade, None)


async def raise_grade(work: UnitOfWork, producer_id: int) -> RiskGrade:
    """Propose one grade more at once, for the reason that the work states, such as a penalty.

    Raises NotFound, InvalidInput, Conflict (`GRADING_OPEN`, `NOT_GRADED`, `GRADE_HIGHEST`).
    """
    why = filled(work.reason, "reason")
    producer = await producer_of(work, producer_id)
    if await open_grading(work, producer.id) is not None:
        raise errors.grading_open()
    if producer.grade is None:
        raise errors.not_graded()
    points = await _points(work, producer)
    year = max(work.today.year, producer.grade_year or 0)
    return await _open(work, producer, year, points, raised(producer.grade), why)


async def raise_after(
    work: UnitOfWork, producer: FoodProducer, why: str, act: type[Base], action: Action
) -> RiskGrade | None:
    """What a failed sample brings: one grade more is proposed, or the open proposal goes up.

    None where there is no grade to raise.
    """
    if (known := await open_grading(work, producer.id)) is not None:
        await work.entail(known, act, action)
        if producer.grade is not None and producer.grade is not LEVELS[-1]:
            known.grade = max(known.grade, raised(producer.grade), key=LEVELS.index)
        known.raised_for = known.raised_for or why
        return known
    if producer.grade in (None, LEVELS[-1]):
        return None
    points = await _points(work, producer)
    year = max(work.today.year, producer.grade_year or 0)
    return await _open(work, producer, year, points, raised(producer.grade), why)


async def check_grade(work: UnitOfWork, asked: Asked, dynamic: int | None) -> RiskGrade:
    """The station compares the points with what it knows; another number needs its reason."""
    grade = await fetch(work, RiskGrade, asked, Action.VERIFY)
    await complete(work, grade, "checked")
    if dynamic is not None and dynamic != grade.dynamic_points:
        if not 0 <= dynamic <= MOST_DYNAMIC:
            raise InvalidInput("动态分为 0 至 60。", "From 0 to 60.", field="dynamicPoints")
        reason = filled(work.reason, "reason")
        grade.findings = [*grade.findings, f"站所核对为 {dynamic} 分：{reason}"]
        grade.dynamic_points = dynamic
        grade.grade = band_of(grade.static_points + dynamic, await bands(work)).grade
    return grade


async def fix_grade(work: UnitOfWork, asked: Asked, level: RiskLevel | None) -> RiskGrade:
    """The branch fixes the grade; visits of the year are planned anew. Raises Denied and others."""
    grade = await fetch(work, RiskGrade, asked, Action.DECIDE)
    await complete(work, grade, "fixed")
    if level is not None and level is not grade.grade:
        grade.findings = [
            *grade.findings,
            f"分局定为 {level.value}：{filled(work.reason, 'reason')}",
        ]
        grade.grade = level
    grade.fixed_on = work.today
    producer = await producer_of(work, grade.producer_id)
    await work.entail(producer, RiskGrade, Action.DECIDE)
    band = next(each for each in await bands(work) if each.grade is grade.grade)
    producer.grade, producer.grade_year = grade.grade, grade.year
    producer.next_inspection_by = next_by(producer, band.every_months, work.today)
    await replan(work, producer, band, grade.year, RiskGrade)
    return grade


async def acknowledge_grade(work: UnitOfWork, asked: Asked) -> RiskGrade:
    """The enterprise has read its grade; or the branch notes that it was told on paper."""
    grade = await fetch(work, RiskGrade, asked, Action.SUBMIT)
    await complete(work, grade, "told", outcome=FIXED)
    return grade


async def bands(work: UnitOfWork) -> list[FoodGradeBand]:
    """The bands in force today, lowest first."""
    found = (await work.session.scalars(select(FoodGradeBand))).all()
    known = [each for each in found if each.in_force(work.today)]
    return sorted(known, key=lambda each: each.points_from)


async def band_in_force(work: UnitOfWork, level: RiskLevel | None) -> FoodGradeBand | None:
    """The band of a grade today; None without a grade."""
    return next((each for each in await bands(work) if each.grade is level), None)


async def open_grading(work: UnitOfWork, producer_id: int) -> RiskGrade | None:
    """The grading of a maker that is not fixed yet, locked."""
    wanted = (
        select(RiskGrade)
        .join(Matter, Matter.id == RiskGrade.matter_id)
        .where(
            RiskGrade.producer_id == producer_id,
            RiskGrade.fixed_on.is_(None),
            Matter.state == MatterState.OPEN,
        )
        .with_for_update(of=RiskGrade)
    )
    return (await work.session.scalars(wanted)).first()


async def _open(
    work: UnitOfWork,
    producer: FoodProducer,
    year: int,
    points: Points,
    level: RiskLevel,
    why: str | None,
) -> RiskGrade:
    grade = RiskGrade(
        producer_id=producer.id,
        town_id=producer.town_id,
        enterprise_id=producer.enterprise_id,
        year=year,
        static_points=points.static,
        dynamic_points=points.dynamic,
        findings=list(points.findings),
        previous=producer.grade,
        grade=level,
        raised_for=why,
    )
    await work.add(grade, Action.CREATE)
    title = f"风险定级：{await name_of(work, producer)}（{year}年度，{level.value}级）"
    # what goes up at once is the branch's to fix, without waiting for the station
    await open_matter(work, grade, GRADE, title=title, to="fixed" if why else None)
    return grade


async def _points(work: UnitOfWork, producer: FoodProducer) -> Points:
    category = await work.session.get_one(FoodCategory, producer.category_id)
    found = (await work.session.scalars(select(FoodRiskFactor))).all()
    factors = [each for each in found if each.in_force(work.today)]
    return count_points(category, factors, await _happened(work, producer))


async def _happened(work: UnitOfWork, producer: FoodProducer) -> dict[str, int]:
    """How often each factor happened within a year before today."""
    since = months_after(work.today, -LOOK_BACK_MONTHS)
    inspected = select(
        func.coalesce(func.sum(FoodInspection.key_failed), 0),
        func.coalesce(func.sum(FoodInspection.general_failed), 0),
    ).where(FoodInspection.producer_id == producer.id, FoodInspection.inspected_on >= since)
    key, general = (await work.session.execute(inspected)).one()
    failed = select(func.count()).where(
        FoodSample.producer_id == producer.id,
        FoodSample.final_verdict == TestVerdict.FAILED,
        FoodSample.final_on >= since,
    )
    day = dt.datetime.combine(since, dt.time(), work.clock.now().tzinfo)
    recalls = select(func.count()).where(
        FoodRecall.producer_id == producer.id, FoodRecall.known_at >= day
    )
    full = months_after(work.today, -FULL_EVERY_MONTHS)
    never = producer.last_full_on is None or producer.last_full_on < full
    return {
        "KEY_FAILED": int(key),
        "GENERAL_FAILED": int(general),
        "SAMPLE_FAILED": await _number(work, failed),
        "RECALL": await _number(work, recalls),
        "NEVER_INSPECTED": int(never),
    }


async def _number(work: UnitOfWork, statement: Any) -> int:
    return int(await work.session.scalar(statement) or 0)
