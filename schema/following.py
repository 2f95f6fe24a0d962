"""Subscriptions under way: each delivery is a request of its own, with the rights of that moment.

The source of a subscription says only which row changed. For every delivery the token is resolved
anew, the document is held against the schema that the person has now, and the row is read under
the scope of now, by fresh loaders over a fresh snapshot. What cannot be read is not delivered.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from inspect import isawaitable
from typing import Any, Final, Protocol, cast

from graphql import ExecutionResult, OperationType, create_source_event_stream
from graphql.execution import Executor as CoreExecutor
from sqlalchemy.exc import SQLAlchemyError
from strawberry.types.info import Info

from core.audit.announcing import Changed
from core.errors import Denied, Refused, Unauthenticated, Unavailable
from core.events.feed import Backlog, ChangeFeed
from core.policy.access import Access
from schema.execution import Answer, Ask, Executor, Prepared, refusal, with_code, without_data
from schema.request import Request
from schema.tiers.views import View

AT_ONCE: Final = 2
"""Deliveries of one worker that read at the same time."""
log = logging.getLogger("zhijian.subscriptions")


class Authenticate(Protocol):
    """Token -> access. Raises Unauthenticated."""

    def __call__(self, token: str | None, *, active: bool = True) -> Awaitable[Access]:
        """`active=False`: look without counting as use."""
        ...


Show = Callable[[Changed, Any], Any]
"""(what changed, the record as it is now) -> the value of the subscription's field."""


def _the_record(_changed: Changed, record: Any) -> Any:
    return record


@dataclass
class Listening:
    """What `info.context` is while a subscription begins. It holds no loaders: they would live,
    with their snapshot of the database, as long as the subscription.
    """

    access: Access
    view: View
    feed: ChangeFeed
    opened: list[Backlog] = field(default_factory=list)
    show: Show = _the_record

    def follow(self, type_: str, key: int | None) -> Backlog:
        """A backlog that ends with the subscription."""
        self.opened.append(self.feed.follow(type_, key))
        return self.opened[-1]

    def close(self) -> None:
        """End everything that was followed."""
        for backlog in self.opened:
            backlog.close()


class Following(Protocol):
    """An operation that has been opened."""

    def frames(self) -> AsyncIterator[Answer]:
        """Its answers, one by one; one that is not valid is the last."""
        ...

    async def recheck(self, access: Access) -> None:
        """Raise Denied when the operation is no longer allowed."""

    def close(self) -> None:
        """Follow nothing any more."""


@dataclass(frozen=True, slots=True)
class Once:
    """A query or mutation over a stream; or a refusal."""

    executor: Executor
    ask: Ask
    prepared: Prepared | Answer

    async def frames(self) -> AsyncIterator[Answer]:
        """The one answer."""
        if isinstance(self.prepared, Answer):
            yield self.prepared
        else:
            yield await self.executor.run(self.ask, self.prepared)

    async def recheck(self, access: Access) -> None:
        """It is answered under the rights with which it began, like any request."""

    def close(self) -> None:
        """Nothing is held."""


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """Opens operations that are answered over streams. One per worker."""

    executor: Executor
    feed: ChangeFeed
    authenticate: Authenticate
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    """A change that a crowd follows leaves the processor and the connections to others too."""

    async def open(self, ask: Ask) -> Following:
        """Begin: from here on no change is missed. Refusals are answers; nothing is raised."""
        prepared = self.executor.prepare(ask)
        if isinstance(prepared, Answer):
            return Once(self.executor, ask, prepared)
        if prepared.operation.operation is not OperationType.SUBSCRIPTION:
            return Once(self.executor, ask, prepared)
        listening = Listening(ask.access, prepared.view, self.feed)
        with ExitStack() as undo:
            undo.callback(listening.close)
            source = await _source(ask, prepared, listening)
            if isinstance(source, Answer):
                return Once(self.executor, ask, source)
            undo.pop_all()
        return Subscribed(self, ask, prepared, listening, source)


