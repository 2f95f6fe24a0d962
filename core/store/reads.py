"""Connections for compiled reads: one statement per read, behind the wall, without a transaction.

A connection remembers which wall it carries. At checkout the wall is set only where it differs; on
any error the connection is dropped, since nobody knows then what it carries or still runs.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any

import asyncpg

from core.store.wall import Wall, set_statement

STATEMENTS_KEPT = 512
"""Prepared statements that a connection keeps."""


SET_WALL = set_statement(local=False)


@lru_cache(maxsize=4_096)
def _settings_of(wall: Wall) -> tuple[str, ...]:
    return tuple(wall.settings().values())


class WalledConnection(asyncpg.Connection):
    """A connection that knows its wall and is never reset between reads."""

    wall: Wall | None = None

    def get_reset_query(self) -> str:
        """Reads leave nothing to reset; the wall is compared at checkout instead."""
        return ""

    async def carry(self, wall: Wall) -> bool:
        """Put the connection behind `wall`; says whether that took a statement."""
        if self.wall == wall:
            return False
        self.wall = None
        await self.fetchval(SET_WALL, *_settings_of(wall))
        self.wall = wall
        return True


class ReadPool:
    """A small pool of walled connections, opened on first use."""

    def __init__(self, url: str, settings: dict[str, str], *, size: int = 8) -> None:
        self._url, self._settings, self._size = url, settings, size
        self._pool: asyncpg.Pool[Any] | None = None
        self._opening = asyncio.Lock()
        self.statements = 0
        """Reads sent since the start, without the settings of walls."""
        self.walls_set = 0

    async def _opened(self) -> "asyncpg.Pool[Any]":
        async with self._opening:
            if self._pool is None:
                self._pool = await asyncpg.create_pool(
                    self._url,
                    min_size=1,
                    max_size=self._size,
                    connection_class=WalledConnection,
                    server_settings=self._settings,
                    statement_cache_size=STATEMENTS_KEPT,
                )
        return self._pool

    async def close(self) -> None:
        """Close every connection."""
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    async def value(self, sql: str, values: Sequence[Any], wall: Wall) -> Any:
        """The single value of a statement, read behind `wall`."""
        async with self._behind(wall) as connection:
            self.statements += 1
            return await connection.fetchval(sql, *values)

    async def explained(
        self, sql: str, values: Sequence[Any], wall: Wall, *, run: bool
    ) -> list[str]:
        """PostgreSQL's plan of a compiled read, a line each; `run` measures it as well."""
        how = "analyze, buffers" if run else "costs"
        async with self._behind(wall) as connection:
            rows = await connection.fetch(f"explain ({how}) {sql}", *values)
        return [row[0] for row in rows]

    @asynccontextmanager
    async def _behind(self, wall: Wall) -> AsyncIterator[Any]:
        pool = self._pool or await self._opened()
        connection: Any = await pool.acquire()
        try:
            self.walls_set += await connection.carry(wall)
            yield connection
        except BaseException:
            connection.terminate()
            raise
        finally:
            await pool.release(connection)
