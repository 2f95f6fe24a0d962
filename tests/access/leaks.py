"""Seeded leaks: each breaks one thing in the running code, as a careless change might.

The comparison of the small world must find every one of them, else it proves nothing. They run with
the second wall down, since that wall alone would hide most of them.
"""

import sys
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import or_, select, true

from core.errors import NotFound
from core.identity import actors, seats
from core.policy import rules as policy_rules
from core.policy.access import TokenLimits
from core.register.models import Division
from core.store import scope
from core.store.session import ACCESS, SYSTEM_WORK
from core.store.unit import UnitOfWork
from schema import search
from schema.reading.compiler import Compilation
from schema.reading.loading import Loading, _made, _named, on
from schema.reading.opened import ScopedTables
from schema.tiers import views, visibility
from tests.access.seeding import Patch


@dataclass(frozen=True)
class Leak:
    """One seeded leak, and what is run to find it."""

    name: str
    apply: Patch
    steps: tuple[str, ...]
    callers: tuple[str, ...] = ("town-leader-a", "enterprise-manager-a1", "branch-legal-reviewer")


# ------------------------------------------------------------------ tables opened without scope


def _opened_by(*chain: str) -> Patch:
    """Tables that these functions open, innermost first, enter the statement without a scope."""
    honest = ScopedTables.open

    def opening(self: ScopedTables, record: type[Any]) -> Any:
        frame, names = sys._getframe(1), []
        while frame is not None and len(names) < len(chain):
            if not frame.f_code.co_name.startswith("<"):
                names.append(frame.f_code.co_name)
            frame = frame.f_back
        alias, conditions = honest(self, record)
        return alias, [] if tuple(names) == chain else conditions

    def apply(patch: pytest.MonkeyPatch, _application: Any) -> None:
        patch.setattr(ScopedTables, "open", opening)
        patch.setattr(ScopedTables, "unscoped", lambda *_: [])

    return apply


def _aggregates(*, counting: bool) -> Patch:
    honest = Compilation._aggregate

    def aggregate(self: Compilation, total: Any, entity: Any, *, nullable: bool) -> Any:
        opening = ScopedTables.open
        if (getattr(total.expression, "name", None) == "count") is counting:
            self.tables.open = lambda record: (opening(self.tables, record)[0], [])
        try:
            return honest(self, total, entity, nullable=nullable)
        finally:
            self.tables.__dict__.pop("open", None)

    def apply(patch: pytest.MonkeyPatch, _application: Any) -> None:
        patch.setattr(Compilation, "_aggregate", aggregate)
        patch.setattr(ScopedTables, "unscoped", lambda *_: [])

    return apply


async def _one_of_all(self: Loading, target: type[Any], keys: list[Any]) -> list[Any]:
    entity, _ = self.tables.open(target)
    chosen = on(self.catalogue.key(target), entity).in_(keys)
    statement = select(*self._columns(target, entity)).where(chosen)
    async with self.store.system() as session:
        rows = (await session.execute(statement, {"today": self.access.today})).all()
    found = {_named(row)["_key"]: _made(target, row) for row in rows}
    return [found.get(key) for key in keys]


def unscoped_get(patch: pytest.MonkeyPatch, _application: Any) -> None:
    """`node` reads by key alone."""
    patch.setattr(Loading, "_one", _one_of_all)


def unscoped_search(patch: pytest.MonkeyPatch, _application: Any) -> None:
    """Search reads its index as the system."""

    async def keys(request: Any, searchable: Any, terms: list[str], limit: int) -> list[int]:
        model = request.view.catalogue.model(searchable.record)
        statement = select(model.id).order_by(model.id).limit(limit)
        for term in terms:
            statement = statement.where(searchable.text.contains(term, autoescape=True))
        async with request.store.system() as session:
            return list((await session.scalars(statement)).all())

    patch.setattr(search, "_keys", keys)
    patch.setattr(Loading, "_one", _one_of_all)


def or_precedence(patch: pytest.MonkeyPatch, _application: Any) -> None:
    """`scope AND this OR that` without the parentheses."""
    honest = Compilation.rows

    def rows(self: Compilation, source: Any, entity: Any, given: Any) -> Any:
        row, rules = honest(self, source, entity, {})
        theirs = list(self.filter(source.target, row, given.get("where")))
        return row, [or_(*rules, *theirs)] if theirs and rules else [*rules, *theirs]

    patch.setattr(Compilation, "rows", rows)
    patch.setattr(ScopedTables, "unscoped", lambda *_: [])


def prefix_match(patch: pytest.MonkeyPatch, application: Any) -> None:
    """Who holds town 330109901 gets 3301099010 too."""

    async def expand(divisions: Any, _day: Any) -> Any:
        async with application.store.system() as session:
            rows = (await session.execute(select(Division.id, Division.code))).all()
        held = [code for key, code in rows if key in divisions]
        return [key for key, code in rows if any(code.startswith(h) for h in held)]

    patch.setattr(application.actors, "_expand", expand)


def left_join(patch: pytest.MonkeyPatch, _application: Any) -> None:
    """A row that belongs to nobody counts as everybody's, as an outer join would have it."""
    honest = scope._condition

    def condition(column: Any, kind: str, name: str, ids: Any) -> Any:
        return or_(honest(column, kind, name, ids), column.is_(None))

    patch.setattr(scope, "_condition", condition)


# ------------------------------------------------------------------ fields


def masked_shown_clear(patch: pytest.MonkeyPatch, _application: Any) -> None:
    """Masks are forgotten."""
    patch.setattr(views.View, "is_masked", lambda *_: False)


