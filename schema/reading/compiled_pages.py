"""Connections in compiled reads: the row after the last is read too, and tells of a next page."""

from dataclasses import dataclass
from typing import Any, Protocol

from graphql import FieldNode, GraphQLField, GraphQLObjectType, get_named_type
from sqlalchemy import ColumnElement, Integer, Select, Text, case, cast, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from schema.catalogue import Catalogue
from schema.reading.json_text import (
    NotCompilable,
    Part,
    base64,
    in_cursor,
    join,
    members,
    or_null,
    quoted,
    value,
)
from schema.reading.rows import Order, lift, limit_of, on, order_of
from schema.sources import Many


class Walk(Protocol):
    """What a page needs of the compilation it belongs to."""

    catalogue: Catalogue

    def fields(self, kind: GraphQLObjectType, nodes: list[FieldNode]) -> dict[str, list[FieldNode]]:
        """Response keys below the nodes."""
        ...

    def below(self, definition: GraphQLField, nodes: list[FieldNode], entity: Any) -> list[Part]:
        """The object that a field returns, over one row."""
        ...

    def rows(
        self, source: Many, entity: Any, given: dict[str, Any]
    ) -> tuple[Any, list[ColumnElement[bool]]]:
        """The table of a list, and its rules."""
        ...


@dataclass(frozen=True, slots=True)
class Page:
    """One connection under way: its rows, numbered, one more than asked for."""

    walk: Walk
    order: Order
    rows: Any
    first: ColumnElement[int]

    def part(self, kind: GraphQLObjectType, nodes: list[FieldNode]) -> Part:
        """The JSON of one member of the connection."""
        match nodes[0].name.value:
            case "__typename":
                return f'"{kind.name}"'
            case "nodes":
                return self._list(join(self.walk.below(kind.fields["nodes"], nodes, self.rows)))
            case "edges":
                return self._list(join(self._members(kind.fields["edges"], nodes, self._edge)))
            case "pageInfo":
                return join(self._members(kind.fields["pageInfo"], nodes, self._info))
            case name:
                raise NotCompilable(f"{kind.name}.{name}")

    def _list(self, body: ColumnElement[Any]) -> Part:
        shown = case((self.rows.c.zj_place <= self.first, body))
        return join(["[", listed(shown, self.rows.c.zj_place), "]"])

    def _members(self, definition: GraphQLField, nodes: list[FieldNode], part: Any) -> list[Part]:
        kind = object_of(definition)
        found = self.walk.fields(kind, nodes).items()
        return members([(key, part(kind, below)) for key, below in found])

    def _edge(self, kind: GraphQLObjectType, nodes: list[FieldNode]) -> Part:
        match nodes[0].name.value:
            case "node":
                return join(self.walk.below(kind.fields["node"], nodes, self.rows))
            case "cursor":
                return join(['"', self._cursor(), '"'])
        return f'"{kind.name}"'

    def _info(self, kind: GraphQLObjectType, nodes: list[FieldNode]) -> Part:
        match nodes[0].name.value:
            case "hasNextPage":
                return cast(func.count() > self.first, Text)
            case "endCursor":
                last = self.rows.c.zj_place == func.least(self.rows.c.zj_found, self.first)
                text = func.max(case((last, join(['"', self._cursor(), '"']))))
                return or_null(text, nullable=True)
        return f'"{kind.name}"'

    def _cursor(self) -> ColumnElement[Any]:
        parts = [in_cursor(on(term, self.rows)) for term in self.order.terms]
        return base64(cast(func.json_build_array(quoted(self.order.name), *parts), Text))


def page_of(
    walk: Walk,
    source: Many,
    definition: GraphQLField,
    nodes: list[FieldNode],
    entity: Any,
    given: dict[str, Any],
) -> Part:
    """The JSON of a connection, as one scalar subquery."""
    page = _page(walk, source, entity, given)
    kind = object_of(definition)
    pairs: list[tuple[str, Part]] = []
    for key, below in walk.fields(kind, nodes).items():
        is_total = below[0].name.value == "totalCount"
        part = _total(walk, source, entity, given) if is_total else page.part(kind, below)
        pairs.append((key, part))
    one_row = func.count() >= 0  # makes an aggregate of a selection like { totalCount }
    whole = select(join(members(pairs))).select_from(page.rows).having(one_row)
    return whole.scalar_subquery()


def _page(walk: Walk, source: Many, entity: Any, given: dict[str, Any]) -> Page:
    row, rules = walk.rows(source, entity, given)
    order = order_of(walk.catalogue, source, given.get("order_by"))
    first = literal(lift(limit_of, given["first"]), Integer)
    extra = literal(lift(lambda n: limit_of(n) + 1, given["first"]), Integer)
    behind = order.after(row, given.get("after"))
    chosen = select(row).where(*rules, *behind).order_by(*order.by(row)).limit(extra)
    inner = correlated(chosen, entity).subquery()
    numbers = func.row_number().over().label("zj_place"), func.count().over().label("zj_found")
    return Page(walk, order, select(inner, *numbers).subquery(), first)


def _total(walk: Walk, source: Many, entity: Any, given: dict[str, Any]) -> Part:
    row, rules = walk.rows(source, entity, given)
    total = select(func.count()).select_from(row).where(*rules)
    return value(correlated(total, entity).scalar_subquery(), nullable=False)


def object_of(definition: GraphQLField) -> GraphQLObjectType:
    """The object type that a field returns. Raises NotCompilable for an interface or union."""
    kind = get_named_type(definition.type)
    if not isinstance(kind, GraphQLObjectType):
        raise NotCompilable(f"{kind.name} is abstract")
    return kind


def correlated(statement: Select[Any], entity: Any) -> Select[Any]:
    """A subselect that refers to the row outside; SQLAlchemy wants to be told."""
    return statement if entity is None else statement.correlate(entity)


def listed(text: ColumnElement[Any], place: ColumnElement[Any]) -> ColumnElement[Any]:
    """The rows' texts, comma between, in the order of `place`."""
    separated = aggregate_order_by(quoted(","), place)
    return func.coalesce(func.string_agg(text, separated), quoted(""))
