"""The real files, where they are at hand: `ZHIJIAN_REAL_DATA` names their folder. Exact counts."""

import datetime as dt
import gzip
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from core.register.colours import WarningColour
from tests.core.imports.samples import DAY, DUE, EXAMPLES

FOLDER = os.environ.get("ZHIJIAN_REAL_DATA", "")
LIFTS = "maryland_elevators_4_counties.csv"
COLOURS = {"EXPIRED": 776, "URGENT": 274, "RED": 409, "YELLOW": 690, "GREEN": 1_180}
WANTED = [
    ("register", LIFTS, "maryland_places", (2_249, 1_080, 0)),
    ("special_equipment", LIFTS, "maryland_elevators", (3_329, 0, 0)),
    ("register", "detroit_establishments.csv", "detroit_places", (2_209, 0, 0)),
    ("inspection", "detroit_inspections.csv", "detroit_inspections", (8_602, 0, 0)),
    ("inspection", "detroit_violations.csv", "detroit_violations", (28_611, 0, 1)),
]
"""Plugin, file, mapping, and what is stored, repeated and refused."""


def colour_on(day, due):
    """By the bands of the register: the last day of each counts to it."""
    months = {"URGENT": 1, "RED": 3, "YELLOW": 6}
    if due < day:
        return "EXPIRED"
    for colour, many in months.items():
        year, month = divmod(day.month - 1 + many, 12)
        if due <= dt.date(day.year + year, month + 1, day.day):
            return colour
    return "GREEN"


def test_the_reckoning_agrees_with_the_sample():
    assert set(COLOURS) <= set(WarningColour.__members__)
    for colour, days in DUE.items():
        assert {colour_on(DAY, dt.date.fromisoformat(day)) for day in days} == {colour}


@pytest.mark.soak
@pytest.mark.skipif(not FOLDER, reason="ZHIJIAN_REAL_DATA names no folder")
async def test_every_row_is_stored_or_refused_once(bureau, bring, abroad, tmp_path):
    hazards = await bureau.count("hazard")
    assert abroad.exists()
    for name in {file for _, file, _, _ in WANTED}:
        packed = Path(FOLDER) / f"{name}.gz"
        if packed.exists():
            (tmp_path / name).write_bytes(gzip.decompress(packed.read_bytes()))
        else:
            shutil.copy(Path(FOLDER) / name, tmp_path / name)
    await bring(
        "register", EXAMPLES / "foreign_places.csv", "foreign_places", result=tmp_path / "r"
    )
    for again in (False, True):
        for plugin, file, mapping, (stored, repeated, refused) in WANTED:
            run = await bring(plugin, tmp_path / file, mapping)
            assert (run.repeated, run.refused, run.changed) == (repeated, refused, 0), mapping
            assert (run.stored, run.unchanged) == ((0, stored) if again else (stored, 0)), mapping
    rows = await bureau.rows("select next_inspection_on as due from equipment")
    assert Counter(colour_on(DAY, row["due"]) for row in rows) == COLOURS
    assert await bureau.count("hazard") == hazards
