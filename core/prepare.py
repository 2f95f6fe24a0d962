"""Make a database ready to serve: tables, row security, rights, reference data. Safe to repeat."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

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
from core.warnings.planting import OWN, declared_rules, plant_rules

TABLES = "select tablename from pg_tables where schemaname = 'public'"
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
    store = Store(endpoints.app, clock)
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
    """Row security, rights and the register's wall, as the models of existing tables say now."""
    connection = await asyncpg.connect(owner_url)
    try:
        async with connection.transaction():
            known = await connection.fetch(
                "select tablename from pg_tables where schemaname = 'public'"
            )
            present = {row["tablename"] for row in known}
            mapped = [model for model in models() if model.__tablename__ in present]
            ours = [*policies(mapped), *grants(mapped), *register_wall(mapped)]
            await _run(connection, [*ours, *rights()])
    finally:
        await connection.close()


async def _run(connection: "asyncpg.Connection[asyncpg.Record]", statements: Sequence[str]) -> None:
    for statement in statements:
        await connection.execute(statement)
