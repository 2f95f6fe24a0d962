"""Where each town lies on the tile map: `data/town_tiles.csv`, roughly as seen from above."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parent / "data" / "town_tiles.csv"


@cache
def _tiles() -> Mapping[str, tuple[int, int]]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(lines)}


def tile_of(code: str) -> tuple[int, int] | None:
    """Column and row of a division, counted from the north-west; None for one not on the map."""
    return _tiles().get(code)


def tiles() -> Mapping[str, tuple[int, int]]:
    """All of them, by the division's code; a town that was renamed kept its place."""
    return _tiles()
