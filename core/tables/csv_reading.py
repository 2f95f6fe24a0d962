"""Records of a CSV file, one by one. A bad one costs itself and no other.

A quotation mark that is never closed would swallow the rest of a file. A record therefore spans a
bounded number of lines, and where these make no whole row, its first line alone is the bad one.
"""

import csv
from collections import deque
from collections.abc import Iterator
from typing import Final, TextIO

from core.tables.encoding import UNKNOWN
from core.tables.rows import (
    CONTROL_CHARACTER,
    EXTRA_COLUMNS,
    FIELD_TOO_LONG,
    HALF_LINE,
    UNCLOSED_QUOTE,
    UNDECODABLE,
    Row,
    RowFault,
)

LONGEST_LINE: Final = 1 << 20
"""Characters of one line; what is longer is no table."""
MOST_LINES: Final = 100
"""Lines of one record: addresses and remarks may hold line breaks."""
DELIMITERS: Final = (",", ";", "\t", "|")


def delimiter_of(header: str) -> str:
    """What separates the columns: the candidate that stands most often outside of quotes."""
    bare = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


def lines_of(file: TextIO) -> Iterator[str]:
    """Lines with their ends; one that is too long is cut off, and its rest skipped."""
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
            while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(("\n", "\r")):
                pass
        yield line


class Records:
    """The rows below the header, with the lines on which they begin."""

    def __init__(self, lines: Iterator[str], delimiter: str, width: int, *, first: int) -> None:
        """`width`: columns of the header. `first`: the line at which `lines` begin."""
        self._lines, self._delimiter, self._width = lines, delimiter, width
        self._back: deque[str] = deque()
        self._at = first

    def __iter__(self) -> Iterator[Row]:
        """Every record that is not blank."""
        while (line := self._next()) is not None:
            at = self._at
            self._at += 1
            row = self._row(at, line)
            if row is not None:
                yield row

    def _next(self) -> str | None:
        return self._back.popleft() if self._back else next(self._lines, None)

    def _row(self, at: int, line: str) -> Row | None:
        if len(line) >= LONGEST_LINE:
            return Row(at, (), FIELD_TOO_LONG)
        values, fault = self._parsed(line)
        if fault is UNCLOSED_QUOTE and line.count('"') % 2:
            values, fault = self._joined(line)
        if fault is None and not any(map(str.strip, values)):
            return None
        if fault is None:
            values, fault = self._fitted(values)
        return Row(at, values, fault or _unfit(values))

    def _joined(self, line: str) -> tuple[tuple[str, ...], RowFault | None]:
        """A record over several lines; gives them back where they make no whole row."""
        taken: list[str] = []
        text = line
        while len(taken) < MOST_LINES and (following := self._next()) is not None:
            taken.append(following)
            text += following
            if following.count('"') % 2 == 0:
                continue
            values, fault = self._parsed(text)
            if fault is None and len(values) == self._width:
                self._at += len(taken)
                return values, None
            break
        self._back.extendleft(reversed(taken))
        return (), UNCLOSED_QUOTE

    def _parsed(self, text: str) -> tuple[tuple[str, ...], RowFault | None]:
        try:
            for found in csv.reader((text,), delimiter=self._delimiter, strict=True):
                return tuple(found), None
        except csv.Error as problem:
            if "field larger" in str(problem):
                return (), FIELD_TOO_LONG
            return (), UNCLOSED_QUOTE
        return (), None

    def _fitted(self, values: tuple[str, ...]) -> tuple[tuple[str, ...], RowFault | None]:
        if len(values) < self._width:
            return values, HALF_LINE
        if any(map(str.strip, values[self._width :])):
            return values, EXTRA_COLUMNS
        return values[: self._width], None


_UNFIT: Final = frozenset(map(chr, (*range(9), 11, 12, *range(14, 32), 127)))


def _unfit(values: tuple[str, ...]) -> RowFault | None:
    """What no column can hold, wherever it stands."""
    text = "".join(values)
    if UNKNOWN in text:
        return UNDECODABLE
    return None if text.isprintable() or _UNFIT.isdisjoint(text) else CONTROL_CHARACTER
