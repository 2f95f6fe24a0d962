"""A run from its first row to its last: batches, progress, and going on after any stop."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from sqlalchemy import select

from core.clock import Clock
from core.errors import Conflict
from core.import_declarations import Importable, Loaded
from core.imports.mapping import ImportMapping
from core.imports.memory import Memory
from core.imports.models import ImportRun, RunState
from core.imports.storing import Storing, Tally
from core.imports.values import Refusal, RowReader, Source
from core.policy.access import Access
from core.store.engine import Store
from core.tables.reading import TableFile

BATCH: Final = 500
"""Rows of one transaction: what a kill can cost, and what a change set confirms."""

Progress = Callable[[int, int], None]
"""Told how far a file is read, and how long it is."""


def no_progress(_read: int, _whole: int) -> None:
    """Nobody watches."""


@dataclass(kw_only=True)
class Running:
    """One confirmed run. `go` may be called again after anything that stopped it."""

    store: Store
    access: Access
    importable: Importable
    mapping: ImportMapping
    file: TableFile
    loaded: Loaded
    progress: Progress = no_progress
    batch: int = BATCH
    after_batch: Callable[[], Awaitable[None]] | None = None
    """For tests that stop a run between two transactions."""
    _clock: Clock = field(init=False)

    def __post_init__(self) -> None:
        self._clock = self.store.clock

    async def go(self, run_id: int) -> ImportRun:
        """Store what is left of the file. Raises InvalidInput where the mapping does not fit it."""
        reader = RowReader(self.mapping, self.file.header)
        run = await self._run(run_id)
        if run.state is RunState.DONE:
            return run
        rows = self._rows(reader, run.rows_done)
        maker = self.importable.maker(run.today)
        while batch := list(islice(rows, self.batch)):
            storing = Storing(self.importable, run, maker, Memory(run), self.access, self._clock)
            run = await self._one(run, storing, batch)
            self.progress(self.file.read, self.file.whole)
            if self.after_batch is not None:
                await self.after_batch()
        return await self._end(run)

    def _rows(self, reader: RowReader, done: int) -> Iterator[Source | Refusal]:
        """The rows that are left; those before are read again only where that tells something."""
        rows = self.file.rows()
        for row in islice(rows, done):
            if reader.counts:
                reader.read(row)
        return (reader.read(row) for row in rows)

    async def _one(
        self, run: ImportRun, storing: Storing, batch: list[Source | Refusal]
    ) -> ImportRun:
        """One transaction: the rows of a batch, and how far the run has come with them."""
        async with self.store.system() as session:
            wanted = select(ImportRun).where(ImportRun.id == run.id).with_for_update()
            locked = (await session.scalars(wanted)).one()
            if locked.rows_done != run.rows_done or locked.state is not RunState.CONFIRMED:
                raise busy()
            tally = await storing.batch(session, batch)
            count(locked, tally)
            locked.rows_done += len(batch)
        return locked

    async def _run(self, key: int) -> ImportRun:
        async with self.store.system() as session:
            return (await session.scalars(select(ImportRun).where(ImportRun.id == key))).one()

    async def _end(self, run: ImportRun) -> ImportRun:
        """Look at all warnings once, and say that the run is done."""
        resource = self.access.resources.get(self.importable.record, "")
        if resource and run.stored + run.changed:
            async with self.store.writing(self.access, run.label) as work:
                await self.loaded(work, resource)
        async with self.store.system() as session:
            wanted = select(ImportRun).where(ImportRun.id == run.id).with_for_update()
            locked = (await session.scalars(wanted)).one()
            locked.state, locked.ended_at = RunState.DONE, self._clock.now()
            locked.version += 1
        return locked


@dataclass(kw_only=True)
class Trying:
    """A dry run: every check that needs no writing, and not one row stored."""

    store: Store
    importable: Importable
    mapping: ImportMapping
    file: TableFile
    progress: Progress = no_progress
    batch: int = BATCH
    _seen: dict[str, Source] = field(default_factory=dict)

    async def go(self, run: ImportRun) -> Tally:
        """What would become of the rows."""
        reader, maker = RowReader(self.mapping, self.file.header), self.importable.maker(run.today)
        rows: Iterator[Any] = (reader.read(row) for row in self.file.rows())
        whole = Tally()
        while batch := list(islice(rows, self.batch)):
            async with self.store.system() as session:
                storing = Storing(
                    self.importable, run, maker, Memory(run), NOBODY, self.store.clock
                )
                whole.add(await storing.examined(session, batch, self._seen))
            self.progress(self.file.read, self.file.whole)
        return whole


NOBODY: Any = None
"""A dry run writes nothing in anybody's name."""


def busy() -> Conflict:
    """Another process goes on with the same run."""
    return Conflict(
        "该导入正由另一进程执行。",
        "Another process is at work on this import.",
        code="IMPORT_BUSY",
    )


def count(run: ImportRun, tally: Tally) -> None:
    """Add what became of a batch to the run."""
    run.stored += tally.stored
    run.changed += tally.changed
    run.unchanged += tally.unchanged
    run.repeated += tally.repeated
    run.refused += len(tally.refusals)
