"""`trace`: on patrol and in an emergency, the exact record in seconds, and back to the source."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, Final

import strawberry
from sqlalchemy import Column
from sqlalchemy.sql import visitors
from strawberry.types.info import Info

from core.declarations import Traced
from core.desk.words import label
from core.errors import InvalidInput
from core.extension import Extension, extend
from core.procedures.models import StepAct
from core.register.models import ChangeKind
from core.register.typed import LONGEST, SHORTEST, forms_of
from schema.ids import Node, global_id
from schema.operations import query
from schema.request import Request
from schema.roots import Query
from schema.sources import Value
from schema.tracing.declared import Trace, traces_of
from schema.tracing.finding import Found, found_by
from schema.tracing.history import Happening, happenings

COST: Final = 200
"""Objects that a trace counts for in the caller's budget."""
CHANGES: Final = 20
"""Changes of one record that are told, the latest ones."""
Number = Annotated[
    str, strawberry.argument(description="完整编号\nThe whole number, as it is printed.")
]


@strawberry.type(description="关联对象\nWhat a record hangs on.")
class TraceLink:
    """An id and a name."""

    id: strawberry.ID = strawberry.field(description="全局标识\nIts global id.")
    name: str = strawberry.field(description="名称\nIts name.")


@strawberry.type(
    description="一次变化：事项环节，或登记信息的变更\nA step of its matter, or a change."
)
class TraceChange:
    """What happened, when, by which post, by which change set or step, from which source."""

    at: dt.datetime = strawberry.field(description="时间\nWhen.")
    what: str = strawberry.field(description="事由\nThe step, or what was done.")
    act: StepAct | None = strawberry.field(description="环节动作\nWhat happened at the step.")
    post: str = strawberry.field(description="岗位\nBy which post.")
    organisation: str | None = strawberry.field(description="单位\nBy which organisation.")
    by: str | None = strawberry.field(
        description="用户名；可看台账的才显示\nWho, where one may read the ledger's entry."
    )
    kind: ChangeKind | None = strawberry.field(description="变更来由\nKind of the change set.")
    source: str | None = strawberry.field(description="来源\nThe subsystem or feed.")
    changed: str = strawberry.field(description="变更内容\nWhich facts were changed.")
    reason: str = strawberry.field(description="理由\nThe reason given.")


@strawberry.type(description="追溯结果\nA record that bears the number.")
class TraceHit:
    """One record: what it is, what it hangs on, and how it became what it is."""

    id: strawberry.ID = strawberry.field(description="记录的全局标识\nGlobal id of the record.")
    kind: str = strawberry.field(description="种类\nWhat it is.")
    number: str = strawberry.field(description="编号\nThe number as it is stored.")
    name: str | None = strawberry.field(description="名称\nWhat it is called.")
    enterprise: TraceLink | None = strawberry.field(description="企业\nThe enterprise.")
    site: TraceLink | None = strawberry.field(description="场所\nThe site.")
    matter: TraceLink | None = strawberry.field(description="事项\nThe matter.")
    changes: list[TraceChange] = strawberry.field(
        description="经过，最近的在前，不分页\nWhat happened, latest first, a few."
    )
    found: strawberry.Private[Found]

    @strawberry.field(description="记录本身\nThe record itself.")
    async def record(self, info: Info) -> Node | None:
        """Read as any other record."""
        request: Request = info.context
        record: Node | None = await request.shown(self.found.trace.record, self.found.key)
        return record


