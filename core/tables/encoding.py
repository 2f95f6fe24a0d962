"""In which encoding a file is written: told from all of its bytes, and stated to the person."""

import codecs
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

CHUNK: Final = 1 << 20
MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8（带 BOM）\nUTF-8 with a byte order mark"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16\nUTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16\nUTF-16"),
)
CANDIDATES: Final = (
    ("utf-8", "UTF-8\nUTF-8"),
    ("gb18030", "GBK（GB 18030）\nGBK, as part of GB 18030"),
)
"""In order of preference: what is sound UTF-8 is hardly ever meant as anything else."""
UNKNOWN: Final = "\ufffd"
"""What stands for bytes that are no character."""
MOSTLY: Final = 4
"""So many sound characters for each unsound place, and it is UTF-8 with damage."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file is, whatever its name says."""

    size: int
    sha256: str
    encoding: str
    """As Python calls it."""
    stated: str
    """As people are told, in both languages."""
    sound: bool
    """Whether every byte fits the encoding; rows that do not are refused one by one."""


@dataclass(slots=True)
class _Candidate:
    """How well a file reads in one encoding."""

    name: str
    stated: str
    good: int = 0
    """Characters beyond ASCII."""
    bad: int = 0
    """Places that are no character."""
    _decoder: codecs.IncrementalDecoder = field(init=False)

    def __post_init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder(self.name)("replace")

    def take(self, chunk: bytes) -> None:
        if chunk.isascii() and not self._decoder.getstate()[0]:
            return
        text = self._decoder.decode(chunk)
        bad = text.count(UNKNOWN)
        self.bad += bad
        self.good += len(text) - len(text.encode("ascii", "ignore")) - bad


def examine(path: Path) -> FileFacts:
    """Read the whole file once: its size, digest and encoding.

    The first kilobytes would not do: a file may be plain ASCII up to a name on its last line.
    """
    digest, size, head = hashlib.sha256(), 0, b""
    candidates = [_Candidate(name, stated) for name, stated in CANDIDATES]
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            head = head or chunk[:4]
            digest.update(chunk)
            size += len(chunk)
            for candidate in candidates:
                candidate.take(chunk)
    name, stated, sound = _chosen(head, *candidates)
    return FileFacts(size, digest.hexdigest(), name, stated, sound)


def _chosen(head: bytes, utf8: _Candidate, gbk: _Candidate) -> tuple[str, str, bool]:
    for mark, name, stated in MARKS:
        if head.startswith(mark):
            return name, stated, name == "utf-16" or not utf8.bad
    # a damaged byte does not make GBK of a file: text in GBK hardly ever reads as UTF-8
    found = utf8 if utf8.good >= MOSTLY * utf8.bad else gbk
    return found.name, found.stated, not found.bad
