"""Files in the shape of the real ones, with invented names and dates on every border."""

import csv
import datetime as dt
from pathlib import Path
from typing import Any

from core.commands.imports import ImportOptions

EXAMPLES = Path(__file__).parents[3] / "examples" / "imports"
DAY = dt.date(2022, 7, 28)
"""The business date of the Maryland file."""
CLERK = "branch-data-clerk"
DUE = {
    "EXPIRED": ("2011-08-02", "2022-07-27"),
    "URGENT": ("2022-07-28", "2022-08-28"),
    "RED": ("2022-08-29", "2022-10-28"),
    "YELLOW": ("2022-10-29", "2023-01-28"),
    "GREEN": ("2023-01-29", "2023-07-06"),
}
"""Colour on that day -> the first and last day of expiry that have it."""
LIFT = [
    "location_name",
    "location_type",
    "county",
    "location_address",
    "registration_number",
    "status",
    "certificate_expiration_date",
    "equipment_type",
    "equipment_capacity",
    "equipment_speed",
    "equipment_travel",
    "inspection_type",
    "last_inspection_date",
]
KINDS = ("Traction Overhead (TO)", "Hydraulic Basement (HB)", "Vertical Lift (VL)")


def lifts(many: int) -> list[list[Any]]:
    """Invented lifts in the columns of the Maryland file; three to a place."""
    days = [day for pair in DUE.values() for day in pair]
    rows = []
    for n in range(many):
        due = dt.date.fromisoformat(days[n % len(days)])
        place = f"Invented House {n // 3}"
        rows.append(
            [
                place,
                ("Private", "Public")[n // 3 % 2],
                ("Howard", "Frederick", "Worcester", "Harford")[n // 3 % 4],
                f"{n // 3} Nowhere Rd , Nowhere , MD",
                f"ZZ{n:05}",
                "Active",
                due.isoformat(),
                KINDS[n % 3],
                "2500",
                "100",
                "41 feet 8 inches",
                "Periodic (Elevator)",
                (due - dt.timedelta(days=365)).isoformat(),
            ]
        )
    return rows


def write(path: Path, header: list[str], rows: list[list[Any]], encoding: str = "utf-8") -> Path:
    """A CSV file as other systems write it."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def options(plugin: str, file: Path, mapping: str | Path, **more: Any) -> ImportOptions:
    """The command line; `mapping` is a name of examples/imports, or a path."""
    path = mapping if isinstance(mapping, Path) else EXAMPLES / f"{mapping}.toml"
    given = {"clerk": CLERK, "result": file.with_suffix(".refused.csv"), **more}
    return ImportOptions(plugin=plugin, file=file, mapping=path, **given)
