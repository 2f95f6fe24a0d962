"""Fan-out of announced changes to local followers, each behind a bounded backlog.

A backlog holds no contents and each row once: whoever is slow gets the newest state later, not
every state. Beyond `MOST_PENDING` rows it forgets them all and says `missed` instead.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from core.audit.announcing import Changed, Operation, merged, unpacked

MOST_PENDING: Final = 256


class Backlog:
    """What a follower has not taken yet. An async iterator; `close` ends the following."""

    def __init__(self, type_: str, key: int | None, leave: Callable[["Backlog"], None]) -> None:
        self.type, self.key, self._leave = type_, key, leave
        self._pending: dict[int, Operation] = {}
        self._ready = asyncio.Event()

    def __len__(self) -> int:
        return len(self._pending)

    def put(self, change: Changed) -> None:
        """Take a change in, if it is about what is followed. Never waits."""
        if change.operation == "missed":
            self.miss()
        elif self.key is None or self.key == change.key:
            self._pending[change.key] = merged(self._pending.get(change.key), change.operation)
            if len(self._pending) > MOST_PENDING:
                self.miss()
            self._ready.set()

    def miss(self) -> None:
        """Changes may have been lost. One row is simply read again; of many, nobody knows which."""
        self._pending.clear()
        if self.key is None:
            self._pending[0] = "missed"
        else:
            self._pending[self.key] = "updated"
        self._ready.set()

    def __aiter__(self) -> "Backlog":
        return self

    async def __anext__(self) -> Changed:
        while not self._pending:
            self._ready.clear()
            await self._ready.wait()
        key = next(iter(self._pending))
        return Changed(self.type, key, self._pending.pop(key))

    def close(self) -> None:
        """Follow no longer."""
        self._leave(self)

    async def aclose(self) -> None:
        """Likewise, as async generators have it."""
        self.close()


class ChangeFeed:
    """All followers of one worker, by the type that they follow."""

    def __init__(self) -> None:
        self._backlogs: dict[str, set[Backlog]] = {}

    def __len__(self) -> int:
        """How many follow anything."""
        return sum(map(len, self._backlogs.values()))

    def follow(self, type_: str, key: int | None = None) -> Backlog:
        """Changes of a type from now on, or of one row of it."""
        backlog = Backlog(type_, key, self._leave)
        self._backlogs.setdefault(type_, set()).add(backlog)
        return backlog

    def hear(self, payload: str) -> None:
        """Pass on what a notification tells."""
        for change in unpacked(payload):
            for backlog in self._backlogs.get(change.type, ()):
                backlog.put(change)

    def missed(self) -> None:
        """Nobody listened for a while: everybody must read again."""
        for backlogs in self._backlogs.values():
            for backlog in backlogs:
                backlog.miss()

    def _leave(self, backlog: Backlog) -> None:
        followers = self._backlogs.get(backlog.type, set())
        followers.discard(backlog)
        if not followers:
            self._backlogs.pop(backlog.type, None)
