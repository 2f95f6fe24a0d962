"""Who was told of which warning, and the visits that warnings ask for."""

import datetime as dt
import enum
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Integer

from core.register.colours import WarningColour
from core.store.base import Base, Key
from core.store.scope import ScopeDeclaration
from core.warnings.models import Concerned


class VisitState(enum.Enum):
    """What has become of a visit."""

    PLANNED = "PLANNED"
    PASSED = "PASSED"
    FAILED = "FAILED"
    DROPPED = "DROPPED"


class WarningDigest(Base):
    """What one account was told of warnings on a business day: one message, however much it is."""

    __tablename__ = "warning_digest"
    __scope__: ClassVar[ScopeDeclaration] = {"assigned": "account_id"}
    __table_args__ = (UniqueConstraint("account_id", "on"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    on: Mapped[dt.date]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)


class WarningNotice(Base):
    """That an account was told of a warning in a colour, and when it opened that: evidence.

    It tells of the record neither its number nor its name, so it does not ask who may read that.
    """

    __tablename__ = "warning_notice"
    __append_only__ = True
    __may_change__ = ("opened_at",)
    __scope__: ClassVar[ScopeDeclaration] = {
        "divisions": "town_id",
        "own": "enterprise_id",
        "assigned": "account_id",
    }
    __table_args__ = (
        UniqueConstraint("warning_id", "account_id", "colour", "level"),
        Index("ix_warning_notice_digest_id_id", "digest_id", "id"),
        Index("ix_warning_notice_account_id_id", "account_id", "id"),
        Index("ix_warning_notice_subject", "resource", "subject_key", "rule_code"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    warning_id: Mapped[int] = mapped_column(ForeignKey("warning.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    username: Mapped[str]
    """Of the account, so that whoever reads the proof need not read accounts."""
    digest_id: Mapped[int] = mapped_column(ForeignKey("warning_digest.id"))
    rule_code: Mapped[str]
    resource: Mapped[str]
    subject_key: Mapped[int]
    town_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"), index=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)
    colour: Mapped[WarningColour]
    level: Mapped[int] = mapped_column(default=0)
    """0: of its colour; else the level to which it had been escalated."""
    why: Mapped[str]
    why_en: Mapped[str]
    told_at: Mapped[dt.datetime]
    opened_at: Mapped[dt.datetime | None]


class LinkedVisit(Concerned, Base):
    """A visit on site that a red warning asks for (巡查联动)."""

    __tablename__ = "linked_visit"
    __table_args__ = (
        Index(
            "uq_linked_visit_planned",
            "warning_id",
            unique=True,
            postgresql_where=text("state = 'PLANNED'"),
        ),
        Index("ix_linked_visit_town", "town_id", "state", "due_on"),
        Index("ix_linked_visit_enterprise", "enterprise_id", "state"),
        Index("ix_linked_visit_due_on_id", "due_on", "id"),
    )

    id: Mapped[Key]
    warning_id: Mapped[int] = mapped_column(ForeignKey("warning.id"), index=True)
    owner: Mapped[str]
    """The plugin whose things are to be looked at."""
    title: Mapped[str]
    """What to look at, in Chinese and English."""
    state: Mapped[VisitState] = mapped_column(default=VisitState.PLANNED)
    planned_on: Mapped[dt.date]
    due_on: Mapped[dt.date]
    """The last day for it."""
    done_on: Mapped[dt.date | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    record: Mapped[str | None]
    """The global id of the patrol or check that did it."""
    matter_ids: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list)
    """Matters of the hazards that were found."""
    version: Mapped[int] = mapped_column(default=1)
