"""Kill -9 of gateway, worker and database under write load: no acknowledged write is lost.

Each round kills one of them at a moment of chance while writers write; whoever runs the system
starts it again, and the writers repeat what they have no answer for. In the end what was
acknowledged must be stored, once, and nothing half.
"""

import asyncio
import json
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress

import httpx2
import psutil
import pytest

from core.postgres.server import EmbeddedServer
from tests.architecture.source import ROOT
from tests.core.test_cli import PASSWORD, House, client_of, free_port, wait_for_workers, workers_of
from tests.fixtures.load import Writers, faults, send, signed_in

pytestmark = pytest.mark.soak
SEED = 20_261_125
ROUNDS = 50
WRITERS = 6
VICTIMS = ("worker", "database", "gateway")
BURST = 20
PATIENCE_S = 300
"""How long a site may take to come back, on a machine as slow as it likes."""
ACCOUNTS = ("branch.data_clerk", "station.head", "town.leader", "enterprise.manager")


class Site:
    """A demonstration that is served by two workers, and can be killed in parts."""

    def __init__(self, place) -> None:
        self.house, self.port = House(place), free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.database = EmbeddedServer(place / "var" / "postgres")
        self.given = {"ZHIJIAN_DEMO_PASSWORD": PASSWORD, "PORT": str(self.port)}
        self._serving = None

    def fill(self) -> list[str]:
        """Make the demonstration; gives names of accounts."""
        done = subprocess.run(
            [sys.executable, "-m", "core.cli", "demo", "--accounts"],
            env={**self.house.environment, **self.given},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return [a["username"] for a in json.loads(done.stdout) if a["role"] in ACCOUNTS]

    def start(self, workers: int = 2) -> None:
        """Serve; returns when all workers have started."""
        self._serving = self.house.running("serve", "--workers", str(workers), **self.given)
        self.process = self._serving.__enter__()
        wait_for_workers(self.process, workers)
        # nobody reads on: a pipe that is full would stop the server
        threading.Thread(target=self.process.stderr.read, daemon=True).start()

    def stop(self) -> None:
        """Gone, whatever state it is in."""
        with suppress(ValueError):  # its log is being read
            self._serving.__exit__(None, None, None)

    def kill(self, victim: str, draw: random.Random) -> None:
        """Kill -9, and start again what does not start by itself."""
        if victim == "worker":
            workers = workers_of(self.process)
            if workers:
                draw.choice(workers).kill()
        elif victim == "database":
            postmaster = psutil.Process(self.database.status().process)
            for each in (postmaster, *postmaster.children(recursive=True)):
                with suppress(psutil.NoSuchProcess):
                    each.kill()
            self.database.start()
        else:
            self.stop()
            self.start()


@contextmanager
def opened(place):
    """A filled site that serves, with people signed in."""
    site = Site(place)
    names = site.fill()[:WRITERS]
    site.start()
    try:
        with client_of(site.port) as client:
            client.get("/readyz")
        yield site, Writers(site.base, signed_in(site.base, names, PASSWORD))
    finally:
        site.stop()


def play(site, writers, victims, rounds) -> Counter[str]:
    """Kill once in each round, after some more writes were acknowledged."""
    draw, killed = random.Random(SEED), Counter()  # noqa: S311  repeatable
    pause, deadline = threading.Event(), time.monotonic() + PATIENCE_S
    with writers.at_work():
        for number in range(rounds):
            wanted = len(writers.acknowledged) + draw.randint(1, 40)
            while len(writers.acknowledged) < wanted:
                assert time.monotonic() < deadline, f"it did not come back: {writers.refused}"
                pause.wait(0.01)
            deadline = time.monotonic() + PATIENCE_S
            victim = victims[number % len(victims)]
            site.kill(victim, draw)
            killed[victim] += 1
    return killed


def test_fifty_kills_lose_nothing_and_leave_nothing_half(place):
    with opened(place) as (site, writers):
        killed = play(site, writers, VICTIMS, ROUNDS)
        told = asyncio.run(faults(site.database.start().app, writers.acknowledged))
    extent = f"{dict(killed)}, {len(writers.acknowledged)} acknowledged, {dict(writers.refused)}"
    print(f"\nkilled {extent}")  # noqa: T201  the extent
    assert told == []
    assert killed.total() == ROUNDS
    assert writers.refused.total() > 0, "no kill was ever met by a writer"


def test_a_database_that_acknowledges_before_it_has_written_is_caught(place):
    """Negative control: what an administrator might set for speed loses acknowledged writes."""
    with opened(place) as (site, writers):
        home = site.database.status().home
        conf = home / "local.conf"
        conf.write_text("synchronous_commit = off\nwal_writer_delay = 10s\n")
        conf.chmod(0o644)
        site.database.administer("select pg_reload_conf();")
        play(site, writers, ("database",), 10)
        told = asyncio.run(faults(site.database.start().app, writers.acknowledged))
    assert any("lost" in each for each in told)


def test_sigterm_finishes_what_is_in_flight(place):
    """Twenty changes under way: each is answered, or was never begun; then it ends, with 0."""
    with opened(place) as (site, writers):
        done: dict[str, bool] = {}
        refused: Counter[str] = Counter()
        ready = threading.Barrier(BURST + 1)

        def change(number: int) -> None:
            cookies = writers.cookies[number % len(writers.cookies)]
            with httpx2.Client(base_url=site.base, cookies=cookies, timeout=30) as client:
                client.get("/healthz")
                ready.wait()
                done[f"write-{number}"] = send(client, site.base, f"write-{number}", refused)

        threads = [threading.Thread(target=change, args=(n,)) for n in range(BURST)]
        for thread in threads:
            thread.start()
        ready.wait()
        threading.Event().wait(0.05)
        site.process.send_signal(signal.SIGTERM)
        for thread in threads:
            thread.join()
        assert site.process.wait(timeout=10) == 0
        acknowledged = [marker for marker, answered in done.items() if answered]
        told = asyncio.run(faults(site.database.start().app, acknowledged))
        stored = asyncio.run(faults(site.database.start().app, list(done)))
    print(f"\n{len(acknowledged)} of {BURST} answered, {dict(refused)}")  # noqa: T201  the extent
    assert told == []
    # who got no answer has left nothing either: refused at the door, not dropped at work
    assert len(stored) == 3 * (BURST - len(acknowledged))
