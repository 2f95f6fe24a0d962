"""The catalogue and cycles as dated law; devices, their inspections and declarations.

Registration of use is the prefecture's and stands in columns of its own; that the branch has taken
a device into its supervision library is the change set of its row. What is true of a device on a
day (`colour_of_device`, `OVERDUE`) is SQL over its row.
"""

import datetime as dt
import enum
from typing import Any, ClassVar, Final

from sqlalchemy import ARRAY, Date, ForeignKey, Index, Integer, UniqueConstraint, and_, case, cast
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.sql import func

from core.procedures.models import OnChain
from core.register.models import Registered
from core.store.base import Base, Key
from core.store.dated import Dated
from core.store.scope import PUBLIC, TODAY, ScopeDeclaration
from core.warnings.bands import rule_colour


class TypeLevel(enum.Enum):
    """The three levels of the catalogue: 种类, 类别, 品种."""

    KIND = "KIND"
    CATEGORY = "CATEGORY"
    VARIETY = "VARIETY"


class PlaceKind(enum.Enum):
    """Where a device stands: many people there make it more urgent."""

    CROWDED = "CROWDED"
    RESIDENTIAL = "RESIDENTIAL"
    FACTORY = "FACTORY"


class RegistrationState(enum.Enum):
    """Whether the prefecture has registered its use; no answer to what the branch confirmed."""

    UNREGISTERED = "UNREGISTERED"
    REGISTERED = "REGISTERED"
    CANCELLED = "CANCELLED"


class UseStatus(enum.Enum):
    """What is done with a device. All but the first two have ended its supervision here."""

    IN_USE = "IN_USE"
    STOPPED = "STOPPED"
    SCRAPPED = "SCRAPPED"
    DISMANTLED = "DISMANTLED"
    MOVED_OUT = "MOVED_OUT"


class InspectionKind(enum.Enum):
    """FIRST: at acceptance. PERIODIC: by the cycle. SUPERVISORY: of an alteration or repair."""

    FIRST = "FIRST"
    PERIODIC = "PERIODIC"
    SUPERVISORY = "SUPERVISORY"


class Conclusion(enum.Enum):
    """What an inspection found."""

    PASSED = "PASSED"
    PASSED_AFTER_RECTIFICATION = "PASSED_AFTER_RECTIFICATION"
    FAILED = "FAILED"


class DeclarationKind(enum.Enum):
    """新增, 停用, 启用, 报废, 变更, 移装."""

    NEW = "NEW"
    STOP = "STOP"
    RESTART = "RESTART"
    SCRAP = "SCRAP"
    CHANGE = "CHANGE"
    RELOCATION = "RELOCATION"


class EquipmentType(Dated, Base):
    """An entry of the catalogue (特种设备目录) as published, until the next one replaces it."""

    __tablename__ = "equipment_type"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[Key]
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str | None]
    level: Mapped[TypeLevel]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("equipment_type.id"), index=True)
    is_device: Mapped[bool]
    """Whether single devices of it have a file; kinds, pipe parts and accessories have none."""


class InspectionCycle(Dated, Base):
    """How often the law wants devices inspected, by the beginning of their type's code."""

    __tablename__ = "inspection_cycle"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("type_prefix", "valid_from"),)

    id: Mapped[Key]
    type_prefix: Mapped[str]
    """The longest one that fits a type counts."""
    what: Mapped[str]
    what_en: Mapped[str]
    acceptance_years: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    """Years after acceptance in which it is due; after the last of them every `years`."""
    first_years: Mapped[int]
    years: Mapped[int]
    grade_years: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    """Years by safety grade 1, 2, ...; 0 where the inspecting body sets the date."""
    anchored: Mapped[bool]
    """Whether dates stay in the month of acceptance whenever it is inspected."""
    early_months: Mapped[int]
    """How early an inspection may be and leave the month as it is."""
    legal_basis: Mapped[str]


class OfDevice:
    """Whose a device and what belongs to it are: the town where it stands, its user unit."""

    __scope__: ClassVar[ScopeDeclaration] = {"divisions": "town_id", "own": "enterprise_id"}

    @declared_attr
    def enterprise_id(cls) -> Mapped[int]:  # noqa: N805
        """The user unit (使用单位)."""
        return mapped_column(ForeignKey("enterprise.id"), index=True)

    @declared_attr
    def town_id(cls) -> Mapped[int]:  # noqa: N805
        """The town where it stands."""
        return mapped_column(ForeignKey("division.id"))


