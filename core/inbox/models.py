"""The table of messages."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Key


class Message(Base):
    """What one account was told, once for each event. Only its addressee ever reads it.

    Texts name the matter and the place, never personal data: they outlive the right to see it.
    """

    __tablename__ = "message"
    __scope__ = {"assigned": "account_id"}
    __table_args__ = (
        UniqueConstraint("account_id", "event"),
        Index("ix_message_account_id_id", "account_id", "id"),
        Index("ix_message_unread", "account_id", postgresql_where=text("read_at IS NULL")),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    event: Mapped[str]
    """What happened, told once to an account however often the job runs."""
    kind: Mapped[str]
    title: Mapped[str]
    title_en: Mapped[str]
    body: Mapped[str]
    body_en: Mapped[str]
    why: Mapped[str]
    """Why this account: its post and place, and what they have to do with the subject."""
    why_en: Mapped[str]
    subject_type: Mapped[str]
    """The GraphQL type of what it is about."""
    subject_key: Mapped[int]
    created_at: Mapped[dt.datetime]
    read_at: Mapped[dt.datetime | None]
    acknowledged_at: Mapped[dt.datetime | None]
    """The receipt: set once and never moved."""
