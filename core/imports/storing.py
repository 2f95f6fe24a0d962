"""One batch of rows, one transaction: what is new, what changed, what is known, what is refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import inspect
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.announcing import Changed, announce
from core.audit.changes import plain_values
from core.audit.ledger import BulkChanges, OperationRecord, accepted_in_bulk
from core.clock import Clock
from core.errors import Conflict, ZhijianError
from core.import_declarations import OWN_KEY, Importable, Made, Maker
from core.imports.memory import Known, Memory, Note
from core.imports.models import ImportRun
from core.imports.values import Refusal, Source, refusal
from core.policy.access import Access
from core.policy.vocabulary import Action
from core.register import bulk

OPERATION: Final = "import"


@dataclass(slots=True)
class Tally:
    """What became of rows."""

    stored: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    refusals: list[Refusal] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Count what became of others as well."""
        self.stored += other.stored
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.repeated += other.repeated
        self.refusals += other.refusals

    @property
    def rows(self) -> int:
        """How many were looked at."""
        return self.stored + self.changed + self.unchanged + self.repeated + len(self.refusals)


@dataclass(slots=True)
class Plan:
    """What is to be written for one row."""

    source: Source
    made: Made
    known: Known | None = None
    key: int = 0
    before: Mapping[str, Any] = field(default_factory=dict)

    @property
    def version(self) -> int:
        """The record's version once it is written."""
        return int(self.before.get("version", 0)) + 1


@dataclass(frozen=True)
class Storing:
    """Writes the batches of one run in the name of who confirmed it."""

    importable: Importable
    run: ImportRun
    maker: Maker
    memory: Memory
    access: Access
    clock: Clock

    async def batch(self, session: AsyncSession, rows: Sequence[Source | Refusal]) -> Tally:
        """Store a batch; nothing is committed here."""
        tally = Tally(refusals=[row for row in rows if isinstance(row, Refusal)])
        sources = [row for row in rows if isinstance(row, Source)]
        sources, lacking = await self.memory.referred(session, sources)
        tally.refusals += lacking
        fresh, seen = await self._new_or_changed(session, sources, tally)
        plans = await self._planned(session, fresh, tally)
        try:
            async with session.begin_nested():
                await self._write(session, plans)
        except (IntegrityError, DataError):
            plans = await self._one_by_one(session, plans, tally)
        tally.stored += sum(1 for plan in plans if plan.known is None)
        tally.changed += sum(1 for plan in plans if plan.known is not None)
        await self.memory.saw(session, seen)
        await self.memory.refuse(session, tally.refusals)
        return tally

    async def examined(
        self, session: AsyncSession, rows: Sequence[Source | Refusal], seen: dict[str, Source]
    ) -> Tally:
        """What would become of a batch; nothing is written. `seen`: the rows before it."""
        tally = Tally(refusals=[row for row in rows if isinstance(row, Refusal)])
        sources = [row for row in rows if isinstance(row, Source)]
        sources, lacking = await self.memory.referred(session, sources)
        tally.refusals += lacking
        fresh, _ = await self._new_or_changed(session, sources, tally, seen)
        for plan in await self._planned(session, fresh, tally):
            tally.stored += plan.known is None
            tally.changed += plan.known is not None
        return tally

    async def _new_or_changed(
        self,
        session: AsyncSession,
        sources: Sequence[Source],
        tally: Tally,
        first: dict[str, Source] | None = None,
    ) -> tuple[list[tuple[Source, Known | None]], list[tuple[int, int]]]:
        """Rows to be written, and what was seen again without a change: (imported row, line)."""
        known = await self.memory.known(session, [source.key for source in sources])
        first = {} if first is None else first
        fresh: list[tuple[Source, Known | None]] = []
        seen: list[tuple[int, int]] = []
        for source in sources:
            here, before = first.get(source.key), known.get(source.key)
            if here is not None:
                self._again(source, here.content, here.line, tally)
            elif before is not None and before.seen_run_id == self.run.id:
                self._again(source, before.content, before.seen_line, tally)
            else:
                first[source.key] = source
                if before is not None and before.content == source.content:
                    tally.unchanged += 1
                    seen.append((before.id, source.line))
                else:
                    fresh.append((source, before))
        return fresh, seen

    @staticmethod
    def _again(source: Source, content: str, line: int, tally: Tally) -> None:
        """A key for the second time in one file."""
        if content == source.content:
            tally.repeated += 1
            return
        error = Conflict(
            f"主键与第{line}行相同，内容不同。",
            f"The key is that of line {line}, with other content.",
            code="DUPLICATE_KEY",
        )
        tally.refusals.append(refusal(source.line, error))

    async def _planned(
        self, session: AsyncSession, fresh: Sequence[tuple[Source, Known | None]], tally: Tally
    ) -> list[Plan]:
        await self.maker.look_up(session, [source.values for source, _ in fresh])
        keys = [known.target_id for _, known in fresh if known is not None]
        stored = await bulk.locked_rows(session, self.importable.record, keys) if keys else {}
        plans = []
        for source, known in fresh:
            before = {} if known is None else stored.get(known.target_id, {})
            try:
                if known is not None:
                    _require_as_left(known, before)
                made = self.maker.make(source.values)
            except ZhijianError as error:
                tally.refusals.append(refusal(source.line, error))
                continue
            plans.append(Plan(source, made, known, 0 if known is None else known.target_id, before))
        return plans

    async def _write(self, session: AsyncSession, plans: Sequence[Plan]) -> None:
        if not plans:
            return
        model = self.importable.record
        change = await bulk.confirm_bulk(
            session,
            source=f"import:{self.run.id}",
            by=self.run.account_id,
            at=self.clock.now(),
            reason=self.run.reason or self.run.label,
        )
        new = [plan for plan in plans if plan.known is None]
        for plan, key in zip(new, await bulk.numbers(session, model, len(new)), strict=True):
            plan.key = key
        await bulk.store_rows(session, model, [_record(plan) for plan in new], change)
        old = [plan for plan in plans if plan.known is not None]
        await bulk.amend_rows(session, model, [_record(plan) for plan in old], change)
        for extra, rows, upsert in _extras(plans):
            write = bulk.replace_rows if upsert else bulk.store_rows
            await write(session, extra, rows, change)
        await self._remember(session, plans)
        await self._tell(session, plans)

    async def _one_by_one(
        self, session: AsyncSession, plans: Sequence[Plan], tally: Tally
    ) -> list[Plan]:
        """The batch once more, row by row: what the database refuses costs itself alone."""
        kept = []
        for plan in plans:
            try:
                async with session.begin_nested():
                    await self._write(session, [plan])
            except (IntegrityError, DataError):
                error = Conflict(
                    "与已有记录冲突，或超出数据库允许的范围。",
                    "It contradicts a record that is there, or is more than a column holds.",
                    code="ROW_REFUSED",
                )
                tally.refusals.append(refusal(plan.source.line, error))
            else:
                kept.append(plan)
        return kept

    async def _remember(self, session: AsyncSession, plans: Sequence[Plan]) -> None:
        notes = [
            Note(
                key=plan.source.key,
                content=plan.source.content,
                line=plan.source.line,
                target_id=plan.key,
                target_version=plan.version,
                known=plan.known,
            )
            for plan in plans
        ]
        await self.memory.remember(session, notes)

    async def _tell(self, session: AsyncSession, plans: Sequence[Plan]) -> None:
        """The ledger's entry of the batch, and the news that rows came."""
        model = self.importable.record
        resource = self.access.resources.get(model, "")
        operation = OperationRecord(
            request_id=f"import-{self.run.id}",
            operation=OPERATION,
            action=str(Action.IMPORT),
            resource=resource,
            reason=self.run.reason or self.run.label,
        )
        told = BulkChanges([_told(model, plan) for plan in plans], _versions(model, plans))
        await accepted_in_bulk(session, self.access, operation, self.clock.now(), told)
        if resource:
            await announce(session, [Changed(resource.partition(":")[2], 0, "missed")])


