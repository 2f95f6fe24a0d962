"""What imports remember: which record a source's key became, and which rows a run has met."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ARRAY, Text, any_, insert, literal, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core.imports.models import ImportedRow, ImportRefusal, ImportRun
from core.imports.values import Reference, Refusal, Source

_SAW = text(
    "update imported_row r set seen_run_id = :run, seen_line = u.line "
    "from unnest(cast(:ids as int[]), cast(:lines as int[])) as u(id, line) where r.id = u.id"
)
_AGAIN = text(
    "update imported_row set content = :content, target_version = :target_version, "
    "run_id = :run_id, line = :line, seen_run_id = :run_id, seen_line = :line where id = :id"
)


@dataclass(slots=True)
class Known:
    """What is remembered of a key."""

    id: int
    content: str
    target_id: int
    target_version: int
    seen_run_id: int
    seen_line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is to be remembered of a row that has just been written."""

    key: str
    content: str
    line: int
    target_id: int
    target_version: int
    known: Known | None


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory of one run."""

    run: ImportRun

    @property
    def kind(self) -> str:
        """`plugin:slug` of what is imported."""
        return f"{self.run.plugin}:{self.run.slug}"

    async def known(self, session: AsyncSession, keys: Sequence[str]) -> dict[str, Known]:
        """What is known of keys, from this run or a former one."""
        columns = [getattr(ImportedRow, name) for name in Known.__slots__]
        wanted = select(ImportedRow.key, *columns).where(
            ImportedRow.kind == self.kind,
            ImportedRow.source == self.run.source,
            ImportedRow.key == _any(keys),
        )
        return {key: Known(*rest) for key, *rest in await session.execute(wanted)}

    async def referred(
        self, session: AsyncSession, sources: Sequence[Source]
    ) -> tuple[list[Source], list[Refusal]]:
        """Rows with the numbers of other records in place of the keys by which they name them."""
        wanted: dict[tuple[str, str], set[str]] = {}
        for reference in _references(sources):
            wanted.setdefault((reference.kind, reference.source), set()).add(reference.key)
        if not wanted:
            return list(sources), []
        found: dict[Reference, int] = {}
        for (kind, source), keys in wanted.items():
            chosen = select(ImportedRow.key, ImportedRow.target_id).where(
                ImportedRow.kind == kind,
                ImportedRow.source == source,
                ImportedRow.key == _any(sorted(keys)),
            )
            for key, target in await session.execute(chosen):
                found[Reference(kind, source, key)] = target
        whole: list[Source] = []
        refused: list[Refusal] = []
        for row in sources:
            answer = _resolved(row, found)
            if isinstance(answer, Source):
                whole.append(answer)
            else:
                refused.append(answer)
        return whole, refused

    async def remember(self, session: AsyncSession, notes: Sequence[Note]) -> None:
        """Note which line of which run made the records what they are."""
        new = [self._row(note) for note in notes if note.known is None]
        connection = await session.connection()
        if new:
            await connection.execute(insert(ImportedRow).inline(), new)
        again = [
            {**_content(note), "id": note.known.id, "run_id": self.run.id, "line": note.line}
            for note in notes
            if note.known is not None
        ]
        if again:
            await connection.execute(_AGAIN, again)

    async def saw(self, session: AsyncSession, seen: Sequence[tuple[int, int]]) -> None:
        """Note that known rows, (number, line), were met again unchanged."""
        if seen:
            ids, lines = zip(*seen, strict=True)
            given = {"run": self.run.id, "ids": list(ids), "lines": list(lines)}
            await (await session.connection()).execute(_SAW, given)

    async def refuse(self, session: AsyncSession, refusals: Sequence[Refusal]) -> None:
        """Keep the one reason of each refused row."""
        if not refusals:
            return
        same = {"run_id": self.run.id, "account_id": self.run.account_id}
        rows = [
            {**same, **{name: getattr(each, name) for name in Refusal.__slots__}}
            for each in refusals
        ]
        await (await session.connection()).execute(insert(ImportRefusal).inline(), rows)

    def _row(self, note: Note) -> dict[str, Any]:
        place = {"run_id": self.run.id, "line": note.line}
        seen = {"seen_run_id": self.run.id, "seen_line": note.line}
        names = {"kind": self.kind, "source": self.run.source, "key": note.key}
        return {**names, **_content(note), **place, **seen, "target_id": note.target_id}


def _content(note: Note) -> dict[str, Any]:
    return {"content": note.content, "target_version": note.target_version}


def _any(keys: Sequence[str]) -> Any:
    return any_(literal(list(keys), ARRAY(Text)))


def _references(sources: Iterable[Source]) -> Iterable[Reference]:
    return (v for source in sources for v in source.values.values() if isinstance(v, Reference))


def _resolved(row: Source, found: dict[Reference, int]) -> Source | Refusal:
    values: dict[str, Any] = {}
    for name, value in row.values.items():
        if not isinstance(value, Reference):
            values[name] = value
        elif value in found:
            values[name] = found[value]
        else:
            return Refusal(
                row.line,
                "REFERENCE_MISSING",
                name,
                "所引用的记录尚未导入，或已被拒绝。",
                "The record that it belongs to was not imported, or was refused.",
            )
    return replace(row, values=values)
