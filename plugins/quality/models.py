"""Products and enterprises by class, and the law by which they are supervised; plans and draws."""

import datetime as dt
import decimal
import enum

from sqlalchemy import ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.procedures.models import Followed, OnChain
from core.register.models import Registered
from core.store.base import Base, Key
from core.store.dated import Dated
from core.store.scope import PUBLIC


class ProductRisk(enum.Enum):
    """Risk of a product, Ⅰ is the highest (公告2012年第74号)."""

    I = "I"  # noqa: E741  as the law numbers it
    II = "II"
    III = "III"


class EnterpriseGrade(enum.Enum):
    """Class of an enterprise, AA is the best."""

    AA = "AA"
    A = "A"
    B = "B"
    C = "C"


class Regime(enum.Enum):
    """How closely an enterprise is supervised."""

    TRUST = "TRUST"
    RESPONSIBILITY = "RESPONSIBILITY"
    NORMAL = "NORMAL"
    TIGHTENED = "TIGHTENED"


class FactorKind(enum.Enum):
    """What gives points on the product axis; LEVEL: how many points make a level."""

    RISK = "RISK"
    CONCERN = "CONCERN"
    REGIONAL = "REGIONAL"
    LEVEL = "LEVEL"


class LicenceNeed(enum.Enum):
    """Which licence or certificate a product needs before it is made."""

    NONE = "NONE"
    XK = "XK"
    CCC = "CCC"
    SC = "SC"


class CheckLevel(enum.Enum):
    """Who orders a spot check."""

    NATIONAL = "NATIONAL"
    PROVINCIAL = "PROVINCIAL"
    MUNICIPAL = "MUNICIPAL"
    COUNTY = "COUNTY"


class Removal(enum.Enum):
    """Why an enterprise was taken out of a pool before the draw."""

    UPPER_LEVEL = "UPPER_LEVEL"
    CHECKED_RECENTLY = "CHECKED_RECENTLY"


class QualityTerm(Dated, Base):
    """A number that the law or the bureau sets for spot checks, in force between two days."""

    __tablename__ = "quality_term"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[Key]
    code: Mapped[str]
    value: Mapped[int]
    unit: Mapped[str]
    legal_basis: Mapped[str]


class SupervisionFactor(Dated, Base):
    """Points of the product axis: a factor from a value on, and the points that make a level."""

    __tablename__ = "supervision_factor"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("kind", "value", "valid_from"),)

    id: Mapped[Key]
    kind: Mapped[FactorKind]
    value: Mapped[str]
    """A risk level, the least concern from 1 to 5, `yes`, or the level that points make."""
    points: Mapped[int]
    legal_basis: Mapped[str]


class RegimeRule(Dated, Base):
    """Class of the enterprise by level of its products: the regime, and months between visits."""

    __tablename__ = "regime_rule"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("grade", "level", "valid_from"),)

    id: Mapped[Key]
    grade: Mapped[EnterpriseGrade]
    level: Mapped[ProductRisk]
    regime: Mapped[Regime]
    months_between: Mapped[int]
    legal_basis: Mapped[str]


class Product(Base):
    """A kind of product that is supervised, with the three factors of its axis."""

    __tablename__ = "product"
    __scope__ = PUBLIC
    __table_args__ = (Index("ix_product_name_id", "name", "id"),)

    id: Mapped[Key]
    catalogue_code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    industry_code: Mapped[str] = mapped_column(default="")
    executive_standard: Mapped[str] = mapped_column(default="")
    risk_level: Mapped[ProductRisk] = mapped_column(index=True)
    public_concern: Mapped[int]
    is_regional: Mapped[bool]
    licence_required: Mapped[LicenceNeed]
    graded_on: Mapped[dt.date]
    grading_reason: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)


class EnterpriseProduct(Registered):
    """That an enterprise makes a product. When it was sampled last is no fact of the register."""

    __tablename__ = "enterprise_product"
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}
    __unconfirmed__ = ("last_sampled_on", "last_passed_on", "last_failed_on", "recent_failures")
    __table_args__ = (
        UniqueConstraint("enterprise_id", "product_id", "brand", "model"),
        Index("ix_enterprise_product_last_passed_on_id", "last_passed_on", "id"),
    )

    id: Mapped[Key]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    brand: Mapped[str] = mapped_column(default="")
    model: Mapped[str] = mapped_column(default="")
    annual_output: Mapped[str] = mapped_column(default="")
    declared_standard: Mapped[str] = mapped_column(default="")
    ended_on: Mapped[dt.date | None]
    last_sampled_on: Mapped[dt.date | None]
    last_passed_on: Mapped[dt.date | None]
    last_failed_on: Mapped[dt.date | None]
    recent_failures: Mapped[int] = mapped_column(default=0)
    """Final failing results within twelve months, as of the last one."""


