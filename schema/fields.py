r"""The field factories: where the value of a GraphQL field lives, said once, beside its type.

`number: str = column(m.Licence.number, "证号\nThe printed number.")` returns, for the type
checker, the `str` it stands for, and at run time a StrawberryField that carries a `Source`. The
schema, the ordinary executor and the read compiler all read that `Source`; none of them knows any
type by name.
"""

import copy
from functools import cached_property
from typing import Any, Self, TypeVar, cast

from sqlalchemy import (
    Alias,
    BindParameter,
    Column,
    ColumnElement,
    Select,
    SelectBase,
    SQLColumnExpression,
    func,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql import visitors
from strawberry import ID
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.field import StrawberryField
from strawberry.types.info import Info

from schema.paging import Connection
from schema.sources import Aggregate, Many, One, Source, Value

T = TypeVar("T")
ForeignKey = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]


class DataField(StrawberryField):
    """An ordinary Strawberry field, except that its value has a known place in the database."""

    source: Source

    @classmethod
    def of(cls, source: Source, description: str | None) -> Any:
        """A field with the given source."""
        field = cls(description=description)
        field.source = source
        return field

    def __copy__(self) -> Self:
        """A copy that keeps the source, which Strawberry's own copy would drop."""
        new = super().__copy__()
        new.source = self.source
        return new

    def added_as(self, name: str) -> Self:
        """This field under `name` on a type that another module owns: nullable, by house rule."""
        new = copy.copy(self)
        new.python_name = name
        new.type_annotation = StrawberryAnnotation(self.source.annotation | None)
        return new

    @property
    def is_basic_field(self) -> bool:
        """False, so that Strawberry calls `get_result` with `info` and the arguments."""
        return False

    @cached_property
    def is_async(self) -> bool:
        """Always: the value comes from the database."""
        return True

    async def get_result(
        self, source: Any, info: Info | None, args: list[Any], kwargs: dict[str, Any]
    ) -> Any:
        """The ordinary executor's way to the value: batch loaders made from the same source."""
        if info is None:
            raise TypeError("a data field needs `info`: Strawberry takes it for a basic field")
        return await info.context.loading.resolve(self, source, info, kwargs)


def key(attribute: InstrumentedAttribute[Any], description: str = "全局标识\nGlobal id.") -> ID:
    """The record's global id, made of the type's name and the primary key. Always filterable."""
    return cast(
        "ID", DataField.of(Value(expression=plain(attribute), is_id=True, where=True), description)
    )


def column(
    attribute: InstrumentedAttribute[T],
    description: str,
    *,
    where: bool = False,
    order: bool = False,
) -> T:
    """A stored column. `where` lets clients filter by it, `order` lets them sort by it."""
    return computed(attribute, description, where=where, order=order)


def personal(
    attribute: InstrumentedAttribute[Any], description: str, *, where: bool = False
) -> str | None:
    """A column of personal data: shown clear or masked only by a rule that names this field.

    `where` allows looking a row up by the exact value, through the blind index.
    """
    return cast(
        "str | None", DataField.of(Value(expression=plain(attribute), where=where), description)
    )


def computed(
    expression: SQLColumnExpression[T],
    description: str,
    *,
    where: bool = False,
    order: bool = False,
) -> T:
    """A value that SQL computes from columns of the same row, such as a colour from a date."""
    source = Value(expression=plain(expression), where=where, order=order)
    return cast("T", DataField.of(source, description))


def to_one(target: type[T], description: str, *, by: ForeignKey, where: bool = False) -> T | None:
    """The record that this record's foreign key `by` names; null where the scope hides it."""
    return cast(
        "T | None", DataField.of(One(target=target, key=_column(by), where=where), description)
    )


def by_id(target: type[T], description: str) -> T | None:
    """Root field: the record with the given `id`."""
    return cast("T | None", DataField.of(One(target=target, key=None), description))


def to_many(
    target: type[T],
    description: str,
    *,
    by: ForeignKey,
    order_by: SQLColumnExpression[Any] | None = None,
    where: bool = False,
) -> list[T]:
    """The records whose foreign key `by` names this one: a list with first, where and orderBy."""
    return cast("list[T]", _many(target, by, description, order_by, where=where, paged=False))


def connection(
    target: type[T],
    description: str,
    *,
    by: ForeignKey | None = None,
    order_by: SQLColumnExpression[Any] | None = None,
    where: bool = False,
) -> Connection[T]:
    """Like `to_many`, in pages with cursors; without `by`, over all records (a root field)."""
    return cast("Connection[T]", _many(target, by, description, order_by, where=where, paged=True))


def aggregate(
    target: type[Any],
    expression: SQLColumnExpression[T],
    description: str,
    *,
    by: ForeignKey | None = None,
) -> T:
    """An SQL aggregate over related records (or all), such as `func.min(m.Licence.expires_on)`."""
    source = Aggregate(target=target, key=_column(by), expression=plain(expression))
    return cast("T", DataField.of(source, description))


def count(target: type[Any], description: str, *, by: ForeignKey | None = None) -> int:
    """How many related records there are (or all, without `by`)."""
    return aggregate(target, func.count(), description, by=by)


def _many(
    target: type[Any],
    by: ForeignKey | None,
    description: str,
    order_by: Any,
    *,
    where: bool,
    paged: bool,
) -> Any:
    order = None if order_by is None else plain(order_by)
    source = Many(target=target, key=_column(by), paged=paged, order_by=order, where=where)
    return DataField.of(source, description)


def _column(attribute: ForeignKey | None) -> Column[Any] | None:
    return None if attribute is None else cast("Column[Any]", plain(attribute))


def _over_aliases(part: SelectBase) -> bool:
    froms = part.columns_clause_froms if isinstance(part, Select) else []
    return bool(froms) and all(isinstance(each, Alias) for each in froms)


def plain(expression: Any) -> ColumnElement[Any]:
    """The expression over bare table columns. Subqueries are refused: nobody would scope them.

    One over aliases may pass: `schema.checks` sees to it that they are of public tables.
    """

    def bare(element: Any, **_: Any) -> Any:
        return element.table.c[element.key] if isinstance(element, Column) else None

    if hasattr(expression, "__clause_element__"):
        expression = expression.__clause_element__()
    parts = list(visitors.iterate(expression))
    if any(isinstance(part, BindParameter) and part.expanding for part in parts):
        raise TypeError("a computed field may not contain in_(); write or_() of its cases")
    if any(isinstance(part, SelectBase) and not _over_aliases(part) for part in parts):
        raise TypeError("a computed field may not contain a subquery; use count() or aggregate()")
    return cast("ColumnElement[Any]", visitors.replacement_traverse(expression, {}, bare))
