"""What links the public with steps: tokens of progress, and questions to a step."""

import datetime as dt

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Integer

from core.procedures.models import Followed
from core.store.base import Base, Key


class ProgressToken(Followed, Base):
    """「我的件办到哪了」: whoever has the token may follow one matter, and nothing else of it."""

    __tablename__ = "progress_token"

    id: Mapped[Key]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    """Keyed: neither the table nor a copy of it gives a token away."""
    issued_on: Mapped[dt.date]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class StepQuestion(Base):
    """A citizen asks about a public step; the unit that did it answers. Nobody is named."""

    __tablename__ = "step_question"
    __scope__ = {"divisions": "town_id", "participant": "organisation_ids"}
    __table_args__ = (Index("ix_step_question_due_on_id", "due_on", "id"),)

    id: Mapped[Key]
    line_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("step_log_line.id"), index=True)
    step: Mapped[str]
    unit: Mapped[str | None]
    question: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    """Of the token by which whoever asked reads the answer."""
    asked_on: Mapped[dt.date]
    due_on: Mapped[dt.date]
    answer: Mapped[str | None]
    answered_on: Mapped[dt.date | None]
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    organisation_ids: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    version: Mapped[int] = mapped_column(default=1)
