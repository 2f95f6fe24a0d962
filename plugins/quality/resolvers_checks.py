"""Operations on spot checks and clues: thin, the rules are in the services."""

from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from plugins.quality import models_samples as s
from plugins.quality import resolvers_inputs as inputs
from plugins.quality import resolvers_planning as planning
from plugins.quality import service_clues, service_followup, service_results, service_tasks
from plugins.quality.types import Product
from plugins.quality.types_checks import QualityClue, SpotCheckTask
from schema.ids import key_of, key_or_none
from schema.operations import mutation
from schema.roots import Mutation
from schema.services.files import photo_keys
from schema.shared.register import Division, Enterprise


@mutation("指定抽查\nAssign a check outside of a draw.", on=SpotCheckTask, action=Action.CREATE)
async def assign_spot_check(
    work: UnitOfWork, input: planning.AssignSpotCheckInput
) -> s.SpotCheckTask:
    wanted = (key_of(Product, input.product_id), input.laboratory, input.sample_by)
    origin = s.TaskOrigin.CLUE if input.from_clue else s.TaskOrigin.DIRECTED
    enterprise = key_of(Enterprise, input.enterprise_id)
    return await service_tasks.assign(work, enterprise, wanted, origin)


@mutation("抽样：填写抽样单\nTake the sample.", on=SpotCheckTask, action=Action.VERIFY)
async def take_sample(work: UnitOfWork, input: inputs.TakeSampleInput) -> s.SpotCheckTask:
    return await service_tasks.take_sample(work, input.asked(), input.form())


@mutation("封样：第二人签名\nSeal it second.", on=SpotCheckTask, action=Action.VERIFY)
async def seal_sample(work: UnitOfWork, input: inputs.SealSampleInput) -> s.SpotCheckTask:
    return await service_tasks.seal_sample(work, input.asked())


@mutation("无样可抽\nThere is nothing to sample.", on=SpotCheckTask, action=Action.VERIFY)
async def report_no_sample(work: UnitOfWork, input: inputs.ReportNoSampleInput) -> s.SpotCheckTask:
    return await service_tasks.report_no_sample(work, input.asked())


@mutation("撤回抽样签名\nTake the first signature back.", on=SpotCheckTask, action=Action.VERIFY)
async def retract_sampling(work: UnitOfWork, input: inputs.RetractSamplingInput) -> s.SpotCheckTask:
    return await service_tasks.retract(work, input.asked(), "sampled", Action.VERIFY)


@mutation("送检\nSend the sample.", on=SpotCheckTask, action=Action.VERIFY)
async def send_sample(work: UnitOfWork, input: inputs.SendSampleInput) -> s.SpotCheckTask:
    return await service_tasks.send_sample(work, input.asked(), input.sent_by)


@mutation("录入检验报告\nRecord a report.", on=SpotCheckTask, action=Action.UPDATE)
async def record_test_report(
    work: UnitOfWork, input: inputs.RecordTestReportInput
) -> s.SpotCheckTask:
    return await service_results.record_report(work, input.asked(), input.report())


@mutation("告知结果\nDeliver the result.", on=SpotCheckTask, action=Action.UPDATE)
async def notify_result(work: UnitOfWork, input: inputs.NotifyResultInput) -> s.SpotCheckTask:
    return await service_results.notify_result(work, input.asked())


@mutation("申请复检\nAsk for a re-test.", on=SpotCheckTask, action=Action.SUBMIT)
async def object_to_result(work: UnitOfWork, input: inputs.ObjectToResultInput) -> s.SpotCheckTask:
    return await service_results.object_to_result(work, input.asked(), input.grounds)


@mutation("确认结果或异议期满\nAccept it, or the term is over.",
          on=SpotCheckTask, action=Action.SUBMIT)  # fmt: skip
async def accept_result(work: UnitOfWork, input: inputs.AcceptResultInput) -> s.SpotCheckTask:
    return await service_results.accept_result(work, input.asked())