def _told(model: type[Any], plan: Plan) -> dict[str, Any]:
    """One row's change, as the ledger keeps it."""
    before = {name: plan.before[name] for name in plan.made.values if name in plan.before}
    after = {n: v for n, v in _record(plan).items() if v is not None or n in before}
    return {
        "table": model.__tablename__,
        "key": plan.key,
        "before": plain_values(model, before),
        "after": plain_values(model, after),
    }


def _versions(model: type[Any], plans: Sequence[Plan]) -> list[dict[str, Any]]:
    if "version" not in inspect(model).local_table.c:
        return []
    table = model.__tablename__
    return [{"table_name": table, "key": plan.key, "version": plan.version} for plan in plans]


def _require_as_left(known: Known, before: Mapping[str, Any]) -> None:
    """Raise Conflict where somebody has changed the record since it was imported."""
    if not before:
        raise Conflict("原记录已不存在。", "The record is gone.", code="ROW_GONE")
    if before.get("version", known.target_version) != known.target_version:
        raise Conflict(
            "该记录导入后已在本系统修改，不予覆盖。",
            "The record was changed here since it was imported; it is not overwritten.",
            code="CHANGED_HERE",
        )


def _record(plan: Plan) -> dict[str, Any]:
    return {"id": plan.key, **plan.made.values}


def _extras(plans: Sequence[Plan]) -> Iterable[tuple[type[Any], list[dict[str, Any]], bool]]:
    """What comes with the records, by model; with a changed record only what replaces."""
    found: dict[tuple[type[Any], bool], list[dict[str, Any]]] = {}
    for plan in plans:
        for extra in plan.made.extras:
            if plan.known is not None and not extra.upsert:
                continue
            row = {n: plan.key if v is OWN_KEY else v for n, v in extra.values.items()}
            found.setdefault((extra.model, extra.upsert), []).append(row)
    return ((model, rows, upsert) for (model, upsert), rows in found.items())
