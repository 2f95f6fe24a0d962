"""Fixtures of the whole test run: one server, one assembly, copies of the small world."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from core.app import default_rules
from core.audit.purposes import plant_purposes
from core.channels.shipped import plant_templates
from core.deadlines.shipped import plant_calendar
from core.plugins import Plugins
from core.policy.service import load_current
from core.prepare import plant_declared, secure
from core.store.addresses import Endpoints
from core.store.base import Base
from core.store.engine import Store
from core.store.personal import unlock
from schema.assembly import Assembly, assemble
from tests.fixtures.bureau import PATIENCE_MS, Bureau, Template, open_bureau
from tests.fixtures.clock import TestClock
from tests.fixtures.database import Databases, databases, place, server  # noqa: F401
from tests.fixtures.jobs import install_queue
from tests.fixtures.small_world import World, make_world

os.environ.setdefault("ZHIJIAN_DATA_KEY", "dGVzdHMgdXNlIHRoaXMga2V5IGFuZCBub3RoaW5nIGVsc2U=")


# Collecting again and again over schemas that live to the end was a third of a run's time.
gc.set_threshold(500_000, 20, 100)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """One event loop for the run."""
    return "asyncio"


@pytest.fixture(scope="session")
def assembly() -> Assembly:
    """The schema with all plugins; a broken plugin fails the run."""
    assembled = assemble(Plugins(strict=False).load(), patience_s=PATIENCE_MS / 1000)
    gc.collect()
    gc.freeze()
    return assembled


@pytest.fixture(scope="session")
def template(databases: Databases, assembly: Assembly) -> Template:  # noqa: F811
    """A database with all tables, walls and the small world."""
    endpoints = databases.make_database("small_world")
    unlock(b"tests use this key and nothing else")
    world = asyncio.run(_fill(endpoints, assembly))
    return Template("small_world", world, assembly)


async def _fill(endpoints: Endpoints, assembly: Assembly) -> World:
    engine = create_async_engine(endpoints.owner.replace("postgresql://", "postgresql+asyncpg://"))
    async with engine.begin() as connection:
        tables = [table for table in Base.metadata.sorted_tables if not table.info.get("view")]
        await connection.run_sync(Base.metadata.create_all, tables=tables)
    await engine.dispose()
    await install_queue(endpoints.owner)
    await secure(endpoints.owner)
    clock = TestClock()
    store = Store(endpoints.app, clock)
    async with store.system() as session:
        await plant_calendar(session)
        await plant_purposes(session)
        await plant_templates(session)
        world = await make_world(session, clock.now())
    await plant_declared(store, assembly.plugins)
    # the first start stores the whole policy: once here, and not for every bureau again
    await load_current(store, assembly.domain, default_rules(assembly))
    await store.close()
    return world


@pytest.fixture
async def bureau(
    databases: Databases,  # noqa: F811
    template: Template,
) -> AsyncIterator[Bureau]:
    """A bureau of the test's own: it may change anything."""
    async with open_bureau(databases, template) as opened:
        yield opened


@pytest.fixture(scope="session")
async def reading_bureau(
    databases: Databases,  # noqa: F811
    template: Template,
) -> AsyncIterator[Bureau]:
    """A bureau that all tests share and none may change."""
    async with open_bureau(databases, template) as opened:
        yield opened
