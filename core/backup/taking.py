"""Taking a backup while the bureau works: one snapshot, and the files that its rows name.

Files lie under the hash of their content and are on the disk before their row is committed, so
whatever the snapshot names is there. The backup gets its name once all of it is on the disk.
"""

import asyncio
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import asyncpg

from core.audit.anchors import FILE as ANCHORS
from core.backup.errors import BackupError
from core.backup.manifest import Manifest, Survey, fingerprint
from core.backup.programs import programs_for
from core.backup.sums import write_sums
from core.backup.survey import connected, survey
from core.clock import Clock
from core.files.depot import FOLDER as FILES
from core.files.depot import Depot
from core.settings import Settings
from core.store.personal import load_key

DATABASE: Final = "database.dump"
ANCHOR_COPY: Final = "anchors.jsonl"
DISTRIBUTION: Final = "zhijian-bureau"
PREFIX: Final = "zhijian-"
_UNFINISHED: Final = ".unfinished-"
_NAMED: Final = """
select sha256 as digest from attachment
union select preview_sha256 from attachment where preview_sha256 is not null"""


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup that has just been made."""

    folder: Path
    manifest: Manifest
    digest: str
    """Of its SHA256SUMS: whoever keeps it elsewhere knows later whether this is still the one."""


async def take(settings: Settings, owner_url: str, target: Path, clock: Clock) -> Taken:
    """Make a backup as a new folder below `target`; there is none when it fails.

    Raises BackupError, or OSError when the disk is full.
    """
    made_at = clock.now()
    folder = target / f"{PREFIX}{made_at:%Y%m%dT%H%M%SZ}"
    unfinished = target / f"{_UNFINISHED}{folder.name}"
    _begin(folder, unfinished)
    try:
        connection = await connected(owner_url)
        try:
            seen, named = await _dumped(connection, owner_url, unfinished / DATABASE)
            server = connection.get_server_version().major
            writer = programs_for(server).binaries.major
        finally:
            await connection.close()
        depot = Depot(settings.var_path / FILES)
        lost = await asyncio.to_thread(_copied, depot, named, Depot(unfinished / FILES))
        _copy_anchors(settings.var_path / ANCHORS, unfinished / ANCHOR_COPY)
        key = fingerprint(load_key(settings.var_path))
        kept = len(named) - len(lost)
        manifest = Manifest(
            made_at=made_at,
            software=version(DISTRIBUTION),
            postgres=server,
            programs=writer,
            survey=seen,
            files=kept,
            lost_files=lost,
            data_key=key,
        )
        manifest.write(unfinished)
        digest = await asyncio.to_thread(write_sums, unfinished)
        unfinished.rename(folder)
    except BaseException as problem:
        shutil.rmtree(unfinished, ignore_errors=True)
        if isinstance(problem, OSError):
            raise BackupError(
                f"The backup could not be written: {problem}.", f"备份无法写入：{problem}。"
            ) from problem
        raise
    return Taken(folder, manifest, digest)


def _begin(folder: Path, unfinished: Path) -> None:
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.exists():
            raise FileExistsError(f"{folder.name} is there already")
        unfinished.mkdir(mode=0o700)
    except OSError as problem:
        raise BackupError(
            f"{folder.parent} cannot take a backup: {problem}.",
            f"无法在 {folder.parent} 中建立备份：{problem}。",
        ) from problem


async def _dumped(
    connection: "asyncpg.Connection[Any]", owner_url: str, file: Path
) -> tuple[Survey, list[str]]:
    """Look through and dump the same snapshot; also gives the digests of the files it names."""
    programs = programs_for(connection.get_server_version().major)
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        if await connection.fetchval("select to_regclass('attachment')") is None:
            raise BackupError(
                "There is no bureau in this database yet: nothing to back up.",
                "该数据库中还没有数据，无需备份。",
            )
        snapshot = await connection.fetchval("select pg_export_snapshot()")
        dumping = asyncio.to_thread(programs.dump, owner_url, snapshot, file)
        _, seen = await asyncio.gather(dumping, survey(connection))
        named = [row["digest"] for row in await connection.fetch(_NAMED)]
    return seen, named


def _copied(depot: Depot, named: Iterable[str], into: Depot) -> tuple[str, ...]:
    """Copy the files; gives those that the bureau itself has lost, which no backup brings back."""
    lost = []
    for digest in sorted(named):
        if not depot.is_sound(digest):
            lost.append(digest)
            continue
        path = into.path(digest)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(depot.path(digest), path)
        path.chmod(0o600)
        if not into.is_sound(digest):
            raise BackupError(f"{digest} was not copied as it is.", f"附件 {digest} 复制有误。")
    return tuple(lost)


def _copy_anchors(anchors: Path, copy: Path) -> None:
    copy.write_bytes(anchors.read_bytes() if anchors.exists() else b"")
    copy.chmod(0o600)
