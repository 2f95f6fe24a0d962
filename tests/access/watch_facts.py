"""What the oracle holds to be true of watched dates and their counts, beside facts.py."""

from collections.abc import Mapping
from typing import Final

SCOPES: Final[Mapping[str, Mapping[str, str]]] = {
    "Watch": {
        "divisions": "town_id",
        "own": "enterprise_id",
        "participant": "organisation_ids",
    },
    "WatchCount": {"divisions": "town_id"},
}
ABOUT: Final = dict.fromkeys(SCOPES, "resource")
"""Types whose rows tell of records of others: by this column, and only to whoever may read both."""
OPERATIONS: Final = dict.fromkeys(
    ("backtestRule", "warningBoard", "warningEffect", "watchedOn"), ("Watch", "read")
)
