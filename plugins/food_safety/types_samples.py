"""Samples, their tests, disposals and recalls as clients see them."""

import datetime as dt
import decimal

import strawberry
from sqlalchemy import func

import schema.services.sampling  # noqa: F401  names the enums of samples
from core.extension import extend
from core.register.colours import WarningColour
from core.sampling.models import PlaceKind, TestVerdict
from core.warnings.bands import rule_colour
from plugins.food_safety import models_samples as m
from plugins.food_safety.types import ENTERPRISE, PRODUCER, PROGRESS, TOWN, FoodInspection
from plugins.food_safety.types import FoodProducer as Producer
from plugins.food_safety.types_law import FoodCategory
from schema.fields import aggregate, by_id, column, computed, connection, key, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.services.files import Attachment, attachments_of
from schema.services.matters import Matter
from schema.shared.register import VERSION, Division, Enterprise

PHOTOS = "照片和附件\nIts photos and papers."


@strawberry.type(description="食品样品\nA sample of food from a maker.")
class FoodSample(Node):
    id: strawberry.ID = key(m.FoodSample.id)
    number: str = column(m.FoodSample.number, "抽样单编号\nIts number.", where=True)
    place_kind: PlaceKind = column(m.FoodSample.place_kind, "抽样环节\nWhere.", where=True)
    product_name: str = column(m.FoodSample.product_name, "食品名称\nWhat food.", where=True)
    specification: str = column(m.FoodSample.specification, "规格\nSpecification.")
    batch: str = column(m.FoodSample.batch, "批号\nIts batch.", where=True)
    produced_on: dt.date | None = column(m.FoodSample.produced_on, "生产日期\nMade on.")
    sampled_unit: str = column(m.FoodSample.sampled_unit, "被抽样单位\nThe sampled unit.")
    sampled_address: str = column(m.FoodSample.sampled_address, "抽样地点\nIts address.")
    nominal_maker: str = column(
        m.FoodSample.nominal_maker, "标称生产者\nThe maker that the label names."
    )
    base_quantity: decimal.Decimal = column(m.FoodSample.base_quantity, "抽样基数\nOf how much.")
    check_quantity: decimal.Decimal = column(m.FoodSample.check_quantity, "检样\nFor the test.")
    reserve_quantity: decimal.Decimal = column(m.FoodSample.reserve_quantity, "备样\nIn reserve.")
    quantity_unit: str = column(m.FoodSample.quantity_unit, "单位\nUnit of quantity.")
    paid: decimal.Decimal = column(m.FoodSample.paid, "购样费（元）\nWhat was paid, in yuan.")
    taken_at: dt.datetime = column(
        m.FoodSample.taken_at, "抽样时间\nWhen it was taken.", where=True, order=True
    )
    sealed_at: dt.datetime | None = column(m.FoodSample.sealed_at, "封样时间\nWhen it was sealed.")
    laboratory: str = column(m.FoodSample.laboratory, "检验机构\nThe laboratory.")
    sent_on: dt.date | None = column(m.FoodSample.sent_on, "送检日期\nSent on.", where=True)
    report_no: str = column(m.FoodSample.report_no, "报告编号\nNumber of the report.")
    tested_on: dt.date | None = column(m.FoodSample.tested_on, "报告日期\nTested on.", where=True)
    verdict: TestVerdict | None = column(
        m.FoodSample.verdict, "检验结论\nVerdict of the first test.", where=True
    )
    told_on: dt.date | None = column(m.FoodSample.told_on, "告知日期\nThe maker was told on.")
    retest_asked_on: dt.date | None = column(
        m.FoodSample.retest_asked_on, "申请复检日期\nA re-test was asked for on.", where=True
    )
    retest_laboratory: str = column(
        m.FoodSample.retest_laboratory, "复检机构\nThe laboratory of the re-test."
    )
    final_verdict: TestVerdict | None = column(
        m.FoodSample.final_verdict, "最终结论\nThe final verdict.", where=True
    )
    final_on: dt.date | None = column(m.FoodSample.final_on, "最终结论日期\nFinal on.", where=True)
    reserve_until: dt.date | None = column(
        m.FoodSample.reserve_until, "备样保存至\nThe reserve is kept until.", where=True
    )
    version: int = column(m.FoodSample.version, VERSION)
    matter: Matter | None = to_one(Matter, PROGRESS, by=m.FoodSample.matter_id, where=True)
    category: FoodCategory | None = to_one(
        FoodCategory, "食品类别\nIts class.", by=m.FoodSample.category_id, where=True
    )
    inspection: FoodInspection | None = to_one(
        FoodInspection, "所在检查\nTaken at this inspection.", by=m.FoodSample.inspection_id
    )
    producer: Producer | None = to_one(Producer, PRODUCER, by=m.FoodSample.producer_id, where=True)
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=m.FoodSample.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.FoodSample.town_id, where=True)
    attachments: list[Attachment] = attachments_of(PHOTOS)


