"""Whoever may no longer listen is cut off: by news, by the clock, or by the next delivery."""

import datetime as dt

import pytest

from core.identity import STALE
from core.store.freshness import bump
from tests.fixtures.policy import edit_policy
from tests.live.checks import TOWN_A, ends_with_its_session
from tests.live.line import ENTERPRISES, introduced, rename, served
from tests.schema.shared.people import account_id, codes

FOLLOWS = "core:Subscription.recordChanged"


@pytest.fixture
async def security(still):
    return still.as_tier("security")


async def post_of(bureau, username):
    """The global id of somebody's post."""
    text = "query($id: ID!) { account(id: $id) { posts { id } } }"
    found = await bureau.as_tier("security").ask(text, id=account_id(bureau, username))
    (post,) = found["account"]["posts"]
    return post["id"]


async def test_signing_out_ends_the_sockets_of_the_session(still):
    await ends_with_its_session(still)


async def test_the_end_of_a_post_ends_what_it_allowed(still, security):
    async with served(still) as server, introduced(server, TOWN_A) as line:
        await line.subscribe(ENTERPRISES)
        ended = await security.do(
            "endPost", id=await post_of(still, TOWN_A), day="2026-11-23", reason="调离"
        )
        assert codes(ended) == []
        assert await line.close_code() == 4403


async def test_a_closed_account_ends_its_sockets(still):
    async with served(still) as server, introduced(server, TOWN_A) as line:
        await line.subscribe(ENTERPRISES)
        done = await still.as_tier("system").do("disableAccount", id=account_id(still, TOWN_A))
        assert codes(done) == []
        assert await line.close_code() == 4401


@pytest.mark.parametrize(
    ("resource", "code"), [(FOLLOWS, 4403), ("core:Enterprise.name", 4403), ("core:Site", None)]
)
async def test_a_policy_edit_ends_the_subscriptions_that_it_forbids(
    still, security, resource, code
):
    """Only those: whoever is not touched listens on."""
    async with (
        served(still) as server,
        introduced(server, TOWN_A) as line,
        introduced(server, "station-inspector-first") as other,
    ):
        for each in (line, other):
            await each.subscribe(ENTERPRISES)
        await edit_policy(still, [f"town.quality_officer,{resource},read,all,deny"])
        if code is None:
            await line.settle()
        else:
            assert await line.close_code() == code
        name = await rename(still, "a1")
        assert (await other.heard())["node"] == {"name": name}


async def test_news_from_another_worker_ends_a_socket_by_the_notification_alone(still):
    """The session is ended behind this worker's back; no heartbeat happens."""
    async with served(still) as server, introduced(server, TOWN_A) as line:
        await line.subscribe(ENTERPRISES)
        async with still.application.store.system() as session:
            connection = await session.connection()
            await connection.exec_driver_sql(
                "update session set ended_at = created_at where account_id = "
                f"{still.world.accounts[TOWN_A]}"
            )
            await bump(session, STALE)
        assert await line.close_code() == 4401


async def test_a_session_that_has_run_out_ends_at_the_next_heartbeat(still):
    """Nobody tells of time: one heartbeat is enough."""
    async with served(still) as server, introduced(server, TOWN_A) as line:
        await line.subscribe(ENTERPRISES)
        still.clock.advance(seconds=dt.timedelta(days=366).total_seconds())
        assert await still.application.freshness.beat()
        assert await line.close_code() == 4401


async def test_a_post_that_has_run_out_ends_at_the_next_heartbeat(still):
    tomorrow = still.clock.now().date() + dt.timedelta(days=1)
    async with still.application.store.system() as session:
        connection = await session.connection()
        await connection.exec_driver_sql(
            f"update post set valid_to = '{tomorrow}' where account_id = "
            f"{still.world.accounts[TOWN_A]}"
        )
    async with served(still) as server, introduced(server, TOWN_A) as line:
        await line.subscribe(ENTERPRISES)
        still.clock.advance(seconds=24 * 3600)
        assert await still.application.freshness.beat()
        assert await line.close_code() == 4403


async def test_an_open_subscription_does_not_keep_its_session_alive(still):
    minute = 60.0
    await still.rows(
        "update session set idle_minutes = 5 where account_id = $1", still.world.accounts[TOWN_A]
    )
    async with served(still) as server, introduced(server, TOWN_A) as line:
        await line.subscribe(ENTERPRISES)
        for n in range(4):
            still.clock.advance(seconds=minute)
            assert await still.application.freshness.beat()
            name = await rename(still, "a1", f"第{n}次有限公司")
            assert (await line.heard())["node"] == {"name": name}
        still.clock.advance(seconds=minute)
        assert await still.application.freshness.beat()
        assert await line.close_code() == 4401


async def test_the_next_delivery_checks_by_itself(still):
    """Even where no news arrives at all: each delivery is read under the rights of now."""
    application = still.application
    async with served(still) as server, introduced(server, TOWN_A) as line:
        await line.subscribe(ENTERPRISES)
        await still.rows(
            "update session set ended_at = created_at where account_id = $1",
            still.world.accounts[TOWN_A],
        )
        application.actors._known.clear()
        await rename(still, "a1")
        assert await line.close_code() == 4401
        assert line.early == []


async def test_a_stopping_server_says_so(still):
    async with served(still) as server, introduced(server, TOWN_A) as line:
        await line.subscribe(ENTERPRISES)
        server.should_exit = True
        assert await line.close_code() == 1012


async def test_nothing_is_left_behind(still):
    async with served(still) as server:
        async with introduced(server, TOWN_A) as line:
            await line.subscribe(ENTERPRISES)
            assert len(still.application.feed) == 1
        async with introduced(server, TOWN_A) as line:
            await line.settle()
    assert len(still.application.feed) == 0
