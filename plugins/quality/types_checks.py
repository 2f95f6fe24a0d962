"""Plans, their pools, tasks, samples and clues, as clients see them."""

import datetime as dt
import decimal

import strawberry
from sqlalchemy import func

from core.extension import extend
from core.policy.vocabulary import Tier
from core.sampling.models import PlaceKind, TestVerdict
from plugins.quality import models as m
from plugins.quality import models_samples as s
from plugins.quality.types import Product
from schema.fields import aggregate, by_id, column, connection, count, key, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.services.draws import Draw
from schema.services.files import Attachment, attachments_of
from schema.services.matters import Matter
from schema.shared.register import VERSION, Division, Enterprise

TOWN = "镇街\nThe town."
PRODUCT = "产品\nThe product."
MATTER = "办理进度\nWhere it stands."


@strawberry.type(description="监督抽查计划\nA plan of spot checks.")
class SpotCheckPlan(Node):
    id: strawberry.ID = key(m.SpotCheckPlan.id)
    number: str | None = column(m.SpotCheckPlan.number, "计划编号\nIts number.", where=True)
    name: str = column(m.SpotCheckPlan.name, "名称\nIts name.")
    level: m.CheckLevel = column(m.SpotCheckPlan.level, "级别\nWhose plan.", where=True)
    year: int = column(m.SpotCheckPlan.year, "年度\nYear.", where=True)
    batches: int = column(m.SpotCheckPlan.batches, "抽查批次\nHow many are checked.")
    laboratory: str = column(m.SpotCheckPlan.laboratory, "检验机构\nThe laboratory.")
    cost: decimal.Decimal = column(m.SpotCheckPlan.cost, "经费（元）\nCost in yuan.")
    seed_source: str = column(
        m.SpotCheckPlan.seed_source, "种子来源，事先公布\nWhere the seed comes from."
    )
    sample_by: dt.date = column(m.SpotCheckPlan.sample_by, "抽样截止\nSample by.", where=True)
    version: int = column(m.SpotCheckPlan.version, VERSION)
    product: Product | None = to_one(Product, PRODUCT, by=m.SpotCheckPlan.product_id, where=True)
    draw: Draw | None = to_one(
        Draw, "抽取记录；计划结束后公开\nThe draw, public in the end.", by=m.SpotCheckPlan.draw_id
    )
    matter: Matter | None = to_one(Matter, MATTER, by=m.SpotCheckPlan.matter_id, where=True)


@strawberry.type(description="抽取名单中的企业\nAn enterprise of the pool, or removed from it.")
class SpotCheckCandidate(Node):
    id: strawberry.ID = key(m.SpotCheckCandidate.id)
    ball: str = column(m.SpotCheckCandidate.ball, "抽取编号\nIts key in the draw.")
    weight: int = column(m.SpotCheckCandidate.weight, "权重\nIts weight.")
    removed: m.Removal | None = column(
        m.SpotCheckCandidate.removed, "移除原因\nWhy it was removed; null: it was not.", where=True
    )
    removed_because: str = column(
        m.SpotCheckCandidate.removed_because, "移除说明\nWhich list or day."
    )
    drawn_as: int | None = column(
        m.SpotCheckCandidate.drawn_as, "抽中次序\nIts place among the winners.", where=True
    )
    plan: SpotCheckPlan | None = to_one(
        SpotCheckPlan, "计划\nThe plan.", by=m.SpotCheckCandidate.plan_id, where=True
    )
    unit: Enterprise | None = to_one(
        Enterprise, "企业\nThe enterprise.", by=m.SpotCheckCandidate.unit_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.SpotCheckCandidate.town_id, where=True)


@strawberry.type(description="上级抽查名单\nAn enterprise that a superior body checks.")
class UpperLevelCheck(Node):
    id: strawberry.ID = key(m.UpperLevelCheck.id)
    level: m.CheckLevel = column(m.UpperLevelCheck.level, "级别\nWhose check.", where=True)
    year: int = column(m.UpperLevelCheck.year, "年度\nYear.", where=True)
    notice: str = column(m.UpperLevelCheck.notice, "文号\nThe notice.")
    product: Product | None = to_one(Product, PRODUCT, by=m.UpperLevelCheck.product_id, where=True)
    enterprise: Enterprise | None = to_one(
        Enterprise, "企业\nThe enterprise.", by=m.UpperLevelCheck.enterprise_id, where=True
    )


