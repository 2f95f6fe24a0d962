"""`zhijian database downgrade`: take core or a plugin back to an earlier revision of its tables."""

import time
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError

from core.app import load_plugins
from core.errors import StoreError
from core.revisions import source_named
from core.settings import Settings
from core.store.migrate import downgrade
from core.store.roles import endpoints


def take_back(
    source: Annotated[str, typer.Argument(help="core 或子系统 core, or a plugin's name.")],
    revision: Annotated[str, typer.Argument(help="版本，或 base A revision, or base: no tables.")],
) -> None:
    """退回数据表版本，须先停止服务并备份。 Take tables back; stop serving and back up first."""
    settings = Settings()
    found, wanted = endpoints(settings), source_named(load_plugins(settings), source)
    known = {script.revision for script in wanted.scripts().walk_revisions()} | {"base"}
    if revision not in known or (source, revision) == ("core", "base"):
        raise StoreError(
            f"{source} cannot go back to {revision}; it knows {', '.join(sorted(known))}.",
            f"{source} 不能退回到 {revision}。",
        )
    began = time.monotonic()
    try:
        downgrade(found.owner, wanted, revision)
    except DBAPIError as problem:
        raise StoreError(
            f"{source} cannot go back to {revision}, nothing was changed: {problem.orig} "
            "Where tables of a plugin depend on it, take that plugin back first.",
            f"{source} 不能退回到 {revision}，未作任何改动。若有子系统依赖，请先退回该子系统。",
        ) from problem
    seconds = time.monotonic() - began
    typer.echo(
        f"{source} 已退回到 {revision}（{seconds:.1f} 秒）。请安装旧版本，新版本启动会再次升级。 "
        f"{source} is back at {revision}. Install the former version now: this one would upgrade "
        "again when it starts."
    )
