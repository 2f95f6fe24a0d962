"""What a process does besides answering: sealing the ledger, anchoring it every day, and jobs."""

import asyncio
from contextlib import suppress

from core.app import Application
from core.audit.anchors import FILE, AnchorFile
from core.audit.sealer import Sealer
from core.jobs.worker import LANES, JobWorker


class Background:
    """The standing tasks of one process. Every process runs them.

    An advisory lock picks one sealer; the queue hands each job to one worker.
    """

    def __init__(self, application: Application) -> None:
        anchors = AnchorFile(application.settings.var_path / FILE)
        self.seen = application.seen
        self.sealer = Sealer(application.endpoints.audit, application.clock, anchors)
        self.workers = [
            JobWorker(
                application.endpoints.worker,
                application.clock,
                application.assembly.jobs,
                application,
                application.store.dispatcher,
                lane=lane,
            )
            for lane in LANES
        ]
        for worker in self.workers:
            worker.store.tell = application.store.tell
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._tasks = [
            asyncio.create_task(self.sealer.run(), name="sealer"),
            *(asyncio.create_task(worker.run(), name="jobs") for worker in self.workers),
            asyncio.create_task(self.seen.run(), name="operations seen"),
        ]

    async def stop(self) -> None:
        """End what runs; what is not sealed or done yet is left to the next process."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
