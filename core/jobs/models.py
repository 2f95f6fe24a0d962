"""What may be seen of the queue, and how far periodic work has come."""

import datetime as dt
import enum

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import VIEW, Base
from core.store.scope import SYSTEM


class JobState(enum.Enum):
    """Where a job stands."""

    WAITING = "WAITING"
    """Also between two attempts; see when it is due."""
    RUNNING = "RUNNING"
    DONE = "DONE"
    """Seldom seen: a job that succeeded is removed."""
    FAILED = "FAILED"
    """A dead letter: every attempt failed, and somebody has to look."""


class QueuedJob(Base):
    """A job in the queue, without its payload: a view over Procrastinate's table.

    No kind of scope finds any: whoever may read jobs at all reads all of them.
    """

    __tablename__ = "queued_job"
    __scope__ = {}
    __table_args__ = {"info": VIEW}

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    task: Mapped[str]
    state: Mapped[JobState]
    attempts: Mapped[int]
    queued_at: Mapped[dt.datetime | None]
    due_at: Mapped[dt.datetime | None]
    error: Mapped[str | None]
    failed_at: Mapped[dt.datetime | None]


class PeriodicRun(Base):
    """The watermark of one periodic work: every day before `run_until` has been worked through."""

    __tablename__ = "periodic_run"
    __scope__ = SYSTEM

    name: Mapped[str] = mapped_column(primary_key=True)
    run_until: Mapped[dt.date]
    asked_on: Mapped[dt.date | None]
    """The last day on which a job was enqueued for it: once a day, however that job ends."""
