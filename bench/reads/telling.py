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
PEERS: Final = 2.5
CPU_MS, P99_MS = 1.0, 150.0
SHOWN: Final = ("load", "lines", "server", "rps", "p50 ms", "p99 ms", "CPU ms")


def tell(report: Report, rows: Sequence[Row], details: dict[str, Any]) -> None:
    """Figures with their goals, and the table of everything in `details`."""
    for lines in LINES:
        _workload(report, rows, lines)
    for name in SHARES:
        report.add(
            f"reads_{name}_of_bare", _ratio(rows, name, 1, "bare", 100), "%",
            goal=OF_BARE_EACH, at_least=True, note="requests per second, one connection",
        )  # fmt: skip
    for name in BESIDE:
        note = "beside W; the ordinary executor for comparison"
        report.add(f"reads_{name}_over_ordinary", _ratio(rows, name, 1, "ordinary"), "x", note=note)
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
            f"{name}_{word}", _ratio(rows, "W", lines, other, times), unit, goal=goal,
            at_least=True, note="requests per second in the same round; interval of the rounds",
        )  # fmt: skip
    for peer in sorted({row["server"] for row in rows} - {"ours", "ordinary", "walled", "bare"}):
        ratio = _ratio(rows, "W", lines, peer)
        report.add(f"{name}_over_{peer}", ratio, "x", goal=PEERS, at_least=True)
    for server in ("ours", "walled", "bare", "ordinary"):
        mine = server == "ours"
        cpu = Samples.of(_values(rows, "W", lines, server, "cpu"))
        report.add(f"{name}_cpu_{server}", cpu, "ms", goal=CPU_MS if mine else None)
    late = Samples.of(_values(rows, "W", lines, "ours", "p99"))
    report.add(f"{name}_p99", late, "ms", goal=P99_MS if lines > 1 else None)


def _ratio(rows: Sequence[Row], load: str, lines: int, other: str, times: float = 1) -> Samples:
    """Ours over another's, round by round."""
    mine = _values(rows, load, lines, "ours", "rps")
    theirs = _values(rows, load, lines, other, "rps")
    return Samples.of(times * a / b for a, b in zip(mine, theirs, strict=True))


def _values(rows: Sequence[Row], load: str, lines: int, server: str, what: str) -> list[float]:
    found = [
        row for row in rows if (row["load"], row["lines"], row["server"]) == (load, lines, server)
    ]
    return [row[what] for row in sorted(found, key=lambda row: row["round"])]


def table(rows: Sequence[Row]) -> list[str]:
    """Medians of everything, a line each."""
    lines = ["{:<8} {:>5} {:<9} {:>8} {:>8} {:>8} {:>7}".format(*SHOWN)]
    loads = [("W", 16), ("W", 1), *((name, 1) for name in DOCUMENTS)]
    servers = list(dict.fromkeys(row["server"] for row in rows))
    for load, count in loads:
        for server in sorted(servers):
            known = partial(_values, rows, load, count, server)
            if known("rps"):
                rps, p50, p99, cpu = (
                    Samples.of(known(what)).median for what in ("rps", "p50", "p99", "cpu")
                )
                told = f"{rps:>8.0f} {p50:>8.2f} {p99:>8.1f} {cpu:>7.2f}"
                lines.append(f"{load:<8} {count:>5} {server:<9} {told}")
    return lines