def hidden_in_filter(patch: pytest.MonkeyPatch, _application: Any) -> None:
    """Filters and orders keep what the record hides."""
    patch.setattr(visibility._Closure, "_open", lambda *_: True)


def personal_by_type(patch: pytest.MonkeyPatch, _application: Any) -> None:
    """A grant on the type shows its personal fields."""

    def mode(self: Any, spec: Any) -> str | None:
        if spec.needs and not self._allowed(*spec.needs):
            return None
        ruled = self.decide(spec.resource, "read") if spec.resource else None
        return None if ruled == "deny" else "masked" if ruled == "mask" else "open"

    patch.setattr(visibility._Closure, "_mode", mode)


def personal_by_wildcard(patch: pytest.MonkeyPatch, _application: Any) -> None:
    """`core:*` stands for personal fields too."""

    def of_plugin(self: Any, plugin: str) -> Any:
        known = self.resources.items()
        return (r for name, r in known if name.startswith(f"{plugin}:"))

    patch.setattr(policy_rules.Domain, "of_plugin", of_plugin)


# ------------------------------------------------------------------ who, and since when


def dates_ignored(patch: pytest.MonkeyPatch, _application: Any) -> None:
    """A post counts before it begins and after it ends."""
    patch.setattr(actors, "in_force", lambda *_: true())
    patch.setattr(seats, "in_force", lambda *_: true())


def a_day_late(patch: pytest.MonkeyPatch, _application: Any) -> None:
    """A stand-in ends on the day after the first one without it."""

    def in_force(dated: Any, day: Any) -> Any:
        return (dated.valid_from <= day) & (dated.valid_to.is_(None) | (dated.valid_to >= day))

    patch.setattr(seats, "in_force", in_force)


def token_limits_ignored(patch: pytest.MonkeyPatch, _application: Any) -> None:
    """An API token may do all that its owner may."""
    patch.setattr(TokenLimits, "admits", lambda *_: True)


def mergers_forgotten(patch: pytest.MonkeyPatch, application: Any) -> None:
    """A town loses the records of those merged into it: rows that are missing are wrong too."""

    async def expand(divisions: Any, _day: Any) -> Any:
        return divisions

    patch.setattr(application.actors, "_expand", expand)


def shared_loaders(patch: pytest.MonkeyPatch, _application: Any) -> None:
    """What one request has loaded, the next one finds."""
    honest, kept = Loading.record, dict[Any, Any]()

    async def record(self: Loading, target: type[Any], key: int) -> Any:
        if (target, key) not in kept:
            found = await honest(self, target, key)
            if found is None:
                return None
            kept[target, key] = found
        return kept[target, key]

    patch.setattr(Loading, "record", record)


# ------------------------------------------------------------------ writes


def write_outside(patch: pytest.MonkeyPatch, _application: Any) -> None:
    """A row to act upon is fetched by key alone."""

    async def fetch(self: UnitOfWork, model: Any, key: int, action: Any, **_: Any) -> Any:
        self.access.require(self.access.resources[model], action)
        row = await _whoever_asks(self, model, key)
        if row is None:
            raise NotFound
        self._actions[id(row)] = (row, model, str(action))
        return row

    patch.setattr(UnitOfWork, "fetch", fetch)


async def _whoever_asks(work: UnitOfWork, model: Any, key: int) -> Any:
    """A row by key alone, within the work's session."""
    info = work.session.sync_session.info
    former, info[ACCESS] = info[ACCESS], SYSTEM_WORK
    try:
        return await work.session.get(model, key)
    finally:
        info[ACCESS] = former


def telling_errors(patch: pytest.MonkeyPatch, _application: Any) -> None:
    """The error for a row outside the scope says that it is there."""

    async def explain(self: UnitOfWork, model: Any, key: int, _action: Any) -> None:
        if await _whoever_asks(self, model, key) is not None:
            raise NotFound(field=f"{model.__name__} {key} belongs to somebody else")

    patch.setattr(UnitOfWork, "_explain_missing", explain)


READS: tuple[Leak, ...] = (
    Leak("unscoped get", unscoped_get, ("nodes",)),
    Leak("unscoped nested to-one", _opened_by("_one"), ("rows",)),
    Leak("unscoped to-many", _opened_by("rows", "_list"), ("rows",)),
    Leak("unscoped connection", _opened_by("rows", "_page"), ("rows",)),
    Leak("unscoped totalCount", _opened_by("rows", "_total"), ("rows",)),
    Leak("unscoped count", _aggregates(counting=True), ("rows",)),
    Leak("unscoped aggregate", _aggregates(counting=False), ("rows",)),
    Leak("filter oracle", _opened_by("_field"), ("filters",)),
    Leak("unscoped search", unscoped_search, ("search",)),
    Leak("OR precedence", or_precedence, ("filters",)),
    Leak("prefix match", prefix_match, ("rows",)),
    Leak("outer join", left_join, ("rows",)),
    Leak("masked field clear", masked_shown_clear, ("rows",)),
    Leak("hidden field in where", hidden_in_filter, ("schema",)),
    Leak("dates ignored", dates_ignored, ("schema",), ("ended-yesterday", "starts-tomorrow")),
    Leak("a day late", a_day_late, ("schema",), ("stood-in",)),
    Leak("token limits ignored", token_limits_ignored, ("schema",), ("reads-licences",)),
    Leak("mergers forgotten", mergers_forgotten, ("rows",), ("town-leader-c",)),
    Leak("shared loaders", shared_loaders, ("nodes",)),
)
WRITES: tuple[Leak, ...] = (
    Leak("write outside scope", write_outside, ("fileRenewal", "endSession")),
    Leak("telling errors", telling_errors, ("fileRenewal", "endSession")),
)
