"""The command `zhijian`. Each command is a few lines over the module that does the work."""

import asyncio
import datetime as dt
import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from core.app import load_plugins
from core.audit.command import audit_verify
from core.clock import SystemClock, business_date
from core.commands.authoring import check_plugin, new_plugin
from core.commands.backup import back_up, hold_drill, restore_backup
from core.commands.doctor import report
from core.commands.explain_query import explain_command
from core.commands.impact import tell_impact
from core.commands.importing import import_
from core.commands.officers import make_officers
from core.commands.policy import export_policy, import_policy
from core.commands.revisions import take_back
from core.demo.command import DemoOptions, list_accounts
from core.demo.command import demo as run_demo
from core.demo.world import Plan, scale_of
from core.errors import ZhijianError
from core.files.command import files_sweep, files_verify
from core.plugins import states
from core.postgres.bootstrap import bootstrap_sql
from core.prepare import migrate_all
from core.revisions import write_revision
from core.sdl import matrix_text, schema_text
from core.serving import collect_rarely, prepared
from core.serving import serve as run_server
from core.settings import Settings
from core.step_log.command import verify_files as verify_step_files
from core.step_log.command import verify_installation
from core.store.addresses import DATABASE
from core.store.roles import endpoints

app = typer.Typer(
    name="zhijian",
    help="质监 Zhijian: 虚拟质监局 a virtual bureau of quality supervision.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
audit = typer.Typer(no_args_is_help=True, help="账本 The audit ledger.")
database = typer.Typer(no_args_is_help=True, help="数据库 The database.")
files = typer.Typer(no_args_is_help=True, help="附件 Attached files.")
policy = typer.Typer(no_args_is_help=True, help="策略 The policy.")
app.add_typer(audit, name="audit")
app.add_typer(database, name="database")
app.add_typer(files, name="files")
app.add_typer(policy, name="policy")
app.command("import")(import_)
app.command("new-plugin")(new_plugin)
database.command("downgrade")(take_back)
app.command("check-plugin")(check_plugin)

Host = Annotated[str | None, typer.Option(help="监听地址 Address to listen on.")]
Port = Annotated[int | None, typer.Option(help="端口 Port; also PORT in the environment.")]


@app.command()
def serve(
    host: Host = None,
    port: Port = None,
    workers: Annotated[int | None, typer.Option(min=1, help="进程数 Worker processes.")] = None,
) -> None:
    """提供服务，直至停止。 Serve until stopped."""
    run_server(_settings(host=host, port=port, workers=workers))


@app.command()
def demo(  # noqa: PLR0913  each is an option of the command line
    *,
    host: Host = None,
    port: Port = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="清空重填 Drop and refill.")] = False,
    accounts: Annotated[
        bool, typer.Option("--accounts", help="列出账户后退出 Print the accounts as JSON.")
    ] = False,
    totp: Annotated[
        bool, typer.Option("--totp", help="启用动态口令 Give every account a second factor.")
    ] = False,
    seed: Annotated[int, typer.Option(help="随机种子 Seed of the invented data.")] = 1,
    today: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="数据日期 Day of the data.")
    ] = None,
    scale: Annotated[
        float,
        typer.Option(
            parser=scale_of, metavar="N|full|10x", help="企业倍数 More enterprises; full: 51 万行."
        ),
    ] = 1.0,
) -> None:
    """用虚构数据演示，直至停止。 Show the system with invented data until stopped."""
    settings = _settings(host=host, port=port, workers=1)
    day = today.date() if today else business_date(SystemClock())
    options = DemoOptions(Plan(day, seed, scale), fresh=fresh, totp=totp)
    if accounts:
        listed = list_accounts(settings, options)
        typer.echo(json.dumps(listed, ensure_ascii=False, indent=2))
    else:
        run_demo(settings, options)


@app.command()
def init() -> None:
    """设立三员并显示一次性口令。 Make the three officers; prints one-time passwords once."""
    made = asyncio.run(make_officers(prepared(_settings())))
    if not made:
        typer.echo(
            "三员均已在任，未作改动。 All three officers are in office; nothing was changed."
        )
        return
    typer.echo("请立即记录，不再显示。 Write these down now; they are not shown again.\n")
    for username, password in made:
        typer.echo(f"  {username:<20} {password}")
    typer.echo("\n首次登录须更改口令。 Each is changed at the first sign-in.")


@app.command()
def migrate() -> None:
    """更新数据表。 Bring the tables and reference data up to date."""
    ground = prepared(_settings())
    for name, state in states(ground.plugins.found).items():
        typer.echo(f"{name}: {state}")
    typer.echo("数据表已是最新。 The tables are up to date.")


@app.command()
def plugins() -> None:
    """列出子系统及其状态。 List plugins, their state, and why one is in quarantine."""
    found = load_plugins(_settings())
    for name, state in states(found.found).items():
        serving = state == "serving"
        told = "运行 serving" if serving else f"隔离 quarantined  {state}"
        typer.echo(f"{name:<20} {told}")


