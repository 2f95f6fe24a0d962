"""What the mutations of metrology take."""

import datetime as dt
from typing import Any

import strawberry

from plugins.metrology import models as m
from plugins.metrology.service import Done, Filing
from plugins.metrology.service_facts import Facts
from plugins.metrology.service_verification import Certificate
from plugins.metrology.types import (
    Instrument,
    InstrumentReport,
    InstrumentStop,
    Market,
    VerificationApplication,
)
from schema.ids import key_of, key_or_none
from schema.payloads import ChangeInput, MutationInput
from schema.services.files import photo_keys
from schema.shared.register import Enterprise

PHOTOS = "照片和材料，先上传\nPhotos and papers, uploaded before."
SECOND = "另一名执法人员姓名\nThe name of the other officer."


@strawberry.input(description="计量器具信息\nFacts of an instrument.")
class InstrumentFactsInput:
    category_code: str | None = strawberry.field(default=None, description="类别代码\n10.1.")
    name: str | None = strawberry.field(default=None, description="名称\nIts name.")
    serial: str | None = strawberry.field(default=None, description="出厂编号\nOn its plate.")
    place: str | None = strawberry.field(default=None, description="使用地点\nWhere exactly.")
    purpose: m.Purpose | None = strawberry.field(default=None, description="用途\nPurpose.")
    installed_on: dt.date | None = strawberry.field(
        default=None, description="安装启用日期\nInstalled on."
    )
    model: str | None = strawberry.field(default=None, description="型号\nModel.")
    maker: str | None = strawberry.field(default=None, description="制造单位\nMaker.")
    measuring_range: str | None = strawberry.field(default=None, description="测量范围\nRange.")
    accuracy: str | None = strawberry.field(default=None, description="准确度\nAccuracy.")

    def said(self) -> Facts:
        """For the service."""
        return Facts(**{name: getattr(self, name) for name in Facts.__dataclass_fields__})


@strawberry.input(description="新增计量器具上报的输入\nWhat `reportInstrument` takes.")
class ReportInstrumentInput(MutationInput, InstrumentFactsInput):
    enterprise_id: strawberry.ID | None = strawberry.field(
        default=None, description="使用单位，市场内的秤默认为举办者\nWho uses it."
    )
    market_id: strawberry.ID | None = strawberry.field(default=None, description="市场\nMarket.")
    photos: list[strawberry.ID] | None = strawberry.field(default=None, description=PHOTOS)

    def filing(self) -> Filing:
        """For the service."""
        return Filing(
            kind=m.ReportKind.NEW,
            enterprise_id=key_or_none(Enterprise, self.enterprise_id),
            market_id=key_or_none(Market, self.market_id),
            said=self.said(),
            photos=tuple(photo_keys(self.photos)),
        )


@strawberry.input(description="封存、启封、报废的输入\nWhich instrument is meant.")
class KnownInstrumentInput(ChangeInput):
    instrument_id: strawberry.ID = strawberry.field(description="器具\nThe instrument.")
    photos: list[strawberry.ID] | None = strawberry.field(default=None, description=PHOTOS)

    def filing(self, kind: m.ReportKind) -> Filing:
        """For the service."""
        key = key_of(Instrument, self.instrument_id)
        return Filing(kind=kind, instrument_id=key, photos=tuple(photo_keys(self.photos)))


@strawberry.input(description="封存上报的输入，附封签照片\nWhat `reportIdle` takes.")
class ReportIdleInput(KnownInstrumentInput): ...


@strawberry.input(description="启封上报的输入\nWhat `reportResume` takes.")
class ReportResumeInput(KnownInstrumentInput): ...


@strawberry.input(description="报废上报的输入，须写明理由\nWhat `reportScrapped` takes; say why.")
class ReportScrappedInput(KnownInstrumentInput): ...


@strawberry.input(description="办理上报的输入\nWhich report.")
class ReportStepInput(ChangeInput):
    report_id: strawberry.ID = strawberry.field(description="上报\nThe report.")

    def done(self, **more: Any) -> Done:
        """For the service."""
        key = key_of(InstrumentReport, self.report_id)
        return Done(key=key, expected_version=self.expected_version, **more)


@strawberry.input(description="备案的输入\nWhat `fileInstrumentReport` takes.")
class FileInstrumentReportInput(ReportStepInput): ...


@strawberry.input(description="不予备案的输入，须写明理由\nWhat `refuseInstrumentReport` takes.")
class RefuseInstrumentReportInput(ReportStepInput): ...


