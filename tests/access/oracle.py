"""The oracle: who may see and do what, from the policy's text and the tables alone.

Written apart from the system: it imports nothing of core.policy, core.store or schema, and shares
no line with them. It is slow and plain on purpose.
"""

import base64
import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    build_schema,
    get_named_type,
)

from tests.access import facts

ROOT = Path(__file__).parents[2]
Tables = Mapping[str, Mapping[int, Mapping[str, Any]]]


@dataclass(frozen=True)
class Duty:
    """A post in force."""

    role: str
    divisions: frozenset[int] = frozenset()
    enterprise: int | None = None


@dataclass(frozen=True)
class Caller:
    """Who asks, as the tables say; `token` is what the request carries."""

    name: str
    token: str | None
    account: int | None
    duties: tuple[Duty, ...]
    actions: frozenset[str] = frozenset()
    plugins: frozenset[str] = frozenset()


def policy_rows() -> list[tuple[str, ...]]:
    """(role, resource, action, scope, effect) of every default row in the tree."""
    files = [ROOT / "policies" / "core.csv", *sorted(ROOT.glob("plugins/*/policy.csv"))]
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    rows = [tuple(line.split(",")) for line in lines if line and not line.startswith("#")]
    return [row for row in rows if row[0] != "role"]


def snake(name: str) -> str:
    """`creditCode` -> `credit_code`"""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


def gid(type_: str, key: int) -> str:
    """The global id of a row."""
    return base64.b64encode(f"{type_}:{key}".encode()).decode()


