"""Visits to markets, certificates in bulk, standards and packaged goods, as clients see them."""

import datetime as dt

import strawberry

from plugins.metrology import models_checks as m
from plugins.metrology.models import VerificationOutcome
from plugins.metrology.types import TOWN, Instrument, Market
from plugins.metrology.types_law import AuthorisedBody, NetContentTolerance, SamplePlan
from schema.fields import column, key, personal, to_one
from schema.ids import Node
from schema.services.files import Attachment, attachments_of
from schema.shared.register import VERSION, Division, Enterprise


@strawberry.type(description="市场检查：一次扫描多台秤\nA visit on which scales are scanned.")
class MarketCheck(Node):
    """A visit to a market."""

    id: strawberry.ID = key(m.MarketCheck.id)
    checked_on: dt.date = column(m.MarketCheck.checked_on, "日期\nWhen.", where=True, order=True)
    second_officer: str | None = personal(
        m.MarketCheck.second_officer, "另一名执法人员\nThe other officer."
    )
    valid: int = column(m.MarketCheck.valid, "有效\nVerified.")
    overdue: int = column(m.MarketCheck.overdue, "超期或未在用\nOverdue, or not in use.")
    sealed: int = column(m.MarketCheck.sealed, "贴停用标志\nSealed.")
    unknown: list[str] = column(m.MarketCheck.unknown, "不在册的编号\nNumbers not filed here.")
    notes: str = column(m.MarketCheck.notes, "情况\nNotes.")
    market: Market | None = to_one(
        Market, "市场\nThe market.", by=m.MarketCheck.market_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.MarketCheck.town_id, where=True)
    attachments: list[Attachment] = attachments_of("照片\nPhotos.")


@strawberry.type(description="单台秤的检查结果\nWhat was found of one scale.")
class ScaleCheck(Node):
    """One scale on a visit."""

    id: strawberry.ID = key(m.ScaleCheck.id)
    verdict: m.ScaleVerdict = column(m.ScaleCheck.verdict, "结果\nWhat was found.", where=True)
    instrument: Instrument | None = to_one(
        Instrument, "器具\nThe scale.", by=m.ScaleCheck.instrument_id, where=True
    )
    check: MarketCheck | None = to_one(
        MarketCheck, "检查\nThe visit.", by=m.ScaleCheck.check_id, where=True
    )


@strawberry.type(description="成批证书\nCertificates of one body that came at once.")
class CertificateBatch(Node):
    """A delivery of certificates."""

    id: strawberry.ID = key(m.CertificateBatch.id)
    received_on: dt.date = column(
        m.CertificateBatch.received_on, "收到日期\nWhen.", where=True, order=True
    )
    received: int = column(m.CertificateBatch.received, "份数\nHow many.")
    recorded: int = column(m.CertificateBatch.recorded, "已录入\nRecorded.")
    repeated: int = column(m.CertificateBatch.repeated, "重复\nKnown already.")
    unmatched: int = column(m.CertificateBatch.unmatched, "待人工处理\nFor a person.")
    version: int = column(m.CertificateBatch.version, VERSION)
    body: AuthorisedBody | None = to_one(
        AuthorisedBody, "机构\nThe body.", by=m.CertificateBatch.body_id, where=True
    )


