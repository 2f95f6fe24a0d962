"""The client: a process of its own that sends a list of requests over and over.

`python -m bench.reads.load PORT FILE CONNECTIONS SECONDS` prints what it saw as JSON. Requests are
made beforehand and answers are read no further than their length, so that it costs little itself.
"""

import asyncio
import json
import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvloop

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


def request(path: str, token: str, body: bytes) -> bytes:
    """One HTTP request."""
    bearer = f"authorization: Bearer {token}\r\n" if token else ""
    head = (
        f"POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n{bearer}"
        f"content-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@dataclass
class Tally:
    """What all connections saw."""

    requests: list[bytes]
    until: float
    times: list[float] = field(default_factory=list)
    failed: int = 0
    bytes: int = 0
    next: int = 0


class Line(asyncio.Protocol):
    """One connection: a request at a time, until the time is up."""

    def __init__(self, tally: Tally, done: "asyncio.Future[None]") -> None:
        self.tally, self.done = tally, done
        self.seen = b""
        self.rest: int | None = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self._send()

    def _send(self) -> None:
        tally = self.tally
        self.begun = time.perf_counter()
        if self.begun >= tally.until:
            self.transport.close()
            self.done.set_result(None)
            return
        self.transport.write(tally.requests[tally.next % len(tally.requests)])
        tally.next += 1

    def data_received(self, data: bytes) -> None:
        if self.rest is None:
            self.seen += data
            end = self.seen.find(b"\r\n\r\n")
            if end < 0:
                return
            told = LENGTH.search(self.seen, 0, end)
            if told is None:
                raise RuntimeError("an answer does not say its length")
            self.tally.failed += not self.seen.startswith(b"HTTP/1.1 200")
            self.rest = int(told[1]) - (len(self.seen) - end - 4)
            self.tally.bytes += int(told[1])
            self.seen = b""
        else:
            self.rest -= len(data)
        if self.rest <= 0:
            self.rest = None
            self.tally.times.append(time.perf_counter() - self.begun)
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server hung up"))


async def press(port: int, requests: list[bytes], lines: int, seconds: float) -> dict[str, Any]:
    """Send for so long over so many connections; what came of it."""
    loop = asyncio.get_running_loop()
    begun = time.perf_counter()
    tally = Tally(requests, begun + seconds)
    ends = [loop.create_future() for _ in range(lines)]
    for end in ends:
        await loop.create_connection(lambda e=end: Line(tally, e), "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.gather(*ends)
    took = time.perf_counter() - begun
    times = sorted(tally.times)
    return {
        "requests": len(times),
        "failed": tally.failed,
        "bytes": tally.bytes,
        "rps": len(times) / took,
        "p50": times[len(times) // 2] * 1_000,
        "p99": times[int(len(times) * 0.99)] * 1_000,
    }


def main(port: str, file: str, lines: str, seconds: str) -> None:
    """Read the requests, send them, print."""
    told = json.loads(Path(file).read_text())
    made = [request("/graphql", each["token"], each["body"].encode()) for each in told]
    found = uvloop.run(press(int(port), made, int(lines), float(seconds)))
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