def plain(value: Any) -> Any:
    """A value as JSON shows it."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


@dataclass
class Oracle:
    """Answers from rows and rules. `sdl` tells the names of types and fields, nothing else."""

    tables: Tables
    rules: Sequence[tuple[str, ...]]
    sdl: str
    today: dt.date
    clear: Mapping[tuple[str, int, str], str]
    _memo: dict[Any, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.schema = build_schema(self.sdl)
        node = self.schema.type_map["Node"]
        assert isinstance(node, GraphQLInterfaceType)
        self.records = sorted(t.name for t in self.schema.get_possible_types(node))
        if unknown := set(self.records) ^ set(facts.SCOPES):
            raise AssertionError(f"say in tests/access/facts.py whose rows these are: {unknown}")

    # ------------------------------------------------------------------ who

    def account(self, username: str, token: str) -> Caller:
        """An account with the posts that are in force today."""
        (row,) = (a for a in self.tables["account"].values() if a["username"] == username)
        posts = [p for p in self.tables["post"].values() if p["account_id"] == row["id"]]
        duties = tuple(self._duty(post) for post in posts if self._in_force(post))
        return Caller(username, token, row["id"], duties)

    def _in_force(self, dated: Mapping[str, Any]) -> bool:
        begun = dated["valid_from"] <= self.today
        return begun and (dated["valid_to"] is None or dated["valid_to"] > self.today)

    def _duty(self, post: Mapping[str, Any]) -> Duty:
        attached = {
            a["division_id"]
            for a in self.tables["post_division"].values()
            if a["post_id"] == post["id"] and self._in_force(a)
        }
        for _ in range(5):  # what was merged into a town is the town's
            attached |= {
                d["id"]
                for d in self.tables["division"].values()
                if d["successor_id"] in attached and d["valid_to"] and d["valid_to"] <= self.today
            }
        return Duty(post["role"], frozenset(attached), post["enterprise_id"])

    # ------------------------------------------------------------------ rules

    def _cell(self, role: str, name: str, action: str) -> tuple[str, frozenset[str]] | None:
        """What one role's rows say of a type or field: effect and scopes."""
        owner = name.partition(".")[0]
        plugin = facts.PLUGINS.get(owner, "core")
        wild = f"{plugin}:*" if name not in facts.PERSONAL else ""
        is_field = "." in name and owner != "Query"
        said = [
            r
            for r in self.rules
            if r[0] == role
            and r[2] == action
            and (r[1].partition(":")[2] == name or (r[1] == wild and not is_field))
        ]
        effects = {r[4] for r in said}
        if "deny" in effects:
            return "deny", frozenset()
        scopes = frozenset(r[3] for r in said) - {"none"}
        if not scopes:
            return None
        return ("mask" if "mask" in effects else "allow"), scopes

    def _cells(self, caller: Caller, name: str, action: str) -> list[tuple[Duty, str, Any]]:
        key = (caller, name, action)
        if key not in self._memo:
            plugin = facts.PLUGINS.get(name.partition(".")[0], "core")
            shut = caller.actions and action not in caller.actions
            shut = shut or (caller.plugins and plugin not in caller.plugins and plugin != "core")
            met = [] if shut else [(d, self._cell(d.role, name, action)) for d in caller.duties]
            self._memo[key] = [(duty, *cell) for duty, cell in met if cell is not None]
        return self._memo[key]

    def effect(self, caller: Caller, name: str, action: str = "read") -> str | None:
        """All roles together: deny beats allow, allow beats mask."""
        effects = {effect for _, effect, _ in self._cells(caller, name, action)}
        return next((e for e in ("deny", "allow", "mask") if e in effects), None)

    def may(self, caller: Caller, name: str, action: str = "read") -> bool:
        """Whether the operation is allowed on anything at all."""
        return self.effect(caller, name, action) in ("allow", "mask")

    def reach(self, caller: Caller, type_: str, action: str = "read") -> frozenset[int]:
        """The rows of a type that an action may touch."""
        key = (caller, type_, action, "rows")
        if key not in self._memo:
            rows = self.table(type_)
            self._memo[key] = frozenset(
                i for i, row in rows.items() if self._reaches(caller, type_, action, row)
            )
        return self._memo[key]

    def _reaches(self, caller: Caller, type_: str, action: str, row: Mapping[str, Any]) -> bool:
        cells = self._cells(caller, type_, action)
        if not self.may(caller, type_, action):
            return False
        columns = facts.SCOPES[type_]
        if not columns:
            return True
        return any(
            scope == "all"
            or (scope in columns and self._is_theirs(caller, duty, scope, row[columns[scope]]))
            for duty, _, scopes in cells
            for scope in scopes
        )

    @staticmethod
    def _is_theirs(caller: Caller, duty: Duty, scope: str, value: Any) -> bool:
        if value is None:
            return False
        if scope == "divisions":
            return value in duty.divisions
        if scope == "own":
            return bool(value == duty.enterprise)
        if scope == "assigned":
            return bool(value == caller.account)
        raise AssertionError(f"teach the oracle the scope {scope!r}")

    # ------------------------------------------------------------------ schema

    def table(self, type_: str) -> Mapping[int, Mapping[str, Any]]:
        """All rows of a type by key."""
        return self.tables[snake(type_)]

    def kind(self, type_: str, name: str) -> tuple[str, str]:
        """(value, one, many, connection, count or aggregate; what it leads to)."""
        place = f"{type_}.{name}"
        if place in facts.COUNTS:
            return "count", facts.COUNTS[place][0]
        if place in facts.AGGREGATES:
            return "aggregate", facts.AGGREGATES[place][0]
        owner = self.schema.type_map[type_]
        assert isinstance(owner, GraphQLObjectType)
        out = owner.fields[name].type
        target = get_named_type(out).name
        if target.endswith("Connection"):
            return "connection", target.removesuffix("Connection")
        if target not in self.records:
            return "value", target
        inner = out.of_type if isinstance(out, GraphQLNonNull) else out
        return ("many" if isinstance(inner, GraphQLList) else "one"), target

    def mode(self, caller: Caller, type_: str, name: str) -> str | None:
        """How a field of a record is shown: open, masked, or None where it is not there."""
        kind, target = self.kind(type_, name)
        if kind != "value" and not self.may(caller, target):
            return None
        ruled = self.effect(caller, f"{type_}.{name}")
        if ruled == "deny" or (f"{type_}.{name}" in facts.PERSONAL and ruled is None):
            return None
        return "masked" if ruled == "mask" else "open"

    def fields(self, caller: Caller, type_: str) -> dict[str, str]:
        """The fields of a record that the caller's schema has, with their mode."""
        owner = self.schema.type_map[type_]
        assert isinstance(owner, GraphQLObjectType)
        modes = {name: self.mode(caller, type_, name) for name in owner.fields}
        return {name: mode for name, mode in modes.items() if mode}

    def filters(self, caller: Caller, type_: str) -> set[str]:
        """The parts of a record's filter that the caller may use."""
        given = self.schema.type_map.get(f"{type_}Where")
        if not isinstance(given, GraphQLInputObjectType) or not self.may(caller, type_):
            return set()
        shown = self.fields(caller, type_)
        usable = {name for name in given.fields if shown.get(name) == "open"}
        return usable | {"and", "or", "not"} if usable else set()

    def orders(self, caller: Caller, type_: str) -> set[str]:
        """The members of a record's order that the caller may use."""
        given = self.schema.type_map.get(f"{type_}Order")
        if not isinstance(given, GraphQLEnumType) or not self.may(caller, type_):
            return set()
        shown = self.fields(caller, type_)
        return {m for m in given.values if shown.get(self.ordered_by(type_, m)) == "open"}

    def ordered_by(self, type_: str, member: str) -> str:
        """The field that a member of an order sorts by: NAME_ASC is `name`."""
        column = member.rpartition("_")[0].lower()
        owner = self.schema.type_map[type_]
        assert isinstance(owner, GraphQLObjectType)
        return next(name for name in owner.fields if snake(name) == column)

    def roots(self, caller: Caller) -> set[str]:
        """The root fields of the caller's schema."""
        found = {n for n, need in facts.OPERATIONS.items() if not need or self.may(caller, *need)}
        if any(self.may(caller, t) for t in facts.SEARCHED):
            found.add("search")
        if not any(self.may(caller, t) for t in self.records):
            found.discard("node")
        query = self.schema.type_map["Query"]
        assert isinstance(query, GraphQLObjectType)
        for name in query.fields.keys() - facts.OPERATIONS.keys() - {"search"}:
            if self.may(caller, self.kind("Query", name)[1]):
                found.add(name)
        return found

    def mutations(self, caller: Caller) -> set[str]:
        """The mutations of the caller's schema."""
        return {n for n, need in facts.MUTATIONS.items() if need is None or self.may(caller, *need)}

    # ------------------------------------------------------------------ values

    def value(self, caller: Caller, type_: str, row: Mapping[str, Any], name: str) -> Any:
        """What a field of a record shows; for edges the global ids that it leads to."""
        place, key = f"{type_}.{name}", row["id"]
        if name == "id":
            return gid(type_, key)
        kind, target = self.kind(type_, name)
        if kind == "value":
            return self._shown(caller, type_, row, name)
        if kind == "one":
            column = facts.COLUMNS.get(place, f"{snake(name)}_id")
            return gid(target, row[column]) if row[column] in self.reach(caller, target) else None
        if kind == "count":
            return len(self._related(caller, target, facts.COUNTS[place][1], key))
        if kind == "aggregate":
            _, column, how = facts.AGGREGATES[place]
            rows = self.table(target)
            keys = self._related(caller, target, column, key)
            return plain(how([rows[i] for i in keys], self.today))
        return {gid(target, i) for i in self.children(caller, type_, key, name)}

    def children(self, caller: Caller, type_: str, key: int, name: str) -> list[int]:
        """The rows that a to-many edge leads to."""
        column = facts.COLUMNS.get(f"{type_}.{name}", f"{snake(type_)}_id")
        return self._related(caller, self.kind(type_, name)[1], column, key)

    def _related(self, caller: Caller, target: str, column: str, key: int) -> list[int]:
        rows = self.table(target)
        return [i for i in self.reach(caller, target) if rows[i][column] == key]

    def _shown(self, caller: Caller, type_: str, row: Mapping[str, Any], name: str) -> Any:
        masked = self.mode(caller, type_, name) == "masked"
        if f"{type_}.{name}" in facts.PERSONAL:
            held = row[snake(name)]
            if held is None:
                return None
            return held["m"] if masked else self.clear[snake(type_), row["id"], snake(name)]
        value = self.plain(type_, row, name)
        if masked and value is not None:
            return f"{value[:1]}***" if isinstance(value, str) else None
        return value

    def plain(self, type_: str, row: Mapping[str, Any], name: str) -> Any:
        """A value of the row as JSON shows it, whoever asks."""
        place = f"{type_}.{name}"
        if place in facts.PERSONAL:
            return self.clear.get((snake(type_), row["id"], snake(name)))
        if place in facts.COMPUTED:
            return plain(facts.COMPUTED[place](row, self.today))
        return plain(row[facts.COLUMNS.get(place, snake(name))])

    def found(self, caller: Caller, type_: str, term: str) -> list[int]:
        """The first rows whose search text holds a term."""
        rows, column = self.table(type_), facts.SEARCHED[type_]
        return sorted(i for i in self.reach(caller, type_) if term in rows[i][column])[:20]


def as_tables(found: Mapping[str, Iterable[Mapping[str, Any]]]) -> Tables:
    """Rows by table and key, with JSON columns as Python values."""
    return {
        name: {row["id"]: {k: _parsed(v) for k, v in row.items()} for row in rows}
        for name, rows in found.items()
    }


def _parsed(value: Any) -> Any:
    if isinstance(value, str) and value[:2] in ('{"', "[{", "[]", "{}"):
        return json.loads(value)
    return value