@strawberry.input(description="补正后重报的输入\nWhat `resubmitInstrumentReport` takes.")
class ResubmitInstrumentReportInput(ReportStepInput, InstrumentFactsInput):
    photos: list[strawberry.ID] | None = strawberry.field(default=None, description=PHOTOS)


@strawberry.input(description="现场核实的输入\nWhat `verifyInstrumentReport` takes.")
class VerifyInstrumentReportInput(ReportStepInput):
    findings: str | None = strawberry.field(default=None, description="核实情况\nFindings.")
    returned: bool = strawberry.field(
        default=False, description="退回，须写明理由\nBack to its reporter; state the reason."
    )
    photos: list[strawberry.ID] | None = strawberry.field(default=None, description=PHOTOS)


@strawberry.input(description="申请检定的输入\nWhat `applyForVerification` takes.")
class ApplyForVerificationInput(MutationInput):
    instrument_ids: list[strawberry.ID] = strawberry.field(
        description="器具，一次至多200台件\nThe instruments, 200 at most."
    )
    body_id: strawberry.ID = strawberry.field(description="检定机构\nThe body.")
    place: m.VerificationPlace = strawberry.field(description="现场或送检\nWhere.")
    wanted_on: dt.date | None = strawberry.field(default=None, description="希望日期\nThe day.")
    photos: list[strawberry.ID] | None = strawberry.field(default=None, description=PHOTOS)


@strawberry.input(description="机构受理的输入\nWhat `receiveApplication` takes.")
class ReceiveApplicationInput(ChangeInput):
    application_id: strawberry.ID = strawberry.field(description="申请\nThe application.")
    place: m.VerificationPlace = strawberry.field(description="现场或送检\nWhere.")
    visit_on: dt.date | None = strawberry.field(default=None, description="上门日期\nVisit on.")
    returned: bool = strawberry.field(
        default=False, description="退回，须写明理由\nBack to its user; state the reason."
    )

    def done(self) -> Done:
        """For the service."""
        key = key_of(VerificationApplication, self.application_id)
        to = "applied" if self.returned else None
        return Done(key=key, expected_version=self.expected_version, to=to)


@strawberry.input(description="证书或不合格通知书的内容\nWhat a certificate or notice says.")
class CertificateInput:
    certificate_no: str = strawberry.field(description="编号\nNumber.")
    verified_on: dt.date = strawberry.field(description="检定日期\nWhen.")
    result: m.VerificationOutcome = strawberry.field(description="结果\nResult.")
    valid_to: dt.date | None = strawberry.field(
        default=None, description="有效期止，默认按规程\nUntil; by the regulation when left out."
    )
    findings: str = strawberry.field(default="", description="不合格项目\nWhat failed.")
    exempted_yuan: int = strawberry.field(default=0, description="免收费用（元）\nFee not charged.")

    def certificate(self, body_id: int) -> Certificate:
        """For the service."""
        names = ("certificate_no", "verified_on", "result", "valid_to", "findings")
        given = {name: getattr(self, name) for name in (*names, "exempted_yuan")}
        return Certificate(body_id=body_id, **given)


@strawberry.input(description="录入检定结果的输入\nWhat `recordVerification` takes.")
class RecordVerificationInput(MutationInput, CertificateInput):
    instrument_id: strawberry.ID = strawberry.field(description="器具\nThe instrument.")
    body_id: strawberry.ID = strawberry.field(description="检定机构\nThe body.")


@strawberry.input(description="成批录入证书的输入\nWhat `recordCertificates` takes.")
class RecordCertificatesInput(MutationInput):
    body_id: strawberry.ID = strawberry.field(description="检定机构\nThe body.")
    csv: str = strawberry.field(
        description="CSV，首行为：出厂编号,证书编号,检定日期,结论，另可有有效期止、使用单位、不合格项目、免收元；"
        "一次至多500份\nOne certificate a line, 500 at most; the first line names the columns."
    )


@strawberry.input(description="对应证书的输入\nWhat `matchCertificate` takes.")
class MatchCertificateInput(ChangeInput):
    certificate_id: strawberry.ID = strawberry.field(description="证书\nThe certificate.")
    instrument_id: strawberry.ID = strawberry.field(description="器具\nThe instrument.")


@strawberry.input(description="不予录入的输入，须写明理由\nWhat `discardCertificate` takes.")
class DiscardCertificateInput(ChangeInput):
    certificate_id: strawberry.ID = strawberry.field(description="证书\nThe certificate.")


@strawberry.input(description="停用的输入，理由必填\nWhat `stopInstrument` takes; say why.")
class StopInstrumentInput(MutationInput):
    instrument_id: strawberry.ID = strawberry.field(description="器具\nThe instrument.")
    second_officer: str | None = strawberry.field(default=None, description=SECOND)
    photos: list[strawberry.ID] | None = strawberry.field(default=None, description=PHOTOS)


