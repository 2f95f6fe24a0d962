"""Operations from the notice to the publication, and on the spot: thin."""

from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from plugins.enforcement import models as m
from plugins.enforcement import models_decision as d
from plugins.enforcement import resolvers_answers as i
from plugins.enforcement import service_decision as decisions
from plugins.enforcement import service_money as money
from plugins.enforcement import service_notice as notices
from plugins.enforcement import service_publication as publications
from plugins.enforcement import service_spot as spot
from plugins.enforcement.types import PenaltyCase
from plugins.enforcement.types_decision import Payment, SpotPenalty
from plugins.enforcement.types_law import DiscretionRule, EnforcementCard
from schema.ids import key_of
from schema.operations import mutation
from schema.roots import Mutation


@mutation("制作告知书\nWrite the notice.", on=PenaltyCase, action=Action.UPDATE)
async def issue_penalty_notice(work: UnitOfWork, input: i.IssuePenaltyNoticeInput) -> m.PenaltyCase:
    return await notices.issue_notice(work, input.asked(), input.basis)


@mutation("送达告知书\nServe the notice.", on=PenaltyCase, action=Action.UPDATE)
async def serve_notice(work: UnitOfWork, input: i.ServeNoticeInput) -> m.PenaltyCase:
    return await notices.serve_notice(work, input.asked(), input.delivery())


@mutation("陈述申辩\nState and defend.", on=PenaltyCase, action=Action.SUBMIT)
async def file_defence(work: UnitOfWork, input: i.FileDefenceInput) -> m.PenaltyCase:
    return await notices.file_defence(work, input.asked(), input.text)


@mutation("放弃陈述申辩和听证\nWaive the answer.", on=PenaltyCase, action=Action.SUBMIT)
async def waive_answer(work: UnitOfWork, input: i.WaiveAnswerInput) -> m.PenaltyCase:
    return await notices.waive_answer(work, input.asked())


@mutation("要求听证\nAsk for a hearing.", on=PenaltyCase, action=Action.SUBMIT)
async def request_hearing(work: UnitOfWork, input: i.RequestHearingInput) -> m.PenaltyCase:
    return await notices.request_hearing(work, input.asked())


@mutation("通知听证\nAnnounce the hearing.", on=PenaltyCase, action=Action.CONFIRM)
async def arrange_hearing(work: UnitOfWork, input: i.ArrangeHearingInput) -> m.PenaltyCase:
    chair = key_of(EnforcementCard, input.chair_id)
    return await notices.arrange_hearing(work, input.asked(), input.held_on, input.place, chair)


@mutation("听证报告\nReport on the hearing.", on=PenaltyCase, action=Action.REVIEW)
async def report_hearing(work: UnitOfWork, input: i.ReportHearingInput) -> m.PenaltyCase:
    return await notices.report_hearing(work, input.asked(), input.report, absent=input.absent)


@mutation("复核陈述申辩\nExamine the defence.", on=PenaltyCase, action=Action.UPDATE)
async def answer_defence(work: UnitOfWork, input: i.AnswerDefenceInput) -> m.PenaltyCase:
    return await notices.answer_defence(work, input.asked(), input.answer, accepted=input.accepted)


@mutation("报请决定\nSend it to the decision.", on=PenaltyCase, action=Action.UPDATE)
async def submit_for_decision(work: UnitOfWork, input: i.SubmitForDecisionInput) -> m.PenaltyCase:
    return await notices.submit_for_decision(work, input.asked(), anew=input.anew)


@mutation("集体讨论\nDiscuss the case.", on=PenaltyCase, action=Action.DECIDE)
async def discuss_case(work: UnitOfWork, input: i.DiscussCaseInput) -> m.PenaltyCase:
    return await decisions.discuss_case(
        work, input.asked(), input.members, input.opinions, input.conclusion
    )


@mutation("作出决定\nDecide the case.", on=PenaltyCase, action=Action.DECIDE)
async def decide_case(work: UnitOfWork, input: i.DecideCaseInput) -> m.PenaltyCase:
    wanted = input.terms() if input.result is not None else None
    return await decisions.decide_case(work, input.asked(), wanted, input.ground)


@mutation("送达决定书\nServe the decision.", on=PenaltyCase, action=Action.UPDATE)
async def serve_decision(work: UnitOfWork, input: i.ServeDecisionInput) -> m.PenaltyCase:
    return await decisions.serve_decision(work, input.asked(), input.delivery())


@mutation("登记决定被撤销\nIt was annulled.", on=PenaltyCase, action=Action.DECIDE)
async def annul_decision(work: UnitOfWork, input: i.AnnulDecisionInput) -> m.PenaltyCase:
    return await decisions.annul_decision(work, input.asked(), input.by)


