"""Open a table whatever it is: CSV of any size, in any encoding we know, or XLSX."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, TextIO, cast

from core.errors import InvalidInput
from core.tables.csv_reading import Records, delimiter_of, lines_of
from core.tables.encoding import FileFacts, examine
from core.tables.harmless import as_written
from core.tables.rows import Row
from core.tables.xlsx_reading import Sheet, is_xlsx, open_sheet, unreadable

Format = Literal["csv", "xlsx"]
LONGEST_HEADER: Final = 500
"""Columns; a file with more is no table of ours."""


@dataclass(slots=True)
class TableFile:
    """A table in a file: what it is, its header, and its rows as often as they are wanted."""

    path: Path
    format: Format
    facts: FileFacts
    header: tuple[str, ...]
    delimiter: str = ""
    head_line: int = 1
    """The line on which the header ends."""
    read: int = 0
    """Bytes of a CSV file, or rows of a sheet, that the last reading has taken so far."""
    _sheet: Sheet | None = field(default=None, repr=False)

    @property
    def whole(self) -> int:
        """What `read` comes to."""
        return self.facts.size if self._sheet is None else self._sheet.height

    @property
    def stated(self) -> str:
        """Format and encoding for people, in both languages."""
        return "XLSX\nXLSX" if self.format == "xlsx" else self.facts.stated

    def rows(self) -> Iterator[Row]:
        """The rows below the header, with the lines on which they stand. Never raises for one."""
        if self._sheet is not None:
            for row in self._sheet.rows():
                self.read = row.line
                yield row
            return
        with _opened(self.path, self.facts) as file:
            lines = lines_of(file)
            for _ in range(self.head_line):
                next(lines, None)
            records = Records(lines, self.delimiter, len(self.header), first=self.head_line + 1)
            for row in records:
                self.read = file.buffer.tell()
                yield Row(row.line, tuple(map(as_written, row.values)), row.fault)


def open_table(path: Path) -> TableFile:
    """Look at a file. Raises InvalidInput: `FILE_EMPTY`, `FILE_UNREADABLE`, `HEADER_REPEATED`."""
    facts = examine(path)
    if is_xlsx(path):
        sheet = open_sheet(path)
        return TableFile(path, "xlsx", facts, _sound(sheet.header), _sheet=sheet)
    with _opened(path, facts) as file:
        for number, line in enumerate(lines_of(file), 1):
            if "\0" in line:
                raise unreadable()  # some binary format: no text begins like that
            if line.strip():
                delimiter = delimiter_of(line)
                header = _header(line, delimiter)
                return TableFile(path, "csv", facts, _sound(header), delimiter, number)
    return TableFile(path, "csv", facts, _sound(()))


def _opened(path: Path, facts: FileFacts) -> TextIO:
    return cast("TextIO", path.open(encoding=facts.encoding, errors="replace", newline=""))


def _header(line: str, delimiter: str) -> tuple[str, ...]:
    row = next(iter(Records(iter((line,)), delimiter, 0, first=1)), None)
    return () if row is None else tuple(map(as_written, row.values))


def _sound(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the columns. Raises InvalidInput where they cannot be told apart."""
    tidy = tuple(name.strip() for name in names)
    if not any(tidy):
        raise InvalidInput("文件是空的。", "The file is empty.", field="file", code="FILE_EMPTY")
    if len(tidy) > LONGEST_HEADER:
        raise unreadable()
    twice = sorted(name for name, times in Counter(tidy).items() if name and times > 1)
    if twice:
        raise InvalidInput(
            f"表头有重名的列：{'、'.join(twice)}。",
            f"Columns of the same name: {', '.join(twice)}.",
            field="file",
            code="HEADER_REPEATED",
        )
    return tidy
