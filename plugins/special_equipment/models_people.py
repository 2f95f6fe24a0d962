"""Who operates and looks after devices: operators, appointments, upkeep, valves and gauges."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Key
from core.store.dated import Dated
from core.store.personal import Personal, Sealed
from core.store.scope import PUBLIC
from plugins.special_equipment.models import OfDevice


class SafetyRole(enum.Enum):
    """安全总监, 安全员 (Orders 73 and 74)."""

    DIRECTOR = "DIRECTOR"
    OFFICER = "OFFICER"


class PartKind(enum.Enum):
    """Safety accessories that are checked by themselves: 安全阀, 压力表."""

    VALVE = "VALVE"
    GAUGE = "GAUGE"


class OperatorProject(Dated, Base):
    """作业项目: what an operator may be certified for, and which devices need such a one."""

    __tablename__ = "operator_project"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[Key]
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str]
    type_prefix: Mapped[str]
    """How the codes of types begin that need one; empty: none needs it by itself."""
    legal_basis: Mapped[str]
    compared: Mapped[bool]
    """Whether somebody has compared the row with its source."""


class Operator(OfDevice, Base):
    """作业人员: a person whom a unit employs at its devices."""

    __tablename__ = "operator"

    id: Mapped[Key]
    name: Mapped[Sealed] = mapped_column(Personal("name"))
    id_number: Mapped[Sealed | None] = mapped_column(Personal("text"))
    left_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)


class OperatorCertificate(OfDevice, Base):
    """作业人员证: for one project, until a day."""

    __tablename__ = "operator_certificate"
    __table_args__ = (
        UniqueConstraint("certificate_no", "project_id", "valid_to"),
        Index("ix_operator_certificate_valid_to_id", "valid_to", "id"),
    )

    id: Mapped[Key]
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"), index=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("operator_project.id"), index=True)
    certificate_no: Mapped[str]
    issued_on: Mapped[dt.date]
    valid_to: Mapped[dt.date]
    ended_on: Mapped[dt.date | None]
    """Replaced by a newer one, or its holder has left."""
    version: Mapped[int] = mapped_column(default=1)


class OperatorNeed(OfDevice, Base):
    """What a unit's devices ask of its people, and until when somebody meets it.

    Counted anew with every change of its devices and certificates.
    """

    __tablename__ = "operator_need"
    __table_args__ = (
        UniqueConstraint("enterprise_id", "project_id"),
        Index("ix_operator_need_covered_until_id", "covered_until", "id"),
    )

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("operator_project.id"))
    devices: Mapped[int]
    covered_until: Mapped[dt.date]
    """The last day on which somebody is certified; the day before the need began, if nobody is."""
    version: Mapped[int] = mapped_column(default=1)


class SafetyAppointment(OfDevice, Base):
    """Whom a unit appointed to answer for its devices, until the appointment ends."""

    __tablename__ = "safety_appointment"
    __table_args__ = (Index("ix_safety_appointment_appointed_on_id", "appointed_on", "id"),)

    id: Mapped[Key]
    role: Mapped[SafetyRole]
    name: Mapped[Sealed] = mapped_column(Personal("name"))
    appointed_on: Mapped[dt.date]
    ended_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)


class MaintenanceContract(OfDevice, Base):
    """维护保养合同: who looks after a device, and until when."""

    __tablename__ = "maintenance_contract"
    __table_args__ = (Index("ix_maintenance_contract_ends_on_id", "ends_on", "id"),)

    id: Mapped[Key]
    equipment_id: Mapped[int] = mapped_column(ForeignKey("equipment.id"), index=True)
    contractor: Mapped[str]
    licence_no: Mapped[str]
    rescue_phone: Mapped[str]
    """Of its duty room, on the notice in the lift."""
    begins_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    ended_on: Mapped[dt.date | None]
    """Ended early, or followed by another one."""
    version: Mapped[int] = mapped_column(default=1)


class SafetyPart(OfDevice, Base):
    """A valve or gauge on a device, and when it was checked last."""

    __tablename__ = "safety_part"
    __table_args__ = (Index("ix_safety_part_next_check_on_id", "next_check_on", "id"),)

    id: Mapped[Key]
    equipment_id: Mapped[int] = mapped_column(ForeignKey("equipment.id"), index=True)
    kind: Mapped[PartKind]
    number: Mapped[str]
    report_no: Mapped[str]
    last_checked_on: Mapped[dt.date]
    next_check_on: Mapped[dt.date]
    removed_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)
