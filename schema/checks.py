"""What is checked of every declaration when a schema is built: mistakes stop a plugin at start."""

from collections.abc import Iterator
from types import UnionType
from typing import Any, NoReturn, Union, get_args, get_origin

from sqlalchemy import Alias, Column, Table
from sqlalchemy.sql import visitors
from strawberry.types.base import StrawberryOptional
from strawberry.types.field import StrawberryField

from core.errors import PluginError
from core.store.base import is_public
from schema.catalogue import Catalogue
from schema.fields import DataField
from schema.guards import guard_of
from schema.sources import Aggregate, Many, One, Value


def check_field(catalogue: Catalogue, owner: type[Any], field: DataField) -> None:
    """A value stands on the owner's table; a relation's key joins the two tables it should.

    Raises PluginError.
    """

    def refuse(why: str) -> NoReturn:
        raise PluginError(f"{owner.__name__}.{field.python_name}: {why}")

    if not field.description or "\n" not in field.description:
        refuse("needs a description, Chinese first, then English on a line of its own")
    match field.source:
        case Value() as value:
            if why := _value_fault(catalogue, owner, field, value):
                refuse(why)
        case One(target=target, key=key) if key is not None:
            if key.table is not catalogue.table(owner) or _refers(key) is not catalogue.table(
                target
            ):
                refuse(f"{key} does not lead from {owner.__name__} to {target.__name__}")
            if not _optional(field):
                refuse("a scope may hide the other record, so the field must be nullable")
        case Many(target=target, key=key) | Aggregate(target=target, key=key) if key is not None:
            if key.table is not catalogue.table(target) or _refers(key) is not catalogue.table(
                owner
            ):
                refuse(f"{key} does not lead from {target.__name__} to {owner.__name__}")


def _value_fault(
    catalogue: Catalogue, owner: type[Any], field: DataField, value: Value
) -> str | None:
    strangers = _tables(value.expression) - {catalogue.table(owner)}
    strangers |= {t for t in _looked_up(value.expression) if not is_public(catalogue.models[t])}
    nullable = getattr(value.expression, "nullable", False)
    if strangers:
        return f"reads {sorted(t.name for t in strangers)}, not the record's own table"
    if nullable and not _optional(field):
        return "the column may be null, the field may not"
    if nullable and value.order:
        return "a nullable column has no place in a cursor"
    if value.personal and value.order:
        return "personal data cannot be sorted by"
    return None


def check_guarded(owner: type[Any], field: StrawberryField, *, foreign: bool) -> None:
    """A root field, or one added to somebody else's type, names the action that it performs.

    Raises PluginError.
    """
    if foreign and guard_of(field) is None:
        raise PluginError(
            f"{owner.__name__}.{field.python_name} names no action: "
            "declare it with query(...), mutation(...) or a data field"
        )


def _tables(expression: Any) -> set[Table]:
    columns: Iterator[Any] = (p for p in visitors.iterate(expression) if isinstance(p, Column))
    return {column.table for column in columns if isinstance(column.table, Table)}


def _looked_up(expression: Any) -> set[Table]:
    """Tables that subqueries of the expression read, under names of their own."""
    aliases = (part for part in visitors.iterate(expression) if isinstance(part, Alias))
    return {alias.element for alias in aliases if isinstance(alias.element, Table)}


def _refers(key: Column[Any]) -> Any:
    return next((reference.column.table for reference in key.foreign_keys), None)


def _optional(field: DataField) -> bool:
    kind = field.type_annotation.annotation if field.type_annotation else None
    if isinstance(kind, StrawberryOptional):  # what `extend` made of it
        return True
    if isinstance(kind, str):
        return "None" in kind or "Optional" in kind
    return get_origin(kind) in (Union, UnionType) and type(None) in get_args(kind)
