"""The whole impact of one change: schemas, rows and documents, of two decision tables."""

import asyncio
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.desk_declarations import DeskCard, DeskPage, WorkQueue
from core.gateway.seen import SeenOperation
from core.policy.compiler import compile_table
from core.policy.rules import Rule
from core.policy.stored import set_dormant_aside
from core.register.models import Division
from core.store.engine import Store
from schema.impact.documents import Document, DocumentChange, Validation, merged, touched_by
from schema.impact.rows import RowChange, Tables, holdings, row_changes
from schema.impact.schemas import Pair, Roles, SchemaDifference, difference, pairs

if TYPE_CHECKING:  # the assembly holds what this room puts into the schema
    from schema.assembly import Assembly

_NAMED = re.compile(r"\s*(?:query|mutation|subscription)\s+(\w+)")
DAYS = 30
"""How far back operations are looked at, at most as far as they are kept."""


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change would do. Nothing in it names a person or a row."""

    version: int
    """The policy that it was compared with."""
    schemas: tuple[SchemaDifference, ...]
    rows: tuple[RowChange, ...]
    documents: tuple[DocumentChange, ...]
    towns: Mapping[int, str]
    """Names of the towns of `rows`."""

    @property
    def is_empty(self) -> bool:
        """Whether nobody would notice the change."""
        return not (self.schemas or self.rows or self.documents)


def tables_of(
    assembly: "Assembly", present: Sequence[Rule], draft: Sequence[Rule], version: int
) -> Tables:
    """Two sets of rows as decision tables: what sleeps sleeps in both."""
    domain = assembly.domain
    now, then = (set_dormant_aside(rules, domain)[0] for rules in (present, draft))
    return compile_table(now, domain, version), compile_table(then, domain, version + 1)


async def impact_of(
    store: Store, assembly: "Assembly", tables: Tables, today: dt.date, days: int = DAYS
) -> Impact:
    """Compare two tables over the rows, accounts and operations of this moment."""
    async with store.system() as session:
        held = await holdings(session, today)
        rows = await row_changes(session, tables, assembly.resources, held, today)
        seen = await _seen(session, today - dt.timedelta(days=days))
        towns = await _towns(session, {change.town for change in rows})
    by_account: dict[int | None, set[str]] = {}
    for each in held:
        by_account.setdefault(each.account_id, set()).add(each.duty.role)
    sets: list[Roles] = [(role,) for role in assembly.domain.roles]
    sets += [tuple(sorted(roles)) for roles in by_account.values()]
    sets += list(seen)
    schemas, documents = await asyncio.to_thread(_compared, assembly, tables, sets, seen)
    return Impact(tables[0].version, schemas, tuple(rows), documents, towns)


def persisted(assembly: "Assembly") -> list[Document]:
    """Documents that clients ask for by id: saved examples, and those of the desk's pages."""
    titled = {example.query: example.title for _, example in assembly.examples}
    desk = assembly.desk
    parts: list[DeskPage | WorkQueue | DeskCard] = [placed.part for placed in desk.pages]
    parts += [*(each.part for each in desk.queues), *(each.part for each in desk.cards)]
    titled = {part.document: part.title for part in parts} | titled
    texts = dict.fromkeys((*titled, *assembly.desk.readings))
    return [Document(titled.get(text, _head(text)), text, persisted=True) for text in texts]


def _compared(
    assembly: "Assembly",
    tables: Tables,
    sets: Iterable[Roles],
    seen: Mapping[Roles, Sequence[Document]],
) -> tuple[tuple[SchemaDifference, ...], tuple[DocumentChange, ...]]:
    """In a thread: narrowing and validation take tens of milliseconds for each permission set."""
    found, documents = list[SchemaDifference](), list[DocumentChange]()
    known = persisted(assembly)
    judged: dict[tuple[str, str], tuple[SchemaDifference, Validation]] = {}
    for roles, pair in pairs(assembly.shape, tables, sets).items():
        if not pair.differs:
            continue
        like = judged.get((pair.before.key, pair.after.key))
        made = like or (difference(assembly.shape, pair), _validation(assembly, pair))
        judged[pair.before.key, pair.after.key] = made
        apart, validation = SchemaDifference(roles, made[0].gained, made[0].lost), made[1]
        found.append(apart)
        asked = [*(known if len(roles) == 1 else ()), *seen.get(roles, ())]
        changes = (validation.change(each) for each in touched_by(apart, asked))
        documents += [
            DocumentChange(c.document, roles, c.breaks, c.why) for c in changes if c is not None
        ]
    return tuple(found), tuple(merged(documents))


def _validation(assembly: "Assembly", pair: Pair) -> Validation:
    return Validation(assembly.schema, assembly.shape, pair)


async def _seen(session: AsyncSession, since: dt.date) -> dict[Roles, list[Document]]:
    found: dict[Roles, list[Document]] = {}
    wanted = select(SeenOperation).where(SeenOperation.last_seen_on >= since)
    for row in await session.scalars(wanted.order_by(SeenOperation.id)):
        title = row.name or _head(row.text)
        last = row.last_seen_on.isoformat()
        made = Document(title, row.text, persisted=False, seen=row.seen, last_seen_on=last)
        found.setdefault(tuple(row.roles), []).append(made)
    return found


async def _towns(session: AsyncSession, keys: Iterable[int | None]) -> dict[int, str]:
    wanted = [key for key in keys if key is not None]
    named = select(Division.id, Division.name).where(Division.id.in_(wanted))
    return {row[0]: row[1] for row in (await session.execute(named)).all()}


def _head(text: str) -> str:
    """The name of the operation, or how the document begins."""
    if named := _NAMED.match(text):
        return named.group(1)
    return " ".join(text.split())[:60]
