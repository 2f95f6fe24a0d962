"""Commit and job are one; jobs run once, in order, and again when they fail."""

import asyncio
import datetime as dt
import json

import asyncpg
import pytest
from procrastinate.jobs import Job as Queued

from core.declarations import Job
from core.errors import Denied
from core.jobs.queue import LARGEST_PAYLOAD, enqueue
from tests.fixtures.jobs import run_jobs, worker_of

REFUSED = (asyncpg.InsufficientPrivilegeError, asyncpg.ObjectNotInPrerequisiteStateError)
"""No right; or a view that cannot be written."""


async def test_a_commit_leaves_the_job_and_it_runs_once(bureau, effects, noting, writing):
    async with writing() as work:
        number = await enqueue(work, noting, {"word": "一"})
        assert await effects.queue() == [], "nobody sees it before the commit"
    assert number is not None
    assert await run_jobs(bureau, [noting]) == 1
    assert await effects.words() == ["一"]
    assert await run_jobs(bureau, [noting]) == 0
    assert await effects.words() == ["一"]
    assert await effects.queue() == []


async def test_undone_work_leaves_no_job(bureau, effects, noting, writing):
    async def fail():
        async with writing() as work:
            await enqueue(work, noting, {"word": "一"})
            raise Denied("否", "no")

    with pytest.raises(Denied):
        await fail()
    assert await effects.queue() == []
    assert await run_jobs(bureau, [noting]) == 0
    assert await effects.words() == []


async def test_a_job_of_another_transaction_is_caught(bureau, effects, noting, writing):
    """The seeded defect: enqueueing by a transaction of its own leaves a job without its cause."""

    async def fail():
        async with writing():
            async with bureau.application.store.system() as other:
                await enqueue(other, noting, {"word": "一"})
            raise Denied("否", "no")

    with pytest.raises(Denied):
        await fail()
    assert await effects.queue() != []


async def test_jobs_of_one_lock_run_in_order_and_not_together(bureau, effects, noting, writing):
    for word in "一二三":
        async with writing() as work:
            await enqueue(work, noting, {"word": word}, lock="lift:1")
    await run_jobs(bureau, [noting])
    assert await effects.words() == ["一", "二", "三"]


async def test_the_next_of_a_lock_is_announced_when_the_former_ends(
    bureau, effects, noting, writing
):
    """Its first announcement came while it could not run: nobody should have to poll for it."""
    announced: list[int] = []
    listener = await asyncpg.connect(bureau.endpoints.worker)
    await listener.add_listener(
        "procrastinate_queue_v1#default",
        lambda *told: announced.append(json.loads(told[-1])["job_id"]),
    )
    numbers = []
    for word in ("先", "后"):
        async with writing() as work:
            numbers.append(await enqueue(work, noting, {"word": word}, lock="lift:1"))
    await run_jobs(bureau, [noting])
    await listener.fetchval("select 1")  # whatever was told has arrived by now
    await listener.close()
    assert announced == [*numbers, numbers[1]]


async def test_a_failed_job_holds_back_those_of_its_lock(bureau, effects, noting, writing):
    """The later job does not overtake: it would act upon what the earlier one has not done."""
    broken = True

    async def run(context, payload):
        if broken and payload["word"] == "一":
            raise ValueError("not yet")
        await noting.run(context, payload)

    job = Job(name="core.note", run=run, retries=2, patience_s=60)
    async with writing() as work:
        await enqueue(work, job, {"word": "一"}, lock="lift:1")
        await enqueue(work, job, {"word": "二"}, lock="lift:1")
        await enqueue(work, job, {"word": "三"}, lock="lift:2")
    await run_jobs(bureau, [job])
    assert await effects.words() == ["三"]
    broken = False
    bureau.clock.advance(minutes=2)
    await run_jobs(bureau, [job])
    assert await effects.words() == ["三", "一", "二"]


async def test_a_job_waits_for_its_time(bureau, effects, noting, writing):
    async with writing() as work:
        due = work.clock.now() + dt.timedelta(hours=1)
        await enqueue(work, noting, {"word": "一"}, at=due)
    assert await run_jobs(bureau, [noting]) == 0
    bureau.clock.advance(minutes=61)
    assert await run_jobs(bureau, [noting]) == 1


