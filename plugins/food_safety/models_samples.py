"""Samples of food and their tests, the disposal of what failed, and recalls."""

import datetime as dt
import decimal
import enum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.procedures.models import Followed, OnChain
from core.sampling.models import QUANTITY, SampleColumns, TestItemColumns, TestVerdict
from core.store.base import Base, Key

Amount = Mapped[decimal.Decimal | None]


class RecallClass(enum.Enum):
    """How grave the danger is (食品召回管理办法): by it the recall has hours and days."""

    ONE = "ONE"
    TWO = "TWO"
    THREE = "THREE"


class FoodSample(SampleColumns, OnChain, Base):
    """A sample of food from a maker: taken by two, tested, and tested again if the maker asks."""

    __tablename__ = "food_sample"
    __table_args__ = (
        Index("ix_food_sample_taken_at_id", "taken_at", "id"),
        Index("ix_food_sample_reserve_until_id", "reserve_until", "id"),
    )

    id: Mapped[Key]
    producer_id: Mapped[int] = mapped_column(ForeignKey("food_producer.id"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("food_category.id"), index=True)
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("food_inspection.id"), index=True)
    paid: Mapped[decimal.Decimal] = mapped_column(QUANTITY)
    """What was paid for it, in yuan: samples are bought (食品安全法 art. 87)."""
    laboratory: Mapped[str] = mapped_column(default="")
    sent_on: Mapped[dt.date | None]
    report_no: Mapped[str] = mapped_column(default="")
    verdict: Mapped[TestVerdict | None] = mapped_column(index=True)
    """Of the first test."""
    tested_on: Mapped[dt.date | None]
    told_on: Mapped[dt.date | None]
    """When the maker got the result: the term for asking for a re-test runs from here."""
    retest_laboratory: Mapped[str] = mapped_column(default="")
    retest_asked_on: Mapped[dt.date | None]
    final_verdict: Mapped[TestVerdict | None] = mapped_column(index=True)
    final_on: Mapped[dt.date | None]


class FoodTestItem(TestItemColumns, Followed, Base):
    """One item of a test of a sample."""

    __tablename__ = "food_test_item"
    __append_only__ = True
    __may_change__ = ("organisation_ids", "town_id")
    __table_args__ = (UniqueConstraint("sample_id", "is_retest", "number"),)

    id: Mapped[Key]
    sample_id: Mapped[int] = mapped_column(ForeignKey("food_sample.id"))
    is_retest: Mapped[bool] = mapped_column(default=False)


class Disposal(OnChain, Base):
    """What is done about failed food: stopped and sealed, traced, recalled, its cause removed."""

    __tablename__ = "disposal"
    __table_args__ = (Index("ix_disposal_due_on_id", "due_on", "id"),)

    id: Mapped[Key]
    producer_id: Mapped[int] = mapped_column(ForeignKey("food_producer.id"), index=True)
    sample_id: Mapped[int] = mapped_column(ForeignKey("food_sample.id"), unique=True)
    opened_on: Mapped[dt.date]
    due_on: Mapped[dt.date]
    """The last day of the whole disposal."""
    stopped_on: Mapped[dt.date | None]
    quantity_unit: Mapped[str]
    sealed: Amount = mapped_column(QUANTITY)
    made: Amount = mapped_column(QUANTITY)
    sold: Amount = mapped_column(QUANTITY)
    sold_to: Mapped[str] = mapped_column(default="")
    recalled: Mapped[str] = mapped_column(default="")
    """What was recalled, or why nothing was to be."""
    cause: Mapped[str] = mapped_column(default="")
    correction: Mapped[str] = mapped_column(default="")
    closed_on: Mapped[dt.date | None]


class FoodRecall(OnChain, Base):
    """A recall: begun within hours, ended within working days, assessed by the branch."""

    __tablename__ = "food_recall"
    __table_args__ = (
        Index("ix_food_recall_known_at_id", "known_at", "id"),
        Index("ix_food_recall_finish_by_id", "finish_by", "id"),
    )

    id: Mapped[Key]
    producer_id: Mapped[int] = mapped_column(ForeignKey("food_producer.id"), index=True)
    disposal_id: Mapped[int | None] = mapped_column(ForeignKey("disposal.id"), index=True)
    recall_class: Mapped[RecallClass]
    food: Mapped[str]
    batches: Mapped[list[str]]
    why: Mapped[str]
    ordered: Mapped[bool]
    """Whether the branch ordered it (责令召回), or the maker began it by itself."""
    known_at: Mapped[dt.datetime]
    """When the maker came to know: the hours run from here."""
    start_by: Mapped[dt.datetime]
    started_at: Mapped[dt.datetime | None]
    finish_by: Mapped[dt.date | None]
    """The last day; None until it has begun."""
    plan: Mapped[str] = mapped_column(default="")
    quantity_unit: Mapped[str]
    made: Amount = mapped_column(QUANTITY)
    sold: Amount = mapped_column(QUANTITY)
    recalled: Amount = mapped_column(QUANTITY)
    handling: Mapped[str] = mapped_column(default="")
    """What became of what came back: destroyed, relabelled."""
    reported_on: Mapped[dt.date | None]
    effective: Mapped[bool | None]
    """Whether the branch found it effective; None until it is assessed."""
    assessed_on: Mapped[dt.date | None]
    closed_on: Mapped[dt.date | None]
