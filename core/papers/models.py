"""How far each series of numbers has come."""

from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base
from core.store.scope import SYSTEM


class NumberSeries(Base):
    """The last serial number given in one series; the row is held by whoever takes the next one."""

    __tablename__ = "number_series"
    __scope__ = SYSTEM

    series: Mapped[str] = mapped_column(primary_key=True)
    """Kind of paper, authority and year, such as `order/XS/2026`."""
    last: Mapped[int]