@mutation("责令改正：拟稿\nDraft and sign the order.", on=SpotCheckTask, action=Action.UPDATE)
async def order_product_correction(
    work: UnitOfWork, input: inputs.OrderProductCorrectionInput
) -> s.SpotCheckTask:
    return await service_followup.order_correction(
        work, input.asked(), tuple(input.items), input.due_on
    )


@mutation("责令改正：会签\nSign the order second.", on=SpotCheckTask, action=Action.UPDATE)
async def sign_correction_order(
    work: UnitOfWork, input: inputs.SignCorrectionOrderInput
) -> s.SpotCheckTask:
    return await service_followup.sign_correction_order(work, input.asked())


@mutation("撤回拟稿签名\nTake the draft back.", on=SpotCheckTask, action=Action.UPDATE)
async def retract_correction_draft(
    work: UnitOfWork, input: inputs.RetractCorrectionDraftInput
) -> s.SpotCheckTask:
    return await service_tasks.retract(work, input.asked(), "ordered", Action.UPDATE)


@mutation("报告整改\nReport what was corrected.", on=SpotCheckTask, action=Action.SUBMIT)
async def report_correction(
    work: UnitOfWork, input: inputs.ReportCorrectionInput
) -> s.SpotCheckTask:
    return await service_followup.report_correction(
        work, input.asked(), input.causes, input.measures
    )


@mutation("逾期未报，转复查\nRecheck without a report.", on=SpotCheckTask, action=Action.SUBMIT)
async def recheck_unreported(
    work: UnitOfWork, input: inputs.RecheckUnreportedInput
) -> s.SpotCheckTask:
    return await service_followup.recheck_unreported(work, input.asked())


@mutation("复查\nCheck it again.", on=SpotCheckTask, action=Action.REVIEW)
async def recheck_product(work: UnitOfWork, input: inputs.RecheckProductInput) -> s.SpotCheckTask:
    return await service_followup.recheck_product(
        work, input.asked(), input.notes, passed=input.passed
    )


@mutation("录入公告\nRecord the announcement.", on=SpotCheckTask, action=Action.CONFIRM)
async def record_announcement(
    work: UnitOfWork, input: inputs.RecordAnnouncementInput
) -> s.SpotCheckTask:
    return await service_followup.record_announcement(work, input.asked(), input.announcement)


@mutation("公布结果\nPublish a final result.", on=SpotCheckTask, action=Action.PUBLISH)
async def publish_result(work: UnitOfWork, input: inputs.PublishResultInput) -> s.SpotCheckTask:
    notice = service_followup.Notice(notice_number=input.notice_number, remark=input.remark)
    return await service_followup.publish_result(work, input.asked(), notice)


@mutation("上报质量线索\nReport a clue.", on=QualityClue, action=Action.CREATE)
async def report_quality_clue(
    work: UnitOfWork, input: inputs.ReportQualityClueInput
) -> s.QualityClue:
    seen = service_clues.Seen(
        what=input.what,
        place=input.place,
        enterprise_id=key_or_none(Enterprise, input.enterprise_id),
        product_id=key_or_none(Product, input.product_id),
        town_id=key_or_none(Division, input.town_id),
        photos=tuple(photo_keys(input.photos)),
    )
    return await service_clues.report_clue(work, seen)


@mutation("研判线索\nSay what becomes of it.", on=QualityClue, action=Action.CONFIRM)
async def assess_quality_clue(
    work: UnitOfWork, input: inputs.AssessQualityClueInput
) -> s.QualityClue:
    return await service_clues.assess_clue(
        work,
        key_of(QualityClue, input.id),
        input.result,
        answer=input.answer,
        task_id=key_or_none(SpotCheckTask, input.task_id),
        version=input.expected_version,
    )


extensions = [
    extend(
        Mutation,
        assign_spot_check, take_sample, seal_sample, report_no_sample, send_sample,
        record_test_report, notify_result, object_to_result, accept_result,
        order_product_correction,
        sign_correction_order, report_correction, recheck_unreported, recheck_product,
        record_announcement, publish_result, retract_sampling, retract_correction_draft,
         report_quality_clue, assess_quality_clue,
    ),
]  # fmt: skip
