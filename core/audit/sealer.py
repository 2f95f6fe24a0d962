"""The sealer: each second it puts what has committed onto one chain of hashes.

Entries are written unchained, so that writers never wait for each other. Several workers may run a
sealer: whoever gets the advisory lock does the tick. Commits do not come in the order of ids: an
entry with a lower id may appear after higher ones were sealed, and is then sealed later. A sealer
therefore looks for unsealed entries from a mark below which nothing can appear any more.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import asyncpg

from core.audit.anchors import AnchorFile, Head
from core.audit.hashes import ENTRY_COLUMNS, GENESIS, SHA256, HashAlgorithm, chain_hash, entry_hash
from core.clock import Clock, business_date

LOCK: Final = 0x7A6A_5EA1
"""The advisory lock of sealing."""
BATCH: Final = 1_000
"""Entries sealed in one transaction."""
SECURE_SETTINGS: Final = {"timezone": "UTC", "datestyle": "ISO", "search_path": "public"}

_COLUMNS = ", ".join(f"e.{name}" for name in ENTRY_COLUMNS)
_HEAD = "select sequence, chain_hash from ledger_seal order by sequence desc limit 1"
_UNSEALED = f"""
select {_COLUMNS} from ledger_entry e
where e.id > $1 and not exists (select from ledger_seal s where s.entry_id = e.id)
order by e.id limit $2
"""  # noqa: S608 (column names of our own)
_SEAL = """
insert into ledger_seal (sequence, entry_id, entry_hash, chain_hash, sealed_at)
values ($1, $2, $3, $4, $5)
"""
_HORIZON = """
select pg_snapshot_xmin(s)::text::bigint as oldest_running,
       pg_snapshot_xmax(s)::text::bigint as next,
       coalesce((select max(id) from ledger_entry), 0) as top
from pg_current_snapshot() s
"""

_log = logging.getLogger(__name__)


@dataclass
class Settled:
    """Up to which id every entry that will ever appear is sealed: saves looking at them again.

    Whoever holds an id up to `top` had a transaction number below `next` when `top` was seen. Once
    no transaction below `next` runs any more, all of those entries are visible or never will be.
    """

    mark: int = 0
    _top: int = 0
    _next: int | None = None

    def advance(self, oldest_running: int, next_number: int, top: int) -> None:
        """Take in a snapshot; everything that it showed must be sealed by now."""
        if self._next is not None and oldest_running >= self._next:
            self.mark, self._next = self._top, None
        if self._next is None:
            self._top, self._next = top, next_number


@dataclass
class Sealer:
    """Seals the ledger under the role `zhijian_audit`, and anchors its head once a day."""

    audit_url: str
    clock: Clock
    anchors: AnchorFile | None = None
    algorithm: HashAlgorithm = SHA256
    batch: int = BATCH
    _connection: "asyncpg.Connection[Any] | None" = None
    _settled: Settled = field(default_factory=Settled)

    async def run(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Tick each second until cancelled; what goes wrong is logged and tried again."""
        try:
            while True:
                try:
                    await self.tick()
                except Exception:  # noqa: BLE001 (whatever it is, sealing goes on)
                    _log.exception("the ledger could not be sealed; trying again")
                    await self.close()
                await sleep(1.0)
        finally:
            await self.close()

    async def close(self) -> None:
        """Close the connection; the next tick opens another."""
        connection, self._connection = self._connection, None
        self._settled = Settled()
        if connection is not None:
            connection.terminate()

    async def tick(self) -> int:
        """Seal all that has committed, and anchor the day; says how many entries were sealed.

        Raises what asyncpg raises, or OSError; whoever called closes the sealer then.
        """
        connection = await self._open()
        (horizon,) = await connection.fetch(_HORIZON)
        sealed, since = 0, self._settled.mark
        while (ids := await self._seal_batch(connection, since)) is not None:
            sealed += len(ids)
            # What appears below meanwhile is for the next tick, which looks from the mark again.
            since = ids[-1] if ids else since
            if len(ids) < self.batch:
                self._settled.advance(*horizon.values())
                # Only here is the chain known to be complete, as the verifier expects at an anchor.
                await self._anchor(connection)
                break
        return sealed

    async def _open(self) -> "asyncpg.Connection[Any]":
        if self._connection is None:
            self._connection = await connect_to_ledger(self.audit_url)
        return self._connection

    async def _seal_batch(
        self, connection: "asyncpg.Connection[Any]", since: int
    ) -> list[int] | None:
        """The ids sealed in one transaction, from above `since`; None: another sealer is at it."""
        async with connection.transaction():
            if not await connection.fetchval("select pg_try_advisory_xact_lock($1)", LOCK):
                return None
            head = await connection.fetchrow(_HEAD)
            sequence, previous = (head[0], head[1]) if head else (0, GENESIS)
            entries = await connection.fetch(_UNSEALED, since, self.batch)
            await connection.executemany(_SEAL, self._seals(entries, sequence, previous))
            return [entry["id"] for entry in entries]

    def _seals(
        self, entries: list[Any], sequence: int, previous: str
    ) -> Iterator[tuple[int, int, str, str, dt.datetime]]:
        """The seals that continue the chain after `sequence`, as rows of the table."""
        for place, entry in enumerate(entries, sequence + 1):
            at, sealed = self.clock.now(), entry_hash(entry, self.algorithm)
            previous = chain_hash(previous, sealed, at, self.algorithm)
            yield place, entry["id"], sealed, previous, at

    async def _anchor(self, connection: "asyncpg.Connection[Any]") -> None:
        today = business_date(self.clock)
        if self.anchors is None or self.anchors.has(today):
            return
        head = await connection.fetchrow(_HEAD)
        found = Head(head[0], head[1]) if head else Head(0, GENESIS)
        self.anchors.append(today, self.clock.now(), found)


async def connect_to_ledger(url: str) -> "asyncpg.Connection[Any]":
    """A connection that sees all of the ledger: the core's own work (core/store/wall.py)."""
    return await asyncpg.connect(url, server_settings={**SECURE_SETTINGS, "zj.reach": "system"})
