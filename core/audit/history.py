"""What happened to one row, out of the ledger: the entries that made its later versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from core.audit.models import LedgerEntry, RowVersion
from core.store.base import Base
from core.store.engine import Store

MOST: Final = 50
"""Versions that are told at once, the latest ones."""


@dataclass(frozen=True, slots=True)
class Step:
    """One work's change of the row."""

    entry: LedgerEntry
    before: Mapping[str, Any]
    after: Mapping[str, Any]


async def steps_since(store: Store, model: type[Base], key: int, version: int) -> list[Step]:
    """Every change after a version, oldest first, for whoever then decides what may be shown.

    Reads past every scope: the ledger is not what its reader may see, but what happened.
    """
    table = model.__tablename__
    wanted = (
        select(RowVersion.entry_id)
        .where(RowVersion.table_name == table, RowVersion.key == key, RowVersion.version > version)
        .order_by(RowVersion.version.desc())
        .limit(MOST)
    )
    async with store.system() as session:
        found = await session.scalars(
            select(LedgerEntry).where(LedgerEntry.id.in_(wanted)).order_by(LedgerEntry.id)
        )
        return [step for entry in found for step in _steps(entry, table, key)]


def _steps(entry: LedgerEntry, table: str, key: int) -> list[Step]:
    return [
        Step(entry, change["before"], change["after"])
        for change in entry.changes
        if change["table"] == table and change["key"] == key
    ]
