"""A process that takes one job and gets as far as told; the test then kills it.

    python -m tests.core.jobs.dying_worker URL before|after

Says "here" when it is there, and waits for its end.
"""

import asyncio
import sys
from typing import Any

import core.app  # noqa: F401  maps every table
from core.declarations import Job
from core.jobs.worker import JobWorker
from core.store.events import Dispatcher
from tests.core.jobs.effects import write_word
from tests.fixtures.clock import TestClock


async def here(*_: Any, **__: Any) -> None:
    """Say so, and wait for the end."""
    sys.stdout.write("here\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


async def main(url: str, moment: str) -> None:
    """Die in the middle of the transaction, or after its commit and before the queue knows."""

    async def run(context: Any, payload: dict[str, str]) -> None:
        await write_word(context, payload)
        if moment == "before":
            await here()

    worker = JobWorker(url, TestClock(), [Job(name="core.note", run=run)], None, Dispatcher())
    if moment == "after":
        worker._app.job_manager.finish_job = here  # type: ignore[method-assign]
    await worker.run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
