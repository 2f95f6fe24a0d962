"""Drive an ASGI application by hand, under a clock that leaps to the next timer."""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass, field


class LeapLoop(asyncio.SelectorEventLoop):
    """An event loop without waiting: when nothing is ready, its time leaps to the next timer."""

    def __init__(self):
        super().__init__()
        self._ahead = 0.0

    def time(self):
        return super().time() + self._ahead

    def _run_once(self):
        timers = [timer.when() for timer in self._scheduled if not timer.cancelled()]
        if not self._ready and not timers and not self._stopping:
            raise RuntimeError("everything waits, and nothing will happen")
        if not self._ready and timers:
            self._ahead += max(0.0, min(timers) - self.time())
        super()._run_once()


def run(work):
    """Run a coroutine on a `LeapLoop`."""
    with asyncio.Runner(loop_factory=LeapLoop) as runner:
        return runner.run(work)


@dataclass
class Answer:
    """What an application sent."""

    messages: list[dict] = field(default_factory=list)

    @property
    def status(self):
        starts = [m for m in self.messages if m["type"].endswith("response.start")]
        assert len(starts) <= 1
        return starts[0]["status"] if starts else None

    @property
    def headers(self):
        return {k.decode(): v.decode() for m in self.messages for k, v in m.get("headers", ())}

    @property
    def body(self):
        return b"".join(m.get("body", b"") for m in self.messages)

    @property
    def code(self):
        return json.loads(self.body)["errors"][0]["extensions"]["code"]


def scope(path="/graphql", method="POST", headers=(), kind="http", **more):
    """A scope as a server makes it."""
    raw = [(k.encode(), v.encode()) for k, v in dict(headers).items()]
    return {"type": kind, "method": method, "path": path, "headers": raw, "state": {}, **more}


def body_of(chunks: Iterable[bytes], *, ends=True, gap=0.0):
    """A `receive` that hands out chunks, `gap` seconds apart, and then waits for ever."""
    rest = list(chunks)

    async def receive():
        if not rest:
            await asyncio.Event().wait()
        await asyncio.sleep(gap)
        chunk = rest.pop(0)
        return {"type": "http.request", "body": chunk, "more_body": bool(rest) or not ends}

    return receive


async def call(app, request, receive=None):
    """One request; returns all that was sent."""
    answer = Answer()

    async def send(message):
        answer.messages.append(message)

    await app(request, receive or body_of([b""]), send)
    return answer


async def read_all(receive):
    """The whole body, or None when the client has gone."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message["body"]
        if not message["more_body"]:
            return body


async def echo(_scope, receive, send):
    """Answers with the length of the body, as a handler that notices a vanished client."""
    body = await read_all(receive)
    if body is None:
        raise ConnectionError("the client has gone")
    await respond(send, str(len(body)).encode())


async def respond(send, body=b"ok", status=200, headers=()):
    """A complete answer."""
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})
