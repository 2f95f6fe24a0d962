"""What is announced while the worker looks is found at once: nobody waits for a poll."""

import asyncio
import contextlib

import pytest
from procrastinate import App
from procrastinate.jobs import Notification
from procrastinate.testing import InMemoryConnector
from procrastinate.worker import Worker

from core.declarations import Job
from core.jobs import worker as module
from core.jobs.listening import AttentiveWorker
from core.jobs.queue import enqueue
from tests.fixtures.jobs import worker_of

LIMIT_S = 60
INSERTED: Notification = {"type": "job_inserted", "job_id": 7}
JOBS = 25


@pytest.mark.parametrize(
    ("kind", "looks"), [(Worker, 1), (AttentiveWorker, 2)], ids=["procrastinate", "ours"]
)
async def test_an_announcement_during_a_look_brings_another_look(kind, looks):
    """The seeded defect is the worker that we began with: it neither looks again nor remembers."""
    app = App(connector=InMemoryConnector())
    worker, looked = kind(app), 0
    worker.worker_id = 1

    async def look(**_):
        nonlocal looked
        looked += 1
        if looked == 1:
            await worker._handle_notification(channel="", notification=INSERTED)

    app.job_manager.fetch_job = look
    await worker._fetch_and_process_jobs()
    assert looked == looks
    assert not worker._new_job_event.is_set()


@pytest.mark.parametrize(
    ("kind", "lock", "looks_again"),
    [
        (Worker, "lift:1", False),
        (AttentiveWorker, "lift:1", True),
        (AttentiveWorker, None, False),
    ],
)
async def test_the_end_of_a_locked_job_brings_a_look(kind, lock, looks_again):
    """The next of its lock may have been committed while the end was being written down."""
    app, may_end = App(connector=InMemoryConnector()), asyncio.Event()

    @app.task(name="core.note", lock=lock)
    async def note() -> None:
        await may_end.wait()

    await app.open_async()
    await note.defer_async()
    worker = kind(app, concurrency=2)
    worker.worker_id = await app.job_manager.register_worker()
    await worker._fetch_and_process_jobs()
    assert not worker._new_job_event.is_set()
    may_end.set()
    await asyncio.gather(*worker._running_jobs)
    assert worker._new_job_event.is_set() is looks_again
    await app.close_async()


class Watched:
    """A running worker that never polls; the next job is committed while it looks in vain."""

    def __init__(self, worker, commit):
        self.worker, self.commit = worker, commit
        self.looks, self.left = 0, JOBS
        self.listens, self.heard = asyncio.Event(), asyncio.Event()
        manager, connector = worker._app.job_manager, worker._app.connector
        self._fetch, self._loop = manager.fetch_job, connector._loop_notify
        manager.fetch_job, connector._loop_notify = self.fetch, self.loop

    async def loop(self, *args, on_notification, **more):
        async def told(**given):
            await on_notification(**given)
            self.heard.set()

        self.listens.set()
        await self._loop(*args, on_notification=told, **more)

    async def fetch(self, **given):
        await self.listens.wait()
        found = await self._fetch(**given)
        self.looks += 1
        if found is None and self.left:
            self.left -= 1
            self.heard.clear()
            await self.commit()
            await self.heard.wait()
        return found


async def test_jobs_committed_while_the_worker_looks_need_no_poll(
    bureau, effects, noting, writing, monkeypatch
):
    monkeypatch.setattr(module, "POLL", 10 * LIMIT_S)
    done = asyncio.Event()

    async def run(context, payload):
        await noting.run(context, payload)
        if payload["word"] == "1":
            done.set()

    async def commit():
        async with writing() as work:
            await enqueue(work, "core.note", {"word": str(watched.left + 1)})

    worker = worker_of(bureau, [Job(name="core.note", run=run)])
    watched = Watched(worker, commit)
    running = asyncio.create_task(worker.run())
    try:
        async with asyncio.timeout(LIMIT_S):
            await done.wait()
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
    assert len(await effects.words()) == JOBS
    assert watched.looks <= 2 * JOBS + 1, "one look in vain for each, and no idle turning"
