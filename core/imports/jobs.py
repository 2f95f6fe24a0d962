"""Imports as jobs: an uploaded file is examined, and stored once a clerk has confirmed it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import delete, select

from core.declarations import Job
from core.errors import ZhijianError
from core.files.depot import FOLDER, Depot
from core.import_declarations import Loaded
from core.imports.memory import Memory
from core.imports.models import ImportRefusal, ImportRun, RunState
from core.imports.offered import chosen, offered
from core.imports.running import Running, Trying, count
from core.imports.values import refusal
from core.jobs.context import JobContext
from core.tables.reading import TableFile, open_table

EXAMINE: Final = "core.examine_import"
STORE: Final = "core.store_import"


def import_jobs(loaded: Loaded) -> Sequence[Job]:
    """The two jobs; `loaded` tells the warning engine."""

    async def store(context: JobContext, payload: Mapping[str, int]) -> None:
        await _store(context, payload["run"], loaded)

    return (
        Job(name=EXAMINE, run=_examine, retries=3),
        Job(name=STORE, run=store, retries=9),
    )


async def _examine(context: JobContext, payload: Mapping[str, int]) -> None:
    """Check every row without storing one; the outcome waits for a data clerk."""
    run = await _run(context, payload["run"])
    if run.state is not RunState.EXAMINING:
        return
    memory = Memory(run)
    try:
        file = _file(context, run)
        importable, mapping = chosen(offered(context.services.plugins), run.plugin, run.mapping)
        trying = Trying(
            store=context.services.store, importable=importable, mapping=mapping, file=file
        )
        tally = await trying.go(run)
    except ZhijianError as error:
        await memory.refuse(context.session, [refusal(0, error)])
        run.state, run.ended_at = RunState.REFUSED, context.clock.now()
        run.version += 1
        return
    count(run, tally)
    await memory.refuse(context.session, tally.refusals)
    run.state, run.stated = RunState.EXAMINED, file.stated
    run.version += 1


async def _store(context: JobContext, key: int, loaded: Loaded) -> None:
    """Store the rows, going on from the last batch of a worker that died."""
    services = context.services
    async with services.store.system() as session:
        wanted = select(ImportRun).where(ImportRun.id == key).with_for_update()
        run = (await session.scalars(wanted)).one()
        if run.state is not RunState.CONFIRMED:
            return
        if run.rows_done == 0:
            # what the examination found is found again where it still holds
            gone = delete(ImportRefusal).where(ImportRefusal.run_id == key)
            await (await session.connection()).execute(gone)
            run.stored = run.changed = run.unchanged = run.repeated = run.refused = 0
    actor, *_ = await services.actors.of_accounts([run.account_id])
    importable, mapping = chosen(offered(services.plugins), run.plugin, run.mapping)
    running = Running(
        store=services.store,
        access=services.access_of(actor),
        importable=importable,
        mapping=mapping,
        file=_file(context, run),
        loaded=loaded,
    )
    await running.go(key)


async def _run(context: JobContext, key: int) -> ImportRun:
    wanted = select(ImportRun).where(ImportRun.id == key).with_for_update()
    return (await context.session.scalars(wanted)).one()


def _file(context: JobContext, run: ImportRun) -> TableFile:
    depot: Any = Depot(context.services.settings.var_path / FOLDER)
    return open_table(depot.path(run.file_sha256))
