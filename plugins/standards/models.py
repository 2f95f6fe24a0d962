"""The catalogue of standards and its law as dated data; what enterprises file, declare and use."""

import datetime as dt
import enum
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Enum,
    ForeignKey,
    Index,
    UniqueConstraint,
    and_,
    case,
    literal,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.procedures.models import Followed, OnChain
from core.store.base import Base, Key
from core.store.dated import Dated
from core.store.scope import PUBLIC, TODAY


class StandardKind(enum.Enum):
    """How far a standard binds, or whose it is."""

    MANDATORY = "MANDATORY"
    RECOMMENDED = "RECOMMENDED"
    GUIDANCE = "GUIDANCE"
    GROUP = "GROUP"


class StandardStatus(enum.Enum):
    """What a standard is on the business date."""

    UPCOMING = "UPCOMING"
    CURRENT = "CURRENT"
    REPLACED = "REPLACED"
    WITHDRAWN = "WITHDRAWN"


class FilingMode(enum.Enum):
    """How an enterprise's own standard is made known to the authority."""

    FILED = "FILED"
    DECLARED = "DECLARED"


class OwnStandardState(enum.Enum):
    """What an enterprise's own standard is on the business date."""

    PENDING = "PENDING"
    IN_FORCE = "IN_FORCE"
    EXPIRED = "EXPIRED"
    STRUCK_OFF = "STRUCK_OFF"
    ABOLISHED = "ABOLISHED"


class UseRole(enum.Enum):
    """A product is made by a standard, or an own standard rests on it."""

    EXECUTED = "EXECUTED"
    BASIS = "BASIS"


class IndicatorSense(enum.Enum):
    """On which side of the value a product conforms."""

    AT_LEAST = "AT_LEAST"
    AT_MOST = "AT_MOST"


class StandardRule(Dated, Base):
    """How own standards are made known between two days, and what must be stated: dated law."""

    __tablename__ = "standard_rule"
    __scope__ = PUBLIC
    __table_args__ = (
        UniqueConstraint("mode", "valid_from"),
        Index("ix_standard_rule_valid_from_id", "valid_from", "id"),
    )

    id: Mapped[Key]
    mode: Mapped[FilingMode]
    validity_years: Mapped[int | None]
    """How long a filing holds; None where nothing ends by itself."""
    states_lower: Mapped[bool]
    """Whether an indicator below a recommended standard must be stated as such."""
    names_methods: Mapped[bool]
    """Whether each indicator names its test method."""
    legal_basis: Mapped[str]
    source: Mapped[str]
    """Where the row is from, and how sure it is."""


class Standard(Base):
    """One edition of a published standard (国家、行业、地方、团体标准)."""

    __tablename__ = "standard"
    __scope__ = PUBLIC
    __table_args__ = (
        Index(
            "ix_standard_search_text",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    """As printed: `GB/T 1234.1-2025`; of its four parts below."""
    prefix: Mapped[str]
    number: Mapped[str]
    part: Mapped[str | None]
    year: Mapped[int]
    title: Mapped[str]
    title_en: Mapped[str | None]
    kind: Mapped[StandardKind]
    issued_on: Mapped[dt.date | None]
    effective_on: Mapped[dt.date] = mapped_column(index=True)
    withdrawn_on: Mapped[dt.date | None] = mapped_column(index=True)
    """The first day on which it does not count any more; known from its notice on."""
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("standard.id"), index=True)
    ics: Mapped[str | None]
    ccs: Mapped[str | None]
    search_text: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)


class StandardIndicator(Base):
    """A value that a published standard wants: what an own standard is compared with."""

    __tablename__ = "standard_indicator"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("standard_id", "name"),)

    id: Mapped[Key]
    standard_id: Mapped[int] = mapped_column(ForeignKey("standard.id"))
    name: Mapped[str]
    unit: Mapped[str]
    sense: Mapped[IndicatorSense]
    value: Mapped[float]


class ReplacementNotice(Base):
    """What a notice about a standard did: when it was imported, and whom it concerned."""

    __tablename__ = "replacement_notice"
    __scope__ = PUBLIC
    __append_only__ = True

    id: Mapped[Key]
    replaced_id: Mapped[int] = mapped_column(ForeignKey("standard.id"), index=True)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("standard.id"), index=True)
    published_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    """The first day without the old standard."""
    source: Mapped[str]
    uses_flagged: Mapped[int]
    firms_told: Mapped[int]
    imported_on: Mapped[dt.date] = mapped_column(index=True)


