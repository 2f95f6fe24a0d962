"""What the mutations from the notice to the publication take, and those on the spot."""

import datetime as dt

import strawberry

from plugins.enforcement import models_decision as d
from plugins.enforcement.resolvers_inputs import (
    FINE,
    RULE,
    CaseInput,
    Id,
    PartyInput,
    RecordInput,
    TermsInput,
    f,
)
from plugins.enforcement.service_notice import Delivery


@strawberry.input(description="告知书的输入\nWhat `issuePenaltyNotice` takes.")
class IssuePenaltyNoticeInput(CaseInput):
    basis: str = f(description="理由和依据\nReasons and law.")


@strawberry.input(description="送达的输入\nHow a paper came to the party.")
class ServeInput(CaseInput):
    way: d.ServiceWay = f(default=d.ServiceWay.DIRECT, description="方式\nHow.")
    served_on: dt.date = f(description="送达日期\nWhen.")
    receiver: str | None = f(default=None, description="收件人\nWho took it.")
    witness: str | None = f(default=None, description="见证人\nWitness.")
    consent_on: dt.date | None = f(default=None, description="同意电子送达\nConsent.")

    def delivery(self) -> Delivery:
        """For the service."""
        return Delivery(
            way=self.way,
            served_on=self.served_on,
            receiver=self.receiver,
            witness=self.witness,
            consent_on=self.consent_on,
        )


@strawberry.input(description="陈述申辩的输入\nWhat `fileDefence` takes.")
class FileDefenceInput(CaseInput):
    text: str = f(description="陈述申辩的内容\nWhat the party says.")


@strawberry.input(description="听证通知的输入\nWhat `arrangeHearing` takes.")
class ArrangeHearingInput(CaseInput):
    held_on: dt.date = f(description="举行日期\nWhen.")
    place: str = f(description="地点\nWhere.")
    chair_id: Id = f(description="主持人的执法证\nThe card of the chair.")


@strawberry.input(description="听证报告的输入\nWhat `reportHearing` takes.")
class ReportHearingInput(CaseInput):
    report: str = f(description="听证报告\nReport.")
    absent: bool = f(default=False, description="当事人未到场\nThe party did not come.")


@strawberry.input(description="复核的输入\nWhat `answerDefence` takes.")
class AnswerDefenceInput(CaseInput):
    answer: str = f(description="复核意见\nThe answer.")
    accepted: bool = f(default=False, description="采纳\nWhether it holds.")


@strawberry.input(description="报请决定的输入\nWhat `submitForDecision` takes.")
class SubmitForDecisionInput(CaseInput):
    anew: bool = f(default=False, description="退回重新调查\nInvestigate anew instead.")


@strawberry.input(description="集体讨论的输入\nWhat `discussCase` takes.")
class DiscussCaseInput(CaseInput):
    members: list[str] = f(description="参加人员\nWho took part.")
    opinions: str = f(description="意见\nOpinions.")
    conclusion: str = f(description="结论\nConclusion.")


@strawberry.input(description="决定的输入；不填处理即按报告\nWithout `result`: as proposed.")
class DecideCaseInput(TermsInput):
    pass


@strawberry.input(description="撤销决定的输入\nWhat `annulDecision` takes.")
class AnnulDecisionInput(CaseInput):
    by: str = f(description="机关和文书\nBy whom, and which paper.")


@strawberry.input(description="缴款的输入\nMoney at the bank.")
class PaymentInput(CaseInput):
    amount: int = f(description="金额（元）\nAmount.")
    paid_on: dt.date = f(description="缴款日期\nWhen.")
    reference: str = f(description="缴款凭证号\nReference of the bank.")


@strawberry.input(description="分期的输入\nWhat `approveInstalments` takes.")
class ApproveInstalmentsInput(CaseInput):
    dues: list[dt.date] = f(description="各期期限\nLast days, in order.")
    amounts: list[int] = f(description="各期金额（元）\nSums, in the same order.")


@strawberry.input(description="当场处罚的输入\nWhat `penaliseOnTheSpot` takes.")
class PenaliseOnTheSpotInput(PartyInput):
    heard: str = f(description="当事人陈述\nWhat the party said.")
    rule_id: Id = f(description=RULE)
    warning: bool = f(default=False, description="警告\nA warning.")
    fine: int = f(default=0, description=FINE)


@strawberry.input(description="waiveAnswer 的输入\nWhat `waiveAnswer` takes.")
class WaiveAnswerInput(CaseInput):
    pass


@strawberry.input(description="requestHearing 的输入\nWhat `requestHearing` takes.")
class RequestHearingInput(CaseInput):
    pass


@strawberry.input(description="demandPayment 的输入\nWhat `demandPayment` takes.")
class DemandPaymentInput(CaseInput):
    pass


@strawberry.input(description="askCourt 的输入\nWhat `askCourt` takes.")
class AskCourtInput(CaseInput):
    pass


@strawberry.input(description="endEnforcement 的输入\nWhat `endEnforcement` takes.")
class EndEnforcementInput(CaseInput):
    pass


@strawberry.input(description="publishDecision 的输入\nWhat `publishDecision` takes.")
class PublishDecisionInput(CaseInput):
    pass


@strawberry.input(description="withdrawPublication 的输入\nWhat `withdrawPublication` takes.")
class WithdrawPublicationInput(CaseInput):
    pass


@strawberry.input(description="confirmPayment 的输入\nWhat `confirmPayment` takes.")
class ConfirmPaymentInput(RecordInput):
    pass


@strawberry.input(description="signSpotPenalty 的输入\nWhat `signSpotPenalty` takes.")
class SignSpotPenaltyInput(RecordInput):
    pass


@strawberry.input(description="collectSpotFine 的输入\nWhat `collectSpotFine` takes.")
class CollectSpotFineInput(RecordInput):
    pass


@strawberry.input(description="serveNotice 的输入\nWhat `serveNotice` takes.")
class ServeNoticeInput(ServeInput):
    pass


@strawberry.input(description="serveDecision 的输入\nWhat `serveDecision` takes.")
class ServeDecisionInput(ServeInput):
    pass


@strawberry.input(description="reportPayment 的输入\nWhat `reportPayment` takes.")
class ReportPaymentInput(PaymentInput):
    pass


@strawberry.input(description="recordPayment 的输入\nWhat `recordPayment` takes.")
class RecordPaymentInput(PaymentInput):
    pass
