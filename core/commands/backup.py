"""What `zhijian backup` and `zhijian restore` do and say."""

import asyncio
import getpass
import shutil
from pathlib import Path
from typing import Final

import typer

from core.app import load_plugins
from core.audit.ledger import OperationRecord, commanded
from core.backup.drill import Drilled, drill
from core.backup.manifest import Manifest, read_manifest
from core.backup.restoring import Restored, refuse_newer, restore
from core.backup.sums import check_sums
from core.backup.taking import PREFIX, take
from core.clock import SystemClock
from core.prepare import sources
from core.serving import prepared
from core.settings import Settings
from core.store.engine import Store
from core.store.personal import KEY_FILE
from core.store.roles import endpoints

SOUND: Final = 0
ODD: Final = 1
RESOURCE: Final = "core:Backup"


def back_up(settings: Settings, target: Path, keep: int | None) -> int:
    """Make a backup, prove it by restoring it elsewhere, and note it in the ledger.

    Of the former ones below `target` the newest `keep` stay, this one included. Says the exit code:
    1 where files or entries of the ledger were damaged before. Raises BackupError.
    """
    found = endpoints(settings)
    taken = asyncio.run(take(settings, found.owner, target.absolute(), SystemClock()))
    typer.echo(f"已写入 {taken.folder}，正在演练恢复…… Written; now restoring it elsewhere ...")
    try:
        drilled = asyncio.run(drill(taken.folder))
    except BaseException:
        failed = taken.folder.with_name(f"failed-{taken.folder.name}")
        taken.folder.rename(failed)
        typer.echo(f"演练失败，备份不可用：{failed} The drill failed: not a backup.", err=True)
        raise
    asyncio.run(_note(settings, "backUp", f"{taken.folder.name} {taken.digest}"))
    for line in _told(taken.manifest, drilled, taken.folder):
        typer.echo(line)
    typer.echo(
        f"数据密钥（{taken.manifest.data_key}）不在备份中，请另行保管 "
        f"{settings.var_path / KEY_FILE}。 "
        "The data key is not in the backup; keep a copy elsewhere: without it personal data are "
        "lost."
    )
    if keep is not None:
        _prune(target.absolute(), keep)
    return _verdict(taken.manifest, drilled)


def hold_drill(backup: Path) -> int:
    """Prove a backup and replace nothing. Says the exit code. Raises BackupError."""
    drilled = asyncio.run(drill(backup.absolute()))
    for line in _told(drilled.manifest, drilled, backup.absolute()):
        typer.echo(line)
    typer.echo("仅演练，未替换任何数据。 A drill only: nothing was replaced.")
    return _verdict(drilled.manifest, drilled)


def restore_backup(settings: Settings, backup: Path, keep_in: Path) -> int:
    """Put a backup in the place of what is there; says the exit code. Raises BackupError."""
    backup = backup.absolute()
    check_sums(backup)
    refuse_newer(read_manifest(backup), sources(load_plugins(settings)))
    found = endpoints(settings)
    done = asyncio.run(restore(settings, found.owner, backup, keep_in.absolute(), SystemClock()))
    prepared(settings)
    lost = f"; before: {done.former.sequence} {done.former.chain_hash}"
    asyncio.run(_note(settings, "restoreBackup", f"{backup.name} {done.drilled.digest}{lost}"))
    for line in (*_told(done.drilled.manifest, done.drilled, backup), *_kept(done)):
        typer.echo(line)
    return _verdict(done.drilled.manifest, done.drilled)


async def _note(settings: Settings, operation: str, reason: str) -> None:
    store = Store(endpoints(settings).app, SystemClock())
    record = OperationRecord("command", operation, "backup", RESOURCE, reason=reason)
    try:
        await commanded(store, record, f"{getpass.getuser()}@command")
    finally:
        await store.close()


def _told(manifest: Manifest, drilled: Drilled, folder: Path) -> list[str]:
    survey, made = manifest.survey, f"{manifest.made_at:%Y-%m-%d %H:%M:%S} UTC"
    proven = "逐行一致，账本相符 restored elsewhere, equal row for row, the ledger's head as noted"
    holds = f"{len(survey.tables)} 张表 tables, {survey.rows:,} 行 rows"
    lines = [
        f"备份 Backup      {folder}",
        f"时间 Made at     {made}, zhijian {manifest.software}, PostgreSQL {manifest.postgres}",
        f"内容 Contents    {holds}, {manifest.files:,} 份附件 files",
        f"账本链首 Head    {survey.head.sequence} {survey.head.chain_hash}",
        f"摘要 Digest      {drilled.digest}",
        f"演练通过 Drill   {drilled.seconds:.1f} s: {proven}",
    ]
    if manifest.lost_files:
        lines.append(
            f"注意 附件在备份前已缺失或损坏 {len(manifest.lost_files)} 份。"
            " Attached files were missing or damaged before: zhijian files verify."
        )
    lines += [f"注意 账本 The ledger itself: {finding}" for finding in drilled.findings[:5]]
    return lines


def _kept(done: Restored) -> list[str]:
    lines = ["已恢复。 Restored; start `zhijian serve` again."]
    if done.kept is not None:
        lines.append(
            f"恢复前的数据保存在 {done.kept.folder} What was there before was kept in that backup."
        )
    return lines


def _verdict(manifest: Manifest, drilled: Drilled) -> int:
    return ODD if manifest.lost_files or drilled.findings else SOUND


def _prune(target: Path, keep: int) -> None:
    """Remove the oldest backups; their names are their times. Others' files are not looked at."""
    former = sorted(path for path in target.glob(f"{PREFIX}*Z") if path.is_dir())
    for path in former[: max(len(former) - keep, 0)]:
        shutil.rmtree(path)
        typer.echo(f"已删除旧备份 Removed the old backup {path.name}")
