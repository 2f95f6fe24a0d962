"""Bounds of a request: bytes, seconds to arrive, seconds to answer, how many at once.

Pure ASGI, so that streams pass unbuffered. A bound that is passed answers by itself; the handler
then sees a client that has gone, and whatever it still sends is dropped.
"""

import asyncio
from collections.abc import Mapping
from typing import TypeVar

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.errors import InvalidInput, Refused, Unavailable, ZhijianError
from core.gateway.answers import CLOSE, header_values, refuse_socket, send_error

N = TypeVar("N", int, float)
_GONE: Message = {"type": "http.disconnect"}


class _Answer:
    """The one response of a request: the handler's, or an error that came first."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = self.refused = False

    async def send(self, message: Message) -> None:
        """Pass the handler's message on, unless the request has been refused."""
        if self.refused:
            return
        self.started = self.started or message["type"] == "http.response.start"
        await self._send(message)

    async def refuse(self, status: int, error: ZhijianError) -> None:
        """Answer with an error and close, if nothing has been answered yet."""
        if not self.refused and not self.started:
            await send_error(self._send, status, error, CLOSE)
        self.refused = True

    async def run(self, app: ASGIApp, scope: Scope, receive: Receive) -> None:
        """Run the handler. After a refusal its failure is no news: its client had gone."""
        try:
            await app(scope, receive, self.send)
        except Exception:
            if not self.refused:
                raise


class BodyLimit:
    """At most `default` bytes of body, or what the longest path prefix allows: else 413."""

    def __init__(
        self, app: ASGIApp, default: int = 64 * 1024, prefixes: Mapping[str, int] | None = None
    ) -> None:
        self._app, self._default, self._prefixes = app, default, prefixes or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = _at(scope["path"], self._prefixes, self._default)
        answer, seen = _Answer(send), 0
        if any(
            v.isdigit() and int(v[:18]) > limit for v in header_values(scope, b"content-length")
        ):
            await answer.refuse(413, _too_large(limit))
            return

        async def counted() -> Message:
            nonlocal seen
            if answer.refused:
                return _GONE
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                await answer.refuse(413, _too_large(limit))
                return _GONE
            return message

        await answer.run(self._app, scope, counted)


class ReceiveDeadline:
    """The whole body arrives within `seconds`, however slowly it drips: else 408.

    Or within what the longest path prefix allows. Slow request heads never reach an application;
    `protocol.py` cuts those.
    """

    def __init__(
        self, app: ASGIApp, seconds: float = 10.0, prefixes: Mapping[str, float] | None = None
    ) -> None:
        self._app, self._seconds, self._prefixes = app, seconds, prefixes or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer, complete = _Answer(send), False
        seconds = _at(scope["path"], self._prefixes, self._seconds)
        deadline = asyncio.get_running_loop().time() + seconds

        async def in_time() -> Message:
            nonlocal complete
            if answer.refused:
                return _GONE
            if complete or answer.started:
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                await answer.refuse(408, _too_slow(seconds))
                return _GONE
            complete = not message.get("more_body", False)
            return message

        await answer.run(self._app, scope, in_time)


class RequestDeadline:
    """An answer begins within `seconds` of the last byte received: else 503, handler cancelled.

    Once an answer has begun it may take its time, so subscriptions, exports and WebSockets pass.
    """

    def __init__(self, app: ASGIApp, seconds: float = 10.0) -> None:
        self._app, self._seconds = app, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer, loop = _Answer(send), asyncio.get_running_loop()
        timeout = asyncio.timeout(self._seconds)

        async def received() -> Message:
            message = await receive()
            if not answer.started and message["type"] == "http.request":
                timeout.reschedule(loop.time() + self._seconds)
            return message

        async def begun(message: Message) -> None:
            if not answer.started:
                timeout.reschedule(None)
            await answer.send(message)

        try:
            async with timeout:
                await self._app(scope, received, begun)
        except TimeoutError:
            if not timeout.expired():
                raise
            await answer.refuse(503, _no_answer(self._seconds))


class Concurrency:
    """At most so many requests and WebSockets at once in this process: else 503 and Retry-After."""

    def __init__(
        self,
        app: ASGIApp,
        requests: int = 200,
        sockets: int = 200,
        exempt: frozenset[str] = frozenset({"/healthz", "/readyz", "/metrics"}),
    ) -> None:
        """Paths in `exempt` always answer: a probe must not fail because the house is full."""
        self._app, self._exempt = app, exempt
        self._limits = {"http": requests, "websocket": sockets}
        self.running = {"http": 0, "websocket": 0}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = scope["type"]
        if kind not in self.running or scope["path"] in self._exempt:
            await self._app(scope, receive, send)
            return
        if self.running[kind] >= self._limits[kind]:
            await self._turn_away(scope, send)
            return
        self.running[kind] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self.running[kind] -= 1

    async def _turn_away(self, scope: Scope, send: Send) -> None:
        error = Unavailable(
            "系统繁忙，请稍后重试。", "The system is busy. Try again in a moment.", code="BUSY"
        )
        headers = ((b"retry-after", b"1"), *CLOSE)
        if scope["type"] == "websocket":
            await refuse_socket(scope, send, 503, error, headers)
        else:
            await send_error(send, 503, error, headers)


def _at(path: str, prefixes: Mapping[str, N], default: N) -> N:
    """What the longest prefix of a path allows."""
    met = [p for p in prefixes if path == p or path.startswith(p.rstrip("/") + "/")]
    return prefixes[max(met, key=len)] if met else default


def _too_large(limit: int) -> Refused:
    if megabytes := limit // (1024 * 1024):
        return Refused(
            f"上传内容超过 {megabytes} MB。请降低照片尺寸或压缩后重新上传。",
            f"What was sent is larger than {megabytes} MB. Make the photo or paper smaller.",
            code="BODY_TOO_LARGE",
        )
    return Refused(
        f"请求内容超过 {limit} 字节。请分批发送，文件请用上传功能。",
        f"The body is larger than {limit} bytes. Send less at a time, files through uploads.",
        code="BODY_TOO_LARGE",
    )


def _too_slow(seconds: float) -> InvalidInput:
    return InvalidInput(
        f"请求未在 {seconds:g} 秒内传完。请检查网络后重试。",
        f"The request did not arrive within {seconds:g} seconds. Check the network, try again.",
        code="REQUEST_TIMEOUT",
    )


def _no_answer(seconds: float) -> Unavailable:
    return Unavailable(
        f"系统未能在 {seconds:g} 秒内答复。变更可能已经生效：请用同一 clientMutationId 重试。",
        f"No answer within {seconds:g} seconds. A change may have happened: repeat it with the "
        "same clientMutationId.",
        code="DEADLINE",
    )
