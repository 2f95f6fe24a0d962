"""The working calendar: which days count where the law says "working days".

Counting is our own. The first day is the day of the event and is never counted: five working days
from a Monday end on the next Monday, and from a holiday they are the five working days after it.
"""

import datetime as dt
import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType
from typing import Final

ONE_DAY: Final = dt.timedelta(days=1)
SATURDAY: Final = 5
TAIL: Final = (12, 25)
"""From this day on a December is settled by the notice of the next year: that of 2019 gave away
31 December 2018 and made the 29th, a Saturday, a workday."""


class DayKind(enum.Enum):
    """How a day differs from what its weekday says (调休)."""

    HOLIDAY = "HOLIDAY"
    MAKE_UP_WORKDAY = "MAKE_UP_WORKDAY"


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days are worked, and for which years that is published. A value: it never changes."""

    exceptions: Mapping[dt.date, DayKind] = field(default_factory=dict)
    published: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "exceptions", MappingProxyType(dict(self.exceptions)))

    def is_working(self, day: dt.date) -> bool:
        """Whether offices are open: as published, or else Monday to Friday."""
        kind = self.exceptions.get(day)
        if kind is None:
            return day.weekday() < SATURDAY
        return kind is DayKind.MAKE_UP_WORKDAY

    def is_settled(self, day: dt.date) -> bool:
        """Whether what `is_working` says of the day rests on published calendars alone."""
        if day.year not in self.published:
            return False
        return (day.month, day.day) < TAIL or day.year + 1 in self.published

    def are_settled(self, days: Iterable[dt.date]) -> bool:
        """Whether all of the days are settled."""
        return all(self.is_settled(day) for day in days)

    def working_days_after(self, start: dt.date, count: int) -> dt.date:
        """The `count`-th working day after `start`, which is not counted; zero gives `start`."""
        return self._nth(days_after(start), count) if count else start

    def working_days_before(self, end: dt.date, count: int) -> dt.date:
        """The `count`-th working day before `end`, which is not counted; zero gives `end`."""
        return self._nth(days_before(end), count) if count else end

    def working_day_from(self, day: dt.date) -> dt.date:
        """The day itself where it is worked, else the next working day."""
        return day if self.is_working(day) else self.working_days_after(day, 1)

    def working_days_between(self, start: dt.date, end: dt.date) -> int:
        """How many working days lie after `start` and up to `end`; negative when `end` is first."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working(day) for day in days_until(start, end))

    def _nth(self, days: Iterator[dt.date], count: int) -> dt.date:
        if count < 0:
            raise ValueError("a number of working days is never negative")
        return next(islice(filter(self.is_working, days), count - 1, None))


def days_after(start: dt.date) -> Iterator[dt.date]:
    """Every day after `start`, without end."""
    while True:
        start += ONE_DAY
        yield start


def days_before(end: dt.date) -> Iterator[dt.date]:
    """Every day before `end`, backwards."""
    while True:
        end -= ONE_DAY
        yield end


def days_until(start: dt.date, end: dt.date) -> Iterator[dt.date]:
    """The days after `start` up to and with `end`."""
    return (start + n * ONE_DAY for n in range(1, (end - start).days + 1))
