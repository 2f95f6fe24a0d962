"""Staging a batch: read, checked against its contract, laid down record by record, matched."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import BUSINESS_ZONE, Clock, business_date
from core.deadlines.service import calendar_of
from core.errors import InvalidInput
from plugins.data_exchange.models import BatchState, ExchangeBatch, ExchangeFeed, ExchangeFile
from plugins.data_exchange.models_staging import OPEN, StagedRecord, StagedState
from plugins.data_exchange.service_feeds import FeedWork, Mappings, feed_work
from plugins.data_exchange.service_formats import FAULT, opened, read_records
from plugins.data_exchange.service_judging import Bench, judge_differing
from plugins.data_exchange.service_matching import Matching
from plugins.data_exchange.service_reading import Unreadable, outcome_of
from plugins.data_exchange.service_targets import Target

CHUNK: Final = 5_000
LARGE: Final = 2_000
PATIENCE: Final = 5
"""Working days after which a held record or a conflict is a warning."""
S: Final[Any] = StagedRecord.__table__


async def stage(session: AsyncSession, batch_id: int, mappings: Mappings, clock: Clock) -> None:
    """Stage and match one batch, in a system session: all of it or nothing."""
    batch = (
        await session.scalars(
            select(ExchangeBatch).where(ExchangeBatch.id == batch_id).with_for_update()
        )
    ).one()
    if batch.state is not BatchState.RECEIVED:
        return
    known = await feed_work(session, batch.feed_id, mappings)
    file = await session.get_one(ExchangeFile, batch.id)
    try:
        records = read_records(opened(file.content), known.feed.format)
        _check(known, batch, records)
    except InvalidInput as problem:
        batch.state, batch.fault = BatchState.REJECTED, str(problem)
        return
    rows = staged_rows(known, batch, records)
    batch.total, batch.dead = len(rows), sum(row["state"] is StagedState.DEAD for row in rows)
    batch.outcome = outcome_of([(r["natural_key"], r["revision"], r["hash"]) for r in rows])
    batch.state = BatchState.MATCHED
    _tell_health(known.feed, batch, rows)
    await session.flush()
    connection = await session.connection()
    for first in range(0, len(rows), CHUNK):
        await connection.execute(insert(S), rows[first : first + CHUNK])
    known.feed.missing = await _missing(session, batch.feed_id)
    if len(rows) > LARGE:
        # the planner has no statistics of rows that this transaction has written: it would take
        # them for none, and look at every pair
        await connection.execute(select(func.set_config("enable_nestloop", "off", True)))
    await match(session, known, clock)


async def match(session: AsyncSession, known: FeedWork, clock: Clock) -> None:
    """Match all that is received and not matched of a feed, and bring its batches up to date."""
    today, target = business_date(clock), Target(known.mapping)
    late = (await calendar_of(session)).working_days_after(today, PATIENCE)
    matching = Matching(session, known.feed.id, target, clock.now(), late)
    await matching.look_again()
    await matching.order()
    await matching.find()
    bench = Bench(
        feed_id=known.feed.id,
        partner=known.partner.code,
        target=target,
        has_revisions=bool(known.contract.revision_column),
        due_on=late,
    )
    await judge_differing(session, bench)
    await matching.link_equal()
    await follow_batches(session, known.feed.id)


async def follow_batches(session: AsyncSession, feed_id: int) -> None:
    """What became of the records is what the state of their batch says."""
    waits = func.count().filter(S.c.state.in_(OPEN))
    applied = func.count().filter(S.c.state == StagedState.APPLIED)
    counted = (
        select(S.c.batch_id, waits.label("waits"), applied.label("applied"))
        .where(S.c.feed_id == feed_id)
        .group_by(S.c.batch_id)
        .subquery()
    )
    batches: Any = ExchangeBatch.__table__
    for state, when in (
        (BatchState.DONE, counted.c.waits == 0),
        (BatchState.PARTLY_APPLIED, (counted.c.waits > 0) & (counted.c.applied > 0)),
    ):
        await session.execute(
            update(batches)
            .values(state=state, version=batches.c.version + 1)
            .where(batches.c.id == counted.c.batch_id, batches.c.state != state, when)
        )


def staged_rows(
    known: FeedWork, batch: ExchangeBatch, records: Sequence[Mapping[str, str]]
) -> list[dict[str, Any]]:
    """Every record as a row: understood, or a dead letter with the reason."""
    return [
        staged_row(known, batch, position, payload) for position, payload in enumerate(records, 1)
    ]


def staged_row(
    known: FeedWork, batch: ExchangeBatch, position: int, payload: Mapping[str, str]
) -> dict[str, Any]:
    """One record as a row."""
    order = batch.id * 10_000_000 + position
    row: dict[str, Any] = {
        "batch_id": batch.id,
        "feed_id": batch.feed_id,
        "position": position,
        "payload": known.reader.kept(payload),
        "arrived_at": batch.received_at,
        "held_for": "",
        "version": 1,
    }
    try:
        found = known.reader.read(payload, order)
    except Unreadable as problem:
        key, revision = known.reader.key_of_dead(payload, order)
        return row | {
            "natural_key": key,
            "mapped": {},
            "hash": "",
            "revision": revision,
            "changed_at": None,
            "withdrawn": False,
            "state": StagedState.DEAD,
            "fault_field": problem.column,
            "fault": problem.why,
        }
    return row | {
        "natural_key": found.natural_key,
        "mapped": found.mapped,
        "hash": found.hash,
        "revision": found.revision,
        "changed_at": found.changed_at,
        "withdrawn": found.withdrawn,
        "state": StagedState.RECEIVED,
        "fault_field": "",
        "fault": "",
    }


def _check(known: FeedWork, batch: ExchangeBatch, records: Sequence[Mapping[str, str]]) -> None:
    """Counts and columns against what was declared. Raises InvalidInput."""
    if batch.declared is not None and batch.declared != len(records):
        raise InvalidInput(
            f"清单称{batch.declared}条，实到{len(records)}条。",
            f"{batch.declared} were declared, {len(records)} came.",
            field="declared",
        )
    came = {name for record in records for name in record} - {FAULT}
    contract = set(known.contract.columns)
    lacking = sorted(contract - came) if came else []
    batch.drift = [f"+{n}" for n in sorted(came - contract)] + [f"-{n}" for n in lacking]
    if lost := [name for name in known.contract.required if name in lacking]:
        raise InvalidInput(
            f"缺少必需的列：{'、'.join(lost)}。",
            f"Required columns are missing: {', '.join(lost)}.",
            field="columns",
        )


def _tell_health(
    feed: ExchangeFeed, batch: ExchangeBatch, rows: Sequence[Mapping[str, Any]]
) -> None:
    """What the batch says about how the feed is doing: warnings look at nothing else."""
    total, usual = len(rows), feed.usual_count
    feed.last_received_at = batch.received_at
    if feed.every_days:
        day = batch.received_at.astimezone(BUSINESS_ZONE).date()
        feed.expected_on = day + dt.timedelta(days=feed.every_days)
    feed.deviation = abs(total - usual) * 100 // usual if usual else 0
    feed.usual_count = (usual * 4 + total) // 5 if usual else total
    feed.drifted = len(batch.drift)
    feed.rejected_permille = batch.dead * 1_000 // total if total else 0
    moments = [row["changed_at"] for row in rows if row["changed_at"] is not None]
    if moments:
        behind = (batch.received_at - max(moments)).total_seconds() // 60
        feed.lag_minutes, feed.skew_minutes = max(0, int(behind)), max(0, int(-behind))


async def _missing(session: AsyncSession, feed_id: int) -> list[int]:
    """Numbers that the partner has used before the last one and that never came: the first 100."""
    wanted = select(ExchangeBatch.number).where(
        ExchangeBatch.feed_id == feed_id,
        ExchangeBatch.number.is_not(None),
        ExchangeBatch.state != BatchState.REJECTED,
    )
    came = {number for number in (await session.scalars(wanted)).all() if number is not None}
    gaps = set(range(min(came), max(came))) - came if came else set()
    return sorted(gaps)[:100]
