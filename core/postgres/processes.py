"""Which process, if any, is the postmaster of a data folder. Says no more than it has checked."""

import contextlib
import time
from pathlib import Path

import psutil

from core.errors import StoreError

PATIENCE = 60.0
"""Seconds that a server may take to start (recovery included), to stop, or to die."""
PAUSE = 0.05
"""Seconds between two looks at a server that is about to change."""

_STATUS_LINE = 7


def postmaster(data: Path) -> int | None:
    """The process id of the server that runs on `data`, or None.

    After a crash `postmaster.pid` stays behind and its number may meanwhile belong to another
    program or to a zombie, so the process must also have `data` as its working folder.
    """
    lines = _pid_file(data)
    if lines and lines[0].isdigit() and _works_in(int(lines[0]), data):
        return int(lines[0])
    return None


def is_ready(data: Path) -> bool:
    """Whether the server on `data` runs and accepts connections."""
    lines = _pid_file(data)
    written = len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready"
    return written and postmaster(data) is not None


def forget_dead_server(data: Path) -> None:
    """Remove the `postmaster.pid` of a server that was killed.

    Its children may outlive it for a moment; a second server beside them would destroy the data,
    so this waits for them and raises StoreError when they do not go.
    """
    deadline = time.monotonic() + PATIENCE
    while left := _all_in(data):
        if time.monotonic() > deadline:
            raise StoreError(
                f"Processes {left} of a killed server still use {data}. End them, then try again.",
                f"已被终止的服务器的进程 {left} 仍在使用 {data}。请先结束这些进程再重试。",
            )
        time.sleep(PAUSE)
    (data / "postmaster.pid").unlink(missing_ok=True)


def _pid_file(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _all_in(data: Path) -> list[int]:
    return [pid for pid in psutil.pids() if _works_in(pid, data)]


def _works_in(pid: int, data: Path) -> bool:
    with contextlib.suppress(psutil.Error, OSError):
        return data.samefile(psutil.Process(pid).cwd())
    return False
