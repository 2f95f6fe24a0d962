"""What a job works with."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, business_date
from core.store.engine import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class JobContext:
    """One attempt at one job.

    A job may run more than once: a worker may die after the commit and before it could say so. All
    that is written by `session` happens once all the same, for its transaction also holds the mark
    that the job is done; it is committed when `run` returns. What a job does outside of `session`
    must be harmless to repeat.
    """

    id: int
    task: str
    attempt: int
    """1 for the first."""
    session: AsyncSession
    """A transaction of the core's own work, outside every scope."""
    store: Store
    """For what must not be part of that transaction."""
    clock: Clock
    services: Any
    """The platform's services: policy, actors, ..."""

    @property
    def today(self) -> dt.date:
        """The business date."""
        return business_date(self.clock)
