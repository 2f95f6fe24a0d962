"""Instruments, what is reported of them, their verification, their stops.

What is true of an instrument on a day (`COLOUR`, `OVERDUE`) is SQL over its row. An instrument that
was never verified has a last day before it was filed: it is overdue from the beginning.
"""

import datetime as dt
import enum
from typing import Any, ClassVar, Final

from sqlalchemy import ForeignKey, Index, UniqueConstraint, and_, case, func, or_
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from core.procedures.models import OnChain
from core.register.models import Registered
from core.store.base import Base, Key
from core.store.personal import Personal, Sealed
from core.store.scope import TODAY, ScopeDeclaration
from core.warnings.bands import rule_colour


class Purpose(enum.Enum):
    """What an instrument is used for: this makes its verification mandatory (条例 art. 12)."""

    TRADE = "TRADE"
    SAFETY = "SAFETY"
    MEDICAL = "MEDICAL"
    ENVIRONMENT = "ENVIRONMENT"
    ENFORCEMENT = "ENFORCEMENT"


class InstrumentStatus(enum.Enum):
    """What is done with an instrument. STOPPED: it bears a sticker and must not be used."""

    IN_USE = "IN_USE"
    STOPPED = "STOPPED"
    IDLE = "IDLE"
    SCRAPPED = "SCRAPPED"


class ReportKind(enum.Enum):
    """新增, 封存, 启封, 报废."""

    NEW = "NEW"
    IDLE = "IDLE"
    RESUME = "RESUME"
    SCRAP = "SCRAP"


class VerificationMode(enum.Enum):
    """首次检定, 后续检定, 修理后检定."""

    FIRST = "FIRST"
    PERIODIC = "PERIODIC"
    AFTER_REPAIR = "AFTER_REPAIR"


class VerificationPlace(enum.Enum):
    """Where the body verifies: its legal limit depends on it (条例 art. 20)."""

    ON_SITE = "ON_SITE"
    LABORATORY = "LABORATORY"


class VerificationOutcome(enum.Enum):
    """PASSED: 检定证书. FAILED: 检定结果通知书."""

    PASSED = "PASSED"
    FAILED = "FAILED"


NEVER: Final = dt.date(9999, 12, 31)


class OfUser:
    """Whose an instrument and what belongs to it are: the town where it is used, its user."""

    __scope__: ClassVar[ScopeDeclaration] = {"divisions": "town_id", "own": "enterprise_id"}

    @declared_attr
    def enterprise_id(cls) -> Mapped[int]:  # noqa: N805
        """Who uses it; of a market, who runs it."""
        return mapped_column(ForeignKey("enterprise.id"), index=True)

    @declared_attr
    def town_id(cls) -> Mapped[int]:  # noqa: N805
        """The town where it is used."""
        return mapped_column(ForeignKey("division.id"), index=True)


