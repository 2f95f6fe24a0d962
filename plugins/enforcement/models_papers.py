"""What a case consists of: evidence, measures, report, review, notice, defence, hearing, papers."""

import datetime as dt
import enum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Key
from plugins.enforcement.models import CasePart, CaseResult
from plugins.enforcement.models_law import DiscretionGrade


class EvidenceKind(enum.Enum):
    """The eight kinds of evidence (行政处罚法 art. 46)."""

    DOCUMENTARY = "DOCUMENTARY"
    PHYSICAL = "PHYSICAL"
    AUDIOVISUAL = "AUDIOVISUAL"
    ELECTRONIC = "ELECTRONIC"
    TESTIMONY = "TESTIMONY"
    STATEMENT = "STATEMENT"
    EXPERT_OPINION = "EXPERT_OPINION"
    SITE_RECORD = "SITE_RECORD"


class MeasureKind(enum.Enum):
    """查封, 扣押, 先行登记保存."""

    SEALING = "SEALING"
    SEIZURE = "SEIZURE"
    REGISTRATION = "REGISTRATION"


class NoPenaltyGround(enum.Enum):
    """Why there is no penalty (arts. 30, 33, 36, 57)."""

    SLIGHT_CORRECTED = "SLIGHT_CORRECTED"
    FIRST_SLIGHT = "FIRST_SLIGHT"
    NO_FAULT = "NO_FAULT"
    MINOR_AGE = "MINOR_AGE"
    TIME_BARRED = "TIME_BARRED"
    NOT_ESTABLISHED = "NOT_ESTABLISHED"


class Evidence(CasePart, Base):
    """One piece of evidence; where it has been stands in its custody events."""

    __tablename__ = "evidence"

    id: Mapped[Key]
    kind: Mapped[EvidenceKind]
    what: Mapped[str]
    source: Mapped[str]
    taken_on: Mapped[dt.date]
    taken_by: Mapped[list[int]]
    """Two officers of the case."""
    sha256: Mapped[str | None]
    """The digest of a recording or file that is kept elsewhere."""
    holder: Mapped[str]
    """Who has it now."""
    version: Mapped[int] = mapped_column(default=1)


class CustodyEvent(CasePart, Base):
    """Evidence went from one hand to another."""

    __tablename__ = "custody_event"
    __append_only__ = True
    __may_change__ = ("organisation_ids", "town_id")

    id: Mapped[Key]
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)
    at: Mapped[dt.datetime]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    handed_by: Mapped[str]
    handed_to: Mapped[str]
    note: Mapped[str]


class CoerciveMeasure(CasePart, Base):
    """Goods sealed, seized, or preserved by registration; until when, and what became of it."""

    __tablename__ = "coercive_measure"

    id: Mapped[Key]
    kind: Mapped[MeasureKind]
    items: Mapped[list[str]]
    taken_on: Mapped[dt.date]
    taken_by: Mapped[list[int]]
    until: Mapped[dt.date] = mapped_column(index=True)
    """The last day; a registration lapses after it."""
    extended: Mapped[bool] = mapped_column(default=False)
    approved_on: Mapped[dt.date | None]
    """When the head approved it (行政处罚法 art. 56; 行政强制法 art. 19: within a day)."""
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    lifted_on: Mapped[dt.date | None]
    outcome: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)


class Sums:
    """What a report proposes, a notice announces, a decision orders; money in whole yuan."""

    result: Mapped[CaseResult]
    facts: Mapped[str]
    goods_value: Mapped[int] = mapped_column(default=0)
    illegal_gains: Mapped[int] = mapped_column(default=0)
    grade: Mapped[DiscretionGrade | None]
    lowest: Mapped[int | None]
    """The computed bounds of the grade."""
    highest: Mapped[int | None]
    fine: Mapped[int] = mapped_column(default=0)
    confiscation: Mapped[int] = mapped_column(default=0)
    warning: Mapped[bool] = mapped_column(default=False)
    other: Mapped[str] = mapped_column(default="")
    """Other kinds: closing down, revoking a licence."""
    grade_reason: Mapped[str] = mapped_column(default="")
    """Why the grade is not the rule's."""


class InvestigationReport(Sums, CasePart, Base):
    """案件调查终结报告; changed by the reviewer's opinion only with a reason."""

    __tablename__ = "investigation_report"

    id: Mapped[Key]
    ground: Mapped[NoPenaltyGround | None]
    serious: Mapped[bool]
    """Complex or grave: the leaders discuss it together (art. 57)."""
    concluded_on: Mapped[dt.date]
    version: Mapped[int] = mapped_column(default=1)


class CaseReview(CasePart, Base):
    """案件审核/法制审核: by whom, and whether the case went back."""

    __tablename__ = "case_review"
    __append_only__ = True
    __may_change__ = ("organisation_ids", "town_id")

    id: Mapped[Key]
    reviewed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reviewed_on: Mapped[dt.date]
    agreed: Mapped[bool]
    opinion: Mapped[str]
    changed: Mapped[bool]
    """Whether the reviewer changed the grade or the sums."""


class PenaltyNotice(Sums, CasePart, Base):
    """行政处罚告知书; its clock runs from its service."""

    __tablename__ = "penalty_notice"

    id: Mapped[Key]
    number: Mapped[str]
    basis: Mapped[str]
    hearing_offered: Mapped[bool]
    issued_on: Mapped[dt.date]
    served_on: Mapped[dt.date | None]
    answer_by: Mapped[dt.date | None] = mapped_column(index=True)
    """The last day to ask for a hearing (art. 64)."""
    waived_on: Mapped[dt.date | None]
    superseded: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class Defence(CasePart, Base):
    """陈述申辩, and how it was answered."""

    __tablename__ = "defence"

    id: Mapped[Key]
    filed_on: Mapped[dt.date]
    text: Mapped[str]
    answered_on: Mapped[dt.date | None]
    accepted: Mapped[bool | None]
    answer: Mapped[str]


class Hearing(CasePart, Base):
    """听证: asked for, announced, held by somebody who is not of the case."""

    __tablename__ = "hearing"

    id: Mapped[Key]
    requested_on: Mapped[dt.date]
    notified_on: Mapped[dt.date | None]
    held_on: Mapped[dt.date | None] = mapped_column(index=True)
    place: Mapped[str]
    chaired_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    absent: Mapped[bool] = mapped_column(default=False)
    report: Mapped[str]
    ended_on: Mapped[dt.date | None]


class CollectiveDiscussion(CasePart, Base):
    """集体讨论: who of the leaders said what."""

    __tablename__ = "collective_discussion"

    id: Mapped[Key]
    held_on: Mapped[dt.date]
    members: Mapped[list[str]]
    opinions: Mapped[str]
    conclusion: Mapped[str]


class CaseDocument(CasePart, Base):
    """A paper of a case: form, number, and the content from which it is printed."""

    __tablename__ = "case_document"
    __table_args__ = (
        UniqueConstraint("form_id", "year", "serial"),
        Index("ix_case_document_issued_on_id", "issued_on", "id"),
    )

    id: Mapped[Key]
    form_id: Mapped[int] = mapped_column(ForeignKey("document_form.id"), index=True)
    year: Mapped[int]
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(index=True)
    issued_on: Mapped[dt.date]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
