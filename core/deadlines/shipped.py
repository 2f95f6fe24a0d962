"""The calendars that the project ships, 2012-2026, and how a database gets them.

`data/calendar_years.csv` holds one line per published year, `data/calendar_days.csv` the days that
differ from Monday to Friday, under the year whose notice orders them (docs/data-licences.md).
"""

import csv
import datetime as dt
from collections.abc import Iterator
from functools import cache
from importlib import resources

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.deadlines.calendar import DayKind, WorkingCalendar
from core.deadlines.models import CalendarDay, CalendarYear


@cache
def shipped_calendar() -> WorkingCalendar:
    """The calendar of an untouched database: for what is made without one."""
    days = {dt.date.fromisoformat(row["day"]): DayKind(row["kind"]) for row in _rows("days")}
    return WorkingCalendar(days, frozenset(int(row["year"]) for row in _rows("years")))


async def plant_calendar(session: AsyncSession) -> None:
    """Add the shipped years that the database does not know, with their days.

    A year that is there stays as the branch left it, with what it changed and removed. Days that
    were entered ahead of their year stay too.
    """
    known = set((await session.scalars(select(CalendarYear.year))).all())
    taken = set((await session.scalars(select(CalendarDay.day))).all())
    session.add_all(year for year in _years() if year.year not in known)
    session.add_all(day for year, day in _days() if year not in known and day.day not in taken)
    await session.flush()


def _years() -> Iterator[CalendarYear]:
    for row in _rows("years"):
        yield CalendarYear(
            year=int(row["year"]),
            published_on=dt.date.fromisoformat(row["published_on"]),
            notice=row["notice"],
            source=row["source"],
        )


def _days() -> Iterator[tuple[int, CalendarDay]]:
    """Each day, with the year whose notice orders it."""
    for row in _rows("days"):
        day = CalendarDay(
            day=dt.date.fromisoformat(row["day"]),
            kind=DayKind(row["kind"]),
            name=row["name"],
            name_en=row["name_en"],
        )
        yield int(row["year"]), day


def _rows(what: str) -> Iterator[dict[str, str]]:
    file = resources.files("core.deadlines").joinpath("data", f"calendar_{what}.csv")
    return csv.DictReader(file.read_text("utf-8").splitlines())
