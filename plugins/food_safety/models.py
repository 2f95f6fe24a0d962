"""Law of food as dated data; makers of food, their grades, planned visits, and inspections."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.procedures.models import OnChain
from core.register.models import Registered
from core.store.base import Base, Key
from core.store.dated import Dated
from core.store.scope import PUBLIC


class FoodScheme(enum.Enum):
    """The list that a class of food is from: of QS (until 2018) or of SC licences."""

    QS = "QS"
    SC = "SC"


class FoodTermUnit(enum.Enum):
    """How a term of the law is counted."""

    HOURS = "HOURS"
    DAYS = "DAYS"
    WORKING_DAYS = "WORKING_DAYS"
    MONTHS = "MONTHS"


class FoodProducerKind(enum.Enum):
    """What is made, and under which rules."""

    ENTERPRISE = "ENTERPRISE"
    SMALL_WORKSHOP = "SMALL_WORKSHOP"
    ADDITIVE = "ADDITIVE"
    CONTACT_MATERIAL = "CONTACT_MATERIAL"


class FoodScale(enum.Enum):
    """How much is made."""

    LARGE = "LARGE"
    MEDIUM = "MEDIUM"
    SMALL = "SMALL"


class RiskLevel(enum.Enum):
    """Grades of risk, from low to high (Order 49/2021 art. 21)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class FoodInspectionKind(enum.Enum):
    """Daily, unannounced (飞行检查) or of the whole system (体系检查): Order 49/2021 art. 53."""

    DAILY = "DAILY"
    UNANNOUNCED = "UNANNOUNCED"
    SYSTEM = "SYSTEM"


class FoodResult(enum.Enum):
    """What an inspection came to."""

    CONFORMING = "CONFORMING"
    BASICALLY = "BASICALLY"
    NON_CONFORMING = "NON_CONFORMING"


class FoodProposal(enum.Enum):
    """What follows by law from what failed (Order 49/2021 arts. 32, 33)."""

    NONE = "NONE"
    ORDER = "ORDER"
    INVESTIGATE = "INVESTIGATE"


class InspectionLevel(enum.Enum):
    """Which level above the branch inspected."""

    NATIONAL = "NATIONAL"
    PROVINCE = "PROVINCE"
    CITY = "CITY"


class FoodCategory(Dated, Base):
    """A class of food as the list of a time has it, and its points of static risk."""

    __tablename__ = "food_category"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("scheme", "code", "valid_from"),)

    id: Mapped[Key]
    scheme: Mapped[FoodScheme]
    code: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    name_en: Mapped[str]
    points: Mapped[int]
    """Of 40."""


class FoodGradeBand(Dated, Base):
    """Which points make a grade, and how often it is visited."""

    __tablename__ = "food_grade_band"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("grade", "valid_from"),)

    id: Mapped[Key]
    grade: Mapped[RiskLevel]
    points_from: Mapped[int]
    points_to: Mapped[int]
    least_visits: Mapped[int]
    most_visits: Mapped[int]
    every_months: Mapped[int]
    """The longest time between two inspections."""
    legal_basis: Mapped[str]


class FoodRiskFactor(Dated, Base):
    """What adds points of dynamic risk: so many each, so many at most."""

    __tablename__ = "food_risk_factor"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[Key]
    code: Mapped[str]
    chinese: Mapped[str]
    english: Mapped[str]
    points: Mapped[int]
    most: Mapped[int]
    legal_basis: Mapped[str]


class FoodTerm(Dated, Base):
    """A term of the law that is no step of a procedure, or depends on what it is about."""

    __tablename__ = "food_term"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(index=True)
    chinese: Mapped[str]
    english: Mapped[str]
    count: Mapped[int]
    unit: Mapped[FoodTermUnit]
    legal_basis: Mapped[str]


