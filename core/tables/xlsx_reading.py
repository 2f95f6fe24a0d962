"""Rows of the first sheet of an XLSX file, as text; formulas and numbers that lost digits are told.

Values come from calamine, which reads a million rows in seconds but does not say which of them are
results of formulas: those cells are found in the sheet's XML, which is read as a stream.
"""

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from python_calamine import CalamineError, load_workbook

from core.errors import InvalidInput
from core.tables.rows import FORMULA, INEXACT_NUMBER, Row, RowFault

MOST_BYTES: Final = 3 << 30
"""Unpacked; a sheet at the row limit with twenty columns stays below, a zip bomb does not."""
EXACT: Final = 10**15
"""Spreadsheets keep fifteen digits of a number."""
CHUNK: Final = 1 << 20
ENDING: Final = b"PK\x03\x04"

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?\br:id=\"([^\"]+)\"")
_TARGET = rb"<Relationship\s[^>]*?>"
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=\"[A-Z]+(\d+)\"")


def is_xlsx(path: Path) -> bool:
    """Whether the content is a zip archive, which every XLSX file is."""
    with path.open("rb") as file:
        return file.read(4) == ENDING


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet: its header, and its rows as often as they are wanted."""

    header: tuple[str, ...]
    _cells: Any
    _formulas: frozenset[int]
    _head: int
    """The row of the header, from 1."""

    @property
    def height(self) -> int:
        """Rows that are or may be filled."""
        return int(self._cells.total_height)

    def rows(self) -> Iterator[Row]:
        """Every row below the header that is not blank."""
        width = len(self.header)
        for line, cells in enumerate(self._cells.iter_rows(), 1):
            if line <= self._head:
                continue
            values = tuple(map(as_text, cells[:width]))
            if any(values):
                yield Row(line, values, self._fault(line, cells))

    def _fault(self, line: int, cells: list[Any]) -> RowFault | None:
        if line in self._formulas:
            return FORMULA
        for cell in cells:
            if isinstance(cell, int | float) and abs(cell) >= EXACT:
                return INEXACT_NUMBER
        return None


def open_sheet(path: Path) -> Sheet:
    """Read the first sheet. Raises InvalidInput (`FILE_UNREADABLE`) for what is none."""
    try:
        formulas = _formula_rows(path)
        book = load_workbook(str(path))
        cells = book.get_sheet_by_index(0)
        head, header = next(_filled(cells), (0, ()))
    except (CalamineError, zipfile.BadZipFile, KeyError, OSError, ValueError, IndexError) as fault:
        raise unreadable() from fault
    return Sheet(header, cells, formulas, head)


def unreadable() -> InvalidInput:
    """The refusal of a whole file."""
    return InvalidInput(
        "无法读取该文件：请另存为 XLSX 或 CSV 后重试。",
        "The file cannot be read: save it as XLSX or CSV, then try again.",
        field="file",
        code="FILE_UNREADABLE",
    )


def as_text(cell: Any) -> str:
    """A cell as it would stand in a CSV file: numbers without a spurious fraction, ISO days."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        day = cell.time() == dt.time()
        return cell.date().isoformat() if day else cell.isoformat(sep=" ", timespec="seconds")
    return "" if cell is None else str(cell)


def _filled(cells: Any) -> Iterator[tuple[int, tuple[str, ...]]]:
    for line, row in enumerate(cells.iter_rows(), 1):
        values = tuple(as_text(cell).strip() for cell in row)
        if any(values):
            yield line, values


def _formula_rows(path: Path) -> frozenset[int]:
    """Rows of the first sheet in which a formula stands."""
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
            raise unreadable()
        with archive.open(_first_sheet(archive)) as stream:
            return frozenset(formulas_in(stream))


def _first_sheet(archive: zipfile.ZipFile) -> str:
    found = _SHEET.search(archive.read("xl/workbook.xml"))
    if found is None:
        raise unreadable()
    for link in re.findall(_TARGET, archive.read("xl/_rels/workbook.xml.rels")):
        if b'Id="' + found[1] + b'"' in link:
            target = re.search(rb"Target=\"/?([^\"]+)\"", link)
            name = target[1].decode() if target else ""
            return name if name.startswith("xl/") else f"xl/{name}"
    raise unreadable()


def formulas_in(stream: IO[bytes]) -> Iterator[int]:
    """Numbers of rows with a formula, from a sheet's XML. Raises InvalidInput for no address."""
    kept = b""
    while chunk := stream.read(CHUNK):
        text = kept + chunk
        for formula in _FORMULA.finditer(text):
            cell = _CELL.match(text, _opened(text, formula.start()))
            if cell is None:
                raise unreadable()
            yield int(cell[1])
        kept = text[_opened(text, len(text)) :]
        if len(kept) > CHUNK:
            raise unreadable()


def _opened(text: bytes, before: int) -> int:
    """Where the last cell before a place begins."""
    plain = text.rfind(b"<c ", 0, before)
    named = text.rfind(b":c ", 0, before)
    if named > plain:
        return max(text.rfind(b"<", 0, named), 0)
    return plain if plain >= 0 else max(before - 64, 0)
