"""Deliveries: what goes to whom by which channel, each attempt, and the very text."""

import datetime as dt
import enum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Key


class DeliveryState(enum.Enum):
    """Where a delivery stands. Only a receiver's answer makes it SENT."""

    WAITING = "WAITING"
    HELD = "HELD"
    """Quiet time: it goes out when that ends."""
    FAILED = "FAILED"
    """An attempt failed; the next one follows by itself."""
    SENT = "SENT"
    DEAD = "DEAD"
    """A dead letter: nothing happens any more until an operator sends it again."""


class AttemptOutcome(enum.Enum):
    """How one attempt ended."""

    SENT = "SENT"
    FAILED = "FAILED"
    """It may go better later."""
    REFUSED = "REFUSED"
    """It will not get better by itself."""
    WITHHELD = "WITHHELD"
    """Whoever should get it may no longer read what it is about; nothing left the system."""


class Delivery(Base):
    """One message on its way to one person or endpoint through one channel; no text of it."""

    __tablename__ = "delivery"
    __scope__ = {"assigned": "account_id"}
    __table_args__ = (
        UniqueConstraint("message_id", "channel"),
        UniqueConstraint("endpoint_id", "event"),
        CheckConstraint("(account_id IS NULL) <> (endpoint_id IS NULL)", name="one_receiver"),
        Index("ix_delivery_state_id", "state", "id"),
    )

    id: Mapped[Key]
    wire_id: Mapped[str] = mapped_column(unique=True)
    """What the receiver tells doubles by: `webhook-id`, `Message-ID`."""
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    endpoint_id: Mapped[int | None] = mapped_column(ForeignKey("webhook_endpoint.id"))
    channel: Mapped[str]
    event: Mapped[str]
    kind: Mapped[str]
    subject_type: Mapped[str]
    subject_key: Mapped[int]
    state: Mapped[DeliveryState]
    due_at: Mapped[dt.datetime]
    """When the next attempt is due; of what is settled, when the last one was."""
    created_at: Mapped[dt.datetime]
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    """The job that has it in hand until it is settled."""

    @property
    def lock(self) -> str | None:
        """Deliveries of one lock go out in order: those of one endpoint about one object."""
        if self.endpoint_id is None:
            return None
        return f"endpoint:{self.endpoint_id}:{self.subject_type}:{self.subject_key}"


class DeliveryAttempt(Base):
    """One attempt, as it ended. Never changed."""

    __tablename__ = "delivery_attempt"
    __scope__ = {}
    __append_only__ = True

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), index=True)
    at: Mapped[dt.datetime]
    outcome: Mapped[AttemptOutcome]
    code: Mapped[int | None]
    """The answer of the receiver: an HTTP status, an SMTP reply."""
    took_ms: Mapped[int]
    told: Mapped[str]
    """Why it failed, in our own words: no address, no text."""


class SentText(Base):
    """The very text of a delivery, fixed before the first attempt. For its addressee alone."""

    __tablename__ = "sent_text"
    __scope__ = {"assigned": "account_id"}
    __append_only__ = True

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    subject: Mapped[str]
    body: Mapped[str]
