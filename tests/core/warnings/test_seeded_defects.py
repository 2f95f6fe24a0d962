"""What would be wrong is noticed: each defect, seeded, makes a random history differ."""

import dataclasses
import datetime as dt
import random
from typing import Any

import pytest

from core.warnings import effects, settling, steps, sweep, versions
from core.warnings.plans import Plans
from core.warnings.watching import Watching
from tests.core.warnings.test_histories import LIKELY, Walk

DAY = dt.timedelta(days=1)
LENGTH = 60


def off_by_one(patch, _ground):
    real = steps.limit_on
    for module in (steps, versions):
        patch.setattr(module, "limit_on", lambda band, today: real(band, today) - DAY)


def missed_days_dropped(patch, ground):
    """The sweep takes itself to have run yesterday, whenever it ran."""
    real = sweep.known_rules

    async def forgetful(session, codes):
        found = await real(session, codes)
        yesterday = ground.today - DAY
        return {
            code: rule
            if rule.as_of is None
            else dataclasses.replace(rule, as_of=max(rule.as_of, yesterday))
            for code, rule in found.items()
        }

    patch.setattr(sweep, "known_rules", forgetful)


def count_not_moved(patch, _ground):
    async def nothing(_session, _counts):
        pass

    patch.setattr(settling, "_count", nothing)


def where_ignored(patch, ground):
    def without(rule):
        truth = rule.truth._generate()
        truth._where_criteria = ()
        return dataclasses.replace(rule, truth=truth)

    _watch(patch, ground, [without(rule) for rule in ground.watching.rules.values()])


def cleared_twice(patch, _ground):
    real = effects._standing

    def all_of_them(moved, rule):
        made: Any = real(moved, rule).element
        made._where_criteria = made._where_criteria[:1]
        return made.cte("standing")

    patch.setattr(effects, "_standing", all_of_them)


def change_unheard(patch, ground):
    rules = ground.watching.rules.values()
    _watch(patch, ground, [dataclasses.replace(rule, touches=()) for rule in rules])


def _watch(patch, ground, rules):
    broken = Watching(rules)
    for name in ("rules", "_touches"):
        patch.setattr(ground.watching, name, getattr(broken, name))


@pytest.mark.parametrize(
    "defect",
    [
        off_by_one,
        missed_days_dropped,
        count_not_moved,
        where_ignored,
        cleared_twice,
        change_unheard,
    ],
)
async def test_a_defect_is_noticed(ground, monkeypatch, defect):
    monkeypatch.setattr(ground.watching, "plans", Plans())
    defect(monkeypatch, ground)
    with pytest.raises(AssertionError) as noticed:
        await _history(ground)
    assert noticed.traceback[-1].name in {"compare", "compare_warnings", "compare_colours"}


async def _history(ground):
    rng = random.Random(7)  # noqa: S311  a history, no secret
    walk = Walk(ground, rng)
    await walk.sweep()
    for _ in range(LENGTH):
        await getattr(walk, rng.choice(LIKELY))()
        await walk.compare()
    await walk.sweep()
    await walk.compare()
    await walk.compare_colours()
