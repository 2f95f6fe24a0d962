"""Counts by colour as a picture: lines of a table, bars of a chart, tiles of a map."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from core.desk.visit import dig
from core.desk.words import COLOURS, ORDER, Words
from core.desk_figures import Figure
from core.register.town_tiles import tile_of

HEIGHT: Final = 100
"""Of a chart, in its own units; a day is one unit wide."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How many of one colour, and where they are listed."""

    colour: str
    count: int
    href: str = ""

    @property
    def words(self) -> Words:
        """The colour's name."""
        return COLOURS[self.colour]


@dataclass(frozen=True, slots=True)
class Line:
    """A line, a bar or a tile: what it stands for, and its marks, the worst first."""

    words: Words
    marks: list[Mark]
    href: str = ""
    tile: tuple[int, int] | None = None
    """Column and row on the map."""

    @property
    def total(self) -> int:
        """How many all colours hold together."""
        return sum(mark.count for mark in self.marks)

    def of(self, colour: str) -> Mark | None:
        """The mark of a colour."""
        return next((mark for mark in self.marks if mark.colour == colour), None)


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a bar, in units of the chart."""

    colour: str
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars by day, and what stands at the axes."""

    bars: list[Bar]
    width: int
    peak: int
    first: str
    last: str


@dataclass(frozen=True)
class FigureView:
    """Everything that a template draws."""

    form: str
    heads: list[Mark]
    """Each colour that occurs, with its sum."""
    lines: list[Line]
    chart: Chart | None = None

    @property
    def placed(self) -> list[Line]:
        """Tiles on the map, northernmost first: in this order a keyboard reaches them."""
        on_map = [line for line in self.lines if line.tile]
        return sorted(on_map, key=lambda line: (line.tile or (0, 0))[::-1])

    @property
    def unplaced(self) -> list[Line]:
        """Tiles without a place of their own."""
        return [line for line in self.lines if not line.tile]


@dataclass
class _Pile:
    """What came together under one heading."""

    words: Words
    row: Any
    counts: dict[str, int] = field(default_factory=dict)


def figure_of(figure: Figure, data: Mapping[str, Any], path: str) -> FigureView:
    """The picture of an answer; `path` is the address of the list that numbers open, or empty."""
    rows = [row for row in dig(data, figure.rows) or () if dig(row, figure.count)]
    piles = _piled(figure, rows)
    whole = _Href(path, {name: dig(data, place) for name, place in figure.keep.items()})
    lines, taken = [], set[tuple[int, int]]()
    for pile in piles:
        named = {name: dig(pile.row, place) for name, place in figure.links.items()}
        href = _Href(path, {**whole.given, **named})
        marks = [Mark(c, pile.counts[c], href.of(c)) for c in ORDER if c in pile.counts]
        tile = tile_of(dig(pile.row, figure.place) or "") if figure.place else None
        lines.append(Line(pile.words, marks, href.of(""), None if tile in taken else tile))
        taken.update([tile] if tile else ())
    sums = {c: sum(p.counts.get(c, 0) for p in piles) for c in ORDER}
    heads = [Mark(colour, n, whole.of(colour)) for colour, n in sums.items() if n]
    chart = _chart(figure, data, rows) if figure.form == "bars" and rows else None
    return FigureView(figure.form, heads, lines, chart)


def _piled(figure: Figure, rows: Iterable[Any]) -> list[_Pile]:
    piles: dict[Any, _Pile] = {}
    for row in rows:
        english = dig(row, figure.english) if figure.english else ""
        words = Words(str(dig(row, figure.by) or ""), english or "")
        pile = piles.setdefault(dig(row, figure.by), _Pile(words, row))
        colour = dig(row, figure.colour)
        pile.counts[colour] = pile.counts.get(colour, 0) + dig(row, figure.count)
    return list(piles.values())


@dataclass(frozen=True)
class _Href:
    path: str
    given: Mapping[str, Any]

    def of(self, colour: str) -> str:
        """The address of the list, of one colour or of all."""
        known = {**self.given, "colour": colour}
        text = urlencode({name: value for name, value in known.items() if value})
        return f"{self.path}?{text}" if self.path else ""


def _chart(figure: Figure, data: Mapping[str, Any], rows: list[Any]) -> Chart:
    """Bars that stand on the axis, the worst colour below."""
    counted: dict[dt.date, dict[str, int]] = {}
    for row in rows:
        of_day = counted.setdefault(dt.date.fromisoformat(dig(row, figure.by)), {})
        colour = dig(row, figure.colour)
        of_day[colour] = of_day.get(colour, 0) + dig(row, figure.count)
    ends = [dig(data, path) for path in figure.span or ()]
    first, last = (dt.date.fromisoformat(end) for end in ends) if all(ends) and ends else (
        min(counted), max(counted))  # fmt: skip
    peak = max(sum(of_day.values()) for of_day in counted.values())
    bars = []
    for day, of_day in sorted(counted.items()):
        y = float(HEIGHT)
        for colour in ORDER:
            height = HEIGHT * of_day.get(colour, 0) / peak
            y -= height
            if height:
                bars.append(Bar(colour, (day - first).days, round(y, 2), round(height, 2)))
    return Chart(bars, (last - first).days + 1, peak, first.isoformat(), last.isoformat())
