"""The command `zhijian import`."""

from pathlib import Path
from typing import Annotated

import typer

from core.app import load_plugins
from core.commands.imports import ImportOptions, run_import, write_template
from core.settings import Settings


def import_(  # noqa: PLR0913  each is an option of the command line
    plugin: Annotated[str, typer.Argument(help="子系统，或 register Plugin, or register.")],
    file: Annotated[Path | None, typer.Argument(help="CSV 或 XLSX 文件 The file.")] = None,
    mapping: Annotated[Path | None, typer.Option(help="映射文件 Mapping, in TOML.")] = None,
    clerk: Annotated[str, typer.Option(help="数据员用户名 The clerk who confirms it.")] = "",
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查 Only examine.")] = False,
    result: Annotated[Path | None, typer.Option(help="结果文件 File of refused rows.")] = None,
    reason: Annotated[str, typer.Option(help="理由 Why.")] = "",
    template: Annotated[Path | None, typer.Option(help="写出空模板 Write a template.")] = None,
    into: Annotated[str, typer.Option(help="模板的内容 What the template is for.")] = "",
) -> None:
    """导入文件；中断后重新执行即从断点继续。 Import a file; run it again after any stop."""
    if template is not None:
        write_template(load_plugins(Settings()), plugin, into, template)
        return
    if file is None or mapping is None or not clerk:
        raise typer.BadParameter("FILE, --mapping and --clerk are needed.")
    options = ImportOptions(
        plugin=plugin,
        file=file,
        mapping=mapping,
        clerk=clerk,
        dry_run=dry_run,
        result=result,
        reason=reason,
    )
    raise typer.Exit(run_import(Settings(), options))
