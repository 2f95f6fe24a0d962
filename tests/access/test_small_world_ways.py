"""The small world by other ways, and seen from one desk: the same answers as the policy's."""

import dataclasses

import pytest

from tests.access.comparison import Comparison
from tests.access.conftest import opened
from tests.access.people import api_token_of
from tests.fixtures.bureau import Caller as Client
from tests.fixtures.small_world import token_of


@pytest.fixture(scope="module")
async def ground(databases, richer):
    """Of this module's own: the oracle knows the ledger as it was, and others leave entries."""
    async for each in opened(databases, richer):
        yield each


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