@strawberry.type(description="检验项目\nOne item of a test.")
class FoodTestItem(Node):
    id: strawberry.ID = key(m.FoodTestItem.id)
    is_retest: bool = column(m.FoodTestItem.is_retest, "是否复检\nOf the re-test.", where=True)
    number: int = column(m.FoodTestItem.number, "序号\nIts place in the report.")
    item: str = column(m.FoodTestItem.item, "项目\nWhat was tested.", where=True)
    standard_limit: str = column(m.FoodTestItem.standard_limit, "标准值\nWhat the standard wants.")
    measured: str = column(m.FoodTestItem.measured, "实测值\nWhat was measured.")
    unit: str = column(m.FoodTestItem.unit, "单位\nThe unit.")
    verdict: TestVerdict = column(m.FoodTestItem.verdict, "结论\nVerdict.", where=True)
    sample: FoodSample | None = to_one(
        FoodSample, "样品\nThe sample.", by=m.FoodTestItem.sample_id, where=True
    )


@strawberry.type(description="核查处置\nWhat is done about failed food.")
class Disposal(Node):
    id: strawberry.ID = key(m.Disposal.id)
    opened_on: dt.date = column(m.Disposal.opened_on, "启动日期\nOpened on.", where=True)
    due_on: dt.date = column(m.Disposal.due_on, "处置期限\nUntil when.", where=True, order=True)
    stopped_on: dt.date | None = column(m.Disposal.stopped_on, "停产日期\nStopped on.")
    quantity_unit: str = column(m.Disposal.quantity_unit, "单位\nUnit of quantity.")
    sealed: decimal.Decimal | None = column(m.Disposal.sealed, "封存量\nHow much was sealed.")
    made: decimal.Decimal | None = column(m.Disposal.made, "生产量\nHow much was made.")
    sold: decimal.Decimal | None = column(m.Disposal.sold, "销售量\nHow much was sold.")
    sold_to: str = column(m.Disposal.sold_to, "流向\nTo whom.")
    recalled: str = column(m.Disposal.recalled, "召回情况\nWhat was recalled.")
    cause: str = column(m.Disposal.cause, "原因\nThe cause.")
    correction: str = column(m.Disposal.correction, "整改措施\nWhat was changed.")
    closed_on: dt.date | None = column(m.Disposal.closed_on, "办结日期\nClosed on.", where=True)
    colour: WarningColour | None = computed(
        rule_colour(m.Disposal.due_on, "F2"), "预警颜色\nHow near the last day is.", where=True
    )
    version: int = column(m.Disposal.version, VERSION)
    matter: Matter | None = to_one(Matter, PROGRESS, by=m.Disposal.matter_id, where=True)
    sample: FoodSample | None = to_one(
        FoodSample, "不合格样品\nThe failed sample.", by=m.Disposal.sample_id, where=True
    )
    producer: Producer | None = to_one(Producer, PRODUCER, by=m.Disposal.producer_id, where=True)
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=m.Disposal.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.Disposal.town_id, where=True)
    attachments: list[Attachment] = attachments_of(PHOTOS)


