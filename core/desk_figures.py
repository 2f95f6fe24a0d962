r"""Counts as a picture on a page: a section of `core/desk_declarations.py` of its own.

    Figure(
        rows="hazardBoard", by="town.name", form="tiles", place="town.code",
        page="hazards", links={"town": "town.id"},
    )

shows one tile for each town, where it lies on the map, with the worst colour and its number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How many of each colour: by kind in a table, by day as bars, by town as tiles of a map.

    Drawn by the server, for any list of counts; rows that agree are added up. Beside each colour
    stand its shape, its word and the number, and below a chart the same as a table. Paths lead
    through a row, those of `keep` and `span` through the answer.
    """

    rows: str
    by: str
    """The path of what a line, a bar or a tile stands for; bars want a date."""
    english: str = ""
    """The path of its name in English."""
    form: Literal["table", "bars", "tiles"] = "table"
    colour: str = "colour"
    """The path of a warning colour."""
    count: str = "count"
    title: str = ""
    place: str = ""
    """Of tiles: the path of the division's code; one without a place on the map stands below."""
    span: tuple[str, str] | None = None
    """Of bars: the paths of the first and the last day; else the days of the rows."""
    page: str = ""
    """The list that a number opens, with `?colour=` and what `links` and `keep` say."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Filter of that list -> the path of its value in a row."""
    keep: Mapping[str, str] = field(default_factory=dict)
    """Filter of that list -> the path of its value in the answer."""
    empty: str = "没有记录\nNothing here"
