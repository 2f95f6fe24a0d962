"""Measurements, and the limits that they are held against."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Key


class NoisePeriod(enum.Enum):
    """Day is 6 to 22 o'clock; the night is given more protection."""

    DAY = "DAY"
    NIGHT = "NIGHT"


class NoiseMeasurement(Base):
    """One measurement; it keeps the limit that it was judged by."""

    __tablename__ = "noise_measurement"
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}

    id: Mapped[Key]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    measured_on: Mapped[dt.date] = mapped_column(index=True)
    period: Mapped[NoisePeriod]
    decibels: Mapped[int]
    """dB(A)."""
    limit: Mapped[int]
    """dB(A), of the enterprise's area at that time of day."""
