"""A draw: the pool as it was frozen, and later the seed and the winners."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import DATERANGE, JSONB, Range
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Key
from core.store.personal import Personal, Sealed


class Draw(Base):
    """A weighted random draw. Frozen by one person before the seed is known, drawn by another."""

    __tablename__ = "draw"
    __scope__ = {"published": "published_during"}
    __table_args__ = (Index("ix_draw_kind_id", "kind", "id"),)

    id: Mapped[Key]
    kind: Mapped[str]
    """What is drawn for: `<plugin>.<what>`, such as `inspection.objects`."""
    title: Mapped[str]
    pool: Mapped[str]
    """As `drawing.pool_text` writes it."""
    labels: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """Key -> what people call it."""
    pool_size: Mapped[int]
    pool_sha256: Mapped[str]
    count: Mapped[int]
    """How many are to be drawn."""
    seed_source: Mapped[str]
    """Where the seed will come from, said when the pool is frozen; empty: from the system."""
    frozen_at: Mapped[dt.datetime]
    frozen_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    frozen_as: Mapped[str]
    """The role in which it was frozen."""
    seed: Mapped[str | None]
    keys: Mapped[list[str] | None]
    """The winners in the order in which they were drawn."""
    result_sha256: Mapped[str | None]
    drawn_at: Mapped[dt.datetime | None]
    drawn_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    drawn_as: Mapped[str | None]
    witnesses: Mapped[Sealed | None] = mapped_column(Personal("name"))
    """Who looked on, by name."""
    published_during: Mapped[Range[dt.date] | None] = mapped_column(DATERANGE)
    """From when on everybody may look at it; None: not published."""
    version: Mapped[int] = mapped_column(default=1)
