"""What is written down of each attempt, and where the delivery then stands."""

import datetime as dt
import logging
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from core.channels.models import AttemptOutcome, Delivery, DeliveryAttempt, DeliveryState
from core.declarations import Job
from core.jobs.context import JobContext
from core.outgoing import NotSent, PermanentFailure, Receipt

_log = logging.getLogger("zhijian.channels")


class Withheld(PermanentFailure):
    """Whoever should get it may no longer read what it is about."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How an attempt ended, and how long it took."""

    outcome: AttemptOutcome
    told: str = ""
    code: int | None = None
    took_ms: int = 0


def failure(problem: Exception, took_ms: int) -> Ended:
    """What a failure means. One that no channel foresaw may pass by itself."""
    match problem:
        case Withheld():
            return Ended(AttemptOutcome.WITHHELD, problem.told, None, took_ms)
        case PermanentFailure():
            return Ended(AttemptOutcome.REFUSED, problem.told, problem.code, took_ms)
        case NotSent():
            return Ended(AttemptOutcome.FAILED, problem.told, problem.code, took_ms)
    return Ended(AttemptOutcome.FAILED, type(problem).__name__, None, took_ms)


async def note_success(context: JobContext, key: int, receipt: Receipt, took_ms: int) -> None:
    """In the transaction of the job, which also holds the mark that it is done."""
    ended = Ended(AttemptOutcome.SENT, code=receipt.code, took_ms=took_ms)
    now = context.clock.now()
    delivery = await _locked(context.session, key)
    delivery.state, delivery.due_at = DeliveryState.SENT, now
    await note(context.session, key, ended, now)


async def note_failure(context: JobContext, job: Job, key: int, ended: Ended) -> bool:
    """On its own, for the job's transaction will be undone; says whether it is tried again."""
    again = ended.outcome is AttemptOutcome.FAILED and context.attempt <= job.retries
    now = context.clock.now()
    pause = job.pause_s(context.attempt - 1) if again else 0
    state = DeliveryState.FAILED if again else DeliveryState.DEAD
    async with context.store.system() as session:
        delivery = await _locked(session, key)
        if delivery.state is not DeliveryState.SENT:  # a second run must not unsay the first
            delivery.state, delivery.due_at = state, now + dt.timedelta(seconds=pause)
        await note(session, key, ended, now)
    _log.warning("delivery %s: %s, %s", key, state.value, ended.told)
    return again


async def note(session: AsyncSession, key: int, ended: Ended, at: dt.datetime) -> None:
    """One line of the log."""
    session.add(
        DeliveryAttempt(
            delivery_id=key,
            at=at,
            outcome=ended.outcome,
            code=ended.code,
            took_ms=ended.took_ms,
            told=ended.told,
        )
    )
    await session.flush()


async def _locked(session: AsyncSession, key: int) -> Delivery:
    return await session.get_one(Delivery, key, with_for_update=True, populate_existing=True)
