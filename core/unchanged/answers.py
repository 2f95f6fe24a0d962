"""Answers as they were given, each for as long as nothing that it was read from is written.

A key holds everything that the answer was made of but the rows themselves: whoever asks with an
equal key would be answered from the same rows by the same statement. What is kept is bounded in
bytes and in number; the one that was not asked for longest goes first.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Final

from core.unchanged.tables import Tables

OVERHEAD: Final = 1_000
"""Bytes that an answer counts for beyond its own: keys and records of it."""
MOST: Final = 20_000
"""Answers that are kept, however small they are."""
SHARE: Final = 8
"""No answer takes more than one part in so many of all the room."""


@dataclass(slots=True)
class Kept:
    """One answer, and the number of the latest change before it was read."""

    value: Any
    tables: frozenset[str]
    number: int
    weight: int
    _validator: str = ""

    @property
    def validator(self) -> str:
        """A digest of the answer's bytes, worked out when first asked for."""
        if not self._validator:
            self._validator = validator_of(self.value)
        return self._validator


class Answers:
    """The answers that one worker keeps."""

    def __init__(self, tables: Tables, room: int) -> None:
        """`room` is in bytes; 0 keeps nothing."""
        self.tables, self.room = tables, room
        self.bytes = 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()

    def __len__(self) -> int:
        """How many answers are kept."""
        return len(self._kept)

    def begin(self, tables: frozenset[str]) -> int | None:
        """To be asked before reading from `tables`; None where the answer must not be kept."""
        if not self.room or not self.tables.tell_all(tables):
            return None
        return self.tables.now

    def find(self, key: Hashable) -> Kept | None:
        """The answer that still stands; None where there is none, or nobody can know."""
        kept = self._kept.get(key)
        now = self.tables.now
        if kept is None or now is None:
            return None
        if not self.tables.unchanged_since(kept.number, kept.tables):
            self._forget(key)
            return None
        kept.number = now
        self._kept.move_to_end(key)
        return kept

    def keep(
        self, key: Hashable, value: Any, tables: frozenset[str], begun: int, weight: int
    ) -> Kept | None:
        """Keep what was read after `begun`; None where it is too large, or has changed already."""
        weight += OVERHEAD
        if weight > self.room // SHARE or not self.tables.unchanged_since(begun, tables):
            return None
        self._forget(key)
        kept = self._kept[key] = Kept(value, tables, begun, weight)
        self.bytes += weight
        while self.bytes > self.room or len(self._kept) > MOST:
            self._forget(next(iter(self._kept)))
        return kept

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self.bytes = 0

    def _forget(self, key: Hashable) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self.bytes -= gone.weight


def validator_of(body: bytes) -> str:
    """The same for equal bodies, on every worker and after every start."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()
