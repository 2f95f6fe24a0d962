"""What this worker knows of writes: which tables changed, in its own running numbers.

The numbers mean nothing elsewhere. A reader takes `now` before it reads; `unchanged_since` says
later whether what it read still stands. Everything that is not known counts as changed.
"""

from collections.abc import Callable, Collection, Iterable


class Tables:
    """One per worker, fed by the notifications of the database and by the worker's own writes."""

    def __init__(self, is_fresh: Callable[[], bool]) -> None:
        """`is_fresh` says whether notifications can be relied upon at this moment."""
        self._is_fresh = is_fresh
        self._now = 0
        self._changed: dict[str, int] = {}
        self._watched: frozenset[str] = frozenset()
        self._heard_since: int | None = None
        """What was read before is not known to stand; None: nobody has ever listened."""

    def watch(self, tables: Iterable[str]) -> None:
        """These tables tell when they are written; no other can be relied upon."""
        self._watched = frozenset(tables)

    def tell_all(self, tables: Collection[str]) -> bool:
        """Whether every one of the tables tells when it is written."""
        return self._watched.issuperset(tables)

    @property
    def now(self) -> int | None:
        """The number of the latest change; None while nothing can be relied upon."""
        return self._now if self._heard_since is not None and self._is_fresh() else None

    def unchanged_since(self, number: int, tables: Iterable[str]) -> bool:
        """Whether none of the tables was written after `now` was `number`."""
        if self._heard_since is None or number < self._heard_since:
            return False
        return number == self._now or all(self._changed.get(t, 0) <= number for t in tables)

    def changed(self, tables: Iterable[str]) -> None:
        """These tables have been written."""
        self._now += 1
        for table in tables:
            self._changed[table] = self._now

    def hear(self, table: str) -> None:
        """A notification: one table, by name."""
        if table in self._watched:  # anything else is in no answer, and would only take room
            self.changed((table,))

    def missed(self) -> None:
        """The connection that listens is a new one: whatever was read before may have changed."""
        self._now += 1
        self._heard_since = self._now
