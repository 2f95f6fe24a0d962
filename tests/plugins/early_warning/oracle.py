"""A plain state machine of one warning, written apart from the service: what must come of what."""

import datetime as dt
from dataclasses import dataclass, replace

RANK = {"YELLOW": 1, "RED": 2, "URGENT": 3, "EXPIRED": 4}
PATIENCE = (10, 20)
"""Days in a red colour after which each level is told."""


@dataclass(frozen=True)
class Known:
    """What the oracle knows of a warning."""

    colour: str
    since: dt.date
    state: str = "NOTIFIED"
    level: int = 0
    acked: bool = False
    matter: bool = False
    until: dt.date | None = None


def settled(known, **more):
    """What it is when it neither sleeps nor is over; once it was told, nobody sees RAISED."""
    known = replace(known, **more)
    state = "ESCALATED" if known.level else "NOTIFIED"
    state = "ACKNOWLEDGED" if known.acked else state
    return replace(known, state="ACTING" if known.matter else state)


def refusal(known):
    """Why nothing can be done with it at all."""
    return {"CLEARED": "WARNING_CLEARED", "SUPPRESSED": "WARNING_SUPPRESSED"}.get(known.state)


def after(known, what, today):
    """(what it is then, the code of the refusal)."""
    act, *given = what
    wrong = _why_not(known, act, given, today)
    return (known, wrong) if wrong else (_then(known, act, given, today), None)


def _why_not(known, act, given, today):
    if act in ("colour", "end", "clear"):
        return None
    if act == "resume":
        asleep = known.state == "SUPPRESSED"
        return None if asleep else refusal(known) or "WARNING_NOT_SUPPRESSED"
    answered = {"ack": ("ACKNOWLEDGED", "ACTING"), "link": ("ACTING",)}.get(act, ())
    reasons = {
        "WARNING_ANSWERED": known.state in answered,
        "SUPPRESSION_END": act == "suppress" and given[0] <= today,
        "HIGHEST_LEVEL": act == "escalate" and known.level == len(PATIENCE),
    }
    return refusal(known) or next((code for code, holds in reasons.items() if holds), None)


def _then(known, act, given, today):
    how = {
        "ack": lambda: settled(known, acked=True),
        "link": lambda: settled(known, matter=True),
        "suppress": lambda: replace(known, state="SUPPRESSED", until=given[0]),
        "resume": lambda: settled(known, until=None),
        "escalate": lambda: replace(known, state="ESCALATED", level=known.level + 1),
        "colour": lambda: _coloured(known, given[0], today),
        "end": lambda: _ended(known),
        "clear": lambda: replace(known, state="CLEARED", until=None),
    }
    return how[act]()


def _coloured(known, colour, today):
    wake = {"acked": False, "until": None}
    entered = replace(known, colour=colour, since=today)
    if RANK[colour] <= RANK[known.colour] or known.state == "ACTING":
        return entered
    if known.state == "ESCALATED":
        return replace(entered, **wake)
    return settled(entered, **wake)


def _ended(known):
    if known.state == "ACTING":
        return replace(known, matter=False, acked=True, state="ACKNOWLEDGED")
    return replace(known, matter=False)


def next_morning(known, today):
    """What the daily work makes of it."""
    if known.state == "SUPPRESSED" and known.until < today:
        known = settled(known, until=None)
    unanswered = known.state in ("NOTIFIED", "ESCALATED") and RANK[known.colour] > 1
    if not unanswered or known.level == len(PATIENCE):
        return known
    if (today - known.since).days < PATIENCE[known.level]:
        return known
    return replace(known, state="ESCALATED", level=known.level + 1)
