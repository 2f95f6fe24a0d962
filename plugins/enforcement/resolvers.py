"""Operations on clues and cases until they are reviewed: thin, the rules are in the services."""

from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from plugins.enforcement import models as m
from plugins.enforcement import models_law as law
from plugins.enforcement import models_papers as p
from plugins.enforcement import resolvers_inputs as i
from plugins.enforcement import service
from plugins.enforcement import service_cases as cases
from plugins.enforcement import service_clues as clues
from plugins.enforcement import service_evidence as things
from plugins.enforcement.types import CaseOfficer, Clue, PenaltyCase
from plugins.enforcement.types_law import DiscretionRule, EnforcementCard
from plugins.enforcement.types_papers import CoerciveMeasure, Evidence
from schema.ids import key_of, key_or_none
from schema.operations import mutation
from schema.roots import Mutation


def _cards(ids: list[i.Id]) -> list[int]:
    return [key_of(EnforcementCard, each) for each in ids]


@mutation("移交线索\nHand over a clue.", on=Clue, action=Action.CREATE)
async def hand_over_clue(work: UnitOfWork, input: i.HandOverClueInput) -> m.Clue:
    return await clues.hand_over_clue(work, input.lead(input.source, input.subject))


@mutation("核查线索并提出意见\nCheck a clue and propose.", on=Clue, action=Action.UPDATE)
async def propose_filing(work: UnitOfWork, input: i.ProposeFilingInput) -> m.Clue:
    said = clues.Proposal(
        files=input.files,
        cause=input.cause,
        facts=input.facts,
        rule_id=key_or_none(DiscretionRule, input.rule_id),
        violated_on=input.violated_on,
        card_ids=tuple(_cards(input.officer_ids)),
    )
    return await clues.propose_filing(work, input.key, input.expected_version, said)


@mutation("立案或不予立案\nFile the case, or not.", on=Clue, action=Action.DECIDE)
async def decide_filing(work: UnitOfWork, input: i.DecideFilingInput) -> m.Clue:
    return await clues.decide_filing(work, input.key, input.expected_version, files=input.files)


@mutation("延长核查期限，仅一次\nFifteen days more, once.", on=Clue, action=Action.DECIDE)
async def extend_filing(work: UnitOfWork, input: i.ExtendFilingInput) -> m.Clue:
    return await clues.extend_filing(work, input.key, input.expected_version)


@mutation("登记本人执法证\nEnter one's own card.", on=EnforcementCard, action=Action.CREATE)
async def register_enforcement_card(
    work: UnitOfWork, input: i.RegisterEnforcementCardInput
) -> law.EnforcementCard:
    return await cases.register_card(work, input.number, input.valid_to)


@mutation("核实执法证\nConfirm a card.", on=EnforcementCard, action=Action.CONFIRM)
async def confirm_enforcement_card(
    work: UnitOfWork, input: i.ConfirmEnforcementCardInput
) -> law.EnforcementCard:
    return await cases.confirm_card(work, key_of(EnforcementCard, input.id), input.expected_version)


@mutation("调整办案人员\nChange the officers.", on=PenaltyCase, action=Action.CONFIRM)
async def change_case_officers(work: UnitOfWork, input: i.ChangeCaseOfficersInput) -> m.PenaltyCase:
    add, remove = _cards(input.add_ids), _cards(input.remove_ids)
    return await cases.change_officers(work, input.asked(), add, remove)


@mutation("开始扣除期间\nBegin a time not counted.", on=PenaltyCase, action=Action.CONFIRM)
async def stop_case_clock(work: UnitOfWork, input: i.StopCaseClockInput) -> m.PenaltyCase:
    return await cases.stop_clock(work, input.asked(), input.kind)


@mutation("结束扣除期间\nEnd a time not counted.", on=PenaltyCase, action=Action.CONFIRM)
async def resume_case_clock(work: UnitOfWork, input: i.ResumeCaseClockInput) -> m.PenaltyCase:
    return await cases.resume_clock(work, input.asked(), input.kind)


@mutation("延长办案期限\nThirty days more, once.", on=PenaltyCase, action=Action.DECIDE)
async def extend_case(work: UnitOfWork, input: i.ExtendCaseInput) -> m.PenaltyCase:
    return await cases.extend_case(work, input.asked())


@mutation("登记证据\nRecord evidence.", on=PenaltyCase, action=Action.UPDATE)
async def record_evidence(work: UnitOfWork, input: i.RecordEvidenceInput) -> m.PenaltyCase:
    found = things.Found(
        kind=input.kind,
        what=input.what,
        source=input.source,
        officer_id=key_of(CaseOfficer, input.officer_id),
        sha256=input.sha256,
    )
    return await things.record_evidence(work, input.asked(), found)


