"""The ground of the schema's tests: both read paths over one database, under hand-made policies."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import event

from core.gateway.verdict import Limits
from core.policy.access import Access, Actor, Duty
from core.policy.compiler import compile_table
from core.policy.rules import DecisionTable, Rule
from core.store.engine import Store
from schema.assembly import Assembly
from schema.execution import Answer, Ask, Executor
from schema.tiers.views import Views
from tests.fixtures.small_world import World

TODAY = dt.date(2026, 11, 23)
FREE = Limits(
    cost=10**9,
    page=10**9,
    depth=60,
    aliases=10**6,
    root_fields=10**6,
    fields=10**6,
    directives=10**6,
    values=10**6,
    variable_definitions=10**6,
    variable_values=10**6,
    tokens=10**6,
    source_length=10**7,
)
"""No limit that a random document meets; the guard has tests of its own."""

SCOPES = {
    "branch.licensing_chief": ("all",),
    "station.inspector": ("divisions", "all"),
    "town.leader": ("divisions", "all"),
    "town.safety_officer": ("divisions", "all"),
    "enterprise.manager": ("own", "all"),
}
"""Role -> the scopes to grant, the first that a record offers. The public has what is public."""
PERSONAL = {"branch.licensing_chief": "allow", "town.leader": "mask", "town.safety_officer": "mask"}
MASKING = "town.safety_officer"
"""This role sees every text masked that can be."""


def rules(assembly: Assembly) -> list[Rule]:
    """Every record for every role, in the narrowest scope that fits; masks for one role."""
    found = []
    for name, resource in assembly.domain.resources.items():
        if resource.kind == "record":
            found += [
                Rule(role, name, "read", scope, "allow")
                for role, wanted in SCOPES.items()
                if (scope := _scope(wanted, resource.scopes)) is not None
            ]
            if resource.scopes == {"all", "none"}:
                found.append(Rule("public", name, "read", "all", "allow"))
        elif resource.personal:
            found += [Rule(r, name, "read", "all", effect) for r, effect in PERSONAL.items()]
        elif resource.maskable:
            found.append(Rule(MASKING, name, "read", "all", "mask"))
    return found


def _scope(wanted: Iterable[str], offered: frozenset[str]) -> str | None:
    """`all` only where nothing finer exists: a record without divisions is not for a town."""
    first, *_ = wanted
    if first in offered:
        return first
    return "all" if offered == {"all", "none"} else None


def table(assembly: Assembly, given: Iterable[Rule], version: int = 1) -> DecisionTable:
    """The decisions of hand-made rules."""
    return compile_table(given, assembly.domain, version)


@dataclass
class Ground:
    """Both read paths over one database."""

    assembly: Assembly
    world: World
    store: Store
    executor: Executor
    policy: DecisionTable
    driver: list[str] = field(default_factory=list)
    """Statements of the ordinary path, as they went to the driver."""

    def access(
        self,
        role: str,
        *towns: str,
        enterprise: str | None = None,
        policy: DecisionTable | None = None,
    ) -> Access:
        """Somebody with one post."""
        divisions = tuple(self.world.divisions[town] for town in towns)
        own = self.world.enterprises[enterprise] if enterprise else None
        duty = Duty(role, 1, divisions, own)
        actor = Actor(None if role == "public" else 1, "somebody", "somebody", (duty,))
        return Access(actor, policy or self.policy, self.assembly.resources, TODAY)

    def people(self) -> dict[str, Access]:
        """One of each permission set and kind of reach."""
        return {
            "branch": self.access("branch.licensing_chief"),
            "town of two": self.access("town.leader", "a", "c"),
            "town of none": self.access("town.leader"),
            "station": self.access("station.inspector", "a", "b"),
            "enterprise": self.access("enterprise.manager", enterprise="a1"),
            "masked": self.access(MASKING, "b"),
            "public": self.access("public"),
        }

    async def ask(
        self, access: Access, text: str, *, compiled: bool = True, **given: Any
    ) -> Answer:
        """The answer of one path."""
        return await self.executor.answer(
            Ask(access=access, text=text, variables=given, compile=compiled)
        )

    async def both(
        self, access: Access, text: str, variables: Mapping[str, Any] | None = None
    ) -> tuple[Answer, Answer]:
        """The answers of both paths; they must be equal, key order and errors included."""
        given = dict(variables or {})
        fast = await self.ask(access, text, **given)
        slow = await self.ask(access, text, compiled=False, **given)
        if in_order(fast) != in_order(slow):
            pytest.fail(f"{difference(in_order(fast), in_order(slow))}\n{text}\n{given}")
        return fast, slow

    async def data(self, access: Access, text: str, **given: Any) -> Any:
        """The data that both paths agree upon."""
        fast, _ = await self.both(access, text, given)
        body = json.loads(fast.body)
        assert "errors" not in body, body["errors"]
        return body["data"]


def in_order(answer: Answer) -> str:
    """A body's content with its order of keys; spacing, escaping and `1.0` for `1` aside."""
    return json.dumps(json.loads(answer.body, parse_float=_number), ensure_ascii=False)


def _number(text: str) -> float | int:
    """JSON knows one kind of number."""
    value = float(text)
    return int(value) if value.is_integer() else value


def difference(one: str, other: str) -> str:
    """Where two bodies part."""
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    start = max(0, at - 60)
    return f"compiled: {one[start : at + 120]}\nordinary: {other[start : at + 120]}"


def open_ground(store: Store, assembly: Assembly, world: World) -> Ground:
    """The ground over an open store; every statement to the driver is written down."""
    executor = Executor(store, Views(assembly.schema, assembly.shape), None, FREE)
    ground = Ground(assembly, world, store, executor, table(assembly, rules(assembly)))

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        ground.driver.append(statement)

    event.listen(store.engine.sync_engine, "before_cursor_execute", note)
    return ground
