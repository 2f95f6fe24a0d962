"""What a plugin declares to have its records imported from files (数据导入).

The author's side: columns with their meaning, and a maker that turns a batch of checked values into
rows. Files, encodings, mappings, keys, progress, refusals and the ledger are the engine's.
"""

import enum
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

Values = Mapping[str, Any]


class ColumnKind(enum.Enum):
    """How the text of a cell is understood."""

    TEXT = "TEXT"
    DAY = "DAY"
    WHOLE = "WHOLE"
    DECIMAL = "DECIMAL"
    YES_NO = "YES_NO"
    CHOICE = "CHOICE"
    REFERENCE = "REFERENCE"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportColumn:
    """One value of a record, as files bring it."""

    name: str
    title: str
    """Chinese and English, as forms call it; also the column's name in the Excel template."""
    kind: ColumnKind = ColumnKind.TEXT
    required: bool = False
    choices: type[enum.Enum] | None = None
    """Of a CHOICE: by name, as GraphQL writes it."""
    refers_to: str = ""
    """Of a REFERENCE: `plugin:slug` of another importable, whose source key the file repeats.

    The maker gets the record's number; where the mapping names a plain column, it gets its text.
    """
    tidy: Callable[[str], Any] | None = None
    """The validator of the forms: gives the stored form, raises InvalidInput."""
    longest: int = 2_000
    """Characters."""


@dataclass(frozen=True, slots=True)
class Extra:
    """A row that comes with the record. An `upsert` replaces what stands under its primary key."""

    model: type[Any]
    values: Values
    upsert: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """What becomes of a row of the file: values of the record, and what comes with it.

    A value may be `OWN_KEY`, which stands for the record's number.
    """

    values: Values
    extras: tuple[Extra, ...] = ()


class _OwnKey(enum.Enum):
    """The number of the record, which is given when it is stored."""

    OWN = "own"


OWN_KEY = _OwnKey.OWN


class Maker(Protocol):
    """Turns checked values into rows. One for each run; it may remember what it looked up."""

    async def look_up(self, session: AsyncSession, batch: Sequence[Values]) -> None:
        """Ask the database at once for all that the batch needs."""

    def make(self, values: Values) -> Made:
        """The rows for one, without the database. Raises InvalidInput, Conflict or NotFound."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Importable:
    """A kind of record that files may bring."""

    slug: str
    title: str
    record: type[Any]
    """Its model; the person who confirms needs `import` on its resource."""
    columns: tuple[ImportColumn, ...]
    maker: Callable[[Any], Maker]
    """Called once for each run, with the business date."""
    natural_key: tuple[str, ...] = ()
    """Columns that tell records apart where a mapping names no key."""
    ordinal: bool = False
    """Whether a file may hold the same row several times, each a record of its own."""
    before: tuple[str, ...] = field(default=())
    """`plugin:slug` of what has to be imported first."""

    def column(self, name: str) -> ImportColumn | None:
        """The column of that name."""
        return next((column for column in self.columns if column.name == name), None)


Loaded = Callable[[Any, str], Awaitable[None]]
"""Told, with a unit of work, that records of a resource came in bulk."""
