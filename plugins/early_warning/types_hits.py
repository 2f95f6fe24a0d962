"""Warnings as clients see them: what was raised, what happened to it, who was told."""

import datetime as dt
from typing import Any

import strawberry
from sqlalchemy import Integer, Text, case, func, literal, select, type_coerce
from strawberry.types.info import Info

from core.extension import extend
from core.register.colours import WarningColour
from core.store.scope import TODAY
from core.warnings import models as core
from core.warnings.bands import rule_colour
from plugins.early_warning import models as m
from plugins.early_warning.service_explaining import explanation
from plugins.early_warning.types import WarningRuleVersion
from schema.enums import show_enum
from schema.fields import by_id, column, computed, connection, key, to_many, to_one
from schema.ids import Node
from schema.request import Request
from schema.roots import Query
from schema.services.matters import Matter
from schema.shared.identity_types import Account
from schema.shared.register import VERSION, Division, Enterprise

show_enum(
    core.WarningState,
    "预警状态\nWhat has become of a warning.",
    {
        "RAISED": "已产生\nNobody was told yet.",
        "NOTIFIED": "已告知\nWhom it concerns was told.",
        "ACKNOWLEDGED": "已签收\nSomebody said that he knows.",
        "ACTING": "办理中\nA matter deals with it.",
        "SUPPRESSED": "暂停提醒\nNobody is reminded until a day.",
        "ESCALATED": "已上报\nIt went a level up, for nobody acted.",
        "CLEARED": "已解除\nWhat it warned of is over.",
    },
)
show_enum(
    core.WarningAct,
    "预警经过\nWhat can happen to a warning.",
    {
        "RAISED": "产生\nIt was raised.",
        "COLOUR_CHANGED": "变色\nIt entered another colour.",
        "TOLD": "告知\nWhom it concerns was told.",
        "ACKNOWLEDGED": "签收\nSomebody said that he knows.",
        "ACTING": "办理\nA matter deals with it.",
        "SUPPRESSED": "暂停提醒\nNobody is reminded until a day.",
        "RESUMED": "恢复提醒\nThe suppression ended.",
        "ESCALATED": "上报\nIt went a level up.",
        "VISIT_PLANNED": "安排巡查\nA visit was put on the route.",
        "VISITED": "现场巡查\nSomebody was there.",
        "CLEARED": "解除\nWhat it warned of is over.",
    },
)
SUBJECT = "所预警的记录的全局标识\nGlobal id of the record that it is about."
TOWN = "镇街\nThe town in which the record lies."
ENTERPRISE = "企业\nThe enterprise whose record it is."
RULE = "规则代码\nThe rule's code."
COLOUR = "颜色\nIts colour."
_W, _E = core.EarlyWarning, core.WarningEvent
LIVE = case(
    (_W.cleared_on.is_(None), func.coalesce(rule_colour(_W.due_on, _W.rule_code), _W.colour)),
    else_=_W.colour,
)
"""The sweep keeps the stored one; what is shown turns at midnight, as the record itself does."""
_STATE = core.WarningState


def subject_of(model: type[core.EarlyWarning | m.WarningNotice | m.LinkedVisit]) -> str:
    """As `schema.ids.global_id` writes it."""
    name = func.concat(
        func.split_part(model.resource, ":", 2), ":", model.subject_key, type_=Text()
    )
    encoded = func.encode(func.convert_to(name, "UTF8"), "base64", type_=Text())
    return computed(encoded, SUBJECT, where=True)


NEXT = case(
    (
        _W.state == _STATE.CLEARED,
        literal("已解除，无需办理\nIt was cleared; nothing is left to do."),
    ),
    (
        _W.state == _STATE.SUPPRESSED,
        literal("已暂停提醒，到期自动恢复\nSuppressed; it comes back by itself."),
    ),
    (
        _W.state == _STATE.ACTING,
        literal("事项办理中，办结后自动解除\nA matter deals with it; it clears by itself then."),
    ),
    (
        _W.state == _STATE.ACKNOWLEDGED,
        literal("请在期限前申请或办理，办结后自动解除\nApply or act before the day."),
    ),
    (
        _W.due_on < TODAY,
        literal(
            "已超过法定期限：请立即签收并停止使用、补办\nThe legal day has passed: act at once."
        ),
    ),
    else_=literal("请签收，并在期限前申请或办理\nAcknowledge it, then act before the day."),
)


