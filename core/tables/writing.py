"""Write tables as CSV or XLSX, as a stream: memory does not grow with the number of rows."""

import csv
import datetime as dt
import enum
from abc import ABC, abstractmethod
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

import xlsxwriter

from core.tables.harmless import harmless

MOST_ROWS: Final = 1_048_575
"""Below the header, in one sheet of XLSX; further rows go to further sheets."""
LONGEST_CELL: Final = 32_767
"""Characters of a cell of XLSX."""
WIDTHS: Final = (8, 48)
"""Of columns in characters: the narrowest and the widest."""

Cell = str | int | float | bool | Decimal | dt.date | dt.datetime | enum.Enum | None


class TableWriter(ABC):
    """Something that takes rows until it is closed."""

    @abstractmethod
    def write(self, row: Sequence[Cell]) -> None:
        """Add a row."""

    @abstractmethod
    def close(self) -> None:
        """Finish the file."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def write_table(path: Path, header: Sequence[str]) -> TableWriter:
    """A new file: XLSX where its name ends so, else CSV that spreadsheets open as UTF-8."""
    if path.suffix.lower() == ".xlsx":
        return XlsxWriter(path, header)
    return CsvWriter(path, header)


class CsvWriter(TableWriter):
    """RFC 4180 with a byte order mark, by which spreadsheets know UTF-8."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._file: IO[str] = path.open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._file)
        self.write(header)

    def write(self, row: Sequence[Cell]) -> None:
        """Add a row; texts that would be run as formulas are guarded, numbers are not."""
        self._rows.writerow([_plain(cell) for cell in row])

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def _plain(cell: Any) -> Any:
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, enum.Enum):
        return cell.name
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    return "" if cell is None else cell


class XlsxWriter(TableWriter):
    """Rows go to disk as they come. Texts are stored as texts: nothing is run, no digit is lost."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._book: Any = xlsxwriter.Workbook(
            path,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": "yyyy-mm-dd",
            },
        )
        # the header repeats on every sheet, and stays in view
        self._bold = self._book.add_format({"bold": True})
        self._header, self._at = tuple(header), 0
        self._sheet: Any = None
        self._begin()

    def _begin(self) -> None:
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        for column, name in enumerate(self._header):
            wide = sum(2 if character > "\u2e7f" else 1 for character in name) + 2
            self._sheet.set_column(column, column, min(max(wide, WIDTHS[0]), WIDTHS[1]))
            self._sheet.write_string(0, column, name, self._bold)
        self._at = 1

    def write(self, row: Sequence[Cell]) -> None:
        """Add a row, to a further sheet where this one is full."""
        if self._at > MOST_ROWS:
            self._begin()
        for column, cell in enumerate(row):
            self._put(column, cell)
        self._at += 1

    def _put(self, column: int, cell: Any) -> None:
        sheet: Any = self._sheet
        match cell:
            case None | "":
                return
            case bool():
                sheet.write_string(self._at, column, "yes" if cell else "no")
            case int() | float() | Decimal():
                sheet.write_number(self._at, column, cell)
            case dt.datetime():
                sheet.write_string(self._at, column, cell.isoformat(sep=" ", timespec="seconds"))
            case dt.date():
                sheet.write_datetime(self._at, column, cell)
            case enum.Enum():
                sheet.write_string(self._at, column, cell.name)
            case _:
                sheet.write_string(self._at, column, str(cell)[:LONGEST_CELL])

    def close(self) -> None:
        """Finish the file."""
        self._book.close()
