"""From rounds to figures: medians, and ratios within the same round with their interval."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Final

from bench.reads.workload import BESIDE, DOCUMENTS, SHARES
from bench.report import Report
from bench.samples import Samples

Row = dict[str, Any]
LINES: Final = (1, 16)
OVER_ORDINARY: Final = 20.0
OF_WALLED, OF_BARE, OF_BARE_EACH = 95.0, 80.0, 60.0
SLOWED: Final = 1.2
"""How much a second statement for every request must cost at least, or nothing was measured."""
CPU_MS, P99_MS = 1.0, 150.0
SHOWN: Final = ("load", "lines", "server", "rps", "p50 ms", "p99 ms", "CPU ms")


def tell(report: Report, rows: Sequence[Row], details: dict[str, Any]) -> None:
    """Figures with their goals, and the table of everything in `details`."""
    for lines in LINES:
        _workload(report, rows, lines)
    for name in SHARES:
        report.add(
            f"reads_{name}_of_bare", ratio(rows, name, 1, "bare", 100), "%",
            goal=OF_BARE_EACH, at_least=True, note="requests per second, one connection",
        )  # fmt: skip
    for name in BESIDE:
        note = "beside W; the ordinary executor for comparison"
        report.add(f"reads_{name}_over_ordinary", ratio(rows, name, 1, "ordinary"), "x", note=note)
    control(report, "reads", rows)
    report.details["reads"] = {**details, "rounds": list(rows), "table": table(rows)}
    print("\n".join(table(rows)))


def _workload(report: Report, rows: Sequence[Row], lines: int) -> None:
    """W over so many connections."""
    name = f"reads_w{lines}"
    goals: Iterable[tuple[str, str, float, str, float]] = (
        ("over_ordinary", "ordinary", 1, "x", OVER_ORDINARY),
        ("of_walled", "walled", 100, "%", OF_WALLED),
        ("of_bare", "bare", 100, "%", OF_BARE),
    )
    for word, other, times, unit, goal in goals:
        report.add(
            f"{name}_{word}", ratio(rows, "W", lines, other, times), unit, goal=goal,
            at_least=True, note="requests per second in the same round; interval of the rounds",
        )  # fmt: skip
    for server in ("ours", "walled", "bare", "ordinary"):
        mine = server == "ours"
        cpu = Samples.of(values(rows, "W", lines, server, "cpu"))
        report.add(f"{name}_cpu_{server}", cpu, "ms", goal=CPU_MS if mine else None)
    late = Samples.of(values(rows, "W", lines, "ours", "p99"))
    report.add(f"{name}_p99", late, "ms", goal=P99_MS if lines > 1 else None)


def control(report: Report, name: str, rows: Sequence[Row]) -> None:
    """The rounds must show what a second statement costs."""
    times = ratio(rows, "W", 1, "twice").median
    report.contrast(name, times, SLOWED, "ours with a second statement for every request of W")


def ratio(rows: Sequence[Row], load: str, lines: int, other: str, times: float = 1) -> Samples:
    """Requests per second of ours over another's, round by round."""
    mine = values(rows, load, lines, "ours", "rps")
    theirs = values(rows, load, lines, other, "rps")
    return Samples.of(times * a / b for a, b in zip(mine, theirs, strict=True))


def values(rows: Sequence[Row], load: str, lines: int, server: str, what: str) -> list[float]:
    """What a server did in each round, in their order."""
    found = [
        row for row in rows if (row["load"], row["lines"], row["server"]) == (load, lines, server)
    ]
    return [row[what] for row in sorted(found, key=lambda row: row["round"])]


def table(rows: Sequence[Row]) -> list[str]:
    """Medians of everything, a line each."""
    lines = ["{:<8} {:>5} {:<12} {:>8} {:>8} {:>8} {:>7}".format(*SHOWN)]
    loads = [("W", 16), ("W", 1), *((name, 1) for name in DOCUMENTS)]
    servers = list(dict.fromkeys(row["server"] for row in rows))
    for load, count in loads:
        for server in sorted(servers):
            known = partial(values, rows, load, count, server)
            if known("rps"):
                rps, p50, p99, cpu = (
                    Samples.of(known(what)).median for what in ("rps", "p50", "p99", "cpu")
                )
                told = f"{rps:>8.0f} {p50:>8.2f} {p99:>8.1f} {cpu:>7.2f}"
                lines.append(f"{load:<8} {count:>5} {server:<12} {told}")
    return lines
