"""The rows of the demonstration while they are made: numbered, in order, nothing stored yet."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from core.clock import BUSINESS_ZONE

FULL: Final = 43.3
"""Times the usual number of ordinary enterprises: 510,000 rows, as the real bureau has."""
SIZES: Final = {"full": FULL, "10x": 10 * FULL}

Rows = dict[str, list[dict[str, Any]]]
"""Rows by table name."""


def scale_of(said: str | float) -> float:
    """A scale as the command line names it: a number, `full`, or `10x`. Raises ValueError."""
    if said in SIZES:
        return SIZES[str(said)]
    number = float(said)
    if not 0 <= number < math.inf:
        raise ValueError(said)
    return number


@dataclass(frozen=True, slots=True)
class Plan:
    """What the demonstration is made from: equal plans over equal code make equal rows."""

    today: dt.date
    seed: int = 1
    scale: float = 1.0
    """How many times the usual number of ordinary enterprises there are."""

    def random(self, part: str) -> Random:
        """The stream of random numbers of one part: parts do not disturb each other."""
        return Random(f"{self.seed}/{self.today.isoformat()}/{part}")  # noqa: S311  not a secret

    @property
    def morning(self) -> dt.datetime:
        """Nine o'clock of the day in Hangzhou: when everything was entered."""
        return dt.datetime.combine(self.today, dt.time(9), BUSINESS_ZONE).astimezone(dt.UTC)

    def ago(self, days: int) -> dt.date:
        """The day that many days before."""
        return self.today - dt.timedelta(days=days)


@dataclass
class World:
    """All rows known: those that were there (`reference`) and those made since (`made`)."""

    reference: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    made: Rows = field(default_factory=dict)
    tables: Rows = field(default_factory=dict)
    """Both together."""

    def __post_init__(self) -> None:
        self.tables.update({name: list(rows) for name, rows in self.reference.items()})

    def add(self, table: str, **values: Any) -> int:
        """Make a row with the next number of its table, unless it brings its own; says which."""
        known = self.tables.setdefault(table, [])
        row = values if "id" in values else {"id": known[-1]["id"] + 1 if known else 1, **values}
        self.take(table, row)
        return int(row["id"])

    def take(self, table: str, row: dict[str, Any]) -> None:
        """Accept a row as it is."""
        self.tables.setdefault(table, []).append(row)
        self.made.setdefault(table, []).append(row)

    def towns(self) -> dict[str, dict[str, Any]]:
        """The towns and streets in force by code."""
        lowest = ("STREET", "TOWN")
        return {
            row["code"]: row
            for row in self.tables["division"]
            if row["kind"].name in lowest and row["valid_to"] is None
        }
