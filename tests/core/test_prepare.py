"""Starting while another process serves: the wall goes up table by table, and nobody is stuck."""

import asyncio

import asyncpg
import pytest

from core.prepare import secure
from core.store.base import is_view
from core.store.session import models

WAITING = (
    "select count(*) from pg_locks where relation = $1::regclass and not granted"
    " and mode = 'AccessExclusiveLock'"
)


@pytest.fixture
async def endpoints(databases, template):
    """A database of its own: its locks are nobody else's."""
    return databases.make_database("prepare", template.name)


async def waits(connection, table) -> None:
    """Return as soon as somebody queues for the table."""
    while not await connection.fetchval(WAITING, table):
        pass


async def test_who_serves_meanwhile_reads_on(endpoints):
    """A transaction that holds one table and then wants an earlier one never meets a deadlock."""
    first, *_, later = (model.__tablename__ for model in models() if not is_view(model))
    serving = await asyncpg.connect(endpoints.owner)
    watching = await asyncpg.connect(endpoints.owner)
    async with asyncio.timeout(60), serving.transaction():
        await serving.execute(f"lock table {later} in access share mode")
        securing = asyncio.create_task(secure(endpoints.owner))
        await waits(watching, later)
        await serving.fetch(f"select * from {first}")
    await securing
    await serving.close()
    await watching.close()
