"""Telling, reading, acknowledging."""

import logging
from typing import Any, Final

from sqlalchemy.dialects.postgresql import insert

from core.audit.announcing import Changed, announce
from core.channels.service import plan, plan_for_endpoints
from core.declarations import Job
from core.errors import Conflict
from core.inbox.addressing import Addressee, addressees
from core.inbox.events import MessageOpened
from core.inbox.models import Message
from core.inbox.notices import Notice
from core.jobs.context import JobContext
from core.jobs.queue import enqueue
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork

_log = logging.getLogger("zhijian.inbox")


async def tell(work: UnitOfWork, notice: Notice) -> None:
    """Tell whom it concerns, once this transaction is committed; in order for each subject."""
    subject = f"inbox:{notice.resource}:{notice.key}"
    await enqueue(work, TELL, notice.as_payload(), lock=subject)


async def read_message(work: UnitOfWork, key: int) -> Message:
    """Note that the addressee has read a message; again changes nothing."""
    message = await work.fetch(Message, key, Action.UPDATE)
    await _open(work, message)
    return message


async def acknowledge_message(work: UnitOfWork, key: int) -> Message:
    """Give the receipt for a message. Raises Conflict (`ALREADY_ACKNOWLEDGED`) the second time."""
    message = await work.fetch(Message, key, Action.UPDATE)
    if message.acknowledged_at is not None:
        raise Conflict(
            "该消息已签收，签收时间不能更改。",
            "The message has its receipt already; it cannot be given again.",
            field="id",
            code="ALREADY_ACKNOWLEDGED",
        )
    message.acknowledged_at = work.clock.now()
    await _open(work, message)
    return message


async def _open(work: UnitOfWork, message: Message) -> None:
    """Note when the addressee opened it, and tell of that; again is harmless."""
    if message.read_at is not None:
        return
    message.read_at = now = work.clock.now()
    opened = MessageOpened(
        message_id=message.id,
        account_id=message.account_id,
        subject_type=message.subject_type,
        subject_key=message.subject_key,
        at=now,
    )
    await work.publish(opened)


async def _deliver(context: JobContext, payload: dict[str, Any]) -> None:
    """The job: whom it concerns is found when it runs, by posts and policy of that moment."""
    notice = Notice.of(payload)
    await plan_for_endpoints(context, [notice])
    found = await addressees(context, notice)
    if not found:
        _log.info("nobody was told of %s", notice.event)
        return
    rows = [_row(notice, each, context) for each in found]
    statement = insert(Message).values(rows).on_conflict_do_nothing().returning(Message)
    made = list(await context.session.scalars(statement))
    await plan(context.session, made)
    await announce(context.session, [Changed(Message.__name__, row.id, "created") for row in made])


def _row(notice: Notice, to: Addressee, context: JobContext) -> dict[str, Any]:
    return {
        "account_id": to.account_id,
        "event": notice.event,
        "kind": notice.kind,
        "title": notice.title,
        "title_en": notice.title_en,
        "body": notice.body,
        "body_en": notice.body_en,
        "why": f"{to.post}；{notice.because}",
        "why_en": f"{to.post_en}; {notice.because_en}",
        "subject_type": notice.resource.partition(":")[2],
        "subject_key": notice.key,
        "created_at": context.clock.now(),
    }


TELL: Final = Job(name="core.tell", run=_deliver)
"""Its payload is a `Notice`."""
