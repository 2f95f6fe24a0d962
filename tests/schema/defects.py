"""Seeded defects of the read compiler: each is a mistake somebody could make tomorrow.

What both read paths share (filters, orders) is broken here on the compiler's side only: the
comparison cannot see what is wrong on both. `test_filters.py` holds the shared part to its word.
"""

from collections.abc import Callable
from typing import Any

import pytest
from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode
from sqlalchemy import Integer, Text, cast, func, literal, not_, select

from schema.reading import compiled_pages as pages
from schema.reading import compiler, json_text, plans
from schema.reading.compiler import Compilation
from schema.reading.conditions import Filter
from schema.reading.opened import ScopedTables
from schema.reading.rows import Order, lift, limit_of
from tests.schema.leaks import seed as leaking

Patch = pytest.MonkeyPatch
Defect = Callable[[Patch], None]
DEFECTS: dict[str, Defect] = {}


def defect(name: str) -> Callable[[Defect], Defect]:
    """Name one."""

    def named(seed: Defect) -> Defect:
        DEFECTS[name] = seed
        return seed

    return named


class Unscoped:
    """Opens tables for filters without their scope."""

    def __init__(self, real: ScopedTables) -> None:
        self.real = real

    def open(self, record: type[Any]) -> tuple[Any, list[Any]]:
        return self.real.open(record)[0], []


@defect("an exists-filter without the scope of its table")
def _(patch: Patch) -> None:
    patch.setattr(compiler, "Filter", lambda c, tables: Filter(c, Unscoped(tables)))


@defect("a table without its scope")
def _(patch: Patch) -> None:
    leaking(patch, "Enterprise")


@defect("a null that becomes an empty text")
def _(patch: Patch) -> None:
    def lost(text: Any, *, nullable: bool) -> Any:
        return func.coalesce(text, json_text.quoted('""' if nullable else json_text.MARK))

    patch.setattr(json_text, "or_null", lost)


@defect("a mask that shows the whole")
def _(patch: Patch) -> None:
    shown = lambda expression, *, nullable: json_text.or_null(  # noqa: E731
        cast(func.to_json(cast(expression, Text)), Text), nullable=nullable
    )
    patch.setattr(compiler, "masked", shown)


@defect("a dropped merge of selections")
def _(patch: Patch) -> None:
    real = Compilation.below
    patch.setattr(Compilation, "below", lambda self, d, nodes, e: real(self, d, nodes[:1], e))
    collected = Compilation.fields
    patch.setattr(Compilation, "fields", lambda self, k, nodes: collected(self, k, list(nodes)[:1]))


def _without(kind: type[Any]) -> Defect:
    def seed(patch: Patch) -> None:
        real = Compilation._wanted
        patch.setattr(
            Compilation, "_wanted", lambda self, n: not isinstance(n, kind) and real(self, n)
        )

    return seed


DEFECTS["named fragments are left out"] = _without(FragmentSpreadNode)
DEFECTS["inline fragments are left out"] = _without(InlineFragmentNode)


@defect("fragments on an interface are left out")
def _(patch: Patch) -> None:
    patch.setattr(Compilation, "_is", lambda _self, name, condition: name == condition)


@defect("an alias that is swapped for the name")
def _(patch: Patch) -> None:
    real = Compilation._fields

    def unaliased(self: Any, kind: Any, sets: Any) -> dict[str, list[FieldNode]]:
        return {nodes[0].name.value: nodes for nodes in real(self, kind, sets).values()}

    patch.setattr(Compilation, "_fields", unaliased)


@defect("keys in the order of the alphabet")
def _(patch: Patch) -> None:
    real = Compilation._fields
    patch.setattr(
        Compilation, "_fields", lambda self, k, sets: dict(sorted(real(self, k, sets).items()))
    )


@defect("@skip and @include that are not heard")
def _(patch: Patch) -> None:
    patch.setattr(Compilation, "_wanted", lambda _self, _node: True)


@defect("an id with the name of another type")
def _(patch: Patch) -> None:
    patch.setattr(compiler, "constant", lambda text: json_text.quoted(text.replace("er", "re")))


@defect("a list without its parent")
def _(patch: Patch) -> None:
    def everything(self: Any, source: Any, _entity: Any, given: Any) -> Any:
        row, rules = self.tables.open(source.target)
        return row, [*rules, *self.filter(source.target, row, given.get("where"))]

    patch.setattr(Compilation, "rows", everything)