@dataclass(slots=True)
class Subscribed:
    """One subscription."""

    house: Subscriptions
    ask: Ask
    prepared: Prepared
    listening: Listening
    source: AsyncIterator[Any]

    async def frames(self) -> AsyncIterator[Answer]:
        """What happens. Raises Unauthenticated or Denied as soon as it is no longer allowed."""
        try:
            async for changed in self.source:
                if (answer := await self._delivered(changed)) is not None:
                    yield answer
                    if not answer.valid:
                        return
        except (Unauthenticated, Denied):
            raise
        except Exception as error:  # noqa: BLE001  a plugin's source may raise anything
            yield refusal(error, self.ask.request_id)
        finally:
            self.close()

    async def recheck(self, access: Access) -> None:
        """Raise Denied when the schema that the person has now lacks what is asked for."""
        self._view(access)

    def close(self) -> None:
        """Follow nothing any more."""
        self.listening.close()

    async def _delivered(self, changed: Changed) -> Answer | None:
        try:
            async with self.house.turns:
                access = await self.house.authenticate(self.ask.token, active=False)
                ask, view = replace(self.ask, access=access), self._view(access)
                if changed.operation == "missed":
                    return _missed()
                return await self._read(ask, self.house.executor.request(ask, view), changed)
        except (SQLAlchemyError, OSError):
            log.warning("a delivery failed", exc_info=True)
            return _missed()

    async def _read(self, ask: Ask, request: Request, changed: Changed) -> Answer | None:
        try:
            if (record := await readable(request, changed)) is None:
                return None
            executor, cost = self.house.executor, self.prepared.cost.objects
            try:
                executor.spend(ask.access, ask.ip, cost)
            except Refused as error:
                return refusal(error)
            shown = self.listening.show(changed, record)
            return Answer(body=await executor.execute(ask, self.prepared.document, request, shown))
        finally:
            await request.close()

    def _view(self, access: Access) -> View:
        view = self.house.executor.views.of(access, self.ask.plugin)
        if view.faults(self.ask.text, self.prepared.document):
            raise Denied(
                "您的权限已变更，该订阅已结束。",
                "Your rights have changed; the subscription has ended.",
            )
        return view


async def readable(request: Request, changed: Changed) -> Any:
    """The changed row as the caller may read it now; None where it is hidden or gone."""
    definition = request.view.get_type_by_name(changed.type)
    if definition is None or changed.operation == "deleted":
        return None
    return await request.shown(definition.origin, changed.key)


async def _source(
    ask: Ask, prepared: Prepared, listening: Listening
) -> AsyncIterator[Any] | Answer:
    built = CoreExecutor.build(
        prepared.view.core,
        prepared.document,
        context_value=listening,
        raw_variable_values=ask.variables,
        operation_name=ask.operation_name,
        max_coercion_errors=5,
    )
    if isinstance(built, list):
        return refusal(with_code(built[0], "BAD_VARIABLES"))
    made = create_source_event_stream(built)
    found: Any = await made if isawaitable(made) else made
    if isinstance(found, ExecutionResult):
        return refusal((found.errors or [])[0], ask.request_id)
    stream: AsyncIterator[Any] = aiter(found)
    return stream


def changes_of(
    info: Info, record: type[Any] | str, key: int | None = None, *, show: Show = _the_record
) -> AsyncGenerator[Any, None]:
    """What a `@subscription` returns: changes of a record's rows, or of one of them.

    It follows from this moment on. Each change stands for the record until it is delivered;
    `show` makes another value from it.
    """
    listening: Listening = info.context
    listening.show = show
    name = record if isinstance(record, str) else record.__name__
    return cast("AsyncGenerator[Any, None]", listening.follow(name, key))


def _missed() -> Answer:
    """Not the end: the subscription goes on, and its client knows that it has a gap."""
    error = Unavailable(
        "有些变更可能未能送达，请重新读取。",
        "Some changes may not have arrived; read again.",
        code="CHANGES_MISSED",
    )
    return without_data(error)
