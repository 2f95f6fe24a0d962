"""What a data clerk does with what waits: conflicts, dead letters, several candidates, codes."""

from collections.abc import Mapping

from sqlalchemy import select

from core.errors import InvalidInput
from core.jobs.queue import enqueue
from core.policy.vocabulary import Action
from core.register.models import Enterprise
from core.register.places import readable
from core.register.service import filled
from core.store.base import Base
from core.store.unit import UnitOfWork
from plugins.data_exchange import errors
from plugins.data_exchange.models import CodeMap, ExchangeBatch, ExchangeFeed
from plugins.data_exchange.models_staging import (
    OPEN,
    ExchangeConflict,
    Side,
    StagedRecord,
    StagedState,
)
from plugins.data_exchange.service_confirming import MATCH, follow, keep_link, links_of
from plugins.data_exchange.service_feeds import Mappings, feed_work
from plugins.data_exchange.service_reading import Unreadable
from plugins.data_exchange.service_verdicts import Verdict, state_of

DECIDE = (ExchangeConflict, Action.DECIDE)


async def take(work: UnitOfWork, key: int, version: int | None) -> ExchangeConflict:
    """Take a conflict in hand: others see who has it. Raises Conflict (`CONFLICT_TAKEN`)."""
    conflict = await _open_conflict(work, key, version)
    conflict.taken_by, conflict.taken_at = work.access.actor.account_id, work.clock.now()
    conflict.taken_name = work.access.actor.name
    return conflict


async def release(work: UnitOfWork, key: int, version: int | None) -> ExchangeConflict:
    """Give it back. Raises Conflict (`CONFLICT_TAKEN`) for somebody else's."""
    conflict = await _open_conflict(work, key, version)
    conflict.taken_by = conflict.taken_at = None
    conflict.taken_name = ""
    return conflict


async def decide(work: UnitOfWork, key: int, side: Side, version: int | None) -> ExchangeConflict:
    """Whose value stands, for the reason that the work states. The last one settles the record.

    Raises NotFound, InvalidInput, Conflict (`CONFLICT_TAKEN`, `STAGED_SETTLED`).
    """
    reason = filled(work.reason, "reason")
    if side is Side.OVERTAKEN:
        raise InvalidInput("请选择一方。", "Choose one of the two sides.", field="side")
    conflict = await _open_conflict(work, key, version)
    conflict.side, conflict.reason = side, reason
    conflict.decided_by, conflict.decided_at = work.access.actor.account_id, work.clock.now()
    row = await _staged(work, conflict.staged_id)
    await work.entail(row, *DECIDE)
    verdict = Verdict.TAKE if side is Side.THEIRS else Verdict.KEEP
    verdicts = {**(row.verdicts or {}), conflict.field: verdict.value}
    row.verdicts, row.state = verdicts, state_of(verdicts)
    if row.state is StagedState.KEPT:
        await _settle(work, row, DECIDE)
    return conflict


async def repair(
    work: UnitOfWork, key: int, columns: Mapping[str, str], mappings: Mappings
) -> StagedRecord:
    """Read columns of a dead letter otherwise; what came stays as it came.

    Raises NotFound, InvalidInput where it still cannot be read, Conflict (`STAGED_SETTLED`).
    """
    filled(work.reason, "reason")
    row = await work.fetch(StagedRecord, key, Action.UPDATE)
    if row.state is not StagedState.DEAD:
        raise errors.settled_already()
    known = await feed_work(work.session, row.feed_id, mappings)
    repaired = {**(row.repaired or {}), **columns}
    try:
        found = known.reader.read({**row.payload, **repaired}, row.revision)
    except Unreadable as problem:
        raise InvalidInput(
            f"{problem.column}：{problem.why}",
            f"It still cannot be read: {problem.column}.",
            field="columns",
        ) from problem
    row.repaired, row.mapped, row.hash = repaired, found.mapped, found.hash
    row.natural_key, row.revision = found.natural_key, found.revision
    row.changed_at, row.withdrawn = found.changed_at, found.withdrawn
    row.state, row.fault, row.fault_field = StagedState.RECEIVED, "", ""
    await match_later(work, row.feed_id)
    return row


