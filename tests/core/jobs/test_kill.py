"""Kill -9 in the middle of a job: another worker runs it, and its effect is there once."""

import asyncio
import contextlib
import sys

import pytest

from core.declarations import Job
from core.jobs.queue import enqueue
from tests.architecture.source import ROOT
from tests.core.jobs.effects import DIE
from tests.fixtures.jobs import run_jobs, worker_of

LIMIT_S = 60


@contextlib.asynccontextmanager
async def dying(url: str, moment: str):
    """A worker in a process of its own, at the moment when it is to be killed."""
    argv = [sys.executable, "-m", "tests.core.jobs.dying_worker", url, moment]
    process = await asyncio.create_subprocess_exec(*argv, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(LIMIT_S):
            assert await process.stdout.readline() == b"here\n"
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_killed_workers_job_runs_again_with_one_effect(
    bureau, effects, noting, writing, moment
):
    async with writing() as work:
        await enqueue(work, noting, {"word": "一"}, lock="lift:1")
        await enqueue(work, noting, {"word": "二"}, lock="lift:1")
    async with dying(bureau.endpoints.worker, moment):
        assert (await effects.queue())[0] == ("core.note", "doing", 0)
        assert await effects.words() == ([] if moment == "before" else ["一"])
    assert await run_jobs(bureau, [noting]) == 0, "nobody knows yet that it is dead"
    assert (await effects.queue())[0] == ("core.note", "doing", 0)
    await effects.owner(DIE)
    assert await run_jobs(bureau, [noting]) == 2
    assert await effects.words() == ["一", "二"]
    assert await effects.queue() == []


async def test_a_job_that_kills_its_workers_ends_as_a_dead_letter(bureau, effects, noting, writing):
    async with writing() as work:
        number = await enqueue(work, noting, {"word": "一"})
    await effects.owner(
        "update procrastinate.procrastinate_jobs set status = 'doing', attempts = 2 where id = $1",
        number,
    )
    await run_jobs(bureau, [noting])
    assert await effects.queue() == [("core.note", "failed", 3)]
    (row,) = await effects.owner("select error from procrastinate.failure")
    assert "died" in row["error"]
    assert await effects.words() == []


async def test_a_stop_gives_the_job_back(bureau, effects, noting, writing):
    """A job that does not end in time waits again at once; nothing of it remains."""
    begun, for_ever = asyncio.Event(), asyncio.Event()

    async def run(context, payload):
        await noting.run(context, payload)
        begun.set()
        await for_ever.wait()

    job = Job(name="core.note", run=run, retries=0)
    worker = worker_of(bureau, [job])
    running = asyncio.create_task(worker.run())
    async with writing() as work:
        await enqueue(work, job, {"word": "一"})
    async with asyncio.timeout(LIMIT_S):
        await begun.wait()
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
    assert await effects.words() == []
    assert await effects.queue() == [("core.note", "todo", 1)]
    successor = worker_of(bureau, [noting])
    assert await successor.drain() == 1
    await successor.close()
    assert await effects.words() == ["一"]


async def test_a_running_worker_hears_of_a_commit_at_once(bureau, effects, noting, writing):
    """It does not wait for its next look: the queue tells it."""
    done = asyncio.Event()

    async def run(context, payload):
        await noting.run(context, payload)
        done.set()

    worker = worker_of(bureau, [Job(name="core.note", run=run)])
    running = asyncio.create_task(worker.run())
    for word in "一二":
        done.clear()
        async with writing() as work:
            await enqueue(work, "core.note", {"word": word})
        async with asyncio.timeout(LIMIT_S):
            await done.wait()
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    assert await effects.words() == ["一", "二"]
