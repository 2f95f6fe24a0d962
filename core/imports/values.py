"""From a row of a file to checked values: cheap work in memory, one reason for each refusal."""

import datetime as dt
import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from core.errors import InvalidInput, ZhijianError
from core.import_declarations import ColumnKind
from core.imports.mapping import ImportMapping, Taken
from core.tables.rows import Row

SEPARATOR: Final = "\x1f"
"""Between the parts of a key: no column holds it."""
LONGEST_KEY: Final = 400
YES: Final = frozenset({"yes", "y", "true", "1", "是", "有", "√"})
NO: Final = frozenset({"no", "n", "false", "0", "否", "无", "×", ""})
WHOLE: Final = range(-(2**31), 2**31)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is not stored, and the one reason."""

    line: int
    code: str
    field: str
    chinese: str
    english: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A record that is named by its source key, until the batch is looked up."""

    kind: str
    source: str
    key: str


@dataclass(frozen=True, slots=True)
class Source:
    """A row whose cells are understood."""

    line: int
    key: str
    content: str
    values: dict[str, Any]


class RowReader:
    """Reads the rows of one file by one mapping."""

    def __init__(self, mapping: ImportMapping, header: Sequence[str]) -> None:
        """Raises InvalidInput (`MAPPING_MISFIT`) where the file lacks columns of the mapping."""
        if missing := mapping.missing(header):
            raise InvalidInput(
                f"文件中没有这些列：{'、'.join(missing)}。",
                f"The file has no such columns: {', '.join(missing)}.",
                field="file",
                code="MAPPING_MISFIT",
            )
        at = {name: place for place, name in enumerate(header) if name}
        self._key = [at[name] for name in mapping.key]
        self._parts = [(t.column.name, t.source, _part(t, at)) for t in mapping.taken]
        self._ordinals: Counter[tuple[str, str]] | None = Counter() if mapping.ordinal else None

    @property
    def counts(self) -> bool:
        """Whether what a row means depends on the rows before it."""
        return self._ordinals is not None

    def read(self, row: Row) -> Source | Refusal:
        """The values of a row, or why it is refused."""
        if row.fault is not None:
            fault = row.fault
            return Refusal(row.line, fault.code, "", fault.chinese, fault.english)
        cells, values = row.values, {}
        for name, source, part in self._parts:
            try:
                values[name] = part(cells)
            except ZhijianError as error:
                return refusal(row.line, error, source or name)
        parts = [cells[place].strip() for place in self._key]
        if not all(parts):
            return Refusal(row.line, "KEY_MISSING", "", "主键不完整。", "The key is not complete.")
        key = SEPARATOR.join(parts)
        content = _digest(values)
        if self._ordinals is not None:
            self._ordinals[key, content] += 1
            key = SEPARATOR.join((key, content, str(self._ordinals[key, content])))
        if len(key) > LONGEST_KEY:
            return Refusal(row.line, "KEY_TOO_LONG", "", "主键过长。", "The key is too long.")
        return Source(row.line, key, content, values)


def refusal(line: int, error: ZhijianError, field: str = "") -> Refusal:
    """An error of the validators as the reason of a row."""
    return Refusal(
        line, error.stable_code, field or error.field or "", error.chinese, error.english
    )


def _digest(values: Mapping[str, Any]) -> str:
    return hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()[:32]


def _part(taken: Taken, at: Mapping[str, int]) -> Callable[[Sequence[str]], Any]:
    column = taken.column
    if taken.key:
        kind, source, places = column.refers_to, taken.key_source, [at[n] for n in taken.key]
        return lambda cells: Reference(
            kind, source, SEPARATOR.join(cells[place].strip() for place in places)
        )
    understood = _understanding(taken)
    if taken.constant is not None:
        constant = understood(taken.constant)
        return lambda _cells: constant
    place, words, otherwise = at[taken.source], taken.values, taken.otherwise

    def part(cells: Sequence[str]) -> Any:
        text = cells[place].strip()
        if words or otherwise is not None:
            text = words.get(text, text if otherwise is None else otherwise)
        return understood(text)

    return part


