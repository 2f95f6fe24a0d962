"""Connections: what a request needs besides its own snapshot never waits for other requests."""

import asyncio
from contextlib import AsyncExitStack

import asyncpg
from sqlalchemy import select

from core.register.models import Division
from core.store.engine import Store
from tests.core.register.workshop import workshop

__all__ = ["workshop"]
PATIENCE_S = 5
"""A test that waits longer has failed; none is meant to wait."""


async def test_system_work_within_requests_is_not_starved_by_them(workshop):
    store = Store(workshop.endpoints.app, workshop.clock, pool_size=2)
    access = workshop.access("branch.data_clerk")

    async def inner():
        async with store.system() as session:
            return len((await session.scalars(select(Division.id).limit(1))).all())

    try:
        async with AsyncExitStack() as requests:
            for _ in range(4):  # as many as there are connections for requests
                await requests.enter_async_context(store.reading(access))
            async with asyncio.timeout(PATIENCE_S):
                assert await asyncio.gather(*(inner() for _ in range(4))) == [1, 1, 1, 1]
    finally:
        await store.close()


async def test_a_connection_that_is_lost_after_the_last_read_spoils_nothing(workshop):
    async with workshop.store.reading(workshop.access("branch.data_clerk")) as session:
        read = await session.scalar(select(Division.name).limit(1))
        same_role = await asyncpg.connect(workshop.endpoints.app)
        ended = await same_role.fetchval(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity "
            "where state = 'idle in transaction' and datname = current_database()"
        )
        await same_role.close()
    assert read
    assert ended == 1
