"""Sending: one attempt at one delivery.

The text is fixed and committed before the first attempt, so every attempt sends the same bytes
under the same id. Only after the receiver's answer is a delivery SENT, in the transaction that also
holds the mark that the job is done. Whoever dies in between leaves a job that runs again.
"""

from typing import Final

from core.channels.logbook import failure, note_failure, note_success
from core.channels.preparing import prepare
from core.declarations import Job
from core.jobs.context import JobContext
from core.outgoing import TemporaryFailure


async def _deliver(context: JobContext, payload: dict[str, int]) -> None:
    key, began = payload["delivery"], context.clock.monotonic()
    try:
        ready = await prepare(context, DELIVER, key)
        if ready is None:
            return
        channel, parcel = ready
        receipt = await channel.send(parcel)
    except Exception as problem:  # noqa: BLE001  whatever a channel raises, it was not sent
        ended = failure(problem, _since(context, began))
        if await note_failure(context, DELIVER, key, ended):
            # not what others may have said, which may hold an address
            raise TemporaryFailure(ended.told, ended.code) from None
        return
    await note_success(context, key, receipt, _since(context, began))


def _since(context: JobContext, began: float) -> int:
    return round((context.clock.monotonic() - began) * 1000)


DELIVER: Final = Job(name="core.deliver", run=_deliver, retries=9, patience_s=15, lane="deliveries")
"""Its payload names a delivery. Ten attempts in two hours, with growing pauses."""
