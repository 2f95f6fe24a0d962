"""The calendar in the database: dated data that the branch keeps as it is published."""

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column

from core.deadlines.calendar import DayKind
from core.store.base import Base, Key
from core.store.scope import PUBLIC


class CalendarYear(Base):
    """A year whose holidays are published; without a row here the year is a guess."""

    __tablename__ = "calendar_year"
    __scope__ = PUBLIC

    id: Mapped[Key]
    year: Mapped[int] = mapped_column(unique=True)
    published_on: Mapped[dt.date]
    notice: Mapped[str]
    """Numbers of the notices that order the year, such as 国办发明电〔2025〕7号."""
    source: Mapped[str]
    """Who issued them."""
    version: Mapped[int] = mapped_column(default=1)


class CalendarDay(Base):
    """A day that is not what its weekday says: a holiday, or a weekend day that is worked."""

    __tablename__ = "calendar_day"
    __scope__ = PUBLIC

    id: Mapped[Key]
    day: Mapped[dt.date] = mapped_column(unique=True)
    kind: Mapped[DayKind]
    name: Mapped[str]
    name_en: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
