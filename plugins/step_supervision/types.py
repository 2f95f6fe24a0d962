"""Pauses, supervision cases, and what they and every step show of unit, clock and lateness."""

import datetime as dt

import strawberry
from sqlalchemy import Date, Integer, case, cast, func, type_coerce

from core.extension import extend
from core.procedures.models import StepEvent as StepRow
from plugins.step_supervision import models as m
from schema.fields import by_id, column, computed, connection, key, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.services.files import Attachment, attachments_of
from schema.services.matters import Matter, StepEvent
from schema.shared.identity_types import Organisation
from schema.shared.register import VERSION, Division

TOWN = "镇街\nThe town."
HAPPENED_ON = cast(func.timezone("Asia/Shanghai", StepRow.at), Date)
DAYS_LATE = case(
    (StepRow.on_time.is_(False), type_coerce(HAPPENED_ON - StepRow.due_on, Integer)), else_=0
)


@strawberry.type(description="中止计时\nA time for which the clock of a step stood.")
class StepPause(Node):
    """One pause, with its lawful reason."""

    id: strawberry.ID = key(m.StepPause.id)
    step: str = column(m.StepPause.step, "环节\nThe step.", where=True)
    step_title: str = column(m.StepPause.step_title, "环节名称\nThe step's name.")
    kind: str = column(m.StepPause.kind, "法定事由代码\nThe lawful reason, a code.", where=True)
    reason: str = column(m.StepPause.reason, "说明\nWhat was said.")
    paused_on: dt.date = column(
        m.StepPause.paused_on, "中止日期\nSince when it stands.", where=True, order=True
    )
    resumed_on: dt.date | None = column(
        m.StepPause.resumed_on,
        "恢复日期，未恢复为空\nUntil when; none so far.",
        where=True,
    )
    organisation: Organisation | None = to_one(
        Organisation, "中止的单位\nWho stopped it.", by=m.StepPause.organisation_id
    )
    town: Division | None = to_one(Division, TOWN, by=m.StepPause.town_id, where=True)
    matter: Matter | None = to_one(Matter, "事项\nThe matter.", by=m.StepPause.matter_id)


@strawberry.type(description="督办件\nA superior body asks; the unit answers.")
class SupervisionCase(Node):
    """A case of supervision."""

    id: strawberry.ID = key(m.SupervisionCase.id)
    number: str = column(m.SupervisionCase.number, "编号\nIts number.", where=True)
    about_step: str = column(m.SupervisionCase.about_step, "督办时所处环节\nWhere it waited then.")
    question: str = column(m.SupervisionCase.question, "督办要求\nWhat is asked.")
    issued_on: dt.date = column(
        m.SupervisionCase.issued_on, "发出日期\nIssued.", where=True, order=True
    )
    answer: str | None = column(m.SupervisionCase.answer, "答复\nThe answer.")
    answered_on: dt.date | None = column(
        m.SupervisionCase.answered_on, "答复日期\nAnswered.", where=True
    )
    verdict: str | None = column(m.SupervisionCase.verdict, "评定意见\nWhat was said of it.")
    times_returned: int = column(
        m.SupervisionCase.times_returned, "退回次数\nHow often it was returned.", where=True
    )
    closed_on: dt.date | None = column(m.SupervisionCase.closed_on, "办结日期\nClosed.", where=True)
    version: int = column(m.SupervisionCase.version, VERSION)
    unit: Organisation | None = to_one(
        Organisation, "被督办单位\nWho is asked.", by=m.SupervisionCase.unit_id, where=True
    )
    about: Matter | None = to_one(
        Matter, "督办的事项\nThe matter that is supervised.", by=m.SupervisionCase.about_id
    )
    town: Division | None = to_one(Division, TOWN, by=m.SupervisionCase.town_id, where=True)
    matter: Matter | None = to_one(
        Matter, "督办件的办理\nThe case's own progress.", by=m.SupervisionCase.matter_id, where=True
    )
    attachments: list[Attachment] = attachments_of("附件\nIts files.")


extensions = [
    extend(
        StepEvent,
        happened_on=computed(HAPPENED_ON, "办理日期\nThe business date."),
        days_late=computed(DAYS_LATE, "逾期天数，按期为零\nCalendar days late; 0 in time."),
        town=to_one(Division, TOWN, by=StepRow.town_id, where=True),
    ),
    extend(
        Matter,
        pauses=to_many(
            StepPause,
            "中止记录\nFor which times the clock stood.",
            by=m.StepPause.matter_id,
            order_by=m.StepPause.paused_on,
        ),
        supervision_cases=to_many(
            SupervisionCase,
            "督办\nCases that supervise it.",
            by=m.SupervisionCase.about_id,
            order_by=m.SupervisionCase.issued_on,
        ),
    ),
    extend(
        Query,
        step_events=connection(
            StepEvent,
            "环节记录，最近的在前\nEvery step of every matter, latest first.",
            order_by=StepRow.at.desc(),
        ),
        step_pauses=connection(
            StepPause,
            "中止计时，最近的在前\nPauses, latest first.",
            order_by=m.StepPause.paused_on.desc(),
        ),
        supervision_case=by_id(SupervisionCase, "一个督办件\nOne case."),
        supervision_cases=connection(
            SupervisionCase,
            "督办件，最近的在前\nCases, latest first.",
            order_by=m.SupervisionCase.issued_on.desc(),
        ),
    ),
]
