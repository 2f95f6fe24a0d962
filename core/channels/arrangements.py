"""What is arranged beforehand: endpoints, a person's own settings, templates."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Key
from core.store.personal import Personal, Sealed


class Language(enum.Enum):
    """The language of what is sent."""

    ZH = "ZH"
    EN = "EN"


class WebhookEndpoint(Base):
    """A system of another body that is told by HTTP. It gets what a role there may read."""

    __tablename__ = "webhook_endpoint"
    __scope__ = {}

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str]
    """Whose posts at that organisation decide what it gets, as they are held at that moment."""
    url: Mapped[str]
    secret: Mapped[Sealed] = mapped_column(Personal("text"))
    kinds: Mapped[list[str]]
    """Kinds of message, or the beginnings of kinds; `*` for all."""
    active: Mapped[bool]
    created_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)


class ChannelSettings(Base):
    """What one person wants by which channel, and when not. Without a row: the inbox only."""

    __tablename__ = "channel_settings"
    __scope__ = {"assigned": "account_id"}

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    mail: Mapped[Sealed | None] = mapped_column(Personal("mail"))
    language: Mapped[Language]
    choices: Mapped[list[str]]
    """`<channel>:<kind>`, the kind as in an endpoint's."""
    quiet_from: Mapped[str | None]
    """`22:00`, in Hangzhou."""
    quiet_to: Mapped[str | None]
    urgent: Mapped[list[str]]
    """Kinds that may come in quiet time."""


class MessageTemplate(Base):
    """How messages of a kind read in a channel and language, from a day on. Edits add versions."""

    __tablename__ = "message_template"
    __scope__ = {}
    __table_args__ = (UniqueConstraint("kind", "channel", "language", "version"),)

    id: Mapped[Key]
    kind: Mapped[str]
    """A kind, the beginning of kinds, or `*`."""
    channel: Mapped[str]
    """A channel, or `*` for those without templates of their own."""
    language: Mapped[Language]
    subject: Mapped[str]
    body: Mapped[str]
    version: Mapped[int]
    valid_from: Mapped[dt.date]
