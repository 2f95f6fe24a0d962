"""Instruments, reports, verifications and stops, and what they add to shared types."""

import datetime as dt

import strawberry
from strawberry.scalars import JSON

from core.register.colours import WarningColour
from plugins.metrology import models as m
from plugins.metrology import models_checks as checks
from plugins.metrology.types_law import AuthorisedBody, InstrumentCategory
from schema.fields import column, computed, key, personal, to_one
from schema.ids import Node
from schema.services.files import Attachment, attachments_of
from schema.services.matters import Matter
from schema.shared.register import VERSION, Division, Enterprise

USER = "使用单位\nWho uses it."
TOWN = "所在镇街\nThe town where it is used."
MATTER = "办理事项\nWhere it stands."
PHOTOS = "照片和材料\nPhotos and papers."


@strawberry.type(description="集贸市场\nA market, and who runs it.")
class Market(Node):
    id: strawberry.ID = key(checks.Market.id)
    name: str = column(checks.Market.name, "名称\nIts name.", where=True, order=True)
    address: str = column(checks.Market.address, "地址\nAddress.")
    stalls: int = column(checks.Market.stalls, "摊位数\nHow many stalls.")
    unified_scales: bool = column(
        checks.Market.unified_scales, "统一配秤\nIts operator provides all scales.", where=True
    )
    fair_scales: int = column(checks.Market.fair_scales, "公平秤台数\nScales for everybody.")
    version: int = column(checks.Market.version, VERSION)
    enterprise: Enterprise | None = to_one(
        Enterprise, "举办者\nWho runs it.", by=checks.Market.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=checks.Market.town_id, where=True)


@strawberry.type(description="强制检定计量器具：一器一档\nAn instrument, as filed.")
class Instrument(Node):
    id: strawberry.ID = key(m.Instrument.id)
    number: str = column(m.Instrument.number, "备案编号（二维码）\nIts QR code.", where=True)
    name: str = column(m.Instrument.name, "名称\nIts name.", where=True)
    model: str | None = column(m.Instrument.model, "型号规格\nModel.")
    maker: str | None = column(m.Instrument.maker, "制造单位\nMaker.", where=True)
    serial: str = column(m.Instrument.serial, "出厂编号\nThe maker's number.", where=True)
    measuring_range: str | None = column(m.Instrument.measuring_range, "测量范围\nRange.")
    accuracy: str | None = column(m.Instrument.accuracy, "准确度等级\nAccuracy.")
    place: str = column(m.Instrument.place, "使用地点\nWhere exactly.")
    purpose: m.Purpose = column(m.Instrument.purpose, "用途\nWhat it is used for.", where=True)
    status: m.InstrumentStatus = column(m.Instrument.status, "状态\nIts status.", where=True)
    installed_on: dt.date = column(m.Instrument.installed_on, "安装启用日期\nInstalled.")
    last_verified_on: dt.date | None = column(
        m.Instrument.last_verified_on, "上次检定合格日期\nWhen it passed last.", where=True
    )
    certificate_no: str | None = column(
        m.Instrument.certificate_no, "检定证书编号\nIts certificate.", where=True
    )
    valid_to: dt.date | None = column(
        m.Instrument.valid_to,
        "检定有效期止；首检即可的为空\nThe last day of use; null where the first is enough.",
        where=True,
    )
    due_on: dt.date = column(
        m.Instrument.due_on,
        "应检或更换日，无则为9999年\nThe first of both days, for lists; year 9999: none.",
        where=True,
        order=True,
    )
    rotate_by: dt.date | None = column(
        m.Instrument.rotate_by, "到期更换日\nThe last day before it is replaced.", where=True
    )
    failed_on: dt.date | None = column(
        m.Instrument.failed_on, "检定不合格日期\nFailed, and not passed since.", where=True
    )
    stopped_on: dt.date | None = column(m.Instrument.stopped_on, "停用日期\nStopped.", where=True)
    idle_on: dt.date | None = column(m.Instrument.idle_on, "封存日期\nIdle since.", where=True)
    colour: WarningColour | None = computed(
        m.COLOUR, "检定预警颜色；非在用的无颜色\nColour; none unless in use.", where=True
    )
    overdue: bool = computed(m.OVERDUE, "在用而超期\nIn use past its date.", where=True)
    version: int = column(m.Instrument.version, VERSION)
    category: InstrumentCategory | None = to_one(
        InstrumentCategory, "类别\nCategory.", by=m.Instrument.category_id, where=True
    )
    body: AuthorisedBody | None = to_one(
        AuthorisedBody, "上次检定机构\nWho verified it.", by=m.Instrument.body_id, where=True
    )
    market: Market | None = to_one(
        Market, "所在市场\nIts market.", by=m.Instrument.market_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, USER, by=m.Instrument.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.Instrument.town_id, where=True)


