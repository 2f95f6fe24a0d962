"""What the mutations of spot checks and clues take."""

import datetime as dt
import decimal

import strawberry

from core.sampling.models import PlaceKind, TestVerdict
from core.sampling.rules import Quantities
from plugins.quality import models_samples as s
from plugins.quality import service_results, service_tasks
from plugins.quality.types_checks import SpotCheckTask
from schema.ids import key_of
from schema.payloads import ChangeInput, MutationInput
from schema.services.files import photo_keys

Id = strawberry.ID
PHOTOS = "照片或文件：先上传得到的附件\nUploads to bind."
ENTERPRISE = "企业\nThe enterprise."
PRODUCT = "产品\nThe product."


@strawberry.input(description="办理抽查的输入\nWhich spot check.")
class SpotCheckTaskInput(ChangeInput):
    task_id: Id = strawberry.field(description="任务\nThe spot check.")
    photos: list[Id] = strawberry.field(default_factory=list, description=PHOTOS)

    def asked(self) -> service_tasks.Asked:
        """For the service."""
        return service_tasks.Asked(
            task_id=key_of(SpotCheckTask, self.task_id),
            expected_version=self.expected_version,
            photos=tuple(photo_keys(self.photos)),
        )


@strawberry.input(description="抽样单\nThe sampling form, as filled in on site.")
class TakeSampleInput(SpotCheckTaskInput):
    place_kind: PlaceKind = strawberry.field(default=PlaceKind.STOCK, description="场所\nWhere.")
    nominal_maker: str = strawberry.field(description="标称生产企业\nThe maker on the label.")
    nominal_maker_address: str = strawberry.field(default="", description="其地址\nAddress.")
    product_name: str = strawberry.field(default="", description="产品名称\nAs labelled.")
    specification: str = strawberry.field(default="", description="规格型号\nSpecification.")
    brand: str = strawberry.field(default="", description="商标\nBrand.")
    batch: str = strawberry.field(default="", description="批号\nBatch.")
    produced_on: dt.date | None = strawberry.field(default=None, description="生产日期\nMade on.")
    base_quantity: decimal.Decimal = strawberry.field(description="抽样基数\nHow much there was.")
    check_quantity: decimal.Decimal = strawberry.field(description="检样\nWhat is tested.")
    reserve_quantity: decimal.Decimal = strawberry.field(description="备样\nThe reserve.")
    quantity_unit: str = strawberry.field(description="计量单位\nUnit.")
    taken_at: dt.datetime | None = strawberry.field(
        default=None, description="现场时间；离线填写的为当时\nOn site; kept when sent in later."
    )

    def form(self) -> service_tasks.Form:
        """For the service."""
        return service_tasks.Form(
            place_kind=self.place_kind,
            nominal_maker=self.nominal_maker,
            nominal_maker_address=self.nominal_maker_address,
            product_name=self.product_name,
            specification=self.specification,
            brand=self.brand,
            batch=self.batch,
            produced_on=self.produced_on,
            quantities=Quantities(
                base=self.base_quantity, check=self.check_quantity, reserve=self.reserve_quantity
            ),
            quantity_unit=self.quantity_unit,
            taken_at=self.taken_at,
        )


@strawberry.input(description="封样的输入\nWhat `sealSample` takes.")
class SealSampleInput(SpotCheckTaskInput): ...


@strawberry.input(description="无样可抽的输入，须写明理由\nWhat `reportNoSample` takes.")
class ReportNoSampleInput(SpotCheckTaskInput): ...


@strawberry.input(description="撤回签名的输入，须写明理由\nWhat `retractSampling` takes.")
class RetractSamplingInput(SpotCheckTaskInput): ...


@strawberry.input(description="撤回拟稿的输入，须写明理由\nWhat `retractCorrectionDraft` takes.")
class RetractCorrectionDraftInput(SpotCheckTaskInput): ...


@strawberry.input(description="送检的输入\nWhat `sendSample` takes.")
class SendSampleInput(SpotCheckTaskInput):
    sent_by: str = strawberry.field(description="送检方式\nHow it goes.")


@strawberry.input(description="检验项目\nOne item of a report.")
class TestItemInput:
    __test__ = False

    item: str = strawberry.field(description="项目\nWhat was tested.")
    standard_limit: str = strawberry.field(default="", description="标准值\nThe limit.")
    measured: str = strawberry.field(description="实测值\nWhat was measured.")
    unit: str = strawberry.field(default="", description="单位\nUnit.")
    verdict: TestVerdict = strawberry.field(description="判定\nPass or fail.")