T = s.SpotCheckTask


@strawberry.type(description="监督抽查任务：从下达到销号\nA spot check from its task to its end.")
class SpotCheckTask(Node):
    id: strawberry.ID = key(T.id)
    origin: s.TaskOrigin = column(T.origin, "来源\nWhy it is checked.", where=True)
    risk_level: m.ProductRisk = column(T.risk_level, "产品等级\nLevel then.", where=True)
    laboratory: str = column(T.laboratory, "检验机构\nThe laboratory.")
    assigned_on: dt.date = column(
        T.assigned_on, "下达日期\nWhen it was assigned.", where=True, order=True
    )
    verdict: TestVerdict | None = column(
        T.verdict, "结论；检验前为空\nThe verdict that counts now.", where=True
    )
    notified_on: dt.date | None = column(T.notified_on, "告知日期\nWhen they were told.")
    final_on: dt.date | None = column(
        T.final_on, "结果确定日期\nWhen the result became final.", where=True
    )
    announced_on: dt.date | None = column(T.announced_on, "公告日期\nWhen it was announced.")
    announcement: str = column(T.announcement, "公告文号\nThe announcement.")
    closed_on: dt.date | None = column(T.closed_on, "办结日期\nWhen it ended.", where=True)
    version: int = column(T.version, VERSION)
    plan: SpotCheckPlan | None = to_one(SpotCheckPlan, "计划\nThe plan.", by=T.plan_id, where=True)
    product: Product | None = to_one(Product, PRODUCT, by=T.product_id, where=True)
    unit: Enterprise | None = to_one(
        Enterprise, "被抽查企业\nWhom it concerns.", by=T.unit_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise,
        "被抽查企业；封样前为空\nThe same, once the sample is sealed.",
        by=T.enterprise_id,
        where=True,
    )
    town: Division | None = to_one(Division, TOWN, by=T.town_id, where=True)
    matter: Matter | None = to_one(Matter, MATTER, by=T.matter_id, where=True)


S = s.Sample


@strawberry.type(description="样品（抽样单）\nA sample, as its form says.")
class Sample(Node):
    id: strawberry.ID = key(S.id)
    number: str = column(S.number, "抽样单编号\nNumber of the form.", where=True, order=True)
    place_kind: PlaceKind = column(S.place_kind, "抽样场所\nWhere.", where=True)
    sampled_unit: str = column(S.sampled_unit, "被抽样单位\nThe sampled unit.")
    sampled_address: str = column(S.sampled_address, "单位地址\nIts address.")
    nominal_maker: str = column(
        S.nominal_maker, "标称生产企业\nThe maker on the label.", where=True
    )
    nominal_maker_address: str = column(S.nominal_maker_address, "生产企业地址\nIts address.")
    product_name: str = column(S.product_name, "产品名称\nProduct, as labelled.")
    specification: str = column(S.specification, "规格型号\nSpecification.")
    brand: str = column(S.brand, "商标\nBrand.")
    batch: str = column(S.batch, "批号\nBatch.")
    produced_on: dt.date | None = column(S.produced_on, "生产日期\nDay of production.")
    base_quantity: decimal.Decimal = column(S.base_quantity, "抽样基数\nHow much there was.")
    check_quantity: decimal.Decimal = column(S.check_quantity, "检样数量\nHow much is tested.")
    reserve_quantity: decimal.Decimal = column(S.reserve_quantity, "备样数量\nThe reserve.")
    quantity_unit: str = column(S.quantity_unit, "计量单位\nUnit.")
    taken_at: dt.datetime = column(
        S.taken_at, "现场抽样时间\nWhen it was taken, on site.", where=True, order=True
    )
    sealed_at: dt.datetime | None = column(
        S.sealed_at, "封样时间；一人签名时为空\nWhen both had signed; null before."
    )
    sent_on: dt.date | None = column(S.sent_on, "送检日期\nWhen it was sent.", where=True)
    sent_by: str = column(S.sent_by, "送检方式\nHow it was sent.")
    reserve_until: dt.date | None = column(
        S.reserve_until, "备样保存至\nReserve kept until.", where=True
    )
    task: SpotCheckTask | None = to_one(SpotCheckTask, "任务\nIts task.", by=S.task_id, where=True)
    product: Product | None = to_one(Product, PRODUCT, by=S.product_id, where=True)
    enterprise: Enterprise | None = to_one(
        Enterprise, "被抽样企业\nThe sampled enterprise.", by=S.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=S.town_id, where=True)
    attachments: list[Attachment] = attachments_of("照片\nPhotos, the sealed reserve too.")


