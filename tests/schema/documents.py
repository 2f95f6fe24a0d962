"""Random GraphQL documents, drawn from a schema: every part of the language that reads use."""

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_composite_type,
    is_leaf_type,
)

from schema.fields import DataField
from schema.ids import global_id
from tests.schema.borders import NAMES

TEXTS = (*NAMES, "样本", "样本001", "杭州", "新街", "33010", "a1", "13800001234", "王2", "同名")
DAYS = ("2026-11-22", "2026-11-23", "2026-11-24", "2011-01-01", "0001-01-01", "9999-12-31")
INSTANTS = ("2026-11-23T12:00:00+00:00", "2026-11-23T12:00:00.000001+00:00")
CURSOR = re.compile(r'"(?:endCursor|cursor)":\s*"([^"]+)"')
PYTHON_ROOTS = {"me", "node", "search"}
"""Root fields behind which is Python that needs no service of the platform."""


@dataclass
class Writer:
    """Writes one document for one caller's schema."""

    schema: GraphQLSchema
    draw: random.Random
    only_data: bool = True
    """Leave out what needs Python: resolvers."""
    variables: dict[str, Any] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    makers: dict[str, Callable[[], Any]] = field(default_factory=dict)
    """How to draw another value for a variable."""
    fragments: list[str] = field(default_factory=list)
    subject: str = "Division"
    """The record whose ids are wanted."""

    def document(self) -> str:
        """The text; `variables` are filled alongside."""
        root = self.schema.query_type
        assert root is not None
        body = self._selection(root, depth=0)
        declared = ", ".join(f"${name}: {kind}" for name, kind in self.types.items())
        head = f"query Q({declared})" if declared else "query Q"
        return " ".join([head, body, *self.fragments])

    def again(self, answered: str) -> dict[str, Any]:
        """Other variables for the same document; cursors are those of an earlier answer."""
        cursors = [None, *CURSOR.findall(answered)]
        drawn = {name: make() for name, make in self.makers.items()}
        after = [name for name in self.types if name not in drawn]
        return drawn | {name: self.draw.choice(cursors) for name in after}

    def _selection(self, kind: Any, depth: int) -> str:
        names = [n for n in kind.fields if self._usable(kind, n, depth)]
        leaves = [n for n in names if is_leaf_type(get_named_type(kind.fields[n].type))]
        branches = [n for n in names if n not in leaves]
        chosen = self.draw.sample(leaves, self.draw.randint(0, min(4, len(leaves))))
        most = min((3, 2, 2, 1, 1, 1)[depth], len(branches))
        chosen += self.draw.sample(branches, self.draw.randint(min(1, most), most))
        self.draw.shuffle(chosen)
        parts = [self._part(kind, name, depth) for name in chosen]
        if self.draw.random() < 0.25 or not parts:
            parts.insert(self.draw.randint(0, len(parts)), "__typename")
        if len(parts) > 1 and depth and self.draw.random() < 0.15:
            parts.append(parts[0])  # the same field twice is merged
        return "{ " + " ".join(parts) + " }"

    def _part(self, kind: Any, name: str, depth: int) -> str:
        text = self._field(kind, name, depth)
        match self.draw.random():
            case chance if chance < 0.08:
                return f"... on {kind.name}{self._directive()} {{ {text} }}"
            case chance if chance < 0.12 and depth:
                label = f"F{len(self.fragments)}"
                self.fragments.append(f"fragment {label} on {kind.name} {{ {text} }}")
                return f"...{label}"
            case chance if chance < 0.16 and "Node" in (i.name for i in kind.interfaces):
                return "... on Node { nodeId: id }" + f" {text}"
        return text

    def _usable(self, kind: Any, name: str, depth: int) -> bool:
        built = kind.fields[name]
        source = built.extensions.get("strawberry-definition")
        returned = get_named_type(built.type)
        if is_composite_type(returned) and depth >= 5:
            return False
        if isinstance(source, DataField):
            return True
        if kind is self.schema.query_type:
            return not self.only_data and name in PYTHON_ROOTS
        if "Node" in (each.name for each in kind.interfaces):  # a record's field with a resolver
            return not self.only_data
        return True  # parts of connections, and of the objects that Python roots return

    def _field(self, kind: Any, name: str, depth: int, *, always: bool = False) -> str:
        built = kind.fields[name]
        returned = get_named_type(built.type)
        self.subject = returned.name
        aliased = always or self.draw.random() < 0.15
        alias = f"x{self.draw.randint(0, 10**9)}: " if aliased else ""
        given = [
            f"{arg}: {value}"
            for arg, spec in built.args.items()
            if (value := self._argument(arg, spec.type)) is not None
        ]
        called = f"({', '.join(given)})" if given else ""
        if not is_composite_type(returned):
            below = ""
        elif isinstance(returned, GraphQLObjectType):
            below = self._selection(returned, depth + 1)
            if alias and (more := self._leaves(returned)):  # twice the same key: to be merged
                return f"{alias}{name}{called} {{ {more} }} {alias}{name}{called} {below}"
        else:
            below = self._abstract(returned, depth)
        return f"{alias}{name}{called}{self._directive()} {below}".strip()

    def _leaves(self, kind: Any) -> str:
        """A few plain values of an object."""
        names = [n for n in kind.fields if self._usable(kind, n, 5) and not kind.fields[n].args]
        leaves = [n for n in names if is_leaf_type(get_named_type(kind.fields[n].type))]
        return " ".join(self.draw.sample(leaves, min(2, len(leaves))))

    def _abstract(self, kind: Any, depth: int) -> str:
        members = self.draw.sample(
            self.schema.get_possible_types(kind), min(2, len(self.schema.get_possible_types(kind)))
        )
        parts = [f"... on {m.name} {{ {self._field_alone(m, depth)} }}" for m in members]
        return "{ __typename " + " ".join(parts) + " }"

    def _field_alone(self, kind: GraphQLObjectType, depth: int) -> str:
        names = [n for n in kind.fields if self._usable(kind, n, 5)]
        name = self.draw.choice(names)
        return self._field(kind, name, 5, always=True)

    def _directive(self) -> str:
        if self.draw.random() > 0.1:
            return ""
        word, value = self.draw.choice(("skip", "include")), self.draw.choice(("true", "false"))
        if self.draw.random() < 0.5:
            return f" @{word}(if: {value})"
        other = lambda: self.draw.random() < 0.5  # noqa: E731
        return f" @{word}(if: {self._variable('Boolean!', value == 'true', other)})"

    def _variable(self, kind: str, value: Any, again: Callable[[], Any] | None) -> str:
        name = f"v{len(self.types)}"
        self.types[name], self.variables[name] = kind, value
        if again is not None:
            self.makers[name] = again
        return f"${name}"

    def _argument(self, name: str, kind: Any) -> str | None:
        required = isinstance(kind, GraphQLNonNull) and name != "first"
        if not required and self.draw.random() < (0.3 if name == "first" else 0.55):
            return None
        if name == "after":  # cursors are those of an answer, not guessed
            return self._variable(str(kind), None, None) if self.draw.random() < 0.7 else "null"
        subject = self.subject

        def make() -> Any:
            self.subject = subject
            return self._first() if name == "first" else self._value(kind, 0)

        value = make()
        return (
            self._variable(str(kind), value, make)
            if self.draw.random() < 0.5
            else literal(value, kind)
        )

    def _first(self) -> int:
        return self.draw.choices([0, 1, 2, 3, 5, 100, 101], [1, 4, 6, 6, 4, 1, 0.03])[0]

    def _value(self, kind: Any, depth: int) -> Any:
        if isinstance(kind, GraphQLNonNull):
            return self._value(kind.of_type, depth)
        if isinstance(kind, GraphQLList):
            return [self._value(kind.of_type, depth + 1) for _ in range(self.draw.randint(0, 3))]
        if isinstance(kind, GraphQLInputObjectType):
            return self._object(kind, depth)
        if isinstance(kind, GraphQLEnumType):
            return self.draw.choice(list(kind.values))
        return self._scalar(kind.name)

    def _object(self, kind: GraphQLInputObjectType, depth: int) -> dict[str, Any]:
        if kind.name.endswith("Where"):
            self.subject = kind.name.removesuffix("Where")
        plain = [n for n in kind.fields if n not in ("and", "or", "not")]
        names = plain if depth > 3 else list(kind.fields)
        chosen = self.draw.sample(names, min(len(names), self.draw.choice((0, 1, 1, 1, 2, 3))))
        chosen.sort(key=lambda n: n != "id")  # before other records become the subject
        found = {n: self._value(kind.fields[n].type, depth + 1) for n in chosen}
        nulls = [n for n in found if self.draw.random() < 0.05]
        return found | dict.fromkeys(nulls)

    def _scalar(self, name: str) -> Any:
        match name:
            case "Int":
                return self.draw.choice((0, 1, 2, -1, 2**31 - 1))
            case "Boolean":
                return self.draw.random() < 0.5
            case "Date":
                return self.draw.choice(DAYS)
            case "DateTime":
                return self.draw.choice(INSTANTS)
            case "ID":
                key = self.draw.choice((1, 2, 3, 4, 5, 6, 999))
                wrong = ("garbage", global_id("Nothing", key), global_id("Division", key))
                right = global_id(self.subject, key)
                return self.draw.choice(wrong) if self.draw.random() < 0.03 else right
        return self.draw.choice(TEXTS)


def literal(value: Any, kind: Any) -> str:
    """A value in GraphQL's own notation: enums bare, keys without quotes."""
    kind = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if value is None:
        return "null"
    if isinstance(kind, GraphQLList):
        return "[" + ", ".join(literal(v, kind.of_type) for v in value) + "]"
    if isinstance(kind, GraphQLInputObjectType):
        parts = (f"{n}: {literal(v, kind.fields[n].type)}" for n, v in value.items())
        return "{" + ", ".join(parts) + "}"
    return value if isinstance(kind, GraphQLEnumType) else json.dumps(value, ensure_ascii=True)
