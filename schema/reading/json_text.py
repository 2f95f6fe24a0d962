"""JSON, written as text by PostgreSQL expressions."""

import datetime as dt
import decimal
import enum
import re
from collections import Counter
from typing import Any

import orjson
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Date,
    DateTime,
    Double,
    Enum,
    Float,
    Integer,
    Numeric,
    String,
    Text,
    TypeDecorator,
    case,
    cast,
    func,
    literal_column,
    null,
    or_,
)
from sqlalchemy.dialects.postgresql import JSONB

from core.store.personal import Personal, Sealed

Part = str | ColumnElement[Any]

MARK = "\x01"
"""A byte that no JSON text holds: a non-null field was null, so the ordinary executor answers."""

SEALED = "\x02"
"""Stands around a cipher of personal data that the caller sees in clear; no JSON text holds it.

Before the cipher stands the number of its field, so that what is shown can be counted."""

CIPHER = re.compile(f'"{SEALED}(\\d+):([^{SEALED}]*){SEALED}"')

INT = (-(2**31), 2**31 - 1)
"""What GraphQL's Int holds."""

MAX_CALL = 90
"""PostgreSQL refuses calls with more than 100 arguments."""


class NotCompilable(Exception):
    """The ordinary executor must answer."""


def quoted(text: str) -> ColumnElement[str]:
    """A constant in the statement's text (not a parameter, so that the text stays short)."""
    escaped = "\\" in text or MARK in text
    safe = text.replace("'", "''")
    if escaped:
        safe = safe.replace("\\", "\\\\")
    return literal_column(f"E'{safe}'" if escaped else f"'{safe}'", String)


def join(parts: list[Part]) -> ColumnElement[Any]:
    """`concat(...)` of constants and expressions, neighbouring constants merged. Never null."""
    merged: list[Part] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    pieces = [quoted(part) if isinstance(part, str) else part for part in merged]
    while len(pieces) > MAX_CALL:
        starts = range(0, len(pieces), MAX_CALL)
        pieces = [func.concat(*pieces[n : n + MAX_CALL]) for n in starts]
    return func.concat(*pieces)


def members(pairs: list[tuple[str, Part]]) -> list[Part]:
    """`{"key":value,...}`; keys are GraphQL names and need no escaping."""
    parts: list[Part] = ["{"]
    for n, (key, value) in enumerate(pairs):
        parts += [f'{"," if n else ""}"{key}":', value]
    return [*parts, "}"]


def or_null(text: ColumnElement[Any], *, nullable: bool) -> ColumnElement[Any]:
    """`null` where GraphQL allows it, else the mark."""
    return func.coalesce(text, quoted("null" if nullable else MARK))


def value(expression: ColumnElement[Any], *, nullable: bool) -> ColumnElement[Any]:
    """The JSON text of a scalar; kinds that are not proven equal on both paths are refused."""
    text = _text(expression, expression.type)
    if getattr(expression, "nullable", True) is False and not nullable:
        return text
    return or_null(text, nullable=nullable)


def unsealed(text: str) -> tuple[str, Counter[int]]:
    """The response with every cipher opened, as the JSON string of its clear text.

    Also how many values of each field that were.
    """
    opened: Counter[int] = Counter()
    if SEALED not in text:
        return text, opened

    def clear(found: re.Match[str]) -> str:
        opened[int(found[1])] += 1
        return _clear(found[2])

    return CIPHER.sub(clear, text), opened


def _clear(cipher: str) -> str:
    return orjson.dumps(Sealed(cipher, "", "").clear()).decode()


def sealed(expression: ColumnElement[Any], number: int, *, nullable: bool) -> ColumnElement[Any]:
    """The cipher of personal data that is shown in clear, marked with its field's number."""
    cipher: Any = expression["c"].astext
    marked = quoted(f'"{SEALED}{number}:').op("||")(cipher).op("||")(quoted(f'{SEALED}"'))
    return or_null(marked, nullable=nullable)


def masked(expression: ColumnElement[Any], *, nullable: bool) -> ColumnElement[Any]:
    """The JSON text of a value that the caller sees only masked."""
    if isinstance(expression.type, Personal):
        shown: Any = expression["m"].astext
    else:
        shown = func.left(cast(expression, Text), 1).op("||")(quoted("***"))
    return or_null(cast(func.to_json(shown), Text), nullable=nullable)


