"""Filters, orders and cursors as SQL: the part of a list that both read paths share."""

import base64
import binascii
import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, FromClause, Table, UnaryExpression, literal, tuple_
from sqlalchemy import inspect as inspect_orm
from sqlalchemy.sql import operators, visitors
from strawberry import UNSET

from core.errors import InvalidInput
from schema.catalogue import Catalogue
from schema.paging import MAX_PAGE
from schema.sources import Many, Value


@dataclasses.dataclass(frozen=True, slots=True)
class Slot:
    """A place for a request's value: stands in for it in a plan that many requests share."""

    read: Callable[[Mapping[str, Any]], Any]
    is_list: bool = False


def lift(function: Callable[[Any], Any], value: Any) -> Any:
    """Apply `function` now to a value, or later to what fills a slot."""
    if isinstance(value, Slot):
        return Slot(lambda variables: function(value.read(variables)), value.is_list)
    return function(value)


def on(expression: ColumnElement[Any], entity: Any) -> ColumnElement[Any]:
    """`expression`, written over a table, moved to `entity`: an alias, subquery or ORM alias."""

    def moved(element: Any, **_: Any) -> Any:
        if not isinstance(element, Column) or not isinstance(element.table, Table):
            return None
        if isinstance(entity, FromClause):
            return entity.c[element.key]
        mapper = inspect_orm(entity).mapper
        return getattr(entity, mapper.get_property_by_column(element).key)

    result: ColumnElement[Any] = visitors.replacement_traverse(expression, {}, moved)
    return result


@dataclasses.dataclass(frozen=True, slots=True)
class Order:
    """Sort terms that end in the primary key, and their name inside cursors."""

    name: str
    terms: tuple[ColumnElement[Any], ...]
    descending: bool = False

    def by(self, entity: Any) -> list[ColumnElement[Any]]:
        """The terms for ORDER BY."""
        terms = [on(term, entity) for term in self.terms]
        return [term.desc() for term in terms] if self.descending else terms

    def after(self, entity: Any, cursor: Any) -> list[ColumnElement[bool]]:
        """Rows behind `cursor`; the row comparison can use an index over the terms."""
        if cursor is None or cursor is UNSET:
            return []
        here = tuple_(*(on(term, entity) for term in self.terms))
        ends = tuple_(
            *(literal(lift(self._part(n), cursor), t.type) for n, t in enumerate(self.terms))
        )
        return [here < ends if self.descending else here > ends]

    def _part(self, n: int) -> Callable[[str], Any]:
        kind: Any = self.terms[n].type.python_type

        def part(cursor: str) -> Any:
            try:
                name, *values = json.loads(base64.b64decode(cursor, validate=True))
                if name == self.name:
                    return _parsed(kind, values[n])
            except (ValueError, IndexError, TypeError, KeyError, binascii.Error):
                pass
            raise InvalidInput(
                "游标无效：请从第一页重新开始，或保持相同的排序。",
                "Not a cursor of this list and order: begin at the first page again.",
                field="after",
                code="BAD_CURSOR",
            )

        return part

    def cursor(self, values: list[Any]) -> str:
        """The cursor of a row, from the values of the terms."""
        text = json.dumps([self.name, *values], ensure_ascii=False, default=_text)
        return base64.b64encode(text.encode()).decode()


def _parsed(kind: Any, value: Any) -> Any:
    if hasattr(kind, "fromisoformat"):
        return kind.fromisoformat(value)
    return kind[value] if hasattr(kind, "__members__") else kind(value)


def _text(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return str(getattr(value, "name", value))


def order_of(catalogue: Catalogue, many: Many, chosen: Any) -> Order:
    """The client's order, else the one the field declares, else by primary key."""
    key = catalogue.key(many.target)
    if chosen is not None and chosen is not UNSET:
        name, descending, _ = chosen.value
        source = cast("Value", catalogue.fields(many.target)[name].source)
        return Order(chosen.name, (source.expression, key), descending)
    term = many.order_by
    if term is None:
        return Order("ID", (key,))
    if isinstance(term, UnaryExpression) and term.modifier is operators.desc_op:
        return Order("DEFAULT", (term.element, key), descending=True)
    return Order("DEFAULT", (term, key))


def limit_of(first: int) -> int:
    """A page size within bounds. Raises InvalidInput."""
    if not 0 <= first <= MAX_PAGE:
        raise InvalidInput(
            f"每页条数应在 0 到 {MAX_PAGE} 之间。",
            f"`first` must be between 0 and {MAX_PAGE}, not {first}.",
            field="first",
            code="PAGE_TOO_LARGE",
        )
    return first
