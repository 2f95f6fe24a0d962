"""`where` as SQL. A filter through a relation opens the other table, and so brings its scope."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any, Protocol, cast

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    False_,
    and_,
    any_,
    exists,
    literal,
    literal_column,
    not_,
    or_,
    true,
)
from strawberry import UNSET

from core.errors import InvalidInput
from core.store.personal import Personal, seal
from schema.catalogue import COMBINING, Catalogue
from schema.ids import key_of
from schema.reading.rows import Slot, lift, on
from schema.sources import Many, One, Value

MAX_LISTED = 100
NOTHING = literal_column("false", Boolean())
"""Not `false()`, which would swallow the conditions beside it, the scope among them."""


class Tables(Protocol):
    """How a read path opens a table: the only place where a table enters a statement."""

    def open(self, record: type[Any]) -> tuple[Any, list[ColumnElement[bool]]]:
        """A fresh alias of the record's table, with the conditions that its scope adds."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class Filter:
    """Turns one record's where-input into conditions on one alias of its table."""

    catalogue: Catalogue
    tables: Tables

    def __call__(self, record: type[Any], entity: Any, where: Any) -> Iterator[ColumnElement[bool]]:
        """The conditions; they hold together."""
        for name, given in given_parts(where):
            if name in COMBINING:
                yield self._combined(record, entity, name, given)
            else:
                yield from self._field(record, entity, name, given)

    def _combined(self, record: type[Any], entity: Any, name: str, given: Any) -> Any:
        if name == "not_":
            opposite = not_(self._all(record, entity, given))
            return NOTHING if isinstance(opposite, False_) else opposite
        parts = [self._all(record, entity, each) for each in given]
        return and_(true(), *parts) if name == "and_" else or_(*parts) if parts else true()

    def _all(self, record: type[Any], entity: Any, where: Any) -> ColumnElement[bool]:
        return and_(true(), *self(record, entity, where))

    def _field(
        self, record: type[Any], entity: Any, name: str, given: Any
    ) -> Iterator[ColumnElement[bool]]:
        match self.catalogue.fields(record)[name].source:
            case Value() as value:
                yield from self._value(record, value, entity, given)
            case One(target=target, key=column) if column is not None:
                other, rules = self.tables.open(target)
                same = on(self.catalogue.key(target), other) == on(column, entity)
                yield exists().where(same, *rules, *self(target, other, given))
            case Many(target=target, key=column) if column is not None:
                for quantifier, some in given_parts(given):
                    other, rules = self.tables.open(target)
                    same = on(column, other) == on(self.catalogue.key(record), entity)
                    found = exists().where(same, *rules, *self(target, other, some))
                    yield not_(found) if quantifier == "none" else found

    def _value(
        self, record: type[Any], value: Value, entity: Any, given: Any
    ) -> Iterator[ColumnElement[bool]]:
        target = on(value.expression, entity)
        for operator, operand in given_parts(given):
            if value.is_id:
                yield _identified(target, record, operator, operand)
            elif value.personal:
                yield _sealed(target, value, operand)
            else:
                yield OPERATORS[operator](target, operand)


def _sealed(target: Any, value: Value, operand: Any) -> ColumnElement[bool]:
    """Personal data by its exact value, through the blind index."""
    kind: str = cast("Personal", value.expression.type).kind
    index = lift(lambda text: seal(text, kind).index, operand)
    found: ColumnElement[bool] = target["i"].astext == literal(index)
    return found


def _identified(target: Any, record: type[Any], operator: str, operand: Any) -> Any:
    def decode(given: Any) -> Any:
        listed = isinstance(given, list)
        return [key_of(record, one) for one in given] if listed else key_of(record, given)

    if operator == "eq":
        return target == literal(lift(decode, operand), target.type)
    return target == any_(literal(lift(decode, _listed(operand)), ARRAY(target.type)))


def given_parts(value: Any) -> Iterator[tuple[str, Any]]:
    """The parts of an input that the client gave; null counts as not given."""
    if value is None or value is UNSET:
        return
    for field in dataclasses.fields(value):
        part = getattr(value, field.name)
        if part is not None and part is not UNSET:
            yield field.name, part


def _pattern(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _bounded(values: Any) -> Any:
    if len(values) > MAX_LISTED:
        raise InvalidInput(
            f"一次最多列出 {MAX_LISTED} 个值。",
            f"At most {MAX_LISTED} values in one list.",
            field="where",
            code="LIST_TOO_LONG",
        )
    return values


def _listed(values: list[Any]) -> Any:
    """One bound array, whether the list came whole from a variable or holds variables."""
    if len(values) == 1 and isinstance(values[0], Slot) and values[0].is_list:
        return lift(_bounded, values[0])
    _bounded(values)
    if any(isinstance(v, Slot) for v in values):
        return Slot(lambda given: [v.read(given) if isinstance(v, Slot) else v for v in values])
    return values


Operator = Callable[[ColumnElement[Any], Any], ColumnElement[bool]]

OPERATORS: dict[str, Operator] = {
    "eq": lambda c, v: c == literal(v, c.type),
    "lt": lambda c, v: c < literal(v, c.type),
    "lte": lambda c, v: c <= literal(v, c.type),
    "gt": lambda c, v: c > literal(v, c.type),
    "gte": lambda c, v: c >= literal(v, c.type),
    "in_": lambda c, v: c == any_(literal(_listed(v), ARRAY(c.type))),
    "contains": lambda c, v: c.like(
        literal(lift(lambda text: f"%{_pattern(text)}%", v), c.type), escape="\\"
    ),
    "starts_with": lambda c, v: c.like(
        literal(lift(lambda text: f"{_pattern(text)}%", v), c.type), escape="\\"
    ),
    "is_null": lambda c, v: c.is_(None) if v else c.is_not(None),
}