def _text(expression: ColumnElement[Any], stored: Any) -> ColumnElement[Any]:
    plain = cast(expression, Text)
    if isinstance(stored, TypeDecorator):  # Python may change the value
        raise NotCompilable(f"no JSON form for {stored!r}")
    if isinstance(stored, BigInteger):
        too_big = expression.is_not(None)  # for GraphQL's Int: the executor words the error
        return case((expression.between(*INT), plain), (too_big, quoted(MARK)))
    if isinstance(stored, ARRAY):
        return _array(expression, stored.item_type)
    if isinstance(stored, DateTime) and stored.timezone:
        return _wrapped(_instant(expression))
    if isinstance(stored, Enum):
        if stored.enums != list(getattr(stored.enum_class, "__members__", ())):
            raise NotCompilable(f"{stored!r} is not stored by name")
        return _wrapped(plain)
    return plain if isinstance(stored, JSONB) else _simple(expression, plain, stored)


def _simple(
    expression: ColumnElement[Any], plain: ColumnElement[Any], stored: Any
) -> ColumnElement[Any]:
    try:
        kind: Any = stored.python_type
    except NotImplementedError:
        kind = None
    if kind in (int, bool):
        return plain
    if kind is str:
        return cast(func.to_json(plain), Text)
    if kind is dt.date:
        return _wrapped(_day(expression))
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return _wrapped(plain)
    if kind is decimal.Decimal and isinstance(stored, Numeric):
        return _wrapped(plain)
    if kind is float:
        return _float(expression)
    raise NotCompilable(f"no JSON form for {expression.type}")


def _array(expression: ColumnElement[Any], item: Any) -> ColumnElement[Any]:
    """A list of texts or whole numbers; one with a null in it is left to the executor."""
    if not isinstance(item, Text | Integer) or isinstance(item, BigInteger):
        raise NotCompilable(f"no JSON form for lists of {item!r}")
    has_null = func.array_position(expression, null()).is_not(None)
    return case((has_null, quoted(MARK)), else_=cast(func.to_json(expression), Text))


def _float(expression: ColumnElement[Any]) -> ColumnElement[Any]:
    """What Python reads: eight bytes, however it is stored. JSON has no infinity and no NaN."""
    text = cast(cast(expression, Double), Text)
    strange = [quoted(word) for word in ("NaN", "Infinity", "-Infinity")]
    return case((or_(*(text == word for word in strange)), quoted(MARK)), else_=text)


def in_cursor(term: ColumnElement[Any]) -> ColumnElement[Any]:
    """A sort term as the ordinary executor writes it into a cursor, for `json_build_array`."""
    if isinstance(term.type, DateTime):
        return _instant(term)
    if isinstance(term.type, Date):
        return _day(term)
    if isinstance(term.type, Float) or getattr(term.type, "asdecimal", True) is False:
        raise NotCompilable("a cursor over floating point numbers")
    return cast(term, Text) if isinstance(term.type, Numeric) else term


def _day(expression: ColumnElement[Any]) -> ColumnElement[Any]:
    """A date as Python reads it: the driver stores its first and last day as infinities."""
    return case(
        (expression == literal_column("date 'infinity'"), quoted("9999-12-31")),
        (expression == literal_column("date '-infinity'"), quoted("0001-01-01")),
        else_=cast(expression, Text),
    )


def _instant(expression: ColumnElement[Any]) -> ColumnElement[Any]:
    """Python's isoformat of a UTC instant: microseconds only where there are any."""
    utc = func.timezone("UTC", expression)
    fraction = case(
        (func.date_trunc("second", expression) == expression, quoted("")),
        else_=func.to_char(utc, quoted(".US")),
    )
    seconds = func.to_char(utc, quoted('YYYY-MM-DD"T"HH24:MI:SS'))
    return seconds.op("||")(fraction).op("||")(quoted("+00:00"))


def _wrapped(text: ColumnElement[Any]) -> ColumnElement[Any]:
    return quoted('"').op("||")(text).op("||")(quoted('"'))


def base64(text: ColumnElement[Any]) -> ColumnElement[Any]:
    """Standard base64; PostgreSQL breaks lines after 76 characters, Python does not."""
    encoded = func.encode(func.convert_to(text, quoted("UTF8")), quoted("base64"))
    return func.translate(encoded, quoted("\n"), quoted(""))
