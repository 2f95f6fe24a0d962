"""Partners, their feeds with versions of contracts, and the batches that came."""

import datetime as dt
import enum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Key
from core.store.personal import Personal, Sealed


class FeedFormat(enum.Enum):
    """How the records of a feed are written."""

    CSV = "CSV"
    JSON = "JSON"
    XML = "XML"
    XLSX = "XLSX"


class FeedDirection(enum.Enum):
    """Whether a partner sends, or gets."""

    INBOUND = "INBOUND"
    OUTBOUND = "OUTBOUND"


class BatchState(enum.Enum):
    """How far a batch is; the last two are its ends."""

    RECEIVED = "RECEIVED"
    MATCHED = "MATCHED"
    PARTLY_APPLIED = "PARTLY_APPLIED"
    DONE = "DONE"
    REJECTED = "REJECTED"


class ExchangePartner(Base):
    """A body that data is exchanged with. Its code is the source in provenance and ranks."""

    __tablename__ = "exchange_partner"
    __scope__ = {}  # the branch's own: only the scope `all` reads it

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str]
    secret: Mapped[Sealed | None] = mapped_column(Personal("text"))
    """What it signs batches with; None: it does not sign."""
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)


class ExchangeFeed(Base):
    """One kind of records from or to one partner, and how it has been doing lately."""

    __tablename__ = "exchange_feed"
    __scope__ = {}
    __table_args__ = (UniqueConstraint("partner_id", "code", "direction"),)

    id: Mapped[Key]
    partner_id: Mapped[int] = mapped_column(ForeignKey("exchange_partner.id"))
    code: Mapped[str]
    """With the partner's code it names the mapping that a subsystem declares."""
    title: Mapped[str]
    title_en: Mapped[str]
    direction: Mapped[FeedDirection]
    format: Mapped[FeedFormat]
    every_days: Mapped[int] = mapped_column(default=1)
    """How often something is expected; 0: at no time in particular."""
    contract: Mapped[int] = mapped_column(default=1)
    """The version of the contract in force."""
    last_received_at: Mapped[dt.datetime | None]
    expected_on: Mapped[dt.date | None] = mapped_column(index=True)
    """The last day on which silence is no fault."""
    usual_count: Mapped[int] = mapped_column(default=0)
    """Records of a usual batch; 0: not known yet."""
    deviation: Mapped[int] = mapped_column(default=0)
    """By how many per cent the last batch had more or fewer."""
    drifted: Mapped[int] = mapped_column(default=0)
    """Columns of the last batch that its contract does not know, or lacks."""
    rejected_permille: Mapped[int] = mapped_column(default=0)
    """Of the last batch: how many in a thousand could not be read."""
    lag_minutes: Mapped[int] = mapped_column(default=0)
    """Between the newest change by the partner's clock and its arrival here."""
    skew_minutes: Mapped[int] = mapped_column(default=0)
    """By how much the partner's clock was ahead of ours in the last batch."""
    missing: Mapped[list[int]] = mapped_column(default=list)
    """Numbers of batches that have not come although later ones have."""
    waiting_since: Mapped[dt.date | None] = mapped_column(index=True)
    """Outbound: the day since which something has not reached the partner; None: nothing waits."""
    watermark: Mapped[int] = mapped_column(BigInteger, default=0)
    """Outbound: the change set up to which everything was prepared."""
    version: Mapped[int] = mapped_column(default=1)


class FeedContract(Base):
    """What a feed's records look like from a day on: columns, and those that steer."""

    __tablename__ = "feed_contract"
    __scope__ = {}
    __table_args__ = (UniqueConstraint("feed_id", "number"),)

    id: Mapped[Key]
    feed_id: Mapped[int] = mapped_column(ForeignKey("exchange_feed.id"))
    number: Mapped[int]
    columns: Mapped[list[str]]
    """Every column that may come; others are drift."""
    required: Mapped[list[str]]
    """Without one of these a batch is rejected."""
    sealed: Mapped[list[str]]
    """Columns of persons: kept as an index only, by which a change can be told."""
    revision_column: Mapped[str]
    """Counts the versions of one record; empty: the partner's time orders them."""
    time_column: Mapped[str]
    """When the partner changed the record; empty: unknown."""
    act_column: Mapped[str]
    """Says by `D` that the partner withdraws the record; empty: it never does."""
    valid_from: Mapped[dt.date]


