"""Figure: how long `zhijian serve` takes from being called to answering."""

from bench.ground import Ground
from bench.report import Report
from bench.samples import REPEATS, Samples, repeated
from bench.serving import SERVE, served

GOAL = 3.0
"""Seconds."""
IDLE = f"import asyncio; asyncio.run(asyncio.sleep({GOAL}))"
SLOWED = ("-c", f"{IDLE}; {SERVE}")
"""The same server, after idling for as long as the goal allows."""


def run(report: Report, ground: Ground) -> None:
    """Measure with PostgreSQL running, as after every restart of the service, and without it."""
    starts = [_start(ground) for _ in range(REPEATS)]
    figure = report.add(
        "cold_start", Samples.of(wall for wall, _ in starts), "s", goal=GOAL,
        note="PostgreSQL runs already; spawn until /readyz answers 200",
    )  # fmt: skip
    report.add(
        "cold_start_processor", Samples.of(used for _, used in starts), "s",
        note="processor time of the same starts: what they would take on an idle machine",
    )  # fmt: skip
    report.add(
        "cold_start_with_database", repeated(lambda: _start_all(ground)), "s", goal=GOAL,
        note="the embedded PostgreSQL was stopped before, and is started too",
    )  # fmt: skip
    with served(ground, SLOWED) as slow:
        slowed = Samples.of([slow.started_in])
    report.slow_on_purpose(figure, slowed, f"a server that first idles for {GOAL:g} s")


def _start(ground: Ground) -> tuple[float, float]:
    """Seconds, and seconds of processor time."""
    with served(ground) as server:
        return server.started_in, server.processor


def _start_all(ground: Ground) -> float:
    ground.server.stop()
    return _start(ground)[0]
