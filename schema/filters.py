"""The inputs that filter values: one generic input per kind of value."""

import datetime as dt
import decimal
from typing import Any, Generic, TypeVar

import strawberry
from strawberry import UNSET

T = TypeVar("T")

NULL = "为空\nHas no value."
EQUAL = "等于\nEqual to."
AMONG = "属于\nOne of; at most 100 values."


@strawberry.input(description="标识条件\nConditions on a global id.")
class IdMatch:
    """Which global ids."""

    eq: strawberry.ID | None = strawberry.field(default=UNSET, description=EQUAL)
    in_: list[strawberry.ID] | None = strawberry.field(name="in", default=UNSET, description=AMONG)


@strawberry.input(description="精确条件\nAn exact value of personal data.")
class ExactMatch:
    """Personal data is found by its exact value only, through the blind index."""

    eq: str | None = strawberry.field(default=UNSET, description=EQUAL)


@strawberry.input(description="等值条件\nConditions on a value without order.")
class Choice(Generic[T]):
    """Which values of a kind without order: enums and booleans."""

    eq: T | None = strawberry.field(default=UNSET, description=EQUAL)
    in_: list[T] | None = strawberry.field(name="in", default=UNSET, description=AMONG)
    is_null: bool | None = strawberry.field(default=UNSET, description=NULL)


@strawberry.input(description="范围条件\nConditions on a number or date.")
class Range(Generic[T]):
    """Which values of an ordered kind."""

    eq: T | None = strawberry.field(default=UNSET, description=EQUAL)
    in_: list[T] | None = strawberry.field(name="in", default=UNSET, description=AMONG)
    is_null: bool | None = strawberry.field(default=UNSET, description=NULL)
    lt: T | None = strawberry.field(default=UNSET, description="小于\nLess than.")
    lte: T | None = strawberry.field(default=UNSET, description="不大于\nAt most.")
    gt: T | None = strawberry.field(default=UNSET, description="大于\nMore than.")
    gte: T | None = strawberry.field(default=UNSET, description="不小于\nAt least.")


@strawberry.input(description="文字条件\nConditions on text.")
class StringMatch:
    """Which texts."""

    eq: str | None = strawberry.field(default=UNSET, description=EQUAL)
    in_: list[str] | None = strawberry.field(name="in", default=UNSET, description=AMONG)
    is_null: bool | None = strawberry.field(default=UNSET, description=NULL)
    contains: str | None = strawberry.field(
        default=UNSET, description="包含\nHolds this text, letter case as written."
    )
    starts_with: str | None = strawberry.field(
        default=UNSET, description="开头为\nBegins with this text."
    )


ORDERED = (int, float, dt.date, dt.datetime, decimal.Decimal)


def condition_type(kind: Any) -> Any:
    """The input that filters values of a Python type."""
    if kind is str:
        return StringMatch
    return Range[kind] if kind in ORDERED else Choice[kind]
