"""Figure: how long 3,000 rows take from the file to the register, through all validation.

The rows are invented lifts in the shape of a real register, each with its user unit, which the file
names by the key of an earlier import. In the time: reading, mapping, the validators of the forms,
look-ups, the change set, the wall, the ledger, the memory of keys, and the commit of each batch.
"""

import asyncio
import csv
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bench.ground import ROOT, Ground
from bench.report import Report
from bench.samples import Samples
from bench.serving import fill
from core.app import Application
from core.commands.imports import ImportOptions, import_file
from core.serving import prepared
from core.settings import Settings

ROWS, PART = 12_000, 3_000
GOAL: Final = 1.0
"""Seconds for `PART` rows."""
HEADER: Final = (
    *("location_name", "location_type", "county", "location_address", "registration_number"),
    *("status", "certificate_expiration_date", "equipment_type", "equipment_capacity"),
    *("equipment_speed", "equipment_travel", "inspection_type", "last_inspection_date"),
)
MAPPINGS: Final = ROOT / "examples" / "imports"
CLERK: Final = "branch-data-clerk"


def run(report: Report, ground: Ground) -> None:
    """Parts of one file after the other; and a change set for each row."""
    fill(ground)
    settings = Settings(var=ground.var, _env_file=None)  # type: ignore[call-arg]
    on = prepared(settings)
    with TemporaryDirectory() as folder:
        taken, slow = asyncio.run(_measure(on.application(), Path(folder)))
    figure = report.add(
        "import_3000_rows", Samples.of(taken), "s", goal=GOAL,
        note=f"{ROWS} devices in {len(taken)} files; {PART / Samples.of(taken).median:,.0f} rows/s",
    )  # fmt: skip
    report.slow_on_purpose(figure, Samples.of([slow]), "a transaction for each row")


async def _measure(application: Application, folder: Path) -> tuple[list[float], float]:
    await application.start()
    try:
        await _bring(application, "register", MAPPINGS / "foreign_places.csv", "foreign_places")
        taken = []
        for part in range(ROWS // PART):
            file = _written(folder / f"{part}.csv", part * PART, PART)
            await _bring(application, "register", file, "maryland_places")
            taken.append(await _timed(application, file))
        file = _written(folder / "slow.csv", ROWS, PART // 10)
        await _bring(application, "register", file, "maryland_places")
        slow = await _timed(application, file, batch=1)
    finally:
        await application.stop()
    return taken, slow * 10


async def _timed(application: Application, file: Path, **more: Any) -> float:
    began = time.perf_counter()
    await _bring(application, "special_equipment", file, "maryland_elevators", **more)
    return time.perf_counter() - began


async def _bring(
    application: Application, plugin: str, file: Path, mapping: str, **more: Any
) -> None:
    options = ImportOptions(
        plugin=plugin, file=file, mapping=MAPPINGS / f"{mapping}.toml", clerk=CLERK, **more
    )
    run, refused = await import_file(application, options)
    assert not refused, run
    assert run.stored or run.unchanged


def _written(path: Path, first: int, many: int) -> Path:
    """Invented lifts, three to a place."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for n in range(first, first + many):
            writer.writerow(
                (
                    f"Invented House {n // 3}", "Private", "Howard", f"{n // 3} Nowhere Rd, MD",
                    f"ZZ{n:06}", "Active", "2027-03-01", "Hydraulic Basement (HB)", "2500", "100",
                    "41 feet 8 inches", "Periodic (Elevator)", "2026-03-01",
                )
            )  # fmt: skip
    return path
