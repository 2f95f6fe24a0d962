"""Applications with their clocks as dated law, site reviews, yearly reports, contested numbers."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.procedures.models import Followed, OnChain
from core.store.base import Base, Key
from core.store.dated import Dated
from core.store.personal import Personal, Sealed
from core.store.scope import PUBLIC


class ApplicationKind(enum.Enum):
    """What is applied for."""

    NEW = "NEW"
    RENEW = "RENEW"
    CHANGE = "CHANGE"
    REISSUE = "REISSUE"
    CANCEL = "CANCEL"


class ApplicationLimit(Dated, Base):
    """How long an authority may take over applications of a type, between two days: dated law."""

    __tablename__ = "application_limit"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("type_code", "version"),)

    id: Mapped[Key]
    type_code: Mapped[str]
    """Of the licence type; empty: of every type without limits of its own."""
    version: Mapped[int]
    complete_days: Mapped[int]
    """Working days for saying whether an application is complete."""
    decision_days: Mapped[int]
    working: Mapped[bool]
    """Whether the days of the decision are working days."""
    extendable_days: Mapped[int]
    excluded: Mapped[list[str]]
    """Kinds of time that do not count: `testing`, `hearing`, `expert_review`."""
    issue_days: Mapped[int]
    hearing_days: Mapped[int]
    """Working days for asking for a hearing, once told of it."""
    barred_years: Mapped[int | None]
    """For how long whose licence was revoked cannot apply; None: the law knows no such bar."""
    legal_basis: Mapped[str]
    source: Mapped[str]
    """Where the row is from, and how sure it is."""


class Application(OnChain, Base):
    """An application for a licence, or about one. Its step stands in its matter."""

    __tablename__ = "application"
    __table_args__ = (Index("ix_application_filed_on_id", "filed_on", "id"),)

    id: Mapped[Key]
    kind: Mapped[ApplicationKind]
    type_id: Mapped[int] = mapped_column(ForeignKey("licence_type.id"))
    licence_id: Mapped[int | None] = mapped_column(ForeignKey("licence.id"), index=True)
    """What it is about; of a new one what came of it."""
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    covers: Mapped[list[str]]
    """Products or classes that are applied for."""
    statement: Mapped[str]
    filed_on: Mapped[dt.date]
    accepted_on: Mapped[dt.date | None]
    granted: Mapped[bool | None]
    decided_on: Mapped[dt.date | None]
    reasons: Mapped[str]
    """Of the decision; a refusal has some."""
    hearing_told_on: Mapped[dt.date | None]
    hearing_until: Mapped[dt.date | None]
    """The last day for asking for a hearing."""
    hearing_asked_on: Mapped[dt.date | None]
    hearing_held_on: Mapped[dt.date | None]
    issued_on: Mapped[dt.date | None]


class SiteReview(Followed, Base):
    """What two or more reviewers found on site; a failure is told with its reasons."""

    __tablename__ = "site_review"
    __append_only__ = True
    __may_change__ = ("organisation_ids", "town_id")

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    reviewed_on: Mapped[dt.date]
    reviewers: Mapped[Sealed | None] = mapped_column(Personal("name"))
    reviewer_count: Mapped[int]
    items: Mapped[list[str]]
    """What was looked at, and how it was, one a line."""
    passed: Mapped[bool]
    findings: Mapped[str]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class YearlyReport(Base):
    """A yearly duty of a licence that was done: a firm's self-check, or a body's follow-up."""

    __tablename__ = "yearly_report"
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}
    __append_only__ = True

    id: Mapped[Key]
    licence_id: Mapped[int] = mapped_column(ForeignKey("licence.id"), index=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    due_on: Mapped[dt.date]
    reported_on: Mapped[dt.date]
    text: Mapped[str]


class LicenceClaim(OnChain, Base):
    """A number that came in for one firm while another one holds it: shown until it is settled."""

    __tablename__ = "licence_claim"

    id: Mapped[Key]
    licence_id: Mapped[int] = mapped_column(ForeignKey("licence.id"), index=True)
    """The licence as it stands."""
    number: Mapped[str] = mapped_column(index=True)
    source: Mapped[str]
    """Which file or feed brought it."""
    noted_on: Mapped[dt.date]
    settled_on: Mapped[dt.date | None]
