"""What makers look after by themselves every day, week and month (Order 60 of 2022)."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.safety_logs.models import FindingColumns, LogColumns, LogPeriod
from core.store.base import Base, Key
from core.store.dated import Dated
from core.store.scope import PUBLIC


class FoodLogItem(Dated, Base):
    """One item of the list of risks that makers check (风险管控清单)."""

    __tablename__ = "food_log_item"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("number", "valid_from"),)

    id: Mapped[Key]
    number: Mapped[int]
    period: Mapped[LogPeriod]
    text: Mapped[str]
    text_en: Mapped[str]
    red: Mapped[bool]
    """Whether no week or month is closed while it is open."""
    legal_basis: Mapped[str]


class FoodLog(LogColumns, Base):
    """One day, week or month that a maker has looked after."""

    __tablename__ = "food_log"
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}
    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("producer_id", "period", "first_on"),
        Index("ix_food_log_last_on_id", "last_on", "id"),
    )

    id: Mapped[Key]
    producer_id: Mapped[int] = mapped_column(ForeignKey("food_producer.id"))
    checked: Mapped[int]
    unsound: Mapped[int]


class FoodLogFinding(FindingColumns, Base):
    """An item that was not sound, until it is mended."""

    __tablename__ = "food_log_finding"
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}
    __table_args__ = (Index("ix_food_log_finding_found_on_id", "found_on", "id"),)

    id: Mapped[Key]
    log_id: Mapped[int] = mapped_column(ForeignKey("food_log.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("food_log_item.id"))
