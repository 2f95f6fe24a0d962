"""What units write down day by day, what the authority instructs, and what went wrong."""

import datetime as dt

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.procedures.models import OnChain
from core.safety_logs.models import DutyColumns, FindingColumns, LogColumns, LogPeriod
from core.store.base import Base, Key
from core.store.dated import Dated
from core.store.scope import PUBLIC
from plugins.special_equipment.models import OfDevice


class RiskItem(Dated, Base):
    """风险管控清单: one item that a unit checks, for devices whose codes begin so."""

    __tablename__ = "risk_item"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("type_prefix", "number", "valid_from"),)

    id: Mapped[Key]
    type_prefix: Mapped[str]
    number: Mapped[int]
    period: Mapped[LogPeriod]
    """How often it is checked at least."""
    text: Mapped[str]
    text_en: Mapped[str]
    red: Mapped[bool]
    """Whether it must be mended before a week or month is closed."""
    legal_basis: Mapped[str]


class SafetyLog(LogColumns, Base):
    """日管控, 周排查 or 月调度 of a unit's devices."""

    __tablename__ = "safety_log"
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}
    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("enterprise_id", "period", "first_on"),
        Index("ix_safety_log_last_on_id", "last_on", "id"),
    )

    id: Mapped[Key]
    checked: Mapped[int]
    """Items that were on the list."""
    unsound: Mapped[int]


class SafetyFinding(FindingColumns, Base):
    """An item that was not sound, until it is mended."""

    __tablename__ = "safety_finding"
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}
    __table_args__ = (Index("ix_safety_finding_found_on_id", "found_on", "id"),)

    id: Mapped[Key]
    log_id: Mapped[int] = mapped_column(ForeignKey("safety_log.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("risk_item.id"))


class SafetyDuty(DutyColumns, Base):
    """That a unit with devices has to keep logs, and how far it has come."""

    __tablename__ = "safety_duty"
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}
    __table_args__ = (UniqueConstraint("enterprise_id"),)

    id: Mapped[Key]


class SafetyInstruction(OnChain, Base):
    """特种设备安全监察指令书: the unit reads it once it is served."""

    __tablename__ = "safety_instruction"
    __table_args__ = (
        UniqueConstraint("series", "year", "serial"),
        Index("ix_safety_instruction_drafted_on_id", "drafted_on", "id"),
    )

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    equipment_id: Mapped[int | None] = mapped_column(ForeignKey("equipment.id"), index=True)
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("equipment_inspection.id"))
    """The failed inspection from which it was drafted."""
    drafted_on: Mapped[dt.date]
    problem: Mapped[str]
    violated: Mapped[str]
    measures: Mapped[str]
    days: Mapped[int]
    """Days that the unit has from the day on which it is served."""
    series: Mapped[str | None]
    year: Mapped[int | None]
    serial: Mapped[int | None]
    number: Mapped[str | None]
    issued_on: Mapped[dt.date | None]
    served_on: Mapped[dt.date | None]
    due_on: Mapped[dt.date | None]
    refused_to_sign: Mapped[bool]
    report: Mapped[str | None]
    reported_on: Mapped[dt.date | None]
    notes: Mapped[str | None]
    closed_on: Mapped[dt.date | None]
    to_case_on: Mapped[dt.date | None]
    """Not followed in time: handed over to be filed as a case."""


class AccidentClass(Dated, Base):
    """事故等级: at least so many dead or injured, or so much lost, makes this class."""

    __tablename__ = "accident_class"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[Key]
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str]
    rank: Mapped[int]
    """1 is the gravest."""
    deaths: Mapped[int]
    injuries: Mapped[int]
    loss_yuan: Mapped[int] = mapped_column(BigInteger)
    legal_basis: Mapped[str]


class Accident(OfDevice, Base):
    """An accident with a device, and its class by the law of its day."""

    __tablename__ = "accident"
    __table_args__ = (Index("ix_accident_occurred_on_id", "occurred_on", "id"),)

    id: Mapped[Key]
    equipment_id: Mapped[int | None] = mapped_column(ForeignKey("equipment.id"), index=True)
    class_id: Mapped[int | None] = mapped_column(ForeignKey("accident_class.id"))
    """None: below the lowest class, an event to be looked into."""
    occurred_on: Mapped[dt.date]
    deaths: Mapped[int]
    injuries: Mapped[int]
    loss_yuan: Mapped[int] = mapped_column(BigInteger)
    summary: Mapped[str]
    recorded_at: Mapped[dt.datetime]
