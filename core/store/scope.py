"""Row scopes: one declaration on a model, one predicate, used by every way to the data.

A model says in `__scope__` which of its columns each kind of scope looks at; an actor's `Reach`
says which kinds it has there, with which ids. The kinds:

    divisions    the column holds a division that a post is attached to
    own          the column holds the actor's own enterprise
    participant  the column (integer array) names an organisation of the actor on the matter's chain
    assigned     the column holds the actor's own account
    published    the column (date range) contains the business date

A model whose rows tell of records of other types, such as warnings, names in `__about__` the column
with the policy resource of what a row tells of, and copies the scope columns of that record. Such a
row is for whoever may read both: rows of the model there, and the record itself.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final, Literal

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Text,
    and_,
    any_,
    bindparam,
    or_,
)

ScopeKind = Literal["divisions", "own", "participant", "assigned", "published"]
ScopeDeclaration = Mapping[ScopeKind, str]

PUBLIC: Final[ScopeDeclaration] = MappingProxyType({})
"""`__scope__ = PUBLIC`: every row is for everyone who may read the type. A model must say so."""

SYSTEM: Final[ScopeDeclaration] = MappingProxyType({})
"""`__scope__ = SYSTEM`: no person reads these rows; only the core's own system work does."""

TODAY: Final[BindParameter[dt.date]] = bindparam("today", type_=Date(), required=True)
"""The request's business date as an SQL expression: injected, never the database's clock."""


class LostScope(AssertionError):
    """A statement would read a scoped table without its predicate. Never reaches the database."""


def about(model: Any) -> str | None:
    """The column that names the resource of what a model's rows tell of; None for most models."""
    name: str | None = getattr(model, "__about__", None)
    return name


@dataclass(frozen=True, slots=True)
class Reach:
    """Which rows of one model an actor gets: everything, or the union of what each kind names."""

    everything: bool = False
    ids: tuple[tuple[ScopeKind, tuple[int, ...]], ...] = ()
    """Sorted by kind, so that equal reaches are equal values."""
    about: tuple[tuple["Reach", tuple[str, ...]], ...] | None = None
    """Which rows about which resources, where the model has `__about__`; else None."""

    @property
    def kinds(self) -> tuple[object, ...]:
        """What the text of a statement depends on; never an id."""
        if self.about is not None:
            return tuple(rows.kinds for rows, _ in self.about)
        return ("all",) if self.everything else tuple(kind for kind, _ in self.ids)

    def union(self, other: "Reach") -> "Reach":
        """The rows of both."""
        if self.everything or other.everything:
            return EVERYTHING
        merged: dict[ScopeKind, set[int]] = {}
        for kind, ids in (*self.ids, *other.ids):
            merged.setdefault(kind, set()).update(ids)
        return reach(merged)

    def within(self, other: "Reach") -> "Reach":
        """The rows that both name by the same kind of scope: never more than the rows of both."""
        if self.everything or other.everything:
            return other if self.everything else self
        mine, theirs = dict(self.ids), dict(other.ids)
        both: dict[ScopeKind, set[int]] = {
            kind: set(mine[kind]) & set(theirs[kind]) for kind in mine.keys() & theirs.keys()
        }
        return reach({kind: ids for kind, ids in both.items() if ids or kind == "published"})

    def only_about(self, readable: Mapping[str, "Reach"]) -> "Reach":
        """These rows, as far as they are about records that may be read: reaches by resource."""
        groups: dict[Reach, list[str]] = {}
        for resource in sorted(readable):
            groups.setdefault(self.within(readable[resource]), []).append(resource)
        groups.pop(NOTHING, None)
        return replace(self, about=tuple((rows, tuple(some)) for rows, some in groups.items()))


EVERYTHING: Final = Reach(everything=True)
NOTHING: Final = Reach()


