"""Clues, cases, who investigates them, and when their clock stands.

Every row lies at the district and not in a town: towns and stations reach nothing but what they are
on the chain of. The party's own column is empty until the party is told.
"""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from core.procedures.models import Followed, OnChain
from core.store.base import Base, Key
from core.store.personal import Personal, Sealed


class ClueSource(enum.Enum):
    """By what a possible violation came to be known."""

    COMPLAINT = "COMPLAINT"
    REPORT = "REPORT"
    INSPECTION = "INSPECTION"
    SAMPLING = "SAMPLING"
    TRANSFER = "TRANSFER"
    MEDIA = "MEDIA"
    OTHER = "OTHER"


class PartyKind(enum.Enum):
    """Who is said to have violated the law."""

    ENTERPRISE = "ENTERPRISE"
    SOLE_TRADER = "SOLE_TRADER"
    PERSON = "PERSON"


class PauseKind(enum.Enum):
    """Time that does not count for the 90 days: 中止, 听证, 公告, 检测."""

    SUSPENSION = "SUSPENSION"
    HEARING = "HEARING"
    ANNOUNCEMENT = "ANNOUNCEMENT"
    TESTING = "TESTING"


class CaseResult(enum.Enum):
    """What is decided about a case (行政处罚法 art. 57)."""

    PENALTY = "PENALTY"
    NO_PENALTY = "NO_PENALTY"
    TRANSFERRED = "TRANSFERRED"
    WITHDRAWN = "WITHDRAWN"


class ClosureReason(enum.Enum):
    """Why a case is closed."""

    PERFORMED = "PERFORMED"
    ENFORCED = "ENFORCED"
    UNENFORCEABLE = "UNENFORCEABLE"
    NO_PENALTY = "NO_PENALTY"
    TRANSFERRED = "TRANSFERRED"
    WITHDRAWN = "WITHDRAWN"


class AgainstParty:
    """Against whom: an enterprise of the register, or somebody by name."""

    party_kind: Mapped[PartyKind]
    party_name: Mapped[str]
    """Of an enterprise or sole trader; of a person the family name and 某."""

    @declared_attr
    def party_enterprise_id(cls) -> Mapped[int | None]:  # noqa: N805
        """The party in the register; `enterprise_id` names it only once it may read the row."""
        return mapped_column(ForeignKey("enterprise.id"), index=True)

    @declared_attr
    def place_id(cls) -> Mapped[int | None]:  # noqa: N805
        """The town where it happened."""
        return mapped_column(ForeignKey("division.id"), index=True)


class Clue(AgainstParty, OnChain, Base):
    """案源: something that may be a violation, until it is filed or not."""

    __tablename__ = "clue"
    __table_args__ = (Index("ix_clue_found_on_id", "found_on", "id"),)

    id: Mapped[Key]
    source: Mapped[ClueSource]
    subject: Mapped[str | None] = mapped_column(unique=True)
    """The global id of the report, hazard or sample that it comes from: once a clue, not twice."""
    what: Mapped[str]
    found_on: Mapped[dt.date]
    reported_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    taken_up_on: Mapped[dt.date | None]
    """When a case was filed from it."""
    closed_on: Mapped[dt.date | None]


class FilingProposal(Followed, Base):
    """立案/不予立案审批表: what the officer who checked a clue proposes."""

    __tablename__ = "filing_proposal"

    id: Mapped[Key]
    clue_id: Mapped[int] = mapped_column(ForeignKey("clue.id"), unique=True)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_on: Mapped[dt.date]
    files: Mapped[bool]
    """Whether to file."""
    cause: Mapped[str]
    facts: Mapped[str]
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("discretion_rule.id"))
    violated_on: Mapped[dt.date | None]
    """When the act ended: the limit of two or five years runs from here (art. 36)."""
    officers: Mapped[list[int]]
    """Accounts that are to investigate."""


class PenaltyCase(AgainstParty, OnChain, Base):
    """A case of ordinary procedure. Where it stands is said by its matter."""

    __tablename__ = "penalty_case"
    __table_args__ = (
        UniqueConstraint("authority", "year", "serial"),
        Index("ix_penalty_case_filed_on_id", "filed_on", "id"),
    )

    id: Mapped[Key]
    clue_id: Mapped[int] = mapped_column(ForeignKey("clue.id"), unique=True)
    number: Mapped[str] = mapped_column(unique=True)
    authority: Mapped[str]
    year: Mapped[int]
    serial: Mapped[int]
    cause: Mapped[str] = mapped_column(index=True)
    party_person: Mapped[Sealed | None] = mapped_column(Personal("name"))
    party_identity: Mapped[Sealed | None] = mapped_column(Personal("identity_card"))
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("discretion_rule.id"), index=True)
    violated_on: Mapped[dt.date]
    filed_on: Mapped[dt.date]
    decide_by: Mapped[dt.date | None] = mapped_column(index=True)
    """The last of the 90 days; None while the clock stands."""
    decide_by_provisional: Mapped[bool] = mapped_column(default=False)
    extended: Mapped[bool] = mapped_column(default=False)
    result: Mapped[CaseResult | None]
    decided_on: Mapped[dt.date | None] = mapped_column(index=True)
    closure_reason: Mapped[ClosureReason | None]
    closed_on: Mapped[dt.date | None] = mapped_column(index=True)
    archived_on: Mapped[dt.date | None]
    archive_number: Mapped[str | None]


class CasePart(Followed):
    """A row that belongs to a case and lies where the case lies."""

    @declared_attr
    def case_id(cls) -> Mapped[int]:  # noqa: N805
        """Its case."""
        return mapped_column(ForeignKey("penalty_case.id"), index=True)


class CaseOfficer(CasePart, Base):
    """Who investigates a case, with the card shown; removed ones stay on record (art. 42)."""

    __tablename__ = "case_officer"

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    holder: Mapped[str]
    card_number: Mapped[str]
    added_on: Mapped[dt.date]
    removed_on: Mapped[dt.date | None]


class CasePause(CasePart, Base):
    """A time that does not count for the 90 days; open until it has a last day."""

    __tablename__ = "case_pause"

    id: Mapped[Key]
    kind: Mapped[PauseKind]
    first: Mapped[dt.date]
    last: Mapped[dt.date | None]
    why: Mapped[str]
