"""Fixtures of the schema's tests."""

import copy
from collections.abc import AsyncIterator

import pytest

from core.store.engine import Store
from schema.assembly import Assembly
from tests.access.devices import add_devices
from tests.access.hazards import add_hazards
from tests.access.matters import add_matters
from tests.fixtures.bureau import Template
from tests.fixtures.clock import TestClock
from tests.fixtures.database import Databases
from tests.schema.borders import make_borders
from tests.schema.ground import TODAY, Ground, open_ground

DATABASE = "schema_ground"


@pytest.fixture(scope="session")
async def ground(
    databases: Databases,
    template: Template,
    assembly: Assembly,
    anyio_backend: str,  # named, so that plain tests can ask for the ground too
) -> AsyncIterator[Ground]:
    """The small world with rows on every border; shared, and nobody writes to it."""
    endpoints = databases.make_database(DATABASE, template.name)
    clock = TestClock(TODAY)
    store = Store(endpoints.app, clock, pool_size=1)
    async with store.system() as session:
        world = copy.copy(template.world)
        await make_borders(session, world, TODAY)
        for add in (add_matters, add_hazards, add_devices):
            await add(session, world, clock.now())
    try:
        yield open_ground(store, assembly, template.world)
    finally:
        await store.close()
        databases.drop_database(DATABASE)
