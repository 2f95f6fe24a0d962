"""Workers that die: a process that makes itself ready once, and forks one worker per line it reads.

    python -m tests.core.channels.dying_sender APP WORKER VAR SMTP_PORT [DEFECT]

A line holds at which turn of its event loop the worker is to be killed (`kill -9`, by itself); 0:
never. Each turn is a point at which it might have died. Answers with the turn at which it began to
send, and the turns that it lived.
"""

import asyncio
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from typing import Any

from core.app import Application, load_plugins
from core.channels import sending
from core.channels.logbook import note_success
from core.identity.actors import Actors
from core.jobs.worker import JobWorker
from core.outgoing import Receipt
from core.settings import Settings
from core.store.addresses import Endpoints
from core.store.engine import Store
from schema.assembly import assemble
from tests.fixtures.clock import TestClock


class Mortal(asyncio.SelectorEventLoop):
    """An event loop that kills its process at one of its turns."""

    def __init__(self, last_turn: int) -> None:
        super().__init__()
        self.turns, self.sends_at, self._last = 0, 0, last_turn

    def _run_once(self) -> None:
        self.turns += 1
        if self.turns == self._last:
            os.kill(os.getpid(), signal.SIGKILL)
        super()._run_once()  # type: ignore[misc]


def ready(app: str, worker: str, var: str, smtp_port: str) -> Application:
    """Everything that workers share, without a connection."""
    settings = Settings(
        var=Path(var),
        smtp_host="127.0.0.1",
        smtp_port=int(smtp_port),
        smtp_security="none",
        mail_from="zhijian@bureau.example",
        webhook_intranet=True,
        _env_file=None,  # type: ignore[call-arg]
    )
    endpoints = Endpoints(owner="", app=app, worker=worker, audit="")
    assembly = assemble(load_plugins(settings))
    application = Application(settings, assembly, endpoints, TestClock())

    async def learn() -> None:
        await application.start()
        await application.stop()

    asyncio.run(learn())
    return application


async def work(application: Application) -> None:
    """One worker's life, over connections of its own."""
    url, clock = application.endpoints.app, application.clock
    application.store = Store(url, clock)
    application.actors = Actors(application.store, clock, application._expand, lambda: None)
    jobs, dispatcher = application.assembly.jobs, application.store.dispatcher
    worker = JobWorker(application.endpoints.worker, clock, jobs, application, dispatcher)
    await worker.drain()
    await worker.close()
    await application.store.close()


def seed(defect: str) -> None:
    """Break the sending on purpose, as a careless author might."""
    prepare = sending.prepare

    async def sound(context: Any, job: Any, key: int) -> Any:
        """As it is; the loop remembers when the first parcel was ready."""
        found, loop = await prepare(context, job, key), asyncio.get_running_loop()
        if isinstance(loop, Mortal):
            loop.sends_at = loop.sends_at or loop.turns
        return found

    async def renamed(context: Any, job: Any, key: int) -> Any:
        """A new id for each attempt."""
        found = await sound(context, job, key)
        return found and (found[0], replace(found[1], id=f"zj_{token_hex(16)}"))

    async def early(context: Any, job: Any, key: int) -> Any:
        """Sent before it is sent."""
        if (found := await sound(context, job, key)) is not None:
            async with context.store.system() as session:
                await note_success(replace(context, session=session), key, Receipt(), 0)
        return found

    sending.prepare = {"": sound, "new id": renamed, "sent too early": early}[defect]


def main(app: str, worker: str, var: str, smtp_port: str, defect: str = "") -> None:
    """Serve until the input ends."""
    application = ready(app, worker, var, smtp_port)
    seed(defect)
    say("ready")
    for line in sys.stdin:
        read, write = os.pipe()
        if (child := os.fork()) == 0:
            live(application, int(line), write)
        os.close(write)
        os.waitpid(child, 0)
        with os.fdopen(read) as told:
            say(told.read() or "killed")


def say(word: str) -> None:
    """Tell the test."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def live(application: Application, last_turn: int, write: int) -> None:
    """One worker, in a process that ends with it."""
    loop = Mortal(last_turn)
    loop.run_until_complete(work(application))
    os.write(write, f"{loop.sends_at} {loop.turns}".encode())
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
