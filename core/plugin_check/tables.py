"""Migrations: up, as the models say, behind the wall; down without a trace; up again."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg

from core.clock import Clock
from core.plugin_check.subject import Finding, Subject, broken, sound
from core.prepare import prepare
from core.revisions import source_named, tables_of
from core.store.addresses import Endpoints
from core.store.base import Base
from core.store.migrate import downgrade
from core.store.migration_authoring import pending_changes
from core.store.migration_source import MigrationSource

WALLED = """
select relname from pg_class c where relname = any($1::text[])
  and relrowsecurity and relforcerowsecurity
  and exists (select from pg_policy where polrelid = c.oid)"""


async def migrations(subject: Subject, found: Endpoints, clock: Clock) -> AsyncIterator[Finding]:
    """Every finding of this part, on a database to which the plugin has migrated."""
    plugins, name = subject.assembly.plugins, subject.name
    source, tables = source_named(plugins, name), tables_of(plugins, name)
    if not tables:
        yield sound("没有数据表。", "It has no tables.")
        return
    async for each in _as_modelled(found, source, tables):
        yield each
    present = await _tables(found) - tables
    try:
        await asyncio.to_thread(downgrade, found.owner, source)
    except Exception as error:  # noqa: BLE001  whatever a script raises is what we look for
        yield broken(
            f"迁移不能撤销：{error}",
            f"The migrations do not go down: {type(error).__name__}: {error}",
        )
        return
    left = await _tables(found)
    if traces := sorted((left & tables) | (present ^ (left - tables))):
        yield broken(
            f"撤销迁移后数据表不同：{'、'.join(traces)}。",
            f"Down, the tables are not what they were without it: {', '.join(traces)}.",
        )
    else:
        yield sound("迁移可撤销，不留痕迹。", "The migrations go down and leave no trace.")
    await prepare(found, plugins, clock)
    if fault := plugins.found[name].fault:
        yield broken(f"再次迁移失败：{fault}", f"Up again, it fails: {fault}")
        return
    async for each in _as_modelled(found, source, tables):
        yield each


async def _as_modelled(
    found: Endpoints, source: MigrationSource, tables: set[str]
) -> AsyncIterator[Finding]:
    pending = await asyncio.to_thread(pending_changes, found.owner, source, Base.metadata, tables)
    if pending:
        yield broken(
            f"迁移与模型不符：{pending[0]}",
            f"The migrations do not make what the models say: {'; '.join(pending[:3])}",
        )
    else:
        yield sound("迁移与模型一致。", "The migrations make what the models say.")
    walled = {row["relname"] for row in await _rows(found, WALLED, sorted(tables))}
    if bare := sorted(tables - walled):
        yield broken(f"没有行级安全：{'、'.join(bare)}。", f"No row security: {', '.join(bare)}.")


async def _tables(found: Endpoints) -> set[str]:
    rows = await _rows(found, "select tablename from pg_tables where schemaname = 'public'")
    return {row["tablename"] for row in rows}


async def _rows(found: Endpoints, sql: str, *values: Any) -> list[Any]:
    connection = await asyncpg.connect(found.owner)
    try:
        rows: list[Any] = await connection.fetch(sql, *values)
        return rows
    finally:
        await connection.close()
