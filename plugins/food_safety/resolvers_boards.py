"""Counts over many makers, visits, inspections and samples, one statement each."""

import datetime as dt
from typing import Annotated

import strawberry
from sqlalchemy import case, func, select
from strawberry.types.info import Info

from core.register.colours import WarningColour, months_after
from core.sampling.models import TestVerdict
from core.store.scope import TODAY
from core.warnings.bands import rule_colour
from plugins.food_safety import models as m
from plugins.food_safety.models_samples import FoodSample
from plugins.food_safety.types import FoodInspection, FoodProducer, FoodVisit
from plugins.food_safety.types_samples import FoodSample as SampleType
from schema.operations import query
from schema.shared.boards import OfTown

FIRST = strawberry.argument(description="起始日\nFirst day.")
LAST = strawberry.argument(description="终止日\nLast day.")
COVER_MONTHS = 24
"""Everybody is inspected over all items once in two years (Order 49/2021 art. 22)."""


@strawberry.type(description="食品生产者看板格\nMakers of one town, class and grade, by colour.")
class FoodBoardCell(OfTown):
    category: str = strawberry.field(description="主要类别\nTheir class of most risk.")
    grade: m.RiskLevel | None = strawberry.field(description="等级\nTheir grade.")
    colour: WarningColour | None = strawberry.field(description="检查预警颜色\nHow near.")
    count: int = strawberry.field(description="户数\nHow many.")
    covered: int = strawberry.field(description="两年内全项目检查过\nInspected in two years.")


@strawberry.type(description="年度计划完成情况\nVisits of a year's plan in one town.")
class FoodPlanProgress(OfTown):
    grade: m.RiskLevel = strawberry.field(description="等级\nThe grade behind them.")
    planned: int = strawberry.field(description="计划次数\nPlanned.")
    done: int = strawberry.field(description="已完成\nDone.")
    late: int = strawberry.field(description="逾期未查\nPast their day and not done.")


@strawberry.type(description="检查结果统计\nInspections of a period in one town.")
class FoodResultRate(OfTown):
    inspected: int = strawberry.field(description="检查次数\nInspections.")
    conforming: int = strawberry.field(description="符合\nConforming.")
    basically: int = strawberry.field(description="基本符合\nBasically conforming.")
    non_conforming: int = strawberry.field(description="不符合\nNot conforming.")
    key_failed: int = strawberry.field(description="重点项不合格项次\nKey items failed.")


@strawberry.type(description="抽检合格率\nSamples of one class of food with a final verdict.")
class FoodSampleRate:
    category: str = strawberry.field(description="食品类别\nThe class.")
    tested: int = strawberry.field(description="已有结论\nWith a final verdict.")
    failed: int = strawberry.field(description="不合格\nFailed.")
    rate: float = strawberry.field(description="合格率\nPassed of tested, from 0 to 1.")


@query("食品生产者看板\nMakers by town, class, grade and colour.", reads=FoodProducer)
async def food_producer_board(info: Info) -> list[FoodBoardCell]:
    since = months_after(info.context.access.today, -COVER_MONTHS)
    each = (
        select(
            m.FoodProducer.town_id,
            m.FoodCategory.name,
            m.FoodProducer.grade,
            rule_colour(m.FoodProducer.next_inspection_by, "F1").label("colour"),
            case((m.FoodProducer.last_full_on >= since, 1), else_=0).label("covered"),
        )
        .join(m.FoodCategory, m.FoodCategory.id == m.FoodProducer.category_id)
        .subquery()
    )
    *cell, covered = tuple(each.c)
    rows = await info.context.loading.rows(
        select(*cell, func.count(), func.sum(covered)).group_by(*cell).order_by(*cell)
    )
    return [
        FoodBoardCell(
            town_id=town, category=name, grade=grade, colour=colour, count=count, covered=covered
        )
        for town, name, grade, colour, count, covered in rows
    ]


@query("年度检查计划完成情况\nHow far the plan of a year is done, by town.", reads=FoodVisit)
async def food_plan_progress(
    info: Info,
    year: Annotated[int, strawberry.argument(description="年度\nThe year.")],
) -> list[FoodPlanProgress]:
    visit = m.FoodVisit
    late = case(((visit.done_on.is_(None)) & (visit.due_on < TODAY), 1))
    rows = await info.context.loading.rows(
        select(
            visit.town_id, visit.grade, func.count(), func.count(visit.done_on), func.count(late)
        )
        .where(visit.year == year, visit.dropped_on.is_(None))
        .group_by(visit.town_id, visit.grade)
        .order_by(visit.town_id, visit.grade)
    )
    return [
        FoodPlanProgress(town_id=town, grade=grade, planned=planned, done=done, late=late)
        for town, grade, planned, done, late in rows
    ]


@query("检查结果统计\nWhat inspections of a period came to, by town.", reads=FoodInspection)
async def food_result_rates(
    info: Info, first: Annotated[dt.date, FIRST], last: Annotated[dt.date, LAST]
) -> list[FoodResultRate]:
    made = m.FoodInspection
    counts = [func.count(case((made.result == each, 1))) for each in m.FoodResult]
    rows = await info.context.loading.rows(
        select(made.town_id, func.count(), *counts, func.sum(made.key_failed))
        .where(made.inspected_on.between(first, last), made.told_on.is_not(None))
        .group_by(made.town_id)
        .order_by(made.town_id)
    )
    return [
        FoodResultRate(
            town_id=town,
            inspected=inspected,
            conforming=good,
            basically=fair,
            non_conforming=bad,
            key_failed=key,
        )
        for town, inspected, good, fair, bad, key in rows
    ]


@query("抽检合格率：按食品类别\nRates of passing of a period, by class of food.", reads=SampleType)
async def food_sample_rates(
    info: Info, first: Annotated[dt.date, FIRST], last: Annotated[dt.date, LAST]
) -> list[FoodSampleRate]:
    failed = func.count(case((FoodSample.final_verdict == TestVerdict.FAILED, 1)))
    rows = await info.context.loading.rows(
        select(m.FoodCategory.name, func.count(), failed)
        .join(m.FoodCategory, m.FoodCategory.id == FoodSample.category_id)
        .where(FoodSample.final_on.between(first, last))
        .group_by(m.FoodCategory.name)
        .order_by(m.FoodCategory.name)
    )
    return [
        FoodSampleRate(category=name, tested=tested, failed=bad, rate=(tested - bad) / tested)
        for name, tested, bad in rows
    ]


BOARDS = (food_producer_board, food_plan_progress, food_result_rates, food_sample_rates)