def _filtering(patch: Patch, name: str, broken: Callable[[Any], Any]) -> None:
    """Break one method of filters on the compiler's side."""

    class Broken(Filter):
        __slots__ = ()

    setattr(Broken, name, broken(getattr(Filter, name)))
    patch.setattr(compiler, "Filter", Broken)


@defect("a filter that is not heard")
def _(patch: Patch) -> None:
    _filtering(patch, "__call__", lambda _real: lambda *_given: iter(()))


@defect("a lost not")
def _(patch: Patch) -> None:
    def broken(real: Any) -> Any:
        def combined(self: Any, record: Any, entity: Any, name: str, given: Any) -> Any:
            if name == "not_":
                return self._all(record, entity, given)
            return real(self, record, entity, name, given)

        return combined

    _filtering(patch, "_combined", broken)


@defect("`isNull` that means its opposite")
def _(patch: Patch) -> None:
    def broken(_real: Any) -> Any:
        real = Filter._value

        def value(self: Any, record: Any, value: Any, entity: Any, given: Any) -> Any:
            for found in real(self, record, value, entity, given):
                yield not_(found) if getattr(given, "is_null", None) is not None else found

        return value

    _filtering(patch, "_value", broken)


def _ordering(patch: Patch, broken: Callable[[Order, Any], list[Any]]) -> None:
    real = compiler.order_of

    class Broken(Order):
        __slots__ = ()

        def by(self, entity: Any) -> list[Any]:
            return broken(self, entity)

    def order_of(*given: Any) -> Order:
        order = real(*given)
        return Broken(order.name, order.terms, order.descending)

    patch.setattr(compiler, "order_of", order_of)
    patch.setattr(pages, "order_of", order_of)


@defect("the wrong way up")
def _(patch: Patch) -> None:
    def reverse(order: Order, entity: Any) -> list[Any]:
        return Order.by(Order(order.name, order.terms, not order.descending), entity)

    _ordering(patch, reverse)


@defect("a list of one too many")
def _(patch: Patch) -> None:
    patch.setattr(compiler, "limit_of", lambda first: limit_of(first) + 1)


@defect("a page of one too many")
def _(patch: Patch) -> None:
    _pages(patch, lambda page: page.first + 1)


@defect("a page of one too few")
def _(patch: Patch) -> None:
    _pages(patch, lambda page: page.first - 1)


def _pages(patch: Patch, shown: Callable[[Any], Any]) -> None:
    def listed(self: Any, body: Any) -> Any:
        rows = pages.case((self.rows.c.zj_place <= shown(self), body))
        return json_text.join(["[", pages.listed(rows, self.rows.c.zj_place), "]"])

    patch.setattr(pages.Page, "_list", listed)


@defect("a next page where there is none")
def _(patch: Patch) -> None:
    real = pages.Page._info

    def info(self: Any, kind: Any, nodes: list[FieldNode]) -> Any:
        if nodes[0].name.value == "hasNextPage":
            return cast(func.count() >= self.first, Text)
        return real(self, kind, nodes)

    patch.setattr(pages.Page, "_info", info)


@defect("a cursor of the row after the last")
def _(patch: Patch) -> None:
    real = pages.Page._info

    def info(self: Any, kind: Any, nodes: list[FieldNode]) -> Any:
        if nodes[0].name.value != "endCursor":
            return real(self, kind, nodes)
        last = self.rows.c.zj_place == self.rows.c.zj_found
        text = func.max(pages.case((last, json_text.join(['"', self._cursor(), '"']))))
        return json_text.or_null(text, nullable=True)

    patch.setattr(pages.Page, "_info", info)


@defect("a total under another filter")
def _(patch: Patch) -> None:
    real = pages._total
    patch.setattr(pages, "_total", lambda w, s, e, given: real(w, s, e, {**given, "where": None}))


@defect("a total of the page alone")
def _(patch: Patch) -> None:
    def short(walk: Any, source: Any, entity: Any, given: Any) -> Any:
        row, rules = walk.rows(source, entity, given)
        first = literal(lift(limit_of, given["first"]), Integer)
        page = pages.correlated(select(row).where(*rules).limit(first), entity).subquery()
        total = select(func.count()).select_from(page).scalar_subquery()
        return json_text.value(total, nullable=False)

    patch.setattr(pages, "_total", short)


@defect("a plan that is shared between true, false and null")
def _(patch: Patch) -> None:
    patch.setattr(plans, "_shape", lambda _value: "any")