async def pick(work: UnitOfWork, key: int, enterprise_id: int, version: int | None) -> StagedRecord:
    """Say which of several enterprises is meant. Raises NotFound, Conflict (`STAGED_SETTLED`)."""
    row = await work.fetch(StagedRecord, key, Action.UPDATE, expected_version=version)
    if row.state not in (StagedState.AMBIGUOUS, StagedState.HELD):
        raise errors.settled_already()
    firm = await readable(work, Enterprise, enterprise_id, "enterpriseId")
    row.enterprise_id, row.state = firm.id, StagedState.RECEIVED
    await match_later(work, row.feed_id)
    return row


async def set_aside(work: UnitOfWork, key: int, version: int | None) -> StagedRecord:
    """Nothing is to come of a record, for the reason that the work states; it stays visible.

    Raises NotFound, InvalidInput, Conflict (`STAGED_SETTLED`).
    """
    reason = filled(work.reason, "reason")
    row = await work.fetch(StagedRecord, key, Action.UPDATE, expected_version=version)
    if row.state not in OPEN:
        raise errors.settled_already()
    wanted = select(ExchangeConflict).where(
        ExchangeConflict.staged_id == row.id, ExchangeConflict.side.is_(None)
    )
    for conflict in (await work.session.scalars(wanted.with_for_update())).all():
        await work.entail(conflict, StagedRecord, Action.UPDATE)
        conflict.side, conflict.decided_at = Side.OVERTAKEN, work.clock.now()
    row.state, row.fault = StagedState.DISCARDED, reason
    await _settle(work, row, (StagedRecord, Action.UPDATE))
    return row


async def map_code(work: UnitOfWork, feed_id: int, column: str, theirs: str, ours: str) -> CodeMap:
    """Say what a partner's code means here; dead letters that wait for it are read again."""
    await readable(work, ExchangeFeed, feed_id, "feedId")
    wanted = select(CodeMap.id).where(
        CodeMap.feed_id == feed_id, CodeMap.column_name == column, CodeMap.theirs == theirs
    )
    if (known := (await work.session.scalars(wanted)).first()) is not None:
        row = await work.fetch(CodeMap, known, Action.UPDATE)
        row.ours = filled(ours, "ours")
    else:
        row = CodeMap(
            feed_id=feed_id,
            column_name=filled(column, "column"),
            theirs=filled(theirs, "theirs"),
            ours=filled(ours, "ours"),
            version=1,
        )
        await work.add(row, Action.UPDATE)
    await match_later(work, feed_id)
    return row


async def match_later(work: UnitOfWork, feed_id: int) -> None:
    """Leave a job that reads dead letters again and matches what is not matched."""
    await enqueue(work, MATCH, {"feed": feed_id}, lock=f"exchange:{feed_id}")


async def _open_conflict(work: UnitOfWork, key: int, version: int | None) -> ExchangeConflict:
    conflict = await work.fetch(ExchangeConflict, key, Action.DECIDE, expected_version=version)
    if conflict.side is not None:
        raise errors.settled_already()
    if conflict.taken_by not in (None, work.access.actor.account_id):
        raise errors.taken_by(conflict.taken_name)
    return conflict


async def _staged(work: UnitOfWork, key: int) -> StagedRecord:
    wanted = select(StagedRecord).where(StagedRecord.id == key).with_for_update()
    wanted = wanted.execution_options(populate_existing=True)
    return (await work.session.scalars(wanted)).one()


async def _settle(work: UnitOfWork, row: StagedRecord, rule: tuple[type[Base], Action]) -> None:
    """Nothing waits any more: remember what was said, so that the same does not come up again."""
    row.settled_at, row.settled_by = work.clock.now(), work.access.actor.account_id
    if row.natural_key:
        link = (await links_of(work, [row])).get(row.natural_key)
        await keep_link(work, row, link, row.ours or row.mapped, rule)
    wanted = select(ExchangeBatch).where(ExchangeBatch.id == row.batch_id).with_for_update()
    batch = (await work.session.scalars(wanted)).one()
    await work.entail(batch, *rule)
    await follow(work, batch)
