"""Operations on samples, disposals and recalls: thin, the rules are in the services."""

from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from plugins.food_safety import models_samples as m
from plugins.food_safety import resolvers_papers as i
from plugins.food_safety import service_disposals as disposals
from plugins.food_safety import service_recalls as recalls
from plugins.food_safety import service_samples as samples
from plugins.food_safety.resolvers import asked
from plugins.food_safety.types import FoodProducer
from plugins.food_safety.types_samples import Disposal, FoodRecall, FoodSample
from schema.ids import key_of
from schema.operations import mutation
from schema.roots import Mutation
from schema.services.files import photo_keys


@mutation("抽样\nTake a sample, first.", on=FoodSample, action=Action.CREATE)
async def take_food_sample(work: UnitOfWork, input: i.TakeFoodSampleInput) -> m.FoodSample:
    return await samples.take(work, input.form(), photo_keys(input.photos))


@mutation("会签封样\nSeal the sample, second.", on=FoodSample, action=Action.VERIFY)
async def seal_food_sample(work: UnitOfWork, input: i.SealFoodSampleInput) -> m.FoodSample:
    return await samples.seal(work, asked(FoodSample, input))


@mutation("送检\nSend the sample to a laboratory.", on=FoodSample, action=Action.UPDATE)
async def send_food_sample(work: UnitOfWork, input: i.SendFoodSampleInput) -> m.FoodSample:
    return await samples.send(work, asked(FoodSample, input), input.laboratory)


@mutation("录入检验报告\nRecord the report of the test.", on=FoodSample, action=Action.REVIEW)
async def record_food_test(work: UnitOfWork, input: i.RecordFoodTestInput) -> m.FoodSample:
    report = samples.Report(report_no=input.report_no, items=input.measures())
    return await samples.record_test(work, asked(FoodSample, input), report)


@mutation("告知不合格结果\nTell the maker that it failed.", on=FoodSample, action=Action.CONFIRM)
async def tell_food_sample(work: UnitOfWork, input: i.TellFoodSampleInput) -> m.FoodSample:
    return await samples.tell_result(work, asked(FoodSample, input), input.recall_class)


@mutation("申请复检\nAsk for a re-test.", on=FoodSample, action=Action.SUBMIT)
async def request_food_retest(work: UnitOfWork, input: i.RequestFoodRetestInput) -> m.FoodSample:
    return await samples.request_retest(work, asked(FoodSample, input))


@mutation("作出最终结论\nThe failing result is final.", on=FoodSample, action=Action.REVIEW)
async def conclude_food_sample(work: UnitOfWork, input: i.ConcludeFoodSampleInput) -> m.FoodSample:
    return await samples.conclude(work, asked(FoodSample, input), waived=input.waived)


@mutation("录入复检报告\nRecord the report of the re-test.", on=FoodSample, action=Action.REVIEW)
async def record_food_retest(work: UnitOfWork, input: i.RecordFoodRetestInput) -> m.FoodSample:
    report = samples.Report(
        report_no=input.report_no, items=input.measures(), laboratory=input.laboratory
    )
    return await samples.record_retest(work, asked(FoodSample, input), report)


@mutation("停产封存\nReport what was stopped and sealed.", on=Disposal, action=Action.SUBMIT)
async def report_stop_and_seal(work: UnitOfWork, input: i.ReportStopAndSealInput) -> m.Disposal:
    return await disposals.stop_and_seal(work, asked(Disposal, input), input.sealed)


@mutation("追查流向\nReport where it went.", on=Disposal, action=Action.SUBMIT)
async def report_trace(work: UnitOfWork, input: i.ReportTraceInput) -> m.Disposal:
    traced = disposals.Traced(made=input.made, sold=input.sold, sold_to=input.sold_to)
    return await disposals.trace(work, asked(Disposal, input), traced)


@mutation("召回处理\nReport what was recalled.", on=Disposal, action=Action.SUBMIT)
async def report_recalled(work: UnitOfWork, input: i.ReportRecalledInput) -> m.Disposal:
    return await disposals.report_recalled(work, asked(Disposal, input), input.recalled)


@mutation("原因和整改\nReport cause and correction.", on=Disposal, action=Action.SUBMIT)
async def report_cause(work: UnitOfWork, input: i.ReportCauseInput) -> m.Disposal:
    which = asked(Disposal, input)
    return await disposals.report_cause(work, which, input.cause, input.correction)


@mutation("核查处置验收\nClose the disposal, or return it.", on=Disposal, action=Action.REVIEW)
async def close_disposal(work: UnitOfWork, input: i.CloseDisposalInput) -> m.Disposal:
    return await disposals.close(work, asked(Disposal, input), accepted=input.accepted)


@mutation("发起召回\nBegin a recall, or order one.", on=FoodRecall, action=Action.CREATE)
async def open_food_recall(work: UnitOfWork, input: i.OpenFoodRecallInput) -> m.FoodRecall:
    key = key_of(FoodProducer, input.producer_id)
    return await recalls.open_recall(work, key, input.danger(work.clock.now()))


@mutation("启动召回\nBegin what was ordered.", on=FoodRecall, action=Action.SUBMIT)
async def start_food_recall(work: UnitOfWork, input: i.StartFoodRecallInput) -> m.FoodRecall:
    return await recalls.start(work, asked(FoodRecall, input))


@mutation("提交召回计划\nFile the plan.", on=FoodRecall, action=Action.SUBMIT)
async def plan_food_recall(work: UnitOfWork, input: i.PlanFoodRecallInput) -> m.FoodRecall:
    return await recalls.file_plan(work, asked(FoodRecall, input), input.plan)


@mutation("报告召回\nReport what came back.", on=FoodRecall, action=Action.SUBMIT)
async def report_food_recall(work: UnitOfWork, input: i.ReportFoodRecallInput) -> m.FoodRecall:
    returned = recalls.Returned(
        made=input.made, sold=input.sold, recalled=input.recalled, handling=input.handling
    )
    return await recalls.report(work, asked(FoodRecall, input), returned)


@mutation("评估召回\nAssess the recall.", on=FoodRecall, action=Action.REVIEW)
async def assess_food_recall(work: UnitOfWork, input: i.AssessFoodRecallInput) -> m.FoodRecall:
    return await recalls.assess(work, asked(FoodRecall, input), effective=input.effective)


extensions = [
    extend(
        Mutation,
        take_food_sample,
        seal_food_sample,
        send_food_sample,
        record_food_test,
        tell_food_sample,
        request_food_retest,
        conclude_food_sample,
        record_food_retest,
        report_stop_and_seal,
        report_trace,
        report_recalled,
        report_cause,
        close_disposal,
        open_food_recall,
        start_food_recall,
        plan_food_recall,
        report_food_recall,
        assess_food_recall,
    )
]
