"""When something falls due: pure functions over a limit of the law, a calendar and what paused it.

The day of the event is not counted. A limit in working days counts these; one in calendar days,
months or years runs through holidays, but when it would end on one it ends on the next working day.
Days on which the clock stood still count for nobody, however many reasons there were.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from core.deadlines.calendar import ONE_DAY, WorkingCalendar, days_after, days_until
from core.declarations import Limit
from core.register.colours import months_after

MONTHS: Final = {"months": 1, "years": 12}


@dataclass(frozen=True, slots=True)
class Pause:
    """A period in which the clock stood still, from its first to its last day, both included.

    Without a `kind` it was stopped by a decision (中止) and stands still under every limit. With a
    kind ("hearing", "testing", ...) it does so where the limit's law excludes time of that kind.
    """

    first: dt.date
    last: dt.date
    kind: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a pause ends on or after its first day")

    def stops(self, limit: Limit) -> bool:
        """Whether days of this pause are excluded from the limit."""
        return not self.kind or self.kind in limit.excluded

    def days(self) -> Iterator[dt.date]:
        """Every day on which the clock stood still."""
        return days_until(self.first - ONE_DAY, self.last)


@dataclass(frozen=True, slots=True)
class Due:
    """The last day in time. Provisional: a calendar that is not published yet may move it."""

    on: dt.date
    provisional: bool = False


def due(
    limit: Limit,
    start: dt.date,
    calendar: WorkingCalendar,
    *,
    pauses: Sequence[Pause] = (),
    extended: bool = False,
) -> Due:
    """The last day of a limit that began with an event on `start`.

    An extension adds the limit's `extendable_days`, in its own unit; a limit without any is not
    longer for having been extended.
    """
    length = limit.days + (limit.extendable_days if extended else 0)
    if months := MONTHS.get(limit.unit):
        length = (months_after(start, months * length) - start).days
    # a set: a day that two reasons exclude is excluded once
    still = {day for pause in pauses if pause.stops(limit) for day in pause.days()}
    days = chain((start,), (day for day in days_after(start) if day not in still))
    if limit.working and length:
        return _ends(islice(days, 1, None), length, calendar)
    return _ends(islice(days, length, None), 1, calendar)


def days_left(due_on: dt.date, today: dt.date, calendar: WorkingCalendar, working: bool) -> int:  # noqa: FBT001  as limits say it
    """How many days of the limit remain after today; zero on the last one, negative when late."""
    if working:
        return calendar.working_days_between(today, due_on)
    return (due_on - today).days


def _ends(days: Iterator[dt.date], count: int, calendar: WorkingCalendar) -> Due:
    """On the `count`-th of the days that is worked; settled when every day looked at is."""
    seen: list[dt.date] = []
    while count:
        seen.append(next(days))
        count -= calendar.is_working(seen[-1])
    return Due(seen[-1], not calendar.are_settled(seen))
