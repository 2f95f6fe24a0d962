"""The oracle: what the system must answer, from rows and rules, without a line of the system."""

import base64
import datetime as dt
import decimal
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
from tests.access.rights import Caller, Rights, Tables, snake


def gid(type_: str, key: int) -> str:
    """The global id of a row."""
    return base64.b64encode(f"{type_}:{key}".encode()).decode()


def plain(value: Any) -> Any:
    """A value as JSON shows it."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    return value


@dataclass
class Oracle(Rights):
    """Answers from rows and rules. `sdl` tells the names of types and fields, nothing else."""

    sdl: str
    clear: Mapping[tuple[str, int, str], str]
    """Clear texts of personal data: (table, row, column) -> text."""

    def __post_init__(self) -> None:
        self.schema = build_schema(self.sdl)
        node = self.schema.type_map["Node"]
        assert isinstance(node, GraphQLInterfaceType)
        self.records = sorted(t.name for t in self.schema.get_possible_types(node))
        if unknown := set(self.records) ^ set(facts.SCOPES):
            raise AssertionError(f"say in tests/access/facts.py whose rows these are: {unknown}")

    # ------------------------------------------------------------------ schema

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
            shown = self._shown(caller, type_, row, name)
            return float(shown) if target == "Float" and shown is not None else shown
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
