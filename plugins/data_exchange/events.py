"""What the subsystem reacts to, and the jobs that it leaves behind."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select

from core.declarations import Job, Periodic
from core.jobs.context import JobContext
from core.jobs.queue import enqueue
from core.store.events import Subscriber, Written
from core.store.unit import UnitOfWork
from core.warnings.passes import pass_loaded
from plugins.data_exchange.models_staging import StagedRecord, StagedState
from plugins.data_exchange.service_confirming import MATCH
from plugins.data_exchange.service_feeds import STAGE, Mappings, feed_work
from plugins.data_exchange.service_reading import Unreadable
from plugins.data_exchange.service_staging import match, stage

AGAIN: Final = "data_exchange.again"
WARNED: Final = "data_exchange.warned"
CODES: Final = ("X1", "X2", "X3", "X4", "X5", "X6", "X7", "X8")


def _mappings(context: JobContext) -> Mappings:
    found: Mappings = context.services.plugins.contributions("exchange_mappings")
    return found


async def _stage(context: JobContext, payload: Mapping[str, Any]) -> None:
    await stage(context.session, payload["batch"], _mappings(context), context.clock)
    await enqueue(context.session, WARNED, {}, queueing_lock=WARNED)


async def _match(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Dead letters that a new code makes readable are read again; then all is matched."""
    known = await feed_work(context.session, payload["feed"], _mappings(context))
    wanted = select(StagedRecord).where(
        StagedRecord.feed_id == known.feed.id, StagedRecord.state == StagedState.DEAD
    )
    for row in (await context.session.scalars(wanted)).all():
        if not row.hash:
            try:
                found = known.reader.read({**row.payload, **(row.repaired or {})}, row.revision)
            except Unreadable:
                continue
            row.mapped, row.hash, row.natural_key = found.mapped, found.hash, found.natural_key
            row.revision, row.changed_at = found.revision, found.changed_at
            row.withdrawn, row.state = found.withdrawn, StagedState.RECEIVED
            row.fault = row.fault_field = ""
    await context.session.flush()
    await match(context.session, known, context.clock)
    await enqueue(context.session, WARNED, {}, queueing_lock=WARNED)


async def _again(context: JobContext, _payload: Mapping[str, Any]) -> None:
    """Whatever is held may find what it waited for: each feed looks again."""
    wanted = select(StagedRecord.feed_id).where(StagedRecord.state == StagedState.HELD).distinct()
    for feed in (await context.session.scalars(wanted)).all():
        await enqueue(context.session, MATCH, {"feed": feed}, lock=f"exchange:{feed}")


async def _daily(context: JobContext, _days: Sequence[dt.date]) -> None:
    await _again(context, {})


async def _warned(context: JobContext, _payload: Mapping[str, Any]) -> None:
    """Sets of rows were written past the unit of work: warnings look at them whole."""
    watching = context.services.assembly.watching
    codes = [code for code in CODES if code in watching.rules]
    await pass_loaded(watching, context.store, codes)


async def follow_enterprises(work: UnitOfWork, written: Written) -> None:
    """A new enterprise, or a new code of one: what is held for it need wait no longer."""
    telling = {"credit_code", "organisation_code", "registration_no"}
    for change in written.changes:
        if change.table == "enterprise" and telling & set(change.after):
            await enqueue(work, AGAIN, {}, queueing_lock=AGAIN)
            return


SUBSCRIBERS = [Subscriber(Written, follow_enterprises)]
JOBS: Sequence[Job] = [
    Job(name=STAGE, run=_stage),
    Job(name=MATCH, run=_match),
    Job(name=AGAIN, run=_again),
    Job(name=WARNED, run=_warned),
    Periodic(name="data_exchange.daily", run=_daily),
]