class ExchangeBatch(Base):
    """One delivery: what came, whether it was whole, and what became of its records."""

    __tablename__ = "exchange_batch"
    __scope__ = {}
    __table_args__ = (
        UniqueConstraint("feed_id", "sha256"),
        Index("ix_exchange_batch_feed_id_received_at", "feed_id", "received_at"),
        Index("ix_exchange_batch_state_id", "state", "id"),
    )

    id: Mapped[Key]
    feed_id: Mapped[int] = mapped_column(ForeignKey("exchange_feed.id"))
    number: Mapped[int | None]
    """As the partner counts its batches."""
    name: Mapped[str]
    sha256: Mapped[str]
    signed: Mapped[bool]
    """Whether the partner's signature was there and right."""
    contract: Mapped[int]
    sent_at: Mapped[dt.datetime | None]
    """By the partner's clock."""
    received_at: Mapped[dt.datetime]
    received_by: Mapped[int | None]
    state: Mapped[BatchState] = mapped_column(default=BatchState.RECEIVED)
    times: Mapped[int] = mapped_column(default=1)
    """How often the same file came."""
    declared: Mapped[int | None]
    """How many records the partner says there are."""
    total: Mapped[int] = mapped_column(default=0)
    dead: Mapped[int] = mapped_column(default=0)
    """How many could not be read."""
    drift: Mapped[list[str]] = mapped_column(default=list)
    """Columns beyond the contract (`+X`) and missing ones (`-Y`)."""
    outcome: Mapped[str] = mapped_column(default="")
    """Hash over its records as they were understood: a replay must give it again."""
    fault: Mapped[str] = mapped_column(default="")
    """Why it was rejected, Chinese and English."""
    version: Mapped[int] = mapped_column(default=1)


class ExchangeFile(Base):
    """The bytes of a batch as they came, sealed: they may hold names of persons."""

    __tablename__ = "exchange_file"
    __scope__ = {}  # and no type of the schema: nobody reads it but the jobs

    id: Mapped[int] = mapped_column(ForeignKey("exchange_batch.id"), primary_key=True)
    content: Mapped[str]
    """Compressed, encrypted under the data key, in base64."""


class CodeMap(Base):
    """What a partner's code means here; the declared ones are the first, clerks add others."""

    __tablename__ = "code_map"
    __scope__ = {}
    __table_args__ = (UniqueConstraint("feed_id", "column_name", "theirs"),)

    id: Mapped[Key]
    feed_id: Mapped[int] = mapped_column(ForeignKey("exchange_feed.id"))
    column_name: Mapped[str]
    theirs: Mapped[str]
    ours: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)


class SourceRank(Base):
    """Which sources of a field outrank which, where the bureau decided otherwise than declared."""

    __tablename__ = "source_rank"
    __scope__ = {}
    __table_args__ = (UniqueConstraint("record", "field"),)

    id: Mapped[Key]
    record: Mapped[str]
    """The GraphQL type."""
    field: Mapped[str]
    sources: Mapped[list[str]]
    """Codes of partners, or `bureau`, strongest first."""
    version: Mapped[int] = mapped_column(default=1)


Json = dict[str, Any]
OPEN_WORK = text(
    "state IN ('RECEIVED', 'NEW', 'NEWER', 'WITHDRAWAL', 'CONFLICT', 'AMBIGUOUS', 'HELD', 'DEAD')"
)
JSON = JSONB(none_as_null=True)
