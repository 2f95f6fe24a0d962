"""Proof of who was told of warnings, digests, and the visits that warnings ask for."""

import datetime as dt

import strawberry

from core.extension import extend
from core.register.colours import WarningColour
from plugins.early_warning import models as m
from plugins.early_warning.types_hits import (
    ENTERPRISE,
    RULE,
    TOWN,
    EarlyWarning,
    subject_of,
)
from schema.enums import show_enum
from schema.fields import by_id, column, connection, key, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.services.inbox import Message
from schema.shared.register import VERSION, Division, Enterprise

_N, _V = m.WarningNotice, m.LinkedVisit

show_enum(
    m.VisitState,
    "联动巡查状态\nWhat has become of a visit.",
    {
        "PLANNED": "待巡查\nSomebody has to go there.",
        "PASSED": "现场正常\nAll was well.",
        "FAILED": "发现问题\nSomething was found.",
        "DROPPED": "已取消\nNothing asks for it any more.",
    },
)


@strawberry.type(
    description="告知凭证：何人何时被告知何种颜色，何时打开\n"
    "Proof that somebody was told of a warning in a colour, and when he opened it."
)
class WarningNotice(Node):
    id: strawberry.ID = key(_N.id)
    rule_code: str = column(_N.rule_code, RULE, where=True)
    subject_id: str = subject_of(_N)
    colour: WarningColour = column(_N.colour, "当时颜色\nIts colour then.", where=True)
    level: int = column(_N.level, "上报级数\nOf which escalation; 0: of none.", where=True)
    username: str = column(_N.username, "用户名\nWho was told.", where=True)
    why: str = column(_N.why, "为何告知此人\nWhy this person, in Chinese.")
    why_en: str = column(_N.why_en, "为何告知此人（英文）\nWhy this person.")
    told_at: dt.datetime = column(_N.told_at, "告知时间\nWhen he was told.", where=True)
    opened_at: dt.datetime | None = column(
        _N.opened_at, "打开时间；空为未打开\nWhen he opened it; null: not yet.", where=True
    )
    warning: EarlyWarning | None = to_one(
        EarlyWarning, "预警\nThe warning.", by=_N.warning_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=_N.town_id, where=True)


@strawberry.type(
    description="预警日报：一人一日一份\nWhat one person was told of warnings on one day."
)
class WarningDigest(Node):
    id: strawberry.ID = key(m.WarningDigest.id)
    on: dt.date = column(m.WarningDigest.on, "日期\nThe business day.", where=True)
    message: Message | None = to_one(Message, "消息\nIts message.", by=m.WarningDigest.message_id)
    notices: list[WarningNotice] = to_many(
        WarningNotice, "所含告知\nWhat it holds.", by=_N.digest_id, order_by=_N.id
    )


@strawberry.type(
    description="联动巡查：红色预警要求到现场查看\nA visit on site that a red warning asks for."
)
class LinkedVisit(Node):
    id: strawberry.ID = key(_V.id)
    title: str = column(_V.title, "查什么\nWhat to look at.")
    state: m.VisitState = column(_V.state, "状态\nWhat has become of it.", where=True)
    planned_on: dt.date = column(_V.planned_on, "安排日期\nWhen it was asked for.", where=True)
    due_on: dt.date = column(_V.due_on, "最迟日期\nThe last day for it.", where=True, order=True)
    done_on: dt.date | None = column(_V.done_on, "巡查日期\nWhen somebody was there.", where=True)
    record: str | None = column(_V.record, "巡查记录\nThe record of the visit.")
    version: int = column(_V.version, VERSION)
    subject_id: str = subject_of(_V)
    warning: EarlyWarning | None = to_one(
        EarlyWarning, "预警\nThe warning that asks for it.", by=_V.warning_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=_V.town_id, where=True)
    enterprise: Enterprise | None = to_one(Enterprise, ENTERPRISE, by=_V.enterprise_id, where=True)


extensions = [
    extend(
        EarlyWarning,
        notices=connection(
            WarningNotice,
            "告知了谁、谁已打开\nWho was told, and who opened it.",
            by=_N.warning_id,
            order_by=_N.id,
        ),
        visits=to_many(
            LinkedVisit, "联动巡查\nVisits that it asked for.", by=_V.warning_id, order_by=_V.id
        ),
    ),
    extend(
        Query,
        warning_notices=connection(
            WarningNotice,
            "告知凭证：何人何时被告知、何时打开\nWho was told of what when, and opened it when.",
            order_by=_N.id.desc(),
        ),
        warning_digest=by_id(WarningDigest, "一份预警日报\nOne digest."),
        warning_digests=connection(
            WarningDigest, "本人的预警日报\nYour digests.", order_by=m.WarningDigest.id.desc()
        ),
        linked_visit=by_id(LinkedVisit, "一次联动巡查\nOne visit."),
        linked_visits=connection(
            LinkedVisit, "联动巡查，最急的在前\nVisits, most pressing first.", order_by=_V.due_on
        ),
    ),
]
