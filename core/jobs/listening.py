"""Procrastinate's worker, but it forgets no announcement, and looks for the next job of a lock.

Procrastinate 3.10 notes an announcement in an event, and clears that event after each look into the
queue. What is announced between a look and its answer is lost: the job, which that look could not
see, waits for the next poll. That is the usual case here, not a rare one: the next job of a lock
is announced when the former ends, right when this worker looks for more.

And a job may be committed just while the former job of its lock is being marked as done: its own
announcement is too early, and the mark does not see it yet, so nobody announces it again.
"""

from procrastinate.job_context import JobContext
from procrastinate.jobs import Notification
from procrastinate.worker import Worker


class AttentiveWorker(Worker):
    """Looks again as long as something was announced, or made possible, since its last look."""

    _announced = 0

    async def _handle_notification(self, *, channel: str, notification: Notification) -> None:
        self._announced += 1
        await super()._handle_notification(channel=channel, notification=notification)

    async def _process_job(self, context: JobContext) -> None:
        try:
            await super()._process_job(context)
        finally:
            if context.job.lock is not None:
                self._announced += 1
                self._new_job_event.set()

    async def _fetch_and_process_jobs(self) -> None:
        while not self._stop_event.is_set():
            known = self._announced
            await super()._fetch_and_process_jobs()  # type: ignore[no-untyped-call]  # theirs
            if self._announced == known:
                return
