"""Operations on letters, complaints and reports: thin, the rules are in the services."""

import strawberry

from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from plugins.inspection import models_letters as m
from plugins.inspection import service_complaints as complaints
from plugins.inspection import service_letters as letters
from plugins.inspection.resolvers_wishes import RecordLetterInput, WishInput
from plugins.inspection.types_letters import Complaint, Letter, LetterRule, ViolationReport
from schema.ids import key_of
from schema.operations import mutation
from schema.payloads import ChangeInput
from schema.roots import Mutation

Id = strawberry.ID


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
class AddComplaintInput(WishInput):
    letter_id: Id = strawberry.field(description="来信\nThe letter.")


@strawberry.input(description="补登举报的输入\nWhat `addViolationReport` takes.")
class AddViolationReportInput(WishInput):
    letter_id: Id = strawberry.field(description="来信\nThe letter.")


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
class ReportClueInput(WishInput):
    complaint_id: Id = strawberry.field(description="投诉\nThe complaint.")


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
    complaint, report = input.wish(input.complaint), input.wish(input.report)
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
    return await letters.add_complaint(work, key, input.wish())


@mutation("来信另含举报\nIt holds a report too.", on=ViolationReport, action=Action.CREATE)
async def add_violation_report(
    work: UnitOfWork, input: AddViolationReportInput
) -> m.ViolationReport:
    key = key_of(Letter, input.letter_id)
    return await letters.add_report(work, key, input.wish())


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
    key = key_of(Complaint, input.complaint_id)
    asked = complaints.Asked(key=key, expected_version=input.expected_version)
    return await complaints.report_clue(work, asked, input.wish())


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
