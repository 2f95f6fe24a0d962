"""The drill: restore a backup on a throwaway server and compare it with what it says of itself.

The server is our own, made in a temporary folder and removed again. Nothing of the running bureau
is touched, so a drill may be held at any time and on any machine.
"""

import datetime as dt
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.audit.findings import Finding, Kind
from core.audit.verify import verify
from core.backup.errors import BackupError
from core.backup.manifest import Manifest, Survey, read_manifest
from core.backup.programs import Programs, programs_for
from core.backup.sums import check_sums
from core.backup.survey import connected, survey
from core.backup.taking import ANCHOR_COPY, DATABASE
from core.postgres.server import EmbeddedServer
from core.store.addresses import Endpoints

HARMLESS: Final = frozenset({Kind.UNSEALED, Kind.UNANCHORED})
"""What a ledger shows while its sealer rests: no trace of anybody's hand."""


@dataclass(frozen=True, slots=True)
class Drilled:
    """A backup that was restored and found equal."""

    manifest: Manifest
    digest: str
    seconds: float
    findings: tuple[Finding, ...]
    """What is wrong with the ledger itself: it was so when the backup was made."""


@dataclass(frozen=True, slots=True)
class _Then:
    """A clock that stands at the moment of the backup."""

    instant: dt.datetime

    def now(self) -> dt.datetime:
        return self.instant

    def monotonic(self) -> float:
        return 0.0


async def drill(backup: Path) -> Drilled:
    """Prove a backup: sums, restoration, every row, the ledger. Raises BackupError."""
    began = time.monotonic()
    digest = check_sums(backup)
    manifest = read_manifest(backup)
    programs = programs_for(manifest.programs)
    with throwaway(programs) as found:
        programs.load(backup / DATABASE, found.owner)
        refuse_differences(backup, manifest.survey, await look(found.owner))
        report = await verify(found.audit, backup / ANCHOR_COPY, _Then(manifest.made_at))
    findings = tuple(each for each in report.findings if each.kind not in HARMLESS)
    return Drilled(manifest, digest, time.monotonic() - began, findings)


async def look(owner_url: str) -> Survey:
    """A survey of whatever the database holds now."""
    connection = await connected(owner_url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            return await survey(connection)
    finally:
        await connection.close()


def refuse_differences(backup: Path, wanted: Survey, found: Survey) -> None:
    """Raise BackupError, naming the first differences, unless both are equal."""
    if told := wanted.differences(found):
        shown = "; ".join(told[:5])
        raise BackupError(
            f"Restored, {backup} is not what it says: {len(told)} differences: {shown}",
            f"备份 {backup} 恢复后与记载不符，共 {len(told)} 处：{shown}",
        )


@contextmanager
def throwaway(programs: Programs) -> Iterator[Endpoints]:
    """An empty database on a server of its own, gone afterwards."""
    place = Path(tempfile.mkdtemp(prefix="zhijian-drill-"))
    place.chmod(0o711)  # the server's own user must pass through
    embedded = EmbeddedServer(place / "postgres", test=True, binaries=programs.binaries)
    try:
        yield embedded.start()
    finally:
        embedded.stop()
        home = embedded.status().home
        if home is not None:
            shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(place, ignore_errors=True)
