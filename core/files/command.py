"""What `zhijian files verify` and `zhijian files sweep` do and say."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import typer

from core.clock import Clock, SystemClock
from core.files.depot import FOLDER, Depot
from core.files.examination import Examined, rehash
from core.files.sweeping import Swept, sweep
from core.settings import Settings
from core.store.engine import Store
from core.store.roles import endpoints

T = TypeVar("T")


def files_verify(settings: Settings) -> int:
    """Hash every file anew, name those in trouble; the exit code: 0 sound, 1 not.

    Raises StoreError when the database cannot be reached as configured.
    """
    found: Examined = _run(settings, rehash)
    typer.echo(
        f"附件 {found.files} 份，缺失 {len(found.missing)}，损坏 {len(found.corrupt)}。"
        f" {found.files} files, {len(found.missing)} missing, {len(found.corrupt)} corrupt."
    )
    for trouble, names in (("缺失 missing", found.missing), ("损坏 corrupt", found.corrupt)):
        for name in names:
            typer.echo(f"  {trouble}: {name}")
    return 0 if found.sound else 1


def files_sweep(settings: Settings) -> None:
    """Remove what nobody needs. Raises StoreError likewise."""
    done: Swept = _run(settings, sweep)
    typer.echo(
        f"清除未使用的上传 {done.uploads}、无主文件 {done.files}、中断的写入 {done.broken_off}。"
        f" Removed {done.uploads} unused uploads, {done.files} orphans, {done.broken_off} broken"
        " off."
    )


def _run(
    settings: Settings,
    work: Callable[[Store, Depot], Awaitable[T]],
    clock: Clock | None = None,
) -> T:
    async def inside() -> T:
        store = Store(endpoints(settings).app, clock or SystemClock())
        try:
            return await work(store, Depot(settings.var_path / FOLDER))
        finally:
            await store.close()

    return asyncio.run(inside())
