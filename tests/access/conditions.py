"""Filters to try as oracles, each with the rows that it means: values seen and values hidden."""

import itertools
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLInputObjectType, get_named_type, is_enum_type

from tests.access import facts
from tests.access.oracle import Oracle, gid
from tests.access.rights import Caller, snake

Condition = tuple[str, frozenset[int]]
"""A `where`, and the keys of all rows that it means, whoever may see them."""


@dataclass(frozen=True)
class Conditions:
    """Makes conditions from the world's own values."""

    oracle: Oracle

    def of(self, caller: Caller, type_: str) -> Iterable[Condition]:
        """Filters that the caller may use on a type, with the rows of the world that they mean."""
        oracle = self.oracle
        for name in sorted(oracle.filters(caller, type_) - {"and", "or", "not"}):
            kind, target = oracle.kind(type_, name)
            if kind == "value":
                equal = list(self._equal(type_, name, 3, hidden_from=oracle.reach(caller, type_)))
                if not equal:
                    continue  # nobody has a value there
                yield from equal
                either = frozenset[int]().union(*(keys for _, keys in equal))
                yield f"{{or: [{', '.join(text for text, _ in equal)}]}}", either
                continue
            for inner, theirs in self._of_related(caller, target):
                yield from self._through(type_, name, inner, theirs)

    def _of_related(self, caller: Caller, target: str) -> Iterable[Condition]:
        """Conditions on the far side of an edge: a hidden row there must match nothing."""
        visible = self.oracle.reach(caller, target)
        for part in sorted(self.oracle.filters(caller, target) - {"and", "or", "not"}):
            if self.oracle.kind(target, part)[0] == "value":
                for inner, matching in self._equal(target, part, 2, hidden_from=visible):
                    yield inner, matching & visible

    def _through(
        self, type_: str, name: str, inner: str, theirs: frozenset[int]
    ) -> Iterable[Condition]:
        kind, target = self.oracle.kind(type_, name)
        rows, related = self.oracle.table(type_), self.oracle.table(target)
        if kind == "one":
            column = facts.COLUMNS.get(f"{type_}.{name}", f"{snake(name)}_id")
            found = frozenset(key for key, row in rows.items() if row[column] in theirs)
            yield f"{{{name}: {inner}}}", found
            yield f"{{not: {{{name}: {inner}}}}}", frozenset(rows) - found
            return
        column = facts.COLUMNS.get(f"{type_}.{name}", f"{snake(type_)}_id")
        found = frozenset(related[key][column] for key in theirs)
        yield f"{{{name}: {{some: {inner}}}}}", found
        yield f"{{{name}: {{none: {inner}}}}}", frozenset(rows) - found

    def _equal(
        self, type_: str, name: str, most: int, hidden_from: frozenset[int] | None = None
    ) -> Iterable[Condition]:
        """`name` equals this or that; values of rows that the caller may not see come first."""
        rows, oracle = self.oracle.table(type_), self.oracle
        if name == "id":
            values = {key: gid(type_, key) for key in rows}
        else:
            values = {key: oracle.plain(type_, row, name) for key, row in rows.items()}
        hidden = [k for k in sorted(rows) if hidden_from is not None and k not in hidden_from]
        ends = [k for pair in itertools.zip_longest(sorted(rows), sorted(rows)[::-1]) for k in pair]
        chosen: list[Any] = []
        for key in (*hidden[:1], *ends):
            value = values[key]
            if value is not None and value not in chosen and len(chosen) < most:
                chosen.append(value)
        for value in chosen:
            matching = frozenset(key for key, other in values.items() if other == value)
            yield f"{{{name}: {{eq: {self._literal(type_, name, value)}}}}}", matching

    def _literal(self, type_: str, name: str, value: Any) -> str:
        where = self.oracle.schema.type_map[f"{type_}Where"]
        assert isinstance(where, GraphQLInputObjectType)
        condition = get_named_type(where.fields[name].type)
        assert isinstance(condition, GraphQLInputObjectType)
        if is_enum_type(get_named_type(condition.fields["eq"].type)):
            return str(value)
        return json.dumps(value, ensure_ascii=False)
