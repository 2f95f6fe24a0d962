"""The tables of the step log. Rows are added and never changed: core/store/grants.py sees to that.

What the public may read and what only an auditor may are two tables, so that no mistake in a
document or a grant shows the second.
"""

import datetime as dt

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Key
from core.store.scope import PUBLIC, SYSTEM


class StepLogLine(Base):
    """One step as anybody may know it: a unit and its clock, never a person or an enterprise.

    `line` is what is hashed; the other columns repeat it to be searched, and the verifier compares
    them. A step that the law does not make public is a line with nothing but its seal.
    """

    __tablename__ = "step_log_line"
    __scope__ = PUBLIC
    __append_only__ = True
    __table_args__ = (
        Index("ix_step_log_line_case_code_id", "case_code", "id"),
        Index("ix_step_log_line_day_id", "day", "id"),
        Index("ix_step_log_line_late", "unit", "happened_on", postgresql_where="not in_time"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """The place in the chain: 1, 2, 3, ... without gaps."""
    day: Mapped[dt.date]
    """The day whose log it is in; a step that was committed about midnight is in the next one."""
    line: Mapped[str]
    chain_hash: Mapped[str]
    case_code: Mapped[str | None]
    """Tells cases apart, and says nothing about them."""
    procedure: Mapped[str | None]
    step: Mapped[str | None]
    act: Mapped[str | None]
    to_step: Mapped[str | None]
    unit: Mapped[str | None]
    tier: Mapped[str | None]
    town: Mapped[str | None]
    arrived_on: Mapped[dt.date | None]
    due_on: Mapped[dt.date | None]
    happened_on: Mapped[dt.date | None]
    in_time: Mapped[bool | None]
    pause: Mapped[str | None]
    """The lawful reason for which the clock stands since this step, a code."""


class StepSecret(Base):
    """What opens the seal of a line for an auditor: which step it was, and the salt."""

    __tablename__ = "step_secret"
    __scope__ = SYSTEM
    __append_only__ = True

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """As the line's."""
    event_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    """Not a foreign key: a line outlives its step, so that a deletion shows."""
    salt: Mapped[str]


class StepAnchor(Base):
    """The head of the chain at the end of a day, as it is published."""

    __tablename__ = "step_anchor"
    __scope__ = PUBLIC
    __append_only__ = True

    id: Mapped[Key]
    day: Mapped[dt.date] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    """The last line of the day's log, or of an earlier one where nothing happened."""
    lines: Mapped[int]
    """How many lines the day has."""
    chain_hash: Mapped[str]
    line: Mapped[str]
    """The anchor as it is written down outside, with the hash of the one before."""