@mutation("证据交接\nHand evidence over.", on=Evidence, action=Action.UPDATE)
async def hand_over_evidence(work: UnitOfWork, input: i.HandOverEvidenceInput) -> p.Evidence:
    key = key_of(Evidence, input.id)
    return await things.hand_over_evidence(work, key, input.expected_version, input.to, input.note)


@mutation("制作其他文书\nIssue another paper.", on=PenaltyCase, action=Action.UPDATE)
async def issue_case_document(work: UnitOfWork, input: i.IssueCaseDocumentInput) -> m.PenaltyCase:
    return await service.issue_document(work, input.asked(), input.form, input.text)


@mutation("采取措施\nSeal, seize or preserve goods.", on=PenaltyCase, action=Action.UPDATE)
async def take_measure(work: UnitOfWork, input: i.TakeMeasureInput) -> m.PenaltyCase:
    second = key_of(CaseOfficer, input.officer_id)
    return await things.take_measure(work, input.asked(), input.kind, input.items, second)


@mutation("批准措施\nApprove a measure.", on=CoerciveMeasure, action=Action.DECIDE)
async def approve_measure(work: UnitOfWork, input: i.ApproveMeasureInput) -> p.CoerciveMeasure:
    key = key_of(CoerciveMeasure, input.id)
    return await things.approve_measure(work, key, input.expected_version)


@mutation("延长强制措施\nThirty days more, once.", on=CoerciveMeasure, action=Action.DECIDE)
async def extend_measure(work: UnitOfWork, input: i.ExtendMeasureInput) -> p.CoerciveMeasure:
    key = key_of(CoerciveMeasure, input.id)
    return await things.extend_measure(work, key, input.expected_version)


@mutation("解除措施\nEnd a measure.", on=CoerciveMeasure, action=Action.UPDATE)
async def lift_measure(work: UnitOfWork, input: i.LiftMeasureInput) -> p.CoerciveMeasure:
    key = key_of(CoerciveMeasure, input.id)
    return await things.lift_measure(work, key, input.expected_version, input.outcome)


@mutation("调查终结：拟稿\nWrite and sign the report.", on=PenaltyCase, action=Action.UPDATE)
async def conclude_investigation(
    work: UnitOfWork, input: i.ConcludeInvestigationInput
) -> m.PenaltyCase:
    terms = input.terms(input.facts, input.goods_value, input.illegal_gains)
    said = cases.Conclusion(terms=terms, ground=input.ground, serious=input.serious)
    return await cases.conclude_investigation(work, input.asked(), said)


@mutation("调查终结：会签\nSign the report second.", on=PenaltyCase, action=Action.UPDATE)
async def sign_investigation(work: UnitOfWork, input: i.SignInvestigationInput) -> m.PenaltyCase:
    return await cases.sign_investigation(work, input.asked())


@mutation("审核案件\nReview a case.", on=PenaltyCase, action=Action.REVIEW)
async def review_case(work: UnitOfWork, input: i.ReviewCaseInput) -> m.PenaltyCase:
    said = cases.Opinion(
        agreed=input.agreed,
        opinion=input.opinion,
        grade=input.grade,
        fine=input.fine,
        grade_reason=input.grade_reason,
    )
    return await cases.review_case(work, input.asked(), said)


@mutation("结案\nClose a case.", on=PenaltyCase, action=Action.CONFIRM)
async def close_case(work: UnitOfWork, input: i.CloseCaseInput) -> m.PenaltyCase:
    return await cases.close_case(work, input.asked(), input.closure)


@mutation("归档\nArchive a case.", on=PenaltyCase, action=Action.UPDATE)
async def archive_case(work: UnitOfWork, input: i.ArchiveCaseInput) -> m.PenaltyCase:
    return await cases.archive_case(work, input.asked())


extensions = [
    extend(
        Mutation,
        hand_over_clue,
        propose_filing,
        decide_filing,
        extend_filing,
        register_enforcement_card,
        confirm_enforcement_card,
        change_case_officers,
        stop_case_clock,
        resume_case_clock,
        extend_case,
        record_evidence,
        hand_over_evidence,
        issue_case_document,
        take_measure,
        approve_measure,
        extend_measure,
        lift_measure,
        conclude_investigation,
        sign_investigation,
        review_case,
        close_case,
        archive_case,
    )
]
