"""Markets and visits to them, certificates in bulk, standards, and packaged goods."""

import datetime as dt
import enum
from typing import Any

from sqlalchemy import ForeignKey, Index, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.register.models import Registered
from core.store.base import Base, Key
from core.store.personal import Personal, Sealed
from plugins.metrology.models import OfUser, VerificationOutcome


class ScaleVerdict(enum.Enum):
    """What was found of a scale on a visit to its market."""

    VALID = "VALID"
    OVERDUE = "OVERDUE"
    SEALED = "SEALED"


class MismatchReason(enum.Enum):
    """Why a certificate waits for a person."""

    NO_SUCH_SERIAL = "NO_SUCH_SERIAL"
    SEVERAL = "SEVERAL"
    NOT_SOUND = "NOT_SOUND"


class Market(OfUser, Registered):
    """集贸市场: who runs it lists the scales of its stalls and applies for them (条例 art. 29)."""

    __tablename__ = "market"
    __table_args__ = (Index("ix_market_name_id", "name", "id"),)

    id: Mapped[Key]
    name: Mapped[str]
    address: Mapped[str]
    stalls: Mapped[int]
    unified_scales: Mapped[bool]
    """统一配秤: whether its operator provides all scales."""
    fair_scales: Mapped[int]
    """公平秤: how many stand there for everybody to check."""


class MarketCheck(OfUser, Base):
    """One visit to a market, on which a station scans many scales."""

    __tablename__ = "market_check"
    __append_only__ = True
    __table_args__ = (Index("ix_market_check_checked_on_id", "checked_on", "id"),)

    id: Mapped[Key]
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"), index=True)
    checked_on: Mapped[dt.date]
    checked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    second_officer: Mapped[Sealed | None] = mapped_column(Personal("name"))
    """Needed where something was sealed: two officers do an official act."""
    valid: Mapped[int]
    overdue: Mapped[int]
    sealed: Mapped[int]
    unknown: Mapped[list[str]]
    """Numbers that were scanned, of which nothing is filed in this market."""
    notes: Mapped[str]


class ScaleCheck(OfUser, Base):
    """What was found of one scale on such a visit."""

    __tablename__ = "scale_check"
    __append_only__ = True

    id: Mapped[Key]
    check_id: Mapped[int] = mapped_column(ForeignKey("market_check.id"), index=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id"), index=True)
    verdict: Mapped[ScaleVerdict]


class CertificateBatch(Base):
    """Certificates of one body that came at once; what fits no instrument waits for a person."""

    __tablename__ = "certificate_batch"
    __scope__ = {}  # the section's own: only the scope `all` reads it
    __table_args__ = (Index("ix_certificate_batch_received_on_id", "received_on", "id"),)

    id: Mapped[Key]
    body_id: Mapped[int] = mapped_column(ForeignKey("authorised_body.id"), index=True)
    received_on: Mapped[dt.date]
    received: Mapped[int]
    recorded: Mapped[int]
    repeated: Mapped[int]
    """Known already: nothing was done."""
    unmatched: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)


class UnmatchedCertificate(Base):
    """A certificate that fits no instrument, or several: a person says which, or that none."""

    __tablename__ = "unmatched_certificate"
    __scope__ = {}
    __table_args__ = (
        UniqueConstraint("body_id", "certificate_no"),
        Index("ix_unmatched_certificate_serial_id", "serial", "id"),
        Index(
            "ix_unmatched_certificate_open", "batch_id", postgresql_where=text("settled_on is null")
        ),
    )

    id: Mapped[Key]
    batch_id: Mapped[int] = mapped_column(ForeignKey("certificate_batch.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("authorised_body.id"))
    serial: Mapped[str]
    user_name: Mapped[str]
    """As the body calls the user."""
    certificate_no: Mapped[str]
    result: Mapped[VerificationOutcome]
    verified_on: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    because: Mapped[MismatchReason]
    why: Mapped[str]
    instrument_id: Mapped[int | None] = mapped_column(ForeignKey("instrument.id"))
    """To which a person has matched it."""
    settled_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)


class MeasurementStandard(OfUser, Registered):
    """计量标准: a standard of a user, with the certificate of its examination."""

    __tablename__ = "measurement_standard"
    __table_args__ = (Index("ix_measurement_standard_valid_to_id", "valid_to", "id"),)

    id: Mapped[Key]
    name: Mapped[str]
    certificate_no: Mapped[str] = mapped_column(unique=True)
    measuring_range: Mapped[str]
    accuracy: Mapped[str]
    highest: Mapped[bool]
    """最高计量标准: itself under mandatory verification."""
    examined_on: Mapped[dt.date]
    valid_to: Mapped[dt.date]


class PackagedGoodsCheck(OfUser, Base):
    """定量包装商品净含量: packages of one batch, weighed, and what follows from the rule."""

    __tablename__ = "packaged_goods_check"
    __append_only__ = True
    __table_args__ = (Index("ix_packaged_goods_check_checked_on_id", "checked_on", "id"),)

    id: Mapped[Key]
    product: Mapped[str]
    nominal: Mapped[int]
    """Grams or millilitres that the package says."""
    batch: Mapped[int]
    """How many packages there are."""
    actual: Mapped[list[Any]] = mapped_column(JSONB)
    """What each held, as text."""
    mean: Mapped[float] = mapped_column(Numeric(12, 2, asdecimal=False))
    short: Mapped[int]
    """Packages that are short by more than the tolerance."""
    far_short: Mapped[int]
    """By more than twice the tolerance."""
    conforming: Mapped[bool]
    tolerance_id: Mapped[int] = mapped_column(ForeignKey("net_content_tolerance.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("sample_plan.id"))
    """The law by which it was judged."""
    checked_on: Mapped[dt.date]
    checked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