class Equipment(OfDevice, Registered):
    """One device in the supervision library, with the numbers of every generation."""

    __tablename__ = "equipment"
    __table_args__ = (
        Index("ix_equipment_next_inspection_on_id", "next_inspection_on", "id"),
        Index("ix_equipment_town_id_next_inspection_on_id", "town_id", "next_inspection_on", "id"),
        Index("ix_equipment_name_id", "name", "id"),
        Index(
            "ix_equipment_search_text",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
    )

    id: Mapped[Key]
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"), index=True)
    type_id: Mapped[int] = mapped_column(ForeignKey("equipment_type.id"), index=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("equipment_type.id"), index=True)
    """The kind (种类) that its type is of."""
    name: Mapped[str]
    equipment_code: Mapped[str | None] = mapped_column(unique=True)
    registration_code: Mapped[str | None] = mapped_column(unique=True)
    use_registration_no: Mapped[str | None] = mapped_column(unique=True)
    registration_state: Mapped[RegistrationState]
    internal_no: Mapped[str | None]
    factory_no: Mapped[str | None]
    model: Mapped[str | None]
    maker: Mapped[str | None]
    maker_licence: Mapped[str | None]
    made_on: Mapped[dt.date | None]
    installed_on: Mapped[dt.date | None]
    accepted_on: Mapped[dt.date]
    """Passed its first inspection: cycles count from here."""
    first_use_on: Mapped[dt.date | None]
    design_life_to: Mapped[dt.date | None]
    place: Mapped[str]
    place_kind: Mapped[PlaceKind]
    latitude: Mapped[float | None] = mapped_column(index=True)
    longitude: Mapped[float | None]
    """Degrees, of where it stands."""
    medium: Mapped[str | None]
    """What a vessel, boiler or pipe holds."""
    important: Mapped[bool] = mapped_column(default=False)
    safety_grade: Mapped[int | None]
    """Of pressure vessels: 1 to 5; with 5 it must not be used."""
    use_status: Mapped[UseStatus]
    stopped_on: Mapped[dt.date | None]
    stop_reason: Mapped[str | None]
    ended_on: Mapped[dt.date | None]
    last_inspection_on: Mapped[dt.date | None]
    """The last one that it passed."""
    next_inspection_on: Mapped[dt.date]
    """The last day of use without another inspection."""
    search_text: Mapped[str]


class EquipmentInspection(OfDevice, Base):
    """One inspection report: append-only, but for the town to which the device has moved."""

    __tablename__ = "equipment_inspection"
    __append_only__ = True
    __may_change__ = ("town_id",)
    __table_args__ = (
        UniqueConstraint("body", "report_no"),
        Index("ix_equipment_inspection_inspected_on_id", "inspected_on", "id"),
    )

    id: Mapped[Key]
    equipment_id: Mapped[int] = mapped_column(ForeignKey("equipment.id"), index=True)
    kind: Mapped[InspectionKind]
    body: Mapped[str]
    report_no: Mapped[str]
    inspected_on: Mapped[dt.date]
    conclusion: Mapped[Conclusion]
    safety_grade: Mapped[int | None]
    next_on: Mapped[dt.date | None]
    problems: Mapped[str]
    recorded_by: Mapped[int | None]
    recorded_at: Mapped[dt.datetime]


class EquipmentDeclaration(OnChain, Base):
    """What somebody declares of a device. Where it stands says its matter."""

    __tablename__ = "equipment_declaration"
    __table_args__ = (Index("ix_equipment_declaration_filed_on_id", "filed_on", "id"),)

    id: Mapped[Key]
    kind: Mapped[DeclarationKind]
    equipment_id: Mapped[int | None] = mapped_column(ForeignKey("equipment.id"), index=True)
    """None for a new device until it is confirmed."""
    name: Mapped[str]
    """Of the device, for lists."""
    effective_on: Mapped[dt.date]
    """When it was stopped, restarted, scrapped, changed or moved; taken into use, for a new one."""
    declared: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """Facts of the register by column, as they will be written; days as text."""
    pinned: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """Those facts of the device when it was filed, and `version`; empty for a new one."""
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"), index=True)
    new_town_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"), index=True)
    """Of a relocation: where to; None when the device leaves the district."""
    filed_on: Mapped[dt.date]
    report_by: Mapped[dt.date]
    """The last day for declaring it: 30 days after it happened (art. 33, stops alike)."""
    findings: Mapped[str | None]
    """What the town found on site."""
    station_findings: Mapped[str | None]


SUPERVISED: Final = Equipment.use_status == UseStatus.IN_USE
"""Stopped and ended devices have neither a colour nor lateness, but stay in the archive."""
COLOUR: Final = case((SUPERVISED, rule_colour(Equipment.next_inspection_on, "E1")))
OVERDUE: Final = and_(SUPERVISED, Equipment.next_inspection_on < TODAY)
NEXT_DAY: Final = case((SUPERVISED, Equipment.next_inspection_on))
IDLE_YEAR_ON: Final = cast(Equipment.stopped_on + func.make_interval(1), Date)
"""From here on a stopped boiler or lift needs an inspection before it is used again."""
REGISTER_BY: Final = Equipment.first_use_on + 30
"""The last day for having its use registered (特种设备安全法 art. 33)."""
FILED_LATE: Final = EquipmentDeclaration.filed_on > EquipmentDeclaration.report_by