def reach(ids: Mapping[ScopeKind, Iterable[int]]) -> Reach:
    """A reach of the given kinds; `published` takes no ids."""
    return Reach(ids=tuple(sorted((kind, tuple(sorted(set(some)))) for kind, some in ids.items())))


def parameter(model: Any, kind: str, group: int | None = None) -> str:
    """The name of the bound parameter that carries a kind's ids for one model."""
    place = "" if group is None else f"{group}_"
    return f"scope_{model.__tablename__}_{place}{kind}"


def parameters(model: Any, given: Reach) -> dict[str, list[int] | list[str]]:
    """The values for a model's predicate."""
    if given.about is None:
        return {parameter(model, k): list(ids) for k, ids in given.ids if k in model.__scope__}
    found: dict[str, list[int] | list[str]] = {}
    for group, (rows, resources) in enumerate(given.about):
        kept = [(kind, ids) for kind, ids in rows.ids if kind in model.__scope__]
        found |= {parameter(model, kind, group): list(ids) for kind, ids in kept}
        found[parameter(model, "about", group)] = list(resources)
    return found


def predicate(model: Any, given: Reach, columns: Any) -> ColumnElement[bool] | None:
    """The condition that `given` puts on `model`; `columns` gives its columns by name.

    None means every row. A kind that the model does not declare yields no rows: forgetting fails
    closed. Ids are bound parameters with the reach's values, so one statement text serves all.
    """
    if given.about is None:
        return _kinds(model, given, columns)
    parts = []
    for group, (rows, resources) in enumerate(given.about):
        named = bindparam(parameter(model, "about", group), list(resources), type_=ARRAY(Text))
        about = columns[model.__about__] == any_(named)
        narrower = _kinds(model, rows, columns, group)
        parts.append(about if narrower is None else and_(about, narrower))
    return or_(*parts) if len(parts) > 1 else parts[0] if parts else _nothing(model, columns)


def _kinds(
    model: Any, given: Reach, columns: Any, group: int | None = None
) -> ColumnElement[bool] | None:
    if given.everything or model.__scope__ is PUBLIC:
        return None
    parts = [
        _condition(columns[model.__scope__[kind]], kind, parameter(model, kind, group), ids)
        for kind, ids in given.ids
        if kind in model.__scope__
    ]
    if parts:
        return or_(*parts) if len(parts) > 1 else parts[0]
    return _nothing(model, columns)


def _nothing(model: Any, columns: Any) -> ColumnElement[bool]:
    (primary,) = model.__table__.primary_key
    empty = bindparam(f"scope_{model.__tablename__}_nothing", [], type_=ARRAY(primary.type))
    nothing: ColumnElement[bool] = columns[primary.key] == any_(empty)
    return nothing


def _condition(
    column: Any, kind: ScopeKind, name: str, ids: tuple[int, ...]
) -> ColumnElement[bool]:
    if kind == "published":
        published: ColumnElement[bool] = column.contains(TODAY)
        return published
    values = bindparam(name, list(ids), type_=ARRAY(Integer))
    found: ColumnElement[bool] = (
        column.bool_op("&&")(values) if kind == "participant" else column == any_(values)
    )
    return found


def admits(given: Reach, row: Any, today: dt.date) -> bool:
    """Whether `given` covers a row in memory: for checks of a write before and after."""
    model = type(row)
    if given.about is not None:
        named = getattr(row, model.__about__)
        return any(named in some and admits(rows, row, today) for rows, some in given.about)
    if given.everything:
        return True
    if model.__scope__ is PUBLIC:
        return True
    return any(
        _holds(getattr(row, model.__scope__[kind]), kind, ids, today)
        for kind, ids in given.ids
        if kind in model.__scope__
    )


def _holds(value: Any, kind: ScopeKind, ids: tuple[int, ...], today: dt.date) -> bool:
    if value is None:
        return False
    if kind == "published":
        return today in value
    return bool(set(ids) & set(value)) if kind == "participant" else value in ids
