"""The depot: bytes by their hash under one folder, written whole or not at all.

A file lies at `ab/cdef...`, named by the SHA-256 of its content: the same content is there once,
and whether it is still what it was can be computed at any time.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
FOLDER: Final = "files"
"""Of all depots, below `var`."""
INCOMING: Final = "incoming"


@dataclass(frozen=True, slots=True)
class Depot:
    """The bytes of all attachments. Its methods block: call them in a thread."""

    folder: Path

    def path(self, digest: str) -> Path:
        """Where the bytes of a digest lie. Raises ValueError for anything but a digest."""
        if not _DIGEST.fullmatch(digest):
            raise ValueError(f"not a SHA-256: {digest!r}")
        return self.folder / digest[:2] / digest[2:]

    def put(self, content: bytes, now: float) -> str:
        """Keep bytes that outlive a crash of the machine once this returns; gives their digest.

        `now` becomes their age, also where they were kept already: the sweep looks at it.
        """
        digest = hashlib.sha256(content).hexdigest()
        path = self.path(digest)
        if not self.is_sound(digest):
            self._write(content, path)
        os.utime(path, (now, now))
        return digest

    def is_sound(self, digest: str) -> bool:
        """Whether the bytes are there and still have their digest."""
        try:
            with self.path(digest).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == digest
        except FileNotFoundError:
            return False

    def is_there(self, digest: str) -> bool:
        """Whether there are any bytes under the digest."""
        return self.path(digest).exists()

    def older_than(self, instant: float) -> Iterator[str]:
        """The digests that were last put before an instant."""
        for path in self.folder.glob("[0-9a-f][0-9a-f]/*"):
            digest = path.parent.name + path.name
            if _DIGEST.fullmatch(digest) and self.age(digest) < instant:
                yield digest

    def age(self, digest: str) -> float:
        """When bytes were last put; `inf` for those that are not there."""
        try:
            return self.path(digest).stat().st_mtime
        except FileNotFoundError:
            return float("inf")

    def remove(self, digest: str) -> None:
        """Forget bytes; absent is fine."""
        self.path(digest).unlink(missing_ok=True)

    def remove_broken_off(self, instant: float) -> int:
        """Remove what writers that died before an instant left half written; says how many."""
        removed = 0
        for path in (self.folder / INCOMING).glob("*"):
            with suppress(FileNotFoundError):  # its writer has just finished
                if path.stat().st_mtime < instant:
                    path.unlink()
                    removed += 1
        return removed

    def _write(self, content: bytes, path: Path) -> None:
        incoming = self.folder / INCOMING
        for folder in (incoming, path.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with NamedTemporaryFile(dir=incoming, delete=False) as file:
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
        for folder in (path.parent, self.folder):
            _sync(folder)


def _sync(folder: Path) -> None:
    """A renamed file survives a crash once its folder is on the disk, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
