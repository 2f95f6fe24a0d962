"""Operations on instruments: thin, the rules are in the services."""

from core.extension import extend
from core.policy.vocabulary import Action
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.metrology import models as m
from plugins.metrology import models_checks as checks
from plugins.metrology import models_law as law
from plugins.metrology import resolvers_inputs as i
from plugins.metrology import service, service_goods
from plugins.metrology import service_certificates as certificates
from plugins.metrology import service_markets as markets
from plugins.metrology import service_stops as stops
from plugins.metrology import service_verification as verification
from plugins.metrology.service_papers import named_in
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
    UnmatchedCertificate,
)
from plugins.metrology.types_law import AuthorisedBody
from schema.ids import key_of
from schema.operations import mutation
from schema.roots import Mutation
from schema.services.files import photo_keys
from schema.shared.register import Enterprise


@mutation("新增计量器具上报\nReport an instrument.", on=InstrumentReport, action=Action.SUBMIT)
async def report_instrument(work: UnitOfWork, input: i.ReportInstrumentInput) -> m.InstrumentReport:
    return await service.report(work, input.filing())


@mutation("封存上报，附封签照片\nTaken out of use.", on=InstrumentReport, action=Action.SUBMIT)
async def report_idle(work: UnitOfWork, input: i.ReportIdleInput) -> m.InstrumentReport:
    return await service.report(work, input.filing(m.ReportKind.IDLE))


@mutation("启封上报\nUsed again.", on=InstrumentReport, action=Action.SUBMIT)
async def report_resume(work: UnitOfWork, input: i.ReportResumeInput) -> m.InstrumentReport:
    return await service.report(work, input.filing(m.ReportKind.RESUME))


@mutation("报废上报，须写明理由\nScrapped.", on=InstrumentReport, action=Action.SUBMIT)
async def report_scrapped(work: UnitOfWork, input: i.ReportScrappedInput) -> m.InstrumentReport:
    return await service.report(work, input.filing(m.ReportKind.SCRAP))


@mutation("补正后重报\nReport it once more.", on=InstrumentReport, action=Action.SUBMIT)
async def resubmit_instrument_report(
    work: UnitOfWork, input: i.ResubmitInstrumentReportInput
) -> m.InstrumentReport:
    done = input.done(photos=tuple(photo_keys(input.photos)))
    return await service.resubmit(work, done, input.said())


@mutation("现场核实\nVerify it on the spot.", on=InstrumentReport, action=Action.VERIFY)
async def verify_instrument_report(
    work: UnitOfWork, input: i.VerifyInstrumentReportInput
) -> m.InstrumentReport:
    to, photos = "reported" if input.returned else None, tuple(photo_keys(input.photos))
    return await service.verify(
        work, input.done(findings=input.findings or "", to=to, photos=photos)
    )


@mutation("备案\nFile it; the register changes.", on=InstrumentReport, action=Action.CONFIRM)
async def file_instrument_report(
    work: UnitOfWork, input: i.FileInstrumentReportInput
) -> m.InstrumentReport:
    return await service.file(work, input.done())


@mutation("不予备案，须写明理由\nDo not file it.", on=InstrumentReport, action=Action.CONFIRM)
async def refuse_instrument_report(
    work: UnitOfWork, input: i.RefuseInstrumentReportInput
) -> m.InstrumentReport:
    return await service.refuse(work, input.done())


@mutation(
    "申请检定：一次可含多台件\nApply for one or many at once.",
    on=VerificationApplication,
    action=Action.SUBMIT,
)
async def apply_for_verification(
    work: UnitOfWork, input: i.ApplyForVerificationInput
) -> m.VerificationApplication:
    return await verification.apply(
        work,
        verification.Applied(
            instrument_ids=tuple(key_of(Instrument, each) for each in input.instrument_ids),
            body_id=key_of(AuthorisedBody, input.body_id),
            place=input.place,
            wanted_on=input.wanted_on,
            photos=tuple(photo_keys(input.photos)),
        ),
    )


@mutation(
    "机构受理：现场十个、送检七个工作日\nTaken in: ten or seven working days.",
    on=VerificationApplication,
    action=Action.VERIFY,
)
async def receive_application(
    work: UnitOfWork, input: i.ReceiveApplicationInput
) -> m.VerificationApplication:
    return await verification.receive(work, input.done(), input.place, input.visit_on)


@mutation("录入检定结果\nRecord a result.", on=Verification, action=Action.CREATE)
async def record_verification(work: UnitOfWork, input: i.RecordVerificationInput) -> m.Verification:
    key = key_of(Instrument, input.instrument_id)
    given = input.certificate(key_of(AuthorisedBody, input.body_id))
    return await verification.record(work, key, given)


@mutation(
    "成批录入证书，对不上的待人工处理\nRecord many; what fits nothing waits.",
    on=CertificateBatch,
    action=Action.CREATE,
)
async def record_certificates(
    work: UnitOfWork, input: i.RecordCertificatesInput
) -> checks.CertificateBatch:
    body_id = key_of(AuthorisedBody, input.body_id)
    return await certificates.record_batch(work, body_id, named_in(input.csv, body_id))


