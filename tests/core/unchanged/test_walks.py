"""Two workers, random walks: no answer is ever older than it may be, or somebody else's."""

import os
import time
from dataclasses import replace

import pytest

from core.store.wall import Wall
from core.unchanged.tables import Tables
from schema import unchanged
from schema.unchanged import Unchanged
from tests.core.unchanged.walking import Differs, walk

SEED = int(os.environ.get("ZHIJIAN_TEST_SEED", "20261125"))
WALKS, STEPS = 4, 120
TRIES = 12
"""Walks in which a defect must be seen."""


async def test_every_answer_is_what_is_read_at_that_moment(house):
    house.forget()
    before = house.hits()
    for number in range(WALKS):
        await walk(house, f"{SEED}:{number}", STEPS)
    assert house.hits() - before > 0.3 * house.seen["ask"], house.seen
    assert house.seen["not modified"] > 0.1 * house.seen["ask"], house.seen
    assert house.seen["errors"] < 0.5 * house.seen["ask"], house.seen
    assert {"write", "outside", "day", "post", "policy", "cut"} <= set(house.seen)


@pytest.mark.soak
async def test_every_answer_is_what_is_read_at_that_moment_for_long(house):
    house.forget()
    seed = time.time_ns()
    for number in range(60):
        await walk(house, f"{seed}:{number}", 400)


def without_scope(patch, _house):
    """The key holds neither the scope's ids nor the wall."""
    place = Unchanged.place

    def forgetful(self, ask, plan, values, read_key):
        given = [value for value in values if not isinstance(value, list)]
        made = place(self, ask, plan, given, read_key)
        return made and replace(made, key=(made.key[0], made.key[1], Wall(), read_key))

    patch.setattr(Unchanged, "place", forgetful)


def without_a_table(patch, _house):
    """One table that is read is not looked at again."""
    place = Unchanged.place

    def forgetful(self, ask, plan, values, read_key):
        made = place(self, ask, plan, values, read_key)
        return made and replace(made, tables=made.tables - {"licence", "enterprise_card"})

    patch.setattr(Unchanged, "place", forgetful)


def deaf(patch, _house):
    """Notifications of the other worker's writes come late, and are ignored."""
    patch.setattr(Tables, "hear", lambda _self, _table: None)


def untold(patch, house):
    """The writing worker waits for the notification like every other."""
    for worker in house.workers:
        patch.setattr(worker.application.store, "tell", None)


def day_ignored(patch, _house):
    """A question is the same on another day."""
    asked = unchanged._asked
    patch.setattr(
        unchanged,
        "_asked",
        lambda ask: (ask.access.actor, ask.access.table.version, *asked(ask)[1:]),
    )


def policy_ignored(patch, _house):
    """A question is the same under another policy."""
    asked = unchanged._asked
    patch.setattr(
        unchanged, "_asked", lambda ask: (ask.access.actor, ask.access.today, *asked(ask)[1:])
    )


def never_blind(patch, house):
    """Silence is taken for news that nothing has happened."""
    for worker in house.workers:
        patch.setattr(worker.application.tables, "_is_fresh", lambda: True)


def nothing_missed(patch, _house):
    """A new connection takes up where the broken one ended."""
    patch.setattr(Tables, "missed", lambda _self: None)


DEFECTS = (
    without_scope,
    without_a_table,
    deaf,
    untold,
    day_ignored,
    policy_ignored,
    never_blind,
    nothing_missed,
)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.__name__)
async def test_a_seeded_defect_is_seen(house, monkeypatch, defect):
    house.forget()
    with monkeypatch.context() as patch:
        defect(patch, house)
        seen = False
        for number in range(TRIES):
            if seen := await _is_seen(house, f"{defect.__name__}:{number}"):
                break
    house.forget()
    assert seen


async def _is_seen(house, seed):
    try:
        await walk(house, seed, STEPS)
    except Differs:
        return True
    return False
