"""Tables of files: what was uploaded, what it belongs to, how much an account sent in a day."""

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Key
from core.store.personal import Personal, Sealed


class Attachment(Base):
    """An uploaded file. Until it is bound it is its uploader's alone; then it follows its subject.

    The scope columns are copied from the subject. `account_id`, too: binding takes it from the
    uploader, so that nobody who has moved to another post keeps what they once uploaded.
    """

    __tablename__ = "attachment"
    __scope__ = {
        "divisions": "town_id",
        "own": "enterprise_id",
        "participant": "organisation_ids",
        "assigned": "account_id",
    }
    __table_args__ = (
        CheckConstraint(
            "(subject_type is null) = (subject_key is null)", name="subject_is_whole_or_absent"
        ),
        Index("ix_attachment_subject", "subject_type", "subject_key", "id"),
    )

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    """Random; the public part of its address."""
    sha256: Mapped[str] = mapped_column(index=True)
    """Of the bytes that are kept and served: a picture without its metadata."""
    preview_sha256: Mapped[str | None] = mapped_column(index=True)
    received_sha256: Mapped[str]
    """Of the bytes that the uploader sent: who kept the original can prove that it is the one."""
    media_type: Mapped[str]
    """What the content is, whatever the client called it."""
    size: Mapped[int]
    """Bytes that are served."""
    file_name: Mapped[str]
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    uploaded_at: Mapped[dt.datetime]
    taken_at: Mapped[dt.datetime | None]
    """As the uploader says; the served picture does not tell."""
    latitude: Mapped[Sealed | None] = mapped_column(Personal("text"))
    longitude: Mapped[Sealed | None] = mapped_column(Personal("text"))
    subject_type: Mapped[str | None]
    """The name of the record type that it belongs to."""
    subject_key: Mapped[int | None]
    bound_at: Mapped[dt.datetime | None]
    town_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"))
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"))
    organisation_ids: Mapped[list[int]] = mapped_column(default=list)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class UploadDay(Base):
    """How much an account uploaded on a business day: the quota of all workers together."""

    __tablename__ = "upload_day"
    __scope__ = {"assigned": "account_id"}
    __table_args__ = (UniqueConstraint("account_id", "day"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    day: Mapped[dt.date]
    files: Mapped[int]
    bytes: Mapped[int] = mapped_column(BigInteger)
