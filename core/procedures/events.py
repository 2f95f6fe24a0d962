"""The news of a matter, published in the transaction in which it moves."""

from dataclasses import dataclass

from core.procedures.models import StepAct


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterAdvanced:
    """Something happened to a matter: where it was, where it waits now."""

    matter_id: int
    resource: str
    """What the policy calls its record."""
    subject_id: int
    procedure: str
    act: StepAct
    step: str
    to_step: str | None
    """Where it waits now; None once it has ended."""
    outcome: str | None
    town_id: int
    enterprise_id: int | None
