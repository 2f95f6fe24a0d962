"""GraphQL over server-sent events, in distinct connections mode: one operation for each request.

https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md. A stream knows no close codes:
what ends it early is told by a last `next` with an error, whose code says the same.
"""

import asyncio
from contextlib import ExitStack
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from core.errors import Denied, Refused, Unauthenticated, Unavailable, ZhijianError
from core.gateway.answers import error_body, send_error
from core.gateway.http import GraphQLRequest
from core.gateway.protocol import STOPPING
from core.live.messages import Closing, ending, restarting
from core.live.places import user_of
from core.live.service import LiveService, Operation, still_allowed
from core.policy.access import Access

COMMENT = b":\n\n"
COMPLETE = b"event: complete\ndata:\n\n"
HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # proxies pass each event on at once
)


@dataclass(eq=False)
class EventStream:
    """One stream, as the ASGI application that answers the request."""

    service: LiveService
    request: Request
    access: Access
    asked: GraphQLRequest
    token: str | None
    _ended: "asyncio.Future[Closing]" = field(default_factory=asyncio.Future)
    _operations: list[Operation] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer until the operation, the client or the server ends it."""
        with ExitStack() as held:
            try:
                self._take_places(held)
            except Refused as error:
                await send_error(send, 429, error)
                return
            operation = await self.service.open(self.request, self.access, self.asked, self.token)
            self._operations.append(operation)
            try:
                await self._answer(operation, scope, receive, send)
            finally:
                operation.close()

    async def recheck(self) -> None:
        """End the stream if its session is over, or its operation is no longer allowed."""
        try:
            self.access = await still_allowed(
                self.service, self.token, self.access, self._operations
            )
        except Closing as closing:
            self.end(closing)

    def end(self, closing: Closing) -> None:
        """Have the stream end; the first reason counts."""
        if not self._ended.done():
            self._ended.set_result(closing)

    def _take_places(self, held: ExitStack) -> None:
        places, address = self.service.places, self.request.client
        user = user_of(self.access, address.host if address else "")
        for place in (places.stream(), places.line(user), places.operation(user)):
            held.enter_context(place)
        self.service.lines.add(self)
        held.callback(self.service.lines.discard, self)

    async def _answer(
        self, operation: Operation, scope: Scope, receive: Receive, send: Send
    ) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [*HEADERS]})
        await _write(send, COMMENT)
        closing = Closing()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._send_all(operation, send))
                tasks.create_task(self._until_ended())
                tasks.create_task(self._show_life(send))
                tasks.create_task(_until_gone(receive))
                tasks.create_task(_until_stopping(scope))
        except* Closing as several:
            closing = ending(several)
        if not (closing.reason == GONE and closing.code is None):
            await self._finish(closing, send)

    async def _send_all(self, operation: Operation, send: Send) -> None:
        try:
            async for answer in operation.frames():
                await _write(send, event(answer.body))
        except (Unauthenticated, Denied) as error:
            await _write(send, event(error_body(error)))
        raise Closing

    async def _until_ended(self) -> None:
        raise await self._ended

    async def _show_life(self, send: Send) -> None:
        while True:
            await asyncio.sleep(self.service.places.limits.comment_seconds)
            await _write(send, COMMENT)

    async def _finish(self, closing: Closing, send: Send) -> None:
        if error := _told(closing):
            await _write(send, event(error_body(error)))
        await send({"type": "http.response.body", "body": COMPLETE, "more_body": False})


GONE = "gone"


def event(body: bytes) -> bytes:
    """One result; JSON of one line."""
    return b"event: next\ndata: " + body + b"\n\n"


def _told(closing: Closing) -> ZhijianError | None:
    """The error that stands for a close code."""
    match closing.code:
        case None:
            return None
        case 4401:
            return Unauthenticated()
        case 4403:
            return Denied(
                "您的权限已变更，该订阅已结束。",
                "Your rights have changed; the subscription has ended.",
            )
    return Unavailable(
        "系统正在重启，请稍后重新订阅。",
        "The server restarts. Subscribe again in a moment.",
        code="RESTARTING",
    )


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    raise Closing(None, GONE)


async def _until_stopping(scope: Scope) -> None:
    stopping: asyncio.Event | None = scope.get("extensions", {}).get(STOPPING)
    if stopping is not None:
        await stopping.wait()
        raise restarting()


async def _write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})
