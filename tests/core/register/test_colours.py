"""Warning colours: Python and SQL against an oracle, over five years of days."""

import datetime as dt

import pytest

from core.register.colours import Band, WarningColour, colour_on, months_after
from core.warnings.bands import bands_on
from tests.core.warnings.versions import SPAN, ahead, store_version
from tests.core.warnings.versions import expected as bands_colour

FIRST, LAST = dt.date(2023, 7, 1), dt.date(2028, 6, 30)
"""Five years with 29 February 2024 and 2028."""
BANDS = (
    Band(WarningColour.URGENT, 1),
    Band(WarningColour.RED, 3),
    Band(WarningColour.YELLOW, 6),
)


def days(first, last):
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


def same_day_later(day, months):
    """The oracle: walk month by month on the calendar, then step back to a day that exists."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for candidate in range(day.day, 0, -1):
        try:
            return dt.date(year, month, candidate)
        except ValueError:
            continue
    raise AssertionError


def expected(due, today, one, three, six):
    if due < today:
        return "EXPIRED"
    for name, months in (("URGENT", one), ("RED", three), ("YELLOW", six)):
        if due <= same_day_later(today, months):
            return name
    return "GREEN"


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        ((2026, 11, 30), 3, (2027, 2, 28)),
        ((2027, 11, 30), 3, (2028, 2, 29)),
        ((2028, 2, 29), 12, (2029, 2, 28)),
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2026, 3, 31), -1, (2026, 2, 28)),
        ((2026, 1, 15), -6, (2025, 7, 15)),
        ((2026, 12, 31), 6, (2027, 6, 30)),
    ],
)
def test_month_ends_are_clipped(day, months, result):
    assert months_after(dt.date(*day), months) == dt.date(*result)


@pytest.mark.parametrize(
    ("today", "due", "colour"),
    [
        ((2026, 11, 30), (2026, 11, 29), "EXPIRED"),
        ((2026, 11, 30), (2026, 11, 30), "URGENT"),
        ((2026, 11, 30), (2026, 12, 30), "URGENT"),
        ((2026, 11, 30), (2026, 12, 31), "RED"),
        ((2026, 11, 30), (2027, 2, 28), "RED"),
        ((2026, 11, 30), (2027, 3, 1), "YELLOW"),
        ((2027, 11, 30), (2028, 2, 29), "RED"),
        ((2026, 11, 30), (2027, 5, 30), "YELLOW"),
        ((2026, 11, 30), (2027, 5, 31), "GREEN"),
    ],
)
def test_boundaries(today, due, colour):
    assert colour_on(dt.date(*due), dt.date(*today), BANDS).name == colour


def test_pending_outweighs_the_date():
    day = dt.date(2026, 11, 30)
    assert colour_on(day, day, BANDS, pending=True) is WarningColour.RENEWAL_PENDING


def test_python_agrees_with_the_oracle_on_every_day_of_five_years():
    wrong = [
        (today, due)
        for today in days(FIRST, LAST)
        for due in (today + dt.timedelta(days=n) for n in SPAN)
        if colour_on(due, today, BANDS).name != expected(due, today, 1, 3, 6)
    ]
    assert not wrong


FIXED = {
    "T1": (("URGENT", 1, "MONTHS"), ("RED", 3, "MONTHS"), ("YELLOW", 6, "MONTHS")),
    "T2": (("URGENT", 1, "MONTHS"), ("RED", 6, "MONTHS"), ("YELLOW", 9, "MONTHS")),
    "T3": (("RED", 30, "DAYS"), ("YELLOW", 60, "DAYS")),
    "T4": (("RED", 0, "MONTHS"), ("YELLOW", 1, "MONTHS")),
}


@pytest.mark.parametrize("code", FIXED)
async def test_sql_agrees_with_python_on_every_day_of_five_years(bureau, code):
    """Bands of a rule in the tables: what the database says, what Python says, and the oracle."""
    asked = ahead(code)
    async with bureau.application.store.system() as session:
        await store_version(session, code, 1, FIXED[code], valid=(dt.date(2000, 1, 1), None))
        for today in days(FIRST, LAST):
            known = await bands_on(session, code, today)
            for n, colour in await session.execute(asked, {"today": today}):
                due = today + dt.timedelta(days=n)
                wanted = bands_colour(due, today, FIXED[code])
                assert (colour.name, colour_on(due, today, known).name) == (wanted, wanted), due
