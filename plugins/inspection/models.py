"""Law and checklists as dated data; hazards and what becomes of them; patrols and their answers."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.policy.vocabulary import Tier
from core.procedures.models import Followed, OnChain
from core.store.base import Base, Key
from core.store.dated import Dated
from core.store.personal import Personal, Sealed
from core.store.scope import PUBLIC


class HazardGrade(enum.Enum):
    """How grave a hazard is; a serious one is stopped at once (Order 57 art. 23)."""

    GENERAL = "GENERAL"
    SERIOUS = "SERIOUS"


class HazardCategory(enum.Enum):
    """What kind of thing is hazardous."""

    SPECIAL_EQUIPMENT = "SPECIAL_EQUIPMENT"
    FOOD = "FOOD"
    PRODUCT = "PRODUCT"
    METROLOGY = "METROLOGY"
    OTHER = "OTHER"


class HazardSource(enum.Enum):
    """By what a hazard came to be known."""

    REPORT = "REPORT"
    PATROL = "PATROL"
    COMPLAINT = "COMPLAINT"


class LegalRole(enum.Enum):
    """What an article is good for: it names a duty, or it gives the power to order."""

    DUTY = "DUTY"
    POWER = "POWER"


class PatrolResult(enum.Enum):
    """The answer to one item of a checklist."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class LegalBasis(Dated, Base):
    """An article of a law, in the wording that was in force between two days."""

    __tablename__ = "legal_basis"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("act", "article", "valid_from"),)

    id: Mapped[Key]
    act: Mapped[str]
    article: Mapped[str]
    role: Mapped[LegalRole]
    category: Mapped[HazardCategory | None]
    """What it is about; None where it is about everything."""
    text: Mapped[str]

    @property
    def cited(self) -> str:
        """As an order cites it."""
        return f"《{self.act}》{self.article}"


class Checklist(Dated, Base):
    """One version of a checklist; a patrol stays with the version that it was made by."""

    __tablename__ = "checklist"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("code", "version"),)

    id: Mapped[Key]
    code: Mapped[str]
    version: Mapped[int]
    name: Mapped[str]
    name_en: Mapped[str]
    category: Mapped[HazardCategory]


class ChecklistItem(Base):
    """One question of a checklist, and what a failure opens."""

    __tablename__ = "checklist_item"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("checklist_id", "number"),)

    id: Mapped[Key]
    checklist_id: Mapped[int] = mapped_column(ForeignKey("checklist.id"))
    number: Mapped[int]
    text: Mapped[str]
    text_en: Mapped[str]
    is_key: Mapped[bool]
    legal_basis_id: Mapped[int | None] = mapped_column(ForeignKey("legal_basis.id"))
    creates: Mapped[HazardGrade | None]
    """The grade of the hazard that a failure opens; None: it opens nothing."""


class Hazard(OnChain, Base):
    """Something dangerous, from its report to its closing. Its step stands in its matter."""

    __tablename__ = "hazard"
    __table_args__ = (
        Index("ix_hazard_found_on_id", "found_on", "id"),
        Index("ix_hazard_town_id_found_on_id", "town_id", "found_on", "id"),
    )

    id: Mapped[Key]
    grade: Mapped[HazardGrade]
    category: Mapped[HazardCategory]
    what: Mapped[str]
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    place: Mapped[str]
    """In the finder's words; may be empty where the enterprise or its site says enough."""
    subject: Mapped[str | None] = mapped_column(index=True)
    """The global id of a device or licence of another subsystem, as text."""
    found_on: Mapped[dt.date]
    found_by: Mapped[Tier]
    source: Mapped[HazardSource]
    stop_at_once: Mapped[bool] = mapped_column(default=False)
    measures: Mapped[str] = mapped_column(default="")
    """What the station had done on the spot."""
    closed_on: Mapped[dt.date | None]
    """When its matter ended, however it did; set by the news of it."""


class RectificationOrder(Followed, Base):
    """责令改正通知书: until its second signature a draft without number and day of issue."""

    __tablename__ = "rectification_order"
    __table_args__ = (
        UniqueConstraint("series", "year", "serial"),
        Index("ix_rectification_order_issued_on_id", "issued_on", "id"),
    )

    id: Mapped[Key]
    hazard_id: Mapped[int] = mapped_column(ForeignKey("hazard.id"), unique=True)
    authority: Mapped[str]
    """Who orders."""
    series: Mapped[str]
    """Whose numbers these are: the code of the authority."""
    year: Mapped[int | None]
    serial: Mapped[int | None]
    number: Mapped[str | None] = mapped_column(index=True)
    issued_on: Mapped[dt.date | None]
    items: Mapped[list[str]]
    """What is to be put right, numbered from 1."""
    violated_id: Mapped[int] = mapped_column(ForeignKey("legal_basis.id"))
    basis_id: Mapped[int] = mapped_column(ForeignKey("legal_basis.id"))
    due_on: Mapped[dt.date]
    """The last day of the term, as ordered."""
    extended_to: Mapped[dt.date | None]
    """The last day after the one extension."""
    appeal: Mapped[str]

    @property
    def term(self) -> dt.date:
        """The last day that counts now."""
        return self.extended_to or self.due_on


class RectificationReport(Followed, Base):
    """What the enterprise says that it has put right."""

    __tablename__ = "rectification_report"
    __append_only__ = True
    __may_change__ = ("organisation_ids", "town_id")

    id: Mapped[Key]
    hazard_id: Mapped[int] = mapped_column(ForeignKey("hazard.id"), index=True)
    reported_on: Mapped[dt.date]
    text: Mapped[str]
    done_items: Mapped[list[int]]
    """Numbers of the order's items."""


class Reinspection(Followed, Base):
    """What was found when it was looked at once more."""

    __tablename__ = "reinspection"
    __append_only__ = True
    __may_change__ = ("organisation_ids", "town_id")

    id: Mapped[Key]
    hazard_id: Mapped[int] = mapped_column(ForeignKey("hazard.id"), index=True)
    inspected_on: Mapped[dt.date]
    inspected_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    tier: Mapped[Tier]
    notes: Mapped[str]
    passed_items: Mapped[list[int]]
    """Numbers of the order's items that passed at this time."""
    passed: Mapped[bool]
    """Whether no item is left."""


class Patrol(Followed, Base):
    """One visit by a checklist."""

    __tablename__ = "patrol"
    __append_only__ = True
    __table_args__ = (Index("ix_patrol_started_at_id", "started_at", "id"),)

    id: Mapped[Key]
    checklist_id: Mapped[int] = mapped_column(ForeignKey("checklist.id"), index=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    place: Mapped[str]
    started_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime]
    tier: Mapped[Tier]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    second_officer: Mapped[Sealed | None] = mapped_column(Personal("name"))
    refused_to_sign: Mapped[bool]
    witness: Mapped[Sealed | None] = mapped_column(Personal("name"))
    remarks: Mapped[str]


class PatrolAnswer(Followed, Base):
    """The answer to one item, and the hazard that it opened."""

    __tablename__ = "patrol_answer"
    __append_only__ = True
    __table_args__ = (UniqueConstraint("patrol_id", "item_id"),)

    id: Mapped[Key]
    patrol_id: Mapped[int] = mapped_column(ForeignKey("patrol.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("checklist_item.id"))
    result: Mapped[PatrolResult]
    note: Mapped[str]
    hazard_id: Mapped[int | None] = mapped_column(ForeignKey("hazard.id"), index=True)
