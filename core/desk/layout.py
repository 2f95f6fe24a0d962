"""From an answer and a layout to what a template draws: tables, facts, timelines, figures."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from core.desk.book import linked
from core.desk.described import column_of
from core.desk.shown import Cell, Eye
from core.desk.visit import Result, Visit, dig
from core.desk.words import Words, two
from core.desk_declarations import Column, Facts, Note, Section, Table, Timeline
from core.desk_figures import Figure
from core.figures.drawing import FigureView, figure_of
from core.figures.places import needed


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, where it leads, and what a form needs to act on it."""

    cells: list[Cell]
    href: str = ""
    pick: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; the heading is empty where rows are not grouped."""

    heading: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A section as a template draws it."""

    kind: str
    title: Words
    groups: list[Group]
    head: list[Words]
    empty: Words
    total: int | None = None
    next_cursor: str | None = None
    figure: FigureView | None = None
    dense: bool = False


def draw(visit: Visit, plugin: str, result: Result, section: Section) -> Drawn | None:
    """A section of an answer; None where this person's schema has nothing for it."""
    if isinstance(section, Note):
        return Drawn("note", two(section.text), [], [], Words("", ""))
    if isinstance(section, Figure):
        return _figure(plugin, result, section)
    base = section.of if isinstance(section, Facts) else section.rows
    eye = Eye(result.reading, visit.access.today, visit.book.outcomes)
    if result.reading.spot(base) is None:
        return None
    columns = [c for c in section.columns if isinstance(c, Column) and eye.has(base, c)]
    painter = _Painter(eye, base, plugin, columns)
    match section:
        case Facts():
            return painter.facts(section, result.at(base))
        case Timeline():
            return painter.timeline(section, rows_at(result, base))
    return painter.table(section, result)


def _figure(plugin: str, result: Result, section: Figure) -> Drawn | None:
    if not all(result.reading.spot(path) for path in needed(section)):
        return None
    view = figure_of(section, result.data, linked(section.page, plugin))
    return Drawn("figure", two(section.title), [], [], two(section.empty), figure=view)


@dataclass(frozen=True)
class _Painter:
    eye: Eye
    base: str
    plugin: str
    columns: list[Column]

    def facts(self, section: Facts, record: Any) -> Drawn:
        records = record if isinstance(record, list) else [record]
        rows = [Row(self.cells(each)) for each in records if each]
        return self._drawn("facts", section.title, [Group("", rows)])

    def timeline(self, section: Timeline, rows: list[Any]) -> Drawn:
        marks = [Column(section.when), Column(section.what)]
        kinds = [column_of(mark, self.eye.reading, self.base) for mark in marks]
        drawn = [
            Row([self.eye.cell(row, self.base, mark) for mark in kinds] + self.cells(row))
            for row in rows
        ]
        return self._drawn("timeline", section.title, [Group("", drawn)])

    def table(self, section: Table, result: Result) -> Drawn:
        groups: dict[str, list[Row]] = {}
        for row in rows_at(result, self.base)[: section.most or None]:
            heading = str(dig(row, section.group_by) or "") if section.group_by else ""
            groups.setdefault(heading, []).append(self.row(row, section))
        drawn = self._drawn("table", section.title, [Group(*each) for each in groups.items()])
        page = result.at(f"{_owner(self.base)}.pageInfo") or {}
        return replace(
            drawn,
            empty=two(section.empty),
            dense=section.dense,
            total=result.at(f"{_owner(self.base)}.totalCount"),
            next_cursor=page.get("endCursor") if page.get("hasNextPage") else None,
        )

    def row(self, row: Any, section: Table) -> Row:
        """A row with its link and its pick."""
        key, picked = dig(row, "id"), dig(row, section.pick)
        owner = _owner(section.pick)
        version = dig(row, f"{owner}.version" if owner else "version")
        href = f"{linked(section.page, self.plugin)}/{key}" if section.page and key else ""
        pick = f"{picked}|{version if version is not None else ''}" if picked else ""
        return Row(self.cells(row), href, pick)

    def cells(self, row: Any) -> list[Cell]:
        """The row's values, those with a page of their own as links."""
        return [self.eye.cell(row, self.base, c, self._href(row, c)) for c in self.columns]

    def _href(self, row: Any, column: Column) -> str:
        owner = _owner(column.path)
        key = dig(row, column.key or (f"{owner}.id" if owner else "id"))
        return f"{linked(column.page, self.plugin)}/{key}" if column.page and key else ""

    def _drawn(self, kind: str, title: str, groups: list[Group]) -> Drawn:
        filled = [group for group in groups if group.rows]
        head = [two(column.title) for column in self.columns]
        return Drawn(kind, two(title), filled, head, two("没有记录\nNothing here"))


def rows_at(result: Result, base: str) -> list[Any]:
    """The rows at a path; lists within lists give one list."""
    return list(_flat(result.at(base)))


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for each in value:
            yield from _flat(each)
    elif value is not None:
        yield value


def _owner(path: str) -> str:
    """The path of what holds the last part."""
    return path.rpartition(".")[0]
