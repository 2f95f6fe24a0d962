"""Operations on letters, complaints and reports: thin, the rules are in the services."""

import datetime as dt

import strawberry

from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from plugins.inspection import models_letters as m
from plugins.inspection import service_complaints as complaints
from plugins.inspection import service_letters as letters
from plugins.inspection.models import HazardCategory
from plugins.inspection.types_letters import Complaint, Letter, LetterRule, ViolationReport
from schema.ids import key_of, key_or_none
from schema.operations import mutation
from schema.payloads import ChangeInput, MutationInput
from schema.roots import Mutation
from schema.services.files import photo_keys
from schema.shared.register import Division, Enterprise

Id = strawberry.ID


@strawberry.input(
    description="来信的一项内容：只填投诉或举报的部分\nWhat a letter holds, in our words."
)
class WishInput:
    category: HazardCategory = strawberry.field(
        default=HazardCategory.PRODUCT, description="类别\nWhat kind."
    )
    product: str = strawberry.field(description="商品或服务\nThe product or service.")
    summary: str = strawberry.field(description="摘要，不写个人信息\nIn short, without persons.")
    wanted: str = strawberry.field(default="", description="投诉请求\nOf a complaint: the wish.")

    def wish(self) -> letters.Wish:
        """For the service."""
        return letters.Wish(
            category=self.category,
            product=self.product,
            summary=self.summary,
            wanted=self.wanted,
        )


@strawberry.input(
    description="登记来信：投诉、举报分别填写和计时\nA letter; each wish gets its own clock."
)
class RecordLetterInput(MutationInput):
    channel: m.LetterChannel = strawberry.field(description="渠道\nBy which way it came.")
    received_on: dt.date = strawberry.field(description="收到日期\nWhen it was received.")
    source_no: str = strawberry.field(default="", description="平台编号\nThe platform's number.")
    enterprise_id: Id | None = strawberry.field(
        default=None, description="被投诉举报的企业\nThe enterprise, where it is known."
    )
    respondent_name: str = strawberry.field(
        default="", description="被投诉举报人名称，企业不明时必填\nAgainst whom, in the words used."
    )
    town_id: Id | None = strawberry.field(
        default=None, description="镇街，企业不明时必填\nThe town, where no enterprise is known."
    )
    name: str = strawberry.field(default="", description="姓名，投诉必填\nWho wrote.")
    phone: str = strawberry.field(default="", description="电话，投诉必填\nTelephone.")
    address: str = strawberry.field(default="", description="地址\nAddress.")
    identity_card: str = strawberry.field(default="", description="身份证号\nIdentity number.")
    content: str = strawberry.field(description="来信内容\nWhat it says.")
    complaint: WishInput | None = strawberry.field(default=None, description="投诉\nA complaint.")
    report: WishInput | None = strawberry.field(default=None, description="举报\nA report.")
    photos: list[Id] = strawberry.field(
        default_factory=list, description="材料：先上传得到的附件\nUploads to bind."
    )

    def received(self) -> letters.Received:
        """For the service."""
        return letters.Received(
            channel=self.channel,
            received_on=self.received_on,
            source_no=self.source_no,
            enterprise_id=key_or_none(Enterprise, self.enterprise_id),
            town_id=key_or_none(Division, self.town_id),
            respondent_name=self.respondent_name,
            writer=letters.Writer(
                name=self.name,
                phone=self.phone,
                address=self.address,
                identity_card=self.identity_card,
            ),
            content=self.content,
            photos=photo_keys(self.photos),
        )


@strawberry.input(description="一封来信\nWhich letter.")
class LetterInput(ChangeInput):
    letter_id: Id = strawberry.field(description="来信\nThe letter.")


@strawberry.input(description="一件投诉\nWhich complaint.")
class ComplaintInput(ChangeInput):
    complaint_id: Id = strawberry.field(description="投诉\nThe complaint.")

    def asked(self) -> complaints.Asked:
        """For the service."""
        return complaints.Asked(
            key=key_of(Complaint, self.complaint_id), expected_version=self.expected_version
        )


