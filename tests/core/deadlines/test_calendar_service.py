"""The calendar in the database: planted once, kept by the data clerk, never stale."""

import datetime as dt

import pytest

from core.deadlines import service
from core.deadlines.calendar import DayKind
from core.deadlines.events import CalendarChanged
from core.deadlines.limits import due
from core.deadlines.service import DayEntry, Publication, calendar_of
from core.deadlines.shipped import plant_calendar, shipped_calendar
from core.declarations import Limit
from core.errors import Conflict, Denied, InvalidInput, NotFound

CLERK = "branch.data_clerk"
NEW_YEAR = dt.date(2027, 1, 1)
NOTICE = Publication(2027, dt.date(2026, 11, 20), "国办发明电〔2026〕9号", "国务院办公厅")


def off(day, kind=DayKind.HOLIDAY):
    return DayEntry(day, kind, "元旦", "New Year's Day")


async def enter(house, *entries, role=CLERK, reason="国务院办公厅通知", **more):
    async with house.work(role, reason=reason) as work:
        return [await service.set_calendar_day(work, each, **more) for each in entries]


async def publish(house, said=NOTICE, role=CLERK):
    async with house.work(role) as work:
        return await service.publish_calendar_year(work, said)


async def clear(house, day, role=CLERK, reason="录错"):
    async with house.work(role, reason=reason) as work:
        return await service.clear_calendar_day(work, day)


async def known(house):
    async with house.store.reading(house.access("public")) as session:
        return await calendar_of(session)


async def stored(house):
    return await house.rows(
        "select 'd', day::text, kind, name, version from calendar_day "
        "union all select 'y', year::text, notice, source, version from calendar_year order by 1, 2"
    )


async def test_the_database_holds_what_is_shipped(house):
    assert await known(house) == shipped_calendar()
    assert len(await stored(house)) == 369 + 15


async def test_an_empty_calendar_is_a_guess(bare):
    found = await known(bare)
    assert (dict(found.exceptions), found.published) == ({}, frozenset())


async def test_planting_again_undoes_nothing(house):
    golden = dt.date(2026, 10, 10)
    await clear(house, golden)
    await enter(house, DayEntry(dt.date(2026, 10, 8), DayKind.HOLIDAY, "防台风", "Typhoon"))
    before = await stored(house)
    async with house.store.system() as session:
        await plant_calendar(session)
    assert await stored(house) == before
    assert not (await known(house)).is_working(golden)


async def test_a_year_entered_ahead_of_its_planting_keeps_its_days(bare):
    await enter(bare, DayEntry(dt.date(2026, 10, 1), DayKind.HOLIDAY, "国庆", "National"))
    async with bare.store.system() as session:
        await plant_calendar(session)
    assert await known(bare) == shipped_calendar()
    (row,) = await bare.rows("select name from calendar_day where day = '2026-10-01'")
    assert row["name"] == "国庆"


async def test_entering_and_publishing_settles_dates_and_tells_it(house):
    heard = house.listen(CalendarChanged)
    limit = Limit(days=5, working=True, legal_basis="法")
    start = dt.date(2026, 12, 28)
    guess = due(limit, start, await known(house))
    assert (guess.on, guess.provisional) == (dt.date(2027, 1, 4), True)
    await enter(house, off(NEW_YEAR), off(dt.date(2027, 1, 4)))
    moved = due(limit, start, await known(house))
    assert (moved.on, moved.provisional) == (dt.date(2027, 1, 6), True)
    await publish(house)
    settled = due(limit, start, await known(house))
    assert (settled.on, settled.provisional) == (dt.date(2027, 1, 6), False)
    assert heard == [*[CalendarChanged((2027,))] * 2, CalendarChanged((2026, 2027))]