class EnterpriseStandard(OnChain, Base):
    """An enterprise's own standard (Q/…). Its step stands in its matter, its fate in its dates."""

    __tablename__ = "enterprise_standard"
    __table_args__ = (
        Index("ix_enterprise_standard_number_id", "number", "id"),
        Index("ix_enterprise_standard_valid_until_id", "valid_until", "id"),
    )

    id: Mapped[Key]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(index=True)
    """The number without spaces, by which it is looked up."""
    unusual_number: Mapped[bool]
    """Whether the number departs from the usual form; shown, never refused."""
    title: Mapped[str]
    product: Mapped[str]
    mode: Mapped[FilingMode]
    rule_id: Mapped[int] = mapped_column(ForeignKey("standard_rule.id"))
    """The law that it was made known under."""
    issued_on: Mapped[dt.date]
    published_on: Mapped[dt.date | None] = mapped_column(index=True)
    """When it was declared or filed; None while it is a draft."""
    filing_no: Mapped[str | None] = mapped_column(unique=True)
    valid_until: Mapped[dt.date | None]
    """The last day of a filing, unless it is reviewed; declarations do not end."""
    struck_off_on: Mapped[dt.date | None]
    abolished_on: Mapped[dt.date | None]
    """When the enterprise took it back."""


class DeclaredIndicator(Followed, Base):
    """One indicator of an own standard, compared with the published one it was measured by."""

    __tablename__ = "declared_indicator"

    id: Mapped[Key]
    enterprise_standard_id: Mapped[int] = mapped_column(
        ForeignKey("enterprise_standard.id"), index=True
    )
    name: Mapped[str]
    unit: Mapped[str]
    sense: Mapped[IndicatorSense]
    value: Mapped[float]
    method: Mapped[str]
    compared_id: Mapped[int | None] = mapped_column(ForeignKey("standard_indicator.id"))
    below: Mapped[bool]
    """Whether it asks for less than what it is compared with."""
    statement: Mapped[str]
    """What the enterprise states about asking for less."""


class StandardUse(Base):
    """A product that is made by a published standard, or an own standard that rests on it."""

    __tablename__ = "standard_use"
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}
    __table_args__ = (
        Index("ix_standard_use_standard_id_ended_on", "standard_id", "ended_on"),
        Index("ix_standard_use_replace_by_id", "replace_by", "id"),
        Index("ix_standard_use_product_id", "product", "id"),
        Index(
            "ix_standard_use_search_text",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
    )

    id: Mapped[Key]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    product: Mapped[str]
    role: Mapped[UseRole]
    standard_id: Mapped[int] = mapped_column(ForeignKey("standard.id"))
    enterprise_standard_id: Mapped[int | None] = mapped_column(
        ForeignKey("enterprise_standard.id"), index=True
    )
    declared_on: Mapped[dt.date | None]
    """None as long as the own standard that rests on it is a draft."""
    ended_on: Mapped[dt.date | None]
    flagged_on: Mapped[dt.date | None]
    """Since when it is known that the standard ends."""
    replace_by: Mapped[dt.date | None]
    """The last day of the standard."""
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("standard_use.id"), index=True)
    """The use by which the enterprise replaced it."""
    search_text: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)


_STATUS: Final = Enum(StandardStatus, native_enum=False, length=40)
_OWN: Final = Enum(OwnStandardState, native_enum=False, length=40)
OPEN_USE: Final = and_(StandardUse.declared_on.is_not(None), StandardUse.ended_on.is_(None))
COUNTS: Final = and_(
    EnterpriseStandard.published_on.is_not(None),
    EnterpriseStandard.struck_off_on.is_(None),
    EnterpriseStandard.abolished_on.is_(None),
)
"""Filed or declared, and nobody has ended it; a filing may have expired all the same."""


def status_of() -> ColumnElement[StandardStatus]:
    """The status of a published standard on the business date, as SQL over its row."""

    def named(status: StandardStatus) -> ColumnElement[Any]:
        return literal(status, _STATUS)

    gone = Standard.withdrawn_on <= TODAY
    return case(
        (and_(gone, Standard.replaced_by_id.is_not(None)), named(StandardStatus.REPLACED)),
        (gone, named(StandardStatus.WITHDRAWN)),
        (Standard.effective_on > TODAY, named(StandardStatus.UPCOMING)),
        else_=named(StandardStatus.CURRENT),
    )


def own_state() -> ColumnElement[OwnStandardState]:
    """The state of an own standard on the business date, as SQL over its row."""
    row = EnterpriseStandard

    def named(state: OwnStandardState) -> ColumnElement[Any]:
        return literal(state, _OWN)

    return case(
        (row.struck_off_on.is_not(None), named(OwnStandardState.STRUCK_OFF)),
        (row.abolished_on.is_not(None), named(OwnStandardState.ABOLISHED)),
        (row.published_on.is_(None), named(OwnStandardState.PENDING)),
        (row.valid_until < TODAY, named(OwnStandardState.EXPIRED)),
        else_=named(OwnStandardState.IN_FORCE),
    )