@strawberry.input(description="一件举报\nWhich report.")
class ViolationReportInput(ChangeInput):
    report_id: Id = strawberry.field(description="举报\nThe report.")

    def asked(self) -> complaints.Asked:
        """For the service."""
        return complaints.Asked(
            key=key_of(ViolationReport, self.report_id), expected_version=self.expected_version
        )


@strawberry.input(description="要求身份证明的输入\nWhat `demandIdentityProof` takes.")
class DemandIdentityProofInput(LetterInput): ...


@strawberry.input(description="登记身份证明的输入\nWhat `noteIdentityProof` takes.")
class NoteIdentityProofInput(LetterInput): ...


@strawberry.input(description="补登投诉的输入\nWhat `addComplaint` takes.")
class AddComplaintInput(LetterInput):
    wish: WishInput = strawberry.field(description="投诉\nThe complaint.")


@strawberry.input(description="补登举报的输入\nWhat `addViolationReport` takes.")
class AddViolationReportInput(LetterInput):
    wish: WishInput = strawberry.field(description="举报\nThe report.")


@strawberry.input(description="受理投诉的输入\nWhat `acceptComplaint` takes.")
class AcceptComplaintInput(ComplaintInput): ...


@strawberry.input(description="不予受理的输入\nWhat `refuseComplaint` takes.")
class RefuseComplaintInput(ComplaintInput):
    rule_id: Id = strawberry.field(description="不予受理的情形\nFor which reason.")


@strawberry.input(description="合并投诉的输入\nWhat `mergeComplaint` takes.")
class MergeComplaintInput(ComplaintInput):
    into_id: Id = strawberry.field(description="并入的投诉\nThe one that came first.")


@strawberry.input(description="调解结果的输入\nWhat `concludeMediation` takes.")
class ConcludeMediationInput(ComplaintInput):
    result: m.MediationResult = strawberry.field(description="结果\nHow it came out.")
    note: str = strawberry.field(description="协议内容或终止原因\nOn what terms, or why not.")
    is_proven: bool = strawberry.field(
        default=False, description="投诉属实\nWhether the complaint was justified."
    )


@strawberry.input(description="移交线索的输入\nWhat `reportClue` takes.")
class ReportClueInput(ComplaintInput):
    clue: WishInput = strawberry.field(description="线索\nThe clue.")


@strawberry.input(description="告知双方的输入\nWhat `tellParties` takes.")
class TellPartiesInput(ComplaintInput): ...


@strawberry.input(description="线索核查的输入\nWhat `checkViolationReport` takes.")
class CheckViolationReportInput(ViolationReportInput):
    finding: str = strawberry.field(description="核查情况，不写举报人\nWhat was found.")
    is_filed: bool = strawberry.field(description="移交立案\nWhether a case is to be filed.")


@strawberry.input(description="合并举报的输入\nWhat `mergeViolationReport` takes.")
class MergeViolationReportInput(ViolationReportInput):
    into_id: Id = strawberry.field(description="并入的举报\nThe one that came first.")


@strawberry.input(description="告知举报人的输入\nWhat `tellReporter` takes.")
class TellReporterInput(ViolationReportInput): ...


@mutation("登记来信\nRecord a letter.", on=Letter, action=Action.CREATE)
async def record_letter(work: UnitOfWork, input: RecordLetterInput) -> m.Letter:
    complaint = None if input.complaint is None else input.complaint.wish()
    report = None if input.report is None else input.report.wish()
    return await letters.record_letter(work, input.received(), complaint, report)


@mutation("要求身份证明\nDemand proof of identity.", on=Letter, action=Action.UPDATE)
async def demand_identity_proof(work: UnitOfWork, input: DemandIdentityProofInput) -> m.Letter:
    key = key_of(Letter, input.letter_id)
    return await letters.demand_proof(work, key, input.expected_version)


