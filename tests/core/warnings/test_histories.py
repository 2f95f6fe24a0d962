"""Random histories against plain recomputation: watches, warnings and numbers after every step."""

import datetime as dt
import itertools
import random
from collections import Counter

import pytest

from core.register.colours import WarningColour
from core.warnings.counts import numbers
from core.warnings.models import EarlyWarning, WarningAct, WarningEvent, Watch, WatchCount
from plugins.special_equipment.models import UseStatus
from tests.core.warnings.oracle import Oracle
from tests.core.warnings.rules import declared_bands, publish

LENGTH = 45
PLACES = ("a1", "a2", "b1", "c1")
OTHER_BANDS = (
    (("URGENT", 1, "MONTHS"), ("RED", 3, "MONTHS"), ("YELLOW", 6, "MONTHS")),
    (("URGENT", 1, "MONTHS"), ("RED", 2, "MONTHS"), ("YELLOW", 4, "MONTHS")),
    (("RED", 45, "DAYS"), ("YELLOW", 200, "DAYS")),
    (("YELLOW", 9, "MONTHS"),),
)


class Walk:
    """One random history: the same steps for the system and for the oracle."""

    def __init__(self, ground, rng):
        self.ground, self.rng = ground, rng
        self.oracle = Oracle(declared_bands(ground.bureau))
        self.swept = ground.today

    @property
    def day(self):
        """Colours do not go back: neither before a sweep that came first."""
        return max(self.ground.today, self.swept)

    def date(self):
        return self.ground.today + dt.timedelta(
            days=self.rng.choice((-40, -1, 0, 1, 20, 31, 92, 184, 700)) + self.rng.randrange(3)
        )

    async def register(self):
        place, due = self.rng.choice(PLACES), self.date()
        life = self.rng.choice((None, self.date()))
        key = await self.ground.add(place, next_inspection_on=due, design_life_to=life)
        enterprise, town = self.ground.place(place)
        self.oracle.write(
            self.day,
            key,
            inspection=due,
            life=life,
            status="IN_USE",
            stopped=None,
            town=town,
            enterprise=enterprise,
        )

    async def renew(self):
        await self._change({"next_inspection_on": (due := self.date())}, {"inspection": due})

    async def suspend(self):
        day = self.ground.today - dt.timedelta(days=self.rng.choice((0, 340, 364, 365)))
        await self._change(
            {"use_status": UseStatus.STOPPED, "stopped_on": day},
            {"status": "STOPPED", "stopped": day},
        )

    async def restart(self):
        await self._change({"use_status": UseStatus.IN_USE}, {"status": "IN_USE"})

    async def end(self):
        await self._change({"use_status": UseStatus.SCRAPPED}, {"status": "SCRAPPED"})

    async def move(self):
        place = self.rng.choice(PLACES)
        enterprise, town = self.ground.place(place)
        await self._change({"place": place}, {"town": town, "enterprise": enterprise})

    async def _change(self, facts, told):
        if self.ground.keys:
            key = self.rng.choice(self.ground.keys)
            await self.ground.change(key, **facts)
            self.oracle.write(self.day, key, **told)

    async def tomorrow(self):
        await self._pass(1)

    async def missed_days(self):
        await self._pass(self.rng.choice((2, 3, 28, 31, 95)))

    async def _pass(self, days):
        self.ground.set_day(self.ground.today + dt.timedelta(days=days), self.rng.choice((0, 23)))
        await self.compare()  # before the sweep
        await self.sweep()

    async def sweep(self):
        await self.ground.sweep()
        self.swept = self.day

    async def late_request(self):
        """What began before midnight is written when the sweep of the new day has been."""
        today = self.ground.today
        self.ground.set_day(today - dt.timedelta(days=1), 23)
        await self.renew()
        await self.compare()
        self.ground.set_day(today)

    async def publish(self):
        first = self.day + dt.timedelta(days=self.rng.choice((0, 1, 5)))
        terms = self.rng.choice(OTHER_BANDS)
        await publish(self.ground, "E1", first, terms)
        self.oracle.publish("E1", first, terms)

    async def compare(self):
        watches = await self.ground.rows(Watch)
        assert Counter(_interval(w) for w in watches) == self.oracle.intervals()
        open_ones = [w for w in watches if w.until is None]
        assert Counter((w.rule_code, w.town_id, w.colour) for w in open_ones) == {
            (c.rule_code, c.town_id, c.colour): c.number
            for c in await self.ground.rows(WatchCount)
            if c.number
        }
        async with self.ground.bureau.application.store.system() as session:
            cells = await numbers(session, list(self.ground.watching.rules), self.ground.today)
        shown = {(c.rule_code, c.town_id, c.colour.name): c.number for c in cells}
        assert shown == self.oracle.board(self.day)
        await self.compare_warnings(open_ones)

    async def compare_warnings(self, open_ones):
        """A warning stands for each watch that is not green, and its events tell its story."""
        warnings = await self.ground.rows(EarlyWarning)
        standing = {_same(w) for w in warnings if w.cleared_on is None}
        assert standing == {_same(w) for w in open_ones if w.colour is not WarningColour.GREEN}
        stories = {}
        for event in await self.ground.rows(WarningEvent):
            stories.setdefault(event.warning_id, []).append(event)
        assert set(stories) == {w.id for w in warnings}
        for warning in warnings:
            first, *rest = stories[warning.id]
            assert first.act is WarningAct.RAISED
            colours = [
                first.colour,
                *(e.colour for e in rest if e.act is WarningAct.COLOUR_CHANGED),
            ]
            assert colours[-1] is warning.colour
            assert all(a is not b for a, b in itertools.pairwise(colours))
            ends = [e for e in rest if e.act is WarningAct.CLEARED]
            assert len(ends) == (warning.cleared_on is not None)
            assert {(e.town_id, e.enterprise_id) for e in stories[warning.id]} == {
                (warning.town_id, warning.enterprise_id)
            }

    async def compare_colours(self):
        """After a sweep the stored colours are those of the day."""
        watches = await self.ground.rows(Watch, Watch.until.is_(None))
        stored = {(w.rule_code, w.subject_key): w.colour.name for w in watches}
        assert stored == self.oracle.colours(self.day)


def _interval(watch):
    fact = (watch.due_on, watch.town_id, watch.enterprise_id)
    return watch.rule_code, watch.subject_key, fact, watch.since, watch.until, watch.renewed


def _same(row):
    return (row.rule_code, row.subject_key, row.due_on, row.colour, row.town_id, row.enterprise_id)


LIKELY = (
    "register",
    "register",
    "renew",
    "renew",
    "suspend",
    "restart",
    "end",
    "move",
    "tomorrow",
    "tomorrow",
    "missed_days",
    "late_request",
    "publish",
)


@pytest.mark.parametrize("seed", range(3))
async def test_every_history_is_as_recomputed(ground, seed):
    rng = random.Random(seed)  # noqa: S311  a history, no secret
    walk = Walk(ground, rng)
    await walk.sweep()
    await walk.register()
    for _ in range(LENGTH):
        await getattr(walk, rng.choice(LIKELY))()
        await walk.compare()
    await walk.sweep()
    await walk.compare()
    await walk.compare_colours()
