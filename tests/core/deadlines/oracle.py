"""Legal time limits counted by a slow clerk with a pencil, day by day: what the engine must equal.

Shares nothing with the engine but the declarations: weekdays come from the day's number (day 1 was
a Monday), exceptions from two lists, and excluded days are looked up one pause after the other.
"""

import datetime as dt
from dataclasses import dataclass

from hypothesis import strategies as st

from core.deadlines.calendar import DayKind, WorkingCalendar
from core.deadlines.limits import Pause
from core.declarations import Limit

FIRST, LAST = dt.date(2023, 11, 1), dt.date(2025, 6, 30)
"""Where cases begin: 29 February 2024 lies within, so do two Spring Festivals."""
KINDS = ("", "hearing", "testing", "lunch")


@dataclass(frozen=True)
class Case:
    """One question to both."""

    limit: Limit
    start: dt.date
    off: tuple[dt.date, ...]
    on: tuple[dt.date, ...]
    pauses: tuple[Pause, ...]
    extended: bool
    published: frozenset[int]

    @property
    def calendar(self):
        days = dict.fromkeys(self.off, DayKind.HOLIDAY)
        days |= dict.fromkeys(self.on, DayKind.MAKE_UP_WORKDAY)
        return WorkingCalendar(days, self.published)


def pencil(case):
    """(last day, provisional), by turning the leaves of a calendar."""
    number = case.limit.days + (case.limit.extendable_days if case.extended else 0)
    today, asked = case.start, []
    if case.limit.working:
        left = number
        while left:
            today = leaf(today)
            if stands_still(case, today):
                continue
            asked.append(today)
            if worked(case, today):
                left = left - 1
        if number:
            return today, any(open_year(case, day) for day in asked)
    else:
        left = length_in_days(case.limit.unit, number, case.start)
        while left:
            today = leaf(today)
            if not stands_still(case, today):
                left = left - 1
    asked.append(today)
    while not worked(case, today):
        today = leaf(today)
        while stands_still(case, today):
            today = leaf(today)
        asked.append(today)
    return today, any(open_year(case, day) for day in asked)


def leaf(day):
    return dt.date.fromordinal(day.toordinal() + 1)


def worked(case, day):
    if day in case.off:
        return False
    return day in case.on or day.toordinal() % 7 in (1, 2, 3, 4, 5)


def stands_still(case, day):
    for pause in case.pauses:
        counts = pause.kind == "" or pause.kind in list(case.limit.excluded)
        if counts and pause.first.toordinal() <= day.toordinal() <= pause.last.toordinal():
            return True
    return False


def open_year(case, day):
    if day.month == 12 and day.day >= 25 and day.year + 1 not in case.published:
        return True
    return day.year not in case.published


def length_in_days(unit, number, start):
    """Days to the same day of a later month, or to that month's last: found by walking there."""
    if unit == "days" or number == 0:
        return number
    month = start.month - 1 + number * (12 if unit == "years" else 1)
    wanted = (start.year + month // 12, month % 12 + 1)
    walked, day = 0, start
    while not ((day.year, day.month) == wanted and day.day >= min(start.day, last_of(day))):
        walked, day = walked + 1, leaf(day)
    return walked


def last_of(day):
    while leaf(day).month == day.month:
        day = leaf(day)
    return day.day


@st.composite
def limits(draw):
    working = draw(st.booleans())
    unit = "days" if working else draw(st.sampled_from(["days", "days", "months", "years"]))
    most = {"days": 40, "months": 14, "years": 2}[unit]
    return Limit(
        days=draw(st.integers(0, most)),
        working=working,
        unit=unit,
        legal_basis="《行政许可法》第四十二条",
        extendable_days=draw(st.integers(0, most // 2)),
        excluded=tuple(draw(st.sets(st.sampled_from(("hearing", "testing"))))),
    )


@st.composite
def cases(draw):
    """A limit, a start, and a calendar and pauses that lie around it."""
    start = draw(st.dates(FIRST, LAST))
    near = st.integers(-5, 80).map(lambda n: start + dt.timedelta(days=n))
    pause = st.builds(
        lambda first, days, kind: Pause(first, first + dt.timedelta(days=days), kind),
        near,
        st.integers(0, 15),
        st.sampled_from(KINDS),
    )
    off = draw(st.sets(near, max_size=12))
    return Case(
        limit=draw(limits()),
        start=start,
        off=tuple(sorted(off)),
        on=tuple(sorted(draw(st.sets(near, max_size=6)) - off)),
        pauses=tuple(draw(st.lists(pause, max_size=4))),
        extended=draw(st.booleans()),
        published=draw(
            st.sampled_from([frozenset({2023, 2024, 2025, 2026, 2027}), frozenset({2024})])
        ),
    )
