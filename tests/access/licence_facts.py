"""What the oracle holds to be true of licences, beside tests/access/facts.py."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.access.days import months_after

Row = Mapping[str, Any]
ENDED: Final = ("ANNULLED", "WITHDRAWN", "REVOKED", "CANCELLED")


def renewal_pending(row: Row) -> bool:
    """Whether a timely application is being decided."""
    return row["renewal_applied_on"] is not None and row["renewal_timely"] is not False


def licence_state(row: Row, today: dt.date) -> str:
    """What a licence is on the day: acts, then the last day, then what is pending."""
    if row["status"] in ENDED:
        return str(row["status"])
    over = row["valid_until"] < today
    if over and not renewal_pending(row):
        return "EXPIRED"
    if row["status"] == "SUSPENDED":
        return "SUSPENDED"
    if renewal_pending(row):
        return "DEEMED_RENEWED" if over else "RENEWAL_PENDING"
    return "VALID"


LICENCE_MONTHS: Final = {
    "L1": (("URGENT", 1), ("RED", 3), ("YELLOW", 6)),
    "L2": (("URGENT", 1), ("RED", 6), ("YELLOW", 9)),
    "L3": (("URGENT", 1), ("RED", 3), ("YELLOW", 6)),
}


def licence_colour(row: Row, today: dt.date) -> str | None:
    """The colour on the day; None once an act has ended the licence."""
    if row["status"] in ENDED:
        return None
    if renewal_pending(row):
        return "RENEWAL_PENDING"
    if row["valid_until"] < today:
        return "EXPIRED"
    for colour, months in LICENCE_MONTHS[row["warning_rule"]]:
        if row["valid_until"] <= months_after(today, months):
            return colour
    return "GREEN"


COMPUTED: Final[Mapping[str, Callable[[Row, dt.date], Any]]] = {
    "Licence.state": licence_state,
    "Licence.colour": licence_colour,
    "Licence.inForce": lambda row, _today: row["status"] not in ENDED,
    "Licence.renewalPending": lambda row, _today: renewal_pending(row),
}


def _next_expiry(rows: list[Row], today: dt.date) -> Any:
    days = [r["valid_until"] for r in rows if r["status"] not in ENDED]
    return min((day for day in days if day >= today), default=None)


AGGREGATES: Final = {"Enterprise.nextLicenceExpiry": ("Licence", "enterprise_id", _next_expiry)}
