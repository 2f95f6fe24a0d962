"""Freshness: how every worker learns at once that policy, sessions or data have changed.

A writing transaction raises the version of a topic (`bump`); the new version travels in the NOTIFY
that PostgreSQL delivers at commit. Each worker listens, and on the same connection reads all
versions at every heartbeat: a lost notification is noticed, and everything committed before the
heartbeat is known to have been seen. Without a heartbeat for `TRUSTED_FOR` seconds nothing is known
any more, and `version` says so: callers then go past their caches.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, Final

import asyncpg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock

CHANNEL: Final = "zhijian"
RAISED: Final = "raised_topics"
TRUSTED_FOR: Final = 1.0
"""Seconds after the start of a heartbeat during which its answer is relied upon."""
LONGEST_PAUSE: Final = 5.0
"""Seconds between attempts to reach a database that is away."""

Reaction = Callable[[int], Awaitable[None]]
"""Called with the new version of its topic."""
Hear = Callable[[str], None]
"""Called with the payload of each notification on a channel."""

_BUMP = text(
    """
    with raised as (
      insert into freshness (topic, version) values (:topic, 1)
      on conflict (topic) do update set version = freshness.version + 1
      returning version
    )
    select version, pg_notify(:channel, :topic || ':' || version) from raised
    """
)
_log = logging.getLogger(__name__)


async def bump(session: AsyncSession, topic: str) -> int:
    """Raise the version of `topic` within the session's transaction; listeners learn at commit.

    Do it last, and several topics in alphabetical order: the topic stays locked until the commit.
    Returns the new version, for `Freshness.advance` once the transaction has committed.
    """
    connection = await session.connection()
    row = (await connection.execute(_BUMP, {"topic": topic, "channel": CHANNEL})).one()
    raised(session)[topic] = int(row.version)
    return int(row.version)


def raised(session: AsyncSession) -> dict[str, int]:
    """The topics that a session's transaction has raised, with their new versions."""
    found: dict[str, int] = session.info.setdefault(RAISED, {})
    return found


class Freshness:
    """What this worker knows of the versions of all topics, and whether it may rely on that."""

    def __init__(
        self,
        url: str,
        clock: Clock,
        interval: float = 0.3,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`url` connects a serving role; `interval` is the seconds between heartbeats."""
        self._url, self._clock, self._interval, self._sleep = url, clock, interval, sleep
        self._connection: asyncpg.Connection[Any] | None = None
        self._versions: dict[str, int] = {}
        self._proven: float | None = None
        self._reactions: dict[str, list[Reaction]] = {}
        self._channels: dict[str, tuple[Hear, Callable[[], None]]] = {}
        self._after_beats: list[Callable[[], Awaitable[None]]] = []
        self._failures = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop: asyncio.Task[None] | None = None

    def version(self, topic: str) -> int | None:
        """The version of a topic, 0 if it never changed; None when it cannot be relied upon."""
        if self._proven is None or self._clock.monotonic() - self._proven > TRUSTED_FOR:
            return None
        return self._versions.get(topic, 0)

    def on_change(self, topic: str, reaction: Reaction) -> None:
        """Call `reaction` whenever a new version of `topic` is learnt. Its failures are logged."""
        self._reactions.setdefault(topic, []).append(reaction)

    def listen(self, channel: str, hear: Hear, missed: Callable[[], None]) -> None:
        """Hear another channel on the same connection; to be said before the start.

        `missed` is called whenever the connection is a new one, once it listens: what was told in
        between, nobody heard.
        """
        self._channels[channel] = (hear, missed)

    def after_beat(self, reaction: Callable[[], Awaitable[None]]) -> None:
        """Call `reaction` after every heartbeat that the database answered."""
        self._after_beats.append(reaction)

    def advance(self, topic: str, version: int) -> None:
        """Tell what this worker has just committed, before the notification is back."""
        if version > self._versions.get(topic, 0):
            self._learn(topic, version)

    async def start(self) -> None:
        """Do the first heartbeat and keep on in the background."""
        await self.beat()
        self._loop = asyncio.create_task(self._beat_forever())

    async def stop(self) -> None:
        """End the heartbeats and every reaction under way, and close the connection."""
        tasks = [*self._tasks, *([self._loop] if self._loop else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._loop = None
        self._drop()

    async def beat(self) -> bool:
        """One heartbeat, connecting first where needed; says whether the database answered."""
        try:
            async with asyncio.timeout(TRUSTED_FOR):
                await self._read_versions()
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as problem:
            self._failures += 1
            _log.warning("no heartbeat from the database: %r", problem)
            self._drop()
            return False
        self._failures = 0
        for reaction in self._after_beats:
            self._run(_react(reaction, "a heartbeat"))
        return True

    @property
    def pause(self) -> float:
        """Seconds until the next heartbeat: longer and longer while the database is away."""
        return min(self._interval * 2.0 ** min(self._failures, 10), LONGEST_PAUSE)

    async def _beat_forever(self) -> None:
        while True:
            await self._sleep(self.pause)
            await self.beat()

    async def _read_versions(self) -> None:
        connection, begun_anew = self._connection, False
        if connection is None:
            connection, begun_anew = await self._connected(), True
        # What is read is at least as new as this instant, so trust is counted from here.
        asked = self._clock.monotonic()
        for row in await connection.fetch("select topic, version from freshness"):
            topic, version = row["topic"], row["version"]
            known = self._versions.get(topic, 0)
            # A restored backup may hold lower versions; it always cuts the connection.
            if version > known or (begun_anew and version != known):
                self._learn(topic, version)
        if self._connection is connection:
            self._proven = asked

    async def _connected(self) -> "asyncpg.Connection[Any]":
        connection: asyncpg.Connection[Any] = await asyncpg.connect(self._url)
        self._connection = connection
        connection.add_termination_listener(self._lost)
        await connection.add_listener(CHANNEL, self._notified)
        for channel, (hear, missed) in self._channels.items():
            await connection.add_listener(channel, partial(_pass_on, hear))
            missed()
        return connection

    def _lost(self, connection: Any) -> None:
        if connection is self._connection:
            self._connection, self._proven = None, None

    def _drop(self) -> None:
        connection, self._connection, self._proven = self._connection, None, None
        if connection is not None:
            connection.terminate()

    def _notified(self, _connection: Any, _process: int, _channel: str, payload: object) -> None:
        topic, _, version = str(payload).rpartition(":")
        if topic and version.isdecimal():
            self.advance(topic, int(version))

    def _learn(self, topic: str, version: int) -> None:
        self._versions[topic] = version
        for reaction in self._reactions.get(topic, ()):
            self._run(_react(partial(reaction, version), f"{topic} version {version}"))

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _react(reaction: Callable[[], Awaitable[None]], what: str) -> None:
    try:
        await reaction()
    except Exception:  # noqa: BLE001 (whatever it is, the heartbeats go on)
        _log.exception("a reaction to %s failed", what)


def _pass_on(hear: Hear, _connection: Any, _process: int, _channel: str, payload: object) -> None:
    hear(str(payload))
