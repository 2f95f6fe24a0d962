"""What the public asks: where a report is, how many steps were late where; questions to a step."""

import datetime as dt
from typing import Annotated, Any

import strawberry
from sqlalchemy import Integer, func, select, type_coerce
from strawberry.types.info import Info

from core.extension import extend
from core.policy.vocabulary import Action
from core.step_log.models import StepLogLine as Line
from core.store.unit import UnitOfWork
from plugins.step_supervision import models_public as m
from plugins.step_supervision import service_public, service_questions
from plugins.step_supervision.resolvers_statistics import MOST, USUAL, By, StepsBy
from plugins.step_supervision.types_public import ReportProgress, StepQuestion
from schema.ids import key_of
from schema.operations import mutation, query
from schema.payloads import ChangeInput, MutationInput, Payload
from schema.request import Request
from schema.roots import Mutation, Query
from schema.services.matters import Matter
from schema.services.step_log import StepLogLine

ASK_COST = 20_000
Token = Annotated[str | None, strawberry.argument(description="查询码\nThe token.")]
COLUMNS: dict[StepsBy, Any] = {
    StepsBy.UNIT: Line.unit,
    StepsBy.TOWN: Line.town,
    StepsBy.PROCEDURE: Line.procedure,
    StepsBy.STEP: func.concat(Line.procedure, "：", Line.step),
}


@strawberry.type(description="公开环节统计\nPublic steps of a period, and how many were in time.")
class PublicStepPerformance:
    name: str = strawberry.field(description="单位、镇街、程序或环节\nOf what.")
    timed: int = strawberry.field(description="有期限的环节\nSteps with a limit.")
    late: int = strawberry.field(description="逾期\nOf these late.")
    rate: float | None = strawberry.field(description="按期率\nIn time of timed, 0 to 1.")
    worst_days: int = strawberry.field(description="最长逾期天数\nThe longest delay in days.")
    returned: int = strawberry.field(description="退回\nSent back.")
    paused: int = strawberry.field(description="中止计时\nHow often the clock was stopped.")


@query(
    "我的件办到哪了：凭查询码\nWhere a report is, by its token; no account is needed.",
    reads="step_supervision:Query.whereIsMyReport",
)
async def where_is_my_report(info: Info, token: Token = None) -> ReportProgress | None:
    """Each try costs the caller's budget, so that tokens are not guessed."""
    request: Request = info.context
    if not token:
        return None
    request.services.spend(request.access, request.ip, service_public.COST)
    found = await service_public.progress(request.store, request.access.table, token, request.today)
    return None if found is None else ReportProgress.of(found)


@query(
    "公开环节统计：最近九十天，按单位、镇街、程序或环节，逾期多的在前\n"
    "Public steps of the last ninety days, the latest first.",
    reads=StepLogLine,
)
async def public_step_performance(info: Info, by: By = StepsBy.UNIT) -> list[PublicStepPerformance]:
    name, since = COLUMNS[by].label("name"), info.context.today - USUAL
    late = func.count().filter(Line.in_time.is_(False)).label("late")
    days = func.max(type_coerce(Line.happened_on - Line.due_on, Integer)).filter(
        Line.in_time.is_(False)
    )
    wanted = (
        select(
            name,
            func.count(Line.in_time).label("timed"),
            late,
            func.coalesce(days, 0).label("worst_days"),
            func.count().filter(Line.act == "RETURNED").label("returned"),
            func.count().filter(Line.act.in_(["PAUSED", "SUPPLEMENT_REQUESTED"])).label("paused"),
        )
        .where(Line.step.is_not(None), Line.day >= since, COLUMNS[by].is_not(None))
        .group_by(name)
        .order_by(late.desc(), name)
        .limit(MOST)
    )
    rows = await info.context.loading.rows(wanted)
    return [PublicStepPerformance(rate=_rate(row), **row._mapping) for row in rows]  # noqa: SLF001  public by contract


def _rate(row: Any) -> float | None:
    return (row.timed - row.late) / row.timed if row.timed else None


@strawberry.input(description="发放查询码的输入\nWhat `issueProgressToken` takes.")
class IssueProgressTokenInput(MutationInput):
    matter_id: strawberry.ID = strawberry.field(description="事项\nWhich matter.")


@strawberry.type(description="查询码，只显示一次\nThe token, shown once.")
class IssueProgressTokenPayload(Payload):
    token: str | None = strawberry.field(
        default=None, description="查询码；重复提交不再显示\nThe token; a replay shows none."
    )


@strawberry.input(description="对环节提问的输入\nWhat `askAboutStep` takes.")
class AskAboutStepInput(MutationInput):
    line_id: strawberry.ID = strawberry.field(description="公开环节\nWhich public step.")
    question: str = strawberry.field(
        description="提问，请勿写个人信息\nThe question; write no personal data."
    )


@strawberry.type(description="凭查询码看答复\nThe token by which the answer is read.")
class AskAboutStepPayload(Payload):
    token: str | None = strawberry.field(
        default=None,
        description="查询码；登录后重复提交不再显示\nThe token; signed in, a replay shows none.",
    )
    answer_by: dt.date | None = strawberry.field(
        default=None, description="答复期限\nAnswered until."
    )


@strawberry.input(description="答复提问的输入\nWhat `answerStepQuestion` takes.")
class AnswerStepQuestionInput(ChangeInput):
    question_id: strawberry.ID = strawberry.field(description="提问\nWhich question.")
    answer: str = strawberry.field(
        description="答复，提问人凭查询码可见\nThe answer; whoever asked reads it."
    )


@mutation(
    "发放查询码，当面交给来办的人\nA token of progress, to hand to whoever came.",
    on=Matter,
    action=Action.UPDATE,
)
async def issue_progress_token(
    work: UnitOfWork, input: IssueProgressTokenInput
) -> IssueProgressTokenPayload:
    key = key_of(Matter, input.matter_id)
    row, token = await service_public.issue_token(work, key)
    return IssueProgressTokenPayload(token=token, row=row)


@mutation(
    "公众对公开环节提问\nA citizen asks about a public step.",
    on=StepQuestion,
    action=Action.CREATE,
)
async def ask_about_step(
    work: UnitOfWork, request: Request, input: AskAboutStepInput
) -> AskAboutStepPayload:
    request.services.spend(request.access, request.ip, ASK_COST)
    row, token = await service_questions.ask(
        work, key_of(StepLogLine, input.line_id), input.question, input.client_mutation_id
    )
    return AskAboutStepPayload(token=token, answer_by=row.due_on, row=row)


@mutation("答复公众提问\nAnswer a question.", on=StepQuestion, action=Action.SUBMIT)
async def answer_step_question(work: UnitOfWork, input: AnswerStepQuestionInput) -> m.StepQuestion:
    key = key_of(StepQuestion, input.question_id)
    return await service_questions.answer(work, key, input.answer, input.expected_version)


extensions = [
    extend(Query, where_is_my_report, public_step_performance),
    extend(Mutation, issue_progress_token, ask_about_step, answer_step_question),
]