@mutation("登记身份证明\nNote that it was shown.", on=Letter, action=Action.UPDATE)
async def note_identity_proof(work: UnitOfWork, input: NoteIdentityProofInput) -> m.Letter:
    key = key_of(Letter, input.letter_id)
    return await letters.note_proof(work, key, input.expected_version)


@mutation("来信另含投诉\nIt holds a complaint too.", on=Complaint, action=Action.CREATE)
async def add_complaint(work: UnitOfWork, input: AddComplaintInput) -> m.Complaint:
    key = key_of(Letter, input.letter_id)
    return await letters.add_complaint(work, key, input.wish.wish())


@mutation("来信另含举报\nIt holds a report too.", on=ViolationReport, action=Action.CREATE)
async def add_violation_report(
    work: UnitOfWork, input: AddViolationReportInput
) -> m.ViolationReport:
    key = key_of(Letter, input.letter_id)
    return await letters.add_report(work, key, input.wish.wish())


@mutation("受理投诉\nAccept a complaint.", on=Complaint, action=Action.VERIFY)
async def accept_complaint(work: UnitOfWork, input: AcceptComplaintInput) -> m.Complaint:
    return await complaints.accept_complaint(work, input.asked())


@mutation("不予受理\nDo not accept it.", on=Complaint, action=Action.VERIFY)
async def refuse_complaint(work: UnitOfWork, input: RefuseComplaintInput) -> m.Complaint:
    rule = key_of(LetterRule, input.rule_id)
    return await complaints.refuse_complaint(work, input.asked(), rule)


@mutation("合并重复投诉\nMerge a repeat.", on=Complaint, action=Action.VERIFY)
async def merge_complaint(work: UnitOfWork, input: MergeComplaintInput) -> m.Complaint:
    into = key_of(Complaint, input.into_id)
    return await complaints.merge_complaint(work, input.asked(), into)


@mutation("登记调解结果\nConclude the mediation.", on=Complaint, action=Action.REVIEW)
async def conclude_mediation(work: UnitOfWork, input: ConcludeMediationInput) -> m.Complaint:
    outcome = complaints.Outcome(result=input.result, note=input.note, is_proven=input.is_proven)
    return await complaints.conclude_mediation(work, input.asked(), outcome)


@mutation("调解中发现违法线索\nTake a clue out of it.", on=Complaint, action=Action.REVIEW)
async def report_clue(work: UnitOfWork, input: ReportClueInput) -> m.Complaint:
    return await complaints.report_clue(work, input.asked(), input.clue.wish())


@mutation("告知双方并归档\nBoth have been told.", on=Complaint, action=Action.UPDATE)
async def tell_parties(work: UnitOfWork, input: TellPartiesInput) -> m.Complaint:
    return await complaints.tell_parties(work, input.asked())


@mutation("核查举报\nThe clue is checked.", on=ViolationReport, action=Action.VERIFY)
async def check_violation_report(
    work: UnitOfWork, input: CheckViolationReportInput
) -> m.ViolationReport:
    return await complaints.check_report(
        work, input.asked(), input.finding, is_filed=input.is_filed
    )


@mutation("合并重复举报\nMerge a repeat.", on=ViolationReport, action=Action.VERIFY)
async def merge_violation_report(
    work: UnitOfWork, input: MergeViolationReportInput
) -> m.ViolationReport:
    into = key_of(ViolationReport, input.into_id)
    return await complaints.merge_report(work, input.asked(), into)


@mutation("告知举报人\nThe reporter is told.", on=ViolationReport, action=Action.UPDATE)
async def tell_reporter(work: UnitOfWork, input: TellReporterInput) -> m.ViolationReport:
    return await complaints.tell_reporter(work, input.asked())


extensions = [
    extend(
        Mutation,
        record_letter,
        demand_identity_proof,
        note_identity_proof,
        add_complaint,
        add_violation_report,
        accept_complaint,
        refuse_complaint,
        merge_complaint,
        conclude_mediation,
        report_clue,
        tell_parties,
        check_violation_report,
        merge_violation_report,
        tell_reporter,
    )
]