@strawberry.type(
    description="预警：从产生到解除是同一个对象\n"
    "A date that nears or has passed: one object from being raised to being cleared."
)
class EarlyWarning(Node):
    id: strawberry.ID = key(_W.id)
    rule_code: str = column(_W.rule_code, RULE, where=True)
    rule: WarningRuleVersion | None = to_one(
        WarningRuleVersion, "规则版本\nThe version of its rule.", by=_W.rule_version_id, where=True
    )
    due_on: dt.date | None = column(
        _W.due_on, "法定期限\nThe last day that the law gives.", where=True
    )
    days_left: int | None = computed(
        type_coerce(_W.due_on - TODAY, Integer),
        "剩余天数；负数为已过\nDays left; below zero: past.",
    )
    measure: int | None = column(_W.measure, "数值\nThe number, where it is no date.")
    colour: WarningColour = computed(LIVE, COLOUR, where=True)
    colour_since: dt.date = column(
        _W.colour_since, "进入该颜色的日期\nWhen it entered its colour.", where=True
    )
    raised_on: dt.date = column(_W.raised_on, "产生日期\nWhen it was raised.", where=True)
    state: core.WarningState = column(_W.state, "状态\nWhat has become of it.", where=True)
    level: int = column(_W.level, "已上报级数\nHow often it went a level up.", where=True)
    next_step: str = computed(NEXT, "下一步怎么办\nWhat to do next.")
    acknowledged_at: dt.datetime | None = column(
        _W.acknowledged_at, "签收时间\nWhen it was acknowledged."
    )
    suppressed_until: dt.date | None = column(
        _W.suppressed_until, "暂停提醒至\nSuppressed until the end of this day.", where=True
    )
    suppress_reason: str | None = column(_W.suppress_reason, "暂停理由\nWhy it is suppressed.")
    cleared_on: dt.date | None = column(_W.cleared_on, "解除日期\nWhen it cleared.", where=True)
    cleared_by: str | None = column(_W.cleared_by, "解除原因代码\nBy what it cleared.")
    version: int = column(_W.version, VERSION)
    subject_id: str = subject_of(_W)
    town: Division | None = to_one(Division, TOWN, by=_W.town_id, where=True)
    enterprise: Enterprise | None = to_one(Enterprise, ENTERPRISE, by=_W.enterprise_id, where=True)
    matter: Matter | None = to_one(
        Matter, "应对它的事项\nThe matter that answers it.", by=_W.matter_id, where=True
    )

    @strawberry.field(description="所预警的记录；超出范围为空\nThe record, where one may read it.")
    async def subject(self, info: Info) -> Node | None:
        """Read as any other record, under its own scope."""
        request: Request = info.context
        about = await _about(request, vars(self)["_key"])
        definition: Any = about and request.view.get_type_by_name(about[0].partition(":")[2])
        if not definition:
            return None
        record: Node | None = await request.loading.record(definition.origin, about[1])
        return record

    @strawberry.field(
        description="为何预警：事实、规则和限度\nWhy: the facts, the rule and its threshold."
    )
    async def explain(self, info: Info) -> str | None:
        """One sentence in each language."""
        return await explanation(info.context.loading, vars(self)["_key"])


async def _about(request: Request, key: int) -> Any:
    """The resource and key of what a warning is about, read together with its siblings."""

    async def load(keys: list[int]) -> list[Any]:
        wanted = select(_W.id, _W.resource, _W.subject_key).where(_W.id.in_(keys))
        found = {row[0]: (row[1], row[2]) for row in await request.loading.rows(wanted)}
        return [found.get(each) for each in keys]

    return await request.loading.batch("what warnings are about", key, load)


@strawberry.type(description="预警经过：只增不改\nOne thing that happened to a warning.")
class WarningEvent(Node):
    id: strawberry.ID = key(_E.id)
    act: core.WarningAct = column(_E.act, "动作\nWhat happened.", where=True)
    colour: WarningColour = column(_E.colour, "当时颜色\nIts colour then.", where=True)
    on: dt.date = column(_E.on, "日期\nThe business date.", where=True)
    recorded_at: dt.datetime = column(_E.recorded_at, "时间\nWhen.")
    note: str = column(_E.note, "说明\nWhat was said.")
    warning: EarlyWarning | None = to_one(
        EarlyWarning, "预警\nThe warning.", by=_E.warning_id, where=True
    )
    account: Account | None = to_one(Account, "何人；自动为空\nWho did it.", by=_E.account_id)


extensions = [
    extend(
        EarlyWarning,
        story=connection(
            WarningEvent, "经过，按时间\nWhat happened to it.", by=_E.warning_id, order_by=_E.id
        ),
    ),
    extend(
        Enterprise,
        warnings=connection(
            EarlyWarning,
            "预警，最近产生的在前\nIts warnings, newest first.",
            by=_W.enterprise_id,
            order_by=_W.id.desc(),
        ),
    ),
    extend(
        Matter,
        warnings=to_many(
            EarlyWarning, "所应对的预警\nWarnings that it answers.", by=_W.matter_id, order_by=_W.id
        ),
    ),
    extend(
        Query,
        early_warning=by_id(EarlyWarning, "一条预警\nOne warning."),
        early_warnings=connection(
            EarlyWarning,
            "预警，最近产生的在前\nWarnings, newest first.",
            order_by=_W.id.desc(),
        ),
    ),
]
