"""Which days are worked, as the State Council published them, and how they are counted."""

import datetime as dt

import pytest

from core.deadlines.calendar import DayKind, WorkingCalendar
from core.deadlines.shipped import shipped_calendar

CHINA = shipped_calendar()


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "working"),
    [
        ("2026-11-23", True),  # a Monday
        ("2026-11-28", False),  # a Saturday
        ("2026-10-01", False),  # National Day, a Thursday
        ("2026-10-07", False),  # the last day of the Golden Week
        ("2026-10-08", True),
        ("2026-09-20", True),  # a Sunday, made up
        ("2026-10-10", True),  # a Saturday, made up
        ("2026-01-04", True),
        ("2025-10-08", False),  # eight days off with the Mid-Autumn Festival
        ("2020-01-31", False),  # the Spring Festival that was prolonged
        ("2015-09-03", False),  # the parade
        ("2015-09-06", True),
        ("2018-12-29", True),  # ordered by the notice of 2019
        ("2018-12-31", False),
        ("2019-05-05", True),  # the notice was changed in March
        ("2024-02-29", True),
        ("2012-02-29", True),
    ],
)
def test_days_are_as_published(on, working):
    assert CHINA.is_working(day(on)) is working


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-11-23", 5, "2026-11-30"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 3, "2026-10-10"),  # the Saturday counts
        ("2026-10-01", 1, "2026-10-08"),  # a holiday is where it begins, not what it counts
        ("2026-10-03", 1, "2026-10-08"),
        ("2026-09-18", 1, "2026-09-20"),  # a Friday, and the Sunday after it
        ("2024-02-28", 1, "2024-02-29"),
        ("2024-02-29", 1, "2024-03-01"),
        ("2026-11-28", 0, "2026-11-28"),
    ],
)
def test_the_first_day_is_not_counted(start, count, end):
    assert CHINA.working_days_after(day(start), count) == day(end)


@pytest.mark.parametrize(
    ("end", "count", "start"),
    [
        ("2026-10-08", 1, "2026-09-30"),
        ("2026-10-12", 1, "2026-10-10"),
        ("2026-10-11", 2, "2026-10-09"),
        ("2024-03-01", 1, "2024-02-29"),
        ("2026-11-28", 0, "2026-11-28"),
    ],
)
def test_counting_back(end, count, start):
    assert CHINA.working_days_before(day(end), count) == day(start)


def test_a_number_of_days_is_not_negative():
    with pytest.raises(ValueError, match="never negative"):
        CHINA.working_days_after(day("2026-10-01"), -1)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-09-30", "2026-10-08", 1),
        ("2026-10-08", "2026-09-30", -1),
        ("2026-11-23", "2026-11-23", 0),
        ("2026-09-01", "2026-09-30", 21),
    ],
)
def test_working_days_between(start, end, days):
    assert CHINA.working_days_between(day(start), day(end)) == days


@pytest.mark.parametrize(
    ("on", "settled"),
    [
        ("2012-01-01", True),
        ("2011-12-01", False),
        ("2026-12-24", True),
        ("2026-12-25", False),  # the notice of 2027 may still give it away
        ("2025-12-31", True),
        ("2027-01-01", False),
    ],
)
def test_what_is_settled(on, settled):
    assert CHINA.is_settled(day(on)) is settled


def test_an_unpublished_year_is_monday_to_friday():
    assert not CHINA.is_working(day("2027-10-02"))  # a Saturday
    assert CHINA.is_working(day("2027-10-01"))
    assert WorkingCalendar().is_working(day("2026-10-01"))


def test_a_calendar_is_a_value():
    exceptions = {day("2026-11-23"): DayKind.HOLIDAY}
    made = WorkingCalendar(exceptions, frozenset({2026}))
    exceptions.clear()
    assert not made.is_working(day("2026-11-23"))
    with pytest.raises(TypeError):
        made.exceptions[day("2026-11-24")] = DayKind.HOLIDAY
    with pytest.raises(AttributeError):
        made.published = frozenset()


def test_every_shipped_day_differs_from_its_weekday():
    days = CHINA.exceptions
    assert len(days) == 369
    assert all((kind is DayKind.HOLIDAY) == (on.weekday() < 5) for on, kind in days.items())
    assert CHINA.published == frozenset(range(2012, 2027))


@pytest.mark.parametrize("year", range(2012, 2027))
def test_every_year_has_as_many_working_days_as_a_year_has(year):
    """248 to 252: a day that was forgotten or typed twice would show."""
    last = dt.date(year, 12, 31)
    assert CHINA.working_days_between(dt.date(year - 1, 12, 31), last) in range(247, 253)