@strawberry.input(description="办理停用的输入\nWhich stop.")
class StopStepInput(ChangeInput):
    stop_id: strawberry.ID = strawberry.field(description="停用\nThe stop.")

    def done(self, **more: Any) -> Done:
        """For the service."""
        key = key_of(InstrumentStop, self.stop_id)
        return Done(key=key, expected_version=self.expected_version, **more)


@strawberry.input(description="报告修理的输入\nWhat `reportRepair` takes.")
class ReportRepairInput(StopStepInput):
    repair: str = strawberry.field(description="修理情况\nWhat was repaired.")
    photos: list[strawberry.ID] | None = strawberry.field(default=None, description=PHOTOS)


@strawberry.input(description="解除停用的输入\nWhat `liftStop` takes.")
class LiftStopInput(StopStepInput):
    returned: bool = strawberry.field(
        default=False, description="退回修理，须写明理由\nBack to be repaired; state the reason."
    )


@strawberry.input(description="登记市场的输入\nWhat `registerMarket` takes.")
class RegisterMarketInput(MutationInput):
    enterprise_id: strawberry.ID = strawberry.field(description="举办者\nWho runs it.")
    name: str = strawberry.field(description="名称\nIts name.")
    address: str = strawberry.field(description="地址\nAddress.")
    stalls: int = strawberry.field(description="摊位数\nHow many stalls.")
    unified_scales: bool = strawberry.field(default=False, description="统一配秤\nUnified.")
    fair_scales: int = strawberry.field(default=0, description="公平秤台数\nFair scales.")


@strawberry.input(description="市场检查的输入\nWhat `recordMarketCheck` takes.")
class RecordMarketCheckInput(MutationInput):
    market_id: strawberry.ID = strawberry.field(description="市场\nThe market.")
    scanned: list[str] = strawberry.field(
        description="扫描到的备案编号，至多200个\nThe numbers that were scanned, 200 at most."
    )
    sealed: list[str] | None = strawberry.field(
        default=None, description="其中贴停用标志的编号\nThose that were sealed."
    )
    notes: str = strawberry.field(
        default="", description="情况；有停用的为停用原因\nNotes; why, where some were sealed."
    )
    second_officer: str | None = strawberry.field(default=None, description=SECOND)
    photos: list[strawberry.ID] | None = strawberry.field(default=None, description=PHOTOS)


@strawberry.input(description="净含量检查的输入\nWhat `checkPackagedGoods` takes.")
class CheckPackagedGoodsInput(MutationInput):
    enterprise_id: strawberry.ID = strawberry.field(description="生产单位\nThe maker.")
    product: str = strawberry.field(description="商品\nThe product.")
    nominal: int = strawberry.field(description="标注净含量（克、毫升）\nWhat it says.")
    batch: int = strawberry.field(description="批量（件）\nHow many there are.")
    actual: list[float] = strawberry.field(description="逐件实际含量\nWhat each held.")


@strawberry.input(description="登记计量标准的输入\nWhat `recordMeasurementStandard` takes.")
class RecordMeasurementStandardInput(MutationInput):
    enterprise_id: strawberry.ID = strawberry.field(description="建标单位\nWhose it is.")
    name: str = strawberry.field(description="名称\nIts name.")
    certificate_no: str = strawberry.field(description="考核证书编号\nNumber.")
    measuring_range: str = strawberry.field(default="", description="测量范围\nRange.")
    accuracy: str = strawberry.field(default="", description="准确度\nAccuracy.")
    highest: bool = strawberry.field(default=False, description="最高标准\nHighest.")
    examined_on: dt.date = strawberry.field(description="考核日期\nExamined on.")
    valid_to: dt.date = strawberry.field(description="有效期止\nUntil.")


@strawberry.input(description="列入检定机构的输入\nWhat `authoriseBody` takes.")
class AuthoriseBodyInput(MutationInput):
    name: str = strawberry.field(description="名称\nIts name.")
    authorisation_no: str = strawberry.field(description="授权证书编号\nNumber.")
    scope_codes: list[str] | None = strawberry.field(
        default=None, description="类别代码，空为全部\nCategories; all when left out."
    )
    phone: str = strawberry.field(default="", description="业务电话\nOffice phone.")
    valid_from: dt.date = strawberry.field(description="授权起\nFirst day.")
    valid_to: dt.date | None = strawberry.field(default=None, description="失效日\nFirst without.")
