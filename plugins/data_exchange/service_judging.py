"""Records that differ from ours, judged field by field, and the conflicts that wait for a clerk."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.register.models import ChangeSet, Registered
from plugins.data_exchange.models import SourceRank
from plugins.data_exchange.models_staging import (
    BUREAU,
    ExchangeConflict,
    FieldProvenance,
    MasterLink,
    StagedRecord,
    StagedState,
)
from plugins.data_exchange.service_reading import told
from plugins.data_exchange.service_targets import Target
from plugins.data_exchange.service_verdicts import Compared, Verdict, differing, judge, state_of

CHUNK: Final = 2_000
AHEAD: Final = dt.timedelta(minutes=5)
"""How far a partner's clock may be ahead of ours before its order is doubted."""
S: Final[Any] = StagedRecord.__table__


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Who judges what: the feed, its partner, and whether revisions order its records."""

    feed_id: int
    partner: str
    target: Target
    has_revisions: bool
    due_on: dt.date


async def judge_differing(session: AsyncSession, bench: Bench) -> None:
    """Judge every record of the feed that was found and differs."""
    authority = await authorities(session, bench.target)
    waiting = (
        select(S.c.id, S.c.natural_key, S.c.target_id, S.c.mapped, S.c.ours, S.c.changed_at,
               S.c.arrived_at)
        .where(S.c.feed_id == bench.feed_id, S.c.state == StagedState.RECEIVED)
        .order_by(S.c.id)
        .limit(CHUNK)
    )  # fmt: skip
    while rows := (await session.execute(waiting)).all():
        await _judge_some(session, bench, authority, rows)


async def authorities(session: AsyncSession, target: Target) -> dict[str, Sequence[str]]:
    """By field, which source is stronger: as decided here, else as declared."""
    declared = {each.ours: each.authority for each in target.mapping.fields}
    wanted = select(SourceRank).where(SourceRank.record == target.model.__name__)
    decided = {row.field: tuple(row.sources) for row in (await session.scalars(wanted)).all()}
    return {**declared, **decided}


async def _judge_some(
    session: AsyncSession, bench: Bench, authority: Mapping[str, Sequence[str]], rows: Sequence[Any]
) -> None:
    links = await _links(session, bench, rows)
    sources = await _sources(session, bench, rows)
    since = await _since(session, bench, rows)
    settled, conflicts = [], []
    for row in rows:
        link = links.get(row.natural_key)
        sides = Compared(
            theirs=row.mapped,
            ours=row.ours or {},
            # what was withdrawn and comes back is news, whatever it says
            last_theirs=None if link is None else {} if link.gone else link.theirs,
            last_ours=None if link is None else link.ours,
            sources=sources.get(row.target_id, {}),
            partner=bench.partner,
            doubtful_clock=not bench.has_revisions and _ahead(row),
        )
        found = {f: judge(f, sides, authority.get(f, ())) for f in differing(sides)}
        verdicts = {field: each.verdict.value for field, each in found.items()}
        settled.append({"key": row.id, "found": verdicts, "becomes": state_of(verdicts)})
        conflicts += [
            {
                "staged_id": row.id,
                "feed_id": bench.feed_id,
                "field": field,
                "ours": told(sides.ours.get(field)),
                "ours_source": sides.sources.get(field, BUREAU),
                "ours_at": since.get(row.target_id),
                "theirs": told(row.mapped[field]),
                "theirs_source": bench.partner,
                "theirs_at": row.changed_at,
                "because": each.because,
                "proposal": each.proposal,
                "due_on": bench.due_on,
                "reason": "",
                "taken_name": "",
                "version": 1,
            }
            for field, each in found.items()
            if each.verdict is Verdict.CONFLICT
        ]
    one = update(S).where(S.c.id == bindparam("key"))
    one = one.values(verdicts=bindparam("found"), state=bindparam("becomes"))
    connection = await session.connection()
    await connection.execute(one, settled)
    if conflicts:
        table: Any = ExchangeConflict.__table__
        await connection.execute(insert(table), conflicts)


def _ahead(row: Any) -> bool:
    return row.changed_at is not None and row.changed_at > row.arrived_at + AHEAD


async def _links(session: AsyncSession, bench: Bench, rows: Sequence[Any]) -> dict[str, MasterLink]:
    keys = [row.natural_key for row in rows]
    wanted = select(MasterLink).where(
        MasterLink.feed_id == bench.feed_id,
        MasterLink.natural_key.in_(keys),
        MasterLink.target_id.is_not(None),
    )
    return {link.natural_key: link for link in (await session.scalars(wanted)).all()}


async def _sources(
    session: AsyncSession, bench: Bench, rows: Sequence[Any]
) -> dict[int, dict[str, str]]:
    """By row and field, where the value was last taken from."""
    wanted = (
        select(FieldProvenance.target_id, FieldProvenance.fields, FieldProvenance.source)
        .where(
            FieldProvenance.record == bench.target.model.__name__,
            FieldProvenance.target_id.in_([row.target_id for row in rows]),
        )
        .order_by(FieldProvenance.id)
    )
    found: dict[int, dict[str, str]] = {}
    for key, fields, source in (await session.execute(wanted)).all():
        found.setdefault(key, {}).update(dict.fromkeys(fields, source))
    return found


async def _since(
    session: AsyncSession, bench: Bench, rows: Sequence[Any]
) -> dict[int, dt.datetime]:
    """When rows of ours became what they are, as far as the register tells."""
    model = bench.target.model
    if not issubclass(model, Registered):
        return {}
    wanted = (
        select(bench.target.key, ChangeSet.confirmed_at)
        .join(ChangeSet, ChangeSet.id == model.change_id)
        .where(bench.target.key.in_([row.target_id for row in rows]))
    )
    return {row[0]: row[1] for row in await session.execute(wanted)}
