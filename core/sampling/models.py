"""Columns of a sample and of a test item, to be mixed into a subsystem's own tables.

    class Sample(SampleColumns, Followed, Base):
        __tablename__ = "sample"

        id: Mapped[Key]

The unit that was sampled and the labelled maker are kept as they were printed on that day; the
enterprises of the register that they are stand in the subsystem's own columns.
"""

import datetime as dt
import decimal
import enum
from typing import Final

from sqlalchemy import ForeignKey, Numeric
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

QUANTITY: Final = Numeric(12, 3)


class PlaceKind(enum.Enum):
    """Where a sample was taken (产品质量法 art. 15: on the market, or of finished stock)."""

    STOCK = "STOCK"
    MARKET = "MARKET"
    ONLINE = "ONLINE"
    CATERING = "CATERING"


class TestVerdict(enum.Enum):
    """What a test says of an item, and by all its items of a sample."""

    __test__ = False  # for pytest, which collects classes of such names

    PASSED = "PASSED"
    FAILED = "FAILED"
    NOT_JUDGED = "NOT_JUDGED"
    """Measured without a limit to compare it with."""


class SampleColumns:
    """A sample as its form says: what, of whom, how much, taken and sealed by which officers."""

    number: Mapped[str] = mapped_column(unique=True)
    """Number of the sampling form (抽样单编号)."""
    place_kind: Mapped[PlaceKind]
    sampled_unit: Mapped[str]
    sampled_address: Mapped[str]
    nominal_maker: Mapped[str] = mapped_column(index=True)
    """标称生产企业: the maker that the label names."""
    nominal_maker_address: Mapped[str] = mapped_column(default="")
    product_name: Mapped[str]
    specification: Mapped[str] = mapped_column(default="")
    brand: Mapped[str] = mapped_column(default="")
    batch: Mapped[str] = mapped_column(default="")
    """Batch number; a sample has one, or a day of production, or both."""
    produced_on: Mapped[dt.date | None]
    base_quantity: Mapped[decimal.Decimal] = mapped_column(QUANTITY)
    """抽样基数: how much there was to take it from."""
    check_quantity: Mapped[decimal.Decimal] = mapped_column(QUANTITY)
    """检样: what goes to the laboratory."""
    reserve_quantity: Mapped[decimal.Decimal] = mapped_column(QUANTITY)
    """备样: what is sealed for a re-test."""
    quantity_unit: Mapped[str]
    taken_at: Mapped[dt.datetime]
    """The time on site, which may lie before the time at which it was sent in."""
    sealed_at: Mapped[dt.datetime | None]
    """When the second officer signed; None until then."""
    reserve_until: Mapped[dt.date | None]
    """The last day on which the reserve is kept; None until there is a verdict."""

    @declared_attr
    def first_officer_id(cls) -> Mapped[int]:  # noqa: N805
        """Who took the sample."""
        return mapped_column(ForeignKey("account.id"))

    @declared_attr
    def second_officer_id(cls) -> Mapped[int | None]:  # noqa: N805
        """Who sealed it together with the first; None until that officer has signed."""
        return mapped_column(ForeignKey("account.id"))


class TestItemColumns:
    """One line of a test report: the item, what the standard wants, what was measured."""

    __test__ = False

    number: Mapped[int]
    """Its place in the report, from 1."""
    item: Mapped[str] = mapped_column(index=True)
    standard_limit: Mapped[str]
    """What the standard wants, as it says it: `≤ 0.50`, `应无裂纹`."""
    measured: Mapped[str]
    unit: Mapped[str] = mapped_column(default="")
    verdict: Mapped[TestVerdict]
