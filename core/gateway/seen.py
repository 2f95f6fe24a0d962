"""Operations seen of late, so that a change of the policy can say what it would break.

A worker counts what it answers in memory and writes the counts down every few seconds, apart from
any request. What is kept is the document without any value in it (literals are taken out, variables
are never looked at), who asked only as a set of roles, and how often on which day. What nobody has
asked for `KEPT` days is forgotten.
"""

import asyncio
import datetime as dt
import hashlib
import logging
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from graphql import (
    FloatValueNode,
    GraphQLError,
    IntValueNode,
    StringValueNode,
    Visitor,
    parse,
    print_ast,
    visit,
)
from sqlalchemy import UniqueConstraint, case, delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core.clock import business_date
from core.store.base import Base, Key
from core.store.engine import Store
from core.store.scope import SYSTEM

KEPT: Final = dt.timedelta(days=30)
LONGEST: Final = 10_000
"""Characters of a document that is kept; longer ones are not."""
MOST: Final = 2_000
"""Different operations that a worker remembers between two writings, and writes anew in a day."""
PAUSE_S: Final = 10.0
log = logging.getLogger("zhijian.seen")

Asked = tuple[str, str, tuple[str, ...]]
"""Document, name of the operation, roles of whoever asked."""


class SeenOperation(Base):
    """A document as people of one set of roles have asked it."""

    __tablename__ = "seen_operation"
    __table_args__ = (UniqueConstraint("digest", "name", "roles"),)
    __scope__ = SYSTEM

    id: Mapped[Key]
    digest: Mapped[str]
    """SHA-256 of `text`."""
    name: Mapped[str]
    text: Mapped[str]
    """Without comments, and without the values of strings and numbers."""
    roles: Mapped[list[str]]
    last_seen_on: Mapped[dt.date] = mapped_column(index=True)
    seen_that_day: Mapped[int]
    seen: Mapped[int]


class Seen:
    """One worker's counts since the last writing."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._counts: Counter[Asked] = Counter()
        self._new: tuple[dt.date | None, set[tuple[str, str, tuple[str, ...]]]] = (None, set())
        """The business date, and what this worker has written on it."""

    def note(self, text: str, name: str | None, roles: tuple[str, ...]) -> None:
        """Count one request: a look-up in a dictionary, nothing else."""
        if len(text) <= LONGEST:
            asked = (text, name or "", roles)
            if asked in self._counts or len(self._counts) < MOST:
                self._counts[asked] += 1

    async def write(self) -> int:
        """Write the counts down; says how many operations they were."""
        counts, self._counts = self._counts, Counter()
        if not counts:
            return 0
        today = business_date(self._store.clock)
        rows = await asyncio.to_thread(_rows, counts, today)
        rows = self._within_bounds(rows, today)
        async with self._store.system() as session:
            for row in rows:
                await session.execute(_upsert(row))
        return len(rows)

    async def run(self) -> None:
        """Write every few seconds, and once more at the end. What cannot be written is lost."""
        try:
            while True:
                await asyncio.sleep(PAUSE_S)
                await self._try_writing()
        finally:
            await self._try_writing()

    async def _try_writing(self) -> None:
        try:
            await self.write()
        except Exception:
            log.warning("operations seen could not be written", exc_info=True)

    def _within_bounds(self, rows: list[dict[str, Any]], today: dt.date) -> list[dict[str, Any]]:
        """Nobody fills the table with documents made up for it."""
        day, known = self._new
        if day != today:
            known = set()
            self._new = (today, known)
        kept = []
        for row in rows:
            key = (row["digest"], row["name"], tuple(row["roles"]))
            if key in known or len(known) < MOST:
                known.add(key)
                kept.append(row)
        return kept


async def forget(session: AsyncSession, today: dt.date) -> int:
    """Remove what nobody has asked of late, in a system session; says how much."""
    old = delete(SeenOperation).where(SeenOperation.last_seen_on < today - KEPT)
    return len((await session.scalars(old.returning(SeenOperation.id))).all())


def without_values(text: str) -> str | None:
    """A document without the values that stand in it; None for one that cannot be read."""
    try:
        return print_ast(visit(parse(text, max_tokens=LONGEST), _Blank()))
    except (GraphQLError, RecursionError):
        return None


class _Blank(Visitor):
    def enter_string_value(self, node: StringValueNode, *_: Any) -> StringValueNode:
        return StringValueNode(value="")

    def enter_int_value(self, node: IntValueNode, *_: Any) -> IntValueNode:
        return IntValueNode(value="0")

    def enter_float_value(self, node: FloatValueNode, *_: Any) -> FloatValueNode:
        return FloatValueNode(value="0.0")


def _rows(counts: Mapping[Asked, int], today: dt.date) -> list[dict[str, Any]]:
    """What is written, each row once and in one order, so that two workers never wait in a ring."""
    found: dict[tuple[str, str, tuple[str, ...]], dict[str, Any]] = {}
    for (text, name, roles), count in counts.items():
        bare = without_values(text)
        if bare is None:
            continue
        digest = hashlib.sha256(bare.encode()).hexdigest()
        row: dict[str, Any] = {"digest": digest, "name": name, "roles": list(roles), "text": bare}
        row |= {"last_seen_on": today, "seen_that_day": 0, "seen": 0}
        kept = found.setdefault((digest, name, roles), row)
        kept["seen_that_day"] += count
        kept["seen"] += count
    return [found[key] for key in sorted(found)]


def _upsert(row: Mapping[str, Any]) -> Any:
    made = insert(SeenOperation).values(**row)
    same_day = SeenOperation.last_seen_on == made.excluded.last_seen_on
    return made.on_conflict_do_update(
        index_elements=["digest", "name", "roles"],
        set_={
            "seen_that_day": case(
                (same_day, SeenOperation.seen_that_day + made.excluded.seen_that_day),
                else_=made.excluded.seen_that_day,
            ),
            "seen": SeenOperation.seen + made.excluded.seen,
            "last_seen_on": made.excluded.last_seen_on,
        },
    )
