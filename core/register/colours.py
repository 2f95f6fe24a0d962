"""Warning colours: how near a due date is, counted in calendar months or days from a day.

A band (a, b] holds the due dates after a months and up to b months from today. Month ends are
clipped, as people count: one month from 30 January is the last day of February. Which bands are in
force on a day is said by `core/warnings/bands.py`, where the same rule stands for SQL.
"""

import calendar
import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Enum

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
    """A colour for what is due within `until` months or days from today, the last day included."""

    colour: WarningColour
    until: int
    unit: Unit = "months"


COLOUR_TYPE: Final = Enum(WarningColour, native_enum=False, length=40)


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of another month, or its last day; negative months count back."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def colour_on(
    due: dt.date, today: dt.date, bands: Sequence[Band], *, pending: bool = False
) -> WarningColour:
    """The colour of a due date on a day, for bands nearest first; beyond the last one is GREEN.

    `pending`: a timely application for renewal is being decided.
    """
    if pending:
        return WarningColour.RENEWAL_PENDING
    if due < today:
        return WarningColour.EXPIRED
    for band in bands:
        if due <= last_day(band, today):
            return band.colour
    return WarningColour.GREEN


def last_day(band: Band, today: dt.date) -> dt.date:
    """The last day on which something is due that has the band's colour today."""
    if band.unit == "days":
        return today + dt.timedelta(days=band.until)
    return months_after(today, band.until)
