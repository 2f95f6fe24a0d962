"""What metrology adds to shared types and to the roots: lists, records, counts."""

from sqlalchemy import case, func

from core.extension import extend
from plugins.metrology import models as m
from plugins.metrology import models_checks as checks
from plugins.metrology import models_law as law
from plugins.metrology.types import (
    Instrument,
    InstrumentReport,
    InstrumentStop,
    Market,
    Verification,
    VerificationApplication,
)
from plugins.metrology.types_checks import (
    CertificateBatch,
    MarketCheck,
    MeasurementStandard,
    PackagedGoodsCheck,
    ScaleCheck,
    UnmatchedCertificate,
)
from plugins.metrology.types_law import (
    AuthorisedBody,
    InstrumentCategory,
    NetContentTolerance,
    SamplePlan,
    VerificationRule,
)
from schema.fields import aggregate, by_id, connection, count, to_many
from schema.roots import Query
from schema.shared.register import Enterprise

extensions = [
    extend(
        Instrument,
        verifications=to_many(
            Verification,
            "检定记录\nIts verifications.",
            by=m.Verification.instrument_id,
            order_by=m.Verification.opened_on,
        ),
        stops=to_many(
            InstrumentStop,
            "停用记录\nIts stops.",
            by=m.InstrumentStop.instrument_id,
            order_by=m.InstrumentStop.stopped_on,
        ),
    ),
    extend(
        VerificationApplication,
        verifications=to_many(
            Verification,
            "所含器具\nThe instruments.",
            by=m.Verification.application_id,
        ),
    ),
    extend(
        Market,
        scale_count=count(Instrument, "在册秤数\nScales on file.", by=m.Instrument.market_id),
        verified_scale_count=aggregate(
            Instrument,
            func.count(case((m.VERIFIED, 1))),
            "检定有效的秤数\nScales that hold today.",
            by=m.Instrument.market_id,
        ),
        checks=to_many(
            MarketCheck,
            "检查记录\nVisits.",
            by=checks.MarketCheck.market_id,
            order_by=checks.MarketCheck.checked_on.desc(),
        ),
    ),
    extend(
        MarketCheck,
        scales=connection(
            ScaleCheck, "逐台结果\nOne by one.", by=checks.ScaleCheck.check_id, where=True
        ),
    ),
    extend(
        CertificateBatch,
        certificates=connection(
            UnmatchedCertificate,
            "待人工处理的证书\nThose for a person.",
            by=checks.UnmatchedCertificate.batch_id,
            where=True,
        ),
    ),
    extend(
        Enterprise,
        instruments=to_many(
            Instrument,
            "强检计量器具\nIts instruments, by last day.",
            by=m.Instrument.enterprise_id,
            order_by=m.Instrument.due_on,
            where=True,
        ),
        instrument_count=count(
            Instrument, "强检计量器具台件数\nHow many instruments.", by=m.Instrument.enterprise_id
        ),
        overdue_instrument_count=aggregate(
            Instrument,
            func.count(case((m.OVERDUE, 1))),
            "超期在用台件数\nIn use past their day.",
            by=m.Instrument.enterprise_id,
        ),
    ),
    extend(
        Query,
        instrument=by_id(Instrument, "一台计量器具\nOne instrument."),
        instruments=connection(
            Instrument, "计量器具\nInstruments, by last day.", order_by=m.Instrument.due_on
        ),
        instrument_report=by_id(InstrumentReport, "一份上报\nOne report."),
        instrument_reports=connection(
            InstrumentReport,
            "计量器具上报\nReports, newest first.",
            order_by=m.InstrumentReport.filed_on.desc(),
        ),
        verification_application=by_id(VerificationApplication, "一份检定申请\nOne application."),
        verification_applications=connection(
            VerificationApplication,
            "检定申请\nApplications, newest first.",
            order_by=m.VerificationApplication.applied_on.desc(),
        ),
        verification=by_id(Verification, "一条检定记录\nOne verification."),
        verifications=connection(
            Verification,
            "检定记录\nVerifications, newest first.",
            order_by=m.Verification.opened_on.desc(),
        ),
        instrument_stop=by_id(InstrumentStop, "一次停用\nOne stop."),
        instrument_stops=connection(
            InstrumentStop,
            "停用的器具\nStops, newest first.",
            order_by=m.InstrumentStop.stopped_on.desc(),
        ),
        market=by_id(Market, "一个市场\nOne market."),
        markets=connection(Market, "集贸市场\nMarkets.", order_by=checks.Market.name),
        market_check=by_id(MarketCheck, "一次市场检查\nOne visit."),
        market_checks=connection(
            MarketCheck,
            "市场检查\nVisits, newest first.",
            order_by=checks.MarketCheck.checked_on.desc(),
        ),
        certificate_batch=by_id(CertificateBatch, "一批证书\nOne delivery."),
        certificate_batches=connection(
            CertificateBatch,
            "成批证书\nDeliveries, newest first.",
            order_by=checks.CertificateBatch.received_on.desc(),
        ),
        unmatched_certificate=by_id(UnmatchedCertificate, "一份待处理证书\nOne of them."),
        unmatched_certificates=connection(
            UnmatchedCertificate,
            "对不上的证书\nCertificates for a person.",
            order_by=checks.UnmatchedCertificate.serial,
        ),
        measurement_standard=by_id(MeasurementStandard, "一项计量标准\nOne standard."),
        measurement_standards=connection(
            MeasurementStandard,
            "计量标准\nStandards, by last day.",
            order_by=checks.MeasurementStandard.valid_to,
        ),
        packaged_goods_check=by_id(PackagedGoodsCheck, "一次净含量检查\nOne check."),
        packaged_goods_checks=connection(
            PackagedGoodsCheck,
            "净含量检查\nChecks, newest first.",
            order_by=checks.PackagedGoodsCheck.checked_on.desc(),
        ),
        authorised_body=by_id(AuthorisedBody, "一家检定机构\nOne body."),
        authorised_bodies=connection(
            AuthorisedBody, "检定机构名录\nBodies.", order_by=law.AuthorisedBody.name
        ),
        instrument_categories=connection(
            InstrumentCategory, "强检目录\nThe catalogue.", order_by=law.InstrumentCategory.code
        ),
        verification_rules=connection(
            VerificationRule,
            "检定周期\nIntervals, old ones too.",
            order_by=law.VerificationRule.category_prefix,
        ),
        net_content_tolerances=connection(
            NetContentTolerance, "允许短缺量\nTolerances.", order_by=law.NetContentTolerance.over
        ),
        sample_plans=connection(
            SamplePlan, "抽样方案\nSampling plans.", order_by=law.SamplePlan.batch_from
        ),
    ),
]
