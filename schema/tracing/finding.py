"""The records that bear a number: one statement over every kind, each under its own scope."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Integer, Text, and_, case, cast, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from core.procedures.models import Matter
from core.register.models import ChangeSet, EnterpriseCard, Site
from core.store.scope import predicate
from schema.fields import plain
from schema.reading.rows import on
from schema.request import Request
from schema.tracing.declared import Trace

MOST: Final = 20
"""Records that one number may lead to."""
HANGING: Final[dict[Any, str]] = {
    EnterpriseCard: "enterprise",
    Site: "site",
    Matter: "matter",
    ChangeSet: "change",
}
"""What a record may hang on; `<name>_id` on most rows."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The change set that made a row of the register what it is."""

    id: int
    kind: Any
    source: str
    at: dt.datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """One record, and what it hangs on as far as the caller may see that."""

    trace: Trace
    key: int
    number: str
    label: str | None
    enterprise: tuple[int, str] | None
    site: tuple[int, str] | None
    matter: tuple[int, str] | None
    origin: Origin | None


async def found_by(request: Request, traces: Sequence[Trace], forms: Sequence[str]) -> list[Found]:
    """The records within the caller's scope that bear the number in one of its forms."""
    numbered = [(trace, trace.seen(request.view, request.access)) for trace in traces]
    seen = [(trace, names) for trace, names in numbered if names]
    if not seen:
        return []
    branches = [
        _branch(request, place, trace, names, forms) for place, (trace, names) in enumerate(seen)
    ]
    rows = await request.loading.rows(_with_surroundings(request, union_all(*branches)))
    return [_found(seen[row.place][0], row) for row in rows]


def _branch(
    request: Request, place: int, trace: Trace, names: Sequence[str], forms: Sequence[str]
) -> Any:
    model = trace.catalogue.model(trace.record)
    entity: Any = aliased(model)
    columns = [on(trace.expression(name), entity) for name in names]
    label = trace.declared.label
    told = (
        on(trace.expression(label), entity)
        if label and trace.shows(request.view, label)
        else literal(None, Text())
    )
    hanging = {what: on(trace.hangs_on(what), entity) for what in HANGING.values()}
    if trace.declared.through is not None:
        hanging["matter"] = _through(request, trace, entity)
    return (
        select(
            literal(place, Integer()).label("place"),
            cast(on(trace.catalogue.key(trace.record), entity), Integer).label("key"),
            case(*((column.in_(forms), column) for column in columns)).label("number"),
            cast(told, Text()).label("label"),
            *(cast(each, Integer).label(what) for what, each in hanging.items()),
        )
        .where(or_(*(column.in_(forms) for column in columns)), *_rules(request, entity, model))
        .limit(MOST)
    )


def _through(request: Request, trace: Trace, entity: Any) -> Any:
    """The matter of the record to which a row belongs, where the caller may see that record."""
    foreign = plain(trace.declared.through)
    model = trace.catalogue.models[trace.catalogue.key_of_table(foreign).table]
    whole: Any = aliased(model)
    return (
        select(whole.matter_id)
        .where(whole.id == on(foreign, entity), *_rules(request, whole, model))
        .correlate(entity)
        .scalar_subquery()
    )


def _with_surroundings(request: Request, hits: Any) -> Any:
    """The hits with the names of what they hang on; null where that is out of scope."""
    found = hits.subquery("found")
    wanted = select(
        *(found.c[name] for name in ("place", "key", "number", "label")),
        EnterpriseCard.id.label("enterprise_id"),
        EnterpriseCard.name.label("enterprise_name"),
        Site.id.label("site_id"),
        Site.name.label("site_name"),
        Matter.id.label("matter_id"),
        Matter.title.label("matter_title"),
        ChangeSet.id.label("change_id"),
        ChangeSet.kind.label("change_kind"),
        ChangeSet.source.label("change_source"),
        ChangeSet.confirmed_at.label("change_at"),
        ChangeSet.reason.label("change_reason"),
    ).select_from(found)
    for model, column in HANGING.items():
        joined = and_(model.id == found.c[column], *_rules(request, model, model))
        wanted = wanted.outerjoin(model, joined)
    return wanted.order_by(found.c.place, found.c.number, found.c.key).limit(MOST)


def _rules(request: Request, entity: Any, model: Any) -> list[Any]:
    """The condition that the caller's reach puts on a model.

    The session adds the same; said here as well, since a union is no place to rely on that.
    """
    columns = {column.key: on(column, entity) for column in model.__table__.c}
    rule = predicate(model, request.access.reach_of(model), columns)
    return [] if rule is None else [rule]


def _found(trace: Trace, row: Any) -> Found:
    return Found(
        trace=trace,
        key=row.key,
        number=row.number,
        label=row.label,
        enterprise=_named(row.enterprise_id, row.enterprise_name),
        site=_named(row.site_id, row.site_name),
        matter=_named(row.matter_id, row.matter_title),
        origin=None
        if row.change_id is None
        else Origin(
            row.change_id, row.change_kind, row.change_source, row.change_at, row.change_reason
        ),
    )


def _named(key: int | None, name: str | None) -> tuple[int, str] | None:
    return None if key is None else (key, name or "")
