"""The anchors of the step log in a file outside the database: appended to, never rewritten."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

FILE: Final = Path("anchors") / "steps.jsonl"
"""Below the folder of settings.var."""


def append_missing(path: Path, lines: Sequence[str]) -> int:
    """Write the anchors of later days than the file's last; says how many. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    known = anchors_in(path)
    last = max((_day(line) for line in known), default="")
    missing = [line for line in lines if _day(line) > last]
    if missing:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            if known and not path.read_bytes().endswith(b"\n"):
                file.write(b"\n")  # a power cut left the last line half written
            file.write("".join(f"{line}\n" for line in missing).encode())
            file.flush()
            os.fsync(file.fileno())
    return len(missing)


def anchors_in(path: Path) -> list[str]:
    """The lines of the file; none when there is no file."""
    text = path.read_text("utf-8") if path.exists() else ""
    return [line for line in text.splitlines() if line.strip()]


def _day(line: str) -> str:
    try:
        return str(json.loads(line)["day"])
    except (KeyError, TypeError, ValueError):
        return ""