@strawberry.type(description="产品质量线索\nA clue about a product.")
class QualityClue(Node):
    id: strawberry.ID = key(s.QualityClue.id)
    what: str = column(s.QualityClue.what, "情况\nWhat was seen.")
    place: str = column(s.QualityClue.place, "地点\nWhere.")
    reported_on: dt.date = column(
        s.QualityClue.reported_on, "上报日期\nWhen.", where=True, order=True
    )
    reported_by: Tier = column(s.QualityClue.reported_by, "上报方\nBy which tier.", where=True)
    result: s.ClueResult | None = column(
        s.QualityClue.result, "处理结果\nWhat became of it.", where=True
    )
    answer: str = column(s.QualityClue.answer, "答复\nThe answer.")
    version: int = column(s.QualityClue.version, VERSION)
    product: Product | None = to_one(Product, PRODUCT, by=s.QualityClue.product_id, where=True)
    unit: Enterprise | None = to_one(
        Enterprise, "涉及企业\nWhom it concerns.", by=s.QualityClue.unit_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=s.QualityClue.town_id, where=True)
    matter: Matter | None = to_one(Matter, MATTER, by=s.QualityClue.matter_id, where=True)
    attachments: list[Attachment] = attachments_of("照片\nPhotos.")


extensions = [
    extend(
        SpotCheckPlan,
        candidates=connection(
            SpotCheckCandidate,
            "抽取名单，含移除的\nThe pool, and whoever was removed.",
            by=m.SpotCheckCandidate.plan_id,
            order_by=m.SpotCheckCandidate.id,
            where=True,
        ),
        tasks=connection(SpotCheckTask, "任务\nIts tasks.", by=T.plan_id, order_by=T.id),
        removed_count=aggregate(
            SpotCheckCandidate,
            func.count(m.SpotCheckCandidate.removed),
            "移除企业数\nHow many were removed.",
            by=m.SpotCheckCandidate.plan_id,
        ),
        task_count=count(SpotCheckTask, "任务数\nHow many tasks.", by=T.plan_id),
    ),
    extend(SpotCheckTask, samples=to_many(Sample, "样品，至多一份\nIts sample.", by=S.task_id)),
    extend(
        Enterprise,
        samples=to_many(
            Sample,
            "监督抽查样品，最近的在前\nSamples taken there, latest first.",
            by=S.enterprise_id,
            order_by=S.taken_at.desc(),
        ),
        spot_checks=to_many(
            SpotCheckTask,
            "监督抽查，最近的在前\nSpot checks, latest first.",
            by=T.enterprise_id,
            order_by=T.assigned_on.desc(),
            where=True,
        ),
        quality_clues=to_many(QualityClue, "线索\nClues.", by=s.QualityClue.unit_id),
    ),
    extend(
        Query,
        spot_check_plan=by_id(SpotCheckPlan, "一项计划\nOne plan."),
        spot_check_plans=connection(
            SpotCheckPlan, "抽查计划\nPlans, latest first.", order_by=m.SpotCheckPlan.id.desc()
        ),
        upper_level_checks=connection(
            UpperLevelCheck, "上级抽查名单\nLists of superiors.", order_by=m.UpperLevelCheck.id
        ),
        spot_check_task=by_id(SpotCheckTask, "一项任务\nOne task."),
        spot_check_tasks=connection(
            SpotCheckTask, "抽查任务\nTasks, latest first.", order_by=T.assigned_on.desc()
        ),
        sample=by_id(Sample, "一份样品\nOne sample."),
        samples=connection(Sample, "样品\nSamples, latest first.", order_by=S.taken_at.desc()),
        quality_clue=by_id(QualityClue, "一条线索\nOne clue."),
        quality_clues=connection(
            QualityClue, "线索\nClues, latest first.", order_by=s.QualityClue.reported_on.desc()
        ),
    ),
]
