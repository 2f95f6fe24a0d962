"""graphql-transport-ws: the messages of the protocol and the codes that end a socket.

https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from core.errors import InvalidInput
from core.gateway.strict_json import parse_object

PROTOCOL: Final = "graphql-transport-ws"
LONGEST_ID: Final = 128
KINDS: Final = frozenset({"connection_init", "subscribe", "complete", "ping", "pong"})
"""What a client may send."""


class Closing(Exception):
    """Ends a socket with a code and a reason; without a code, the other side has gone."""

    def __init__(self, code: int | None = None, reason: str = "") -> None:
        super().__init__(code, reason)
        self.code, self.reason = code, reason


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a client."""

    kind: str
    id: str = ""
    payload: dict[str, Any] = field(default_factory=dict)


def read_message(text: str | None) -> Message:
    """The message that a frame holds. Raises Closing (4400) for anything else."""
    if text is None:
        raise bad_message("Binary frames hold no message")
    try:
        given = parse_object(text.encode("utf-8", "replace"))
    except InvalidInput as error:
        raise bad_message("Invalid message received") from error
    kind, id_, payload = given.get("type"), given.get("id", ""), given.get("payload")
    if kind not in KINDS:
        raise bad_message("Invalid message type")
    if not isinstance(payload, dict | None) or (kind == "subscribe" and payload is None):
        raise bad_message("Invalid payload")
    if kind in ("subscribe", "complete") and not _is_id(id_):
        raise bad_message("Invalid id")
    return Message(kind, id_, payload or {})


def bad_message(reason: str) -> Closing:
    """The client does not keep to the protocol."""
    return Closing(4400, reason)


def unauthorized() -> Closing:
    """No acknowledged connection, or a session that is over: trying again is of no use."""
    return Closing(4401, "Unauthorized")


def forbidden() -> Closing:
    """The policy does not allow it, or no longer."""
    return Closing(4403, "Forbidden")


def init_timeout() -> Closing:
    """The first message did not come in time."""
    return Closing(4408, "Connection initialisation timeout")


def already_exists(id_: str) -> Closing:
    """Two operations under one id."""
    return Closing(4409, f"Subscriber for {_short(id_)} already exists")


def initialised_twice() -> Closing:
    """A second `connection_init`."""
    return Closing(4429, "Too many initialisation requests")


def wrong_protocol() -> Closing:
    """Another subprotocol, or none."""
    return Closing(4406, "Subprotocol not acceptable")


def internal_error() -> Closing:
    """Our own fault."""
    return Closing(4500, "Internal server error")


def try_later(reason: str) -> Closing:
    """Too many of this user's sockets are open."""
    return Closing(1013, reason)


def idle() -> Closing:
    """Nothing has been asked for a while; the client opens another when it needs one."""
    return Closing(1000, "Idle")


def restarting() -> Closing:
    """The server stops."""
    return Closing(1012, "Service restart")


def ending(several: BaseExceptionGroup[Closing]) -> Closing:
    """The first of what ended the tasks of a line."""
    found: BaseException = several
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found if isinstance(found, Closing) else internal_error()


def ack() -> str:
    """The connection is accepted."""
    return '{"type":"connection_ack"}'


def pong(payload: dict[str, Any]) -> str:
    """The answer to a ping, with what came along."""
    if not payload:
        return '{"type":"pong"}'
    return orjson.dumps({"type": "pong", "payload": payload}).decode()


def next_result(id_: str, body: bytes) -> str:
    """One result of an operation; the body is JSON already."""
    return f'{{"id":{_quoted(id_)},"type":"next","payload":{body.decode()}}}'


def operation_error(id_: str, body: bytes) -> str:
    """The operation could not run or go on; `body` is a response with `errors`. It is the end."""
    errors = orjson.dumps(orjson.loads(body)["errors"]).decode()
    return f'{{"id":{_quoted(id_)},"type":"error","payload":{errors}}}'


def complete(id_: str) -> str:
    """The operation has ended."""
    return f'{{"id":{_quoted(id_)},"type":"complete"}}'


def _is_id(given: Any) -> bool:
    return isinstance(given, str) and 0 < len(given) <= LONGEST_ID


def _quoted(text: str) -> str:
    return orjson.dumps(text).decode()


def _short(id_: str) -> str:
    """A close frame's reason has at most 123 bytes."""
    return id_.encode()[:60].decode("utf-8", "ignore")