@app.command()
def doctor() -> None:
    """检查安装是否完好。 Examine this installation."""
    raise typer.Exit(report(_settings(), typer.echo))


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="备份所在目录 Folder of the backups.")],
    keep: Annotated[
        int | None, typer.Option(min=1, help="保留份数 How many to keep; the oldest go.")
    ] = None,
) -> None:
    """备份并演练恢复；可在运行中进行。 Back up and prove it by a drill; while serving, too."""
    raise typer.Exit(back_up(_settings(), folder, keep))


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(metavar="BACKUP", help="一份备份 One backup.")],
    *,
    only_drill: Annotated[
        bool, typer.Option("--drill", help="只演练 Prove it, replace nothing.")
    ] = False,
    keep_in: Annotated[
        Path | None, typer.Option(help="恢复前数据的去处 Where what was there is kept.")
    ] = None,
) -> None:
    """恢复备份，须先停止服务。 Put a backup in place of what is there; stop serving first."""
    settings = _settings()
    if only_drill:
        raise typer.Exit(hold_drill(folder))
    kept = keep_in or settings.var_path / "before-restore"
    raise typer.Exit(restore_backup(settings, folder, kept))


@audit.command()
def verify() -> None:
    """核验账本。 Verify the ledger against its seals and anchors."""
    raise typer.Exit(audit_verify(_settings()))


@app.command("verify-steps")
def verify_steps(
    log: Annotated[list[Path] | None, typer.Argument(help="日志文件 Files of the log.")] = None,
    anchors: Annotated[Path | None, typer.Option(help="公布的锚定 Anchors.")] = None,
    held: Annotated[Path | None, typer.Option(help="自存的锚定 Anchors kept elsewhere.")] = None,
) -> None:
    """校验环节日志；不带文件则校验本系统。 Verify the step log: of files, or of this system."""
    if log and anchors:
        raise typer.Exit(verify_step_files(log, anchors, held))
    raise typer.Exit(verify_installation(_settings()))


@files.command("verify")
def verify_files() -> None:
    """逐份重算附件的摘要。 Hash every attached file anew; name what is missing or altered."""
    raise typer.Exit(files_verify(_settings()))


@files.command("sweep")
def sweep_files() -> None:
    """清除无人使用的上传和文件。 Remove uploads and bytes that nobody needs."""
    files_sweep(_settings())


@policy.command("export")
def policy_export(folder: Path) -> None:
    """把现行策略写成文件。 Write the policy in force into a folder, one file per plugin."""
    export_policy(_settings(), folder)


@policy.command("import")
def policy_import(
    folder: Path,
    officer: Annotated[str, typer.Option(help="提出人用户名 The officer who proposes it.")],
    reason: Annotated[str, typer.Option(help="理由 Why.")],
) -> None:
    """按文件提出草案，仍须另一名安全管理员签署。 Propose what files say; another officer signs."""
    import_policy(_settings(), folder, officer, reason)


@app.command()
def schema(
    role: Annotated[str | None, typer.Option(help="按角色 As one role sees it.")] = None,
    write: Annotated[Path | None, typer.Option(help="写入文件 File to write.")] = None,
) -> None:
    """输出 GraphQL 模式（不需要数据库）。 Print the schema; needs no database."""
    _put(schema_text(load_plugins(_settings()), SystemClock(), role), write)


@policy.command("matrix")
def policy_matrix(
    write: Annotated[Path | None, typer.Option(help="写入文件 File to write.")] = None,
) -> None:
    """输出默认策略的矩阵（不需要数据库）。 Print who may do what by default; needs no database."""
    _put(matrix_text(load_plugins(_settings())), write)


def _put(text: str, file: Path | None) -> None:
    if file is None:
        typer.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8")


@policy.command()
def impact(draft: Annotated[str, typer.Argument(help="草案标识 The draft's id.")]) -> None:
    """预览草案的影响。 What a draft would do to schemas, rows and documents."""
    asyncio.run(tell_impact(_settings(), draft, typer.echo))


@database.command()
def roles(
    name: Annotated[str, typer.Option(help="数据库名 Name of the database.")] = DATABASE,
) -> None:
    """输出创建角色的 SQL（由管理员用 psql 执行）。 Print the SQL for an administrator's psql."""
    typer.echo(bootstrap_sql(name))


app.command("explain-query")(explain_command)


@app.command("new-revision")
def new_revision(source: str, message: str) -> None:
    """开发者：生成迁移脚本。 For developers: write the next migration of core or a plugin."""
    settings = _settings()
    found, known = endpoints(settings), load_plugins(settings)
    migrate_all(found, known)
    typer.echo(str(write_revision(found.owner, known, source, message)))


def _settings(
    *, host: str | None = None, port: int | None = None, workers: int | None = None
) -> Settings:
    """The settings; what the command line says comes first, for worker processes too."""
    given = {"ZHIJIAN_HOST": host, "PORT": port, "ZHIJIAN_WORKERS": workers}
    os.environ |= {name: str(value) for name, value in given.items() if value is not None}
    return Settings()


def main() -> None:
    """Run the command; an expected failure is told in two languages and ends with exit code 1."""
    collect_rarely()
    try:
        app()
    except ZhijianError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
