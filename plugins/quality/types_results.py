"""Reports and what follows from a failing one; what is published; rates by area."""

import datetime as dt

import strawberry

from core.extension import extend
from core.policy.vocabulary import Tier
from core.sampling.models import TestVerdict
from plugins.quality import models_samples as s
from plugins.quality.types import Product
from plugins.quality.types_checks import SpotCheckTask
from schema.fields import by_id, column, connection, key, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.services.files import Attachment, attachments_of
from schema.shared.register import VERSION, Division, Enterprise

TASK = "任务\nThe spot check."
TOWN = "镇街\nThe town."
R = s.TestReport


@strawberry.type(description="检验报告\nWhat a laboratory found.")
class TestReport(Node):
    __test__ = False

    id: strawberry.ID = key(R.id)
    kind: s.TestReportKind = column(R.kind, "种类\nWhich test.", where=True)
    laboratory: str = column(R.laboratory, "检验机构\nThe laboratory.")
    cma_number: str = column(R.cma_number, "资质认定编号\nIts CMA number.")
    number: str = column(R.number, "报告编号\nNumber.", where=True)
    issued_on: dt.date = column(R.issued_on, "签发日期\nDay of issue.")
    received_on: dt.date = column(R.received_on, "收到日期\nWhen it came in.", where=True)
    verdict: TestVerdict = column(R.verdict, "结论\nThe verdict.", where=True)
    task: SpotCheckTask | None = to_one(SpotCheckTask, TASK, by=R.task_id, where=True)
    enterprise: Enterprise | None = to_one(
        Enterprise, "企业\nThe enterprise.", by=R.enterprise_id, where=True
    )
    attachments: list[Attachment] = attachments_of("报告文件\nThe report itself.")


@strawberry.type(description="检验项目\nOne item of a report.")
class TestItem(Node):
    __test__ = False

    id: strawberry.ID = key(s.TestItem.id)
    number: int = column(s.TestItem.number, "序号\nIts number.")
    item: str = column(s.TestItem.item, "项目\nWhat was tested.", where=True)
    standard_limit: str = column(s.TestItem.standard_limit, "标准值\nWhat the standard wants.")
    measured: str = column(s.TestItem.measured, "实测值\nWhat was measured.")
    unit: str = column(s.TestItem.unit, "单位\nUnit.")
    verdict: TestVerdict = column(s.TestItem.verdict, "判定\nPass or fail.", where=True)
    report: TestReport | None = to_one(
        TestReport, "报告\nIts report.", by=s.TestItem.report_id, where=True
    )


@strawberry.type(description="异议（复检申请）\nAn objection: the request for a re-test.")
class Objection(Node):
    id: strawberry.ID = key(s.Objection.id)
    filed_on: dt.date = column(s.Objection.filed_on, "提出日期\nWhen it was filed.", where=True)
    grounds: str = column(s.Objection.grounds, "理由\nGrounds.")
    upheld: bool | None = column(
        s.Objection.upheld, "维持原结论\nWhether the re-test upheld the result.", where=True
    )
    decided_on: dt.date | None = column(s.Objection.decided_on, "复检结论日期\nWhen decided.")
    task: SpotCheckTask | None = to_one(SpotCheckTask, TASK, by=s.Objection.task_id, where=True)
    attachments: list[Attachment] = attachments_of("材料\nWhat was handed in.")


@strawberry.type(description="责令改正通知；两人签发前为草稿\nAn order to correct.")
class CorrectionOrder(Node):
    id: strawberry.ID = key(s.CorrectionOrder.id)
    number: str | None = column(s.CorrectionOrder.number, "文号\nIts number.", where=True)
    issued_on: dt.date | None = column(
        s.CorrectionOrder.issued_on, "签发日期\nDay of issue.", where=True
    )
    items: list[str] = column(s.CorrectionOrder.items, "改正事项\nWhat to correct.")
    due_on: dt.date = column(s.CorrectionOrder.due_on, "改正期限\nThe term.", where=True)
    recheck_by: dt.date | None = column(
        s.CorrectionOrder.recheck_by, "复查期限\nThe last day of the recheck.", where=True
    )
    legal_basis: str = column(s.CorrectionOrder.legal_basis, "依据\nLegal basis.")
    task: SpotCheckTask | None = to_one(
        SpotCheckTask, TASK, by=s.CorrectionOrder.task_id, where=True
    )


@strawberry.type(description="整改报告\nWhat the enterprise has corrected.")
class CorrectionReport(Node):
    id: strawberry.ID = key(s.CorrectionReport.id)
    reported_on: dt.date = column(s.CorrectionReport.reported_on, "报告日期\nWhen.", where=True)
    causes: str = column(s.CorrectionReport.causes, "原因分析\nWhy it failed.")
    measures: str = column(s.CorrectionReport.measures, "整改措施\nWhat was done.")
    task: SpotCheckTask | None = to_one(
        SpotCheckTask, TASK, by=s.CorrectionReport.task_id, where=True
    )
    attachments: list[Attachment] = attachments_of("材料\nWhat was handed in.")


