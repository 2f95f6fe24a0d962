"""What the mutations of enforcement take."""

import datetime as dt

import strawberry

from plugins.enforcement import models as m
from plugins.enforcement import models_law as law
from plugins.enforcement import models_papers as p
from plugins.enforcement import service, service_discretion
from plugins.enforcement.service_clues import Lead
from plugins.enforcement.types import Clue, PenaltyCase
from schema.ids import key_of, key_or_none
from schema.payloads import ChangeInput, MutationInput
from schema.services.files import photo_keys
from schema.shared.register import Division, Enterprise

Id = strawberry.ID
f = strawberry.field
PHOTOS = "附件：先上传得到的标识\nUploads to bind."
RULE = "裁量基准\nThe rule of discretion."
FINE = "罚款（元）\nFine, in yuan."
WHY_GRADE = "改用其他等级的理由\nWhy the grade is not the usual one."
SECOND = "另一名办案人员\nThe second officer of the case."


@strawberry.input(description="当事人和情况\nWhat may be wrong, and who is said to have done it.")
class PartyInput(MutationInput):
    what: str = f(description="情况\nWhat may be wrong.")
    enterprise_id: Id | None = f(default=None, description="登记的单位\nA registered party.")
    party_kind: m.PartyKind = f(
        default=m.PartyKind.ENTERPRISE, description="未登记当事人的类型\nKind of another party."
    )
    party_name: str = f(default="", description="未登记当事人的名称\nName of another party.")
    place_id: Id | None = f(default=None, description="违法行为地镇街\nTown where it happened.")
    photos: list[Id] = f(default_factory=list, description=PHOTOS)

    def lead(self, source: m.ClueSource, subject: str | None = None) -> Lead:
        """For the service."""
        return Lead(
            what=self.what,
            source=source,
            subject=subject,
            enterprise_id=key_or_none(Enterprise, self.enterprise_id),
            party_kind=self.party_kind,
            party_name=self.party_name,
            place_id=key_or_none(Division, self.place_id),
            photos=tuple(photo_keys(self.photos)),
        )


@strawberry.input(description="移交线索的输入\nWhat `handOverClue` takes.")
class HandOverClueInput(PartyInput):
    source: m.ClueSource = f(default=m.ClueSource.OTHER, description="来源\nSource.")
    subject: Id | None = f(
        default=None, description="来自的记录，同一记录只移交一次\nThe record it comes from."
    )


@strawberry.input(description="办理线索的输入\nWhich clue.")
class ClueInput(ChangeInput):
    clue_id: Id = f(description="线索\nThe clue.")

    @property
    def key(self) -> int:
        """For the service."""
        return key_of(Clue, self.clue_id)


@strawberry.input(description="核查意见的输入\nWhat `proposeFiling` takes.")
class ProposeFilingInput(ClueInput):
    files: bool = f(default=True, description="建议立案\nWhether to file.")
    cause: str = f(default="", description="案由\nCause.")
    facts: str = f(description="核查情况\nWhat was found.")
    rule_id: Id | None = f(default=None, description=RULE)
    violated_on: dt.date | None = f(default=None, description="行为终了日期\nWhen it ended.")
    officer_ids: list[Id] = f(
        default_factory=list, description="拟办案人员的执法证，至少两名\nCards of two officers."
    )


@strawberry.input(description="立案决定的输入\nWhat `decideFiling` takes.")
class DecideFilingInput(ClueInput):
    files: bool = f(description="立案\nWhether to file.")


@strawberry.input(description="办理案件的输入\nWhich case.")
class CaseInput(ChangeInput):
    case_id: Id = f(description="案件\nThe case.")
    photos: list[Id] = f(default_factory=list, description=PHOTOS)

    def asked(self) -> service.Asked:
        """For the service."""
        return service.Asked(
            case_id=key_of(PenaltyCase, self.case_id),
            expected_version=self.expected_version,
            photos=tuple(photo_keys(self.photos)),
        )


@strawberry.input(description="登记执法证的输入\nWhat `registerEnforcementCard` takes.")
class RegisterEnforcementCardInput(MutationInput):
    number: str = f(description="证号\nNumber of the card.")
    valid_to: dt.date = f(description="失效日\nThe first day without.")


@strawberry.input(description="一条记录的输入\nWhich record.")
class RecordInput(ChangeInput):
    id: Id = f(description="记录\nThe record.")


@strawberry.input(description="调整办案人员的输入\nWhat `changeCaseOfficers` takes.")
class ChangeCaseOfficersInput(CaseInput):
    add_ids: list[Id] = f(default_factory=list, description="加入的执法证\nCards to add.")
    remove_ids: list[Id] = f(default_factory=list, description="退出的执法证\nCards to remove.")


@strawberry.input(description="扣除期间的输入\nWhich time does not count.")
class CaseClockInput(CaseInput):
    kind: m.PauseKind = f(description="事由\nWhy it does not count.")