def trace_extensions(declared: Iterable[Traced]) -> list[Extension]:
    """`Query.trace` over what the subsystems declare."""
    declarations = tuple(declared)

    async def trace(info: Info, number: Number) -> list[TraceHit]:
        """Two statements, however many kinds of numbers there are."""
        request: Request = info.context
        if not number.strip():
            return []
        forms = forms_of(number)
        if not SHORTEST <= len(forms[0]) <= LONGEST:
            raise InvalidInput(
                f"请输入完整编号（{SHORTEST} 至 {LONGEST} 个字符）。",
                f"Type the whole number ({SHORTEST} to {LONGEST} characters).",
                field="number",
                code="WHOLE_NUMBER",
            )
        request.services.spend(request.access, request.ip, COST)
        traces = traces_of(declarations, request.view.catalogue)
        found = await found_by(request, traces, forms)
        if not found:
            return []
        rows = [(_table(each), each.key) for each in found]
        matters = [each.matter[0] for each in found if each.matter]
        happened = await happenings(request, rows, matters)
        return [_hit(request, each, happened) for each in found]

    made = query(
        "追溯：按完整编号查到记录及其来龙去脉，至多二十条，不分页\n"
        "Trace: the records that bear a number, and how they became what they are; 20 at most.",
        reads=None,
        open_because="each kind of record is found only within what the caller may read",
    )(trace)
    return [extend(Query, made)]


def _table(found: Found) -> str:
    return str(found.trace.catalogue.table(found.trace.record).name)


def _hit(request: Request, found: Found, happened: Sequence[Happening]) -> TraceHit:
    own = (_table(found), found.key)
    matter = ("matter", found.matter[0]) if found.matter else None
    told = [_change(request, found, each) for each in happened if each.place in (own, matter)]
    known = {each.change_set["key"] for each in happened if each.change_set}
    if found.origin is not None and found.origin.id not in known:
        told = sorted([*told, _from_origin(found)], key=lambda change: change.at, reverse=True)
    return TraceHit(
        id=strawberry.ID(global_id(found.trace.record.__name__, found.key)),
        kind=found.trace.declared.title,
        number=found.number,
        name=found.label,
        enterprise=_link("Enterprise", found.enterprise),
        site=_link("Site", found.site),
        matter=_link("Matter", found.matter),
        changes=told[:CHANGES],
        found=found,
    )


def _link(type_: str, named: tuple[int, str] | None) -> TraceLink | None:
    if named is None:
        return None
    return TraceLink(id=strawberry.ID(global_id(type_, named[0])), name=named[1])


def _change(request: Request, found: Found, happened: Happening) -> TraceChange:
    change_set = happened.change_set or {}
    return TraceChange(
        at=happened.at,
        what=happened.what if happened.act else _operation(request, happened.what),
        act=StepAct[happened.act] if happened.act else None,
        post=_posts(request, happened.roles),
        organisation=happened.organisation,
        by=happened.by,
        kind=ChangeKind[change_set["kind"]] if change_set else None,
        source=change_set.get("source"),
        changed="" if happened.act else _changed(request, found.trace, happened),
        reason=happened.reason or change_set.get("reason") or "",
    )


def _from_origin(found: Found) -> TraceChange:
    origin: Any = found.origin
    return TraceChange(
        at=origin.at,
        what="入库\nEntered the register",
        act=None,
        post="",
        organisation=None,
        by=None,
        kind=origin.kind,
        source=origin.source,
        changed="",
        reason=origin.reason,
    )


def _operation(request: Request, name: str) -> str:
    """What people call an operation: the first clause of its description."""
    mutations = request.view.base.core.mutation_type
    field = mutations.fields.get(name) if mutations else None
    return label(field.description) if field and field.description else name


def _posts(request: Request, roles: Sequence[str]) -> str:
    known = [request.access.table.roles[r] for r in roles if r in request.access.table.roles]
    if not known:
        return "、".join(roles)
    return "\n".join(("、".join(r.chinese for r in known), ", ".join(r.english for r in known)))


def _changed(request: Request, trace: Trace, happened: Happening) -> str:
    """The names of the changed facts that the caller's schema shows openly."""
    touched = set(happened.after)
    told = [
        label(field.description or "").partition("\n")
        for name, field in trace.catalogue.fields(trace.record).items()
        if isinstance(field.source, Value)
        and not field.source.personal
        and not field.source.is_id
        and touched & set(_columns(field.source.expression)) - {"version"}
        and trace.shows(request.view, name)
    ]
    return "\n".join(("、".join(t[0] for t in told), ", ".join(t[2] for t in told))) if told else ""


def _columns(expression: Any) -> Iterator[str]:
    return (part.key for part in visitors.iterate(expression) if isinstance(part, Column))
