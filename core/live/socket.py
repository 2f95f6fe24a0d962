"""graphql-transport-ws over one WebSocket: handshake, messages, operations, and its end.

Queries and mutations run here as over HTTP: the same guard, budget, policy and ledger. A socket
does not keep its session alive; what is asked over it does.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from core.errors import Denied, Refused, Unauthenticated, ZhijianError
from core.gateway.answers import error_body
from core.gateway.http import token_of, understood
from core.live import messages
from core.live.messages import Closing, Message
from core.live.places import user_of
from core.live.service import LiveService, Operation, still_allowed
from core.policy.access import Access

log = logging.getLogger("zhijian.live")


@dataclass(frozen=True)
class SocketEndpoint:
    """The WebSocket half of `/graphql` and `/graphql/<plugin>`."""

    service: LiveService
    documents: Mapping[str, str]

    async def __call__(self, socket: WebSocket) -> None:
        """One socket, from handshake to close."""
        offered = messages.PROTOCOL in socket.scope.get("subprotocols", ())
        await socket.accept(messages.PROTOCOL if offered else None)
        try:
            if not offered:
                raise messages.wrong_protocol()
            await Conversation(self.service, socket, self.documents).hold()
        except Closing as closing:
            await _close(socket, closing)


@dataclass(eq=False)
class Conversation:
    """What is known of one socket after its handshake."""

    service: LiveService
    socket: WebSocket
    documents: Mapping[str, str]
    token: str | None = None
    access: Access | None = None
    """None until the connection is acknowledged."""
    _operations: dict[str, "_Running"] = field(default_factory=dict)
    _held: ExitStack = field(default_factory=ExitStack)
    _ended: "asyncio.Future[Closing]" = field(default_factory=asyncio.Future)
    _tasks: asyncio.TaskGroup = field(default_factory=asyncio.TaskGroup)

    async def hold(self) -> None:
        """Talk until the end. Raises Closing, which says how it ended."""
        closing = messages.internal_error()
        try:
            with self._held:
                async with self._tasks:
                    self._tasks.create_task(self._until_ended())
                    self._tasks.create_task(self._read())
        except* Closing as several:
            closing = messages.ending(several)
        except* Exception:
            log.exception("a socket failed")
        raise closing

    async def recheck(self) -> None:
        """End the socket if its session is over, or an operation is no longer allowed."""
        if self.access is None:
            return
        operations = [running.operation for running in self._operations.values()]
        try:
            self.access = await still_allowed(self.service, self.token, self.access, operations)
        except Closing as closing:
            self.end(closing)

    def end(self, closing: Closing) -> None:
        """Have the socket close; the first reason counts."""
        if not self._ended.done():
            self._ended.set_result(closing)

    async def _until_ended(self) -> None:
        raise await self._ended

    async def _read(self) -> None:
        async with _within(self.service.places.limits.init_seconds, messages.init_timeout):
            await self._begin(await self._receive())
        while True:
            await self._handle(await self._receive_in_time())

    async def _receive_in_time(self) -> Message:
        """The next message; without operations under way only for so long."""
        seconds = None if self._operations else self.service.places.limits.idle_seconds
        async with _within(seconds, messages.idle):
            return await self._receive()

    async def _receive(self) -> Message:
        received = await self.socket.receive()
        if received["type"] == "websocket.disconnect":
            raise Closing
        return messages.read_message(received.get("text"))

    async def _begin(self, message: Message) -> None:
        """The first message must be `connection_init`; its token outranks the handshake's."""
        while message.kind in ("ping", "pong"):
            await self._ping(message)
            message = await self._receive()
        if message.kind != "connection_init":
            raise messages.unauthorized()
        self.token = _bearer(message.payload) or token_of(self.socket)
        try:
            self.access = await self.service.authenticate(self.token)
            user = user_of(self.access, _ip(self.socket))
            self._held.enter_context(self.service.places.line(user))
        except Unauthenticated as error:
            raise messages.forbidden() from error
        except Refused as error:
            raise messages.try_later(error.stable_code) from error
        self.service.lines.add(self)
        self._held.callback(self.service.lines.discard, self)
        await self._send(messages.ack())

    async def _handle(self, message: Message) -> None:
        match message.kind:
            case "connection_init":
                raise messages.initialised_twice()
            case "subscribe":
                await self._subscribe(message)
            case "complete":
                if running := self._operations.pop(message.id, None):
                    running.places.close()
                    running.task.cancel()
            case _:
                await self._ping(message)

    async def _ping(self, message: Message) -> None:
        if message.kind == "ping":
            await self._send(messages.pong(message.payload))

    async def _subscribe(self, message: Message) -> None:
        if message.id in self._operations:
            raise messages.already_exists(message.id)
        try:
            with ExitStack() as held:
                operation = await self._open(message, held)
                held.callback(operation.close)
                held.callback(self._forget, message.id, operation)
                places = held.pop_all()
        except Unauthenticated as error:
            raise messages.unauthorized() from error
        except ZhijianError as error:
            await self._send(messages.operation_error(message.id, error_body(error)))
            return
        task = self._tasks.create_task(self._serve(message.id, operation))
        # not in the task itself: one that is cancelled before its first step does nothing at all
        task.add_done_callback(lambda _: places.close())
        self._operations[message.id] = _Running(operation, task, places)

    async def _open(self, message: Message, held: ExitStack) -> Operation:
        asked = understood(message.payload, self.documents)
        access = await self.service.authenticate(self.token)
        user = user_of(access, _ip(self.socket))
        held.enter_context(self.service.places.operation(user))
        return await self.service.open(self.socket, access, asked, self.token)

    async def _serve(self, id_: str, operation: Operation) -> None:
        try:
            last = await self._send_all(id_, operation)
            self._forget(id_, operation)
            await self._send(last)
        except Unauthenticated as error:
            raise messages.unauthorized() from error
        except Denied as error:
            raise messages.forbidden() from error

    async def _send_all(self, id_: str, operation: Operation) -> str:
        """Send the results; gives the message that ends the operation."""
        async for answer in operation.frames():
            if not answer.valid:
                return messages.operation_error(id_, answer.body)
            await self._send(messages.next_result(id_, answer.body))
        return messages.complete(id_)

    def _forget(self, id_: str, operation: Operation) -> None:
        """The id is free again; after a client's `complete` another operation may have it."""
        if (known := self._operations.get(id_)) and known.operation is operation:
            del self._operations[id_]

    async def _send(self, text: str) -> None:
        """Raises Closing when the other side has gone."""
        try:
            await self.socket.send_text(text)
        except (OSError, WebSocketDisconnect) as error:
            raise Closing from error


@dataclass(frozen=True, slots=True)
class _Running:
    operation: Operation
    task: "asyncio.Task[None]"
    places: ExitStack


@asynccontextmanager
async def _within(seconds: float | None, late: Callable[[], Closing]) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        raise late() from error


async def _close(socket: WebSocket, closing: Closing) -> None:
    gone = socket.client_state is WebSocketState.DISCONNECTED
    if closing.code is None or gone:
        return
    try:
        await socket.close(closing.code, closing.reason)
    except (OSError, RuntimeError, WebSocketDisconnect):
        return  # it has closed by itself meanwhile


def _bearer(payload: Mapping[str, Any]) -> str | None:
    """The token of `connection_init`: `{"authorization": "Bearer <token>"}`, or the bare token."""
    given = next((v for k, v in payload.items() if k.lower() == "authorization"), None)
    if not isinstance(given, str):
        return None
    scheme, _, token = given.strip().partition(" ")
    return (token.strip() if scheme.lower() == "bearer" else given.strip()) or None


def _ip(socket: WebSocket) -> str:
    return socket.client.host if socket.client else ""
