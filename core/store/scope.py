"""Row scopes: one declaration on a model, one predicate, used by every way to the data.

A model says in `__scope__` which of its columns each kind of scope looks at; an actor's `Reach`
says which kinds it has there, with which ids. The kinds:

    divisions    the column holds a division that a post is attached to
    own          the column holds the actor's own enterprise
    participant  the column (integer array) names an organisation of the actor on the matter's chain
    assigned     the column holds the actor's own account
    published    the column (date range) contains the business date
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Date,
    Integer,
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


@dataclass(frozen=True, slots=True)
class Reach:
    """Which rows of one model an actor gets: everything, or the union of what each kind names."""

    everything: bool = False
    ids: tuple[tuple[ScopeKind, tuple[int, ...]], ...] = ()
    """Sorted by kind, so that equal reaches are equal values."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """What the text of a statement depends on; never an id."""
        return ("all",) if self.everything else tuple(kind for kind, _ in self.ids)

    def union(self, other: "Reach") -> "Reach":
        """The rows of both."""
        if self.everything or other.everything:
            return EVERYTHING
        merged: dict[ScopeKind, set[int]] = {}
        for kind, ids in (*self.ids, *other.ids):
            merged.setdefault(kind, set()).update(ids)
        return reach(merged)


EVERYTHING: Final = Reach(everything=True)
NOTHING: Final = Reach()


def reach(ids: Mapping[ScopeKind, Iterable[int]]) -> Reach:
    """A reach of the given kinds; `published` takes no ids."""
    return Reach(ids=tuple(sorted((kind, tuple(sorted(set(some)))) for kind, some in ids.items())))


def parameter(model: Any, kind: ScopeKind) -> str:
    """The name of the bound parameter that carries a kind's ids for one model."""
    return f"scope_{model.__tablename__}_{kind}"


def parameters(model: Any, given: Reach) -> dict[str, list[int]]:
    """The values for a model's predicate."""
    return {parameter(model, k): list(ids) for k, ids in given.ids if k in model.__scope__}


def predicate(model: Any, given: Reach, columns: Any) -> ColumnElement[bool] | None:
    """The condition that `given` puts on `model`; `columns` gives its columns by name.

    None means every row. A kind that the model does not declare yields no rows: forgetting fails
    closed. Ids are bound parameters with the reach's values, so one statement text serves all.
    """
    if given.everything or model.__scope__ is PUBLIC:
        return None
    parts = [
        _condition(columns[model.__scope__[kind]], kind, parameter(model, kind), ids)
        for kind, ids in given.ids
        if kind in model.__scope__
    ]
    if parts:
        return or_(*parts) if len(parts) > 1 else parts[0]
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
