"""What the oracle holds to be true of matters, beside tests/access/facts.py."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

Row = Mapping[str, Any]
MATTER_DAYS: Final = (("URGENT", 1), ("RED", 2), ("YELLOW", 5))


def matter_colour(row: Row, today: dt.date) -> str | None:
    """How near the last day of a matter's step is."""
    if row["due_on"] is None:
        return None
    left = (row["due_on"] - today).days
    if left < 0:
        return "EXPIRED"
    return next((colour for colour, days in MATTER_DAYS if left <= days), "GREEN")


def matter_days_left(row: Row, today: dt.date) -> int | None:
    """Calendar days to the last day."""
    return row["due_on"] and (row["due_on"] - today).days


def matter_late(row: Row, today: dt.date) -> bool | None:
    """Open and past the last day; null where SQL's `and` is."""
    if row["state"] != "OPEN":
        return False
    return None if row["due_on"] is None else row["due_on"] < today
