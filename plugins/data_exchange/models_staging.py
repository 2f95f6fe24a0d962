"""The staging library: records that came, conflicts, what is linked, and where values are from."""

import datetime as dt
import enum
from typing import Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Identity,
    Index,
    UniqueConstraint,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Key
from plugins.data_exchange.models import JSON, OPEN_WORK, Json

BUREAU: Final = "bureau"
"""The source of what was entered here."""


class StagedState(enum.Enum):
    """What a staged record is. The first eight are open work; the rest needs nobody."""

    RECEIVED = "RECEIVED"
    NEW = "NEW"
    NEWER = "NEWER"
    WITHDRAWAL = "WITHDRAWAL"
    CONFLICT = "CONFLICT"
    AMBIGUOUS = "AMBIGUOUS"
    HELD = "HELD"
    DEAD = "DEAD"
    EQUAL = "EQUAL"
    APPLIED = "APPLIED"
    KEPT = "KEPT"
    OLDER = "OLDER"
    REPEATED = "REPEATED"
    SUPERSEDED = "SUPERSEDED"
    DISCARDED = "DISCARDED"


OPEN: Final = tuple(StagedState)[:8]
READY: Final = (StagedState.NEW, StagedState.NEWER, StagedState.WITHDRAWAL)
"""A confirmation is all that they wait for."""


class StagedRecord(Base):
    """One record as a partner sent it: the payload never changes, what we make of it does."""

    __tablename__ = "staged_record"
    __scope__ = {}
    __table_args__ = (
        UniqueConstraint("batch_id", "position"),
        Index("ix_staged_record_feed_id_natural_key", "feed_id", "natural_key"),
        Index("ix_staged_record_state_id", "state", "id"),
        Index("ix_staged_record_open", "feed_id", "natural_key", postgresql_where=OPEN_WORK),
        Index("ix_staged_record_held_until", "held_until", "id"),
    )

    id: Mapped[Key]
    batch_id: Mapped[int] = mapped_column(ForeignKey("exchange_batch.id"))
    feed_id: Mapped[int] = mapped_column(ForeignKey("exchange_feed.id"))
    position: Mapped[int]
    """Its place in the batch, from 1."""
    natural_key: Mapped[str]
    payload: Mapped[Json] = mapped_column(JSON)
    """As it came, columns of persons as an index."""
    repaired: Mapped[Json | None] = mapped_column(JSON)
    """Columns that a clerk read otherwise; the payload stays."""
    mapped: Mapped[Json] = mapped_column(JSON)
    """In our terms."""
    hash: Mapped[str]
    revision: Mapped[int] = mapped_column(BigInteger)
    """Orders what one partner says of one record."""
    changed_at: Mapped[dt.datetime | None]
    """By the partner's clock."""
    withdrawn: Mapped[bool] = mapped_column(default=False)
    arrived_at: Mapped[dt.datetime]
    state: Mapped[StagedState] = mapped_column(default=StagedState.RECEIVED)
    target_id: Mapped[int | None]
    """The row of the register that it is of."""
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)
    ours: Mapped[Json | None] = mapped_column(JSON)
    """What the register said when the two were compared."""
    verdicts: Mapped[Json | None] = mapped_column(JSON)
    """Field by field: take, keep or conflict."""
    held_for: Mapped[str] = mapped_column(default="")
    """The number of what is not in the register yet."""
    held_until: Mapped[dt.date | None]
    """After this day somebody should look why."""
    fault_field: Mapped[str] = mapped_column(default="")
    fault: Mapped[str] = mapped_column(default="")
    """Why it could not be read or applied, or was set aside."""
    settled_at: Mapped[dt.datetime | None]
    settled_by: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)


IS_OPEN: Final[ColumnElement[bool]] = or_(*(StagedRecord.state == state for state in OPEN))


class Side(enum.Enum):
    """Whose value stands."""

    OURS = "OURS"
    THEIRS = "THEIRS"
    OVERTAKEN = "OVERTAKEN"


class ExchangeConflict(Base):
    """One field that both sides claim to know: it waits for a data clerk, both sides in view."""

    __tablename__ = "exchange_conflict"
    __scope__ = {}
    __table_args__ = (
        Index("ix_exchange_conflict_staged_id", "staged_id"),
        Index("ix_exchange_conflict_open", "due_on", "id", postgresql_where=text("side IS NULL")),
    )

    id: Mapped[Key]
    staged_id: Mapped[int] = mapped_column(ForeignKey("staged_record.id"))
    feed_id: Mapped[int] = mapped_column(ForeignKey("exchange_feed.id"))
    field: Mapped[str]
    ours: Mapped[str | None]
    ours_source: Mapped[str]
    ours_at: Mapped[dt.datetime | None]
    theirs: Mapped[str | None]
    theirs_source: Mapped[str]
    theirs_at: Mapped[dt.datetime | None]
    because: Mapped[str]
    """Which rule could not decide: both_changed, first_contact, clock, same_rank."""
    proposal: Mapped[Side]
    due_on: Mapped[dt.date]
    taken_by: Mapped[int | None]
    """The account of the clerk who has it in hand."""
    taken_name: Mapped[str] = mapped_column(default="")
    taken_at: Mapped[dt.datetime | None]
    side: Mapped[Side | None]
    decided_by: Mapped[int | None]
    decided_at: Mapped[dt.datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)


class MasterLink(Base):
    """What a partner calls a row of ours, and what both sides said when they last agreed."""

    __tablename__ = "master_link"
    __scope__ = {}
    __table_args__ = (UniqueConstraint("feed_id", "natural_key"),)

    id: Mapped[Key]
    feed_id: Mapped[int] = mapped_column(ForeignKey("exchange_feed.id"))
    natural_key: Mapped[str]
    target_id: Mapped[int | None]
    revision: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str]
    theirs: Mapped[Json] = mapped_column(JSON)
    ours: Mapped[Json] = mapped_column(JSON)
    gone: Mapped[bool] = mapped_column(default=False)
    """The partner has withdrawn it; the row stays, with its history."""
    batch_id: Mapped[int] = mapped_column(ForeignKey("exchange_batch.id"))
    synced_at: Mapped[dt.datetime]


class FieldProvenance(Base):
    """Where the values of fields of one record are from: partner, batch, time; appended to."""

    __tablename__ = "field_provenance"
    __scope__ = {}
    __append_only__ = True
    __table_args__ = (Index("ix_field_provenance_of", "record", "target_id", "id"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    record: Mapped[str]
    target_id: Mapped[int]
    subject: Mapped[str] = mapped_column(index=True)
    """The record's global id."""
    fields: Mapped[list[str]]
    source: Mapped[str]
    batch_id: Mapped[int] = mapped_column(ForeignKey("exchange_batch.id"))
    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_set.id"))
    recorded_at: Mapped[dt.datetime]
