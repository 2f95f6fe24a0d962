"""What one schema knows about its records: their fields, and the inputs made from them."""

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import strawberry
from sqlalchemy import ColumnElement, Table
from strawberry import UNSET
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from schema.fields import DataField
from schema.filters import ExactMatch, IdMatch, condition_type
from schema.paging import DEFAULT_PAGE, MAX_PAGE
from schema.sources import Many, One, Value

COMBINING = {
    "and_": ("and", "且\nAll of these hold."),
    "or_": ("or", "或\nAt least one of these holds."),
    "not_": ("not", "非\nThis does not hold."),
}


WAYS = {"ASC": ("升序", "ascending"), "DESC": ("降序", "descending")}


@dataclass(frozen=True, slots=True)
class Follows:
    """An input or an enum made from a record: what is hidden there is hidden here."""

    record: type[Any]
    fields: Mapping[str, str]
    """Python name of an input field, or name of an enum value -> the record's field."""


class Catalogue:
    """Fields and inputs of one schema. Inputs are made last, so they hold what plugins added."""

    def __init__(
        self,
        fields_of: Callable[[type[Any]], list[StrawberryField]],
        models: Mapping[Table, type[Any]],
    ) -> None:
        self._fields_of = fields_of
        self.models = models
        self.follows: dict[str, Follows] = {}
        """By GraphQL name of the input or enum."""
        self._inputs: dict[str, Any] = {}
        self._fields: dict[type[Any], dict[str, DataField]] = {}

    def fields(self, record: type[Any]) -> dict[str, DataField]:
        """The data fields of a record by Python name, its own and those that plugins added."""
        if record not in self._fields:
            known = self._fields_of(record)
            self._fields[record] = {f.python_name: f for f in known if isinstance(f, DataField)}
        return self._fields[record]

    def is_record(self, owner: type[Any]) -> bool:
        """Whether a type stands for rows of a table: it has a `key(...)` field."""
        return any(
            isinstance(f.source, Value) and f.source.is_id for f in self.fields(owner).values()
        )

    def key(self, record: type[Any]) -> ColumnElement[Any]:
        """The primary key's column, as the record declared it."""
        for field in self.fields(record).values():
            if isinstance(field.source, Value) and field.source.is_id:
                return field.source.expression
        raise TypeError(f"{record.__name__} has no key(...) field")

    @staticmethod
    def key_of_table(foreign: Any) -> ColumnElement[Any]:
        """The column that a foreign key refers to: the parent's primary key."""
        (reference,) = foreign.foreign_keys
        return cast("ColumnElement[Any]", reference.column)

    def table(self, record: type[Any]) -> Table:
        """The table that a record's rows are in."""
        return cast("Table", cast("Any", self.key(record)).table)

    def model(self, record: type[Any]) -> type[Any]:
        """The mapped class of that table."""
        return self.models[self.table(record)]

    def arguments(self, field: DataField) -> list[StrawberryArgument]:
        """The arguments that a field's source calls for."""
        match field.source:
            case One(key=None):
                return [_argument("id", strawberry.ID, "全局标识\nGlobal id.")]
            case Many(target=target, paged=paged):
                size = f"条数\nHow many, at most {MAX_PAGE}."
                found = [_argument("first", int, size, default=DEFAULT_PAGE)]
                if paged:
                    after = "游标\nGo on after this cursor."
                    found.append(_argument("after", str | None, after, default=None))
                if (where := self.where(target)) is not None:
                    which = "条件\nWhich records."
                    found.append(_argument("where", where | None, which, default=None))
                if (order := self.order(target)) is not None:
                    how = "排序\nIn which order."
                    found.append(_argument("order_by", order | None, how, default=None))
                return found
        return []

    def where(self, record: type[Any]) -> Any:
        """`<Record>Where`, made once per schema."""
        name = f"{record.__name__}Where"
        if name in self._inputs:
            return self._inputs[name]
        usable = {n: f for n, f in self.fields(record).items() if getattr(f.source, "where", False)}
        texts = {n: f.description for n, f in usable.items()}
        texts |= {n: text for n, (_, text) in COMBINING.items()}
        description = f"筛选 {record.__name__}\nWhich records of {record.__name__}."
        made = _input(name, texts, description)
        self._inputs[name] = made  # before its parts: records may refer to each other
        self.follows[name] = Follows(record, {n: n for n in usable})
        for part in made.__strawberry_definition__.fields:
            kind = self._part(part, made, usable)
            part.type_annotation = StrawberryAnnotation(kind | None)
        return made

    def _part(self, part: StrawberryField, made: Any, usable: Mapping[str, DataField]) -> Any:
        if part.python_name not in COMBINING:
            return self._condition(usable[part.python_name])
        part.graphql_name = COMBINING[part.python_name][0]
        return made if part.python_name == "not_" else list[made]

    def _condition(self, field: DataField) -> Any:
        match field.source:
            case Value(is_id=True):
                return IdMatch
            case Value(personal=True):
                return ExactMatch
            case One(target=target):
                return self.where(target)
            case Many(target=target):
                return self._some(target)
        return condition_type(field.source.annotation)

    def _some(self, record: type[Any]) -> Any:
        name = f"{record.__name__}Some"
        if name not in self._inputs:
            texts: dict[str, str | None] = {
                "some": "存在\nAt least one related record is like this.",
                "none": "不存在\nNo related record is like this.",
            }
            made = _input(name, texts, f"存在 {record.__name__}\nWhether such a record exists.")
            self._inputs[name] = made
            self.follows[name] = Follows(record, {})
            for part in made.__strawberry_definition__.fields:
                part.type_annotation = StrawberryAnnotation(self.where(record) | None)
        return self._inputs[name]

    def order(self, record: type[Any]) -> Any:
        """`<Record>Order`: two members for each sortable field; None when there is none."""
        name = f"{record.__name__}Order"
        if name not in self._inputs:
            members = {
                f"{n.upper()}_{way}": (n, way == "DESC", f.description)
                for n, f in self.fields(record).items()
                if isinstance(f.source, Value) and f.source.order
                for way in WAYS
            }
            made: Any = enum.Enum(name, members) if members else None
            if made:
                made = _order(made, f"排序 {record.__name__}\nSort order.")
                follows = {member: field for member, (field, *_) in members.items()}
                self.follows[name] = Follows(record, follows)
            self._inputs[name] = made
        return self._inputs[name]


def _order(made: Any, description: str) -> Any:
    """The enum with a description of each value, made from its field's."""
    found = strawberry.enum(made, description=description)
    for value in found.__strawberry_definition__.values:
        _, descending, told = made[value.name].value
        chinese, _, english = (told or "").partition("\n")
        way = WAYS["DESC" if descending else "ASC"]
        value.description = f"{chinese}，{way[0]}\n{english.rstrip('.')}, {way[1]}."
    return found


def _input(name: str, texts: Mapping[str, str | None], description: str) -> Any:
    made: Any = type(
        name,
        (),
        {
            "__annotations__": dict.fromkeys(texts, Any),
            **{n: strawberry.field(default=UNSET, description=d) for n, d in texts.items()},
        },
    )
    return strawberry.input(made, description=description)


def _argument(name: str, kind: Any, description: str, **default: Any) -> StrawberryArgument:
    return StrawberryArgument(
        name, None, StrawberryAnnotation(kind), description=description, **default
    )
