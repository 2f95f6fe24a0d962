"""Runs, the rows that they refused, and from which line of which file every record came."""

import datetime as dt
import enum

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Key
from core.store.scope import SYSTEM


class RunState(enum.Enum):
    """How far a run is."""

    EXAMINING = "EXAMINING"
    EXAMINED = "EXAMINED"
    CONFIRMED = "CONFIRMED"
    DONE = "DONE"
    REFUSED = "REFUSED"


class ImportRun(Base):
    """One file, read by one mapping for one kind of record."""

    __tablename__ = "import_run"
    __scope__ = {"assigned": "account_id"}
    __table_args__ = (Index("ix_import_run_file_sha256", "file_sha256"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    """The data clerk who began it; from its confirmation on, who confirmed it."""
    plugin: Mapped[str]
    slug: Mapped[str]
    """What is imported, as the plugin calls it."""
    source: Mapped[str]
    """The mapping's name for where the data is from; keys are known within it."""
    label: Mapped[str]
    """What people are told of the source."""
    file_name: Mapped[str]
    file_sha256: Mapped[str]
    file_size: Mapped[int] = mapped_column(BigInteger)
    stated: Mapped[str]
    """Format and encoding that were found."""
    mapping: Mapped[str]
    """The TOML text."""
    mapping_sha256: Mapped[str]
    today: Mapped[dt.date]
    """The business date by which its rows are judged, however long it takes."""
    state: Mapped[RunState]
    rows_done: Mapped[int] = mapped_column(default=0)
    stored: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[int] = mapped_column(default=0)
    """The same row once more in the same file."""
    refused: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[dt.datetime]
    confirmed_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    reason: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)


class ImportRefusal(Base):
    """A row that was not stored, with the one reason."""

    __tablename__ = "import_refusal"
    __scope__ = {"assigned": "account_id"}
    __table_args__ = (UniqueConstraint("run_id", "line"),)

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    line: Mapped[int]
    code: Mapped[str]
    field: Mapped[str]
    """The column at fault, by its name in the file or the form; may be empty."""
    chinese: Mapped[str]
    english: Mapped[str]


class ImportedRow(Base):
    """From where a record came: the way back to the line of a file, and the memory of keys."""

    __tablename__ = "imported_row"
    __scope__ = SYSTEM
    __table_args__ = (
        UniqueConstraint("kind", "source", "key"),
        Index("ix_imported_row_kind_target_id", "kind", "target_id"),
    )

    id: Mapped[Key]
    kind: Mapped[str]
    """`plugin:slug`."""
    source: Mapped[str]
    key: Mapped[str]
    content: Mapped[str]
    """SHA-256, halved, of the values that were taken over."""
    target_id: Mapped[int]
    target_version: Mapped[int]
    """The record's version as the import left it: a later one is somebody else's work."""
    run_id: Mapped[int]
    line: Mapped[int]
    seen_run_id: Mapped[int]
    """The latest run that met the key, and where."""
    seen_line: Mapped[int]
