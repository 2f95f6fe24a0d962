"""Beginning and confirming runs: who answers for what a file brings."""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.errors import Conflict, NotFound
from core.files.binding import bind
from core.files.models import Attachment
from core.import_declarations import Importable
from core.imports.jobs import EXAMINE, STORE
from core.imports.mapping import ImportMapping, outline_of
from core.imports.models import ImportRun, RunState
from core.jobs.queue import enqueue
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from core.tables.reading import TableFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What somebody wants imported."""

    plugin: str
    importable: Importable
    mapping: ImportMapping
    file: TableFile
    file_name: str


async def begin(work: UnitOfWork, order: Order) -> ImportRun:
    """A new run, to be examined first; or the unfinished one of this clerk, file and mapping."""
    account = work.access.actor.account_id
    wanted = select(ImportRun).where(
        ImportRun.account_id == account,
        ImportRun.plugin == order.plugin,
        ImportRun.slug == order.importable.slug,
        ImportRun.file_sha256 == order.file.facts.sha256,
        ImportRun.mapping_sha256 == order.mapping.sha256,
        ImportRun.state.in_((RunState.EXAMINING, RunState.EXAMINED, RunState.CONFIRMED)),
    )
    found = (await work.session.scalars(wanted.order_by(ImportRun.id.desc()))).first()
    if found is not None:
        return found
    return await work.add(drafted(work, order), Action.CREATE)


def drafted(work: UnitOfWork, order: Order) -> ImportRun:
    """A run that nobody has stored."""
    return _begun(
        work,
        account_id=work.access.actor.account_id,
        plugin=order.plugin,
        slug=order.importable.slug,
        source=order.mapping.source,
        label=order.mapping.label,
        file_name=order.file_name,
        file_sha256=order.file.facts.sha256,
        file_size=order.file.facts.size,
        stated=order.file.stated,
        mapping=order.mapping.text,
        mapping_sha256=order.mapping.sha256,
    )


async def confirm(work: UnitOfWork, key: int, expected_version: int | None = None) -> ImportRun:
    """A data clerk answers for the file. Raises Conflict (`IMPORT_STATE`)."""
    run = await work.fetch(ImportRun, key, Action.CONFIRM, expected_version=expected_version)
    if run.state is RunState.CONFIRMED:
        return run
    if run.state not in (RunState.EXAMINING, RunState.EXAMINED):
        raise wrong_state(run)
    run.state, run.confirmed_at = RunState.CONFIRMED, work.clock.now()
    run.account_id = work.access.actor.account_id or run.account_id
    return run


async def start(work: UnitOfWork, plugin: str, mapping: str, file_id: int) -> ImportRun:
    """A run over an uploaded file; a job examines it. Raises InvalidInput, NotFound, Conflict."""
    told = outline_of(mapping)
    account = work.access.actor.account_id
    wanted = select(Attachment).where(Attachment.id == file_id, Attachment.uploaded_by == account)
    if (file := (await work.session.scalars(wanted)).first()) is None:
        raise NotFound(field="fileId")
    run = _begun(
        work,
        account_id=account,
        plugin=plugin,
        slug=told.into,
        source=told.source,
        label=told.label,
        file_name=file.file_name,
        file_sha256=file.sha256,
        file_size=file.size,
        stated="",
        mapping=mapping,
        mapping_sha256=hashlib.sha256(mapping.encode()).hexdigest(),
    )
    await work.add(run, Action.CREATE)
    await bind(work, [file_id], run, act=ImportRun, action=Action.CREATE)
    await enqueue(work, EXAMINE, {"run": run.id}, lock=f"import-{run.id}")
    return run


async def confirm_and_store(
    work: UnitOfWork, key: int, expected_version: int | None = None
) -> ImportRun:
    """What was examined may be stored: a job does. Raises Conflict (`IMPORT_STATE`)."""
    run = await work.fetch(ImportRun, key, Action.CONFIRM, expected_version=expected_version)
    if run.state is not RunState.EXAMINED:
        raise wrong_state(run)
    await confirm(work, key)
    await enqueue(work, STORE, {"run": key}, lock=f"import-{key}")
    return run


def wrong_state(run: ImportRun) -> Conflict:
    """What the run is at allows no such act."""
    return Conflict(
        f"该导入的状态为 {run.state.name}，不能办理此事项。",
        f"The import is {run.state.name}; this cannot be done now.",
        code="IMPORT_STATE",
    )


def _begun(work: UnitOfWork, **known: Any) -> ImportRun:
    """A run before its first row."""
    counted = ("rows_done", "stored", "changed", "unchanged", "repeated", "refused")
    return ImportRun(
        **known,
        **dict.fromkeys(counted, 0),
        today=work.today,
        state=RunState.EXAMINING,
        started_at=work.clock.now(),
        reason=work.reason,
        version=1,
    )
