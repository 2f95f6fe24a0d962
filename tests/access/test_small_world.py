"""A1: every account, every operation, every object; zero differences from the oracle."""

import asyncio
import dataclasses

import pytest

from tests.access.comparison import Comparison
from tests.access.conftest import opened
from tests.access.people import api_token_of
from tests.access.writes import Attempts
from tests.fixtures.bureau import Caller as Client
from tests.fixtures.small_world import token_of
from tests.schema.shared.people import everything

AT_ONCE = 4


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


async def _compared(ground, share):
    comparisons = []

    async def work(numbered):
        turn, caller = numbered
        compared = ground.compare()
        compared.share, compared.turn = share, turn
        comparisons.append(compared)
        await compared.everything(caller)

    callers = list(ground.callers())
    await _each(enumerate(callers), work)
    differences = [line for each in comparisons for line in each.differences]
    operations = sum(each.operations for each in comparisons)
    values = sum(each.values for each in comparisons)
    print(f"\n{len(callers)} callers, {operations} operations, {values} values compared")  # noqa: T201  the extent
    return differences, operations, values


async def test_everybody_reads_exactly_what_the_policy_says(ground):
    differences, operations, values = await _compared(ground, share=48)
    assert differences == []
    assert operations > 10_000
    assert values > 50_000


@pytest.mark.soak
async def test_everybody_reads_exactly_what_the_policy_says_in_full(ground):
    differences, operations, _ = await _compared(ground, share=1)
    assert differences == []
    assert operations > 50_000


async def _attempted(ground, most):
    """Let everybody try every mutation; gives how many came through, and how many did not."""
    before = await everything(ground.bureau)
    made = []

    async def work(numbered):
        turn, caller = numbered
        attempts = Attempts(ground.oracle, ground.ask, most=most, turn=turn)
        made.append(attempts)
        await attempts.hidden(caller)
        await attempts.rows(caller)

    await _each(enumerate(ground.callers()), work)
    through, refused = sum(a.through for a in made), sum(a.refused for a in made)
    operations = sum(a.operations for a in made)
    print(f"\n{operations} mutations, {through} through, {refused} refused")  # noqa: T201  the extent
    assert [line for attempts in made for line in attempts.differences] == []
    assert await everything(ground.bureau) == before
    return through, refused


async def test_everybody_writes_exactly_where_the_policy_says(own_ground):
    through, refused = await _attempted(own_ground, most=2)
    assert through > 100
    assert refused > 500


@pytest.mark.soak
async def test_everybody_writes_exactly_where_the_policy_says_in_full(own_ground):
    through, refused = await _attempted(own_ground, most=20)
    assert through > 1_000
    assert refused > 5_000


async def test_over_http_the_answers_are_the_same(ground):
    """The same comparison through the whole site, for one caller of each kind."""
    http = ground.bureau.http

    async def ask(caller, text):
        return (await Client(http, caller.token).post(text)).json()

    compared = Comparison(ground.oracle, ask, share=5)
    kinds = ("", "town-quality-officer-ac", "station-head-first", "enterprise-manager-a1")
    for name in (*kinds, "branch-licensing-chief", "officer-audit", "reads-licences"):
        caller = ground.caller(name)
        for step in (compared.schema, compared.rows, compared.search, compared.board):
            await step(caller)
        await compared.nodes(caller, ("Enterprise", "Licence", "Session"))
    assert compared.differences == []


async def test_the_ordinary_executor_answers_alike(ground):
    """Without the compiler, a few callers: both ways stand under the same policy."""
    slow = dataclasses.replace(ground, compiled=False)
    compared = slow.compare()
    compared.share = 16
    for name in ("", "town-quality-officer-ac", "enterprise-manager-a1"):
        await compared.everything(ground.caller(name))
    assert compared.differences == []


async def test_nobody_speaks_with_a_dead_key(ground):
    for token in (token_of("gone"), api_token_of("revoked"), "zj_s_nobody"):
        answer = (await Client(ground.bureau.http, token).post("{ me { username } }")).json()
        assert [e["extensions"]["code"] for e in answer["errors"]] == ["UNAUTHENTICATED"]


async def test_a_town_officer_of_two_towns_sees_exactly_both(ground):
    oracle, divisions = ground.oracle, ground.bureau.world.divisions
    caller = ground.caller("town-quality-officer-ac")
    towns = {
        oracle.table("Enterprise")[key]["town_id"] for key in oracle.reach(caller, "Enterprise")
    }
    assert towns == {divisions["a"], divisions["c"], divisions["d"]}, "d was merged into c"
    compared = ground.compare()
    compared.share = 4
    await compared.everything(caller)
    assert compared.differences == []
