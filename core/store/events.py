"""Typed events in the writing transaction: how subsystems react to each other, unacquainted."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from core.audit.changes import Change

Handler = Callable[[Any, Any], Awaitable[None]]
"""Called with the unit of work and the event; what it raises undoes the whole work."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A reaction to one event type: a frozen dataclass that the publishing plugin's api exports."""

    event: type[Any]
    handler: Handler


@dataclass(frozen=True, slots=True)
class Written:
    """What a unit of work wrote: told before it is completed, so that reactions belong to it."""

    changes: tuple[Change, ...]


class Dispatcher:
    """Hands events to their subscribers, in plugin order."""

    def __init__(self, subscribers: Iterable[Subscriber] = ()) -> None:
        self._handlers: dict[type[Any], list[Handler]] = {}
        for subscriber in subscribers:
            self._handlers.setdefault(subscriber.event, []).append(subscriber.handler)

    async def publish(self, work: Any, happened: object) -> None:
        """Await every handler of the event's type, one after the other."""
        for handler in self._handlers.get(type(happened), ()):
            await handler(work, happened)
