"""The news of warnings: once per transaction that moved some, and once per rule of a sweep."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningsMoved:
    """Ids of the warnings that moved, each in one of the four.

    Published with whatever writes: a unit of work, the context of the job that sweeps, or a pass.
    All have `session` and `clock`, and a subscriber needs no more: it leaves jobs behind. The wall
    is open meanwhile: warnings are the system's, whoever moved them.
    """

    raised: tuple[int, ...] = ()
    worse: tuple[int, ...] = ()
    """Of a colour that is more pressing than before."""
    better: tuple[int, ...] = ()
    cleared: tuple[int, ...] = ()
    resumed: tuple[int, ...] = ()
    """Suppressed until now; these may stand in one of the four as well."""


@dataclass(frozen=True, slots=True)
class RuleChanged:
    """A version of the rule was published, or its end was set: its watches change at once."""

    code: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rows came in bulk, by statements of which no unit of work knows: look at all records."""

    resource: str
    """What the policy calls the records."""
