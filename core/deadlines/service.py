"""The calendar in use, and how the branch keeps it. Services never commit."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.deadlines.calendar import SATURDAY, DayKind, WorkingCalendar
from core.deadlines.events import CalendarChanged
from core.deadlines.models import CalendarDay, CalendarYear
from core.errors import InvalidInput, NotFound
from core.policy.vocabulary import Action
from core.register.service import filled
from core.store.unit import UnitOfWork

FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class DayEntry:
    """A day that is not what its weekday says, as the clerk enters it."""

    day: dt.date
    kind: DayKind
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Publication:
    """The notice by which a year's calendar is settled."""

    year: int
    published_on: dt.date
    notice: str
    source: str


def calendar_query() -> Select[Sequence[dt.date], Sequence[DayKind], Any]:
    """The whole calendar, about 400 days, as one row for `read_calendar`."""
    years = select(func.array_agg(CalendarYear.year)).scalar_subquery()
    return select(func.array_agg(CalendarDay.day), func.array_agg(CalendarDay.kind), years)


def read_calendar(row: Sequence[Any]) -> WorkingCalendar:
    """The calendar that the row of `calendar_query` holds."""
    days, kinds, published = (part or () for part in row)
    return WorkingCalendar(dict(zip(days, kinds, strict=True)), frozenset(published))


async def calendar_of(session: AsyncSession) -> WorkingCalendar:
    """The calendar as this transaction sees it, its own changes included.

    One statement with one row, and no cache: a worker is never behind an edit by another.
    """
    return read_calendar((await session.execute(calendar_query())).one())


async def set_calendar_day(
    work: UnitOfWork, entry: DayEntry, *, expected_version: int | None = None
) -> CalendarDay:
    """Say that a day is a holiday or a make-up workday, for the reason that the work states.

    Raises InvalidInput at the part that is wrong, Denied, Conflict for a stale version.
    """
    filled(work.reason, "reason")
    _check_year(entry.day.year, work.today.year + 1, "day")
    if entry.kind is DayKind.MAKE_UP_WORKDAY and entry.day.weekday() < SATURDAY:
        raise InvalidInput(
            "调休上班日只能是星期六或星期日，请核对日期。",
            "Only a Saturday or Sunday can be made a workday; compare the date.",
            field="day",
        )
    name, name_en = filled(entry.name, "name"), filled(entry.name_en, "nameEn")
    row = await _day(work, entry.day, expected_version)
    if row is None:
        row = await work.add(
            CalendarDay(day=entry.day, kind=entry.kind, name=name, name_en=name_en), Action.UPDATE
        )
    else:
        row.kind, row.name, row.name_en = entry.kind, name, name_en
        row.version += 1
    await work.publish(CalendarChanged((entry.day.year,)))
    return row


async def clear_calendar_day(
    work: UnitOfWork, day: dt.date, *, expected_version: int | None = None
) -> CalendarDay:
    """Let a day be what its weekday says, for the reason that the work states; gives the old row.

    Raises NotFound, InvalidInput, Denied, Conflict for a stale version.
    """
    filled(work.reason, "reason")
    row = await _day(work, day, expected_version)
    if row is None:
        raise NotFound(field="day")
    await work.session.delete(row)
    await work.session.flush()
    await work.publish(CalendarChanged((day.year,)))
    return row


async def publish_calendar_year(
    work: UnitOfWork, said: Publication, *, expected_version: int | None = None
) -> CalendarYear:
    """Settle a year whose days have been entered, or correct by which notice it is settled.

    Raises InvalidInput at the part that is wrong, Denied, Conflict for a stale version.
    """
    await _check_publication(work, said)
    notice, source = filled(said.notice, "notice"), filled(said.source, "source")
    wanted = select(CalendarYear.id).where(CalendarYear.year == said.year)
    key = (await work.session.scalars(wanted)).one_or_none()
    if key is None:
        given = {"year": said.year, "published_on": said.published_on}
        row = await work.add(CalendarYear(**given, notice=notice, source=source), Action.PUBLISH)
    else:
        row = await work.fetch(CalendarYear, key, Action.PUBLISH, expected_version=expected_version)
        row.published_on, row.notice, row.source = said.published_on, notice, source
        row.version += 1
    # the last days of the December before are settled with it
    await work.publish(CalendarChanged((said.year - 1, said.year)))
    return row


async def _day(work: UnitOfWork, day: dt.date, expected_version: int | None) -> CalendarDay | None:
    wanted = select(CalendarDay.id).where(CalendarDay.day == day)
    key = (await work.session.scalars(wanted)).one_or_none()
    if key is None:
        return None
    return await work.fetch(CalendarDay, key, Action.UPDATE, expected_version=expected_version)


async def _check_publication(work: UnitOfWork, said: Publication) -> None:
    _check_year(said.year, work.today.year + 1, "year")
    if said.published_on > work.today:
        raise InvalidInput(
            "公布日期不能晚于今天。",
            "The day of publication must not be in the future.",
            field="publishedOn",
        )
    first = dt.date(said.year, 1, 1)
    entered = select(CalendarDay.id).where(
        CalendarDay.day.between(first, dt.date(said.year, 12, 31)),
        CalendarDay.kind == DayKind.HOLIDAY,
    )
    if (await work.session.scalars(entered.limit(1))).first() is None:
        raise InvalidInput(
            "该年度还没有任何放假日；请先录入通知中的放假和上班日期。",
            "No holiday of that year has been entered; enter the days of the notice first.",
            field="year",
        )


def _check_year(year: int, latest: int, field: str) -> None:
    """Notices order the coming year at most: a later one is a slip of the hand."""
    if not FIRST_YEAR <= year <= latest:
        raise InvalidInput(
            f"年份应在 {FIRST_YEAR} 至 {latest} 之间，请核对。",
            f"The year lies between {FIRST_YEAR} and {latest}; please compare.",
            field=field,
        )
