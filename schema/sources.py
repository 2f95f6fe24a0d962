"""Where the value of a data field lives: plain values that every reader of a field understands."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement

from core.store.personal import Personal
from schema.paging import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One SQL expression over the row's own table (a column, or computed)."""

    expression: ColumnElement[Any]
    where: bool = False
    order: bool = False
    is_id: bool = False

    @property
    def annotation(self) -> Any:
        """The Python type that the field has where an author cannot write it (`extend`)."""
        return str if self.personal else self.expression.type.python_type

    @property
    def personal(self) -> bool:
        """Whether the value is personal data, which needs a rule of its own."""
        return isinstance(self.expression.type, Personal)


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """The row of `target` that a foreign key names; without a key, the row that `id` names."""

    target: type[Any]
    key: Column[Any] | None
    where: bool = False

    @property
    def annotation(self) -> Any:
        """The record type."""
        return self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """The rows of `target` whose foreign key names this row; without a key, all rows."""

    target: type[Any]
    key: Column[Any] | None
    paged: bool
    order_by: ColumnElement[Any] | None = None
    where: bool = False

    @property
    def annotation(self) -> Any:
        """A list, or a connection when paged."""
        return Connection[self.target] if self.paged else list[self.target]  # type: ignore[name-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """One SQL aggregate over the rows that `Many` would list."""

    target: type[Any]
    key: Column[Any] | None
    expression: ColumnElement[Any]

    @property
    def annotation(self) -> Any:
        """The Python type of the aggregate."""
        return self.expression.type.python_type


Source = Value | One | Many | Aggregate
