"""Warning colours: how near a due date is, counted in calendar months from the business date.

A band (a, b] holds the due dates after a months and up to b months from today. Month ends are
clipped, as people count: one month from 30 January is the last day of February. The same rule
stands here twice, for SQL and for Python; a test compares them over five years.
"""

import calendar
import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Date, Enum, SQLColumnExpression, case, cast, func, literal

from core.store.scope import TODAY

DueDate = SQLColumnExpression[dt.date] | SQLColumnExpression[dt.date | None]
Unit = Literal["months", "days"]


class WarningColour(enum.Enum):
    """The colours of dynamic early warning; a word and a shape always stand beside them."""

    URGENT = "URGENT"
    RED = "RED"
    YELLOW = "YELLOW"
    GREEN = "GREEN"
    EXPIRED = "EXPIRED"
    RENEWAL_PENDING = "RENEWAL_PENDING"


@dataclass(frozen=True, slots=True)
class Band:
    """A colour for what is due within `until` months or days from today, the last day included.

    `until` may be a column, where each row carries the band of the rule that it stands under.
    """

    colour: WarningColour
    until: int | SQLColumnExpression[int]
    unit: Unit = "months"


DEFAULT_BANDS: Final = (
    Band(WarningColour.URGENT, 1),
    Band(WarningColour.RED, 3),
    Band(WarningColour.YELLOW, 6),
)
"""Nearest first; beyond the last band is GREEN. Red and yellow are those of the original system."""

COLOUR_TYPE: Final = Enum(WarningColour, native_enum=False, length=40)


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of another month, or its last day; negative months count back."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def colour_on(
    due: dt.date, today: dt.date, bands: Sequence[Band] = DEFAULT_BANDS, *, pending: bool = False
) -> WarningColour:
    """The colour of a due date on a day, for bands of plain numbers."""
    if pending:
        return WarningColour.RENEWAL_PENDING
    if due < today:
        return WarningColour.EXPIRED
    for band in bands:
        if due <= _limit_on(band, today):
            return band.colour
    return WarningColour.GREEN


def colour_of(
    due: DueDate,
    *,
    bands: Sequence[Band] = DEFAULT_BANDS,
    pending: ColumnElement[bool] | None = None,
) -> ColumnElement[WarningColour]:
    """The colour of a due date on the business date, as SQL; null where there is no due date.

    Where `pending` holds, a timely application for renewal is being decided.
    """
    colours: list[tuple[Any, WarningColour]] = []
    if pending is not None:
        colours.append((pending, WarningColour.RENEWAL_PENDING))
    colours.append((due < TODAY, WarningColour.EXPIRED))
    colours += [(due <= _limit(band), band.colour) for band in bands]
    colours.append((due.is_not(None), WarningColour.GREEN))
    return case(*((when, literal(colour, COLOUR_TYPE)) for when, colour in colours))


def _limit_on(band: Band, today: dt.date) -> dt.date:
    if not isinstance(band.until, int):
        raise TypeError("a band whose limit is a column has a colour in SQL only")
    if band.unit == "days":
        return today + dt.timedelta(days=band.until)
    return months_after(today, band.until)


def _limit(band: Band) -> ColumnElement[dt.date]:
    if band.unit == "days":
        return TODAY + band.until
    return cast(TODAY + func.make_interval(0, band.until), Date)
