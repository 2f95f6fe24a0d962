"""Places for sockets and subscriptions, and who is put out: the idle and those who do not read."""

import pytest

from core.errors import Refused
from core.events.feed import MOST_PENDING, ChangeFeed
from core.gateway.protocol import PatientProtocol, PatientSocket
from core.live.places import LiveLimits, Places
from tests.live.checks import TOWN_A
from tests.live.line import (
    CHIEF,
    ENTERPRISES,
    all_of,
    begin_as,
    dialled,
    introduced,
    rename,
    served,
)


async def test_the_sixth_socket_of_a_user_is_turned_away_and_others_are_not(bureau):
    async with served(bureau) as server:
        async with all_of(*(introduced(server, TOWN_A) for _ in range(5))) as lines:
            async with dialled(server) as sixth:
                await sixth.send(**begin_as(TOWN_A))
                assert await sixth.close_code() == 1013
            async with introduced(server, CHIEF) as other:
                await other.settle()
            await lines[0].socket.close()
        async with introduced(server, TOWN_A) as again:
            await again.settle()


async def test_the_twenty_first_subscription_of_a_user_is_refused_over_all_sockets(bureau):
    async with (
        served(bureau) as server,
        introduced(server, TOWN_A) as first,
        introduced(server, TOWN_A) as second,
    ):
        for n in range(12):
            await first.subscribe(ENTERPRISES, as_=str(n))
        for n in range(9):
            await second.subscribe(ENTERPRISES, as_=str(n))
        assert await second.error_code() == "TOO_MANY_SUBSCRIPTIONS"
        await first.send(type="complete", id="3")
        await first.settle()
        await second.subscribe(ENTERPRISES, as_="later")
        assert second.early == []
        name = await rename(bureau, "a1")
        assert [(await second.heard())["node"]["name"] for _ in range(9)] == [name] * 9


async def test_an_idle_socket_is_closed_and_one_with_a_subscription_is_not(bureau):
    places = bureau.site.state.live.places
    async with served(bureau) as server, introduced(server, TOWN_A) as busy:
        await busy.subscribe(ENTERPRISES)
        places.limits = LiveLimits(idle_seconds=0)
        async with introduced(server, TOWN_A) as idle:
            assert await idle.close_code() == 1000
        name = await rename(bureau, "a1")
        assert (await busy.heard())["node"] == {"name": name}


@pytest.mark.parametrize("kind", [PatientProtocol, PatientSocket])
def test_ten_seconds_are_the_most_that_a_reader_may_take(kind):
    assert 0 < kind.read_seconds <= 10
    assert LiveLimits().init_seconds <= 10
    assert (LiveLimits().lines, LiveLimits().operations) == (5, 20)


async def test_a_backlog_is_bounded_and_says_that_it_has_forgotten():
    feed = ChangeFeed()
    backlog, one = feed.follow("Enterprise"), feed.follow("Enterprise", 7)
    for key in range(1, MOST_PENDING + 2):
        feed.hear(f"Enterprise:{key}:updated")
    assert len(backlog) == 1
    assert (await anext(backlog)).operation == "missed"
    assert (await anext(one)).key == 7
    assert len(one) == 0


async def test_a_row_waits_once_with_the_newest_news_of_it():
    feed = ChangeFeed()
    backlog = feed.follow("Enterprise")
    for payload in (
        "Enterprise:1:created Enterprise:2:updated Site:1:updated",
        "Enterprise:1:updated",
    ):
        feed.hear(payload)
    assert [(c.key, c.operation) for c in (await anext(backlog), await anext(backlog))] == [
        (1, "created"),
        (2, "updated"),
    ]
    feed.hear("nonsense :: Enterprise:x:updated Enterprise:1:sold")
    assert len(backlog) == 0
    await backlog.aclose()
    assert len(feed) == 0


def test_places_are_given_back_whatever_happens():
    places = Places(LiveLimits(lines=1, operations=1, streams=1))
    for place in (lambda: places.line("a"), lambda: places.operation("a"), places.stream):
        with pytest.raises(ZeroDivisionError), place():
            raise ZeroDivisionError
        with place(), pytest.raises(Refused), place():
            raise AssertionError("there is no second place")
    assert (places.lines, places.operations, places.streams) == ({}, {}, 0)
