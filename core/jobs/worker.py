"""The worker: takes jobs from the queue, runs each in one transaction, and tells what failed.

Psycopg is used here only, as the role `zhijian_worker`. Every server process runs one worker in its
event loop. When one dies, the jobs that it held run again in another: each worker looks for them.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, Final

import procrastinate
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job as Queued
from procrastinate.jobs import Status
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, business_date
from core.declarations import Job, Periodic
from core.errors import ZhijianError
from core.gateway.scrub import scrub_text
from core.jobs.context import JobContext
from core.jobs.installation import SCHEMA
from core.jobs.listening import AttentiveWorker
from core.jobs.periodic import ask, catch_up
from core.store.engine import Store
from core.store.events import Dispatcher

LOOK_EVERY: Final = 10.0
"""Seconds between looks for jobs of dead workers and for a new day."""
HEARTBEAT: Final = 5.0
SILENCE: Final = 20.0
"""Seconds without a heartbeat after which a worker counts as dead."""
GRACE: Final = 2.0
"""Seconds that running jobs get when the server stops; what is left then waits for the next one."""
STATEMENT_MS: Final = 60_000
CONNECTIONS: Final = 3
"""Of Procrastinate itself."""
POLL: Final = 1.0
"""Seconds between looks without an announcement: for retries, and while nobody could listen."""
LANES: Final[Mapping[str, int]] = {"default": 2, "deliveries": 4}
"""Jobs of each lane that one process runs at a time: they share its event loop with requests."""

_OPTIONS: Final = f"-c search_path={SCHEMA},pg_temp -c zj.reach=system"
_MARK: Final = text(
    "insert into procrastinate.done (job_id) values (:job) on conflict do nothing returning job_id"
)
_NOTE: Final = text(
    "insert into procrastinate.failure (job_id, error, at) values (:job, :error, :at) "
    "on conflict (job_id) do update set error = excluded.error, at = excluded.at"
)
_log = logging.getLogger("zhijian.jobs")


class JobWorker:
    """Runs the jobs of one process. `run` until cancelled; or `drain` once."""

    def __init__(
        self,
        url: str,
        clock: Clock,
        jobs: Iterable[Job],
        services: Any,
        dispatcher: Dispatcher,
        *,
        lane: str = "default",
    ) -> None:
        """`url` connects the role `zhijian_worker`; `services` is what a job's context holds.

        `lane`: whose jobs `run` works through; `drain` does all.
        """
        self._lane = lane
        # a job may begin a second transaction of its own
        self.store = Store(url, clock, statement_timeout_ms=STATEMENT_MS, pool_size=2 * LANES[lane])
        self.store.dispatcher = dispatcher
        self.done = 0
        """Attempts that ended well since the start."""
        self._clock, self._services = clock, services
        self._jobs: Mapping[str, Job] = {job.name: job for job in jobs}
        self._app = self._described(url)

    async def run(self, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Work until cancelled; reach the database again whenever it was away."""
        try:
            while True:
                try:
                    async with self._app.open_async():
                        await self._work(sleep)
                except (ConnectorException, OSError) as problem:
                    _log.warning("the queue cannot be reached: %s", problem)
                await sleep(LOOK_EVERY)
        finally:
            await self.store.close()

    async def drain(self) -> int:
        """Run what is due, one after the other, then end; says how many attempts ended well."""
        before = self.done
        async with self._app.open_async():
            await self.rescue()
            await self._app.run_worker_async(
                wait=False,
                listen_notify=False,
                delete_jobs="successful",
                install_signal_handlers=False,
            )
        return self.done - before

    async def close(self) -> None:
        """Close the connections of a worker that only drained."""
        await self.store.close()

    async def ask_periodic(self) -> int:
        """Enqueue the periodic work of a new day; says how many."""
        works = [job for job in self._jobs.values() if isinstance(job, Periodic)]
        return await ask(self.store, works, business_date(self._clock))

    async def rescue(self) -> int:
        """Let jobs of dead workers run again, or call them dead letters; says how many."""
        manager, found = self._app.job_manager, 0
        for queued in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE):
            found += 1
            job = self._jobs.get(queued.task_name)
            if queued.attempts >= (job.retries if job else 0):
                # it may be what kills the workers
                await self._note(queued.id, "the worker died, again and again")
                await manager.finish_job(queued, status=Status.FAILED, delete_job=False)
            else:
                await manager.retry_job(queued)
        return found

    async def _work(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        looking = asyncio.create_task(self._look(sleep), name="jobs: look")
        try:
            await AttentiveWorker(
                self._app,
                queues=[self._lane],
                concurrency=LANES[self._lane],
                fetch_job_polling_interval=POLL,
                install_signal_handlers=False,
                delete_jobs="successful",
                shutdown_graceful_timeout=GRACE,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=SILENCE,
            ).run()  # type: ignore[no-untyped-call]  # Procrastinate's
        finally:
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking

    async def _look(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        while True:
            try:
                await self.rescue()
                await self.ask_periodic()
            except Exception:  # noqa: BLE001  whatever it is, the next look may succeed
                _log.exception("looking for work failed")
            await sleep(LOOK_EVERY)

    def _described(self, url: str) -> procrastinate.App:
        """Procrastinate's view of it: one task per job."""
        connector = procrastinate.PsycopgConnector(
            conninfo=url, kwargs={"options": _OPTIONS}, min_size=1, max_size=CONNECTIONS
        )
        app = procrastinate.App(connector=connector)
        for job in self._jobs.values():
            app.task(name=job.name, pass_context=True, retry=_Patience(job))(self._task(job))
        return app

    def _task(self, job: Job) -> Callable[..., Awaitable[None]]:
        async def attempt(found: procrastinate.JobContext, payload: dict[str, Any]) -> None:
            try:
                await self._once(job, found.job, payload)
            except Exception as error:
                await self._note(found.job.id, _told(error))
                raise
            self.done += 1

        return attempt

    async def _once(self, job: Job, queued: Queued, payload: dict[str, Any]) -> None:
        """One transaction: the mark that the job is done, and all that it does."""
        async with self.store.system() as session:
            if not await _mark(session, queued.id):
                return
            context = JobContext(
                id=queued.id or 0,
                task=job.name,
                attempt=queued.attempts + 1,
                session=session,
                store=self.store,
                clock=self._clock,
                services=self._services,
            )
            if isinstance(job, Periodic):
                await catch_up(job, context)
            else:
                await job.run(context, payload)

    async def _note(self, job: int | None, error: str) -> None:
        async with self.store.system() as session:
            connection = await session.connection()
            given = {"job": job, "error": error, "at": self._clock.now()}
            await connection.execute(_NOTE, given)


class _Patience(BaseRetryStrategy):
    """Twice as long before each attempt; at once after a stop, which is no fault of the job."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def get_retry_decision(self, *, exception: BaseException, job: Queued) -> RetryDecision | None:
        """When to try again; None: never."""
        if not isinstance(exception, Exception):
            return RetryDecision()
        if job.attempts >= self._job.retries:
            return None
        return RetryDecision(retry_in={"seconds": self._job.pause_s(job.attempts)})


async def _mark(session: AsyncSession, job: int | None) -> bool:
    """Whether this is the first run of the job that gets this far; a second one waits here."""
    connection = await session.connection()
    return (await connection.scalar(_MARK, {"job": job})) is not None


def _told(error: Exception) -> str:
    """An error in one line, without values that it was about."""
    said = error.english if isinstance(error, ZhijianError) else str(error)
    line = next(iter(said.splitlines()), "")
    return scrub_text(f"{type(error).__name__}: {line}")[:500]
