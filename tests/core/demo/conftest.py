"""Databases filled with the demonstration."""

import datetime as dt
import itertools
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import pytest

import core.app  # noqa: F401  maps every table
from core.demo.filling import fill
from core.demo.world import Plan
from core.plugins import Plugins
from core.prepare import prepare
from core.store.addresses import Endpoints
from core.store.engine import Store
from core.store.personal import unlock
from tests.fixtures.clock import TestClock

TODAY = dt.date(2026, 11, 23)
HASH = "$argon2id$one-hash-for-all"
numbers = itertools.count()


@dataclass
class Filled:
    """A filled database, looked at from behind the walls."""

    endpoints: Endpoints
    store: Store
    plugins: Plugins
    stored: int
    _seen: dict[str, Any] = field(default_factory=dict)

    async def rows(self, sql: str, *values: Any) -> list[Any]:
        """Rows of a statement of the core's own work."""
        connection = await asyncpg.connect(self.endpoints.app)
        try:
            await connection.execute("select set_config('zj.reach', 'system', false)")
            return list(await connection.fetch(sql, *values))
        finally:
            await connection.close()

    async def one(self, sql: str, *values: Any) -> Any:
        """The only value of a statement."""
        ((value,),) = await self.rows(sql, *values)
        return value


@pytest.fixture(scope="session")
def filled_with(databases) -> Callable[[Plan], Any]:
    """Opens a fresh database with the demonstration of a plan in it."""

    @asynccontextmanager
    async def opened(plan: Plan):
        name = f"demo_{next(numbers)}"
        endpoints = databases.make_database(name)
        unlock(b"tests use this key and nothing else")
        plugins, clock = Plugins(strict=True).load(), TestClock(TODAY)
        await prepare(endpoints, plugins, clock)
        store = Store(endpoints.app, clock)
        try:
            stored = await fill(store, endpoints.owner, plugins, plan, HASH)
            yield Filled(endpoints, store, plugins, stored)
        finally:
            await store.close()
            databases.drop_database(name)

    return opened


@pytest.fixture(scope="session")
async def filled(filled_with):
    """The demonstration as it is without any option."""
    async with filled_with(Plan(TODAY)) as found:
        yield found