class Instrument(OfUser, Registered):
    """One instrument, as filed: what it is, where it stands, until when it is verified."""

    __tablename__ = "instrument"
    __table_args__ = (
        Index("ix_instrument_due_on_id", "due_on", "id"),
        Index("ix_instrument_town_id_due_on_id", "town_id", "due_on", "id"),
        Index("ix_instrument_serial", "serial"),
        Index(
            "ix_instrument_search_text",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    """What its QR code says; given when it is filed."""
    category_id: Mapped[int] = mapped_column(ForeignKey("instrument_category.id"), index=True)
    market_id: Mapped[int | None] = mapped_column(ForeignKey("market.id"), index=True)
    name: Mapped[str]
    model: Mapped[str | None]
    maker: Mapped[str | None]
    serial: Mapped[str]
    """The maker's number on its plate, by which institutes name it."""
    measuring_range: Mapped[str | None]
    accuracy: Mapped[str | None]
    place: Mapped[str]
    purpose: Mapped[Purpose]
    status: Mapped[InstrumentStatus]
    installed_on: Mapped[dt.date]
    last_verified_on: Mapped[dt.date | None]
    """The last time that it passed."""
    certificate_no: Mapped[str | None]
    body_id: Mapped[int | None] = mapped_column(ForeignKey("authorised_body.id"))
    """Who verified it then."""
    valid_to: Mapped[dt.date | None]
    """The last day of use without another verification; None where the first one is enough."""
    rotate_by: Mapped[dt.date | None]
    """The last day before it is replaced, where the law wants that."""
    due_on: Mapped[dt.date]
    """For lists: the first of these two days, or `NEVER`."""
    failed_on: Mapped[dt.date | None]
    """When it failed, while it has not passed since."""
    stopped_on: Mapped[dt.date | None]
    idle_on: Mapped[dt.date | None]
    search_text: Mapped[str]


class InstrumentReport(OnChain, Base):
    """What a user, or the town for it, reports of an instrument. Where it stands: its matter."""

    __tablename__ = "instrument_report"
    __table_args__ = (Index("ix_instrument_report_filed_on_id", "filed_on", "id"),)

    id: Mapped[Key]
    kind: Mapped[ReportKind]
    instrument_id: Mapped[int | None] = mapped_column(ForeignKey("instrument.id"), index=True)
    """None for a new one until it is filed."""
    name: Mapped[str]
    declared: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """Facts of a new instrument by column; days as text."""
    because: Mapped[str]
    filed_on: Mapped[dt.date]
    findings: Mapped[str | None]
    """What the station found on the spot."""


class VerificationApplication(OnChain, Base):
    """One application, and one visit, for one or many instruments of a user."""

    __tablename__ = "verification_application"
    __table_args__ = (Index("ix_verification_application_applied_on_id", "applied_on", "id"),)

    id: Mapped[Key]
    body_id: Mapped[int] = mapped_column(ForeignKey("authorised_body.id"), index=True)
    place: Mapped[VerificationPlace]
    applied_on: Mapped[dt.date]
    wanted_on: Mapped[dt.date | None]
    """When the user would like the visit."""
    received_on: Mapped[dt.date | None]
    """When the body took it, or the instruments, in: its clock runs from here."""
    visit_on: Mapped[dt.date | None]


class Verification(OfUser, Base):
    """One instrument's verification: applied for, then with its result, which never changes."""

    __tablename__ = "verification"
    __table_args__ = (
        UniqueConstraint("body_id", "certificate_no"),
        Index("ix_verification_opened_on_id", "opened_on", "id"),
    )

    id: Mapped[Key]
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(
        ForeignKey("verification_application.id"), index=True
    )
    body_id: Mapped[int] = mapped_column(ForeignKey("authorised_body.id"), index=True)
    mode: Mapped[VerificationMode]
    opened_on: Mapped[dt.date]
    """When it was applied for; when it was recorded, where nobody applied."""
    result: Mapped[VerificationOutcome | None]
    """None until it is verified."""
    certificate_no: Mapped[str | None] = mapped_column(index=True)
    """Of the certificate, or of the notice that it failed."""
    verified_on: Mapped[dt.date | None] = mapped_column(index=True)
    valid_to: Mapped[dt.date | None]
    findings: Mapped[str]
    exempted_yuan: Mapped[int]
    """The fee that the state paid instead (条例 art. 22)."""
    recorded_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class InstrumentStop(OnChain, Base):
    """停用: a sticker on a failed instrument, until it is repaired and verified again."""

    __tablename__ = "instrument_stop"
    __table_args__ = (Index("ix_instrument_stop_stopped_on_id", "stopped_on", "id"),)

    id: Mapped[Key]
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id"), index=True)
    check_id: Mapped[int | None] = mapped_column(ForeignKey("market_check.id"), index=True)
    """The visit to a market on which it was sealed."""
    because: Mapped[str]
    second_officer: Mapped[Sealed] = mapped_column(Personal("name"))
    """Who stuck it there beside the one who recorded it."""
    stopped_on: Mapped[dt.date]
    repair: Mapped[str | None]
    """What was repaired, in the user's words."""
    lifted_on: Mapped[dt.date | None]


IN_USE: Final = Instrument.status == InstrumentStatus.IN_USE
"""Sealed, idle and scrapped ones have neither a colour nor lateness."""
COLOUR: Final = case((IN_USE, rule_colour(Instrument.valid_to, "M1")))
OVERDUE: Final = func.coalesce(and_(IN_USE, Instrument.valid_to < TODAY), False)
VERIFIED: Final = and_(
    IN_USE,
    Instrument.last_verified_on.is_not(None),
    or_(Instrument.valid_to.is_(None), Instrument.valid_to >= TODAY),
)
"""In use, and its certificate holds today."""
OBJECTION_UNTIL: Final = Verification.verified_on + 15
"""The last day for asking the city for another verification (条例 art. 21)."""
