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

import httpx2

from bench.ground import Ground

COMMAND = ("-m", "core.cli", "serve")
SERVE = (
    "import runpy, sys; sys.argv = ['zhijian', 'serve'];"
    "runpy.run_module('core.cli', run_name='__main__')"
)
"""The same as the rest of a Python text that first does something bad."""
PATIENCE = 60
"""Seconds after which a server that does not answer counts as broken."""
GAP = 0.005
"""Seconds between two questions whether the server is ready: the resolution of a start."""


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers."""

    process: "subprocess.Popen[bytes]"
    url: str
    started_in: float
    """Seconds from the spawn to the first 200 of /readyz."""


def fill(ground: Ground) -> list[dict[str, Any]]:
    """Make the demonstration in the folder's database; says which accounts there are."""
    done = subprocess.run(
        [sys.executable, "-m", "core.cli", "demo", "--accounts"],
        env=ground.environment(),
        capture_output=True,
        check=True,
    )
    accounts: list[dict[str, Any]] = json.loads(done.stdout)
    return accounts


@contextmanager
def served(ground: Ground, arguments: Sequence[str] = COMMAND) -> Iterator[Served]:
    """Spawn the server, wait until it is ready, stop it afterwards. Raises RuntimeError."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env=ground.environment(port),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await_ready(process, url, started)
        yield Served(process, url, time.perf_counter() - started)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _await_ready(process: "subprocess.Popen[bytes]", url: str, started: float) -> None:
    pause = threading.Event()
    with httpx2.Client(trust_env=False) as http:
        while time.perf_counter() - started < PATIENCE and process.poll() is None:
            with suppress(httpx2.TransportError):
                if http.get(f"{url}/readyz").status_code == httpx2.codes.OK:
                    return
            pause.wait(GAP)
    raise RuntimeError(f"the server did not become ready; exit code {process.poll()}")


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port
