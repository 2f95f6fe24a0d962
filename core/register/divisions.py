"""Divisions in the database: planting them, reforming them, and who inherits what was merged.

The rows come from the dated fixture (`divisions_data`). Bringing the table to a day adds what began
until then and closes what ended until then; what is there already is never undone.
"""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.identity import STALE
from core.register.divisions_data import DEMO_DAY_2013, DivisionRow, all_divisions
from core.register.models import Division
from core.store.freshness import bump

Rows = dict[tuple[str, dt.date], Division]
"""By code and first day: a code may be given out again."""


async def expand(
    session: AsyncSession, division_ids: Iterable[int], day: dt.date
) -> tuple[int, ...]:
    """The divisions and all that had merged into them by `day`, directly or through others, sorted.

    Records keep the town they were made under; whoever answers for 瓜沥镇 today answers for the
    records of 坎山镇 too.
    """
    found = set(division_ids)
    newest = found
    while newest:
        merged = select(Division.id).where(
            Division.successor_id.in_(newest), Division.valid_to <= day
        )
        newest = set((await session.scalars(merged)).all()) - found
        found = found | newest
    return tuple(sorted(found))


async def plant_divisions(session: AsyncSession) -> None:
    """The divisions of 2013 with the 28 towns of Xiaoshan. Running it again changes nothing."""
    await _bring_to(session, DEMO_DAY_2013)


async def apply_reform(session: AsyncSession, day: dt.date) -> None:
    """Every merger, move and new street of the fixture until `day`, in one go."""
    if await _bring_to(session, day):
        # whoever holds a successor holds its predecessors from now on
        await bump(session, STALE)


async def _bring_to(session: AsyncSession, day: dt.date) -> bool:
    """Says whether anything changed."""
    stored = (await session.scalars(select(Division))).all()
    rows: Rows = {(row.code, row.valid_from): row for row in stored}
    wanted = [row for row in all_divisions() if row.valid_from <= day]
    added = False
    for row in wanted:
        if (row.code, row.valid_from) not in rows:
            rows[row.code, row.valid_from] = await _add(session, row, rows)
            added = True
    closed = [
        _close(rows, row, row.valid_to) for row in wanted if row.valid_to and row.valid_to <= day
    ]
    await session.flush()
    return added or any(closed)


async def _add(session: AsyncSession, row: DivisionRow, rows: Rows) -> Division:
    parent = None if row.parent is None else _on(rows, row.parent, row.valid_from)
    made = Division(
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        kind=row.kind,
        parent_id=None if parent is None else parent.id,
        successor_id=None,
        valid_from=row.valid_from,
        valid_to=None,
    )
    session.add(made)
    await session.flush()
    return made


def _close(rows: Rows, row: DivisionRow, day: dt.date) -> bool:
    division = rows[row.code, row.valid_from]
    if division.valid_to is not None:
        return False
    heir = None if row.successor is None else _on(rows, row.successor, day)
    division.valid_to = day
    division.successor_id = None if heir is None else heir.id
    return True


def _on(rows: Rows, code: str, day: dt.date) -> Division | None:
    """The division of that code on the day, or the first of that code after it."""
    known = sorted((first, row) for (each, first), row in rows.items() if each == code)
    before = [row for first, row in known if first <= day]
    after = [row for _, row in known]
    return before[-1] if before else (after[0] if after else None)
