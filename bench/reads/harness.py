"""Figures: reads side by side, in rounds in which every server is asked in turn.

Before anything is timed every answer of every server is compared. Ratios are of the same round, so
that what slows the machine slows both sides; the interval is that of the rounds.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import asyncpg
import httpx2
import psutil

from bench.ground import ROOT, Ground
from bench.reads.spelling import OURS, Spelling, agreed
from bench.reads.telling import tell
from bench.reads.workload import WHOLE, Asked, Part, Principal, workload
from bench.reads.world import lifts_and_codes, make_people, make_world
from bench.report import Report
from bench.serving import SERVE, await_ready, free_port
from core.app import load_plugins
from core.clock import SystemClock, business_date
from core.prepare import prepare
from core.settings import Settings
from core.store.addresses import AUDIT, Endpoints
from core.store.personal import load_key, unlock
from core.store.wall import REACH

DATABASE: Final = "bench_reads"
ROUNDS: Final = 7
SECONDS: Final = {"W16": 3.0, "W1": 2.0, "query": 0.7}
BUDGET: Final = "import core.app; core.app.COST_PER_MINUTE = 10**12;"
"""The budget of 64 accounts would end the load; it is still reckoned for every request."""
ORDINARY: Final = "from schema.reading import plans; plans.Plans.find = lambda *_: 'switched off';"
TWICE: Final = """
from core.store.reads import ReadPool
once = ReadPool.value
async def value(self, *asked):
    await once(self, *asked)
    return await once(self, *asked)