@strawberry.type(description="计量器具上报\nWhat is reported of an instrument.")
class InstrumentReport(Node):
    id: strawberry.ID = key(m.InstrumentReport.id)
    kind: m.ReportKind = column(m.InstrumentReport.kind, "类别\nKind.", where=True)
    name: str = column(m.InstrumentReport.name, "器具名称\nThe instrument's name.")
    declared: JSON = column(  # type: ignore[assignment]  # a mapping, but GraphQL only knows JSON
        m.InstrumentReport.declared, "上报内容\nFacts of a new one."
    )
    because: str = column(m.InstrumentReport.because, "理由\nWhy.")
    filed_on: dt.date = column(
        m.InstrumentReport.filed_on, "上报日期\nWhen.", where=True, order=True
    )
    findings: str | None = column(m.InstrumentReport.findings, "核实情况\nWhat was found.")
    version: int = column(m.InstrumentReport.version, VERSION)
    instrument: Instrument | None = to_one(
        Instrument, "器具\nThe instrument.", by=m.InstrumentReport.instrument_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, USER, by=m.InstrumentReport.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.InstrumentReport.town_id, where=True)
    matter: Matter | None = to_one(Matter, MATTER, by=m.InstrumentReport.matter_id, where=True)
    attachments: list[Attachment] = attachments_of(PHOTOS)


@strawberry.type(description="检定申请：一次可含多台件\nOne application, for one or many.")
class VerificationApplication(Node):
    id: strawberry.ID = key(m.VerificationApplication.id)
    place: m.VerificationPlace = column(
        m.VerificationApplication.place, "检定地点\nWhere.", where=True
    )
    applied_on: dt.date = column(
        m.VerificationApplication.applied_on, "申请日期\nWhen.", where=True, order=True
    )
    wanted_on: dt.date | None = column(
        m.VerificationApplication.wanted_on, "希望检定日期\nWhen its user would like it."
    )
    received_on: dt.date | None = column(
        m.VerificationApplication.received_on, "受理（收样）日期\nTaken in.", where=True
    )
    visit_on: dt.date | None = column(
        m.VerificationApplication.visit_on, "约定上门日期\nThe day of the visit.", where=True
    )
    version: int = column(m.VerificationApplication.version, VERSION)
    body: AuthorisedBody | None = to_one(
        AuthorisedBody, "检定机构\nThe body.", by=m.VerificationApplication.body_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, USER, by=m.VerificationApplication.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.VerificationApplication.town_id, where=True)
    matter: Matter | None = to_one(
        Matter, MATTER, by=m.VerificationApplication.matter_id, where=True
    )
    attachments: list[Attachment] = attachments_of(PHOTOS)


@strawberry.type(description="检定记录\nOne instrument's verification.")
class Verification(Node):
    id: strawberry.ID = key(m.Verification.id)
    mode: m.VerificationMode = column(m.Verification.mode, "检定类别\nWhich.", where=True)
    result: m.VerificationOutcome | None = column(
        m.Verification.result, "结果，未检为空\nNull until it is verified.", where=True
    )
    certificate_no: str | None = column(
        m.Verification.certificate_no, "证书或通知书编号\nNumber of the paper.", where=True
    )
    verified_on: dt.date | None = column(m.Verification.verified_on, "检定日期\nWhen.", where=True)
    opened_on: dt.date = column(
        m.Verification.opened_on, "申请或录入日期\nApplied for, or recorded.", order=True
    )
    valid_to: dt.date | None = column(m.Verification.valid_to, "有效期止\nUntil.")
    objection_until: dt.date | None = computed(
        m.OBJECTION_UNTIL, "异议申请截止日（十五日）\nThe last day for asking for another."
    )
    findings: str = column(m.Verification.findings, "不合格项目\nWhat failed.")
    exempted_yuan: int = column(
        m.Verification.exempted_yuan, "免收检定费（元）\nThe fee that the state paid."
    )
    recorded_at: dt.datetime | None = column(m.Verification.recorded_at, "录入时间\nRecorded.")
    version: int = column(m.Verification.version, VERSION)
    instrument: Instrument | None = to_one(
        Instrument, "器具\nThe instrument.", by=m.Verification.instrument_id, where=True
    )
    application: VerificationApplication | None = to_one(
        VerificationApplication, "申请\nThe application.", by=m.Verification.application_id
    )
    body: AuthorisedBody | None = to_one(
        AuthorisedBody, "检定机构\nThe body.", by=m.Verification.body_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, USER, by=m.Verification.enterprise_id, where=True
    )


@strawberry.type(description="停用：贴停用标志至重新检定合格\nA stop, until it has passed again.")
class InstrumentStop(Node):
    id: strawberry.ID = key(m.InstrumentStop.id)
    because: str = column(m.InstrumentStop.because, "原因\nWhy.")
    second_officer: str | None = personal(
        m.InstrumentStop.second_officer, "另一名执法人员\nThe other officer."
    )
    stopped_on: dt.date = column(
        m.InstrumentStop.stopped_on, "停用日期\nWhen.", where=True, order=True
    )
    repair: str | None = column(m.InstrumentStop.repair, "修理情况\nWhat was repaired.")
    lifted_on: dt.date | None = column(
        m.InstrumentStop.lifted_on, "解除日期\nWhen lifted.", where=True
    )
    version: int = column(m.InstrumentStop.version, VERSION)
    instrument: Instrument | None = to_one(
        Instrument, "器具\nThe instrument.", by=m.InstrumentStop.instrument_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, USER, by=m.InstrumentStop.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.InstrumentStop.town_id, where=True)
    matter: Matter | None = to_one(Matter, MATTER, by=m.InstrumentStop.matter_id, where=True)
    attachments: list[Attachment] = attachments_of(PHOTOS)