@strawberry.input(description="证据的输入\nWhat `recordEvidence` takes.")
class RecordEvidenceInput(CaseInput):
    kind: p.EvidenceKind = f(description="种类\nKind.")
    what: str = f(description="内容\nWhat it is.")
    source: str = f(description="来源\nFrom where.")
    officer_id: Id = f(description=SECOND)
    sha256: str | None = f(default=None, description="校验值\nDigest of a recording.")


@strawberry.input(description="证据交接的输入\nWhat `handOverEvidence` takes.")
class HandOverEvidenceInput(RecordInput):
    to: str = f(description="接收人\nInto whose hands.")
    note: str = f(default="", description="说明\nNote.")


@strawberry.input(description="强制措施的输入\nWhat `takeMeasure` takes.")
class TakeMeasureInput(CaseInput):
    kind: p.MeasureKind = f(description="种类\nKind.")
    items: list[str] = f(description="物品\nWhat.")
    officer_id: Id = f(description=SECOND)


@strawberry.input(description="解除措施的输入\nWhat `liftMeasure` takes.")
class LiftMeasureInput(RecordInput):
    outcome: str = f(description="处理结果\nWhat becomes of the goods.")


@strawberry.input(description="处理内容\nWhat is proposed or decided.")
class TermsInput(CaseInput):
    result: m.CaseResult | None = f(default=None, description="处理\nPenalty or other.")
    ground: p.NoPenaltyGround | None = f(default=None, description="不罚理由\nGround.")
    grade: law.DiscretionGrade | None = f(default=None, description="裁量等级\nGrade.")
    fine: int = f(default=0, description=FINE)
    confiscation: int = f(default=0, description="没收（元）\nConfiscated, in yuan.")
    warning: bool = f(default=False, description="警告\nA warning.")
    other: str = f(default="", description="其他处罚\nOther kinds of penalty.")
    grade_reason: str = f(default="", description=WHY_GRADE)

    def terms(
        self, facts: str = "", goods_value: int = 0, illegal_gains: int = 0
    ) -> service_discretion.Terms:
        """For the service."""
        return service_discretion.Terms(
            result=self.result or m.CaseResult.PENALTY,
            facts=facts,
            goods_value=goods_value,
            illegal_gains=illegal_gains,
            grade=self.grade,
            fine=self.fine,
            confiscation=self.confiscation,
            warning=self.warning,
            other=self.other,
            grade_reason=self.grade_reason,
        )


@strawberry.input(description="调查终结的输入\nWhat `concludeInvestigation` takes.")
class ConcludeInvestigationInput(TermsInput):
    facts: str = f(description="违法事实\nFacts.")
    goods_value: int = f(default=0, description="货值金额（元）\nValue of the goods.")
    illegal_gains: int = f(default=0, description="违法所得（元）\nIllegal gains.")
    serious: bool = f(default=False, description="重大或复杂\nComplex or grave.")


@strawberry.input(description="审核的输入\nWhat `reviewCase` takes.")
class ReviewCaseInput(CaseInput):
    agreed: bool = f(description="同意\nWhether agreed; else it goes back.")
    opinion: str = f(description="意见\nOpinion.")
    grade: law.DiscretionGrade | None = f(default=None, description="改为等级\nAnother grade.")
    fine: int | None = f(default=None, description="改为罚款（元）\nAnother fine.")
    grade_reason: str = f(default="", description=WHY_GRADE)


@strawberry.input(description="extendFiling 的输入\nWhat `extendFiling` takes.")
class ExtendFilingInput(ClueInput):
    pass


@strawberry.input(description="extendCase 的输入\nWhat `extendCase` takes.")
class ExtendCaseInput(CaseInput):
    pass


@strawberry.input(description="signInvestigation 的输入\nWhat `signInvestigation` takes.")
class SignInvestigationInput(CaseInput):
    pass


@strawberry.input(description="archiveCase 的输入\nWhat `archiveCase` takes.")
class ArchiveCaseInput(CaseInput):
    pass


@strawberry.input(description="confirmEnforcementCard 的输入\nWhat `confirmEnforcementCard` takes.")
class ConfirmEnforcementCardInput(RecordInput):
    pass


@strawberry.input(description="extendMeasure 的输入\nWhat `extendMeasure` takes.")
class ExtendMeasureInput(RecordInput):
    pass


@strawberry.input(description="stopCaseClock 的输入\nWhat `stopCaseClock` takes.")
class StopCaseClockInput(CaseClockInput):
    pass


@strawberry.input(description="resumeCaseClock 的输入\nWhat `resumeCaseClock` takes.")
class ResumeCaseClockInput(CaseClockInput):
    pass


@strawberry.input(description="结案的输入\nWhat `closeCase` takes.")
class CloseCaseInput(CaseInput):
    closure: m.ClosureReason | None = f(default=None, description="结案理由\nWhy.")


@strawberry.input(description="制作文书的输入\nWhat `issueCaseDocument` takes.")
class IssueCaseDocumentInput(CaseInput):
    form: int = f(description="文书式样序号\nNumber of the form.")
    text: str = f(description="内容\nWhat it says.")


@strawberry.input(description="approveMeasure 的输入\nWhat `approveMeasure` takes.")
class ApproveMeasureInput(RecordInput):
    pass