def _understanding(taken: Taken) -> Callable[[str], Any]:
    """From text to value; blanks are None, or refused where they are required."""
    column = taken.column
    convert = _CONVERTERS[column.kind](taken)
    required, longest = column.required, column.longest

    def understood(text: str) -> Any:
        if not text:
            if required:
                raise InvalidInput("此项必须填写。", "This must be filled in.", code="REQUIRED")
            return None
        if len(text) > longest:
            raise InvalidInput(
                f"超过{longest}个字符。", f"More than {longest} characters.", code="TOO_LONG"
            )
        return convert(text)

    return understood


def narrow(text: str) -> str:
    """Full-width digits, letters and signs as the usual ones."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def _text(taken: Taken) -> Callable[[str], Any]:
    tidy = taken.column.tidy
    return tidy if tidy is not None else lambda text: unicodedata.normalize("NFC", text)


def _day(taken: Taken) -> Callable[[str], Any]:
    written = taken.format

    def day(text: str) -> dt.date:
        plain = narrow(text)
        try:
            if written:
                return dt.datetime.strptime(plain, written).date()  # noqa: DTZ007  a day
            plain = plain.replace("/", "-").replace(".", "-").replace("年", "-")
            plain = plain.replace("月", "-").replace("日", "")
            year, month, number = (int(part) for part in plain[:10].split("-"))
            return dt.date(year, month, number)
        except ValueError:
            raise InvalidInput(
                "日期无法识别，应如 2022-07-28。",
                "No day; write it like 2022-07-28.",
                code="NOT_A_DAY",
            ) from None

    return day


def _whole(_taken: Taken) -> Callable[[str], Any]:
    def whole(text: str) -> int:
        try:
            value = float(narrow(text))
            if value.is_integer() and int(value) in WHOLE:
                return int(value)
        except (ValueError, OverflowError):
            pass
        raise InvalidInput("应为整数。", "This must be a whole number.", code="NOT_A_NUMBER")

    return whole


def _decimal(_taken: Taken) -> Callable[[str], Any]:
    def decimal(text: str) -> float:
        try:
            value = Decimal(narrow(text))
        except InvalidOperation:
            value = Decimal("nan")
        if value.is_finite() and abs(value) < 10**15:
            return float(value)
        raise InvalidInput("应为数字。", "This must be a number.", code="NOT_A_NUMBER")

    return decimal


def _yes_no(_taken: Taken) -> Callable[[str], Any]:
    def yes_no(text: str) -> bool:
        plain = narrow(text).lower()
        if plain in YES or plain in NO:
            return plain in YES
        raise InvalidInput("应为“是”或“否”。", "This must be yes or no.", code="NOT_YES_OR_NO")

    return yes_no


def _choice(taken: Taken) -> Callable[[str], Any]:
    choices = taken.column.choices
    if choices is None:
        raise TypeError(f"{taken.column.name}: a choice without choices")
    known = {member.name: member for member in choices}

    def choice(text: str) -> Any:
        if (found := known.get(narrow(text).upper())) is not None:
            return found
        raise InvalidInput(
            f"应为 {'、'.join(known)} 之一。",
            f"This must be one of {', '.join(known)}.",
            code="NO_CHOICE",
        )

    return choice


_CONVERTERS: Final[Mapping[ColumnKind, Callable[[Taken], Callable[[str], Any]]]] = {
    ColumnKind.TEXT: _text,
    ColumnKind.DAY: _day,
    ColumnKind.WHOLE: _whole,
    ColumnKind.DECIMAL: _decimal,
    ColumnKind.YES_NO: _yes_no,
    ColumnKind.CHOICE: _choice,
    ColumnKind.REFERENCE: lambda _taken: narrow,
}
