"""The register's door for many rows at once: the one reviewed path of set-based writes.

An import stores its rows here, a batch in one transaction with the change set that a data clerk has
confirmed. The wall of the database (wall.py) looks at each row all the same. What comes through
this door has been checked by the importer; who may open it, by `core.imports`.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, inspect, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.register.models import ChangeKind, ChangeSet, Registered

Row = dict[str, Any]
_NUMBERS = text(
    "select nextval(cast(pg_get_serial_sequence(:relation, 'id') as regclass)) "
    "from generate_series(1, :many)"
)


async def confirm_bulk(
    session: AsyncSession, *, source: str, by: int, at: dt.datetime, reason: str
) -> ChangeSet:
    """The confirmed change set of one batch."""
    change = ChangeSet(
        kind=ChangeKind.IMPORT, source=source, confirmed_by=by, confirmed_at=at, reason=reason
    )
    session.add(change)
    await session.flush()
    return change


async def numbers(session: AsyncSession, model: type[Any], many: int) -> list[int]:
    """Numbers for rows that are about to be stored, so that what belongs to them can name them."""
    if not many:
        return []
    given = {"relation": f'"{_table(model).name}"', "many": many}
    return list((await (await session.connection()).execute(_NUMBERS, given)).scalars())


async def locked_rows(
    session: AsyncSession, model: type[Any], keys: Sequence[int]
) -> dict[int, Mapping[str, Any]]:
    """The rows as they are, by number; nobody changes them until the transaction ends."""
    table = _table(model)
    wanted = select(table).where(table.c.id.in_(keys)).order_by(table.c.id).with_for_update()
    found = await (await session.connection()).execute(wanted)
    return {row["id"]: dict(row) for row in found.mappings()}


async def store_rows(
    session: AsyncSession, model: type[Any], rows: Sequence[Row], change: ChangeSet
) -> None:
    """Insert rows; registered ones name the change set."""
    if rows:
        statement = insert(_table(model))
        await (await session.connection()).execute(statement, _stamped(model, rows, change))


async def replace_rows(
    session: AsyncSession, model: type[Any], rows: Sequence[Row], change: ChangeSet
) -> None:
    """Insert rows, or change those that stand under their numbers."""
    if not rows:
        return
    statement = insert(_table(model))
    new = {name: statement.excluded[name] for name in rows[0] if name != "id"}
    await (await session.connection()).execute(
        statement.on_conflict_do_update(index_elements=["id"], set_=new),
        _stamped(model, rows, change),
    )


async def amend_rows(
    session: AsyncSession, model: type[Any], rows: Sequence[Row], change: ChangeSet
) -> None:
    """Change rows by their `id`; each becomes its next version."""
    if not rows:
        return
    table = _table(model)
    stamped = _stamped(model, rows, change)
    values: Row = {name: bindparam(f"new_{name}") for name in stamped[0] if name != "id"}
    if "version" in table.c:
        values["version"] = table.c.version + 1
    statement = update(table).where(table.c.id == bindparam("old_id")).values(values)
    given = [
        {("old_id" if name == "id" else f"new_{name}"): value for name, value in row.items()}
        for row in stamped
    ]
    await (await session.connection()).execute(statement, given)


def _stamped(model: type[Any], rows: Sequence[Row], change: ChangeSet) -> list[Row]:
    """The same columns for every row, and the change set where the register wants one."""
    names = dict.fromkeys(name for row in rows for name in row)
    more = {"change_id": change.id} if issubclass(model, Registered) else {}
    return [{**{name: row.get(name) for name in names}, **more} for row in rows]


def _table(model: type[Any]) -> Table:
    table = inspect(model).local_table
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} is not one table")
    return table
