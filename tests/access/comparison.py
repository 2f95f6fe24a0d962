"""Asks the real system as one caller after another, and compares every answer with the oracle."""

import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.access import facts
from tests.access.conditions import Conditions
from tests.access.licence_facts import licence_colour
from tests.access.oracle import Oracle, gid
from tests.access.rights import Caller, snake

ABSENT = 999_999_999
"""A key that no row has."""
PAGE, NESTED, ROOTS = 100, 20, 20
SMALL = 20
SCHEMA = """{ __schema {
  queryType { fields { name } } mutationType { fields { name } }
  types { name fields { name } inputFields { name } enumValues { name } possibleTypes { name } }
} }"""

Ask = Callable[[Caller, str], Awaitable[Any]]
"""The whole JSON answer to a document, as a caller."""
Part = tuple[str, Callable[[Any], None]]
"""One root field without its alias, and what to do with its value."""


@dataclass
class Comparison:
    """Differences between the system and the oracle, and how much was compared."""

    oracle: Oracle
    ask: Ask
    differences: list[str] = field(default_factory=list)
    share: int = 1
    """Of conditions and of keys in large tables each caller gets one in so many, by turns, so that
    callers of one kind together ask for everything. 1: everybody asks for everything."""
    turn: int = 0
    operations: int = 0
    values: int = 0

    def same(self, caller: Caller, place: str, found: Any, expected: Any) -> None:
        """Note a difference."""
        self.values += 1
        if found != expected:
            self.differences.append(f"{caller.name or 'public'}: {place}: {found} != {expected}")

    async def _all(self, caller: Caller, parts: Sequence[Part], share: int = ROOTS) -> None:
        """Ask for parts, as many in one document as the guard lets through."""
        for start in range(0, len(parts), share):
            batch = parts[start : start + share]
            fields = " ".join(f"p{n}: {text}" for n, (text, _) in enumerate(batch))
            answer = await self.ask(caller, f"{{ {fields} }}")
            self.operations += len(batch)
            if "errors" in answer:
                texts = [text for text, _ in batch]
                self.differences.append(f"{caller.name}: {answer['errors'][:1]} for {texts[:2]}")
                continue
            for n, (_, check) in enumerate(batch):
                check(answer["data"][f"p{n}"])

    # ------------------------------------------------------------------ schema

    async def schema(self, caller: Caller) -> None:
        """The caller's schema has exactly what the policy leaves."""
        answer = (await self.ask(caller, SCHEMA))["data"]["__schema"]
        self.operations += 1
        types = {t["name"]: t for t in answer["types"]}
        oracle = self.oracle
        self.same(caller, "Query", _names(answer["queryType"]), oracle.roots(caller))
        self.same(caller, "Mutation", _names(answer["mutationType"]), oracle.mutations(caller))
        readable = {t for t in oracle.records if oracle.may(caller, t)}
        self.same(caller, "records", types.keys() & set(oracle.records), readable)
        hits = {t for t in facts.SEARCHED if t in readable}
        self.same(caller, "SearchHit", _names(types.get("SearchHit"), "possibleTypes"), hits)
        self.same(caller, "Node", _names(types.get("Node"), "possibleTypes"), readable)
        for name in oracle.records:
            shown = set(oracle.fields(caller, name)) if name in readable else set()
            where = _names(types.get(f"{name}Where"), "inputFields")
            order = _names(types.get(f"{name}Order"), "enumValues")
            self.same(caller, name, _names(types.get(name)), shown)
            self.same(caller, f"{name}Where", where, oracle.filters(caller, name))
            self.same(caller, f"{name}Order", order, oracle.orders(caller, name))

    # ------------------------------------------------------------------ rows

    def lists(self, caller: Caller) -> dict[str, str]:
        """The root lists of the caller's schema: field -> record."""
        found = {n: self.oracle.kind("Query", n) for n in self.oracle.roots(caller) if _is_data(n)}
        return {name: target for name, (kind, target) in found.items() if kind == "connection"}

    async def rows(self, caller: Caller) -> None:
        """Every list with every field and edge of every row, and its total."""
        parts = []
        for name, type_ in self.lists(caller).items():
            chosen = self._selection(caller, type_)
            wide = sum(text.count(f"first: {NESTED}") for text in chosen)
            size = PAGE if wide < 3 else 40
            text = f"{name}(first: {size}) {{ totalCount nodes {{ {' '.join(chosen)} }} }}"
            parts.append((text, self._listed(caller, name, type_, size)))
        await self._all(caller, parts, share=1)

    def _selection(self, caller: Caller, type_: str) -> list[str]:
        shapes = {
            "value": "{}",
            "count": "{}",
            "aggregate": "{}",
            "one": "{} {{ id }}",
            "many": f"{{}}(first: {NESTED}) {{{{ id }}}}",
            "connection": f"{{}}(first: {NESTED}) {{{{ totalCount nodes {{{{ id }}}} }}}}",
        }
        names = [n for n in self.oracle.fields(caller, type_) if f"{type_}.{n}" not in facts.APART]
        return [shapes[self.oracle.kind(type_, name)[0]].format(name) for name in names]

    def _listed(self, caller: Caller, name: str, type_: str, size: int) -> Callable[[Any], None]:
        def check(found: Any) -> None:
            reach = {gid(type_, key): key for key in self.oracle.reach(caller, type_)}
            ids = [node["id"] for node in found["nodes"]]
            self.same(caller, f"{name}.totalCount", found["totalCount"], len(reach))
            if len(reach) <= size:
                self.same(caller, name, sorted(ids), sorted(reach))
            else:
                self.same(caller, name, (len(ids), set(ids) <= set(reach)), (size, True))
            for node in found["nodes"]:
                if node["id"] in reach:
                    self._row(caller, type_, reach[node["id"]], node)

        return check

    def _row(self, caller: Caller, type_: str, key: int, node: dict[str, Any]) -> None:
        row = self.oracle.table(type_)[key]
        for name in self.oracle.fields(caller, type_):
            place = f"{type_}:{key}.{name}"
            if f"{type_}.{name}" in facts.APART:
                continue
            kind, _ = self.oracle.kind(type_, name)
            expected, found = self.oracle.value(caller, type_, row, name), node[name]
            if kind == "one":
                found = found and found["id"]
            elif kind in ("many", "connection"):
                nodes = found if kind == "many" else found["nodes"]
                found = {one["id"] for one in nodes}
                if kind == "connection":
                    self.same(caller, f"{place} total", node[name]["totalCount"], len(expected))
                if len(expected) > NESTED:
                    found, expected = (len(found), found <= expected), (NESTED, True)
            self.same(caller, place, found, expected)

    async def nodes(self, caller: Caller, types: Iterable[str] = ()) -> None:
        """`node` and every by-id field, for every row of every type and for one that is not."""
        by_id = {
            self.oracle.kind("Query", name)[1]: name
            for name in self.oracle.roots(caller)
            if _is_data(name) and self.oracle.kind("Query", name)[0] == "one"
        }
        node = "node" if "node" in self.oracle.roots(caller) else None
        parts: list[Part] = []
        for type_ in types or self.oracle.records:
            reach = self.oracle.reach(caller, type_)
            for key in [*self._mine(sorted(self.oracle.table(type_)), reach), ABSENT]:
                seen = key in reach
                text = f'(id: "{gid(type_, key)}") {{ __typename id }}'
                expected = {"__typename": type_, "id": gid(type_, key)} if seen else None
                check = self._expect(caller, f"{type_} {key}", expected)
                parts += [(name + text, check) for name in (node, by_id.get(type_)) if name]
        await self._all(caller, parts)

    def _mine(self, keys: list[int], reach: frozenset[int]) -> list[int]:
        """This caller's share of a table: all of a small one, and all that few may see."""
        if len(keys) > 500:
            keys = keys[:: len(keys) // 12]
        few = reach if len(reach) < SMALL else frozenset[int]()
        if len(keys) < SMALL:
            return keys
        return [k for k in keys if k in few or k % self.share == self.turn % self.share]

    def _expect(self, caller: Caller, place: str, expected: Any) -> Callable[[Any], None]:
        return lambda found: self.same(caller, place, found, expected)

    # ------------------------------------------------------------------ oracles that leak

    async def orders(self, caller: Caller) -> None:
        """Every order of every list: the sequence is that of the visible rows."""
        parts: list[Part] = []
        for name, type_ in self.lists(caller).items():
            rows = self.oracle.table(type_)
            for member in sorted(self.oracle.orders(caller, type_)):
                by = self.oracle.ordered_by(type_, member)
                column = facts.COLUMNS.get(f"{type_}.{by}", snake(by))
                keys = sorted(self.oracle.reach(caller, type_), key=lambda i: (rows[i][column], i))
                if member.endswith("_DESC"):
                    keys.reverse()
                text = f"{name}(first: {PAGE}, orderBy: {member}) {{ nodes {{ id }} }}"
                ids = {"nodes": [{"id": gid(type_, key)} for key in keys[:PAGE]]}
                parts.append((text, self._expect(caller, f"{name} by {member}", ids)))
        await self._all(caller, parts)

    async def filters(self, caller: Caller) -> None:
        """Every filter of every list, through every edge, with values seen and values hidden."""
        parts: list[Part] = []
        for name, type_ in self.lists(caller).items():
            reach = self.oracle.reach(caller, type_)
            conditions = list(Conditions(self.oracle).of(caller, type_))
            for where, matching in conditions[self.turn % self.share :: self.share]:
                text = f"{name}(first: {PAGE}, where: {where}) {{ totalCount nodes {{ id }} }}"
                keys = reach & matching
                parts.append((text, self._filtered(caller, f"{name} {where}", type_, keys)))
        await self._all(caller, parts)

    def _filtered(
        self, caller: Caller, place: str, type_: str, keys: frozenset[int]
    ) -> Callable[[Any], None]:
        ids = {gid(type_, key) for key in keys}

        def check(found: Any) -> None:
            nodes = {node["id"] for node in found["nodes"]}
            if len(ids) > PAGE:
                nodes = ids if len(nodes) == PAGE and nodes <= ids else nodes
            self.same(caller, place, (found["totalCount"], nodes), (len(ids), ids))

        return check

    async def search(self, caller: Caller) -> None:
        """Search finds what the caller may see, and nothing by which the rest could be guessed."""
        types = [t for t in facts.SEARCHED if self.oracle.may(caller, t)]
        if not types:
            return
        terms = {f"样本{row['name'][6:8]}" for row in self.oracle.table("Enterprise").values()}
        terms |= {row["search_text"][:8] for row in self.oracle.table("Licence").values()}
        terms |= {row["search_text"][:8] for row in self.oracle.table("Equipment").values()}
        shown = " ".join(f"... on {t} {{ id }}" for t in types)
        parts: list[Part] = []
        for term in sorted(terms)[self.turn % self.share :: self.share]:
            keys = {gid(t, key) for t in types for key in self.oracle.found(caller, t, term)}
            text = f"search(text: {json.dumps(term)}) {{ {shown} }}"
            parts.append((text, self._hits(caller, f"search {term}", keys)))
        await self._all(caller, parts)

    def _hits(self, caller: Caller, place: str, expected: set[str]) -> Callable[[Any], None]:
        return lambda found: self.same(caller, place, {hit["id"] for hit in found}, expected)

    async def board(self, caller: Caller) -> None:
        """The board counts the licences that the caller may see."""
        if "licenceBoard" not in self.oracle.roots(caller):
            return
        rows, expected = self.oracle.table("Licence"), {}
        for key in self.oracle.reach(caller, "Licence"):
            colour = licence_colour(rows[key], self.oracle.today)
            cell = (gid("Division", rows[key]["town_id"]), colour)
            if colour is not None:
                expected[cell] = expected.get(cell, 0) + 1

        def check(found: Any) -> None:
            counted: dict[Any, int] = {}
            for cell in found:
                place = (cell["town"]["id"], cell["colour"])
                counted[place] = counted.get(place, 0) + cell["count"]
            self.same(caller, "licenceBoard", counted, expected)

        await self._all(caller, [("licenceBoard { town { id } colour count }", check)])

    async def everything(self, caller: Caller) -> None:
        """All of the above."""
        for step in (self.schema, self.rows, self.orders, self.filters, self.search, self.board):
            await step(caller)
        await self.nodes(caller)


def _is_data(name: str) -> bool:
    return name not in facts.OPERATIONS and name != "search"


def _names(type_: Any, part: str = "fields") -> set[str]:
    return {each["name"] for each in (type_ or {}).get(part) or ()}
