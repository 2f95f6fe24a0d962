"""Restoring: a backup takes the place of what is there, once it was proven and what is there kept.

The database is emptied and filled in one transaction, so a restoration that is broken off leaves
everything as it was. Files are only added: they lie under their hashes. The anchors that go are
kept beside, and the ledger's next entry says what was restored and where the former chain ended.
"""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import asyncpg

from core.audit.anchors import FILE as ANCHORS
from core.audit.anchors import Head
from core.backup.drill import Drilled, drill, look, refuse_differences
from core.backup.errors import BackupError
from core.backup.manifest import Manifest, fingerprint, read_manifest
from core.backup.programs import programs_for
from core.backup.sums import check_sums
from core.backup.survey import connected, head
from core.backup.taking import ANCHOR_COPY, DATABASE, Taken, take
from core.clock import Clock
from core.files.depot import FOLDER as FILES
from core.files.depot import Depot
from core.settings import Settings
from core.store.migration_source import MigrationSource
from core.store.personal import KEY_FILE, load_key

_OTHERS: Final = """
select usename || coalesce(' (' || nullif(application_name, '') || ')', '') as who
from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
  and usename like 'zhijian\\_%' order by 1"""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place, and what was there before."""

    drilled: Drilled
    former: Head
    """Where the ledger ended before; sequence 0 where there was none."""
    kept: Taken | None
    """A backup of what was replaced; None where there was nothing."""


async def restore(
    settings: Settings, owner_url: str, backup: Path, keep_in: Path, clock: Clock
) -> Restored:
    """Replace the database by a backup's. Raises BackupError; nothing was replaced then."""
    check_sums(backup)
    refuse_other_key(settings, read_manifest(backup))
    connection = await connected(owner_url)
    try:
        await _refuse_company(connection)
        former = await head(connection)
        server = connection.get_server_version().major
        filled = await connection.fetchval("select to_regclass('attachment') is not null")
    finally:
        await connection.close()
    drilled = await drill(backup)
    kept = await take(settings, owner_url, keep_in, clock) if filled else None
    put_files(backup, Depot(settings.var_path / FILES))
    programs = programs_for(server, drilled.manifest.programs)
    programs.load(backup / DATABASE, owner_url, replacing=True)
    refuse_differences(backup, drilled.manifest.survey, await look(owner_url))
    _put_anchors(backup / ANCHOR_COPY, settings.var_path / ANCHORS, clock)
    return Restored(drilled, former, kept)


def refuse_newer(manifest: Manifest, sources: Sequence[MigrationSource]) -> None:
    """Raise BackupError when a newer version made the backup than is installed."""
    known = {source.version_table: source for source in sources}
    for table, revision in manifest.survey.revisions.items():
        source = known.get(table)
        if source is None or not revision:
            continue  # of a plugin that is not installed: its tables are kept as they are
        if revision not in {script.revision for script in source.scripts().walk_revisions()}:
            raise BackupError(
                f"The backup was made by version {manifest.software} or newer plugins: "
                f"{source.name} does not know {revision}. Install that version first.",
                f"该备份由较新的版本（{manifest.software}）制作：{source.name} 不识别 "
                f"{revision}。请先安装相应版本。",
            )


def refuse_other_key(settings: Settings, manifest: Manifest) -> None:
    """Raise BackupError where personal data of the backup could never be read again."""
    place = settings.var_path / KEY_FILE
    present = place.exists() or "ZHIJIAN_DATA_KEY" in os.environ
    if present and fingerprint(load_key(settings.var_path)) == manifest.data_key:
        return
    raise BackupError(
        f"The data key of this machine is not the one ({manifest.data_key}) that the backup was "
        f"ciphered with. Put the bureau's own key to {place}, or into ZHIJIAN_DATA_KEY.",
        f"本机的数据密钥与备份所用的（{manifest.data_key}）不同。请将原密钥放到 {place}，"
        "或设入 ZHIJIAN_DATA_KEY。",
    )


def put_files(backup: Path, depot: Depot) -> None:
    """Add the files of a backup to the depot; what is there and sound stays."""
    copies = Depot(backup / FILES)
    for digest in copies.older_than(float("inf")):
        if not depot.is_sound(digest):
            path = copies.path(digest)
            depot.put(path.read_bytes(), path.stat().st_mtime)


async def _refuse_company(connection: "asyncpg.Connection[Any]") -> None:
    if found := [row["who"] for row in await connection.fetch(_OTHERS)]:
        raise BackupError(
            f"The bureau is still at work: {len(found)} connections ({', '.join(found[:3])}). "
            "Stop `zhijian serve` everywhere, then restore.",
            f"系统仍在运行：{len(found)} 个数据库连接。请先停止所有 zhijian serve 再恢复。",
        )


def _put_anchors(copy: Path, anchors: Path, clock: Clock) -> None:
    present = anchors.read_bytes() if anchors.exists() else b""
    if present == copy.read_bytes():
        return
    anchors.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if present:
        anchors.rename(anchors.with_name(f"before-{clock.now():%Y%m%dT%H%M%SZ}.jsonl"))
    shutil.copyfile(copy, anchors)
    anchors.chmod(0o600)
