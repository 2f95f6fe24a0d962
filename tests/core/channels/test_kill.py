"""Kill -9 between the commit and the delivery: no message is lost, none is doubled.

Each round something happens and is committed. A worker takes it in hand, and is killed at a random
turn of its event loop: before it planned, between two statements, while a receiver has the message
and nobody wrote that down. A successor does what is left. The receivers keep each id once.
"""

import asyncio
import contextlib
import json
import random
import sys
from collections import Counter

import pytest

from tests.architecture.source import ROOT
from tests.core.channels.conftest import Out
from tests.core.jobs.effects import DIE, Recorder
from tests.fixtures.jobs import run_jobs

LIMIT_S = 120
SEED = 20_261_124


@contextlib.asynccontextmanager
async def mortals(bureau, smtp, defect=""):
    """A process that forks workers; calling it with a turn gives what became of one."""
    settings, urls = bureau.application.settings, bureau.endpoints
    arguments = (urls.app, urls.worker, str(settings.var), str(smtp.port), defect)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.core.channels.dying_sender", *arguments),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )

    async def answered():
        async with asyncio.timeout(LIMIT_S):
            return (await process.stdout.readline()).decode().strip()

    async def live(turns):
        process.stdin.write(f"{turns}\n".encode())
        await process.stdin.drain()
        return await answered()

    try:
        assert await answered() == "ready"
        yield live
    finally:
        process.kill()
        await process.wait()


class Rounds:
    """Rounds of telling and dying, and what the receivers have in the end."""

    def __init__(self, bureau, http, smtp):
        self.out, self.http, self.smtp = Out(bureau, smtp.port), http, smtp
        self.bureau, self.told, self.killed = bureau, [], 0
        self.owner = Recorder(bureau)

    async def play(self, rounds, defect="", until=lambda _: False):
        """Kill a worker in each round."""
        await self.out.wish()
        await self.out.endpoint(self.http.url)
        draw = random.Random(SEED)  # noqa: S311  repeatable
        async with mortals(self.bureau, self.smtp, defect) as live:
            await self._happen()
            first, last = map(int, (await live(0)).split())
            while self.killed < rounds and not until(self.faults()):
                await self._happen()
                # every other time where it matters most: from the first sending on
                turn = draw.randint(1 if len(self.told) % 2 else first, last)
                self.killed += await live(turn) == "killed"
                await self.owner.owner(DIE)
                await run_jobs(self.bureau)

    async def _happen(self):
        self.told.append(f"enterprise:{len(self.told)}")
        await self.out.office.tell(self.out.notice(self.told[-1]))

    def faults(self):
        """What is lost or doubled at receivers that keep each id once."""
        by_id = {headers["webhook-id"]: body for headers, body in self.http.requests}
        events = Counter(json.loads(body)["data"]["event"] for body in by_id.values())
        mails = len(self.smtp.kept) - len(self.told)
        wrong = {event: events[event] for event in self.told if events[event] != 1}
        return {**wrong, **({"mails": mails} if mails else {})}


async def _proven(bureau, http, smtp, rounds):
    play = Rounds(bureau, http, smtp)
    await play.play(rounds)
    assert play.killed == rounds
    assert play.faults() == {}
    assert Counter(await play.out.states()) == {"SENT": 2 * len(play.told)}
    again = len(http.requests) + len(smtp.mails) - 2 * len(play.told)
    print(f"\n{rounds} kills, {2 * len(play.told)} deliveries, {again} sent twice under one id")  # noqa: T201  the extent


async def test_no_message_is_lost_or_doubled(bureau, http, smtp):
    await _proven(bureau, http, smtp, 20)


@pytest.mark.soak
async def test_no_message_is_lost_or_doubled_by_two_hundred_kills(bureau, http, smtp):
    await _proven(bureau, http, smtp, 200)


@pytest.mark.parametrize("defect", ["new id", "sent too early"])
async def test_a_seeded_defect_is_caught(bureau, http, smtp, defect):
    play = Rounds(bureau, http, smtp)
    await play.play(200, defect, until=bool)
    assert play.faults() != {}, f"not seen in {play.killed} kills"