async def test_one_job_waits_per_queueing_lock(bureau, effects, noting, writing):
    async with writing() as work:
        first = await enqueue(work, noting, {"word": "一"}, queueing_lock="sweep")
        assert await enqueue(work, noting, {"word": "二"}, queueing_lock="sweep") is None
        assert first is not None
    await run_jobs(bureau, [noting])
    assert await effects.words() == ["一"]


async def test_a_failing_job_is_tried_again_and_undone_each_time(bureau, effects, noting, writing):
    tried = []

    async def run(context, payload):
        tried.append(context.attempt)
        await noting.run(context, payload)
        raise ValueError("身份证 330121199001011234 not accepted\nand more")

    job = Job(name="core.note", run=run, retries=2, patience_s=60)
    async with writing() as work:
        await enqueue(work, job, {"word": "一"})
    for minutes in (0, 1, 1, 1, 3, 60):
        bureau.clock.advance(minutes=minutes, seconds=1)
        await run_jobs(bureau, [job])
    assert tried == [1, 2, 3]
    assert await effects.words() == []
    assert await effects.queue() == [("core.note", "failed", 3)]
    (row,) = await effects.owner("select error from procrastinate.failure")
    assert row["error"] == "ValueError: 身份证 [id number] not accepted"


async def test_two_runs_of_one_job_have_one_effect(bureau, effects, noting, writing):
    """A worker that was thought dead goes on: both run, one writes."""
    async with writing() as work:
        number = await enqueue(work, noting, {"word": "一"})
    queued = Queued(
        id=number, queue="default", lock=None, queueing_lock=None, task_name=noting.name
    )
    workers = [worker_of(bureau, [noting]) for _ in range(2)]
    runs = [worker._once(noting, queued, {"word": "一"}) for worker in workers]
    await asyncio.gather(*runs)
    for worker in workers:
        await worker.close()
    assert await effects.words() == ["一"]
    assert await run_jobs(bureau, [noting]) == 1, "the third run ends well, and does nothing"
    assert await effects.words() == ["一"]


async def test_a_long_payload_is_refused(effects, noting, writing):
    with pytest.raises(ValueError, match="name records"):
        async with writing() as work:
            await enqueue(work, noting, {"word": "x" * LARGEST_PAYLOAD})
    assert await effects.queue() == []


async def test_a_job_that_nobody_knows_becomes_a_dead_letter(bureau, effects, writing):
    async with writing() as work:
        await enqueue(work, "gone.task", {})
    await run_jobs(bureau, [])
    assert await effects.queue() == [("gone.task", "failed", 1)]


@pytest.mark.parametrize(
    "statement",
    [
        "select * from procrastinate.procrastinate_jobs",
        "insert into procrastinate.procrastinate_jobs (queue_name, task_name) values ('q', 't')",
        "insert into procrastinate.done values (1)",
        "select procrastinate.procrastinate_cancel_job_v1(1, false, true)",
        "update queued_job set attempts = 0",
        "delete from queued_job",
    ],
)
async def test_requests_may_enqueue_and_nothing_else(bureau, effects, noting, writing, statement):
    async with writing() as work:
        await enqueue(work, noting, {"word": "一"})
    connection = await asyncpg.connect(bureau.endpoints.app)
    try:
        await connection.execute("select set_config('zj.reach', 'system', false)")
        with pytest.raises(REFUSED):
            await connection.execute(statement)
    finally:
        await connection.close()
    assert len(await effects.queue()) == 1


@pytest.mark.parametrize(("reach", "seen"), [("scoped", 0), ("", 0), ("all", 1), ("system", 1)])
async def test_the_view_has_a_wall_of_its_own(bureau, effects, noting, writing, reach, seen):
    async with writing() as work:
        await enqueue(work, noting, {"word": "一"})
    connection = await asyncpg.connect(bureau.endpoints.app)
    try:
        await connection.execute("select set_config('zj.reach', $1, false)", reach)
        rows = await connection.fetch("select * from queued_job")
        assert len(rows) == seen
        assert all("payload" not in row and "args" not in row for row in rows)
        assert await connection.fetchval("select procrastinate.retry(1)") is False
    finally:
        await connection.close()