@strawberry.input(description="检验报告的输入：结论由项目得出\nThe verdict follows from the items.")
class RecordTestReportInput(SpotCheckTaskInput):
    laboratory: str = strawberry.field(description="检验机构\nThe laboratory.")
    cma_number: str = strawberry.field(default="", description="资质认定编号\nIts CMA number.")
    number: str = strawberry.field(description="报告编号\nIts number.")
    issued_on: dt.date = strawberry.field(description="签发日期\nDay of issue.")
    items: list[TestItemInput] = strawberry.field(description="检验项目\nItems.")

    def report(self) -> service_results.Report:
        """For the service."""
        return service_results.Report(
            laboratory=self.laboratory,
            cma_number=self.cma_number,
            number=self.number,
            issued_on=self.issued_on,
            items=tuple(
                service_results.Item(
                    item=each.item,
                    standard_limit=each.standard_limit,
                    measured=each.measured,
                    unit=each.unit,
                    verdict=each.verdict,
                )
                for each in self.items
            ),
        )


@strawberry.input(description="告知的输入\nWhat `notifyResult` takes.")
class NotifyResultInput(SpotCheckTaskInput): ...


@strawberry.input(description="申请复检的输入\nWhat `objectToResult` takes.")
class ObjectToResultInput(SpotCheckTaskInput):
    grounds: str = strawberry.field(description="理由\nGrounds.")


@strawberry.input(description="确认结果的输入\nWhat `acceptResult` takes.")
class AcceptResultInput(SpotCheckTaskInput): ...


@strawberry.input(description="责令改正的输入\nWhat `orderProductCorrection` takes.")
class OrderProductCorrectionInput(SpotCheckTaskInput):
    items: list[str] = strawberry.field(description="改正事项\nWhat to correct.")
    due_on: dt.date = strawberry.field(description="改正期限\nThe term.")


@strawberry.input(description="会签的输入\nWhat `signCorrectionOrder` takes.")
class SignCorrectionOrderInput(SpotCheckTaskInput): ...


@strawberry.input(description="整改报告的输入\nWhat `reportCorrection` takes.")
class ReportCorrectionInput(SpotCheckTaskInput):
    causes: str = strawberry.field(description="原因分析\nWhy it failed.")
    measures: str = strawberry.field(description="整改措施\nWhat was done.")


@strawberry.input(description="逾期未报的输入\nWhat `recheckUnreported` takes.")
class RecheckUnreportedInput(SpotCheckTaskInput): ...


@strawberry.input(description="复查的输入\nWhat `recheckProduct` takes.")
class RecheckProductInput(SpotCheckTaskInput):
    passed: bool = strawberry.field(description="合格\nWhether it passed.")
    notes: str = strawberry.field(description="情况\nWhat was found.")


@strawberry.input(description="公告的输入\nWhat `recordAnnouncement` takes.")
class RecordAnnouncementInput(SpotCheckTaskInput):
    announcement: str = strawberry.field(description="公告文号\nThe announcement.")


@strawberry.input(description="公布结果的输入\nWhat `publishResult` takes.")
class PublishResultInput(SpotCheckTaskInput):
    notice_number: str = strawberry.field(description="公告号\nNotice number.")
    remark: str = strawberry.field(default="", description="备注\nRemark.")


@strawberry.input(description="上报线索：情况、地点、照片\nWhat `reportQualityClue` takes.")
class ReportQualityClueInput(MutationInput):
    what: str = strawberry.field(description="情况\nWhat was seen.")
    enterprise_id: Id | None = strawberry.field(default=None, description=ENTERPRISE)
    product_id: Id | None = strawberry.field(default=None, description=PRODUCT)
    town_id: Id | None = strawberry.field(default=None, description="镇街\nThe town.")
    place: str = strawberry.field(default="", description="地点\nWhere.")
    photos: list[Id] = strawberry.field(default_factory=list, description=PHOTOS)


@strawberry.input(description="研判线索的输入\nWhat `assessQualityClue` takes.")
class AssessQualityClueInput(ChangeInput):
    id: Id = strawberry.field(description="线索\nThe clue.")
    result: s.ClueResult = strawberry.field(description="处理\nWhat becomes of it.")
    answer: str = strawberry.field(description="答复\nThe answer.")
    task_id: Id | None = strawberry.field(default=None, description="抽查任务\nThe check.")
