"""The news of warnings: once per transaction that moved some, and once per rule of a sweep."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningsMoved:
    """Ids of the warnings that moved, each in one of the four.

    Published with whatever writes: a unit of work, or the context of the job that sweeps. Both have
    `session`, and a subscriber needs no more: it leaves jobs behind.
    """

    raised: tuple[int, ...] = ()
    worse: tuple[int, ...] = ()
    """Of a colour that is more pressing than before."""
    better: tuple[int, ...] = ()
    cleared: tuple[int, ...] = ()
