"""Figure: how long `zhijian serve` takes from being called to answering."""

from bench.ground import Ground
from bench.report import Report
from bench.samples import Samples, repeated
from bench.serving import SERVE, served

GOAL = 3.0
"""Seconds."""
IDLE = f"import asyncio; asyncio.run(asyncio.sleep({GOAL}))"
SLOWED = ("-c", f"{IDLE}; {SERVE}")
"""The same server, after idling for as long as the goal allows."""


def run(report: Report, ground: Ground) -> None:
    """Measure with PostgreSQL running, as after every restart of the service, and without it."""
    figure = report.add(
        "cold_start", repeated(lambda: _start(ground)), "s", goal=GOAL,
        note="PostgreSQL runs already; spawn until /readyz answers 200",
    )  # fmt: skip
    report.add(
        "cold_start_with_database", repeated(lambda: _start_all(ground)), "s", goal=GOAL,
        note="the embedded PostgreSQL was stopped before, and is started too",
    )  # fmt: skip
    with served(ground, SLOWED) as slow:
        slowed = Samples.of([slow.started_in])
    report.slow_on_purpose(figure, slowed, f"a server that first idles for {GOAL:g} s")


def _start(ground: Ground) -> float:
    with served(ground) as server:
        return server.started_in


def _start_all(ground: Ground) -> float:
    ground.server.stop()
    return _start(ground)
