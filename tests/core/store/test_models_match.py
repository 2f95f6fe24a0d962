"""The migrations build exactly what the models say, behind a wall that stands for everybody."""

import asyncio
import itertools

import asyncpg
import pytest
import sqlalchemy as sa

import core.app  # noqa: F401  maps every table
from core.plugins import Plugins
from core.prepare import migrate_all, secure, sources
from core.revisions import tables_of
from core.store.base import Base
from core.store.migration_authoring import pending_changes
from core.store.migration_source import VERSION_TABLES

WALL_NOT_NEEDED = (VERSION_TABLES,)
"""Beginnings of the names of tables without row security: which revision is installed."""

numbers = itertools.count()


@pytest.fixture(scope="module")
def plugins():
    return Plugins(strict=True).load()


@pytest.fixture(scope="module")
def migrated(databases, plugins):
    name = f"models_match_{next(numbers)}"
    endpoints = databases.make_database(name)
    migrate_all(endpoints, plugins)
    asyncio.run(secure(endpoints.owner))
    yield endpoints
    databases.drop_database(name)


def test_migrations_make_what_the_models_say(migrated, plugins):
    pending = {
        source.name: pending_changes(
            migrated.owner, source, Base.metadata, tables_of(plugins, source.name)
        )
        for source in sources(plugins)
    }
    assert pending == {source.name: [] for source in sources(plugins)}


def test_every_source_of_tables_brings_migrations(plugins):
    named = {source.name for source in sources(plugins)}
    assert {p.name for p in plugins.serving if tables_of(plugins, p.name)} <= named


def test_a_model_without_its_column_is_noticed(migrated, plugins):
    """The comparison sees something: a table with one more column is a pending change."""
    (core, *_) = sources(plugins)
    changed = sa.MetaData()
    for table in Base.metadata.sorted_tables:
        table.to_metadata(changed)
    changed.tables["site"].append_column(sa.Column("seeded", sa.Text()))
    (found,) = pending_changes(migrated.owner, core, changed, tables_of(plugins, "core"))
    assert "seeded" in found


async def test_row_security_is_forced_on_every_table(migrated):
    connection = await asyncpg.connect(migrated.owner)
    try:
        rows = await connection.fetch(
            "select relname, relrowsecurity and relforcerowsecurity as walled from pg_class "
            "where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
    finally:
        await connection.close()
    open_tables = {row["relname"] for row in rows if not row["walled"]}
    assert len(rows) > 20
    assert {name for name in open_tables if not name.startswith(WALL_NOT_NEEDED)} == set()
