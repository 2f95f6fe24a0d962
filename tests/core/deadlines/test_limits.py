"""When something falls due: by hand for the cases that people get wrong."""

import datetime as dt

import pytest

from core.deadlines.calendar import WorkingCalendar
from core.deadlines.limits import Due, Pause, days_left, due
from core.deadlines.shipped import shipped_calendar
from core.declarations import Limit

CHINA = shipped_calendar()


def day(text):
    return dt.date.fromisoformat(text)


def limit(days, *, working=True, **more):
    return Limit(days=days, working=working, legal_basis="《行政许可法》第四十二条", **more)


def pause(first, last, kind=""):
    return Pause(day(first), day(last), kind)


@pytest.mark.parametrize(
    ("days", "start", "on"),
    [
        (5, "2026-11-23", "2026-11-30"),
        (5, "2026-09-30", "2026-10-13"),  # Golden Week, and the Saturday of 10 October worked
        (5, "2026-10-04", "2026-10-13"),  # begun in the Golden Week
        (2, "2026-09-17", "2026-09-20"),  # Friday and a Sunday that is worked
        (10, "2026-02-13", "2026-03-05"),  # Spring Festival with 14 and 28 February worked
        (1, "2024-02-28", "2024-02-29"),
        (0, "2026-11-23", "2026-11-23"),  # on the spot
        (0, "2026-10-01", "2026-10-08"),
    ],
)
def test_working_days(days, start, on):
    assert due(limit(days), day(start), CHINA) == Due(day(on))


@pytest.mark.parametrize(
    ("days", "start", "on"),
    [
        (10, "2026-11-23", "2026-12-03"),
        (15, "2026-09-16", "2026-10-08"),  # 1 October is a holiday, so is the whole week
        (5, "2026-11-23", "2026-11-30"),  # 28 November is a Saturday
        (7, "2026-10-03", "2026-10-10"),  # a Saturday that is worked
        (4, "2026-09-16", "2026-09-20"),  # a Sunday that is worked
        (1, "2024-02-28", "2024-02-29"),
        (60, "2024-01-01", "2024-03-01"),
        (0, "2026-10-01", "2026-10-08"),
    ],
)
def test_calendar_days_run_through_holidays_and_do_not_end_on_one(days, start, on):
    assert due(limit(days, working=False), day(start), CHINA) == Due(day(on))


@pytest.mark.parametrize(
    ("number", "unit", "start", "on"),
    [
        (1, "months", "2024-01-31", "2024-02-29"),
        (1, "months", "2026-01-31", "2026-02-28"),  # a Saturday that is worked
        (6, "months", "2025-08-31", "2026-02-28"),
        (1, "months", "2026-08-31", "2026-09-30"),
        (1, "months", "2026-09-01", "2026-10-08"),  # into the Golden Week
        (1, "years", "2024-02-29", "2025-02-28"),
        (4, "years", "2020-02-29", "2024-02-29"),
        (2, "years", "2013-06-01", "2015-06-01"),
    ],
)
def test_months_and_years_end_with_the_month(number, unit, start, on):
    asked = limit(number, working=False, unit=unit)
    assert due(asked, day(start), CHINA) == Due(day(on))


@pytest.mark.parametrize(
    ("pauses", "on"),
    [
        ([], "2026-11-30"),
        ([pause("2026-11-25", "2026-11-26")], "2026-12-02"),
        ([pause("2026-11-28", "2026-11-29")], "2026-11-30"),  # a weekend anyway
        ([pause("2026-11-23", "2026-11-23")], "2026-11-30"),  # the first day is not counted anyway
        ([pause("2026-11-25", "2026-11-26", "hearing")], "2026-12-02"),
        ([pause("2026-11-25", "2026-11-26", "lunch")], "2026-11-30"),  # no law excludes it
        # stopped while a hearing went on: what both exclude is excluded once
        ([pause("2026-11-24", "2026-11-26"), pause("2026-11-25", "2026-11-27", "hearing")], None),
        ([pause("2026-11-24", "2026-11-27"), pause("2026-11-24", "2026-11-27")], None),
        ([pause("2026-11-30", "2026-12-01")], "2026-12-02"),  # on what would be the last day
        ([pause("2026-12-01", "2027-12-01")], "2026-11-30"),  # after it
    ],
)
def test_time_that_does_not_count(pauses, on):
    asked = limit(5, excluded=("hearing",))
    found = due(asked, day("2026-11-23"), CHINA, pauses=pauses)
    assert found == Due(day(on or "2026-12-04"))