async def test_another_worker_sees_an_edit_at_once(house):
    """Two sessions in turn: what is committed by one is counted by the other's next question."""
    day = dt.date(2026, 11, 24)
    async with house.store.reading(house.access("town.leader", "a")) as session:
        assert (await calendar_of(session)).is_working(day)
        await enter(house, off(day))
        assert not (await calendar_of(session)).is_working(day)
    async with house.work(CLERK) as work:
        await service.clear_calendar_day(work, day)
        assert (await calendar_of(work.session)).is_working(day)
        assert not (await known(house)).is_working(day)  # not committed yet
    assert (await known(house)).is_working(day)


async def test_an_edit_names_its_version(house):
    (first,) = await enter(house, off(NEW_YEAR))
    assert first.version == 1
    (second,) = await enter(house, off(NEW_YEAR), expected_version=1)
    assert second.version == 2
    before = await stored(house)
    with pytest.raises(Conflict) as refused:
        await enter(house, off(NEW_YEAR), expected_version=1)
    assert refused.value.stable_code == "STALE_VERSION"
    assert await stored(house) == before


async def test_a_published_year_is_corrected(house):
    await enter(house, off(NEW_YEAR))
    await publish(house)
    changed = Publication(2027, NOTICE.published_on, "国办发明电〔2026〕10号", NOTICE.source)
    row = await publish(house, changed)
    assert (row.notice, row.version) == ("国办发明电〔2026〕10号", 2)
    assert len([r for r in await stored(house) if r[0] == "y"]) == 16


@pytest.mark.parametrize(
    ("entry", "reason", "field"),
    [
        (off(dt.date(2026, 11, 24), DayKind.MAKE_UP_WORKDAY), "通知", "day"),
        (off(dt.date(2028, 1, 1)), "通知", "day"),
        (off(dt.date(1999, 1, 1)), "通知", "day"),
        (off(NEW_YEAR), " ", "reason"),
        (DayEntry(NEW_YEAR, DayKind.HOLIDAY, " ", "New Year"), "通知", "name"),
        (DayEntry(NEW_YEAR, DayKind.HOLIDAY, "元旦", ""), "通知", "nameEn"),
    ],
)
async def test_what_is_wrong_is_refused_at_its_field(house, entry, reason, field):
    before = await stored(house)
    with pytest.raises(InvalidInput) as refused:
        await enter(house, entry, reason=reason)
    assert refused.value.field == field
    assert await stored(house) == before


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (NOTICE, "year"),  # no holiday of 2027 has been entered
        (Publication(2028, NOTICE.published_on, "x", "y"), "year"),
        (Publication(2026, dt.date(2026, 11, 24), "x", "y"), "publishedOn"),
        (Publication(2026, NOTICE.published_on, " ", "y"), "notice"),
        (Publication(2026, NOTICE.published_on, "x", ""), "source"),
    ],
)
async def test_a_year_is_published_when_its_days_are_in(house, said, field):
    before = await stored(house)
    with pytest.raises(InvalidInput) as refused:
        await publish(house, said)
    assert refused.value.field == field
    assert await stored(house) == before


async def test_an_ordinary_day_cannot_be_cleared(house):
    with pytest.raises(NotFound) as refused:
        await clear(house, dt.date(2026, 11, 24))
    assert refused.value.field == "day"


async def test_whose_subscriber_fails_undoes_the_edit(house):
    async def fail(_work, _happened):
        raise Conflict("不行。", "No.")

    house.listen()
    house.store.dispatcher._handlers[CalendarChanged] = [fail]
    before = await stored(house)
    for act in (enter(house, off(NEW_YEAR)), clear(house, dt.date(2026, 10, 1))):
        with pytest.raises(Conflict):
            await act
    assert await stored(house) == before


@pytest.mark.parametrize("role", ["branch.deciding_leader", "station.head", "public"])
async def test_nobody_else_edits(house, role):
    before = await stored(house)
    for act in (
        enter(house, off(NEW_YEAR), role=role),
        enter(house, off(dt.date(2026, 10, 1)), role=role),
        clear(house, dt.date(2026, 10, 1), role=role),
        publish(house, Publication(2026, NOTICE.published_on, "x", "y"), role=role),
    ):
        with pytest.raises(Denied):
            await act
    assert await stored(house) == before
