"""What the queue has given up, such as what killed its workers, becomes a dead letter."""

from typing import Any, Final

from sqlalchemy import select

from core.channels.logbook import Ended, note
from core.channels.models import AttemptOutcome, Delivery, DeliveryState
from core.declarations import Periodic
from core.jobs.context import JobContext
from core.jobs.models import JobState, QueuedJob

UNSETTLED: Final = (DeliveryState.WAITING, DeliveryState.HELD, DeliveryState.FAILED)
IN_HAND: Final = (JobState.WAITING, JobState.RUNNING)


async def _settle(context: JobContext, _days: Any) -> None:
    session, now = context.session, context.clock.now()
    in_hand = select(QueuedJob.id).where(QueuedJob.state.in_(IN_HAND))
    lost = select(Delivery).where(Delivery.state.in_(UNSETTLED), Delivery.job_id.not_in(in_hand))
    for delivery in (await session.scalars(lost.with_for_update(skip_locked=True))).all():
        delivery.state, delivery.due_at = DeliveryState.DEAD, now
        given_up = Ended(AttemptOutcome.FAILED, "its job was given up")
        await note(session, delivery.id, given_up, now)


SETTLE: Final = Periodic(name="core.settle_deliveries", run=_settle)
"""Every day, so that nothing waits for ever without anybody knowing."""
