"""Counts over many spot checks, one statement each: pass rates, failing items, classes."""

import datetime as dt
from typing import Annotated

import strawberry
from sqlalchemy import case, distinct, func, select
from strawberry.types.info import Info

from core.register.colours import WarningColour
from core.sampling.models import TestVerdict
from core.warnings.bands import rule_colour
from plugins.quality import models as m
from plugins.quality import models_samples as s
from plugins.quality.types import SupervisionProfile
from plugins.quality.types_checks import SpotCheckTask
from plugins.quality.types_results import TestItem
from schema.operations import query
from schema.shared.boards import OfTown

First = Annotated[dt.date, strawberry.argument(description="起始日\nFirst day.")]
Last = Annotated[dt.date, strawberry.argument(description="终止日\nLast day.")]
_FAILED = s.SpotCheckTask.verdict == TestVerdict.FAILED


@strawberry.type(description="抽查合格率格\nPass rates of one town and level of products.")
class SpotCheckRate(OfTown):
    risk_level: m.ProductRisk = strawberry.field(description="产品等级\nLevel of the products.")
    batches: int = strawberry.field(description="检验批次\nBatches tested.")
    failed: int = strawberry.field(description="不合格批次\nBatches that failed.")
    firms: int = strawberry.field(description="抽查企业数\nFirms checked.")
    failed_firms: int = strawberry.field(description="不合格企业数\nFirms that failed.")
    batch_pass_rate: float = strawberry.field(description="批次合格率\nOf batches, 0 to 1.")
    firm_pass_rate: float = strawberry.field(description="企业合格率\nOf firms, 0 to 1.")
    final: int = strawberry.field(description="应后处理\nFinal failures.")
    closed: int = strawberry.field(description="已后处理\nOf them dealt with.")
    closed_rate: float = strawberry.field(description="后处理率\nDealt with, 0 to 1.")
    quality_index: float = strawberry.field(
        description="产品质量指数：批次合格率 × 100，按产品等级加权汇总\n"
        "100 × the batch pass rate; weighted by level where it is added up."
    )


@strawberry.type(description="不合格项目\nHow often an item failed.")
class ItemFailures:
    product: str = strawberry.field(description="产品\nThe product.")
    item: str = strawberry.field(description="项目\nThe item.")
    tested: int = strawberry.field(description="检验次数\nHow often it was tested.")
    failed: int = strawberry.field(description="不合格次数\nHow often it failed.")
    rate: float = strawberry.field(description="不合格率\nFrom 0 to 1.")


@strawberry.type(description="按企业类别的不合格率\nFailures of one class of enterprises.")
class ClassFailures:
    grade: m.EnterpriseGrade = strawberry.field(description="企业类别\nClass today.")
    batches: int = strawberry.field(description="检验批次\nBatches tested.")
    failed: int = strawberry.field(description="不合格批次\nBatches that failed.")
    rate: float = strawberry.field(description="不合格率\nFrom 0 to 1.")


@strawberry.type(description="类别分布格\nHow many enterprises, by town, class and regime.")
class ClassCell(OfTown):
    grade: m.EnterpriseGrade = strawberry.field(description="企业类别\nClass.")
    level: m.ProductRisk = strawberry.field(description="产品等级\nLevel of products.")
    regime: m.Regime = strawberry.field(description="按规则的监管方式\nThe regime by the rules.")
    colour: WarningColour | None = strawberry.field(description="颜色\nHow near the visit is.")
    count: int = strawberry.field(description="企业数\nHow many.")


@query(
    "抽查合格率：某期间下达的任务，按镇街和产品等级\nPass rates of a period, by town and level.",
    reads=SpotCheckTask,
)
async def spot_check_rates(info: Info, first: First, last: Last) -> list[SpotCheckRate]:
    task = s.SpotCheckTask
    final = case((_FAILED & task.final_on.isnot(None), 1))
    rows = await info.context.loading.rows(
        select(
            task.town_id,
            task.risk_level,
            func.count(),
            func.count(case((_FAILED, 1))),
            func.count(distinct(task.unit_id)),
            func.count(distinct(case((_FAILED, task.unit_id)))),
            func.count(final),
            func.count(case((_FAILED & task.closed_on.isnot(None), 1))),
        )
        .where(task.assigned_on.between(first, last), task.verdict.isnot(None))
        .group_by(task.town_id, task.risk_level)
        .order_by(task.town_id, task.risk_level)
    )
    return [
        SpotCheckRate(
            town_id=town,
            risk_level=level,
            batches=batches,
            failed=failed,
            firms=firms,
            failed_firms=bad,
            batch_pass_rate=1 - failed / batches,
            firm_pass_rate=1 - bad / firms,
            final=to_do,
            closed=done,
            closed_rate=done / to_do if to_do else 1.0,
            quality_index=round(100 * (1 - failed / batches), 2),
        )
        for town, level, batches, failed, firms, bad, to_do, done in rows
    ]


@query("不合格项目：某期间收到的报告\nFailing items of a period, worst first.", reads=TestItem)
async def failure_by_item(info: Info, first: First, last: Last) -> list[ItemFailures]:
    failed = func.count(case((s.TestItem.verdict == TestVerdict.FAILED, 1)))
    rows = await info.context.loading.rows(
        select(m.Product.name, s.TestItem.item, func.count(), failed)
        .join(s.TestReport, s.TestReport.id == s.TestItem.report_id)
        .join(s.SpotCheckTask, s.SpotCheckTask.id == s.TestReport.task_id)
        .join(m.Product, m.Product.id == s.SpotCheckTask.product_id)
        .where(s.TestReport.received_on.between(first, last))
        .group_by(m.Product.name, s.TestItem.item)
        .having(failed > 0)
        .order_by(failed.desc(), m.Product.name, s.TestItem.item)
        .limit(100)
    )
    return [
        ItemFailures(product=product, item=item, tested=tested, failed=bad, rate=bad / tested)
        for product, item, tested, bad in rows
    ]


@query("按企业类别的不合格率\nFailures of a period, by class of the firm.", reads=SpotCheckTask)
async def failure_by_class(info: Info, first: First, last: Last) -> list[ClassFailures]:
    task, profile = s.SpotCheckTask, m.SupervisionProfile
    rows = await info.context.loading.rows(
        select(profile.grade, func.count(), func.count(case((_FAILED, 1))))
        .join_from(task, profile, profile.enterprise_id == task.unit_id)
        .where(task.assigned_on.between(first, last), task.verdict.isnot(None))
        .group_by(profile.grade)
        .order_by(profile.grade)
    )
    return [
        ClassFailures(grade=grade, batches=batches, failed=bad, rate=bad / batches)
        for grade, batches, bad in rows
    ]


@query("企业类别分布：按镇街\nEnterprises by town, class and regime.", reads=SupervisionProfile)
async def class_board(info: Info) -> list[ClassCell]:
    profile = m.SupervisionProfile
    colour = rule_colour(profile.next_visit_on, "Q4").label("colour")
    each = select(profile.town_id, profile.grade, profile.level, profile.regime, colour).subquery()
    cell = tuple(each.c)
    rows = await info.context.loading.rows(
        select(*cell, func.count()).group_by(*cell).order_by(*cell)
    )
    return [
        ClassCell(town_id=town, grade=grade, level=level, regime=regime, colour=shade, count=number)
        for town, grade, level, regime, shade, number in rows
    ]
