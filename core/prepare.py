"""Make a database ready to serve: tables, row security, rights, reference data. Safe to repeat."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeAlias

import asyncpg

from core.audit.purposes import plant_purposes
from core.channels.shipped import plant_templates
from core.clock import Clock
from core.deadlines.shipped import plant_calendar
from core.errors import PluginError, StoreError
from core.jobs.installation import rights
from core.plugins import Plugins
from core.procedures.definitions import plant_procedures
from core.register.divisions import plant_divisions
from core.register.wall import register_wall
from core.store.addresses import Endpoints
from core.store.engine import Store
from core.store.grants import grants
from core.store.migrate import migrate
from core.store.migration_source import MigrationSource
from core.store.session import models
from core.store.wall import policies
from core.unchanged.triggers import watches
from core.warnings.planting import OWN, declared_rules, plant_rules

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

PATIENCE_MS: Final = 60_000
"""Planting waits this long for those who serve meanwhile."""
LOCK_SECONDS: Final = (1, 2, 5)
"""How long each attempt waits for a table: whoever queues behind it waits as well."""
_SECURING: Final = 0x7A68_696A_7365_6375
"""Key of the advisory lock: one process puts up the wall at a time."""
TABLES: Final = "select tablename from pg_tables where schemaname = 'public'"
CORE_MIGRATIONS = Path(__file__).parent / "store" / "migrations"


def sources(plugins: Plugins) -> list[MigrationSource]:
    """Who brings migrations, in the order in which they run: core first."""
    found = [MigrationSource("core", CORE_MIGRATIONS)]
    for plugin in plugins.serving:
        if plugin.folder and (folder := plugin.folder / "migrations").is_dir():
            before = {source.name for source in found}  # a plugin without tables brings nothing
            requires = ["core", *(name for name in plugin.requires if name in before)]
            found.append(MigrationSource(plugin.name, folder, tuple(requires)))
    return found


def migrate_all(endpoints: Endpoints, plugins: Plugins) -> None:
    """Bring the tables up to date; a plugin whose migration fails is quarantined.

    Raises StoreError when the core's own migration fails.
    """
    for result in migrate(endpoints.owner, sources(plugins)):
        if result.error is None:
            continue
        if result.name == "core":
            raise StoreError(f"the core's migration failed: {result.error}")
        plugins.quarantine(result.name, f"migration: {result.error}")


async def prepare(endpoints: Endpoints, plugins: Plugins, clock: Clock) -> None:
    """Migrate, put up the wall, give rights, and plant reference data."""
    await asyncio.to_thread(migrate_all, endpoints, plugins)
    await secure(endpoints.owner)
    store = Store(endpoints.app, clock, statement_timeout_ms=PATIENCE_MS)
    try:
        async with store.system() as session:
            await plant_divisions(session)
            await plant_calendar(session)
            await plant_purposes(session)
            await plant_templates(session)
        await plant_declared(store, plugins)
        for name, seed in plugins.contributions("seeds"):
            if plugins.found[name].fault is not None:
                continue
            try:
                async with store.system() as session:
                    await seed.plant(session)
            except Exception as error:  # noqa: BLE001  a plugin's seed is its own fault
                plugins.quarantine(name, f"seed {seed.name}: {error}")
    finally:
        await store.close()


async def plant_declared(store: Store, plugins: Plugins) -> None:
    """Store the procedures and warning rules of plugins; whose own are faulty is quarantined."""
    for name, procedure in plugins.contributions("procedures"):
        try:
            async with store.system() as session:
                await plant_procedures(session, [(name, procedure)])
        except PluginError as error:
            plugins.quarantine(name, str(error))
    for declared in declared_rules(plugins):
        if declared.owner != OWN and plugins.found[declared.owner].fault is not None:
            continue
        try:
            async with store.system() as session:
                await plant_rules(session, [declared], store.clock.now())
        except PluginError as error:
            if declared.owner == OWN:
                raise
            plugins.quarantine(declared.owner, str(error))


async def secure(owner_url: str) -> None:
    """Row security, rights and the register's wall, as the models of existing tables say now.

    One table after the other, each whole or not at all and under its own lock alone: another
    process may be serving, and neither waits long for the other.
    """
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute(f"select pg_advisory_lock({_SECURING})")
        present = {row["tablename"] for row in await connection.fetch(TABLES)}
        for model in models():
            if model.__tablename__ in present:
                walls = [*policies([model]), *grants([model]), *register_wall([model])]
                await _whole(connection, [*walls, *watches([model])])
        await _whole(connection, rights())
    finally:
        await connection.close()


async def _whole(connection: Connection, statements: Sequence[str]) -> None:
    """All statements or none. Raises asyncpg.LockNotAvailableError when others never let go."""
    for seconds in LOCK_SECONDS:
        await connection.execute(f"set lock_timeout = '{seconds}s'")
        with suppress(asyncpg.LockNotAvailableError):
            return await _once(connection, statements)
    return await _once(connection, statements)


async def _once(connection: Connection, statements: Sequence[str]) -> None:
    async with connection.transaction():
        for statement in statements:
            await connection.execute(statement)
