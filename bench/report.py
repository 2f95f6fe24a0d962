"""What the benchmarks found: the table for people, and bench/results/latest.json for machines."""

import datetime as dt
import json
import os
import platform
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from bench.samples import Samples

ROOT = Path(__file__).parents[1]
LATEST = ROOT / "bench" / "results" / "latest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One figure. `goal` is the most that it may be; None: it is told, and promises nothing."""

    name: str
    samples: Samples
    unit: str
    goal: float | None = None
    at_least: bool = False
    """Whether the goal is the least that it may be, as with ratios of speed."""
    note: str = ""
    load: float = 0.0
    """Processes that wanted a processor during the last minute; see the number of processors."""

    @property
    def value(self) -> float:
        """The median of the runs."""
        return self.samples.median

    @property
    def met(self) -> bool | None:
        """Whether the median is within the goal; None without a goal."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    def as_json(self) -> dict[str, Any]:
        """The entry of `results`."""
        return {
            "name": self.name,
            "value": _rounded(self.value),
            "unit": self.unit,
            "goal": self.goal,
            "at_least": self.at_least,
            "met": self.met,
            "least": _rounded(self.samples.least),
            "most": _rounded(self.samples.most),
            "runs": len(self.samples.values),
            "load": round(self.load, 2),
            "note": self.note,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """Something made bad on purpose. A harness that does not see it measures nothing."""

    name: str
    caught: bool
    note: str

    def as_json(self) -> dict[str, Any]:
        """The entry of `controls`."""
        return {"name": self.name, "caught": self.caught, "note": self.note}


@dataclass
class Report:
    """Everything that one run of the benchmarks found."""

    results: list[Result] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)
    """Harness -> why it could not measure."""
    details: dict[str, Any] = field(default_factory=dict)
    """What stands behind a figure, such as every list that was read."""

    def add(
        self,
        name: str,
        samples: Samples,
        unit: str,
        *,
        goal: float | None = None,
        at_least: bool = False,
        note: str = "",
    ) -> Result:
        """Take a figure into the report, with the load of the machine just now."""
        result = Result(
            name=name,
            samples=samples,
            unit=unit,
            goal=goal,
            at_least=at_least,
            note=note,
            load=os.getloadavg()[0],
        )
        self.results.append(result)
        return result

    def slow_on_purpose(self, figure: Result, samples: Samples, what: str) -> None:
        """A negative control: the figure again, over something slow, may not meet its goal."""
        slowed = Result(name=figure.name, samples=samples, unit=figure.unit, goal=figure.goal)
        told = f"{what}: {_shown(slowed.value)} {slowed.unit}"
        self.controls.append(Control(name=figure.name, caught=slowed.met is False, note=told))

    def contrast(self, name: str, ratio: float, least: float, what: str) -> None:
        """A negative control by ratio: the spoilt run must take at least `least` times as long."""
        told = f"{what}: {ratio:.1f} times as long"
        self.controls.append(Control(name=name, caught=ratio >= least, note=told))

    @property
    def sound(self) -> bool:
        """Whether the harnesses themselves worked; goals that were missed do not matter here."""
        return not self.failures and all(control.caught for control in self.controls)

    def as_json(self) -> dict[str, Any]:
        """The whole report."""
        return {
            "machine": machine(),
            "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "commit": commit(),
            "results": [result.as_json() for result in self.results],
            "controls": [control.as_json() for control in self.controls],
            "failures": self.failures,
            "details": self.details,
        }

    def write(self, path: Path = LATEST) -> None:
        """Store the report as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.as_json(), ensure_ascii=False, indent=1) + "\n", "utf-8")

    def table(self) -> str:
        """The report for people: one line a figure, what was missed marked in words."""
        rows: list[tuple[str, ...]]
        rows = [("figure", "median", "least", "most", "unit", "goal", "")]
        rows += [_row(result) for result in self.results]
        widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
        lines = [_line(row, widths) for row in rows]
        lines += [f"control {c.name}: {_word(c.caught)}; {c.note}" for c in self.controls]
        lines += [f"FAILED {name}: {why}" for name, why in self.failures.items()]
        missed = [result.name for result in self.results if result.met is False]
        lines.append(f"missed: {', '.join(missed)}" if missed else "every goal was met")
        return "\n".join(lines)


def machine() -> Mapping[str, Any]:
    """What the figures were measured on; nothing that tells whose machine it is."""
    return {
        "processor": _processor(),
        "processors": os.cpu_count(),
        "memory_mb": psutil.virtual_memory().total // 2**20,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load": [round(value, 2) for value in os.getloadavg()],
    }


def commit() -> str:
    """The commit that was measured, with `+` when files differ from it; empty outside git."""
    git = shutil.which("git")
    if git is None:
        return ""
    head = _told(git, "rev-parse", "HEAD")
    return head + "+" if head and _told(git, "status", "--porcelain") else head


def _told(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    if not listed.exists():
        return platform.processor()
    lines = listed.read_text().splitlines()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())


def _row(result: Result) -> tuple[str, ...]:
    samples = result.samples
    return (
        result.name,
        _shown(samples.median),
        _shown(samples.least),
        _shown(samples.most),
        result.unit,
        "" if result.goal is None else f"{'>=' if result.at_least else '<='} {result.goal:g}",
        {None: "", True: "met", False: "NOT MET"}[result.met],
    )


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    name, *numbers, unit, goal, met = row
    shown = [text.rjust(width) for text, width in zip(numbers, widths[1:4], strict=True)]
    rest = [unit.ljust(widths[4]), goal.ljust(widths[5]), met]
    return "  ".join([name.ljust(widths[0]), *shown, *rest]).rstrip()


def _word(caught: bool) -> str:  # noqa: FBT001
    return "caught" if caught else "NOT CAUGHT"


def _shown(value: float) -> str:
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")
