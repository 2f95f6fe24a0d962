"""Procrastinate's worker, but for one thing: it does not forget what is announced while it looks.

Procrastinate 3.10 notes an announcement in an event, and clears that event after each look into the
queue. What is announced between a look and its answer is lost: the job, which that look could not
see, waits for the next poll. That is the usual case here, not a rare one: the next job of a lock
is announced when the former ends, right when this worker looks for more.
"""

from procrastinate.jobs import Notification
from procrastinate.worker import Worker


class AttentiveWorker(Worker):
    """Looks again as long as something was announced since its last look began."""

    _announced = 0

    async def _handle_notification(self, *, channel: str, notification: Notification) -> None:
        self._announced += 1
        await super()._handle_notification(channel=channel, notification=notification)

    async def _fetch_and_process_jobs(self) -> None:
        while not self._stop_event.is_set():
            known = self._announced
            await super()._fetch_and_process_jobs()  # type: ignore[no-untyped-call]  # theirs
            if self._announced == known:
                return
