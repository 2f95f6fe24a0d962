"""Letters of citizens, and the two things that they may hold: a complaint, a report of a violation.

Whoever wrote stands in the letter alone: towns and enterprises read no letters.
"""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Integer

from core.procedures.models import OnChain
from core.store.base import Base, Key
from core.store.dated import Dated
from core.store.personal import Personal, Sealed
from core.store.scope import PUBLIC
from plugins.inspection.models import HazardCategory


class LetterChannel(enum.Enum):
    """By which way a letter came."""

    PLATFORM_12315 = "PLATFORM_12315"
    HOTLINE = "HOTLINE"
    POST = "POST"
    VISIT = "VISIT"
    ONLINE = "ONLINE"
    TRANSFERRED = "TRANSFERRED"


class LetterRuleKind(enum.Enum):
    """What a rule on letters is good for."""

    REFUSAL = "REFUSAL"
    """A reason for which a complaint is not accepted."""
    POWER = "POWER"
    """Something that the bureau may do."""


class MediationResult(enum.Enum):
    """How a mediation came out."""

    SETTLED = "SETTLED"
    ENDED = "ENDED"


class LetterRule(Dated, Base):
    """A rule of the measures on complaints and reports, while it is in force."""

    __tablename__ = "letter_rule"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[Key]
    kind: Mapped[LetterRuleKind]
    code: Mapped[str]
    chinese: Mapped[str]
    english: Mapped[str]
    legal_basis: Mapped[str]


class Letter(Base):
    """What somebody wrote or said, and who: read by whoever deals with it, never by others."""

    __tablename__ = "letter"
    __scope__ = {"divisions": "town_id", "participant": "organisation_ids"}
    __table_args__ = (Index("ix_letter_received_on_id", "received_on", "id"),)

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[LetterChannel]
    source_no: Mapped[str | None] = mapped_column(unique=True)
    """The number that the platform or the sender gave it."""
    received_on: Mapped[dt.date]
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    organisation_ids: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list)
    respondent_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)
    respondent_name: Mapped[str]
    """As it was written; the enterprise may not be known here."""
    is_real_name: Mapped[bool]
    name: Mapped[Sealed | None] = mapped_column(Personal("name"))
    phone: Mapped[Sealed | None] = mapped_column(Personal("phone"))
    address: Mapped[Sealed | None] = mapped_column(Personal("text"))
    identity_card: Mapped[Sealed | None] = mapped_column(Personal("identity_card"))
    content: Mapped[Sealed | None] = mapped_column(Personal("text"))
    """In the writer's words, which may name persons."""
    proof_demanded_on: Mapped[dt.date | None]
    proof_shown_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)


class Complaint(OnChain, Base):
    """投诉: a consumer's dispute, to be mediated. The enterprise is a party once it is accepted."""

    __tablename__ = "complaint"
    __table_args__ = (
        Index("ix_complaint_received_on_id", "received_on", "id"),
        Index("ix_complaint_respondent_id_proven_on", "respondent_id", "proven_on"),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    received_on: Mapped[dt.date]
    respondent_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"))
    category: Mapped[HazardCategory]
    product: Mapped[str]
    """What it is about, in a word that statistics count."""
    summary: Mapped[str]
    """Without persons: the town and the enterprise read it."""
    wanted: Mapped[str]
    """What the complainant asks for, such as a refund."""
    accepted_on: Mapped[dt.date | None]
    refusal_id: Mapped[int | None] = mapped_column(ForeignKey("letter_rule.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    result: Mapped[MediationResult | None]
    outcome_note: Mapped[Sealed | None] = mapped_column(Personal("text"))
    """What was agreed, or why there is no agreement."""
    proven_on: Mapped[dt.date | None]
    """When it was found to be justified; None: it was not, or not yet."""
    told_on: Mapped[dt.date | None]
    closed_on: Mapped[dt.date | None]


class ViolationReport(OnChain, Base):
    """举报: a clue that somebody breaks the law. `enterprise_id` stays empty: nobody warns them."""

    __tablename__ = "violation_report"
    __table_args__ = (Index("ix_violation_report_received_on_id", "received_on", "id"),)

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    """The complaint in whose mediation the clue was found."""
    received_on: Mapped[dt.date]
    respondent_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)
    category: Mapped[HazardCategory]
    product: Mapped[str]
    summary: Mapped[str]
    is_real_name: Mapped[bool]
    finding: Mapped[str] = mapped_column(default="")
    """What the check found."""
    decided_on: Mapped[dt.date | None]
    filed: Mapped[bool | None]
    """Whether a case is to be filed."""
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("violation_report.id"), index=True
    )
    told_on: Mapped[dt.date | None]
    closed_on: Mapped[dt.date | None]


class ComplaintRecord(Base):
    """How many proven complaints an enterprise had in the last days, and since when it is listed.

    Counted when a complaint is proven, and every day, since days leave the window.
    """

    __tablename__ = "complaint_record"
    __scope__ = {"divisions": "town_id"}

    id: Mapped[Key]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), unique=True)
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    proven: Mapped[int]
    last_proven_on: Mapped[dt.date] = mapped_column(index=True)
    listed_on: Mapped[dt.date | None]
    """Since when it stands on the key list; None: not now."""
    version: Mapped[int] = mapped_column(default=1)
