"""How many sockets, streams and operations one user may have open in this worker."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from core.errors import Refused
from core.policy.access import Access


@dataclass(frozen=True, slots=True)
class LiveLimits:
    """Bounds of everything that stays open. How many sockets there are in all bounds.py counts."""

    lines: int = 5
    """Sockets and streams together, for one user."""
    operations: int = 20
    """Operations under way over all of a user's lines."""
    streams: int = 100
    """Streams of all users: they use up requests, and those must not run out."""
    init_seconds: float = 5.0
    """Until `connection_init`."""
    idle_seconds: float = 300.0
    """Without an operation under way, until a socket is closed."""
    comment_seconds: float = 12.0
    """Between signs of life on a silent stream, for proxies and to notice who has gone."""


@dataclass
class Places:
    """Counts what is open, by user: an account, or an address before sign-in."""

    limits: LiveLimits = LiveLimits()
    lines: Counter[str] = field(default_factory=Counter)
    operations: Counter[str] = field(default_factory=Counter)
    streams: int = 0

    @contextmanager
    def line(self, user: str) -> Iterator[None]:
        """A place for a socket or stream. Raises Refused (TOO_MANY_SOCKETS)."""
        if self.lines[user] >= self.limits.lines:
            raise _too_many_lines(self.limits.lines)
        with _counted(self.lines, user):
            yield

    @contextmanager
    def operation(self, user: str) -> Iterator[None]:
        """A place for an operation. Raises Refused (TOO_MANY_SUBSCRIPTIONS)."""
        if self.operations[user] >= self.limits.operations:
            raise _too_many_operations(self.limits.operations)
        with _counted(self.operations, user):
            yield

    @contextmanager
    def stream(self) -> Iterator[None]:
        """A place among the streams of all users. Raises Refused (TOO_MANY_SOCKETS)."""
        if self.streams >= self.limits.streams:
            raise _too_many_lines(self.limits.streams)
        self.streams += 1
        try:
            yield
        finally:
            self.streams -= 1


def user_of(access: Access, ip: str) -> str:
    """Whose places are taken."""
    account = access.actor.account_id
    return f"ip:{ip}" if account is None else f"account:{account}"


@contextmanager
def _counted(counter: Counter[str], user: str) -> Iterator[None]:
    counter[user] += 1
    try:
        yield
    finally:
        counter[user] -= 1
        if not counter[user]:
            del counter[user]


def _too_many_lines(most: int) -> Refused:
    return Refused(
        f"同时打开的实时连接最多 {most} 个。请关闭不用的页面后重试。",
        f"At most {most} live connections at once. Close pages that you do not use, try again.",
        code="TOO_MANY_SOCKETS",
    )


def _too_many_operations(most: int) -> Refused:
    return Refused(
        f"同时进行的订阅最多 {most} 个。请先结束不用的订阅。",
        f"At most {most} subscriptions at once. End those that you do not use first.",
        code="TOO_MANY_SUBSCRIPTIONS",
    )
