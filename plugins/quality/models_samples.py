"""A spot check from its task to its end: the sample, reports, objection, order, and what is shown.

The unit that is to be checked does not learn of it before the sample is sealed: until then a task
names it in `unit_id`, which no scope looks at, and `enterprise_id` is empty.
"""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import DATERANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from core.policy.vocabulary import Tier
from core.procedures.models import Followed, OnChain
from core.sampling.models import SampleColumns, TestItemColumns, TestVerdict
from core.store.base import Base, Key
from plugins.quality.models import ProductRisk


class TaskOrigin(enum.Enum):
    """Why an enterprise is checked."""

    DRAWN = "DRAWN"
    CLUE = "CLUE"
    DIRECTED = "DIRECTED"


class TestReportKind(enum.Enum):
    """Which test a report is of."""

    FIRST = "FIRST"
    RETEST = "RETEST"
    RECHECK = "RECHECK"


class ClueResult(enum.Enum):
    """What became of a clue."""

    CHECKED = "CHECKED"
    UNFOUNDED = "UNFOUNDED"
    REFERRED = "REFERRED"


class SpotCheckTask(OnChain, Base):
    """One enterprise that is checked for one product. Its step stands in its matter."""

    __tablename__ = "spot_check_task"
    __table_args__ = (
        Index("ix_spot_check_task_assigned_on_id", "assigned_on", "id"),
        Index("ix_spot_check_task_final_on_id", "final_on", "id"),
    )

    id: Mapped[Key]
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("spot_check_plan.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    risk_level: Mapped[ProductRisk]
    """Of the product when it was assigned."""
    unit_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    origin: Mapped[TaskOrigin]
    laboratory: Mapped[str]
    assigned_on: Mapped[dt.date]
    verdict: Mapped[TestVerdict | None] = mapped_column(index=True)
    """By the report that counts now; None before the first."""
    notified_on: Mapped[dt.date | None]
    final_on: Mapped[dt.date | None]
    """When a result could not be changed any more."""
    announced_on: Mapped[dt.date | None]
    announcement: Mapped[str] = mapped_column(default="")
    closed_on: Mapped[dt.date | None]


class Sample(SampleColumns, Followed, Base):
    """The sample that was taken for a task."""

    __tablename__ = "sample"
    __table_args__ = (Index("ix_sample_taken_at_id", "taken_at", "id"),)

    id: Mapped[Key]
    task_id: Mapped[int] = mapped_column(ForeignKey("spot_check_task.id"), unique=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    sent_on: Mapped[dt.date | None]
    sent_by: Mapped[str] = mapped_column(default="")
    """How it went to the laboratory."""


class TestReport(Followed, Base):
    """检验报告: what a laboratory found, the first time or in a re-test."""

    __test__ = False
    __tablename__ = "test_report"
    __append_only__ = True
    __may_change__ = ("organisation_ids", "town_id")
    __table_args__ = (UniqueConstraint("laboratory", "number"),)

    id: Mapped[Key]
    task_id: Mapped[int] = mapped_column(ForeignKey("spot_check_task.id"), index=True)
    kind: Mapped[TestReportKind]
    laboratory: Mapped[str]
    cma_number: Mapped[str]
    number: Mapped[str]
    issued_on: Mapped[dt.date]
    received_on: Mapped[dt.date]
    verdict: Mapped[TestVerdict]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class TestItem(TestItemColumns, Followed, Base):
    """One item of a report."""

    __test__ = False
    __tablename__ = "test_item"
    __append_only__ = True
    __may_change__ = ("organisation_ids", "town_id")
    __table_args__ = (UniqueConstraint("report_id", "number"),)

    id: Mapped[Key]
    report_id: Mapped[int] = mapped_column(ForeignKey("test_report.id"))


class Objection(Followed, Base):
    """异议: the enterprise does not accept the result and asks for a re-test."""

    __tablename__ = "objection"

    id: Mapped[Key]
    task_id: Mapped[int] = mapped_column(ForeignKey("spot_check_task.id"), unique=True)
    filed_on: Mapped[dt.date]
    grounds: Mapped[str]
    upheld: Mapped[bool | None]
    """Whether the re-test upheld the first result; None until it was tested again."""
    decided_on: Mapped[dt.date | None]


class CorrectionOrder(Followed, Base):
    """责令改正: until its second signature a draft without number and day of issue."""

    __tablename__ = "correction_order"
    __table_args__ = (Index("ix_correction_order_issued_on_id", "issued_on", "id"),)

    id: Mapped[Key]
    task_id: Mapped[int] = mapped_column(ForeignKey("spot_check_task.id"), unique=True)
    number: Mapped[str | None] = mapped_column(unique=True)
    issued_on: Mapped[dt.date | None]
    items: Mapped[list[str]]
    due_on: Mapped[dt.date]
    recheck_by: Mapped[dt.date | None]
    """The last day of the recheck, counted from the day of issue."""
    legal_basis: Mapped[str]


class CorrectionReport(Followed, Base):
    """What the enterprise says that it has corrected."""

    __tablename__ = "correction_report"
    __append_only__ = True
    __may_change__ = ("organisation_ids", "town_id")

    id: Mapped[Key]
    task_id: Mapped[int] = mapped_column(ForeignKey("spot_check_task.id"), index=True)
    reported_on: Mapped[dt.date]
    causes: Mapped[str]
    measures: Mapped[str]


class Recheck(Followed, Base):
    """复查: whether what failed conforms now."""

    __tablename__ = "recheck"
    __append_only__ = True
    __may_change__ = ("organisation_ids", "town_id")

    id: Mapped[Key]
    task_id: Mapped[int] = mapped_column(ForeignKey("spot_check_task.id"), index=True)
    rechecked_on: Mapped[dt.date]
    passed: Mapped[bool]
    notes: Mapped[str]
    tier: Mapped[Tier]


class PublishedResult(Base):
    """What the public may know of a result, in the columns in which results are published."""

    __tablename__ = "published_result"
    __scope__ = {
        "divisions": "town_id",
        "own": "enterprise_id",
        "published": "shown_during",
    }
    __table_args__ = (Index("ix_published_result_published_on_id", "published_on", "id"),)

    id: Mapped[Key]
    task_id: Mapped[int] = mapped_column(ForeignKey("spot_check_task.id"), unique=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    sampling_number: Mapped[str]
    nominal_maker: Mapped[str] = mapped_column(index=True)
    maker_address: Mapped[str]
    sampled_unit: Mapped[str]
    unit_address: Mapped[str]
    product_name: Mapped[str] = mapped_column(index=True)
    specification: Mapped[str]
    brand: Mapped[str]
    batch: Mapped[str]
    verdict: Mapped[TestVerdict] = mapped_column(index=True)
    failures: Mapped[list[str]]
    """Of each failing item one line: item ‖ result ‖ limit."""
    product_class: Mapped[str]
    notice_number: Mapped[str]
    published_on: Mapped[dt.date]
    source: Mapped[str]
    """Whose task it was."""
    laboratory: Mapped[str]
    remark: Mapped[str]
    shown_during: Mapped[Range[dt.date]] = mapped_column(DATERANGE)


class AreaFailureRate(Base):
    """How often a product failed in a town, against its average in all towns."""

    __tablename__ = "area_failure_rate"
    __scope__ = {"divisions": "town_id"}
    __table_args__ = (
        UniqueConstraint("product_id", "town_id"),
        Index("ix_area_failure_rate_ratio_id", "ratio", "id"),
    )

    id: Mapped[Key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    tested: Mapped[int]
    failed: Mapped[int]
    ratio: Mapped[int]
    """The town's failure rate as per cent of the average; 200 is twice as often."""
    counted_on: Mapped[dt.date]
    version: Mapped[int] = mapped_column(default=1)


class QualityClue(OnChain, Base):
    """线索: somebody saw a product that may not conform. Its enterprise, `unit_id`, is not told."""

    __tablename__ = "quality_clue"
    __table_args__ = (Index("ix_quality_clue_reported_on_id", "reported_on", "id"),)

    id: Mapped[Key]
    what: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    place: Mapped[str]
    reported_on: Mapped[dt.date]
    reported_by: Mapped[Tier]
    result: Mapped[ClueResult | None]
    answer: Mapped[str] = mapped_column(default="")
    task_id: Mapped[int | None] = mapped_column(ForeignKey("spot_check_task.id"))