@mutation("人工对应器具\nSay which it is.", on=UnmatchedCertificate, action=Action.UPDATE)
async def match_certificate(
    work: UnitOfWork, input: i.MatchCertificateInput
) -> checks.UnmatchedCertificate:
    key, one = (
        key_of(UnmatchedCertificate, input.certificate_id),
        key_of(Instrument, input.instrument_id),
    )
    return await certificates.match(work, key, one, input.expected_version)


@mutation("不予录入\nIt is of nothing here.", on=UnmatchedCertificate, action=Action.UPDATE)
async def discard_certificate(
    work: UnitOfWork, input: i.DiscardCertificateInput
) -> checks.UnmatchedCertificate:
    key = key_of(UnmatchedCertificate, input.certificate_id)
    return await certificates.discard(work, key, input.expected_version)


@mutation("贴停用标志\nStop it by a sticker.", on=InstrumentStop, action=Action.CREATE)
async def stop_instrument(work: UnitOfWork, input: i.StopInstrumentInput) -> m.InstrumentStop:
    sticker = stops.Sticker(
        because=filled(work.reason, "reason"),
        second_officer=input.second_officer,
        photos=tuple(photo_keys(input.photos)),
    )
    return await stops.stop(work, key_of(Instrument, input.instrument_id), sticker)


@mutation("报告修理\nSay what was repaired.", on=InstrumentStop, action=Action.SUBMIT)
async def report_repair(work: UnitOfWork, input: i.ReportRepairInput) -> m.InstrumentStop:
    photos = tuple(photo_keys(input.photos))
    return await stops.report_repair(work, input.done(findings=input.repair, photos=photos))


@mutation("解除停用\nTake the sticker off.", on=InstrumentStop, action=Action.REVIEW)
async def lift_stop(work: UnitOfWork, input: i.LiftStopInput) -> m.InstrumentStop:
    return await stops.lift(work, input.done(to="repaired" if input.returned else None))


@mutation("登记市场\nEnter a market.", on=Market, action=Action.CONFIRM)
async def register_market(work: UnitOfWork, input: i.RegisterMarketInput) -> checks.Market:
    new = markets.NewMarket(
        name=input.name,
        address=input.address,
        stalls=input.stalls,
        unified_scales=input.unified_scales,
        fair_scales=input.fair_scales,
    )
    return await markets.register_market(work, key_of(Enterprise, input.enterprise_id), new)


@mutation("市场检查：一次扫描多台秤\nScan many scales.", on=MarketCheck, action=Action.CREATE)
async def record_market_check(
    work: UnitOfWork, input: i.RecordMarketCheckInput
) -> checks.MarketCheck:
    scanned = markets.Scanned(
        market_id=key_of(Market, input.market_id),
        numbers=tuple(input.scanned),
        sealed=tuple(input.sealed or ()),
        second_officer=input.second_officer,
        notes=input.notes,
        photos=tuple(photo_keys(input.photos)),
    )
    return await markets.record_check(work, scanned)


@mutation("净含量检查\nWeigh packages.", on=PackagedGoodsCheck, action=Action.CREATE)
async def check_packaged_goods(
    work: UnitOfWork, input: i.CheckPackagedGoodsInput
) -> checks.PackagedGoodsCheck:
    weighed = service_goods.Weighed(
        enterprise_id=key_of(Enterprise, input.enterprise_id),
        product=input.product,
        nominal=input.nominal,
        batch=input.batch,
        actual=tuple(input.actual),
    )
    return await service_goods.check_goods(work, weighed)


@mutation("登记计量标准\nEnter a standard.", on=MeasurementStandard, action=Action.CONFIRM)
async def record_measurement_standard(
    work: UnitOfWork, input: i.RecordMeasurementStandardInput
) -> checks.MeasurementStandard:
    given = {
        name: getattr(input, name)
        for name in service_goods.Examined.__dataclass_fields__
        if name != "enterprise_id"
    }
    key = key_of(Enterprise, input.enterprise_id)
    return await service_goods.record_standard(
        work, service_goods.Examined(enterprise_id=key, **given)
    )


@mutation("列入检定机构名录\nList a body.", on=AuthorisedBody, action=Action.DECIDE)
async def authorise_body(work: UnitOfWork, input: i.AuthoriseBodyInput) -> law.AuthorisedBody:
    row = law.AuthorisedBody(
        name=input.name,
        authorisation_no=input.authorisation_no,
        phone=input.phone.strip(),
        valid_from=input.valid_from,
        valid_to=input.valid_to,
    )
    return await service_goods.authorise_body(work, row, input.scope_codes or ())


extensions = [
    extend(
        Mutation,
        report_instrument,
        report_idle,
        report_resume,
        report_scrapped,
        resubmit_instrument_report,
        verify_instrument_report,
        file_instrument_report,
        refuse_instrument_report,
        apply_for_verification,
        receive_application,
        record_verification,
        record_certificates,
        match_certificate,
        discard_certificate,
        stop_instrument,
        report_repair,
        lift_stop,
        register_market,
        record_market_check,
        check_packaged_goods,
        record_measurement_standard,
        authorise_body,
    ),
]
