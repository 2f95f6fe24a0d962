"""A bounded store that one kind of caller cannot empty for the others, nor a flood for anybody."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

V = TypeVar("V")


@dataclass
class _Share(Generic[V]):
    """What is kept for one owner: met once, and met again."""

    once: OrderedDict[Hashable, V] = field(default_factory=OrderedDict)
    again: OrderedDict[Hashable, V] = field(default_factory=OrderedDict)

    def __len__(self) -> int:
        return len(self.once) + len(self.again)

    def drop(self) -> tuple[Hashable, V]:
        """Let the least deserving go: of those met once the oldest, else of the others."""
        return (self.once or self.again).popitem(last=False)


class FairShares(Generic[V]):
    """At most `most` values of all owners together.

    When it is full, whoever has the largest share gives something up: first what was asked for but
    once. So a caller who invents documents pushes out that caller's own inventions, not what people
    of other permission sets read all day, nor what its own kind reads again and again.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._shares: dict[Hashable, _Share[V]] = {}
        self._kept = 0

    def __len__(self) -> int:
        return self._kept

    def get(self, owner: Hashable, key: Hashable) -> V | None:
        """What is kept under the key; being asked for makes it more deserving."""
        share = self._shares.get(owner)
        if share is None:
            return None
        found = share.again.get(key)
        if found is not None:
            share.again.move_to_end(key)
            return found
        found = share.once.pop(key, None)
        if found is not None:
            share.again[key] = found
        return found

    def put(self, owner: Hashable, key: Hashable, value: V) -> list[tuple[Hashable, V]]:
        """Keep a value that is not kept yet; says which had to go for it."""
        self._shares.setdefault(owner, _Share()).once[key] = value
        self._kept += 1
        gone = []
        while self._kept > self.most:
            largest = max(self._shares, key=lambda each: len(self._shares[each]))
            gone.append(self._shares[largest].drop())
            self._kept -= 1
            if not self._shares[largest]:
                del self._shares[largest]
        return gone
