"""Operations on cases of supervision: thin, the rules are in the service."""

import datetime as dt

import strawberry

from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from plugins.step_supervision import models as m
from plugins.step_supervision import service
from plugins.step_supervision.types import SupervisionCase
from schema.ids import key_of
from schema.operations import mutation
from schema.payloads import ChangeInput, MutationInput
from schema.roots import Mutation
from schema.services.files import photo_keys
from schema.services.matters import Matter
from schema.shared.identity_types import Organisation

CASE = "督办件\nThe case."
ANSWER_BY = "答复期限，不填按五个工作日\nAnswer until; else five working days."


@strawberry.input(description="发出督办的输入\nWhat `issueSupervision` takes.")
class IssueSupervisionInput(MutationInput):
    matter_id: strawberry.ID = strawberry.field(description="督办的事项\nWhich matter.")
    unit_id: strawberry.ID = strawberry.field(description="被督办单位\nWho is asked.")
    question: str = strawberry.field(description="督办要求\nWhat is asked.")
    answer_by: dt.date | None = strawberry.field(default=None, description=ANSWER_BY)


@strawberry.input(description="答复督办的输入\nWhat `answerSupervision` takes.")
class AnswerSupervisionInput(ChangeInput):
    case_id: strawberry.ID = strawberry.field(description=CASE)
    answer: str = strawberry.field(description="答复\nThe answer.")
    photos: list[strawberry.ID] | None = strawberry.field(
        default=None, description="材料，先上传\nPapers, uploaded before."
    )


@strawberry.input(description="认可答复的输入\nWhat `acceptSupervision` takes.")
class AcceptSupervisionInput(ChangeInput):
    case_id: strawberry.ID = strawberry.field(description=CASE)
    verdict: str = strawberry.field(description="意见\nWhat is said of the answer.")

    def judged(self, *, accepted: bool, answer_by: dt.date | None = None) -> service.Judged:
        """For the service."""
        return service.Judged(
            key=key_of(SupervisionCase, self.case_id),
            accepted=accepted,
            verdict=self.verdict,
            answer_by=answer_by,
            expected_version=self.expected_version,
        )


@strawberry.input(description="退回答复的输入\nWhat `returnSupervision` takes.")
class ReturnSupervisionInput(AcceptSupervisionInput):
    answer_by: dt.date | None = strawberry.field(default=None, description=ANSWER_BY)


@mutation("发出督办\nAsk a unit about a matter.", on=SupervisionCase, action=Action.CREATE)
async def issue_supervision(work: UnitOfWork, input: IssueSupervisionInput) -> m.SupervisionCase:
    asked = service.Asked(
        matter_id=key_of(Matter, input.matter_id),
        unit_id=key_of(Organisation, input.unit_id),
        question=input.question,
        answer_by=input.answer_by,
    )
    return await service.issue(work, asked)


@mutation("答复督办\nAnswer a case.", on=SupervisionCase, action=Action.SUBMIT)
async def answer_supervision(work: UnitOfWork, input: AnswerSupervisionInput) -> m.SupervisionCase:
    key, photos = key_of(SupervisionCase, input.case_id), tuple(photo_keys(input.photos))
    return await service.answer(work, key, input.answer, photos, input.expected_version)


@mutation("认可答复\nAccept an answer.", on=SupervisionCase, action=Action.REVIEW)
async def accept_supervision(work: UnitOfWork, input: AcceptSupervisionInput) -> m.SupervisionCase:
    return await service.judge(work, input.judged(accepted=True))


@mutation("退回答复，要求重答\nReturn an answer.", on=SupervisionCase, action=Action.REVIEW)
async def return_supervision(work: UnitOfWork, input: ReturnSupervisionInput) -> m.SupervisionCase:
    return await service.judge(work, input.judged(accepted=False, answer_by=input.answer_by))


extensions = [
    extend(Mutation, issue_supervision, answer_supervision, accept_supervision, return_supervision),
]
