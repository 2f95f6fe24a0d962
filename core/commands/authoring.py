"""`zhijian new-plugin` and `zhijian check-plugin`: for who writes a plugin, and who lets it in."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from core.app import load_plugins
from core.clock import SystemClock
from core.plugin_check.examination import examine
from core.plugin_check.installing import as_installed
from core.plugin_check.subject import Verdict
from core.scaffold.writing import write_plugin
from core.settings import Settings
from core.store.personal import unlock


def new_plugin(
    name: Annotated[str, typer.Argument(help="名称 Lower-case letters, digits and _.")],
    title: Annotated[str | None, typer.Option(help="标题 In Chinese and English.")] = None,
    below: Annotated[Path, typer.Option(help="建在何处 Where its folder goes.")] = Path(),
) -> None:
    """新建子系统发行包，测试即可通过。 Begin a plugin of your own; its tests are green at once."""
    found = load_plugins(Settings()).found
    home = write_plugin(name, title or name, below.absolute(), set(found))
    typer.echo(f"已建 {home}，下一步见其中 README.md。 Made; its README.md says what next.")


def check_plugin(
    plugin: Annotated[
        str, typer.Argument(help="发行包目录或名称 A distribution's folder or name.")
    ],
) -> None:
    """检验子系统是否可以装入。 Examine whether a plugin is fit to be let in."""
    unlock(os.urandom(32))  # of the invented data of a throwaway server
    with as_installed(plugin) as name:
        raise typer.Exit(asyncio.run(_tell(name)))


async def _tell(name: str) -> int:
    """Say every finding; the exit code: 0 fit, 1 not."""
    faults = 0
    async for finding in examine(name, SystemClock()):
        typer.echo(str(finding))
        faults += finding.verdict is Verdict.BROKEN
    if faults:
        typer.echo(f"{name} 有 {faults} 处故障。 {name} is not fit: {faults} broken.")
    else:
        typer.echo(f"{name} 可以装入。 {name} is fit to be let in.")
    return min(faults, 1)
