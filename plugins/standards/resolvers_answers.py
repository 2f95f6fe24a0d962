"""What the mutations of rounds, checks, pilots and members take."""

import datetime as dt

import strawberry

from plugins.standards import models_checks as mc
from plugins.standards import service_checks
from plugins.standards.service import Asked
from plugins.standards.types_checks import DeclarationCheck
from plugins.standards.types_law import CheckPoint
from schema.ids import key_of
from schema.payloads import ChangeInput, MutationInput

Id = strawberry.ID


@strawberry.input(description="冻结抽查名单的输入\nWhat `freezeCheckRound` takes.")
class FreezeCheckRoundInput(MutationInput):
    title: str = strawberry.field(description="名称\nIts name.")
    percent: int = strawberry.field(default=5, description="比例（%）\nPer cent.")
    seed_source: str = strawberry.field(
        default="", description="种子来源；空为系统产生\nWhere the seed will come from."
    )


@strawberry.input(description="抽取的输入\nWhat `drawCheckRound` takes.")
class DrawCheckRoundInput(ChangeInput):
    round_id: Id = strawberry.field(description="批次\nThe round.")
    seed: str = strawberry.field(default="", description="种子\nThe seed, where it was announced.")


@strawberry.input(description="公示的输入\nWhat `publishCheckRound` takes.")
class PublishCheckRoundInput(ChangeInput):
    round_id: Id = strawberry.field(description="批次\nThe round.")


@strawberry.input(description="办理抽查的输入\nWhich check.")
class CheckInput(ChangeInput):
    check_id: Id = strawberry.field(description="抽查\nThe check.")

    def asked(self) -> Asked:
        """For the service."""
        key = key_of(DeclarationCheck, self.check_id)
        return Asked(key=key, expected_version=self.expected_version)


@strawberry.input(description="核查项结果\nThe answer to one point.")
class CheckAnswerInput:
    point_id: Id = strawberry.field(description="核查项\nThe point.")
    verdict: mc.CheckVerdict = strawberry.field(description="结果\nAs found.")
    note: str = strawberry.field(default="", description="情况；不符合必填\nNeeded for a fault.")

    def answer(self) -> service_checks.Answer:
        """For the service."""
        return service_checks.Answer(
            point_id=key_of(CheckPoint, self.point_id), verdict=self.verdict, note=self.note
        )


@strawberry.input(description="核查的输入\nAll answers, or in short what is faulty.")
class CheckDeclarationInput(CheckInput):
    answers: list[CheckAnswerInput] | None = strawberry.field(
        default=None, description="各项结果\nOne for each point."
    )
    faulty: list[Id] = strawberry.field(
        default_factory=list,
        description="不填各项结果时：不符合项，其余符合\nIn short: only what is faulty.",
    )
    findings: str = strawberry.field(default="", description="核查情况\nWhat was found.")


@strawberry.input(description="会签核查结果的输入\nWhat `signDeclarationCheck` takes.")
class SignDeclarationCheckInput(CheckInput): ...


@strawberry.input(description="责令改正的输入\nWhat `orderCorrection` takes.")
class OrderCorrectionInput(CheckInput):
    correct_by: dt.date = strawberry.field(description="改正期限\nThe last day of the term.")


@strawberry.input(description="改正的输入\nWhat `correctDeclaration` takes.")
class CorrectDeclarationInput(CheckInput):
    text: str = strawberry.field(description="改正情况\nWhat was corrected.")


@strawberry.input(description="复核改正的输入\nWhat `reviewCorrection` takes.")
class ReviewCorrectionInput(CheckInput):
    accepted: bool = strawberry.field(description="已改正，或退回\nWhether it is corrected.")


@strawberry.input(description="公示未改正的输入\nWhat `publishUncorrected` takes.")
class PublishUncorrectedInput(CheckInput): ...


@strawberry.input(description="登记试点或起草的输入\nWhat `recordPilot` takes.")
class RecordPilotInput(MutationInput):
    enterprise_id: Id = strawberry.field(description="企业\nThe enterprise.")
    kind: mc.PilotKind = strawberry.field(description="类型\nWhat kind.")
    title: str = strawberry.field(description="名称\nIts name.")
    began_on: dt.date = strawberry.field(description="开始日期\nBegan on.")


@strawberry.input(description="办结试点或起草的输入\nWhat `endPilot` takes.")
class EndPilotInput(ChangeInput):
    pilot_id: Id = strawberry.field(description="项目\nThe pilot.")
    outcome: str = strawberry.field(description="结果\nWhat came of it.")


@strawberry.input(description="登记条码成员的输入\nWhat `recordBarcodeMember` takes.")
class RecordBarcodeMemberInput(MutationInput):
    enterprise_id: Id = strawberry.field(description="企业\nThe enterprise.")
    maker_code: str = strawberry.field(description="厂商识别代码\nThe maker's code.")
    member_since: dt.date = strawberry.field(description="入会日期\nSince.")
    valid_until: dt.date = strawberry.field(description="有效期止\nThe last day.")
