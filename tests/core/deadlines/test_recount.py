"""Whoever edits the calendar moves the clocks that ran by it, in the same transaction."""

import datetime as dt

import pytest

from core.deadlines import service
from core.deadlines.calendar import DayKind
from core.deadlines.service import DayEntry, calendar_of
from core.errors import Conflict
from core.procedures import recording, recount
from core.procedures.recount import SUBSCRIBERS
from core.store.events import Dispatcher, Subscriber
from tests.core.procedures.letter import Office

MIDWEEK = dt.date(2026, 11, 25)


@pytest.fixture
async def letters(house):
    made = Office(**vars(house))
    await made.furnish()
    made.store.dispatcher = Dispatcher(SUBSCRIBERS)
    return made


async def close(letters, *days):
    async with letters.work("branch.data_clerk", reason="防台风") as work:
        for day in days:
            entry = DayEntry(day, DayKind.HOLIDAY, "防台风", "Typhoon")
            await service.set_calendar_day(work, entry)


async def clock(letters):
    matter = await letters.matter()
    return matter["due_on"], matter["due_provisional"]


async def test_a_day_off_moves_what_is_due_and_back(letters):
    await letters.file()
    assert await clock(letters) == (dt.date(2026, 11, 26), False)
    await close(letters, MIDWEEK, dt.date(2026, 11, 24))
    assert await clock(letters) == (dt.date(2026, 11, 30), False)
    async with letters.work("branch.data_clerk", reason="未登陆") as work:
        await service.clear_calendar_day(work, MIDWEEK)
    assert await clock(letters) == (dt.date(2026, 11, 27), False)


async def test_publication_settles_what_was_provisional(letters):
    letters.clock.advance(days=36)  # 29 December
    await letters.file()
    assert await clock(letters) == (dt.date(2027, 1, 1), True)
    await close(letters, dt.date(2027, 1, 1))
    assert await clock(letters) == (dt.date(2027, 1, 4), True)
    said = service.Publication(2027, letters.today, "国办发明电〔2026〕9号", "国务院办公厅")
    async with letters.work("branch.data_clerk") as work:
        await service.publish_calendar_year(work, said)
    assert await clock(letters) == (dt.date(2027, 1, 4), False)


async def test_an_edit_that_is_undone_moves_nothing(letters):
    async def fail(_work, _happened):
        raise Conflict("不行。", "No.")

    await letters.file()
    (moving,) = SUBSCRIBERS
    letters.store.dispatcher = Dispatcher([moving, Subscriber(moving.event, fail)])
    before = await letters.everything()
    with pytest.raises(Conflict):
        await close(letters, MIDWEEK)
    assert await letters.everything() == before


async def test_a_day_of_december_moves_what_is_due_in_january(letters):
    letters.clock.advance(days=36)  # 29 December
    await close(letters, dt.date(2027, 1, 1))
    said = service.Publication(2027, letters.today, "国办发明电〔2026〕9号", "国务院办公厅")
    async with letters.work("branch.data_clerk") as work:
        await service.publish_calendar_year(work, said)
    await letters.file()
    assert await clock(letters) == (dt.date(2027, 1, 4), False)
    await close(letters, dt.date(2026, 12, 30))
    assert await clock(letters) == (dt.date(2027, 1, 5), False)


async def test_however_many_clocks_move_the_calendar_is_read_once(letters, monkeypatch):
    read = []

    async def counted(session):
        read.append(session)
        return await calendar_of(session)

    for _ in range(3):
        await letters.file()
    for module in (recording, recount):
        monkeypatch.setattr(module, "calendar_of", counted, raising=False)
    await close(letters, MIDWEEK)
    assert len(read) == 1
    due = await letters.rows("select due_on from matter")
    assert {row["due_on"] for row in due} == {dt.date(2026, 11, 27)}
