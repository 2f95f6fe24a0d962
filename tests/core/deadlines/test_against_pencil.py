"""The engine equals the slow clerk on thousands of cases, and each usual mistake is caught."""

import datetime as dt
import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from core.deadlines.calendar import DayKind, WorkingCalendar
from core.deadlines.limits import Due, days_left, due
from tests.core.deadlines.oracle import FIRST, LAST, cases, leaf, pencil, worked

ONE = dt.timedelta(days=1)
MANY = settings(max_examples=800, deadline=None, derandomize=True)


def engine(case):
    return due(case.limit, case.start, case.calendar, pauses=case.pauses, extended=case.extended)


def agrees(count, case):
    return count(case) == Due(*pencil(case))


@given(cases())
@MANY
def test_the_engine_equals_the_pencil(case):
    assert agrees(engine, case)


@given(cases())
@MANY
def test_the_order_of_pauses_and_telling_one_twice_do_not_matter(case):
    told = replace(case, pauses=(*reversed(case.pauses), *case.pauses))
    assert engine(told) == engine(case)


@given(cases(), st.integers(-30, 30))
@MANY
def test_days_left_are_counted_like_the_limit(case, away):
    today = case.start + away * ONE
    left = days_left(case.start, today, case.calendar, case.limit.working)
    day, walked = min(today, case.start), 0
    while day < max(today, case.start):
        day = leaf(day)
        walked += not case.limit.working or worked(case, day)
    assert left == (walked if today <= case.start else -walked)


@given(cases())
@MANY
def test_a_working_limit_has_all_its_days_left_at_its_start(case):
    undisturbed = replace(case, pauses=(), extended=False)
    found = engine(undisturbed)
    if case.limit.working and case.limit.days:
        assert days_left(found.on, case.start, case.calendar, working=True) == case.limit.days


@given(cases(), st.integers(0, 60))
@MANY
def test_counting_back_undoes_counting_on(case, number):
    calendar = case.calendar
    start = calendar.working_day_from(case.start)
    end = calendar.working_days_after(start, number)
    assert calendar.working_days_before(end, number) == start
    assert calendar.working_days_between(start, end) == number


def counts_the_first_day(case):
    return engine(replace(case, start=case.start - ONE))


def begins_on_the_next_working_day(case):
    """What a library of calendars does (its `find_workday`), and the law does not."""
    return engine(replace(case, start=case.calendar.working_day_from(case.start)))


def forgets_make_up_days(case):
    return engine(replace(case, on=()))


def forgets_holidays(case):
    return engine(replace(case, off=()))


def ends_on_a_day_off(case):
    if case.limit.working:
        return engine(case)
    always = {case.start + n * ONE: DayKind.MAKE_UP_WORKDAY for n in range(1_500)}
    calendar = WorkingCalendar(always, case.published)
    return due(case.limit, case.start, calendar, pauses=case.pauses, extended=case.extended)


def counts_an_overlap_twice(case):
    """Adds up the pauses one by one: a day in two of them makes the limit longer by two."""
    stopped = [day for pause in case.pauses if pause.stops(case.limit) for day in pause.days()]
    more = len(stopped) - len(set(stopped))
    return engine(replace(case, limit=replace(case.limit, days=case.limit.days + more)))


def stops_for_anything(case):
    return engine(replace(case, pauses=tuple(replace(p, kind="") for p in case.pauses)))


def never_stops(case):
    return engine(replace(case, pauses=()))


def always_extends(case):
    return engine(replace(case, extended=True))


def takes_a_month_for_thirty_days(case):
    if case.limit.unit != "months":
        return engine(case)
    thirty = {"days": 30 * case.limit.days, "extendable_days": 30 * case.limit.extendable_days}
    return engine(replace(case, limit=replace(case.limit, unit="days", **thirty)))


def is_always_sure(case):
    return replace(engine(case), provisional=False)


def settles_december_with_its_own_year(case):
    known = case.published | {year + 1 for year in case.published}
    found = engine(replace(case, published=known))
    return replace(found, provisional=found.provisional and found.on.year not in case.published)


MISTAKES = (
    counts_the_first_day,
    begins_on_the_next_working_day,
    forgets_make_up_days,
    forgets_holidays,
    ends_on_a_day_off,
    counts_an_overlap_twice,
    stops_for_anything,
    never_stops,
    always_extends,
    takes_a_month_for_thirty_days,
    is_always_sure,
    settles_december_with_its_own_year,
)
SEARCH = settings(
    max_examples=800,
    phases=[Phase.generate],
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_usual_mistake_is_caught(mistake):
    """`find` fails when no case among as many as the comparison tries tells the two apart."""
    caught = find(
        cases(),
        lambda case: not agrees(mistake, case),
        settings=SEARCH,
        random=random.Random(7),  # noqa: S311  questions, not secrets
    )
    assert FIRST <= caught.start <= LAST
