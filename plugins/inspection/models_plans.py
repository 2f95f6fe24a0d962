"""Whom and what chance may choose, plans and campaigns, and the tasks that come of them."""

import datetime as dt
import enum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import DATERANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from core.procedures.models import Followed, OnChain
from core.store.base import Base, Key
from core.store.personal import Personal, Sealed
from core.store.scope import PUBLIC, ScopeDeclaration
from plugins.inspection.models import HazardCategory


class PlanKind(enum.Enum):
    """How it is decided whom to inspect."""

    DOUBLE_RANDOM = "DOUBLE_RANDOM"
    DAILY = "DAILY"
    CAMPAIGN = "CAMPAIGN"
    FLYING = "FLYING"


class OfficerStatus(enum.Enum):
    """Whether an officer can be sent."""

    ACTIVE = "ACTIVE"
    ON_LEAVE = "ON_LEAVE"
    SUSPENDED = "SUSPENDED"
    LEFT = "LEFT"


class UpperLevel(enum.Enum):
    """Which authority above the branch inspected."""

    NATIONAL = "NATIONAL"
    PROVINCIAL = "PROVINCIAL"
    MUNICIPAL = "MUNICIPAL"


class TaskDisposal(enum.Enum):
    """What follows from what an inspection found."""

    NONE_NEEDED = "NONE_NEEDED"
    RECTIFICATION = "RECTIFICATION"
    CASE = "CASE"


class ObjectLibrary(Base):
    """抽查对象库: the units that one inspection item of the list is about."""

    __tablename__ = "object_library"
    __scope__ = PUBLIC

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    """The item of the list, such as C11."""
    name: Mapped[str]
    name_en: Mapped[str]
    category: Mapped[HazardCategory]
    key_unit_kind: Mapped[str | None]
    """Key units of this kind belong into it."""


class LibraryObject(Base):
    """A unit in a library."""

    __tablename__ = "library_object"
    __scope__ = {"divisions": "town_id"}
    __table_args__ = (UniqueConstraint("library_id", "enterprise_id"),)

    id: Mapped[Key]
    library_id: Mapped[int] = mapped_column(ForeignKey("object_library.id"))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise_card.id"), index=True)
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    number: Mapped[str] = mapped_column(unique=True)
    """Its key in draws, such as C11-0042."""
    weight: Mapped[int] = mapped_column(default=1)
    """How many tickets it holds: more for a higher risk."""
    left_on: Mapped[dt.date | None]


class OfficerCard(Base):
    """执法人员库: who may inspect, by the card that says so."""

    __tablename__ = "officer_card"
    __scope__ = {"assigned": "account_id"}

    id: Mapped[Key]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[Sealed] = mapped_column(Personal("name"))
    card_no: Mapped[str] = mapped_column(unique=True)
    valid_to: Mapped[dt.date] = mapped_column(index=True)
    """The last day on which the card is good."""
    qualifications: Mapped[list[str]]
    status: Mapped[OfficerStatus] = mapped_column(default=OfficerStatus.ACTIVE)
    version: Mapped[int] = mapped_column(default=1)


class UpperInspection(Base):
    """An inspection of the same unit by an authority above the branch."""

    __tablename__ = "upper_inspection"
    __scope__ = {"divisions": "town_id"}
    __table_args__ = (
        Index("ix_upper_inspection_enterprise_id_inspected_on", "enterprise_id", "inspected_on"),
        Index("ix_upper_inspection_inspected_on_id", "inspected_on", "id"),
    )

    id: Mapped[Key]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    level: Mapped[UpperLevel]
    inspected_on: Mapped[dt.date]
    what: Mapped[str]


class Campaign(Base):
    """专项整治: an effort of some months against one danger."""

    __tablename__ = "campaign"
    __scope__ = PUBLIC
    __table_args__ = (Index("ix_campaign_starts_on_id", "starts_on", "id"),)

    id: Mapped[Key]
    title: Mapped[str] = mapped_column(unique=True)
    aim: Mapped[str]
    legal_basis: Mapped[str]
    category: Mapped[HazardCategory]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    version: Mapped[int] = mapped_column(default=1)


class CampaignTarget(Base):
    """How many units of a town a campaign is to inspect, and how many have been."""

    __tablename__ = "campaign_target"
    __scope__ = {"divisions": "town_id"}
    __table_args__ = (UniqueConstraint("campaign_id", "town_id"),)

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    target: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    behind: Mapped[int] = mapped_column(default=0)
    """By how many hundredths of the target it lags behind the calendar; 0: it does not."""
    version: Mapped[int] = mapped_column(default=1)


class InspectionPlan(Base):
    """检查计划: whom to inspect between two days, and how that was decided."""

    __tablename__ = "inspection_plan"
    __scope__ = {"published": "published_during"}
    __table_args__ = (Index("ix_inspection_plan_starts_on_id", "starts_on", "id"),)

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    kind: Mapped[PlanKind]
    items: Mapped[list[str]]
    """What is looked at."""
    library_id: Mapped[int | None] = mapped_column(ForeignKey("object_library.id"))
    checklist_id: Mapped[int | None] = mapped_column(ForeignKey("checklist.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), index=True)
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    objects_draw_id: Mapped[int | None] = mapped_column(ForeignKey("draw.id"))
    officers_draw_id: Mapped[int | None] = mapped_column(ForeignKey("draw.id"))
    published_during: Mapped[Range[dt.date] | None] = mapped_column(DATERANGE)
    version: Mapped[int] = mapped_column(default=1)


class InspectionTask(OnChain, Base):
    """检查任务: one unit, two officers. The unit becomes a party with the result, not before."""

    __tablename__ = "inspection_task"
    __scope__: ClassVar[ScopeDeclaration] = {
        **Followed.__scope__,
        "published": "published_during",
    }
    __table_args__ = (
        UniqueConstraint("plan_id", "inspected_id"),
        Index("ix_inspection_task_due_on_id", "due_on", "id"),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("inspection_plan.id"))
    inspected_id: Mapped[int] = mapped_column(ForeignKey("enterprise_card.id"), index=True)
    items: Mapped[list[str]]
    due_on: Mapped[dt.date]
    """The last day of the plan."""
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer_card.id"), index=True)
    second_officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer_card.id"), index=True)
    upper_inspected_on: Mapped[dt.date | None]
    """When an upper authority inspected it last, where that was less than three months before."""
    upper_within: Mapped[int] = mapped_column(default=0)
    """1 where that is so; a rule watches it."""
    visited_on: Mapped[dt.date | None]
    findings: Mapped[str] = mapped_column(default="")
    problems: Mapped[list[str]] = mapped_column(default=list)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    refused_to_sign: Mapped[bool] = mapped_column(default=False)
    witness: Mapped[Sealed | None] = mapped_column(Personal("name"))
    disposal: Mapped[TaskDisposal | None]
    follow_up: Mapped[str] = mapped_column(default="")
    closed_on: Mapped[dt.date | None]
    published_during: Mapped[Range[dt.date] | None] = mapped_column(DATERANGE)
