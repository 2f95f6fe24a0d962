"""From token to actor: idle and absolute ends, dated posts, two towns, caches that never lie."""

import datetime as dt

import pytest

from core.errors import Unauthenticated
from core.identity.accounts import disable_account
from core.identity.models import PostDivision, Session, SessionKind
from core.identity.sessions import end_all_sessions, end_session
from core.policy.access import ANONYMOUS, Duty
from tests.core.identity.house import (
    FACTORY,
    OFFICE,
    OTHER_TOWN,
    STATION,
    TODAY,
    TOWN,
)

DAY = dt.timedelta(days=1)


async def test_no_token_is_the_public(worker):
    assert await worker.actor(None) is ANONYMOUS


@pytest.mark.parametrize("token", ["", "zj_s_", "zj_s_unknown", "zj_t_unknown", "Bearer x", "'"])
async def test_an_unknown_token_is_refused(worker, token):
    with pytest.raises(Unauthenticated):
        await worker.actor(token)


async def test_an_actor_knows_its_person_session_and_duties(worker):
    account = await worker.person("boss", "enterprise.manager", FACTORY)
    actor = await worker.actor(await worker.token("boss"))
    (session,) = await worker.rows(Session)
    assert (actor.account_id, actor.username, actor.session_id) == (account, "boss", session.id)
    assert actor.duties == (Duty("enterprise.manager", FACTORY, (), 1),)


async def test_two_posts_in_two_towns_give_exactly_both(worker):
    account = await worker.person("both", "town.quality_officer", TOWN, divisions=(2,))
    await worker.post(account, "town.leader", OTHER_TOWN, TODAY, divisions=(3,))
    await worker.person("other", "town.quality_officer", TOWN, divisions=(1,))
    actor = await worker.actor(await worker.token("both"))
    assert actor.duties == (
        Duty("town.quality_officer", TOWN, (2,)),
        Duty("town.leader", OTHER_TOWN, (3,)),
    )
    other = await worker.actor(await worker.token("other"))
    assert other.duties == (Duty("town.quality_officer", TOWN, (1, 9)),), "merged, never 2"


async def test_posts_and_divisions_begin_and_end_on_their_days(worker):
    account = await worker.person("dated", None, TOWN)
    post = await worker.post(
        account, "town.leader", TOWN, TODAY + DAY, valid_to=TODAY + 4 * DAY, divisions=(2,)
    )
    end = {"valid_from": TODAY + 2 * DAY, "valid_to": TODAY + 3 * DAY}
    await worker.add(PostDivision(post_id=post, division_id=3, **end))
    seen = []
    for _ in range(5):
        actor = await worker.actor(await worker.token("dated"))
        seen.append([duty.divisions for duty in actor.duties])
        worker.clock.advance(days=1)
    assert seen == [[], [(2,)], [(2, 3)], [(2,)], []]


async def test_a_post_that_begins_at_midnight_counts_in_a_cached_session(worker):
    account = await worker.person("night", None, TOWN)
    await worker.post(account, "town.leader", TOWN, TODAY + DAY)
    worker.clock.instant = dt.datetime(2026, 11, 23, 15, 59, tzinfo=dt.UTC)
    token = await worker.token("night")
    assert (await worker.actor(token)).duties == ()
    worker.clock.advance(minutes=1)
    assert (await worker.actor(token)).roles == ("town.leader",)


@pytest.mark.parametrize(("kind", "idle"), [(SessionKind.COOKIE, 15), (SessionKind.BEARER, 60)])
async def test_an_idle_session_ends(workers, kind, idle):
    first, second = workers
    await first.person("heshang", "town.leader", TOWN)
    token = await first.token("heshang", kind=kind)
    for _ in range(3):
        first.clock.advance(minutes=idle - 1)
        await first.actor(token)
    first.clock.advance(minutes=idle, seconds=-1)
    await first.actor(token, active=False)
    first.clock.advance(seconds=1)
    for worker in workers:
        with pytest.raises(Unauthenticated):
            await worker.actor(token)
    await second.sign_in("heshang")


async def test_use_on_one_worker_keeps_the_session_alive_on_the_other(workers):
    first, second = workers
    await first.person("heshang", "town.leader", TOWN)
    token = await first.token("heshang", kind=SessionKind.COOKIE)
    await second.actor(token)
    for _ in range(4):
        first.clock.advance(minutes=10)
        await first.actor(token)
    assert await second.actor(token)


async def test_no_session_outlives_eight_hours(worker):
    await worker.person("heshang", "town.leader", TOWN)
    token = await worker.token("heshang")
    for _ in range(47):
        worker.clock.advance(minutes=10)
        await worker.actor(token)
    worker.clock.advance(minutes=9, seconds=59)
    await worker.actor(token)
    worker.clock.advance(seconds=1)
    with pytest.raises(Unauthenticated):
        await worker.actor(token)


async def test_last_seen_is_written_once_a_minute(worker):
    await worker.person("heshang", "town.leader", TOWN)
    token = await worker.token("heshang")
    begun, seen = worker.clock.now(), []
    for _ in range(5):
        worker.clock.advance(seconds=25)
        await worker.actor(token)
        seen.append(((await worker.rows(Session))[0].last_seen_at - begun).seconds)
    assert seen == [0, 0, 75, 75, 75]


async def test_a_fresh_cache_needs_no_database(worker):
    await worker.person("heshang", "town.leader", TOWN)
    token = await worker.token("heshang")
    first = await worker.actor(token)
    assert [await worker.actor(token) for _ in range(5)] == [first] * 5
    assert worker.actors.reads == 1


async def test_without_freshness_every_request_reads(worker):
    await worker.person("heshang", "town.leader", TOWN)
    token = await worker.token("heshang")
    await worker.actor(token)
    worker.clock.advance(seconds=2)
    assert worker.freshness.version("identity") is None
    before = worker.actors.reads
    for _ in range(3):
        await worker.actors.resolve(token)
    assert worker.actors.reads == before + 3


async def test_disabling_ends_access_on_the_next_request_of_every_worker(workers):
    first, second = workers
    account = await first.person("leaver", "town.leader", TOWN)
    await first.person("officer", "officer.system", OFFICE)
    token, officer = await first.token("leaver"), await first.token("officer")
    assert await first.actor(token) == await second.actor(token)
    async with first.working(officer) as work:
        await disable_account(work, first.credentials, account)
    for worker in workers:
        with pytest.raises(Unauthenticated):
            await worker.actor(token)


async def disable_and_fail(worker, officer, account):
    async with worker.working(officer) as work:
        await disable_account(work, worker.credentials, account)
        raise ZeroDivisionError


async def test_a_rolled_back_change_leaves_access_as_it_was(worker):
    account = await worker.person("stays", "town.leader", TOWN)
    await worker.person("officer", "officer.system", OFFICE)
    token, officer = await worker.token("stays"), await worker.token("officer")
    with pytest.raises(ZeroDivisionError):
        await disable_and_fail(worker, officer, account)
    assert await worker.actor(token)


async def test_one_signs_out_alone_or_everywhere(workers):
    first, second = workers
    account = await first.person("heshang", "station.inspector", STATION)
    here, phone, desk = [await first.token("heshang") for _ in range(3)]
    async with second.working(here) as work:
        await end_session(work, work.access.actor.session_id)
    with pytest.raises(Unauthenticated):
        await first.actor(here)
    async with second.working(phone) as work:
        assert len(await end_all_sessions(work, account)) == 2
    for token in (phone, desk):
        with pytest.raises(Unauthenticated):
            await first.actor(token)
