"""What supervision adds to the steps themselves: pauses as rows, and cases of supervision."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.procedures.models import Followed, OnChain
from core.store.base import Base, Key


class StepPause(Followed, Base):
    """One time for which the clock of a step stood: why, by whom, from when until when."""

    __tablename__ = "step_pause"
    __table_args__ = (Index("ix_step_pause_paused_on_id", "paused_on", "id"),)

    id: Mapped[Key]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    step: Mapped[str]
    step_title: Mapped[str]
    kind: Mapped[str]
    """The lawful reason by its code, such as `hearing`; `supplement` while papers are missing."""
    reason: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    """Who stopped the clock."""
    paused_on: Mapped[dt.date]
    resumed_on: Mapped[dt.date | None]
    """None while the clock stands."""


class SupervisionCase(OnChain, Base):
    """督办: a superior body asks the unit that has a matter in hand, and judges its answer."""

    __tablename__ = "supervision_case"
    __table_args__ = (
        UniqueConstraint("year", "serial"),
        Index("ix_supervision_case_issued_on_id", "issued_on", "id"),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    year: Mapped[int]
    serial: Mapped[int]
    about_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    """The matter that is supervised; `matter_id` is the case's own."""
    about_step: Mapped[str]
    """The step at which it waited when the case was issued, in Chinese."""
    unit_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    question: Mapped[str]
    issued_on: Mapped[dt.date]
    answer: Mapped[str | None]
    answered_on: Mapped[dt.date | None]
    verdict: Mapped[str | None]
    """What the superior body said of the last answer."""
    times_returned: Mapped[int] = mapped_column(default=0)
    closed_on: Mapped[dt.date | None]