@strawberry.type(description="复查\nWhether what failed conforms now.")
class Recheck(Node):
    id: strawberry.ID = key(s.Recheck.id)
    rechecked_on: dt.date = column(s.Recheck.rechecked_on, "复查日期\nWhen.", where=True)
    passed: bool = column(s.Recheck.passed, "合格\nWhether it passed.", where=True)
    notes: str = column(s.Recheck.notes, "情况\nWhat was found.")
    tier: Tier = column(s.Recheck.tier, "复查方\nBy which tier.")
    task: SpotCheckTask | None = to_one(SpotCheckTask, TASK, by=s.Recheck.task_id, where=True)
    attachments: list[Attachment] = attachments_of("照片\nPhotos.")


P = s.PublishedResult


@strawberry.type(description="已公布的抽查结果\nA result as it is published.")
class PublishedResult(Node):
    id: strawberry.ID = key(P.id)
    sampling_number: str = column(P.sampling_number, "抽样编号\nSampling number.", where=True)
    nominal_maker: str = column(
        P.nominal_maker, "标称生产企业\nThe maker on the label.", where=True
    )
    maker_address: str = column(P.maker_address, "生产企业地址\nThe maker's address.")
    sampled_unit: str = column(P.sampled_unit, "被抽样单位\nThe sampled unit.", where=True)
    unit_address: str = column(P.unit_address, "被抽样单位地址\nThe unit's address.")
    product_name: str = column(P.product_name, "产品名称\nProduct.", where=True)
    specification: str = column(P.specification, "规格型号\nSpecification.")
    brand: str = column(P.brand, "商标\nBrand.")
    batch: str = column(P.batch, "生产日期或批号\nBatch or day of production.")
    verdict: TestVerdict = column(P.verdict, "结论\nThe verdict.", where=True)
    failures: list[str] = column(
        P.failures, "不合格项目‖检验结果‖标准值\nFailing items: result, limit."
    )
    product_class: str = column(P.product_class, "产品分类\nClass of the product.")
    notice_number: str = column(P.notice_number, "公告号\nNotice number.", where=True)
    published_on: dt.date = column(
        P.published_on, "公布日期\nWhen it was published.", where=True, order=True
    )
    source: str = column(P.source, "任务来源\nWhose task.")
    laboratory: str = column(P.laboratory, "检验机构\nThe laboratory.")
    remark: str = column(P.remark, "备注\nRemark.")


A = s.AreaFailureRate


@strawberry.type(description="区域不合格率\nHow often a product failed in a town.")
class AreaFailureRate(Node):
    id: strawberry.ID = key(A.id)
    tested: int = column(A.tested, "检验批次\nHow many were tested.", where=True)
    failed: int = column(A.failed, "不合格批次\nHow many failed.")
    ratio: int = column(
        A.ratio, "相当于平均的百分比\nPer cent of the average rate.", where=True, order=True
    )
    counted_on: dt.date = column(A.counted_on, "统计日期\nAs of.")
    version: int = column(A.version, VERSION)
    product: Product | None = to_one(Product, "产品\nThe product.", by=A.product_id, where=True)
    town: Division | None = to_one(Division, TOWN, by=A.town_id, where=True)


extensions = [
    extend(
        SpotCheckTask,
        reports=to_many(TestReport, "检验报告\nReports, in order.", by=R.task_id, order_by=R.id),
        objections=to_many(Objection, "异议\nIts objection.", by=s.Objection.task_id),
        orders=to_many(CorrectionOrder, "责令改正\nThe order.", by=s.CorrectionOrder.task_id),
        corrections=to_many(
            CorrectionReport, "整改报告\nWhat was corrected.", by=s.CorrectionReport.task_id
        ),
        rechecks=to_many(Recheck, "复查\nRechecks.", by=s.Recheck.task_id),
    ),
    extend(
        TestReport,
        items=to_many(
            TestItem, "检验项目\nItems.", by=s.TestItem.report_id, order_by=s.TestItem.number
        ),
    ),
    extend(
        Query,
        test_report=by_id(TestReport, "一份检验报告\nOne report."),
        test_reports=connection(TestReport, "检验报告\nReports.", order_by=R.id.desc()),
        correction_order=by_id(CorrectionOrder, "一份改正通知\nOne order."),
        correction_orders=connection(
            CorrectionOrder, "责令改正\nOrders, latest first.", order_by=s.CorrectionOrder.id.desc()
        ),
        published_result=by_id(PublishedResult, "一项公布的结果\nOne published result."),
        published_results=connection(
            PublishedResult, "公布的结果\nPublished results.", order_by=P.published_on.desc()
        ),
        area_failure_rates=connection(
            AreaFailureRate, "区域不合格率\nBy area, worst first.", order_by=A.ratio.desc()
        ),
    ),
]
