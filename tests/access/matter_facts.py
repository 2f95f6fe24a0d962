"""What the oracle holds to be true of matters, beside tests/access/facts.py."""

import base64
import datetime as dt
from collections.abc import Callable, Mapping
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


COMPUTED: Final[Mapping[str, Callable[[Row, dt.date], Any]]] = {
    "Matter.colour": matter_colour,
    "Matter.daysLeft": matter_days_left,
    "Matter.late": matter_late,
    "Message.subject": lambda row, _today: base64.b64encode(
        f"{row['subject_type']}:{row['subject_key']}".encode()
    ).decode(),
    "Matter.subjectId": lambda row, _today: base64.b64encode(
        f"{row['resource'].partition(':')[2]}:{row['subject_id']}".encode()
    ).decode(),
}
