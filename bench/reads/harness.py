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
from bench.reads.telling import tell
from bench.reads.workload import DOCUMENTS, Asked, Principal, workload
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
WITHOUT_LOOK_UP: Final = ("bare", "walled")


@dataclass(frozen=True, slots=True)
class Server:
    """One of those that are compared."""

    name: str
    process: "subprocess.Popen[bytes]"
    port: int

    @property
    def processor(self) -> float:
        """Seconds of processor time so far."""
        used = psutil.Process(self.process.pid).cpu_times()
        return float(used.user + used.system)


def run(report: Report, ground: Ground) -> None:
    """Make the database, measure, and drop it again."""
    endpoints = ground.database(DATABASE)
    try:
        people, asked, day = asyncio.run(_prepared(ground, endpoints))
        bound = f"alter role {AUDIT} bypassrls; \\c {DATABASE}\n"
        ground.server.administer(f"{bound} grant select on all tables in schema public to {AUDIT};")
        with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            file = Path(folder) / "people.json"
            told = {"people": [asdict(p) for p in people], "day": day}
            file.write_text(json.dumps(told))
            servers = [
                stack.enter_context(_serving(name, command))
                for name, command in _commands(endpoints, file).items()
            ] + [
                stack.enter_context(_ours(ground, endpoints, name, before))
                for name, before in (("ours", BUDGET), ("ordinary", BUDGET + ORDINARY))
            ]
            details = compare(servers, people, asked)
            rounds = measure(servers, people, asked, Path(folder))
        tell(report, rounds, details)
    finally:
        ground.drop(DATABASE)


async def _prepared(
    ground: Ground, endpoints: Endpoints
) -> tuple[list[Principal], dict[str, list[Asked]], str]:
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
    return people, workload(people, files, codes, lifts, day), day.isoformat()


def _commands(endpoints: Endpoints, file: Path) -> dict[str, list[str]]:
    here = ["-m", "bench.reads.limit_server", "{port}", str(file)]
    return {"bare": [*here, endpoints.audit, "bare"], "walled": [*here, endpoints.app, "walled"]}


@contextmanager
def _serving(
    name: str, command: Sequence[str], environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A server until the block ends."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, *(part.replace("{port}", str(port)) for part in command)],
        env={**(environment or os.environ), "PYTHONPATH": str(ROOT), "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        await_ready(process, port)
        yield Server(name, process, port)
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def _ours(ground: Ground, endpoints: Endpoints, name: str, before: str) -> Iterator[Server]:
    urls = {
        "ZHIJIAN_OWNER_URL": endpoints.owner,
        "ZHIJIAN_DATABASE_URL": endpoints.app,
        "ZHIJIAN_WORKER_URL": endpoints.worker,
        "ZHIJIAN_AUDIT_URL": endpoints.audit,
        "ZHIJIAN_KEPT_ANSWERS_MB": "0",  # every answer is read anew
    }
    with _serving(name, ["-c", before + SERVE], {**ground.environment(), **urls}) as server:
        yield server


def body(asked: Asked) -> dict[str, Any]:
    """What is sent, to every server alike."""
    name = "".join(part.capitalize() for part in asked.query.split("_"))
    text = DOCUMENTS[asked.query]
    return {"query": text, "operationName": name, "variables": asked.variables}


def compare(
    servers: Sequence[Server], people: Sequence[Principal], asked: Mapping[str, Sequence[Asked]]
) -> dict[str, Any]:
    """Ask every server everything once. Raises RuntimeError where two answers differ."""
    sizes: dict[str, int] = {}
    with httpx2.Client(trust_env=False, timeout=60) as http:
        for one in {repr(a): a for several in asked.values() for a in several}.values():
            expected: str | None = None
            for server in servers:
                if one.query == "look_up" and server.name in WITHOUT_LOOK_UP:
                    continue
                bearer = people[one.principal].token
                headers = {"authorization": f"Bearer {bearer}"} if bearer else {}
                url = f"http://127.0.0.1:{server.port}/graphql"
                answer = http.post(url, json=body(one), headers=headers)
                shown = json.dumps(answer.json(), ensure_ascii=False)
                sizes[one.query] = max(len(shown), sizes.get(one.query, 0))
                if expected is None and "errors" not in shown[:40]:
                    expected = shown
                if shown != expected:
                    raise RuntimeError(f"{server.name} answers otherwise to {one}: {shown[:300]}")
    return {"largest answers (characters)": sizes}


def measure(
    servers: Sequence[Server],
    people: Sequence[Principal],
    asked: Mapping[str, Sequence[Asked]],
    folder: Path,
    rounds: int = ROUNDS,
) -> list[dict[str, Any]]:
    """Every server in turn, in another order each round; one row per server, load and round."""
    files = {name: _file(folder, name, people, several) for name, several in asked.items()}
    plan = [("W", 16, SECONDS["W16"]), ("W", 1, SECONDS["W1"])]
    plan += [(name, 1, SECONDS["query"]) for name in DOCUMENTS]
    draw, found = random.Random(1), []
    for number in range(-1, rounds):  # the first warms up
        for name, lines, seconds in plan:
            for server in draw.sample(list(servers), len(servers)):
                if name == "look_up" and server.name in WITHOUT_LOOK_UP:
                    continue
                before = server.processor
                seen = _press(server.port, files[name], lines, seconds)
                if seen["failed"]:
                    raise RuntimeError(f"{server.name} failed {seen['failed']} of {name}")
                cpu = (server.processor - before) * 1_000 / seen["requests"]
                row = {"round": number, "load": name, "lines": lines, "server": server.name}
                if number >= 0:
                    found.append({**row, **seen, "cpu": cpu})
    return found


def _file(folder: Path, name: str, people: Sequence[Principal], several: Sequence[Asked]) -> Path:
    path = folder / f"{name}.json"
    made = [
        {"token": people[one.principal].token, "body": json.dumps(body(one))} for one in several
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