class EnterpriseClass(OnChain, Base):
    """A class that was proposed for an enterprise; decided, it is in force until the next one."""

    __tablename__ = "enterprise_class"
    __table_args__ = (Index("ix_enterprise_class_valid_from_id", "valid_from", "id"),)

    id: Mapped[Key]
    grade: Mapped[EnterpriseGrade]
    reasons: Mapped[str]
    proposed_on: Mapped[dt.date]
    valid_from: Mapped[dt.date | None]
    """When it was decided; None while it is a proposal, or was refused."""
    valid_to: Mapped[dt.date | None]
    """The first day without."""


class RegimeOverride(OnChain, Base):
    """Another regime than the rules give: with a reason, a last day, and a second signature."""

    __tablename__ = "regime_override"

    id: Mapped[Key]
    regime: Mapped[Regime]
    months_between: Mapped[int]
    why: Mapped[str]
    until: Mapped[dt.date]
    signed_on: Mapped[dt.date | None]


class SupervisionProfile(Base):
    """How an enterprise is supervised today, and the factors from which that follows."""

    __tablename__ = "supervision_profile"
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}
    __table_args__ = (Index("ix_supervision_profile_next_visit_on_id", "next_visit_on", "id"),)

    id: Mapped[Key]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), unique=True)
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    grade: Mapped[EnterpriseGrade] = mapped_column(index=True)
    is_graded: Mapped[bool]
    """Whether the branch decided the class; where it did not, B is assumed."""
    level: Mapped[ProductRisk] = mapped_column(index=True)
    points: Mapped[int]
    factors: Mapped[list[str]]
    """One line for each thing that counted, Chinese and English, with its points or its law."""
    regime: Mapped[Regime]
    """As the rules give it."""
    months_between: Mapped[int]
    legal_basis: Mapped[str]
    override_id: Mapped[int | None] = mapped_column(ForeignKey("regime_override.id"))
    override_regime: Mapped[Regime | None]
    override_months: Mapped[int | None]
    override_until: Mapped[dt.date | None]
    last_visit_on: Mapped[dt.date | None]
    next_visit_on: Mapped[dt.date]
    version: Mapped[int] = mapped_column(default=1)


class SpotCheckPlan(OnChain, Base):
    """监督抽查计划: what is checked, how many, by which laboratory, and the draw from its pool."""

    __tablename__ = "spot_check_plan"

    id: Mapped[Key]
    number: Mapped[str | None]
    """Given when it is published."""
    name: Mapped[str]
    level: Mapped[CheckLevel]
    year: Mapped[int]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    batches: Mapped[int]
    laboratory: Mapped[str]
    cost: Mapped[decimal.Decimal] = mapped_column(Numeric(12, 2))
    seed_source: Mapped[str]
    """Where the seed of the draw comes from, said before it is known."""
    sample_by: Mapped[dt.date]
    draw_id: Mapped[int | None] = mapped_column(ForeignKey("draw.id"))


class SpotCheckCandidate(Base):
    """An enterprise that the plan's pool was made from: its weight, or why it was removed."""

    __tablename__ = "spot_check_candidate"
    __scope__ = {"divisions": "town_id"}
    __table_args__ = (UniqueConstraint("plan_id", "ball"),)

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("spot_check_plan.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    ball: Mapped[str]
    """Its key in the draw."""
    weight: Mapped[int]
    removed: Mapped[Removal | None]
    removed_because: Mapped[str] = mapped_column(default="")
    drawn_as: Mapped[int | None]
    """Its place among the winners, from 1."""


class UpperLevelCheck(Followed, Base):
    """An enterprise on a superior body's list for a product: not checked again here (art. 15)."""

    __tablename__ = "upper_level_check"
    __table_args__ = (UniqueConstraint("product_id", "enterprise_id", "notice", "year"),)

    id: Mapped[Key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    level: Mapped[CheckLevel]
    year: Mapped[int]
    notice: Mapped[str]
