"""Versions reach every worker at commit; where that cannot be relied upon, there is no version."""

import asyncio

import asyncpg
import pytest
from sqlalchemy import select

from core.store.engine import Store
from core.store.freshness import LONGEST_PAUSE, TRUSTED_FOR, Freshness, bump
from core.store.freshness_models import TopicVersion
from core.store.session import models
from tests.core.audit.ground import NOBODY, rebuild, town_officer
from tests.fixtures.clock import TestClock


@pytest.fixture(scope="module")
def database(databases):
    yield databases.make_database("freshness_tests")
    databases.drop_database("freshness_tests")


@pytest.fixture
def endpoints(database):
    rebuild(database, [TopicVersion])
    return database


@pytest.fixture
def clock():
    return TestClock()


@pytest.fixture
async def store(endpoints, clock):
    opened = Store(endpoints.app, clock)
    yield opened
    await opened.close()


@pytest.fixture
async def worker(endpoints, clock):
    made = Freshness(endpoints.app, clock)
    yield made
    await made.stop()


@pytest.fixture
async def other(endpoints, clock):
    made = Freshness(endpoints.worker, clock)
    yield made
    await made.stop()


async def change(store, *topics, access=None):
    async with store.writing(access or town_officer()) as work:
        return [await bump(work.session, topic) for topic in topics]


async def run_as_owner(endpoints, statement):
    connection = await asyncpg.connect(endpoints.owner)
    await connection.execute(statement)
    await connection.close()


async def cut(endpoints):
    """End the connections of both serving roles that listen; says how many there were."""
    connection = await asyncpg.connect(endpoints.app)
    found = await connection.fetch(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() "
        "and usename = 'zhijian_app' and pid <> pg_backend_pid()"
    )
    await connection.close()
    return len(found)


async def test_one_beat_shows_what_was_committed_before_it(store, worker, other):
    for freshness in (worker, other):
        assert await freshness.beat()
        assert freshness.version("policy") == 0
    assert await change(store, "policy") == [1]
    assert await change(store, "data", "policy") == [1, 2]
    assert await other.beat()
    assert (other.version("policy"), other.version("data"), other.version("x")) == (2, 1, 0)


async def test_the_notification_alone_carries_the_version(store, other):
    learnt = asyncio.Queue()
    other.on_change("policy", learnt.put)
    await other.beat()
    await change(store, "data", "policy")
    async with asyncio.timeout(10):
        assert await learnt.get() == 1
    assert (other.version("policy"), other.version("data")) == (1, 1)


async def test_a_lost_notification_is_noticed_at_the_next_beat(endpoints, other):
    learnt = asyncio.Queue()
    other.on_change("policy", learnt.put)
    await other.beat()
    await run_as_owner(endpoints, "insert into freshness values ('policy', 5)")
    assert other.version("policy") == 0
    await other.beat()
    assert other.version("policy") == 5
    async with asyncio.timeout(10):
        assert await learnt.get() == 5


async def test_what_is_rolled_back_is_never_heard_of(store, other):
    async def fail():
        async with store.writing(town_officer()) as work:
            await bump(work.session, "policy")
            raise ZeroDivisionError

    await other.beat()
    with pytest.raises(ZeroDivisionError):
        await fail()
    await other.beat()
    assert other.version("policy") == 0
    assert await change(store, "policy") == [1]


async def test_versions_follow_the_order_of_commits(store, other):
    async def raise_it():
        return (await change(store, "data"))[0]

    versions = await asyncio.gather(*(raise_it() for _ in range(8)))
    assert sorted(versions) == list(range(1, 9))
    await other.beat()
    assert other.version("data") == 8


@pytest.mark.parametrize("access", [NOBODY, town_officer()], ids=["public", "town"])
async def test_every_actor_may_raise_a_version_and_none_reads_the_table(store, access):
    assert await change(store, "data", access=access) == [1]
    assert TopicVersion in models()
    async with store.reading(access) as session:
        assert (await session.scalars(select(TopicVersion))).all() == []


async def test_the_writing_worker_is_exact_at_once(store, worker):
    await worker.beat()
    (version,) = await change(store, "policy")
    worker.advance("policy", version)
    assert worker.version("policy") == version
    worker.advance("policy", version - 1)
    assert worker.version("policy") == version


async def test_without_a_beat_for_a_second_there_is_no_version(worker, clock):
    assert worker.version("policy") is None
    await worker.beat()
    clock.advance(seconds=TRUSTED_FOR)
    assert worker.version("policy") == 0
    clock.advance(milliseconds=1)
    assert worker.version("policy") is None
    await worker.beat()
    assert worker.version("policy") == 0


async def test_a_cut_connection_gives_no_version_until_it_is_back(endpoints, store, worker):
    await worker.beat()
    await change(store, "policy")
    await store.close()
    assert await cut(endpoints) == 1
    async with asyncio.timeout(10):
        while worker.version("policy") is not None:  # noqa: ASYNC110 (only the loop may turn)
            await asyncio.sleep(0)
    await run_as_owner(endpoints, "update freshness set version = 7")
    assert await worker.beat()
    assert worker.version("policy") == 7


async def test_a_beat_that_gets_no_answer_ends_all_trust(endpoints, worker):
    await worker.beat()
    worker._connection.terminate()
    assert not await worker.beat()
    assert worker.version("policy") is None
    assert await worker.beat()


async def test_a_restored_backup_with_lower_versions_is_a_change(endpoints, store, worker):
    learnt = asyncio.Queue()
    worker.on_change("policy", learnt.put)
    await change(store, "policy")
    await change(store, "policy")
    await worker.beat()
    assert await learnt.get() == 2
    await store.close()
    await cut(endpoints)
    await run_as_owner(endpoints, "update freshness set version = 1")
    await worker.beat()
    await worker.beat()
    assert worker.version("policy") == 1
    async with asyncio.timeout(10):
        assert await learnt.get() == 1


async def test_pauses_grow_while_the_database_is_away(clock):
    worker = Freshness("postgresql://nobody@/none?host=/nowhere", clock)
    pauses = [worker.pause]
    for _ in range(8):
        assert not await worker.beat()
        pauses.append(worker.pause)
    assert pauses[:4] == [0.3, 0.6, 1.2, 2.4]
    assert pauses[-1] == LONGEST_PAUSE


async def test_a_failing_reaction_disturbs_nobody(store, worker, caplog):
    learnt = asyncio.Queue()

    async def fail(_version):
        raise ZeroDivisionError

    worker.on_change("policy", fail)
    worker.on_change("policy", learnt.put)
    await change(store, "policy")
    await worker.beat()
    async with asyncio.timeout(10):
        assert await learnt.get() == 1
    assert "ZeroDivisionError" in caplog.text


async def test_it_beats_by_itself_until_stopped(endpoints, clock):
    pauses, stepped, go = [], asyncio.Event(), asyncio.Event()

    async def sleep(seconds):
        pauses.append(seconds)
        stepped.set()
        await go.wait()
        go.clear()

    worker = Freshness(endpoints.app, clock, sleep=sleep)
    await worker.start()
    await stepped.wait()
    clock.advance(seconds=2)
    assert worker.version("policy") is None
    stepped.clear()
    go.set()
    await stepped.wait()
    assert worker.version("policy") == 0
    await worker.stop()
    assert worker.version("policy") is None
    assert pauses == [0.3, 0.3]
