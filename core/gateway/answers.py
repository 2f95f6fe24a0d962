"""Answers that the gateway gives before any handler: one GraphQL error as JSON."""

import json
from collections.abc import Iterable, Sequence

from starlette.types import Message, Scope, Send

from core.errors import ZhijianError

Headers = Sequence[tuple[bytes, bytes]]
CLOSE: Headers = ((b"connection", b"close"),)


def error_body(error: ZhijianError) -> bytes:
    """The body of a refused request, as a GraphQL client reads it."""
    extensions: dict[str, object] = {"code": error.stable_code}
    if error.explain:
        extensions["explain"] = dict(error.explain)
    body = {"errors": [{"message": str(error), "extensions": extensions}]}
    return json.dumps(body, ensure_ascii=False).encode()


async def send_error(send: Send, status: int, error: ZhijianError, headers: Headers = ()) -> None:
    """Answer a request with one error."""
    await _send(send, "http", status, error, headers)


async def refuse_socket(
    scope: Scope, send: Send, status: int, error: ZhijianError, headers: Headers = ()
) -> None:
    """Turn a WebSocket handshake away, with a status where the server can send one."""
    if "websocket.http.response" in scope.get("extensions", {}):
        await _send(send, "websocket.http", status, error, headers)
    else:
        await send({"type": "websocket.close", "code": 1013, "reason": error.stable_code})


def header_values(scope: Scope, name: bytes) -> list[str]:
    """Every value of a header, in order."""
    return [value.decode("latin-1") for key, value in _headers(scope) if key.lower() == name]


def with_headers(message: Message, headers: Headers) -> Message:
    """A response start with headers added, save those that the handler set itself."""
    present = list(message.get("headers", ()))
    names = {key.lower() for key, _ in present}
    return {**message, "headers": [*present, *(pair for pair in headers if pair[0] not in names)]}


def _headers(scope: Scope) -> Iterable[tuple[bytes, bytes]]:
    found: Iterable[tuple[bytes, bytes]] = scope.get("headers", ())
    return found


async def _send(send: Send, kind: str, status: int, error: ZhijianError, headers: Headers) -> None:
    body = error_body(error)
    own = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    start = {"type": f"{kind}.response.start", "status": status, "headers": [*own, *headers]}
    await send(start)
    await send({"type": f"{kind}.response.body", "body": body})
