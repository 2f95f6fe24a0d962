"""Reviews of filings, random rounds of checks, pilots, and members of article numbering."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.procedures.models import Followed, OnChain
from core.store.base import Base, Key
from core.store.dated import Dated
from core.store.scope import PUBLIC


class CheckVerdict(enum.Enum):
    """The answer to one point of the check of a declaration."""

    CONFORMING = "CONFORMING"
    FAULTY = "FAULTY"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class PilotKind(enum.Enum):
    """How an enterprise takes part in the making or the trial of standards."""

    PILOT = "PILOT"
    NATIONAL_DRAFTING = "NATIONAL_DRAFTING"
    INDUSTRY_DRAFTING = "INDUSTRY_DRAFTING"
    LOCAL_DRAFTING = "LOCAL_DRAFTING"


class StandardReview(OnChain, Base):
    """The re-review (复审) of a filed standard before its three years are over."""

    __tablename__ = "standard_review"

    id: Mapped[Key]
    enterprise_standard_id: Mapped[int] = mapped_column(
        ForeignKey("enterprise_standard.id"), index=True
    )
    submitted_on: Mapped[dt.date]
    conclusion: Mapped[str]
    """What the enterprise's own review came to."""
    renewed_until: Mapped[dt.date | None]


class CheckPoint(Dated, Base):
    """One point by which declarations are checked, as dated data."""

    __tablename__ = "check_point"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("number", "valid_from"),)

    id: Mapped[Key]
    number: Mapped[int]
    text: Mapped[str]
    text_en: Mapped[str]
    legal_basis: Mapped[str]


class CheckRound(Base):
    """A random sample of declarations: frozen by one person, drawn by another, then published."""

    __tablename__ = "check_round"
    __scope__ = PUBLIC

    id: Mapped[Key]
    title: Mapped[str]
    percent: Mapped[int]
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id"))
    frozen_on: Mapped[dt.date]
    drawn_on: Mapped[dt.date | None]
    published_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)


class DeclarationCheck(OnChain, Base):
    """The check of one declaration that was drawn, from the draw to its published result."""

    __tablename__ = "declaration_check"
    __table_args__ = (UniqueConstraint("round_id", "enterprise_standard_id"),)

    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("check_round.id"))
    enterprise_standard_id: Mapped[int] = mapped_column(
        ForeignKey("enterprise_standard.id"), index=True
    )
    drawn_on: Mapped[dt.date]
    checked_on: Mapped[dt.date | None]
    findings: Mapped[str]
    correct_by: Mapped[dt.date | None]
    """The term of the order to correct."""
    correction: Mapped[str]
    """What the enterprise says that it has corrected."""
    ended_on: Mapped[dt.date | None]


class CheckAnswer(Followed, Base):
    """The answer to one point of a check."""

    __tablename__ = "check_answer"
    __table_args__ = (UniqueConstraint("check_id", "point_id"),)

    id: Mapped[Key]
    check_id: Mapped[int] = mapped_column(ForeignKey("declaration_check.id"))
    point_id: Mapped[int] = mapped_column(ForeignKey("check_point.id"))
    verdict: Mapped[CheckVerdict]
    note: Mapped[str]


class Pilot(Base):
    """A pilot of standardization, or the drafting of a standard, by an enterprise."""

    __tablename__ = "pilot"
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}

    id: Mapped[Key]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    kind: Mapped[PilotKind]
    title: Mapped[str]
    began_on: Mapped[dt.date]
    ended_on: Mapped[dt.date | None]
    outcome: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)


class BarcodeMember(Base):
    """A member of the article numbering system, by its maker's code (厂商识别代码)."""

    __tablename__ = "barcode_member"
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}

    id: Mapped[Key]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    maker_code: Mapped[str] = mapped_column(unique=True)
    member_since: Mapped[dt.date]
    valid_until: Mapped[dt.date]
    version: Mapped[int] = mapped_column(default=1)
