"""What a backup says about itself: when, from what, and what a restored copy must hold."""

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from core.audit.anchors import Head
from core.backup.errors import BackupError

FILE: Final = "manifest.json"
FORMATS: Final = (1,)
"""Those that can be read; the last one is written."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What a database holds at one moment: compared before and after, it tells every difference."""

    tables: dict[str, tuple[int, str]]
    """Rows of each table, and a sum over their contents that does not depend on their order."""
    objects: dict[str, str]
    """How many indexes, constraints, rules of row security, triggers, functions there are; the
    rights of all roles on them by number and sum."""
    revisions: dict[str, str]
    """The version tables of core and plugins, with the revision that each holds."""
    head: Head
    """The last seal of the ledger."""

    @property
    def rows(self) -> int:
        """Of all tables together."""
        return sum(rows for rows, _ in self.tables.values())

    def differences(self, other: "Survey") -> list[str]:
        """What `other` holds otherwise, a line each."""
        told = [
            f"{name}: {self.tables.get(name, 'none')} / {other.tables.get(name, 'none')}"
            for name in sorted({*self.tables, *other.tables})
            if self.tables.get(name) != other.tables.get(name)
        ]
        told += [
            f"{kind}: {count} / {other.objects.get(kind, '0')}"
            for kind, count in self.objects.items()
            if other.objects.get(kind) != count
        ]
        if self.head != other.head:
            told.append(f"ledger head: {self.head.sequence} / {other.head.sequence}")
        return told


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of `manifest.json`."""

    made_at: dt.datetime
    software: str
    postgres: int
    """Major version of the server it was taken from."""
    programs: int
    """Major version of the pg_dump that wrote it: no older pg_restore reads it."""
    survey: Survey
    files: int
    """Attached files, each under its SHA-256."""
    lost_files: tuple[str, ...]
    """Those that were missing or damaged already when the backup was made."""
    data_key: str
    """Fingerprint of the key that personal data are ciphered with; the key is not in here."""

    def write(self, folder: Path) -> None:
        """Store it in a backup's folder."""
        content = {"format": FORMATS[-1], **asdict(self), "made_at": self.made_at.isoformat()}
        text = json.dumps(content, ensure_ascii=False, indent=2)
        (folder / FILE).write_text(f"{text}\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup. Raises BackupError when there is none that can be understood."""
    try:
        content: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
        FORMATS.index(content.pop("format"))
        survey = content.pop("survey")
        survey["tables"] = {name: (n, total) for name, (n, total) in survey["tables"].items()}
        survey["head"] = Head(**survey["head"])
        content["made_at"] = dt.datetime.fromisoformat(content["made_at"])
        content["lost_files"] = tuple(content["lost_files"])
        return Manifest(**content, survey=Survey(**survey))
    except (OSError, ValueError, TypeError, LookupError) as problem:
        raise BackupError(
            f"{folder} is no backup that this version understands ({problem}).",
            f"{folder} 不是本版本可识别的备份。",
        ) from problem


def fingerprint(key: bytes) -> str:
    """Tells data keys apart and nothing about them."""
    return hashlib.sha256(b"fingerprint" + key).hexdigest()[:16]
