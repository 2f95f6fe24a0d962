"""Anchors: once a day the head of the chain is written down outside the database.

Whoever owns the database can rewrite the whole chain, and can cut its end. Neither fits any more
what the file says. The file is only as safe as the place it is kept in: copy it off the machine,
print it, or publish its last line. One JSON object a line, each with the hash of the line before.
"""

import datetime as dt
import fcntl
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from core.audit.hashes import bytes_hash

FILE: Final = Path("anchors") / "anchors.jsonl"
"""Below the folder of settings.var."""
FIRST: Final = "zhijian anchors"
"""Stands in for the hash of the line before the first."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last seal at some moment; sequence 0 for an empty chain."""

    sequence: int
    chain_hash: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line of the file."""

    date: str
    """The business date, once each."""
    at: str
    """The instant at which the head was this one; what was sealed later happened about then."""
    sequence: int
    chain_hash: str
    previous: str

    @property
    def instant(self) -> dt.datetime:
        """`at` as an instant."""
        return dt.datetime.fromisoformat(self.at)


class AnchorFile:
    """The anchors in one file, appended to and never rewritten."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._last_date = ""

    def has(self, date: dt.date) -> bool:
        """Whether the day, or a later one, is anchored already."""
        if self._last_date < date.isoformat():
            self._last_date = _last_date(self.lines())
        return self._last_date >= date.isoformat()

    def lines(self) -> list[bytes]:
        """The lines as they are; none when there is no file."""
        return self.path.read_bytes().splitlines() if self.path.exists() else []

    def append(self, date: dt.date, at: dt.datetime, head: Head) -> Anchor | None:
        """Write the day's anchor to the disk; None when the day is anchored already.

        Raises OSError when it cannot be written. A line that a power cut left half written stays,
        and the next line refers to it as it is.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            lines = self.lines()
            if _last_date(lines) >= date.isoformat():
                return None
            previous = line_hash(lines[-1]) if lines else FIRST
            anchor = Anchor(
                date.isoformat(), at.isoformat(), head.sequence, head.chain_hash, previous
            )
            whole = not lines or self.path.read_bytes().endswith(b"\n")
            file.write((b"" if whole else b"\n") + orjson.dumps(asdict(anchor)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(self.path.parent)
        return anchor


def line_hash(line: bytes) -> str:
    """What a line's successor holds as `previous`."""
    return bytes_hash(line)


def parse(line: bytes) -> Anchor:
    """An anchor from its line; raises ValueError when the line is none."""
    try:
        fields: dict[str, Any] = orjson.loads(line)
        fields["sequence"] = int(fields["sequence"])
        anchor = Anchor(**fields)
        dt.date.fromisoformat(anchor.date)
        aware = anchor.instant.tzinfo is not None
    except (TypeError, ValueError, LookupError) as problem:
        raise ValueError(f"not an anchor: {line[:80]!r}") from problem
    if not aware:
        raise ValueError(f"not an anchor: {line[:80]!r}")
    return anchor


def _last_date(lines: list[bytes]) -> str:
    for line in reversed(lines):
        try:
            return parse(line).date
        except ValueError:
            continue
    return ""


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