def test_calendar_days_stand_still_too():
    asked = limit(5, working=False)
    stopped = [pause("2026-11-24", "2026-11-25"), pause("2026-11-25", "2026-11-26")]
    assert due(asked, day("2026-11-23"), CHINA, pauses=stopped).on == day("2026-12-01")
    # it would end on Saturday, and on Monday the clock stands still
    waits = [pause("2026-11-30", "2026-12-01")]
    assert due(asked, day("2026-11-23"), CHINA, pauses=waits).on == day("2026-12-02")


def test_a_month_that_was_paused_is_longer_by_its_days():
    asked = limit(1, working=False, unit="months")
    stopped = [pause("2026-03-10", "2026-03-12")]
    assert due(asked, day("2026-03-02"), CHINA, pauses=stopped).on == day("2026-04-07")


def test_an_extension_is_what_the_limit_says():
    asked = limit(20, extendable_days=10)
    assert due(asked, day("2026-03-02"), CHINA).on == day("2026-03-30")
    assert due(asked, day("2026-03-02"), CHINA, extended=True).on == day("2026-04-14")
    never = limit(20)
    assert due(never, day("2026-03-02"), CHINA, extended=True).on == day("2026-03-30")
    month = limit(2, working=False, unit="months", extendable_days=1)
    assert due(month, day("2026-03-31"), CHINA, extended=True).on == day("2026-06-30")


@pytest.mark.parametrize(
    ("asked", "start", "provisional"),
    [
        (limit(5), "2026-12-01", False),
        (limit(5), "2026-12-20", True),  # 25 December may yet be given away
        (limit(5), "2027-03-01", True),
        (limit(30, working=False), "2026-11-24", False),  # ends on 24 December
        (limit(30, working=False), "2026-12-24", True),
        (limit(30, working=False), "2011-12-20", False),  # only its end asks the calendar
        (limit(1, working=False, unit="years"), "2026-03-02", True),
    ],
)
def test_a_date_that_rests_on_a_guess_says_so(asked, start, provisional):
    assert due(asked, day(start), CHINA).provisional is provisional


def test_a_paused_guess_does_not_matter():
    """Days on which the clock stood still are not looked at."""
    stopped = [pause("2011-12-20", "2012-01-03")]
    assert due(limit(5), day("2011-12-19"), CHINA, pauses=stopped) == Due(day("2012-01-10"))


def test_publication_settles():
    unpublished = WorkingCalendar(CHINA.exceptions, frozenset({2026}))
    published = WorkingCalendar(CHINA.exceptions, frozenset({2026, 2027}))
    found = [due(limit(10), day("2026-12-20"), known) for known in (unpublished, published)]
    assert [each.provisional for each in found] == [True, False]
    assert found[0].on == found[1].on


@pytest.mark.parametrize(
    ("on", "today", "working", "left"),
    [
        ("2026-11-30", "2026-11-23", True, 5),
        ("2026-11-30", "2026-11-30", True, 0),
        ("2026-10-08", "2026-09-30", True, 1),
        ("2026-09-30", "2026-10-08", True, -1),
        ("2026-09-30", "2026-10-07", True, 0),  # nobody has worked since
        ("2026-10-08", "2026-09-30", False, 8),
        ("2026-09-30", "2026-10-08", False, -8),
    ],
)
def test_days_left(on, today, working, left):
    assert days_left(day(on), day(today), CHINA, working) == left


def test_what_is_no_limit_or_pause():
    with pytest.raises(ValueError, match="negative"):
        limit(-1)
    with pytest.raises(ValueError, match="working days"):
        limit(1, unit="months")
    with pytest.raises(ValueError, match="first day"):
        pause("2026-11-24", "2026-11-23")
