"""The step log and its anchors, as everybody may read them, the public too."""

import datetime as dt

import strawberry
from sqlalchemy import Integer, case, func, type_coerce

from core.extension import extend
from core.step_log import models as m
from schema.fields import column, computed, connection, key
from schema.ids import Node
from schema.roots import Query

ACTS = {
    "OPENED": "发起",
    "COMPLETED": "办理",
    "SIGNED": "签署",
    "RETURNED": "退回",
    "SUPPLEMENT_REQUESTED": "要求补正",
    "SUPPLEMENTED": "补正",
    "TRANSFERRED": "转办",
    "DELEGATED": "交办",
    "URGED": "催办",
    "COPIED": "抄送",
    "PAUSED": "中止计时",
    "RESUMED": "恢复计时",
    "EXTENDED": "延长期限",
    "WITHDRAWN": "撤回",
}
PAUSES = {
    "supplement": "补正材料",
    "hearing": "听证",
    "testing": "检验检测",
    "expert_review": "专家评审",
    "announcement": "公告",
}
"""Lawful reasons by their codes; one that is not here is shown by its code."""
LINE = func.concat(m.StepLogLine.chain_hash, " ", m.StepLogLine.line)


@strawberry.type(
    description="公开的环节日志：一行一个环节，逐行相链\n"
    "A line of the step log: a unit and its clock, never a person or an enterprise."
)
class StepLogLine(Node):
    """A line of the log."""

    id: strawberry.ID = key(m.StepLogLine.id)
    number: int = computed(
        type_coerce(m.StepLogLine.id, Integer), "行号\nIts place in the chain, from 1."
    )
    day: dt.date = column(
        m.StepLogLine.day, "日志日期\nThe day whose log it is in.", where=True, order=True
    )
    line: str = computed(LINE, "日志行：哈希、空格、内容\nThe line as it is verified.")
    case_code: str | None = column(
        m.StepLogLine.case_code, "事项代码\nTells cases apart.", where=True
    )
    procedure: str | None = column(m.StepLogLine.procedure, "程序\nThe procedure.", where=True)
    step: str | None = column(m.StepLogLine.step, "环节\nThe step.", where=True)
    act: str | None = column(m.StepLogLine.act, "动作代码\nWhat happened, a code.", where=True)
    act_title: str | None = computed(
        case(ACTS, value=m.StepLogLine.act), "动作\nWhat happened, in Chinese."
    )
    to_step: str | None = column(m.StepLogLine.to_step, "去向\nWhere it went.")
    unit: str | None = column(
        m.StepLogLine.unit, "单位；企业等不显示\nThe authority; others are not named.", where=True
    )
    tier: str | None = column(m.StepLogLine.tier, "层级\nIts tier.", where=True)
    town: str | None = column(m.StepLogLine.town, "镇街\nThe town.", where=True)
    arrived_on: dt.date | None = column(m.StepLogLine.arrived_on, "到达日期\nSince when it waited.")
    due_on: dt.date | None = column(m.StepLogLine.due_on, "期限\nThe last day in time.")
    happened_on: dt.date | None = column(
        m.StepLogLine.happened_on, "办理日期\nWhen it happened.", where=True
    )
    in_time: bool | None = column(m.StepLogLine.in_time, "按期\nWhether in time.", where=True)
    pause: str | None = column(
        m.StepLogLine.pause, "中止事由代码\nWhy the clock stood, a code.", where=True
    )
    pause_title: str | None = computed(
        case(PAUSES, value=func.lower(m.StepLogLine.pause), else_=m.StepLogLine.pause),
        "中止的法定事由\nWhy the clock stood, in Chinese.",
    )


@strawberry.type(description="锚定：一天结束时的链首\nThe head of the chain at the end of a day.")
class StepAnchor(Node):
    """The anchor of a day: what somebody keeps to prove the log."""

    id: strawberry.ID = key(m.StepAnchor.id)
    day: dt.date = column(m.StepAnchor.day, "日期\nThe day.", where=True, order=True)
    sequence: int = computed(
        type_coerce(m.StepAnchor.sequence, Integer), "末行行号\nThe last line's number."
    )
    lines: int = column(m.StepAnchor.lines, "当日行数\nHow many lines the day has.")
    chain_hash: str = column(m.StepAnchor.chain_hash, "链首哈希\nThe hash of that line.")
    line: str = column(m.StepAnchor.line, "锚定原文\nThe anchor as it is kept and verified.")


extensions = [
    extend(
        Query,
        step_log=connection(
            StepLogLine,
            "环节日志，最近的在前\nThe step log, latest first.",
            order_by=m.StepLogLine.id.desc(),
        ),
        step_anchors=connection(
            StepAnchor, "锚定，最近的在前\nAnchors, latest first.", order_by=m.StepAnchor.day.desc()
        ),
    )
]
