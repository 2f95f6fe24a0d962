"""`zhijian serve` as a process of its own, on the demonstration of a temporary folder."""

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psutil

from bench.ground import Ground

COMMAND = ("-m", "core.cli", "serve")
SERVE = (
    "import runpy, sys; sys.argv = ['zhijian', 'serve'];"
    "runpy.run_module('core.cli', run_name='__main__')"
)
"""The same as the rest of a Python text that first does something bad."""
PATIENCE = 300
"""Seconds after which a server that does not answer counts as broken: a busy machine is slow."""
GAP = 0.01
"""Seconds between two questions whether the server is ready: the resolution of a start."""


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers."""

    process: "subprocess.Popen[bytes]"
    url: str
    started_in: float
    """Seconds from the spawn to the first 200 of /readyz."""
    processor: float
    """Seconds of processor time that the process had used by then."""


def fill(ground: Ground) -> list[dict[str, Any]]:
    """Make the demonstration in the folder's database; says which accounts there are."""
    done = subprocess.run(
        [sys.executable, "-m", "core.cli", "demo", "--accounts"],
        cwd=ground.var,
        env=ground.environment(),
        capture_output=True,
        check=True,
    )
    accounts: list[dict[str, Any]] = json.loads(done.stdout)
    return accounts


@contextmanager
def served(ground: Ground, arguments: Sequence[str] = COMMAND) -> Iterator[Served]:
    """Spawn the server, wait until it is ready, stop it afterwards. Raises RuntimeError."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ground.var,
        env=ground.environment(port),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        await_ready(process, port)
        took = time.perf_counter() - started
        used = psutil.Process(process.pid).cpu_times()
        yield Served(process, url, took, used.user + used.system)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def await_ready(process: "subprocess.Popen[bytes]", port: int) -> None:
    """Wait for the first 200 of /readyz. Raises RuntimeError when it does not come."""
    pause, started = threading.Event(), time.perf_counter()
    while time.perf_counter() - started < PATIENCE and process.poll() is None:
        if _is_ready(port):
            return
        pause.wait(GAP)
    raise RuntimeError(f"the server did not become ready; exit code {process.poll()}")


def _is_ready(port: int) -> bool:
    """A bare socket: the question must not cost the server much of the machine."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.sendall(b"GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n")
        return b" 200 " in line.recv(64)
    return False


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port