class FoodProducer(Registered):
    """An enterprise of the register as a maker of food: one file for all that concerns its food."""

    __tablename__ = "food_producer"
    # what grades and inspections have made of it: each stands in a record of its own
    __unconfirmed__ = (
        "grade",
        "grade_year",
        "next_inspection_by",
        "last_inspected_on",
        "last_full_on",
        "last_result",
        "held_until",
    )
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}
    __table_args__ = (Index("ix_food_producer_due_id", "next_inspection_by", "id"),)

    id: Mapped[Key]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), unique=True)
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    kind: Mapped[FoodProducerKind]
    scale: Mapped[FoodScale]
    category_id: Mapped[int] = mapped_column(ForeignKey("food_category.id"), index=True)
    """The class with the most points: static risk goes by it."""
    classes: Mapped[list[str]]
    """The codes of all classes that it makes."""
    licence_id: Mapped[int | None] = mapped_column(ForeignKey("licence.id"), index=True)
    number: Mapped[str | None] = mapped_column(index=True)
    """Of its licence, or of a workshop's registration: by it the public looks it up."""
    grade: Mapped[RiskLevel | None] = mapped_column(index=True)
    grade_year: Mapped[int | None]
    next_inspection_by: Mapped[dt.date]
    """The last day of the period that its grade allows without an inspection."""
    last_inspected_on: Mapped[dt.date | None]
    last_full_on: Mapped[dt.date | None]
    """The last inspection over all items of a checklist (Order 49/2021 arts. 22, 27)."""
    last_result: Mapped[FoodResult | None]
    """Of the last inspection that was published."""
    held_until: Mapped[dt.date | None]
    """A higher level has inspected: until this day the branch does not repeat it (art. 42)."""


class RiskGrade(OnChain, Base):
    """One grading: points by what is known, checked by the station, fixed by the branch."""

    __tablename__ = "risk_grade"
    __table_args__ = (Index("ix_risk_grade_year_id", "year", "id"),)

    id: Mapped[Key]
    producer_id: Mapped[int] = mapped_column(ForeignKey("food_producer.id"), index=True)
    year: Mapped[int]
    static_points: Mapped[int]
    dynamic_points: Mapped[int]
    findings: Mapped[list[str]]
    """What the points are for, one line each."""
    previous: Mapped[RiskLevel | None]
    grade: Mapped[RiskLevel]
    raised_for: Mapped[str | None]
    """Why the grade goes up before the year is over; None for the yearly grading."""
    fixed_on: Mapped[dt.date | None]


class FoodVisit(Base):
    """A visit of the yearly plan; the enterprise does not know of it beforehand."""

    __tablename__ = "food_visit"
    __scope__ = {"divisions": "town_id"}
    __table_args__ = (
        UniqueConstraint("producer_id", "year", "number"),
        Index("ix_food_visit_due_on_id", "due_on", "id"),
    )

    id: Mapped[Key]
    producer_id: Mapped[int] = mapped_column(ForeignKey("food_producer.id"))
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    year: Mapped[int]
    number: Mapped[int]
    grade: Mapped[RiskLevel]
    """The grade that wanted it."""
    due_on: Mapped[dt.date]
    assigned_on: Mapped[dt.date | None]
    done_on: Mapped[dt.date | None]
    dropped_on: Mapped[dt.date | None]
    """A lower grade wants fewer visits."""
    version: Mapped[int] = mapped_column(default=1)


class FoodUpperInspection(Base):
    """A higher level has inspected: the branch notes it and does not repeat it for a time."""

    __tablename__ = "food_upper_inspection"
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}
    __append_only__ = True
    __table_args__ = (Index("ix_food_upper_inspection_inspected_on_id", "inspected_on", "id"),)

    id: Mapped[Key]
    producer_id: Mapped[int] = mapped_column(ForeignKey("food_producer.id"), index=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    level: Mapped[InspectionLevel]
    inspected_on: Mapped[dt.date]
    findings: Mapped[str]
    held_until: Mapped[dt.date]


class FoodInspection(OnChain, Base):
    """One inspection by a checklist; the enterprise's to read once it is done."""

    __tablename__ = "food_inspection"
    __table_args__ = (Index("ix_food_inspection_inspected_on_id", "inspected_on", "id"),)

    id: Mapped[Key]
    producer_id: Mapped[int] = mapped_column(ForeignKey("food_producer.id"), index=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("food_visit.id"), index=True)
    kind: Mapped[FoodInspectionKind]
    checklist_code: Mapped[str]
    patrol_id: Mapped[int | None] = mapped_column(ForeignKey("patrol.id"), index=True)
    """The answers, by the version of the checklist that was in use on the day."""
    inspected_on: Mapped[dt.date | None]
    result: Mapped[FoodResult | None]
    proposal: Mapped[FoodProposal | None]
    failed_items: Mapped[list[str]] = mapped_column(default=list)
    """What failed, in the words of the checklist, key items first."""
    key_failed: Mapped[int] = mapped_column(default=0)
    general_failed: Mapped[int] = mapped_column(default=0)
    told_on: Mapped[dt.date | None]
    """When the result was handed over in writing, on the spot (Order 49/2021 art. 35)."""
    published_on: Mapped[dt.date | None]
    closed_on: Mapped[dt.date | None]
