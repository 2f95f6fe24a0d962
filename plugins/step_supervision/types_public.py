"""Questions to steps as units see them; what the public is told of a report, and of all steps."""

import datetime as dt

import strawberry

from core.extension import extend
from core.procedures.models import StepAct
from plugins.step_supervision import models_public as m
from plugins.step_supervision.service_public import Progress
from schema.fields import by_id, column, connection, key, to_one
from schema.ids import Node
from schema.roots import Query
from schema.services.step_log import StepLogLine
from schema.shared.register import VERSION, Division

UNIT = "单位\nThe authority; others are not named."


@strawberry.type(description="公众对环节的提问\nA citizen's question to a public step.")
class StepQuestion(Node):
    """A question, without who asked it."""

    id: strawberry.ID = key(m.StepQuestion.id)
    step: str = column(m.StepQuestion.step, "环节\nThe step.")
    unit: str | None = column(m.StepQuestion.unit, UNIT, where=True)
    question: str = column(m.StepQuestion.question, "提问\nThe question.")
    asked_on: dt.date = column(m.StepQuestion.asked_on, "提问日期\nAsked.", where=True)
    due_on: dt.date = column(
        m.StepQuestion.due_on, "答复期限\nAnswer until.", where=True, order=True
    )
    answer: str | None = column(m.StepQuestion.answer, "答复\nThe answer.")
    answered_on: dt.date | None = column(
        m.StepQuestion.answered_on, "答复日期\nAnswered.", where=True
    )
    version: int = column(m.StepQuestion.version, VERSION)
    line: StepLogLine | None = to_one(
        StepLogLine, "日志行\nThe line of the log.", by=m.StepQuestion.line_id
    )
    town: Division | None = to_one(
        Division, "镇街\nThe town.", by=m.StepQuestion.town_id, where=True
    )


@strawberry.type(description="已办环节\nOne step that was done.")
class ProgressStep:
    on: dt.date = strawberry.field(description="日期\nWhen.")
    step: str = strawberry.field(description="环节\nThe step.")
    act: StepAct = strawberry.field(description="动作\nWhat happened.")
    unit: str | None = strawberry.field(description=UNIT)


@strawberry.type(description="我的件办到哪了\nHow far a report, a matter or a question is.")
class ReportProgress:
    title: str = strawberry.field(description="事项种类\nWhat kind of matter.")
    step: str = strawberry.field(description="所处环节\nWhere it is.")
    unit: str | None = strawberry.field(description="在办单位\nWhich authority has it.")
    since: dt.date = strawberry.field(description="到达日期\nSince when.")
    due_on: dt.date | None = strawberry.field(description="期限\nThe last day in time.")
    paused: str | None = strawberry.field(description="中止的法定事由\nWhy the clock stands.")
    is_open: bool = strawberry.field(description="在办\nWhether it is still under way.")
    answer: str | None = strawberry.field(description="对提问的答复\nThe answer to a question.")
    steps: list[ProgressStep] = strawberry.field(description="已办环节\nWhat was done so far.")

    @classmethod
    def of(cls, found: Progress) -> "ReportProgress":
        """The progress as data."""
        return cls(
            title=found.title,
            step=found.step,
            unit=found.unit,
            since=found.since,
            due_on=found.due_on,
            paused=found.paused,
            is_open=found.is_open,
            answer=found.answer,
            steps=[
                ProgressStep(on=each.on, step=each.step, act=each.act, unit=each.unit)
                for each in found.steps
            ],
        )


extensions = [
    extend(
        Query,
        step_question=by_id(StepQuestion, "一个提问\nOne question."),
        step_questions=connection(
            StepQuestion,
            "公众提问，临期在前\nQuestions of the public, nearest due date first.",
            order_by=m.StepQuestion.due_on,
        ),
        step_log_line=by_id(StepLogLine, "一行环节日志\nOne line of the step log."),
    ),
]
