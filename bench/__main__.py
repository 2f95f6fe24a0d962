"""`python -m bench [figure ...]`: measure, show the table, write bench/results/latest.json.

A missed goal is a result, so the exit code stays 0; it is 1 when a harness could not measure, or
did not see what was made bad on purpose.
"""

import argparse
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import (
    chain,
    cold_start,
    importing,
    inbox,
    lists,
    live,
    memory,
    policy,
    policy_explain,
    staging,
    steps,
    unchanged,
    views,
    warnings,
    warnings_backtest,
    workbench,
)
from bench.ground import Ground, temporary_ground
from bench.peers import harness as peers
from bench.reads import harness as reads
from bench.report import LATEST, Report
from bench.serving import fill

HARNESSES: dict[str, Callable[[Report, Ground], None]] = {
    "policy": lambda report, _: policy.run(report),
    "views": lambda report, _: views.run(report),
    "cold_start": lambda report, ground: _on_demo(report, ground, cold=True),
    "memory": lambda report, ground: _on_demo(report, ground, cold=False),
    "live": lambda report, ground: live.run(report, ground, fill(ground)),
    "workbench": lambda report, ground: workbench.run(report, ground, fill(ground)),
    "inbox": lambda report, ground: inbox.run(report, ground, fill(ground)),
    "importing": importing.run,
    "unchanged": lambda report, ground: unchanged.run(report, ground, fill(ground)),
    "lists": lists.run,
    "reads": reads.run,
    "chain": chain.run,
    "steps": steps.run,
    "staging": staging.run,
    "warnings": warnings.run,
    "policy_explain": policy_explain.run,
    "warnings_backtest": warnings_backtest.run,
}
LARGE: dict[str, Callable[[Report, Ground], None]] = {
    "warnings_10x": warnings.run_ten_times,
    "staging_510k": staging.run_large,
    "peers": peers.run,
}
"""Only where they are named, or all are asked for (`make bench-full`): minutes, gigabytes."""


def main(arguments: Sequence[str]) -> int:
    """Run the figures that are named, or all; says the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "figures", nargs="*", help=f"of {', '.join(HARNESSES | LARGE)}; default: all but the large"
    )
    parser.add_argument("--output", type=Path, default=LATEST, help="where the JSON goes")
    parser.add_argument("--full", action="store_true", help="all, the large ones as well")
    given = parser.parse_args(arguments)
    if unknown := set(given.figures) - set(HARNESSES | LARGE):
        parser.error(f"no figure is called {', '.join(sorted(unknown))}")
    report = Report()
    with temporary_ground() as ground:
        chosen = HARNESSES | LARGE if given.full else HARNESSES
        measure(report, ground, given.figures or list(chosen))
    report.write(given.output)
    print(report.table())
    return 0 if report.sound else 1


def measure(report: Report, ground: Ground, names: Sequence[str]) -> None:
    """One harness after the other; one that breaks does not stop the next."""
    for name in names:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        try:
            (HARNESSES | LARGE)[name](report, ground)
        except Exception as error:  # noqa: BLE001  told in the report
            traceback.print_exc()
            report.failures[name] = f"{type(error).__name__}: {error}"


def _on_demo(report: Report, ground: Ground, *, cold: bool) -> None:
    accounts = fill(ground)
    if cold:
        cold_start.run(report, ground)
    else:
        memory.run(report, ground, accounts)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