@mutation("报告已缴款\nSay that one has paid.", on=PenaltyCase, action=Action.SUBMIT)
async def report_payment(work: UnitOfWork, input: i.ReportPaymentInput) -> m.PenaltyCase:
    paid = money.Paid(amount=input.amount, paid_on=input.paid_on, reference=input.reference)
    return await money.report_payment(work, input.asked(), paid)


@mutation("登记缴款\nEnter a payment.", on=PenaltyCase, action=Action.VERIFY)
async def record_payment(work: UnitOfWork, input: i.RecordPaymentInput) -> m.PenaltyCase:
    paid = money.Paid(amount=input.amount, paid_on=input.paid_on, reference=input.reference)
    return await money.record_payment(work, input.asked(), paid)


@mutation("核实缴款\nConfirm a payment.", on=Payment, action=Action.VERIFY)
async def confirm_payment(work: UnitOfWork, input: i.ConfirmPaymentInput) -> d.Payment:
    return await money.confirm_payment(work, key_of(Payment, input.id), input.expected_version)


@mutation("批准延期、分期\nApprove instalments.", on=PenaltyCase, action=Action.DECIDE)
async def approve_instalments(work: UnitOfWork, input: i.ApproveInstalmentsInput) -> m.PenaltyCase:
    return await money.approve_instalments(work, input.asked(), input.dues, input.amounts)


@mutation("催告\nDemand payment.", on=PenaltyCase, action=Action.UPDATE)
async def demand_payment(work: UnitOfWork, input: i.DemandPaymentInput) -> m.PenaltyCase:
    return await money.demand_payment(work, input.asked())


@mutation("申请强制执行\nAsk the court.", on=PenaltyCase, action=Action.UPDATE)
async def ask_court(work: UnitOfWork, input: i.AskCourtInput) -> m.PenaltyCase:
    return await money.ask_court(work, input.asked())


@mutation("终结执行\nEnd the enforcement.", on=PenaltyCase, action=Action.VERIFY)
async def end_enforcement(work: UnitOfWork, input: i.EndEnforcementInput) -> m.PenaltyCase:
    return await money.end_enforcement(work, input.asked())


@mutation("公示决定\nPublish the decision.", on=PenaltyCase, action=Action.PUBLISH)
async def publish_decision(work: UnitOfWork, input: i.PublishDecisionInput) -> m.PenaltyCase:
    return await publications.publish_decision(work, input.asked())


@mutation("撤回公示\nWithdraw it.", on=PenaltyCase, action=Action.PUBLISH)
async def withdraw_publication(
    work: UnitOfWork, input: i.WithdrawPublicationInput
) -> m.PenaltyCase:
    return await publications.withdraw_publication(work, input.asked())


@mutation("当场处罚\nPenalise on the spot.", on=SpotPenalty, action=Action.CREATE)
async def penalise_on_the_spot(work: UnitOfWork, input: i.PenaliseOnTheSpotInput) -> d.SpotPenalty:
    said = spot.OnTheSpot(
        lead=input.lead(m.ClueSource.INSPECTION),
        heard=input.heard,
        rule_id=key_of(DiscretionRule, input.rule_id),
        warning=input.warning,
        fine=input.fine,
    )
    return await spot.penalise_on_the_spot(work, said)


@mutation("当场处罚：会签\nSign it second.", on=SpotPenalty, action=Action.UPDATE)
async def sign_spot_penalty(work: UnitOfWork, input: i.SignSpotPenaltyInput) -> d.SpotPenalty:
    key = key_of(SpotPenalty, input.id)
    return await spot.sign_spot_penalty(work, key, input.expected_version)


@mutation("登记当场处罚缴款\nThe fine was paid.", on=SpotPenalty, action=Action.VERIFY)
async def collect_spot_fine(work: UnitOfWork, input: i.CollectSpotFineInput) -> d.SpotPenalty:
    key = key_of(SpotPenalty, input.id)
    return await spot.collect_spot_fine(work, key, input.expected_version)


extensions = [
    extend(
        Mutation,
        issue_penalty_notice,
        serve_notice,
        file_defence,
        waive_answer,
        request_hearing,
        arrange_hearing,
        report_hearing,
        answer_defence,
        submit_for_decision,
        discuss_case,
        decide_case,
        serve_decision,
        annul_decision,
        report_payment,
        record_payment,
        confirm_payment,
        approve_instalments,
        demand_payment,
        ask_court,
        end_enforcement,
        publish_decision,
        withdraw_publication,
        penalise_on_the_spot,
        sign_spot_penalty,
        collect_spot_fine,
    )
]
