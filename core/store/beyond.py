"""The door through the second wall inside somebody's own transaction.

Passwords are rows that no person reads, yet a person's change of password is stored in the
transaction that records it; what a clerk of one town writes can move a warning of another. The door
opens the wall for the statements inside it and for nothing else: the work's own session keeps its
scope. When it cannot be shut, the connection is given up: nothing then reaches the database, and
the transaction is undone. Who may use it is named in tests/architecture/test_beyond.py.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from core.store.scope import LostScope
from core.store.session import ACCESS, SYSTEM_WORK, ScopedSession
from core.store.unit import UnitOfWork
from core.store.wall import REACH

_LOOK = text(f"select current_setting('{REACH}', true)")
_SET = text(f"select set_config('{REACH}', :reach, true)")
_KNOWN = ("scoped", "all", "system")
_GIVEN_UP = "25P02"
"""The transaction has failed already: its end, or its savepoint's, puts the wall back."""


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
        # after an error of the database nothing can be set any more; the first error matters
        with suppress(DBAPIError):
            await _reach(connection, before)
        raise
    await _reach(connection, before)


@asynccontextmanager
async def beyond_scope(work: UnitOfWork) -> AsyncIterator[AsyncSession]:
    """A session of the core's own work behind the door, in the transaction of `work`.

    What is pending in the work's own session is written first, under the wall of its actor.
    """
    await work.session.flush()
    async with system_door(work.session) as connection:
        session = AsyncSession(
            connection,
            sync_session_class=ScopedSession,
            info={ACCESS: SYSTEM_WORK},
            expire_on_commit=False,
            join_transaction_mode="rollback_only",
        )
        try:
            yield session
            await session.flush()
        finally:
            session.sync_session.expunge_all()


async def _reach(connection: AsyncConnection, reach: str) -> None:
    try:
        await connection.execute(_SET, {"reach": reach})
    except BaseException as error:
        if getattr(getattr(error, "orig", None), "sqlstate", None) != _GIVEN_UP:
            await connection.invalidate()
        raise