@strawberry.type(description="食品召回\nA recall of food.")
class FoodRecall(Node):
    id: strawberry.ID = key(m.FoodRecall.id)
    recall_class: m.RecallClass = column(m.FoodRecall.recall_class, "级别\nClass.", where=True)
    food: str = column(m.FoodRecall.food, "食品\nWhat food.", where=True)
    batches: list[str] = column(m.FoodRecall.batches, "批次\nWhich batches.")
    why: str = column(m.FoodRecall.why, "原因\nWhy.")
    ordered: bool = column(m.FoodRecall.ordered, "责令召回\nOrdered by the branch.", where=True)
    known_at: dt.datetime = column(
        m.FoodRecall.known_at, "知悉时间\nWhen the maker knew.", where=True, order=True
    )
    start_by: dt.datetime = column(m.FoodRecall.start_by, "最迟启动\nTo be begun by.", where=True)
    started_at: dt.datetime | None = column(
        m.FoodRecall.started_at, "启动时间\nWhen it was begun.", where=True
    )
    started_late: bool | None = computed(
        m.FoodRecall.started_at > m.FoodRecall.start_by, "超时启动\nBegun too late.", where=True
    )
    finish_by: dt.date | None = column(
        m.FoodRecall.finish_by, "完成期限\nTo be ended by.", where=True
    )
    plan: str = column(m.FoodRecall.plan, "召回计划\nThe plan.")
    quantity_unit: str = column(m.FoodRecall.quantity_unit, "单位\nUnit of quantity.")
    made: decimal.Decimal | None = column(m.FoodRecall.made, "生产量\nHow much was made.")
    sold: decimal.Decimal | None = column(m.FoodRecall.sold, "销售量\nHow much was sold.")
    recalled: decimal.Decimal | None = column(m.FoodRecall.recalled, "召回量\nHow much came back.")
    handling: str = column(m.FoodRecall.handling, "处理\nWhat became of it.")
    reported_on: dt.date | None = column(m.FoodRecall.reported_on, "报告日期\nReported on.")
    effective: bool | None = column(
        m.FoodRecall.effective, "评估有效\nWhether it was found effective.", where=True
    )
    assessed_on: dt.date | None = column(m.FoodRecall.assessed_on, "评估日期\nAssessed on.")
    closed_on: dt.date | None = column(m.FoodRecall.closed_on, "办结日期\nClosed on.", where=True)
    colour: WarningColour | None = computed(
        rule_colour(m.FoodRecall.finish_by, "F3"), "预警颜色\nHow near the last day is.", where=True
    )
    version: int = column(m.FoodRecall.version, VERSION)
    matter: Matter | None = to_one(Matter, PROGRESS, by=m.FoodRecall.matter_id, where=True)
    disposal: Disposal | None = to_one(
        Disposal, "核查处置\nThe disposal that it is part of.", by=m.FoodRecall.disposal_id
    )
    producer: Producer | None = to_one(Producer, PRODUCER, by=m.FoodRecall.producer_id, where=True)
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=m.FoodRecall.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.FoodRecall.town_id, where=True)
    attachments: list[Attachment] = attachments_of(PHOTOS)


extensions = [
    extend(
        FoodSample,
        items=to_many(
            FoodTestItem, "检验项目\nItems of its tests.", by=m.FoodTestItem.sample_id,
            order_by=m.FoodTestItem.id,
        ),
        disposals=to_many(Disposal, "核查处置\nIts disposal.", by=m.Disposal.sample_id),
    ),
    extend(
        Disposal, recalls=to_many(FoodRecall, "召回\nIts recall.", by=m.FoodRecall.disposal_id)
    ),
    extend(
        Producer,
        samples=to_many(
            FoodSample, "抽样检验\nSamples.", by=m.FoodSample.producer_id,
            order_by=m.FoodSample.taken_at.desc(), where=True,
        ),
        recalls=to_many(
            FoodRecall, "召回\nRecalls.", by=m.FoodRecall.producer_id,
            order_by=m.FoodRecall.known_at.desc(),
        ),
        failed_sample_count=aggregate(
            FoodSample,
            func.count().filter(m.FoodSample.final_verdict == TestVerdict.FAILED),
            "不合格样品数\nHow many samples failed in the end.",
            by=m.FoodSample.producer_id,
        ),
    ),
    extend(
        Query,
        food_sample=by_id(FoodSample, "一个样品\nOne sample."),
        food_samples=connection(
            FoodSample, "样品，最近的在前\nSamples, latest first.",
            order_by=m.FoodSample.taken_at.desc(),
        ),
        disposal=by_id(Disposal, "一次核查处置\nOne disposal."),
        disposals=connection(
            Disposal, "核查处置，最急的在前\nDisposals, most urgent first.",
            order_by=m.Disposal.due_on,
        ),
        food_recall=by_id(FoodRecall, "一次召回\nOne recall."),
        food_recalls=connection(
            FoodRecall, "召回，最近的在前\nRecalls, latest first.",
            order_by=m.FoodRecall.known_at.desc(),
        ),
    ),
]  # fmt: skip
