"""Columns of a log, of an answer in it, and of the duty to keep it, to be mixed into own tables.

class SafetyLog(LogColumns, Base):
__tablename__ = "safety_log"

id: Mapped[Key]
"""

import datetime as dt
import enum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column


class LogPeriod(enum.Enum):
    """日管控, 周排查, 月调度."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"


class ItemState(enum.Enum):
    """What was found of one item of the list. RED: no period is closed while it is open."""

    SOUND = "SOUND"
    YELLOW = "YELLOW"
    RED = "RED"


class OfUnit:
    """Whose a log is: the enterprise's, in its town."""

    @declared_attr
    def enterprise_id(cls) -> Mapped[int]:  # noqa: N805
        """The enterprise that looks after itself."""
        return mapped_column(ForeignKey("enterprise.id"), index=True)

    @declared_attr
    def town_id(cls) -> Mapped[int]:  # noqa: N805
        """The town where it is."""
        return mapped_column(ForeignKey("division.id"), index=True)


class LogColumns(OfUnit):
    """One period that was looked after; never changed."""

    period: Mapped[LogPeriod]
    first_on: Mapped[dt.date]
    last_on: Mapped[dt.date]
    """The first and the last day of the day, week (from Monday) or month."""
    summary: Mapped[str]
    written_at: Mapped[dt.datetime]

    @declared_attr
    def written_by(cls) -> Mapped[int]:  # noqa: N805
        """The account of whoever wrote it."""
        return mapped_column(ForeignKey("account.id"))


class FindingColumns(OfUnit):
    """An item that was not sound: open until somebody of the enterprise says how it was mended."""

    state: Mapped[ItemState]
    what: Mapped[str]
    found_on: Mapped[dt.date]
    mended_on: Mapped[dt.date | None]
    measures: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)


class DutyColumns(OfUnit):
    """That an enterprise has to keep logs, and how far it has come."""

    since: Mapped[dt.date]
    last_daily_on: Mapped[dt.date | None]
    last_weekly_on: Mapped[dt.date | None]
    last_monthly_on: Mapped[dt.date | None]
    missing_on: Mapped[dt.date] = mapped_column(index=True)
    """The first day on which three daily logs in a row are missing."""
    ended_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)
