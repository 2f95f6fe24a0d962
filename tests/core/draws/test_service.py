"""Draws in a subsystem's work: frozen first, drawn by another person, once, and found true."""

import dataclasses
from contextlib import asynccontextmanager

import pytest
from sqlalchemy.dialects.postgresql import Range

from core.draws.drawing import Ball, drawn, pool_hash
from core.draws.models import Draw
from core.draws.service import Pool, freeze, is_true, make_draw, publish
from core.errors import Conflict, Denied, InvalidInput
from core.policy.vocabulary import Action
from core.register.models import Enterprise

BALLS = [Ball(f"K{n:02}", 1 + n % 2) for n in range(20)]
LABELS = {"K03": "三号单位", "none": "不在名单"}
ACT = {"act": Enterprise, "action": Action.CREATE}


def pool(**more):
    given = {"kind": "tests.objects", "title": "抽查", "balls": BALLS, "count": 3, "labels": LABELS}
    return Pool(**given | more)


@asynccontextmanager
async def work(workshop, account, role="branch.data_clerk"):
    """The work of one of several people."""
    access = workshop.access(role)
    access = dataclasses.replace(
        access, actor=dataclasses.replace(access.actor, account_id=account)
    )
    async with workshop.store.writing(access, "") as opened:
        yield opened


async def frozen(workshop, account=1, **more):
    async with work(workshop, account) as opened:
        return (await freeze(opened, pool(**more), **ACT)).id


async def draw_it(workshop, key, account=2, **more):
    async with work(workshop, account) as opened:
        return await make_draw(opened, key, **ACT, **more)


async def row(workshop, key):
    (found,) = await workshop.rows("select * from draw where id = $1", key)
    return found


async def test_the_hash_is_there_before_the_seed(workshop):
    found = await row(workshop, await frozen(workshop))
    assert found["pool_sha256"] == pool_hash(BALLS)
    assert (found["seed"], found["keys"], found["published_during"]) == (None, None, None)
    assert (found["frozen_by"], found["frozen_as"]) == (1, "branch.data_clerk")
    assert found["labels"] == '{"K03": "三号单位"}'


async def test_a_draw_by_a_seed_of_the_system(workshop):
    key = await frozen(workshop)
    keys = await draw_it(workshop, key, witnesses=["王见证", " "])
    found = await row(workshop, key)
    assert found["keys"] == keys == drawn(found["seed"], BALLS, 3)
    assert len(found["seed"]) == 32
    assert (found["drawn_by"], found["version"]) == (2, 2)
    assert "王见证" not in found["witnesses"]


async def test_a_draw_by_an_announced_seed(workshop):
    key = await frozen(workshop, seed_source="当日福利彩票开奖号码")
    with pytest.raises(InvalidInput) as refused:
        await draw_it(workshop, key)
    assert refused.value.stable_code == "SEED_MISSING"
    assert await draw_it(workshop, key, seed="07 11 19") == drawn("07 11 19", BALLS, 3)


async def test_nobody_picks_the_seed_of_the_system(workshop):
    key = await frozen(workshop)
    with pytest.raises(InvalidInput) as refused:
        await draw_it(workshop, key, seed="lucky")
    assert refused.value.stable_code == "SEED_NOT_CHOSEN"
    assert (await row(workshop, key))["seed"] is None


async def test_who_froze_does_not_draw(workshop):
    key = await frozen(workshop)
    with pytest.raises(Denied) as refused:
        await draw_it(workshop, key, account=1)
    assert refused.value.stable_code == "SAME_HAND"
    assert (await row(workshop, key))["seed"] is None


async def test_a_draw_is_made_once(workshop):
    key = await frozen(workshop)
    keys = await draw_it(workshop, key)
    with pytest.raises(Conflict) as refused:
        await draw_it(workshop, key, account=3)
    assert refused.value.stable_code == "DRAWN_ALREADY"
    assert (await row(workshop, key))["keys"] == keys


@pytest.mark.parametrize("count", [0, 21])
async def test_more_than_there_are_is_refused(workshop, count):
    with pytest.raises(InvalidInput) as refused:
        await frozen(workshop, count=count)
    assert refused.value.stable_code == "DRAW_COUNT"
    assert not await workshop.rows("select 1 from draw")


async def test_who_may_not_act_does_not_freeze(workshop):
    with pytest.raises(Denied):
        async with work(workshop, 1, "town.leader") as opened:
            await freeze(opened, pool(), **ACT)
    assert not await workshop.rows("select 1 from draw")


async def test_only_a_result_is_published(workshop):
    key = await frozen(workshop)
    with pytest.raises(Conflict) as refused:
        async with work(workshop, 1) as opened:
            await publish(opened, key, **ACT)
    assert refused.value.stable_code == "NOT_DRAWN"
    await draw_it(workshop, key)
    async with work(workshop, 1) as opened:
        await publish(opened, key, **ACT)
    assert (await row(workshop, key))["published_during"].lower == workshop.today


@pytest.mark.parametrize(
    "tampered",
    [
        {"seed": "another"},
        {"keys": ["K00", "K01", "K02"]},
        {"pool": "K00 1\n"},
        {"pool_sha256": "0" * 64},
        {"result_sha256": "0" * 64},
        {"count": 2},
    ],
)
async def test_a_changed_row_is_found_out(workshop, tampered):
    key = await frozen(workshop)
    await draw_it(workshop, key)
    found = dict(await row(workshop, key)) | {"witnesses": None, "published_during": Range()}
    assert is_true(Draw(**found)) is True
    assert is_true(Draw(**found | tampered)) is False
    assert is_true(Draw(**found | {"seed": None})) is None
