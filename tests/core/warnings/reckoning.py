"""Colours as a person would reckon them: arithmetic of its own, nothing of the system's."""

import datetime as dt

DAY = dt.timedelta(days=1)
Bands = tuple[tuple[str, int, str], ...]
"""(colour, limit, MONTHS or DAYS), nearest first."""


def last_day(year: int, month: int) -> int:
    """How many days a month has."""
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31


def months_on(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return dt.date(year, month, min(day.day, last_day(year, month)))


def colour(due: dt.date, today: dt.date, bands: Bands) -> str:
    """What colour a due date has on a day."""
    if due < today:
        return "EXPIRED"
    for name, limit, unit in bands:
        end = today + DAY * limit if unit == "DAYS" else months_on(today, limit)
        if due <= end:
            return name
    return "GREEN"
