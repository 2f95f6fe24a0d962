"""Inspections of the past, from the files of whichever authority held them.

They are history and no matters: nobody has to act on them, no order and no penalty follows. What
the other authority wrote stands as it wrote it, under its own name.
"""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Key


class Corrected(enum.Enum):
    """Whether a finding had been put right when the file was written."""

    YES = "YES"
    NO = "NO"
    NOT_REQUIRED = "NOT_REQUIRED"


class PastInspection(Base):
    """One inspection that another authority, or the bureau before this system, held."""

    __tablename__ = "past_inspection"
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}
    __table_args__ = (
        Index("ix_past_inspection_inspected_on_id", "inspected_on", "id"),
        Index("ix_past_inspection_enterprise_id_inspected_on", "enterprise_id", "inspected_on"),
    )

    id: Mapped[Key]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    authority: Mapped[str]
    number: Mapped[str]
    """As that authority numbers it."""
    inspected_on: Mapped[dt.date]
    kind: Mapped[str]
    """In that authority's words, such as a routine visit or a complaint."""
    in_compliance: Mapped[bool | None]
    """What it concluded; None where it said nothing."""
    version: Mapped[int] = mapped_column(default=1)


class PastFinding(Base):
    """One thing that was found then."""

    __tablename__ = "past_finding"
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}

    id: Mapped[Key]
    inspection_id: Mapped[int] = mapped_column(ForeignKey("past_inspection.id"), index=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    code: Mapped[str]
    """The article or item that was violated."""
    grade: Mapped[str]
    """How grave, in that authority's words."""
    what: Mapped[str]
    place: Mapped[str]
    corrected: Mapped[Corrected | None]
    days_to_correct: Mapped[int | None]
    corrected_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)
