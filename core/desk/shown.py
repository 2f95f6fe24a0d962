"""Values as people read them: dates with days left, colours with word and shape, enums in words."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from core.desk.described import choices_of
from core.desk.documents import Reading
from core.desk.visit import dig
from core.desk.words import COLOURS, Words, two
from core.desk_declarations import Column
from core.register.colours import WarningColour

NOTHING: Final = Words("—", "")
YES, NO = Words("是", "Yes"), Words("否", "No")


@dataclass(frozen=True, slots=True)
class Cell:
    """One shown value."""

    title: Words
    kind: str
    words: Words
    colour: str = ""
    """A warning colour, to be drawn beside its word."""
    href: str = ""
    late: bool = False
    photos: tuple[tuple[str, str], ...] = ()
    """(address, address of the small picture) of files."""


@dataclass(frozen=True)
class Eye:
    """How one document's values are to be read, on one business day."""

    reading: Reading
    today: dt.date
    outcomes: Mapping[str, Words]
    """What people call the ends of matters, by code."""

    def has(self, base: str, column: Column) -> bool:
        """Whether this person's answer holds the column at all."""
        return self.reading.spot(_joined(base, column.path)) is not None

    def cell(self, row: Any, base: str, column: Column, href: str = "") -> Cell:
        """A value of a row under a column."""
        value = dig(row, column.path)
        title = two(column.title)
        if value is None or value in ("", []):
            return Cell(title, column.kind, NOTHING)
        if column.kind == "photo":
            return Cell(title, "photo", NOTHING, photos=_addresses(value))
        if column.kind == "colour" and isinstance(value, str) and value in COLOURS:
            return Cell(title, "colour", COLOURS[value], colour=value, href=href)
        if column.kind == "days":
            words, late = days_left(value, self.today)
            return Cell(title, "days", words, href=href, late=late)
        if column.kind == "share":
            return Cell(title, "number", Words(f"{value:.0%}", ""))
        return Cell(title, column.kind, self._words(value, base, column), href=href)

    def _words(self, value: Any, base: str, column: Column) -> Words:
        if isinstance(value, list):
            parts = [self._words(each, base, column) for each in value if each is not None]
            both = ("、".join(filter(None, said)) for said in zip(*parts, strict=True))
            return Words(*both) if parts else NOTHING
        if isinstance(value, bool):
            return YES if value else NO
        if column.kind == "choice":
            spot = self.reading.spot(_joined(base, column.path))
            return choices_of(spot.type if spot else None).get(value, Words("", str(value)))
        if column.kind == "outcome":
            return self.outcomes.get(value, Words("", str(value)))
        if column.kind == "datetime":
            return Words(moment(value), "")
        return Words(f"{value:g}" if isinstance(value, float) else str(value), "")


def _joined(base: str, path: str) -> str:
    return f"{base}.{path}" if base else path


def days_left(value: str, today: dt.date) -> tuple[Words, bool]:
    """A due date as days left, and whether it has passed."""
    due = dt.date.fromisoformat(value[:10])
    days = (due - today).days
    if days < 0:
        return Words(f"逾期 {-days} 天", f"{-days} days late"), True
    if days == 0:
        return Words("今天到期", "due today"), False
    return Words(f"还剩 {days} 天", f"{days} days left"), False


def moment(value: str) -> str:
    """A moment in the bureau's own time, to the minute."""
    at = dt.datetime.fromisoformat(value)
    return at.astimezone(dt.timezone(dt.timedelta(hours=8))).strftime("%Y-%m-%d %H:%M")


def worst_first(colour: str) -> int:
    """The place of a colour in the order of the desk."""
    known = [each.value for each in WarningColour]
    return known.index(colour) if colour in known else len(known)


def _addresses(value: Any) -> tuple[tuple[str, str], ...]:
    found = value if isinstance(value, list) else [value]
    files = [each for each in found if isinstance(each, dict) and each.get("url")]
    return tuple((each["url"], each.get("previewUrl") or "") for each in files)
