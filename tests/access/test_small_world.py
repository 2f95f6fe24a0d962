"""A1: every account, every operation, every object; zero differences from the oracle."""

import asyncio

import pytest

from tests.access.conftest import opened
from tests.access.writes import Attempts
from tests.schema.shared.people import everything

AT_ONCE = 4
EACH = 3
"""Of all callers every third one asks on every push; in `make soak` all of them do."""


@pytest.fixture(scope="module")
async def ground(databases, richer):
    """Of this module's own: the oracle knows the ledger as it was, and others leave entries."""
    async for each in opened(databases, richer):
        yield each


async def _each(callers, work):
    """Do the work for every caller, a few at a time."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(caller):
        async with gate:
            await work(caller)

    await asyncio.gather(*(one(caller) for caller in callers))


async def _compared(ground, share, each=EACH):
    comparisons = []

    async def work(numbered):
        turn, caller = numbered
        compared = ground.compare()
        compared.share, compared.turn = share, turn
        comparisons.append(compared)
        await compared.everything(caller)

    callers = list(ground.callers())[::each]
    await _each(enumerate(callers), work)
    differences = [line for each in comparisons for line in each.differences]
    operations = sum(each.operations for each in comparisons)
    values = sum(each.values for each in comparisons)
    print(f"\n{len(callers)} callers, {operations} operations, {values} values compared")  # noqa: T201  the extent
    return differences, operations, values


async def test_everybody_reads_exactly_what_the_policy_says(ground):
    differences, operations, values = await _compared(ground, share=96)
    assert differences == []
    assert operations > 10_000
    assert values > 50_000


@pytest.mark.soak
async def test_everybody_reads_exactly_what_the_policy_says_in_full(ground):
    differences, operations, _ = await _compared(ground, share=1, each=1)
    assert differences == []
    assert operations > 50_000


async def _attempted(ground, most, each=EACH):
    """Let everybody try every mutation; gives how many came through, and how many did not."""
    before = await everything(ground.bureau)
    made = []

    async def work(numbered):
        turn, caller = numbered
        attempts = Attempts(ground.oracle, ground.ask, most=most, turn=turn)
        made.append(attempts)
        await attempts.hidden(caller)
        await attempts.rows(caller)

    await _each(enumerate(list(ground.callers())[::each]), work)
    through, refused = sum(a.through for a in made), sum(a.refused for a in made)
    operations = sum(a.operations for a in made)
    print(f"\n{operations} mutations, {through} through, {refused} refused")  # noqa: T201  the extent
    assert [line for attempts in made for line in attempts.differences] == []
    assert await everything(ground.bureau) == before
    return through, refused


async def test_everybody_writes_exactly_where_the_policy_says(own_ground):
    through, refused = await _attempted(own_ground, most=1)
    assert through > 100
    assert refused > 200


@pytest.mark.soak
async def test_everybody_writes_exactly_where_the_policy_says_in_full(own_ground):
    through, refused = await _attempted(own_ground, most=20, each=1)
    assert through > 1_000
    assert refused > 5_000
