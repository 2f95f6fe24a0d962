"""Load over bare sockets: requests are bytes, answers are counted and looked at no further."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True)
class Load:
    """What a stretch of load came to."""

    requests: int
    seconds: float
    processor: float
    """Seconds of the server's processor time."""

    @property
    def per_second(self) -> float:
        """Requests answered in a second."""
        return self.requests / self.seconds

    @property
    def each(self) -> float:
        """Milliseconds of the server's processor time for one of them."""
        return self.processor / self.requests * 1_000


async def load(
    port: int, pid: int, requests: Sequence[bytes], *, seconds: float, connections: int = 16
) -> Load:
    """Send random ones of the requests over kept connections for so long.

    Raises RuntimeError for an answer that is neither 200 nor 304.
    """
    process = psutil.Process(pid)
    before, started = _used(process), time.perf_counter()
    end = started + seconds
    counts = await asyncio.gather(
        *(_line(port, requests, end, random.Random(n)) for n in range(connections))
    )
    took = time.perf_counter() - started
    return Load(sum(counts), took, _used(process) - before)


def _used(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def _line(port: int, requests: Sequence[bytes], end: float, draw: random.Random) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    count = 0
    while time.perf_counter() < end:
        writer.write(draw.choice(requests))
        head = await reader.readuntil(b"\r\n\r\n")
        if head[9:12] not in (b"200", b"304"):
            raise RuntimeError(f"not answered: {head!r}")
        if length := _length(head):
            await reader.readexactly(length)
        count += 1
    writer.close()
    return count


def _length(head: bytes) -> int:
    _, found, rest = head.lower().partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0]) if found else 0


async def one(port: int, request: bytes) -> tuple[bytes, bytes]:
    """The head and the body of one answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    body = await reader.readexactly(_length(head))
    writer.close()
    return head, body
