"""SHA256SUMS: every byte of a backup stands under a hash; `sha256sum -c` reads it as well."""

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from core.backup.errors import BackupError

FILE: Final = "SHA256SUMS"
_LINE: Final = re.compile(r"([0-9a-f]{64})  ([^\n]+)")


def write_sums(folder: Path) -> str:
    """Hash what is in the folder and bring all of it to the disk; gives the digest of the list."""
    lines = [f"{digest_of(path)}  {name}\n" for name, path in sorted(_files(folder))]
    listing = folder / FILE
    listing.write_text("".join(lines), encoding="utf-8")
    for path in (*(path for _, path in _files(folder)), listing, folder):
        _sync(path)
    return digest_of(listing)


def check_sums(folder: Path) -> str:
    """Hash everything anew; gives the digest of the list.

    Raises BackupError, naming the first files that are missing, altered or strange.
    """
    listed = _listed(folder / FILE)
    present = dict(_files(folder))
    faults = [f"{name}: 缺失 missing" for name in listed if name not in present]
    faults += [f"{name}: 不在清单中 not in the list" for name in present if name not in listed]
    faults += [
        f"{name}: 已损坏 altered"
        for name, digest in listed.items()
        if name in present and digest_of(present[name]) != digest
    ]
    if faults:
        shown = "; ".join(faults[:3]) + (f" ... ({len(faults)})" if len(faults) > 3 else "")
        raise BackupError(
            f"The backup {folder} is not whole: {shown}. Nothing was replaced; take another one.",
            f"备份 {folder} 不完整：{shown}。未替换任何数据，请改用另一份备份。",
        )
    return digest_of(folder / FILE)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _listed(listing: Path) -> dict[str, str]:
    try:
        text = listing.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as problem:
        raise BackupError(
            f"{listing.parent} is no backup, or a broken one: {FILE} cannot be read ({problem}).",
            f"{listing.parent} 不是备份或已损坏：无法读取 {FILE}。",
        ) from problem
    *lines, end = text.split("\n")
    matched = [_LINE.fullmatch(line) for line in lines]
    found = {match[2]: match[1] for match in matched if match}
    if len(found) != len(lines) or not found or end:
        raise BackupError(
            f"{listing} is damaged: not every line names a file. Nothing was replaced.",
            f"{listing} 已损坏。未替换任何数据。",
        )
    return found


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Names and paths of everything but the list; a link is a stranger whatever it leads to."""
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if name != FILE and (path.is_symlink() or not path.is_dir()):
            yield name, path


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
