"""What a data clerk confirms goes to the register: by its owner, in this very transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select

from core.errors import ZhijianError
from core.exchange_declarations import Arrival
from core.jobs.queue import enqueue
from core.policy.vocabulary import Action
from core.register.models import ChangeKind, ChangeSet
from core.register.service import confirm_change
from core.store.unit import UnitOfWork
from plugins.data_exchange import errors
from plugins.data_exchange.models import BatchState, ExchangeBatch
from plugins.data_exchange.models_staging import (
    OPEN,
    READY,
    FieldProvenance,
    MasterLink,
    StagedRecord,
    StagedState,
)
from plugins.data_exchange.service_feeds import FeedWork, Mappings, feed_work
from plugins.data_exchange.service_reading import Unreadable
from plugins.data_exchange.service_targets import Target
from plugins.data_exchange.service_verdicts import Verdict
from schema.ids import global_id

MATCH: Final = "data_exchange.match"
RULE: Final = (ExchangeBatch, Action.CONFIRM)
MOST: Final = 200
"""Records of one confirmation: it is one transaction, within one request."""


@dataclass(frozen=True)
class Confirming:
    """One confirmation: the work, the feed, and the change set of all that it writes."""

    work: UnitOfWork
    known: FeedWork
    target: Target
    change: ChangeSet
    links: Mapping[str, MasterLink]


async def confirm(
    work: UnitOfWork, batch_id: int, mappings: Mappings, most: int, version: int | None = None
) -> ExchangeBatch:
    """Enter up to `most` records of a batch that wait for nothing else. All of them, or none.

    Raises NotFound, Denied, Conflict (`FEED_STAGES_ONLY`, `RECORD_REFUSED`).
    """
    batch = await work.fetch(ExchangeBatch, batch_id, Action.CONFIRM, expected_version=version)
    wanted = (
        select(StagedRecord)
        .where(StagedRecord.batch_id == batch.id, StagedRecord.state.in_(READY))
        .order_by(StagedRecord.position)
        .limit(max(1, min(most, MOST)))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    rows = (await work.session.scalars(wanted)).all()
    known = await feed_work(work.session, batch.feed_id, mappings)
    if known.mapping.take is None:
        raise errors.no_writer(known.feed.title)
    if rows:
        await _apply(work, known, rows)
    await follow(work, batch)
    return batch


async def follow(work: UnitOfWork, batch: ExchangeBatch) -> None:
    """Say how far a batch is that this work holds."""
    await work.session.flush()
    waits = func.count().filter(StagedRecord.state.in_(OPEN))
    applied = func.count().filter(StagedRecord.state == StagedState.APPLIED)
    counted = select(waits, applied).where(StagedRecord.batch_id == batch.id)
    open_, entered = (await work.session.execute(counted)).one()
    if open_ == 0:
        batch.state = BatchState.DONE
    elif entered:
        batch.state = BatchState.PARTLY_APPLIED


async def keep_link(
    work: UnitOfWork,
    row: StagedRecord,
    known: MasterLink | None,
    ours: Mapping[str, Any],
    rule: tuple[type[Any], Action] = RULE,
) -> None:
    """Remember what both sides say now: a link is moved forward, never back."""
    link = known or MasterLink(feed_id=row.feed_id, natural_key=row.natural_key)
    link.target_id, link.revision, link.hash = row.target_id, row.revision, row.hash
    link.theirs, link.ours, link.gone = row.mapped, dict(ours), row.withdrawn
    link.batch_id, link.synced_at = row.batch_id, work.clock.now()
    await work.entail(link, *rule)


async def links_of(work: UnitOfWork, rows: Sequence[StagedRecord]) -> dict[str, MasterLink]:
    """The links of records of one feed, by natural key."""
    wanted = (
        select(MasterLink)
        .where(
            MasterLink.feed_id == rows[0].feed_id,
            MasterLink.natural_key.in_([row.natural_key for row in rows]),
        )
        .with_for_update()
    )
    return {link.natural_key: link for link in (await work.session.scalars(wanted)).all()}


async def _apply(work: UnitOfWork, known: FeedWork, rows: Sequence[StagedRecord]) -> None:
    change = await confirm_change(
        work, ChangeKind.EXCHANGE, f"data_exchange:{known.partner.code}", act=RULE[0],
        action=RULE[1],
    )  # fmt: skip
    target = Target(known.mapping)
    doing = Confirming(work, known, target, change, await links_of(work, rows))
    stale = await _changed_since(doing, rows)
    entered = []
    for row in rows:
        await work.entail(row, *RULE)
        if row.id in stale:
            row.state, row.ours, row.verdicts = StagedState.RECEIVED, None, None
            continue
        await _enter(doing, row)
        entered.append(row)
    now = await _ours(doing, entered)
    for row in entered:
        said = now.get(row.id, {}) or row.mapped
        await keep_link(work, row, doing.links.get(row.natural_key), said)
    if stale:
        await enqueue(work, MATCH, {"feed": known.feed.id}, lock=f"exchange:{known.feed.id}")


async def _enter(doing: Confirming, row: StagedRecord) -> None:
    """Hand one record to its owner, and note where its values are from."""
    arrival = _arrival(doing, row)
    act = doing.known.mapping.withdraw if row.withdrawn else doing.known.mapping.take
    if act is None:
        raise errors.no_writer(doing.known.feed.title)
    try:
        made = await act(doing.work, arrival)
    except ZhijianError as problem:
        raise errors.cannot_apply(row.position, str(problem)) from problem
    row.target_id, row.state = made.id, StagedState.APPLIED
    row.settled_at, row.settled_by = doing.work.clock.now(), doing.work.access.actor.account_id
    record = doing.target.model.__name__
    told = FieldProvenance(
        record=record,
        target_id=made.id,
        subject=global_id(record, made.id),
        fields=["withdrawn"] if row.withdrawn else list(arrival.values),
        source=doing.known.partner.code,
        batch_id=row.batch_id,
        change_set_id=doing.change.id,
        recorded_at=doing.work.clock.now(),
    )
    await doing.work.entail(told, *RULE)


def _arrival(doing: Confirming, row: StagedRecord) -> Arrival:
    try:
        said = doing.known.reader.read({**row.payload, **(row.repaired or {})}, 0).values
    except Unreadable as problem:  # a code was taken out of the table since
        raise errors.cannot_apply(row.position, problem.why) from problem
    verdicts = row.verdicts or {}
    is_new = row.target_id is None
    taken = {k: v for k, v in said.items() if is_new or verdicts.get(k) == Verdict.TAKE}
    return Arrival(
        values=taken,
        said=said,
        key=row.target_id,
        enterprise_id=row.enterprise_id,
        source=doing.known.partner.code,
        change=doing.change,
        act=RULE,
    )


async def _ours(doing: Confirming, rows: Sequence[StagedRecord]) -> dict[int, Mapping[str, Any]]:
    """What the register says now, by staged record."""
    await doing.work.session.flush()
    target, staged = doing.target, StagedRecord
    wanted = (
        target.joined(select(staged.id, target.ours(staged).label("ours")))
        .join(staged, target.key == staged.target_id)
        .where(staged.id.in_([row.id for row in rows]))
    )
    found = await doing.work.session.execute(wanted)
    return {row.id: row.ours for row in found}


async def _changed_since(doing: Confirming, rows: Sequence[StagedRecord]) -> set[int]:
    """Records whose row of ours is no longer what it was when the two were compared."""
    now = await _ours(doing, [row for row in rows if row.target_id is not None])
    return {row.id for row in rows if row.id in now and row.ours and row.ours != now[row.id]}
