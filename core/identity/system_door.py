"""The one door through the second wall inside a person's own transaction.

Passwords and second factors are rows that no person reads, yet a person's change of password must
be stored in the transaction that records it. The door opens the wall for the reviewed statements of
`credential_store` and shuts it before anything else can run. When it cannot be shut, the connection
is given up: nothing then reaches the database, and the transaction is undone.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from core.store.scope import LostScope
from core.store.wall import REACH

_LOOK = text(f"select current_setting('{REACH}', true)")
_SET = text(f"select set_config('{REACH}', :reach, true)")
_KNOWN = ("scoped", "all", "system")


@asynccontextmanager
async def system_door(session: AsyncSession) -> AsyncIterator[AsyncConnection]:
    """The transaction's connection with the wall open. Raises LostScope where no wall stands."""
    connection = await session.connection()
    before = await connection.scalar(_LOOK)
    if before not in _KNOWN:
        raise LostScope("a transaction without a wall; open it through the store")
    await _reach(connection, "system")
    try:
        yield connection
    except BaseException:
        # After an error of the database nothing can be set any more; the first error matters.
        with suppress(DBAPIError):
            await _reach(connection, before)
        raise
    await _reach(connection, before)


async def _reach(connection: AsyncConnection, reach: str) -> None:
    try:
        await connection.execute(_SET, {"reach": reach})
    except BaseException:
        await connection.invalidate()
        raise
