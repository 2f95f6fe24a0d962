"""What subsystems tell each other of the supervised places, in the transaction that writes it."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteVisited:
    """Somebody was on site and wrote down what was found: a patrol, a check, an inspection."""

    resource: str
    """What the policy calls the record of the visit."""
    key: int
    on: dt.date
    town_id: int
    enterprise_id: int | None
    """None where it is not known whose place it is."""
    site_id: int | None = None
    subject: tuple[str, int] | None = None
    """The policy resource and key of the one thing that was looked at, where it was one thing."""
    subsystems: tuple[str, ...] = ()
    """The plugins whose things were looked at; empty: whatever is there."""
    account_id: int | None
    organisation_id: int | None
    passed: bool
    """Whether nothing was found that has to be put right."""
    matters: tuple[int, ...] = ()
    """The matters that were opened for what was found."""
