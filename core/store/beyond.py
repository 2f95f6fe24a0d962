"""A door through the second wall: the core's own rows, written in somebody's transaction.

What a clerk of one town writes can move a warning of another: these rows are the system's. The door
opens the wall for the statements inside it, within the same transaction, and for nothing else: the
work's own session keeps its scope. Whoever may use it is named in
tests/architecture/test_beyond.py.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from core.store.engine import raise_wall
from core.store.session import ACCESS, SYSTEM_WORK, ScopedSession
from core.store.unit import UnitOfWork
from core.store.wall import Wall


@asynccontextmanager
async def beyond_scope(work: UnitOfWork) -> AsyncIterator[AsyncSession]:
    """A session of the core's own work in the transaction of `work`; its wall stands again after.

    What is pending in the work's own session is written first, under the wall of its actor.
    """
    await work.session.flush()
    connection = await work.session.connection()
    await raise_wall(connection, Wall("system", today=work.today.isoformat()))
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
    except BaseException:
        # in a transaction that the database has given up, its end restores the wall
        with suppress(DBAPIError):
            await raise_wall(connection, work.access.wall())
        raise
    else:
        await raise_wall(connection, work.access.wall())
    finally:
        session.sync_session.expunge_all()
