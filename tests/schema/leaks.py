"""Seeded defects: a compiler that loses a scope, and people whose first or second wall is off."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import or_

from core.policy.access import Access
from core.store.scope import EVERYTHING, Reach
from core.store.wall import Wall
from schema.reading import compiler
from schema.reading.opened import ScopedTables
from tests.schema.ground import Ground

PLACES = {
    "root list": ("Enterprise", "{ enterprises(first: 100) { nodes { name } } }"),
    "root page's total": ("Enterprise", "{ enterprises { totalCount } }"),
    "to one": ("Enterprise", "{ enterpriseCards(first: 100) { nodes { enterprise { name } } } }"),
    "to many": (
        "Site",
        "{ enterprises(first: 100) { nodes { sites { name } } } }",
    ),
    "designations": ("KeyUnitDesignation", "{ keyUnitDesignations(first: 100) { totalCount } }"),
    "licences": ("Licence", "{ licences(first: 100) { nodes { number } } }"),
    "count": ("Enterprise", "{ divisions(first: 100) { nodes { enterpriseCount } } }"),
    "nested page": (
        "Enterprise",
        "{ divisions(first: 100) { nodes { enterprises { totalCount nodes { name } } } } }",
    ),
    "filter through one": (
        "Enterprise",
        '{ sites(where: {enterprise: {name: {contains: "a"}}}) { totalCount } }',
    ),
    "filter through many": (
        "KeyUnitDesignation",
        "{ enterprises(where: {designations: {some: {kind: {eq: FOOD}}}}) { totalCount } }",
    ),
    "filter under not": (
        "KeyUnitDesignation",
        "{ enterprises(where: {not: {designations: {none: {kind: {eq: FOOD}}}}}) { totalCount } }",
    ),
}
"""Where a table can enter a statement -> the record whose scope is lost, and a document."""

Leak = Callable[[Any, list[Any]], list[Any]]


@dataclass
class Leaking:
    """Stands for a compiler that opens one record's table and forgets, or weakens, its scope."""

    real: ScopedTables
    victim: str
    leak: Leak
    proven: bool = True
    leaked: list[str] = field(default_factory=list)

    def open(self, record: type[Any]) -> tuple[Any, list[Any]]:
        alias, rules = self.real.open(record)
        if record.__name__ != self.victim:
            return alias, rules
        self.leaked.append(record.__name__)
        return alias, self.leak(alias, rules)

    def unscoped(self, statement: Any) -> list[str]:
        return self.real.unscoped(statement) if self.proven else []


def dropped(_alias: Any, _rules: list[Any]) -> list[Any]:
    return []


def weakened(alias: Any, rules: list[Any]) -> list[Any]:
    """`scope or something that is always true`: the precedence mistake."""
    return [or_(*rules, alias.c.id > 0)]


def seed(
    monkeypatch: pytest.MonkeyPatch, victim: str, leak: Leak = dropped, *, proven: bool = True
) -> None:
    real = compiler.ScopedTables
    monkeypatch.setattr(
        compiler, "ScopedTables", lambda *given: Leaking(real(*given), victim, leak, proven)
    )


@dataclass(frozen=True, slots=True)
class OpenWall(Access):
    """An access whose second wall is off: the database shows it everything."""

    def wall(self) -> Wall:
        return Wall("all", today=self.today.isoformat())


def without_wall(access: Access) -> Access:
    return OpenWall(access.actor, access.table, access.resources, access.today)


@dataclass(frozen=True, slots=True)
class Split(OpenWall):
    """Reads one record not at all and every other one whole."""

    hidden: str = ""

    def reach(self, resource: str, action: Any = "read") -> Reach:
        return Reach() if resource.endswith(f":{self.hidden}") else EVERYTHING


def split(ground: Ground, hidden: str) -> Access:
    branch = ground.access("branch.licensing_chief")
    return Split(branch.actor, branch.table, branch.resources, branch.today, hidden=hidden)


@dataclass(frozen=True, slots=True)
class BlindReach(Access):
    """An access whose first wall is off: every row of everything is within reach."""

    def reach(self, resource: str, action: Any = "read") -> Reach:
        return EVERYTHING


def without_reach(access: Access) -> Access:
    return BlindReach(access.actor, access.table, access.resources, access.today)
