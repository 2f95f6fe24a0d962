"""Storing many rows at once, as the owner, while row security stays up.

PostgreSQL refuses COPY into a table with forced row security. The rows are therefore copied into a
temporary table, and inserted from there with the reach of the core's own work: every row passes
the wall like any other, and nothing has to be switched off and on again.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect

from core.errors import StoreError
from core.store.wall import REACH

Row = Mapping[str, Any]
_DIALECT = asyncpg_dialect(dbapi=asyncpg_dialect.import_dbapi())  # type: ignore[no-untyped-call]


async def load(owner_url: str, metadata: sa.MetaData, rows: Mapping[str, Sequence[Row]]) -> int:
    """Store the rows table by table, in one transaction, and move the number sequences past them.

    Says how many rows were stored. Raises StoreError, naming the table, when one is refused.
    """
    connection = await asyncpg.connect(owner_url)
    try:
        async with connection.transaction():
            await connection.execute("select set_config($1, 'system', true)", REACH)
            for name, each in rows.items():
                await _load_table(connection, _known(metadata, name), each)
    finally:
        await connection.close()
    return sum(map(len, rows.values()))


def _known(metadata: sa.MetaData, name: str) -> sa.Table:
    if name not in metadata.tables:
        raise StoreError(f"there is no table {name!r} to load", f"没有数据表 {name}。")
    return metadata.tables[name]


async def _load_table(
    connection: "asyncpg.Connection[Any]", table: sa.Table, rows: Sequence[Row]
) -> None:
    columns = _columns(table, rows)
    named = ", ".join(f'"{column.name}"' for column in columns)
    staged = f"staged_{table.name}"
    try:
        await connection.execute(
            f'create temporary table "{staged}" on commit drop as '  # noqa: S608  our own names
            f'select {named} from "{table.name}" with no data'
        )
        await connection.copy_records_to_table(
            staged,
            records=records(columns, rows),
            columns=[column.name for column in columns],
            schema_name="pg_temp",
        )
        await connection.execute(
            f'insert into "{table.name}" ({named}) select {named} from pg_temp."{staged}"'  # noqa: S608
        )
        await _advance(connection, table)
    except asyncpg.PostgresError as problem:
        raise StoreError(
            f"rows of {table.name} were refused: {problem}", f"数据表 {table.name} 拒绝了数据。"
        ) from problem


def records(columns: Sequence[sa.Column[Any]], rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    """The rows as the database wants them: personal data sealed, defaults filled in."""
    converters = [_converter(column) for column in columns]
    return [tuple(convert(row) for convert in converters) for row in rows]


def _converter(column: sa.Column[Any]) -> Callable[[Row], Any]:
    convert = column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    given = _default(column)

    def read(row: Row) -> Any:
        value = row[column.key] if column.key in row else given()
        return value if convert is None else convert(value)

    return read


def _default(column: sa.Column[Any]) -> Callable[[], Any]:
    default = column.default
    if isinstance(default, sa.ColumnDefault) and default.is_callable:
        return lambda: default.arg(None)
    if isinstance(default, sa.ColumnDefault) and default.is_scalar:
        return lambda: default.arg
    return lambda: None


def _columns(table: sa.Table, rows: Sequence[Row]) -> list[sa.Column[Any]]:
    """Those that the rows fill, and those that have a default in the model."""
    given = {name for row in rows for name in row}
    if unknown := given - set(table.columns.keys()):
        raise StoreError(
            f"{table.name} has no column {sorted(unknown)}",
            f"数据表 {table.name} 没有列 {sorted(unknown)}。",
        )
    return [column for column in table.columns if column.key in given or column.default is not None]


async def _advance(connection: "asyncpg.Connection[Any]", table: sa.Table) -> None:
    for column in table.primary_key:
        if not isinstance(column.type, sa.Integer):
            continue
        await connection.execute(
            "select setval(sequence, greatest(top, 1)) from "  # noqa: S608
            f'(select pg_get_serial_sequence($1, $2) as sequence, max("{column.name}") as top '
            f'from "{table.name}") as known where sequence is not null',
            f'"{table.name}"',
            column.name,
        )
