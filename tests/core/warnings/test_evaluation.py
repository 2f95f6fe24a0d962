"""On change: watches, warnings, events and numbers follow what is written, in that transaction."""

import datetime as dt

import pytest
from sqlalchemy import event

from core.register.colours import WarningColour
from core.warnings.events import WarningsMoved
from core.warnings.models import (
    EarlyWarning,
    WarningAct,
    WarningEvent,
    WarningState,
    Watch,
    WatchCount,
)
from plugins.special_equipment.models import UseStatus

DAY = dt.timedelta(days=1)


def soon(ground, days=20):
    return ground.today + DAY * days


async def acts(ground):
    return [e.act for e in await ground.rows(WarningEvent)]


async def counts(ground):
    rows = await ground.rows(WatchCount, WatchCount.number != 0)
    return {(r.rule_code, r.town_id, r.colour.name): r.number for r in rows}


@pytest.fixture
def heard(ground):
    """What was published of warnings."""
    found = []

    async def hear(_work, moved):
        found.append(moved)

    handlers = ground.bureau.application.store.dispatcher._handlers
    handlers.setdefault(WarningsMoved, []).append(hear)
    yield found
    handlers[WarningsMoved].remove(hear)


async def test_a_date_that_is_near_raises_a_warning(ground, heard):
    key = await ground.add("a1", next_inspection_on=soon(ground))
    enterprise, town = ground.place("a1")
    (watch,) = await ground.rows(Watch)
    assert (watch.rule_code, watch.subject_key, watch.resource) == (
        "E1",
        key,
        "special_equipment:Equipment",
    )
    assert (watch.since, watch.until, watch.colour) == (ground.today, None, WarningColour.URGENT)
    (warning,) = await ground.rows(EarlyWarning)
    assert (warning.colour, warning.state) == (WarningColour.URGENT, WarningState.RAISED)
    assert (warning.town_id, warning.enterprise_id) == (town, enterprise)
    assert (warning.raised_on, warning.colour_since) == (ground.today, ground.today)
    assert await acts(ground) == [WarningAct.RAISED]
    assert await counts(ground) == {("E1", town, "URGENT"): 1}
    assert heard == [WarningsMoved(raised=(warning.id,))]


async def test_a_later_date_clears_it_and_keeps_what_was(ground, heard):
    key = await ground.add("a1", next_inspection_on=soon(ground))
    ground.set_day(ground.today + DAY)
    await ground.change(key, next_inspection_on=soon(ground, 400))
    (warning,) = await ground.rows(EarlyWarning)
    assert (warning.cleared_on, warning.cleared_by) == (ground.today, "renewed")
    assert warning.colour is WarningColour.URGENT  # as it was when it ended
    old, new = sorted(await ground.rows(Watch), key=lambda w: w.since)
    assert (old.until, old.renewed) == (ground.today, True)
    assert (new.since, new.until, new.colour) == (ground.today, None, WarningColour.GREEN)
    assert heard[-1] == WarningsMoved(cleared=(warning.id,))


async def test_what_leaves_the_rule_is_watched_no_more(ground):
    key = await ground.add("a1", next_inspection_on=soon(ground))
    ground.set_day(ground.today + DAY)
    await ground.change(key, use_status=UseStatus.SCRAPPED)
    (watch,) = await ground.rows(Watch)
    (warning,) = await ground.rows(EarlyWarning)
    assert (watch.until, watch.renewed) == (ground.today, False)
    assert warning.cleared_by == "left"
    assert await counts(ground) == {}


async def test_a_day_of_corrections_leaves_one_interval(ground):
    """The state at the end of the day counts: nothing of less than a day is kept."""
    key = await ground.add("a1", next_inspection_on=soon(ground, 100))
    ground.set_day(ground.today + DAY)
    (before,) = await ground.rows(Watch)
    await ground.change(key, next_inspection_on=soon(ground, 500))
    await ground.change(key, use_status=UseStatus.SCRAPPED)
    await ground.change(key, use_status=UseStatus.IN_USE, next_inspection_on=before.due_on)
    (after,) = await ground.rows(Watch)
    assert (after.since, after.until, after.due_on) == (before.since, None, before.due_on)