@strawberry.type(description="对不上的证书\nA certificate that waits for a person.")
class UnmatchedCertificate(Node):
    """A certificate that fits no instrument, or several."""

    id: strawberry.ID = key(m.UnmatchedCertificate.id)
    serial: str = column(
        m.UnmatchedCertificate.serial, "出厂编号\nSerial as given.", where=True, order=True
    )
    user_name: str = column(m.UnmatchedCertificate.user_name, "机构所述单位\nUser as given.")
    certificate_no: str = column(
        m.UnmatchedCertificate.certificate_no, "证书编号\nNumber.", where=True
    )
    result: VerificationOutcome = column(m.UnmatchedCertificate.result, "结果\nResult.", where=True)
    verified_on: dt.date = column(m.UnmatchedCertificate.verified_on, "检定日期\nWhen.")
    valid_to: dt.date | None = column(m.UnmatchedCertificate.valid_to, "有效期止\nUntil.")
    because: m.MismatchReason = column(
        m.UnmatchedCertificate.because, "原因\nWhy it waits.", where=True
    )
    why: str = column(m.UnmatchedCertificate.why, "说明\nIn words.")
    settled_on: dt.date | None = column(
        m.UnmatchedCertificate.settled_on, "处理日期，未处理为空\nWhen settled.", where=True
    )
    version: int = column(m.UnmatchedCertificate.version, VERSION)
    batch: CertificateBatch | None = to_one(
        CertificateBatch, "所在批次\nIts delivery.", by=m.UnmatchedCertificate.batch_id, where=True
    )
    instrument: Instrument | None = to_one(
        Instrument, "对应器具\nTo which it was matched.", by=m.UnmatchedCertificate.instrument_id
    )


@strawberry.type(description="计量标准\nA standard and the certificate of its examination.")
class MeasurementStandard(Node):
    """A measurement standard."""

    id: strawberry.ID = key(m.MeasurementStandard.id)
    name: str = column(m.MeasurementStandard.name, "名称\nIts name.", where=True)
    certificate_no: str = column(
        m.MeasurementStandard.certificate_no, "考核证书编号\nNumber.", where=True
    )
    measuring_range: str = column(m.MeasurementStandard.measuring_range, "测量范围\nRange.")
    accuracy: str = column(m.MeasurementStandard.accuracy, "不确定度或准确度\nAccuracy.")
    highest: bool = column(m.MeasurementStandard.highest, "最高计量标准\nHighest.", where=True)
    examined_on: dt.date = column(m.MeasurementStandard.examined_on, "考核日期\nExamined.")
    valid_to: dt.date = column(
        m.MeasurementStandard.valid_to, "有效期止\nUntil.", where=True, order=True
    )
    version: int = column(m.MeasurementStandard.version, VERSION)
    enterprise: Enterprise | None = to_one(
        Enterprise, "建标单位\nWhose it is.", by=m.MeasurementStandard.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.MeasurementStandard.town_id, where=True)


@strawberry.type(description="定量包装商品净含量检查\nPackages of one batch, weighed.")
class PackagedGoodsCheck(Node):
    """A check of net content."""

    id: strawberry.ID = key(m.PackagedGoodsCheck.id)
    product: str = column(m.PackagedGoodsCheck.product, "商品\nThe product.", where=True)
    nominal: int = column(m.PackagedGoodsCheck.nominal, "标注净含量（克、毫升）\nAs it says.")
    batch: int = column(m.PackagedGoodsCheck.batch, "批量\nHow many there are.")
    mean: float = column(m.PackagedGoodsCheck.mean, "平均实际含量\nMean.")
    short: int = column(m.PackagedGoodsCheck.short, "超出允许短缺量件数\nShort.")
    far_short: int = column(m.PackagedGoodsCheck.far_short, "超出两倍件数\nFar short.")
    conforming: bool = column(m.PackagedGoodsCheck.conforming, "合格\nConforming.", where=True)
    checked_on: dt.date = column(
        m.PackagedGoodsCheck.checked_on, "日期\nWhen.", where=True, order=True
    )
    tolerance: NetContentTolerance | None = to_one(
        NetContentTolerance, "允许短缺量\nThe tolerance.", by=m.PackagedGoodsCheck.tolerance_id
    )
    plan: SamplePlan | None = to_one(
        SamplePlan, "抽样方案\nThe plan.", by=m.PackagedGoodsCheck.plan_id
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, "生产单位\nThe maker.", by=m.PackagedGoodsCheck.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.PackagedGoodsCheck.town_id, where=True)
