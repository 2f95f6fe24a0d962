"""Request heads that drip, and answers that nobody reads."""

import asyncio

import pytest
from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

from core.gateway.protocol import PatientProtocol, PatientSocket
from tests.core.gateway.asgi import respond, run

HEAD = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"


async def ok(_scope, _receive, send):
    await respond(send, headers=[(b"content-length", b"2")])


class Wire(asyncio.Transport):
    """A connection's far end, as the protocol sees it."""

    def __init__(self):
        super().__init__({"peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)})
        self.written, self.closed, self.aborted = b"", False, False

    def write(self, data):
        self.written += data

    def close(self):
        self.closed = True

    def abort(self):
        self.closed = self.aborted = True

    def is_closing(self):
        return self.closed

    def pause_reading(self):
        pass

    def resume_reading(self):
        pass


async def connect(kind):
    config = Config(ok, lifespan="off", log_config=None, timeout_keep_alive=3_600)
    config.load()
    protocol = kind(config=config, server_state=ServerState(), app_state={})
    wire = Wire()
    protocol.connection_made(wire)
    return protocol, wire


async def drip(kind, *, before=b""):
    """One byte a second until the connection ends, at most a minute of the loop's own time."""
    protocol, wire = await connect(kind)
    if before:
        protocol.data_received(before)
        await asyncio.sleep(1)
        wire.written = b""
    for second in range(60):
        protocol.data_received(b"GET /" if second == 0 else b"x")
        await asyncio.sleep(1)
        if wire.closed:
            return second + 1, wire.written
    protocol.connection_lost(None)
    return None, wire.written


@pytest.mark.parametrize("before", [b"", HEAD], ids=["first", "kept alive"])
def test_a_dripping_head_is_cut(before):
    seconds, written = run(drip(PatientProtocol, before=before))
    assert 9 <= seconds <= 11
    assert written.startswith(b"HTTP/1.1 408 ")


def test_the_plain_protocol_would_wait():
    assert run(drip(HttpToolsProtocol)) == (None, b"")


def test_silence_is_cut_too_and_a_served_connection_stays():
    async def scenario():
        silent = (await connect(PatientProtocol))[1]
        protocol, served = await connect(PatientProtocol)
        protocol.data_received(HEAD)
        await asyncio.sleep(60)
        return silent, served

    silent, served = run(scenario())
    assert silent.closed
    assert not served.closed
    assert served.written.startswith(b"HTTP/1.1 200 ")


async def unread(kind, *, reads_after=None):
    """The buffer is full for a minute, or until the reader goes on; when the line was cut."""
    protocol, wire = await connect(kind)
    if issubclass(kind, HttpToolsProtocol):
        protocol.data_received(HEAD)
    await asyncio.sleep(0)
    protocol.pause_writing()
    for second in range(60):
        if second == reads_after:
            protocol.resume_writing()
        if wire.aborted:
            return second
        await asyncio.sleep(1)
    protocol.connection_lost(None)
    return None


@pytest.mark.parametrize("kind", [PatientProtocol, PatientSocket])
def test_who_does_not_read_is_cut_and_who_reads_on_is_not(kind):
    assert 9 <= run(unread(kind)) <= 11
    assert run(unread(kind, reads_after=8)) is None


@pytest.mark.parametrize("kind", [HttpToolsProtocol, WebSocketsSansIOProtocol])
def test_the_plain_protocols_would_keep_the_line(kind):
    assert run(unread(kind)) is None
