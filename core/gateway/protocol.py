"""The protocols of the server, with deadlines where an application has no say.

An application sees a request once its head is complete, so only the protocol can end connections
that drip a head byte by byte; and it writes into a buffer, so only the protocol can end those that
do not read. Give both to uvicorn: `Config(app, http=PatientProtocol, ws=PatientSocket)`.
"""

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

STOPPING: Final = "zhijian.stopping"
"""ASGI extension: an event that is set when the server begins to stop. Streams end by it."""

GONE: Final = "zhijian.gone"
"""ASGI extension: a future that is done once the client has hung up. Reads end with it."""

_TIMEOUT = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class _Reader:
    """Cuts a connection whose buffer of what is to be sent stays full for too long.

    Cuts, and does not close: closing would wait until the rest has been read.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        self._loop, self._seconds = loop, seconds
        self._timer: asyncio.TimerHandle | None = None

    def full(self, transport: asyncio.Transport) -> None:
        """The buffer is full."""
        if self._timer is None:
            self._timer = self._loop.call_later(self._seconds, transport.abort)

    def drained(self) -> None:
        """The other side has read on, or has gone."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's protocol; a head that is not complete within `head_seconds` ends the connection.

    So does an answer of which nothing is read for `read_seconds`.
    """

    head_seconds = 10.0
    read_seconds = 10.0
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._reader = _Reader(self.loop, self.read_seconds)
        self._stopping = asyncio.Event()
        self._gone: asyncio.Future[None] = self.loop.create_future()
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_complete()
        self._reader.drained()
        if not self._gone.done():
            self._gone.set_result(None)
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """The first byte of a request, of a later one on a kept connection as well."""
        self._expect_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is complete; the body is the application's to bound."""
        self._head_complete()
        extensions: dict[str, Any] = self.scope.setdefault("extensions", {})
        extensions[STOPPING], extensions[GONE] = self._stopping, self._gone
        super().on_headers_complete()

    def pause_writing(self) -> None:
        self._reader.full(self.transport)
        super().pause_writing()

    def resume_writing(self) -> None:
        self._reader.drained()
        super().resume_writing()

    def shutdown(self) -> None:
        """The server stops: streams shall end, other answers shall be completed."""
        self._stopping.set()
        super().shutdown()

    def _expect_head(self) -> None:
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(self.head_seconds, self._cut)

    def _head_complete(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _cut(self) -> None:
        self._head_timer = None
        if not self.transport.is_closing():
            self.transport.write(_TIMEOUT)
            self.transport.close()


class PatientSocket(WebSocketsSansIOProtocol):
    """uvicorn's WebSocket protocol; who reads nothing for `read_seconds` is cut."""

    read_seconds = 10.0

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._reader = _Reader(self.loop, self.read_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        self._reader.drained()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        self._reader.full(self.transport)
        super().pause_writing()

    def resume_writing(self) -> None:
        self._reader.drained()
        super().resume_writing()
