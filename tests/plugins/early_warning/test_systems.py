"""Other systems get each warning by itself: once, in order, and only what their post may read."""

import json

import pytest

from core.channels.kinds import OFFERED
from tests.core.channels.conftest import Out
from tests.fixtures.policy import edit_policy
from tests.fixtures.receivers import HttpReceiver, answer, listening
from tests.plugins.early_warning.ground import number


@pytest.fixture
async def http():
    async with listening(HttpReceiver()) as receiver:
        yield receiver


@pytest.fixture
def out(bureau):
    return Out(bureau, 1)


def told(http):
    return [json.loads(body) for _, body in http.requests]


async def test_a_system_gets_each_warning_once_for_each_colour(bureau, ground, out, http):
    await out.endpoint(http.url, kinds=("warning",))
    first, second = await ground.raised("a1", "a1", colour="YELLOW")
    await ground.raised("b1")
    assert {each["data"]["subject"] for each in told(http)} == {first, second}, "of its town alone"
    assert {each["type"] for each in told(http)} == {"warning.yellow"}
    await ground.coloured(number(first), colour="YELLOW")
    assert len(http.requests) == 2, "the same colour is no news"
    await ground.coloured(number(first), colour="RED")
    (last,) = told(http)[2:]
    assert (last["type"], last["data"]["subject"]) == ("warning.red", first)
    assert last["data"]["title"] == "【红】特种设备检验将到期"
    assert last["data"]["subjectType"] == "EarlyWarning"
    assert "预警由该岗位负责跟进" in last["data"]["why"]
    assert set(await out.states()) == {"SENT"}


async def test_one_that_asked_for_red_ones_gets_no_others(ground, out, http):
    await out.endpoint(http.url, kinds=("warning.red",))
    await ground.raised("a1", colour="YELLOW")
    assert http.requests == []
    await ground.raised("a1", colour="RED")
    assert [each["type"] for each in told(http)] == ["warning.red"]
    assert "warning" in OFFERED


async def test_a_level_is_told_to_the_posts_it_names(bureau, ground, out, http):
    await out.endpoint(http.url, place="branch", role="branch.special_equipment_chief")
    (warning,) = await ground.raised("a1")
    assert len(http.requests) == 1
    await ground.next_day(10)
    events = [each["data"]["event"] for each in told(http) if each["type"] == "warning.red"]
    key = number(warning)
    assert events == [f"warning:{key}:RED:0", f"warning:{key}:RED:1"]


async def test_what_the_post_may_no_longer_read_does_not_leave(bureau, ground, out, http):
    await out.endpoint(http.url, kinds=("warning",))
    http.answers = lambda _: answer(503)
    await ground.raised("a1")
    await edit_policy(bureau, ["town.leader,special_equipment:Equipment,read,all,deny"])
    await out.later(minutes=1)
    assert len(http.requests) == 1
    assert await out.states() == ["DEAD"]


async def test_a_record_that_nobody_may_read_is_told_to_no_system(ground, out, http):
    await out.endpoint(http.url, kinds=("warning",))
    await ground.raised("a1", resource="nowhere:Record")
    assert http.requests == []
    assert await out.states() == []
