"""The store: the only place that opens connections, begins transactions and commits them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from typing import Final

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from core.clock import Clock, business_date
from core.errors import Refused
from core.policy.access import Access
from core.store.events import Dispatcher
from core.store.reads import ReadPool
from core.store.session import ACCESS, SYSTEM_WORK, ScopedSession
from core.store.unit import UnitOfWork
from core.store.wall import Wall
from core.store.written import begin, mind_writes, written

LEAST_SYSTEM: Final = 4
"""Connections for system work: twice as many as jobs run at once, since a job may begin more."""
SERVER_SETTINGS = {
    "search_path": "public",
    "datestyle": "ISO",
    "timezone": "UTC",
    # a statement whose connection was dropped, since nobody waits for it any more, ends at once
    "client_connection_check_interval": "250",
}


class Store:
    """Connections of the serving role. Reads, writes and system work each have one door."""

    def __init__(
        self, url: str, clock: Clock, *, statement_timeout_ms: int = 5_000, pool_size: int = 8
    ) -> None:
        """`url` is a libpq URL of `zhijian_app` (or `zhijian_worker`)."""
        self.url, self.clock = url, clock
        settings = {**SERVER_SETTINGS, "statement_timeout": str(statement_timeout_ms)}
        self.engine = _engine(url, settings, pool_size, beyond=pool_size)
        # system work happens within requests, too: were it to take from their connections, requests
        # that each hold one could all wait for another, for ever
        self._system_engine = _engine(url, settings, max(pool_size, LEAST_SYSTEM))
        self.reads = ReadPool(url, settings, size=pool_size)
        self.dispatcher = Dispatcher()
        self.tell: Callable[[Collection[str]], None] | None = None
        """Told which tables a transaction wrote, once it has ended: before its caller goes on."""
        for engine in (self.engine, self._system_engine):
            mind_writes(engine)
        self._sessions, self._system = _sessions(self.engine), _sessions(self._system_engine)

    async def close(self) -> None:
        """Close every connection."""
        await self.reads.close()
        await self.engine.dispose()
        await self._system_engine.dispose()

    @asynccontextmanager
    async def reading(self, access: Access) -> AsyncIterator[AsyncSession]:
        """A session that reads under the actor's scope and wall; it cannot write.

        It is rolled back at its end: a connection that was lost meanwhile spoils no answer.
        """
        session = self._sessions(info={ACCESS: access})
        try:
            await raise_wall(await session.connection(), access.wall(), read_only=True)
            yield session
        finally:
            await _leave(session)

    @asynccontextmanager
    async def writing(self, access: Access, reason: str = "") -> AsyncIterator[UnitOfWork]:
        """One transaction: everything in the block happens, or nothing does.

        Raises Refused (`PREVIEW_ONLY_READS`) in a preview, where nobody acts.
        """
        if access.preview is not None:
            raise only_reads()
        opened = self._sessions(info={ACCESS: access})
        async with self._telling() as tables, opened as session, session.begin():
            await begin(session)
            await raise_wall(await session.connection(), access.wall())
            work = UnitOfWork(session, access, self.clock, self.dispatcher, reason)
            yield work
            await work.complete()
            await self._note(session, tables)

    @asynccontextmanager
    async def system(self) -> AsyncIterator[AsyncSession]:
        """A transaction of the core's own work, outside every scope. For reviewed modules only."""
        opened = self._system(info={ACCESS: SYSTEM_WORK})
        async with self._telling() as tables, opened as session, session.begin():
            await begin(session)
            wall = Wall("system", today=business_date(self.clock).isoformat())
            await raise_wall(await session.connection(), wall)
            yield session
            await self._note(session, tables)

    @asynccontextmanager
    async def _telling(self) -> AsyncIterator[set[str]]:
        """Tell of the tables in the set at the end: a failed commit may have happened as well."""
        tables: set[str] = set()
        try:
            yield tables
        finally:
            if tables and self.tell is not None:
                self.tell(tables)

    async def _note(self, session: AsyncSession, tables: set[str]) -> None:
        if self.tell is not None:
            tables |= await written(session)


async def _leave(session: AsyncSession) -> None:
    try:
        await asyncio.shield(session.close())  # a request that is cancelled leaves as well
    except DBAPIError:
        await session.invalidate()


def only_reads() -> Refused:
    """Why nothing is written, followed or mutated in a preview."""
    return Refused(
        "身份预览只能查询，不能办理或订阅。",
        "A preview only reads: no mutations, no subscriptions.",
        code="PREVIEW_ONLY_READS",
    )


def _engine(url: str, settings: dict[str, str], size: int, *, beyond: int = 0) -> AsyncEngine:
    return create_async_engine(
        make_url(url).set(drivername="postgresql+asyncpg"),
        pool_size=size,
        max_overflow=beyond,
        connect_args={"server_settings": settings},
    )


def _sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(engine, sync_session_class=ScopedSession, expire_on_commit=False)


async def raise_wall(connection: AsyncConnection, wall: Wall, *, read_only: bool = False) -> None:
    """Set the wall for the rest of this transaction (`SET LOCAL` in one statement)."""
    if read_only:
        await connection.execute(text("set transaction read only"))
    values = wall.settings()
    calls = ", ".join(f"set_config('{name}', :v{n}, true)" for n, name in enumerate(values))
    await connection.execute(
        text(f"select {calls}"), {f"v{n}": value for n, value in enumerate(values.values())}
    )