ReadPool.value = value
"""
"""The negative control: a second statement for every request."""
WITHOUT_LOOK_UP: Final = ("bare", "walled")
Load = tuple[str, int, float]
"""What is asked, over how many connections, for how many seconds."""
WORKLOAD: Final[tuple[Load, ...]] = (("W", 16, SECONDS["W16"]), ("W", 1, SECONDS["W1"]))


@dataclass(frozen=True, slots=True)
class Server:
    """One of those that are compared."""

    name: str
    process: "subprocess.Popen[bytes]"
    port: int
    spelling: Spelling = OURS

    @property
    def processor(self) -> float:
        """Seconds of processor time so far, those of its children included."""
        first = psutil.Process(self.process.pid)
        used = [each.cpu_times() for each in (first, *first.children(recursive=True))]
        return float(sum(times.user + times.system for times in used))

    def takes(self, load: str, lines: int) -> bool:
        """Whether it is asked this: hand-written SQL has no look-up, the control one load."""
        if self.name == "twice":
            return (load, lines) == ("W", 1)
        return load != "look_up" or self.name not in WITHOUT_LOOK_UP


def run(report: Report, ground: Ground) -> None:
    """Make the database, measure, and drop it again."""
    endpoints = ground.database(DATABASE)
    try:
        people, asked, day = asyncio.run(prepared(ground, endpoints))
        unbind(ground, DATABASE)
        with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            file = Path(folder) / "people.json"
            told = {"people": [asdict(p) for p in people], "day": day}
            file.write_text(json.dumps(told))
            servers = [
                stack.enter_context(serving(name, command))
                for name, command in _commands(endpoints, file).items()
            ] + [
                stack.enter_context(ours(ground, endpoints, name, before))
                for name, before in (("ours", ""), ("ordinary", ORDINARY), ("twice", TWICE))
            ]
            details = compare(servers, people, asked)
            rounds = measure(servers, people, asked, Path(folder))
        tell(report, rounds, details)
    finally:
        ground.drop(DATABASE)


def unbind(ground: Ground, database: str) -> None:
    """Let the audit role read everything, unbound by row security: whose limit is measured."""
    bound = f"alter role {AUDIT} bypassrls; \\c {database}\n"
    ground.server.administer(f"{bound} grant select on all tables in schema public to {AUDIT};")


async def prepared(
    ground: Ground,
    endpoints: Endpoints,
    part: Part = WHOLE,
) -> tuple[list[Principal], dict[str, list[Asked]], str]:
    """Fill the database; who reads, what is asked of this part of W, and the day."""
    settings, clock = Settings(var=ground.var, _env_file=None), SystemClock()  # type: ignore[call-arg]
    unlock(load_key(settings.var_path))
    await prepare(endpoints, load_plugins(settings), clock)
    day = business_date(clock)
    await make_world(endpoints.owner, day)
    people, files = await make_people(endpoints.owner, day)
    connection: Any = await asyncpg.connect(endpoints.owner)
    try:
        await connection.execute("select set_config($1, 'system', false)", REACH)
        lifts, codes = await lifts_and_codes(connection)
    finally:
        await connection.close()
    asked = workload(people, files, codes, lifts, day, part)
    return people, asked, day.isoformat()


def _commands(endpoints: Endpoints, file: Path) -> dict[str, list[str]]:
    here = [sys.executable, "-m", "bench.reads.limit_server", "{port}", str(file)]
    return {"bare": [*here, endpoints.audit, "bare"], "walled": [*here, endpoints.app, "walled"]}


@contextmanager
def serving(
    name: str,
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    spelling: Spelling = OURS,
) -> Iterator[Server]:
    """A server until the block ends."""
    port = free_port()
    process = subprocess.Popen(
        [part.replace("{port}", str(port)) for part in command],
        env={**(environment or os.environ), "PYTHONPATH": str(ROOT), "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        await_ready(process, port)
        yield Server(name, process, port, spelling)
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def ours(ground: Ground, endpoints: Endpoints, name: str, before: str) -> Iterator[Server]:
    """Our server, after something was done to it."""
    urls = {
        "ZHIJIAN_OWNER_URL": endpoints.owner,
        "ZHIJIAN_DATABASE_URL": endpoints.app,
        "ZHIJIAN_WORKER_URL": endpoints.worker,
        "ZHIJIAN_AUDIT_URL": endpoints.audit,
        "ZHIJIAN_KEPT_ANSWERS_MB": "0",  # every answer is read anew
    }
    command = [sys.executable, "-c", f"{BUDGET}{before}{SERVE}"]
    with serving(name, command, {**ground.environment(), **urls}) as server:
        yield server


def compare(
    servers: Sequence[Server], people: Sequence[Principal], asked: Mapping[str, Sequence[Asked]]
) -> dict[str, Any]:
    """Ask every server everything once. Raises RuntimeError where two answers differ."""
    sizes: dict[str, int] = {}
    with httpx2.Client(trust_env=False, timeout=60) as http:
        for one in {repr(a): a for several in asked.values() for a in several}.values():
            token = people[one.principal].token
            answers = {
                server.name: (server.spelling, _answer(http, server, one, token))
                for server in servers
                if server.takes(one.query, 1) or server.name == "twice"
            }
            sizes[one.query] = max(agreed(one, answers), sizes.get(one.query, 0))
    return {"largest answers (characters)": sizes}


def _answer(http: httpx2.Client, server: Server, asked: Asked, token: str) -> dict[str, Any]:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    url = f"http://127.0.0.1:{server.port}/graphql"
    answer = http.post(url, json=server.spelling.body(asked), headers=headers)
    told: dict[str, Any] = answer.json()
    return told


def measure(
    servers: Sequence[Server],
    people: Sequence[Principal],
    asked: Mapping[str, Sequence[Asked]],
    folder: Path,
    rounds: int = ROUNDS,
) -> list[dict[str, Any]]:
    """Every server in turn, in another order each round; one row per server, load and round."""
    spellings = {server.spelling.name: server.spelling for server in servers}
    files = {
        (spelling.name, name): _file(folder, name, people, several, spelling)
        for spelling in spellings.values()
        for name, several in asked.items()
    }
    plan = [*WORKLOAD, *((name, 1, SECONDS["query"]) for name in asked if name != "W")]
    draw, found = random.Random(1), []
    for number in range(-1, rounds):  # the first warms up
        for name, lines, seconds in plan:
            for server in draw.sample(list(servers), len(servers)):
                if not server.takes(name, lines):
                    continue
                before = server.processor
                seen = _press(server.port, files[server.spelling.name, name], lines, seconds)
                if seen["failed"]:
                    raise RuntimeError(f"{server.name} failed {seen['failed']} of {name}")
                cpu = (server.processor - before) * 1_000 / seen["requests"]
                row = {"round": number, "load": name, "lines": lines, "server": server.name}
                if number >= 0:
                    found.append({**row, **seen, "cpu": cpu})
    return found


def _file(
    folder: Path,
    name: str,
    people: Sequence[Principal],
    several: Sequence[Asked],
    spelling: Spelling,
) -> Path:
    path = folder / f"{spelling.name}-{name}.json"
    made = [
        {"token": people[one.principal].token, "body": json.dumps(spelling.body(one))}
        for one in several
    ]
    path.write_text(json.dumps(made))
    return path


def _press(port: int, file: Path, lines: int, seconds: float) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.reads.load", str(port), str(file)]
    done = subprocess.run(
        [*command, str(lines), str(seconds)],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