async def test_a_move_takes_the_warning_and_its_events_along(ground):
    key = await ground.add("a1", next_inspection_on=soon(ground))
    ground.set_day(ground.today + DAY)
    await ground.change(key, place="c1")
    enterprise, town = ground.place("c1")
    (warning,) = await ground.rows(EarlyWarning)
    (told,) = await ground.rows(WarningEvent)
    assert (warning.town_id, warning.enterprise_id) == (town, enterprise)
    assert (told.town_id, told.enterprise_id) == (town, enterprise)
    old, new = sorted(await ground.rows(Watch), key=lambda w: w.since)
    assert (old.renewed, old.town_id, new.town_id) == (None, ground.place("a1")[1], town)
    assert await counts(ground) == {("E1", town, "URGENT"): 1}


async def test_a_warning_that_a_visit_cleared_comes_back_when_it_gets_worse(ground):
    key = await ground.add("a1", next_inspection_on=soon(ground, 60))
    async with ground.bureau.application.store.system() as session:
        (warning,) = await ground.rows(EarlyWarning)
        row = await session.get_one(EarlyWarning, warning.id)
        row.cleared_on, row.cleared_by, row.state = ground.today, "visited", WarningState.CLEARED
    await ground.change(key, place="a2")
    assert len(await ground.rows(EarlyWarning)) == 1
    await ground.change(key, next_inspection_on=soon(ground, 10))
    assert [w.colour.name for w in await ground.rows(EarlyWarning)] == ["RED", "URGENT"]


async def test_an_undone_transaction_leaves_nothing(ground):
    key = await ground.add("a1", next_inspection_on=soon(ground, 400))
    with pytest.raises(ZeroDivisionError):
        await _change_and_fail(ground, key)
    assert await ground.rows(EarlyWarning) == []
    assert await acts(ground) == []


async def _change_and_fail(ground, key):
    async def fail(_work, _moved):
        raise ZeroDivisionError

    handlers = ground.bureau.application.store.dispatcher._handlers
    handlers.setdefault(WarningsMoved, []).append(fail)
    try:
        await ground.change(key, next_inspection_on=soon(ground))
    finally:
        handlers[WarningsMoved].remove(fail)


class Statements:
    """The statements of the application's connections."""

    def __init__(self, ground):
        self.engine = ground.bureau.application.store.engine.sync_engine
        self.texts = []

    def _hear(self, _connection, _cursor, text, *_):
        self.texts.append(text)

    def __enter__(self):
        event.listen(self.engine, "before_cursor_execute", self._hear)
        return self.texts

    def __exit__(self, *_):
        event.remove(self.engine, "before_cursor_execute", self._hear)


async def test_what_nobody_watches_costs_nothing(ground):
    key = await ground.add("a1", next_inspection_on=soon(ground))
    with Statements(ground) as texts:
        await ground.change(key, name="改名")
    assert not [text for text in texts if "watch" in text or "advisory" in text]
    assert sum("set_config" in text for text in texts) == 1


async def test_statements_do_not_grow_with_records(ground):
    """Wall, locks, versions, one for each of four rules, news, numbers, wall: ten."""

    async def cost(many):
        with Statements(ground) as texts:
            await ground.add_many("a1", many, next_inspection_on=soon(ground))
        first = next(n for n, text in enumerate(texts) if n and "set_config" in text)
        last = max(n for n, text in enumerate(texts) if "set_config" in text)
        return last - first + 1

    costs = [await cost(many) for many in (1, 30, 600)]
    assert len(set(costs)) == 1
    assert costs[0] <= 12


async def test_a_suppression_that_is_over_lets_the_warning_count_again(ground, heard):
    """Until the end of its last day; the sweep of the next one resumes it, once."""
    await ground.add("a1", next_inspection_on=soon(ground))
    async with ground.bureau.application.store.system() as session:
        (warning,) = await ground.rows(EarlyWarning)
        row = await session.get_one(EarlyWarning, warning.id)
        row.state, row.suppressed_until = WarningState.SUPPRESSED, ground.today + DAY
    for days, resumed in ((1, ()), (1, (warning.id,)), (0, ())):
        del heard[:]
        ground.set_day(ground.today + DAY * days)
        await ground.sweep()
        assert [moved.resumed for moved in heard] == ([resumed] if resumed else [])
    (warning,) = await ground.rows(EarlyWarning)
    assert (warning.state, warning.suppressed_until) == (WarningState.RAISED, None)
    assert (await acts(ground)).count(WarningAct.RESUMED) == 1


async def test_the_wall_of_the_actor_stands_again(ground):
    """An officer sees after the evaluation what was seen before, and no more."""
    with Statements(ground) as texts:
        await ground.add("a1", next_inspection_on=soon(ground))
    walls = [text for text in texts if "set_config" in text]
    assert len(walls) == 3
