"""Dead letters: an operator lets one go out again."""

from core.channels.models import Delivery, DeliveryState
from core.channels.sending import DELIVER
from core.errors import Conflict
from core.jobs.queue import enqueue
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork


async def resend_delivery(work: UnitOfWork, key: int) -> Delivery:
    """Let a dead letter wait again, with all its attempts, under its old id and with its old text.

    It goes out after what waits for the same endpoint and object by now. Raises Conflict
    (`DELIVERY_NOT_DEAD`).
    """
    delivery = await work.fetch(Delivery, key, Action.UPDATE)
    if delivery.state is not DeliveryState.DEAD:
        raise Conflict(
            "该投递没有失败，无须重新发送。",
            "The delivery has not failed for good; it needs no second sending.",
            field="id",
            code="DELIVERY_NOT_DEAD",
        )
    delivery.state, delivery.due_at = DeliveryState.WAITING, work.clock.now()
    delivery.job_id = await enqueue(work, DELIVER, {"delivery": key}, lock=delivery.lock)
    return delivery
