"""Repeated measurements: one figure is never taken from one run."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

REPEATS = 5
"""How often everything is measured at least."""


@dataclass(frozen=True, slots=True)
class Samples:
    """The same thing, measured several times."""

    values: tuple[float, ...]

    @classmethod
    def of(cls, values: Iterable[float]) -> "Samples":
        """From any values. Raises ValueError without one."""
        listed = tuple(values)
        if not listed:
            raise ValueError("nothing was measured")
        return cls(listed)

    @property
    def median(self) -> float:
        """The one in the middle: a disturbed run does not move it."""
        return statistics.median(self.values)

    @property
    def least(self) -> float:
        """The run that was disturbed least."""
        return min(self.values)

    @property
    def most(self) -> float:
        """The worst run."""
        return max(self.values)

    def scaled(self, factor: float) -> "Samples":
        """In another unit."""
        return Samples(tuple(value * factor for value in self.values))


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes, on the wall clock."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def repeated(measure: Callable[[], float], times: int = REPEATS) -> Samples:
    """What `measure` says, several times over."""
    return Samples.of(measure() for _ in range(times))
