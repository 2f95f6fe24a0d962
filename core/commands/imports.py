"""What `zhijian import` does and says."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from sqlalchemy import select

from core.app import Application
from core.audit.ledger import OperationRecord
from core.clock import SystemClock
from core.errors import InvalidInput, NotFound
from core.identity.models import Account
from core.imports.mapping import heading
from core.imports.models import ImportRun
from core.imports.offered import chosen, offered
from core.imports.results import refusals_of, write_result
from core.imports.running import BATCH, Progress, Running, Trying, count
from core.imports.service import Order, begin, confirm, drafted
from core.plugins import Plugins
from core.policy.access import Access
from core.policy.vocabulary import Action
from core.serving import Ground, prepared
from core.settings import Settings
from core.store.unit import UnitOfWork
from core.tables.reading import open_table
from core.tables.writing import write_table
from core.warnings.passes import tell_loaded

RESULT = ".refused.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What the command line says."""

    plugin: str
    file: Path
    mapping: Path
    clerk: str
    dry_run: bool = False
    result: Path | None = None
    reason: str = ""
    batch: int = BATCH
    after_batch: Callable[[], Awaitable[None]] | None = None
    """For tests that stop a run between two transactions."""


def run_import(settings: Settings, options: ImportOptions) -> int:
    """Import a file; the exit code is 0 even where rows were refused: they are listed."""
    ground = prepared(settings, SystemClock())
    run, refused = asyncio.run(_imported(ground, options))
    typer.echo(told(run, dry=options.dry_run))
    if refused:
        result = options.result or options.file.with_name(options.file.name + RESULT)
        typer.echo(f"被拒绝的行见 {result}。 The refused rows are in {result}.")
    return 0


def told(run: ImportRun, *, dry: bool) -> str:
    """The outcome in two languages."""
    head = "试运行，未保存任何数据。 A dry run: nothing was stored.\n" if dry else ""
    return (
        f"{head}{run.label}：{run.stated.partition(chr(10))[0]}，"
        f"新增 {run.stored}，变更 {run.changed}，未变 {run.unchanged}，"
        f"文件内重复 {run.repeated}，拒绝 {run.refused}。\n"
        f"{run.file_name}: {run.stated.partition(chr(10))[2]}; {run.stored} stored, "
        f"{run.changed} changed, {run.unchanged} unchanged, {run.repeated} repeated, "
        f"{run.refused} refused."
    )


async def _imported(ground: Ground, options: ImportOptions) -> tuple[ImportRun, int]:
    application = ground.application()
    await application.start()
    try:
        return await import_file(application, options)
    finally:
        await application.stop()


async def import_file(application: Application, options: ImportOptions) -> tuple[ImportRun, int]:
    """Import on a started application; gives the run, and how many rows its result file lists."""
    access = await _access(application, options.clerk)
    text = options.mapping.read_text("utf-8")
    importable, mapping = chosen(offered(application.plugins), options.plugin, text)
    file = open_table(options.file)
    order = Order(
        plugin=options.plugin,
        importable=importable,
        mapping=mapping,
        file=file,
        file_name=options.file.name,
    )
    with progress_bar(options.file.name) as progress:
        if options.dry_run:
            run, refusals = await _tried(application, access, order, progress)
        else:
            run = await _begun(application, access, order, options.reason)
            running = Running(
                store=application.store,
                access=access,
                importable=importable,
                mapping=mapping,
                file=file,
                loaded=tell_loaded,
                progress=progress,
                batch=options.batch,
                after_batch=options.after_batch,
            )
            run = await running.go(run.id)
            async with application.store.system() as session:
                refusals = await refusals_of(session, run)
    if refusals:
        path = options.result or options.file.with_name(options.file.name + RESULT)
        write_result(path, file, refusals)
    return run, len(refusals)


async def _begun(application: Application, access: Access, order: Order, reason: str) -> ImportRun:
    """The clerk begins and confirms, or goes on with what was stopped."""
    reason = reason or order.mapping.label
    async with application.store.writing(access, reason) as work:
        work.operation = _operation(Action.CONFIRM, reason)
        run = await begin(work, order)
        return await confirm(work, run.id)


async def _tried(
    application: Application, access: Access, order: Order, progress: Progress
) -> tuple[ImportRun, list[Any]]:
    access.require(access.resources[ImportRun], Action.CREATE)
    async with application.store.reading(access) as session:
        work = UnitOfWork(session, access, application.clock, application.store.dispatcher)
        run = drafted(work, order)
    trying = Trying(
        store=application.store,
        importable=order.importable,
        mapping=order.mapping,
        file=order.file,
        progress=progress,
    )
    tally = await trying.go(run)
    count(run, tally)
    return run, tally.refusals


def _operation(action: Action, reason: str) -> OperationRecord:
    return OperationRecord(
        request_id="command",
        operation="import",
        action=str(action),
        resource="core:ImportRun",
        reason=reason,
    )


async def _access(application: Application, username: str) -> Access:
    async with application.store.system() as session:
        named = select(Account.id).where(Account.username == username)
        account = (await session.scalars(named)).one_or_none()
    found = [] if account is None else await application.actors.of_accounts([account])
    if not found:
        raise NotFound(field="clerk")
    return application.access_of(found[0])


@contextmanager
def progress_bar(name: str) -> Iterator[Progress]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _read, _whole: None
        return
    with typer.progressbar(length=1_000, label=name, file=sys.stderr) as bar:

        def moved(read: int, whole: int) -> None:
            bar.update(max(read * 1_000 // max(whole, 1) - bar.pos, 0))

        yield moved


def write_template(plugins: Plugins, plugin: str, into: str, path: Path) -> None:
    """An empty file with the columns of what is imported. Raises NotFound, InvalidInput."""
    known = offered(plugins)
    slugs = [slug for name, slug in known if name == plugin]
    if not slugs:
        raise NotFound(field="plugin")
    if (importable := known.get((plugin, into or slugs[0]))) is None:
        raise InvalidInput(
            f"只有：{'、'.join(slugs)}。", f"There are only: {', '.join(slugs)}.", field="into"
        )
    with write_table(path, [heading(column) for column in importable.columns]):
        pass
