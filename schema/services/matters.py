"""Procedures, matters and their steps, as everybody on the chain sees them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import strawberry
from sqlalchemy import Integer, Text, and_, func, select, type_coerce
from strawberry.scalars import JSON
from strawberry.types.info import Info

from core.extension import extend
from core.policy.vocabulary import Tier
from core.procedures import models as m
from core.procedures.definitions import track_of
from core.procedures.possible import PossibleAct, possible_acts
from core.register.colours import WarningColour
from core.store.scope import TODAY
from core.warnings.bands import rule_colour
from schema.enums import show_enum
from schema.fields import by_id, column, computed, connection, key, to_many, to_one
from schema.ids import Node
from schema.request import Request
from schema.roots import Query
from schema.shared.identity_types import Organisation
from schema.shared.register import VERSION, Division, Enterprise

show_enum(
    m.MatterState,
    "事项状态\nWhether a matter still waits for somebody.",
    {
        "OPEN": "在办\nIt waits for somebody.",
        "DONE": "办结\nIt came to its end.",
        "WITHDRAWN": "已撤回\nIts opener took it back.",
    },
)
show_enum(
    m.StepAct,
    "环节动作\nWhat can happen to a matter.",
    {
        "OPENED": "发起\nIt began.",
        "COMPLETED": "办理\nThe step was done.",
        "SIGNED": "签署\nOne of several officers signed.",
        "RETURNED": "退回\nIt went back to an earlier step.",
        "SUPPLEMENT_REQUESTED": "要求补正\nSomething is missing; the clock stands.",
        "SUPPLEMENTED": "补正\nWhat was missing came; the clock runs.",
        "TRANSFERRED": "转办\nIt went to the town that it belongs to.",
        "DELEGATED": "交办\nThe step was handed to one colleague.",
        "URGED": "催办\nSomebody reminded whoever has it.",
        "COPIED": "抄送\nOthers may follow it from now on.",
        "PAUSED": "中止计时\nThe clock was stopped.",
        "RESUMED": "恢复计时\nThe clock runs again.",
        "EXTENDED": "延长期限\nThe limit was extended.",
        "WITHDRAWN": "撤回\nIts opener took it back.",
    },
)

SUBJECT = func.concat(
    func.split_part(m.Matter.resource, ":", 2), ":", m.Matter.subject_id, type_=Text()
)
"""What `schema.ids.global_id` encodes."""
COLOUR = rule_colour(m.Matter.due_on, m.Matter.warning_rule)
"""Each step names the rule that watches its last day."""


@strawberry.type(
    description="办理程序的一个版本；事项始终按其开始时的版本办理\n"
    "One version of a procedure; a matter keeps the version that it began under."
)
class ProcedureDefinition(Node):
    """One version of a procedure."""

    id: strawberry.ID = key(m.ProcedureDefinition.id)
    code: str = column(m.ProcedureDefinition.code, "代码\nIts code.", where=True, order=True)
    version: int = column(m.ProcedureDefinition.version, "版本\nWhich version.", where=True)
    chinese: str = column(m.ProcedureDefinition.chinese, "名称\nName in Chinese.")
    english: str = column(m.ProcedureDefinition.english, "英文名称\nName in English.")
    legal_basis: str = column(m.ProcedureDefinition.legal_basis, "法律依据\nLegal basis.")
    valid_from: dt.date = column(m.ProcedureDefinition.valid_from, "施行日\nFirst day.")
    steps: JSON = column(  # type: ignore[assignment]  # a list, but GraphQL only knows JSON
        m.ProcedureDefinition.steps, "环节、期限与去向\nSteps, limits, and where they lead."
    )


@strawberry.type(description="可办理的动作\nWhat the caller may do to a matter, or why not.")
class AvailableAction:
    """One act, with the reason where it is not allowed now."""

    name: str = strawberry.field(description="代码\nThe step's or act's name.")
    title: str = strawberry.field(description="名称\nChinese, newline, English.")
    mutation: str = strawberry.field(description="所用操作\nThe mutation that does it.")
    allowed: bool = strawberry.field(description="现在可办\nWhether it may be done now.")
    reason: str | None = strawberry.field(description="不可办的原因\nWhy it may not.")
    code: str | None = strawberry.field(description="原因代码\nThe stable code of the reason.")

    @classmethod
    def of(cls, act: PossibleAct) -> "AvailableAction":
        """The act as data."""
        return cls(
            name=act.name,
            title=f"{act.chinese}\n{act.english}",
            mutation=act.mutation,
            allowed=act.allowed,
            reason=None if act.reason is None else str(act.reason),
            code=None if act.reason is None else act.reason.stable_code,
        )


@strawberry.type(
    description="事项：一次办理，链上各方都能看到进度，各自只办自己的环节\n"
    "One run of a procedure: everybody on its chain sees it, each acts on its own step only."
)
class Matter(Node):
    """One run of a procedure."""

    id: strawberry.ID = key(m.Matter.id)
    title: str = column(m.Matter.title, "标题\nWhat it is about.")
    state: m.MatterState = column(m.Matter.state, "状态\nOpen, done, withdrawn.", where=True)
    outcome: str | None = column(m.Matter.outcome, "结果\nHow it ended.", where=True)
    step: str = column(m.Matter.step, "所处环节\nWhere it waits, or ended.", where=True)
    step_title: str = column(m.Matter.step_title, "环节名称\nThe step's name.")
    opened_at: dt.datetime = column(m.Matter.opened_at, "发起时间\nWhen it began.")
    arrived_on: dt.date = column(
        m.Matter.arrived_on, "到达本环节的日期\nWhen it came to this step.", where=True
    )
    due_on: dt.date | None = column(
        m.Matter.due_on, "本环节期限\nThe last day in time; none while paused.", where=True
    )
    due_provisional: bool = column(
        m.Matter.due_provisional,
        "期限待定：当年放假安排尚未公布\nThe year's holidays are not published yet.",
    )
    days_left: int | None = computed(
        type_coerce(m.Matter.due_on - TODAY, Integer),
        "剩余天数；负数为逾期\nCalendar days left; below zero when late.",
    )
    late: bool | None = computed(
        and_(m.Matter.state == m.MatterState.OPEN, m.Matter.due_on < TODAY),
        "逾期\nWhether it is open and past its last day.",
        where=True,
    )
    colour: WarningColour | None = computed(COLOUR, "颜色\nHow near the last day is.", where=True)
    warning_rule: str = column(
        m.Matter.warning_rule, "预警规则代码\nThe rule that watches its last day.", where=True
    )
    extended: bool = column(m.Matter.extended, "已延期\nWhether its limit was extended.")
    paused: str | None = column(m.Matter.paused, "中止事由\nWhy the clock stands.", where=True)
    closed_at: dt.datetime | None = column(m.Matter.closed_at, "办结时间\nWhen it ended.")
    version: int = column(m.Matter.version, VERSION)
    subject_id: str = computed(
        func.encode(func.convert_to(SUBJECT, "UTF8"), "base64", type_=Text()),
        "所办的记录的全局标识\nGlobal id of the record it is about.",
    )
    procedure: ProcedureDefinition | None = to_one(
        ProcedureDefinition, "程序\nThe procedure.", by=m.Matter.procedure_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, "企业\nThe enterprise.", by=m.Matter.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, "镇街\nThe town.", by=m.Matter.town_id, where=True)
    opened_in: Organisation | None = to_one(
        Organisation, "发起单位\nWho opened it.", by=m.Matter.opened_in
    )

    @strawberry.field(description="所办的记录；超出范围为空\nThe record, where one may read it.")
    async def subject(self, info: Info) -> Node | None:
        """Read as any other record, under its own scope."""
        request: Request = info.context
        matter = await _stored(request, self)
        definition: Any = matter and request.view.get_type_by_name(_type_of(matter))
        if not definition:
            return None
        found: Node | None = await request.loading.record(definition.origin, matter.subject_id)
        return found

    @strawberry.field(
        description="您现在可以办理的动作，以及不可办的原因\nWhat you may do now, and why not."
    )
    async def available_actions(self, info: Info) -> list[AvailableAction]:
        """The same checks that the mutations make."""
        request: Request = info.context
        matter = await _stored(request, self)
        if matter is None:
            return []
        definition = await _definition(request, matter.procedure_id)
        acts = possible_acts(request.access, matter, track_of(definition))
        return [AvailableAction.of(act) for act in acts]


@strawberry.type(description="环节记录：只增不改\nOne act on a matter; never changed.")
class StepEvent(Node):
    """One act on a matter."""

    id: strawberry.ID = key(m.StepEvent.id)
    act: m.StepAct = column(m.StepEvent.act, "动作\nWhat happened.", where=True)
    step: str = column(m.StepEvent.step, "环节\nAt which step.", where=True)
    step_title: str = column(m.StepEvent.step_title, "环节名称\nThe step's name.")
    to_step: str | None = column(m.StepEvent.to_step, "去向\nWhere it went.")
    to_title: str | None = column(m.StepEvent.to_title, "去向名称\nThat step's name.")
    at: dt.datetime = column(m.StepEvent.at, "时间\nWhen.", where=True, order=True)
    role: str = column(m.StepEvent.role, "角色\nBy which post.")
    tier: Tier = column(m.StepEvent.tier, "层级\nBy which tier.", where=True)
    due_on: dt.date | None = column(m.StepEvent.due_on, "当时期限\nThe limit then.")
    on_time: bool | None = column(m.StepEvent.on_time, "按期\nWhether in time.", where=True)
    reason: str = column(m.StepEvent.reason, "理由\nWhat was said.")
    organisation: Organisation | None = to_one(
        Organisation, "单位\nWho did it.", by=m.StepEvent.organisation_id
    )
    matter: Matter | None = to_one(
        Matter, "事项\nThe matter.", by=m.StepEvent.matter_id, where=True
    )


async def _stored(request: Request, matter: Matter) -> Any:
    """The row behind a matter, batched with its siblings."""

    async def load(keys: list[int]) -> list[Any]:
        rows = await request.loading.rows(select(m.Matter).where(m.Matter.id.in_(keys)))
        return _in_order({row[0].id: row[0] for row in rows}, keys)

    return await request.loading.batch("matter rows", vars(matter)["_key"], load)


async def _definition(request: Request, number: int) -> Any:
    async def load(keys: list[int]) -> list[Any]:
        wanted = select(m.ProcedureDefinition).where(m.ProcedureDefinition.id.in_(keys))
        return _in_order({row[0].id: row[0] for row in await request.loading.rows(wanted)}, keys)

    return await request.loading.batch("procedure rows", number, load)


def _in_order(found: dict[int, Any], keys: Sequence[int]) -> list[Any]:
    return [found.get(key) for key in keys]


def _type_of(matter: Any) -> str:
    return str(matter.resource.partition(":")[2])


extensions = [
    extend(
        Matter,
        steps=to_many(
            StepEvent,
            "经过，按时间\nWhat has happened, in order.",
            by=m.StepEvent.matter_id,
            order_by=m.StepEvent.at,
        ),
    ),
    extend(
        Enterprise,
        matters=to_many(
            Matter, "办理事项\nIts matters.", by=m.Matter.enterprise_id, order_by=m.Matter.id.desc()
        ),
    ),
    extend(
        Query,
        matter=by_id(Matter, "一个事项\nOne matter."),
        matters=connection(
            Matter, "事项，最近的在前\nMatters, newest first.", order_by=m.Matter.id.desc()
        ),
        procedure_definitions=connection(
            ProcedureDefinition,
            "办理程序\nProcedures, all versions.",
            order_by=m.ProcedureDefinition.code,
        ),
    ),
]
