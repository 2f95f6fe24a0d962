"""The divisions that the project ships: Zhejiang, Hangzhou, Xiaoshan, its towns and their history.

A division is valid on `valid_from <= day < valid_to`: `valid_to` is the first day on which it no
longer exists, empty while it does. `successor` is the code that took over the whole of it; a
division is never renamed in place. A part that is carved out has no predecessor row.

The history, and how sure its days are (`date_source` is "known" when every day of the row is):
- 2001-03-25 known: the county-level city 330181 became the district 330109.
- 2011-01-01 approximate: only says that the 28 towns are older than these records.
- 2013-08-30 known: 坎山镇 and 党山镇 joined 瓜沥镇 (杭政函〔2013〕121号); 28 became 26.
- 2014-08-01 approximate, the month is known: 闻堰, 宁围 and 新街 became streets with new codes
  (浙政函〔2014〕64号, 杭政函〔2014〕110号); still 26.
- 2020-06-30 approximate, the year is inferred: 盈丰街道 was carved out of 宁围街道; 27.
- 2021-04-09 known, the day of publication: five eastern streets went to 钱塘区 330114; 22.
The two other streets of 钱塘区 and the functional zones (codes 4xx and 5xx) are left out.
"""

import csv
import datetime as dt
import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from core.errors import InvalidInput

SOURCE = "divisions.csv"
DEMO_DAY_2013 = dt.date(2013, 6, 1)
"""A day with all 28 towns: what the demonstration takes for its current set."""

XIAOSHAN = "330109"
_CODE = re.compile(r"[0-9]{6}(?:[0-9]{3})?")
_COLUMNS = [
    "code",
    "name",
    "name_en",
    "kind",
    "parent",
    "valid_from",
    "valid_to",
    "successor",
    "date_source",
]


class DivisionKind(enum.StrEnum):
    """What sort of division it is; streets and towns are the lowest tier here."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY_CITY = "county_city"
    DISTRICT = "district"
    STREET = "street"
    TOWN = "town"


class DateSource(enum.StrEnum):
    """Whether the row's days come from a published act or are the best estimate."""

    KNOWN = "known"
    APPROXIMATE = "approximate"


@dataclass(frozen=True)
class DivisionRow:
    """One division during one period, as in the file."""

    code: str
    name: str
    name_en: str
    kind: DivisionKind
    parent: str | None
    valid_from: dt.date
    valid_to: dt.date | None
    successor: str | None
    date_source: DateSource

    def valid_on(self, day: dt.date) -> bool:
        """Whether the division exists on the day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@cache
def all_divisions() -> tuple[DivisionRow, ...]:
    """Every row shipped, in the order of the file; read and checked once."""
    file = resources.files("core.register").joinpath("data", SOURCE)
    return parse_divisions(file.read_text("utf-8").splitlines(), SOURCE)


def divisions_on(day: dt.date) -> tuple[DivisionRow, ...]:
    """The divisions of every tier that exist on the day."""
    return tuple(row for row in all_divisions() if row.valid_on(day))


def towns_on(day: dt.date, district: str = XIAOSHAN) -> tuple[DivisionRow, ...]:
    """The towns and streets of a district on the day, by code."""
    lowest = (DivisionKind.STREET, DivisionKind.TOWN)
    found = (row for row in divisions_on(day) if row.parent == district and row.kind in lowest)
    return tuple(sorted(found, key=lambda row: row.code))


def towns_2013() -> tuple[DivisionRow, ...]:
    """The 28 towns and streets of Xiaoshan in 2013."""
    return towns_on(DEMO_DAY_2013)


def predecessors(code: str) -> tuple[DivisionRow, ...]:
    """The divisions that the given one took over directly, by code."""
    found = (row for row in all_divisions() if row.successor == code)
    return tuple(sorted(found, key=lambda row: row.code))


def successor_on(code: str, day: dt.date) -> DivisionRow | None:
    """Who answers on the day for what once was `code`: itself or the end of its successors.

    None when the code is unknown, or the division of that day is older than the code.
    """
    wanted: str | None = code
    while wanted is not None:
        rows = [row for row in all_divisions() if row.code == wanted]
        current = next((row for row in rows if row.valid_on(day)), None)
        if current is not None:
            return current
        wanted = next((row.successor for row in rows if row.valid_to and row.valid_to <= day), None)
    return None


def parse_divisions(lines: Iterable[str], source: str) -> tuple[DivisionRow, ...]:
    """Rows of a CSV text, checked one by one and together; InvalidInput names line and fault."""
    reader = csv.DictReader(lines)
    if reader.fieldnames != _COLUMNS:
        raise _refused(source, 1, f"the columns must be {','.join(_COLUMNS)}")
    rows: list[DivisionRow] = []
    for record in reader:
        row = _row(record, source, reader.line_num)
        if any(row.code == other.code and _overlap(row, other) for other in rows):
            raise _refused(source, reader.line_num, f"{row.code} is valid twice at a time")
        rows.append(row)
    _check_references(rows, source)
    return tuple(rows)


def _row(record: dict[str, str], source: str, line: int) -> DivisionRow:
    if None in record or None in record.values():
        raise _refused(source, line, f"{len(_COLUMNS)} cells expected")
    try:
        row = DivisionRow(
            code=record["code"],
            name=record["name"].strip(),
            name_en=record["name_en"].strip(),
            kind=DivisionKind(record["kind"]),
            parent=record["parent"] or None,
            valid_from=dt.date.fromisoformat(record["valid_from"]),
            valid_to=dt.date.fromisoformat(record["valid_to"]) if record["valid_to"] else None,
            successor=record["successor"] or None,
            date_source=DateSource(record["date_source"]),
        )
    except ValueError as fault:
        raise _refused(source, line, str(fault)) from fault
    fault_found = _fault(row)
    if fault_found:
        raise _refused(source, line, fault_found)
    return row


def _fault(row: DivisionRow) -> str | None:
    if not _CODE.fullmatch(row.code):
        return f"code {row.code!r} is not 6 or 9 digits"
    if not (row.name and row.name_en):
        return f"{row.code} needs a name in both languages"
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        return f"{row.code} ends on {row.valid_to}, not after it begins"
    if row.successor and row.valid_to is None:
        return f"{row.code} has a successor but no end"
    return None


def _check_references(rows: list[DivisionRow], source: str) -> None:
    """Parents and successors exist, and a successor is valid when its predecessor ends."""
    codes = {row.code for row in rows}
    for line, row in enumerate(rows, start=2):
        if row.parent is not None and row.parent not in codes:
            raise _refused(source, line, f"parent {row.parent} of {row.code} is missing")
        if row.successor is None or row.valid_to is None:
            continue
        heirs = [other for other in rows if other.code == row.successor]
        if not any(heir.code != row.code and heir.valid_on(row.valid_to) for heir in heirs):
            what = f"successor {row.successor} of {row.code} does not exist on {row.valid_to}"
            raise _refused(source, line, what)


def _overlap(one: DivisionRow, other: DivisionRow) -> bool:
    return one.valid_on(other.valid_from) or other.valid_on(one.valid_from)


def _refused(source: str, line: int, what: str) -> InvalidInput:
    return InvalidInput(
        f"行政区划文件{source}第{line}行有误，未被接受。",
        f"{source} line {line}: {what}. Nothing was accepted.",
    )
