"""Beginning and confirming runs: who answers for what a file brings."""

from dataclasses import dataclass

from sqlalchemy import select

from core.errors import Conflict
from core.import_declarations import Importable
from core.imports.mapping import ImportMapping
from core.imports.models import ImportRun, RunState
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
    return ImportRun(
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
        today=work.today,
        state=RunState.EXAMINING,
        rows_done=0,
        stored=0,
        changed=0,
        unchanged=0,
        repeated=0,
        refused=0,
        started_at=work.clock.now(),
        reason=work.reason,
        version=1,
    )


async def confirm(work: UnitOfWork, key: int, expected_version: int | None = None) -> ImportRun:
    """A data clerk answers for the file. Raises Conflict (`IMPORT_STATE`)."""
    run = await work.fetch(ImportRun, key, Action.CONFIRM, expected_version=expected_version)
    if run.state is RunState.CONFIRMED:
        return run
    if run.state not in (RunState.EXAMINING, RunState.EXAMINED):
        raise wrong_state(run)
    run.state, run.confirmed_at = RunState.CONFIRMED, work.clock.now()
    return run


def wrong_state(run: ImportRun) -> Conflict:
    """What the run is at allows no such act."""
    return Conflict(
        f"该导入的状态为 {run.state.name}，不能办理此事项。",
        f"The import is {run.state.name}; this cannot be done now.",
        code="IMPORT_STATE",
    )
