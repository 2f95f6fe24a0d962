"""Figures: W beside PostGraphile 5 and Mercurius with graphql-jit, in rounds, on one database.

The peers are installed from the lock file into a folder of the benchmark's own. They know neither
session nor permission and read with a role that no row security binds; we do all of it. Answers are
only alike for who sees everything, so W is asked by the branch and the superiors.
"""

import asyncio
import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from bench.ground import Ground
from bench.peers.spelling import MERCURIUS, POSTGRAPHILE, SERVED
from bench.reads.harness import TWICE, compare, measure, ours, prepared, serving, unbind
from bench.reads.telling import LINES, Row, control, ratio, table, values
from bench.reads.workload import Part
from bench.report import Report
from bench.samples import Samples

DATABASE: Final = "bench_peers"
GOAL: Final = 2.5
"""Times as many requests per second as either peer."""
HERE: Final = Path(__file__).parent
FILES: Final = ("package.json", "package-lock.json", ".npmrc")
PEERS: Final = (MERCURIUS, POSTGRAPHILE)
MACHINES: Final = {"x86_64": "x64", "aarch64": "arm64"}


def run(report: Report, ground: Ground) -> None:
    """Install the peers, make the database, compare, measure, and drop it again."""
    home = install(ground.var / "peers")
    endpoints = ground.database(DATABASE)
    try:
        part = Part(SERVED, ("everything",))
        people, asked, _day = asyncio.run(prepared(ground, endpoints, part))
        unbind(ground, DATABASE)
        found = {**os.environ, **database(endpoints.audit), "NODE_ENV": "production"}
        with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            servers = [
                stack.enter_context(
                    serving(peer.name, command(home, f"{peer.name}.mjs"), found, peer)
                )
                for peer in PEERS
            ] + [
                stack.enter_context(ours(ground, endpoints, name, before))
                for name, before in (("ours", ""), ("twice", TWICE))
            ]
            details = compare(servers, people, asked)
            rounds = measure(servers, people, asked, Path(folder))
        tell(report, rounds, details)
    finally:
        ground.drop(DATABASE)


def install(home: Path) -> Path:
    """The packages of the lock file, and our two servers beside them. Raises RuntimeError."""
    home.mkdir()
    for source in (*(HERE / name for name in FILES), *HERE.glob("*.mjs")):
        shutil.copy(source, home)
    npm = shutil.which("npm")
    if npm is None:
        raise RuntimeError("the peers are installed by npm, which is not here")
    done = subprocess.run([npm, "ci"], cwd=home, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"npm ci: {done.stderr[-500:]}")
    return home


def command(home: Path, file: str) -> list[str]:
    """The node of the lock file, whatever the machine has: PostGraphile wants 22."""
    name = f"node-linux-{MACHINES.get(platform.machine(), 'x64')}"
    return [str(home / "node_modules" / name / "bin" / "node"), str(home / file), "{port}"]


def database(url: str) -> dict[str, str]:
    """Where the database is, for node's driver: whom it connects as, by which socket."""
    parts = urlsplit(url)
    host = parse_qs(parts.query)["host"][0]
    return {"PGHOST": host, "PGUSER": parts.username or "", "PGDATABASE": parts.path[1:]}


def tell(report: Report, rows: Sequence[Row], details: Mapping[str, Any]) -> None:
    """Ratios within the same round with their interval, processor time, and the whole table."""
    for lines in LINES:
        for peer in PEERS:
            report.add(
                f"peers_w{lines}_over_{peer.name}", ratio(rows, "W", lines, peer.name), "x",
                goal=GOAL, at_least=True, note="requests per second in the same round",
            )  # fmt: skip
        for server in ("ours", *(peer.name for peer in PEERS)):
            for what, unit in (("rps", "/s"), ("cpu", "ms")):
                taken = Samples.of(values(rows, "W", lines, server, what))
                report.add(f"peers_w{lines}_{what}_{server}", taken, unit)
    for name in SERVED:
        for peer in PEERS:
            report.add(f"peers_{name}_over_{peer.name}", ratio(rows, name, 1, peer.name), "x")
    control(report, "peers", rows)
    shown = table(rows)
    report.details["peers"] = {**details, "pages": SERVED, "rounds": list(rows), "table": shown}
    print("\n".join(shown))
