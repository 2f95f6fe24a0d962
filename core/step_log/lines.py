"""A step as its line in the log: what the public may know of it, and the seal of all of it."""

import datetime as dt
import json
from typing import Any, Final

from core.clock import BUSINESS_ZONE
from core.policy.vocabulary import Tier
from core.procedures.models import ProcedureDefinition
from core.step_log.verify_steps import sealed
from core.store.personal import index_of

Row = Any
"""A mapping of the columns by name, as the ORM or a driver reads it."""
EVENT: Final = (
    "id",
    "matter_id",
    "act",
    "step",
    "step_title",
    "to_step",
    "to_title",
    "at",
    "account_id",
    "organisation_id",
    "role",
    "tier",
    "arrived_on",
    "due_on",
    "on_time",
    "reason",
    "enterprise_id",
    "paused",
)
"""What a seal covers: every column but those that say who else may follow the step."""
OFFICES: Final = (Tier.BRANCH, Tier.STATION, Tier.TOWN, Tier.SUPERIOR)
"""Tiers whose organisations are authorities: the names of others are not told."""
CASE_LETTERS: Final = 16
SHOWN: Final = (
    ("case", "case_code"),
    ("procedure", "procedure"),
    ("step", "step"),
    ("act", "act"),
    ("to", "to_step"),
    ("unit", "unit"),
    ("tier", "tier"),
    ("town", "town"),
    ("arrived", "arrived_on"),
    ("due", "due_on"),
    ("on", "happened_on"),
    ("in_time", "in_time"),
    ("pause", "pause"),
)
"""Key of the line's JSON -> column of `StepLogLine`."""


def event_values(row: Row) -> list[Any]:
    """The columns of a step as JSON holds them, whether the ORM or a driver has read them."""
    return [_plain(row[name]) for name in EVENT]


def seal_of(row: Row, salt: str) -> str:
    """The seal of a step."""
    return sealed(salt, event_values(row))


def salt_of(event_id: int) -> str:
    """The salt of a step: nobody guesses what a seal says. The same again, should a job repeat."""
    return index_of(f"step salt {event_id}")


def case_code(matter_id: int) -> str:
    """Tells the public which steps are of one case, and nothing else about it."""
    return index_of(f"step case {matter_id}")[:CASE_LETTERS]


def is_told(definition: ProcedureDefinition, step: str) -> bool:
    """Whether the procedure makes the step public."""
    return any(each["name"] == step and each["public"] for each in definition.steps)


def shown_of(row: Row, procedure: str) -> dict[str, Any]:
    """What the columns of a line show of a step that is public."""
    tier = row["tier"]
    return {
        "case_code": case_code(row["matter_id"]),
        "procedure": procedure,
        "step": row["step_title"],
        "act": row["act"].name,
        "to_step": row["to_title"],
        "unit": row["unit"] if tier in OFFICES else None,
        "tier": tier.name,
        "town": row["town"],
        "arrived_on": row["arrived_on"],
        "due_on": row["due_on"],
        "happened_on": row["at"].astimezone(BUSINESS_ZONE).date(),
        "in_time": row["on_time"],
        "pause": row["paused"],
    }


def content_of(number: int, day: dt.date, seal: str, shown: Row | None) -> str:
    """The JSON of a line."""
    step = shown and {key: _plain(shown[column]) for key, column in SHOWN}
    whole = {"n": number, "day": day.isoformat(), "seal": seal, "step": step}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return getattr(value, "name", value)
