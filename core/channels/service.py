"""Planning: which deliveries a message or a notice brings, in the transaction that makes it.

`dispatch` is for whoever makes a `Message`. It may be called again when a message got more content:
what has not gone out yet goes out with the content of that later moment, what has gone out stays as
it was, and nothing is sent twice. So a digest that grows over the day is one message, one mail.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from secrets import token_hex
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.channels.arrangements import ChannelSettings, WebhookEndpoint
from core.channels.kinds import covers, means
from core.channels.models import Delivery, DeliveryState, SentText
from core.channels.quiet import quiet_until
from core.channels.sending import DELIVER
from core.channels.standing import endpoint_actor
from core.channels.texts import endpoint_body
from core.declarations import Job
from core.identity.models import Organisation
from core.inbox.addressing import may_read
from core.inbox.models import Message
from core.inbox.notices import Notice
from core.jobs.context import JobContext
from core.jobs.queue import enqueue
from core.policy.access import Actor
from core.store.unit import UnitOfWork

WEBHOOK: Final = "webhook"


async def dispatch(work: UnitOfWork | AsyncSession, message: Message) -> None:
    """Plan the deliveries of one message; see above. Within a request it becomes a job."""
    if isinstance(work, UnitOfWork):
        await enqueue(work, DISPATCH, {"message": message.id})
    else:
        await plan(work, [message])


async def plan(session: AsyncSession, messages: Sequence[Message]) -> None:
    """What each addressee wants of it besides the inbox, held back where it is quiet there."""
    accounts = {message.account_id for message in messages}
    asked = select(ChannelSettings).where(ChannelSettings.account_id.in_(accounts))
    wishes = {wish.account_id: wish for wish in await session.scalars(asked)}
    planned = [
        _for_person(message, channel, wishes[message.account_id])
        for message in messages
        if message.account_id in wishes
        for channel in _wanted(wishes[message.account_id], message.kind)
    ]
    await _plan(session, planned)


async def plan_for_endpoints(context: JobContext, notices: Sequence[Notice]) -> None:
    """What endpoints get of notices: those whom one means, and who may read its subject."""
    session, services = context.session, context.services
    active = select(WebhookEndpoint).where(WebhookEndpoint.active)
    for endpoint in await session.scalars(active.order_by(WebhookEndpoint.id)):
        asked = [each for each in notices if means(endpoint.kinds, each.kind)]
        if not asked:
            continue
        actor = await endpoint_actor(session, services, endpoint, context.today)
        chosen = {each.event: each for each in asked if await _concerns(context, actor, each)}
        now = context.clock.now()
        planned = [_for_endpoint(endpoint, notice, now) for notice in chosen.values()]
        for delivery in await _plan(session, planned):
            notice = chosen[delivery.event]
            why = await _why(context, endpoint, notice)
            body = endpoint_body(notice, why, now, services.settings.public_url)
            session.add(SentText(delivery_id=delivery.id, account_id=None, subject="", body=body))


async def _concerns(context: JobContext, actor: Actor, notice: Notice) -> bool:
    """Whether the notice means one of the actor's posts, and its subject may be read from there."""
    services = context.services
    table = services.live.current
    if not any(audience.duty_of(actor, table) for audience in notice.audiences):
        return False
    model = next(m for m, name in services.assembly.resources.items() if name == notice.resource)
    subject = await context.session.get(model, notice.key)
    if subject is None:
        return False
    return may_read(services.access_of(actor), subject, notice.resource)


def _wanted(wish: ChannelSettings, kind: str) -> Iterable[str]:
    """The channels that a person has chosen for a kind, each once."""
    chosen = (choice.partition(":") for choice in wish.choices)
    return dict.fromkeys(channel for channel, _, wanted in chosen if covers(wanted, kind))


def _for_person(message: Message, channel: str, wish: ChannelSettings) -> dict[str, Any]:
    held = quiet_until(wish, message.kind, message.created_at)
    return {
        "message_id": message.id,
        "account_id": message.account_id,
        "endpoint_id": None,
        "channel": channel,
        "event": message.event,
        "kind": message.kind,
        "subject_type": message.subject_type,
        "subject_key": message.subject_key,
        "state": DeliveryState.HELD if held else DeliveryState.WAITING,
        "due_at": held or message.created_at,
        "created_at": message.created_at,
    }


def _for_endpoint(endpoint: WebhookEndpoint, notice: Notice, now: dt.datetime) -> dict[str, Any]:
    return {
        "message_id": None,
        "account_id": None,
        "endpoint_id": endpoint.id,
        "channel": WEBHOOK,
        "event": notice.event,
        "kind": notice.kind,
        "subject_type": notice.resource.partition(":")[2],
        "subject_key": notice.key,
        "state": DeliveryState.WAITING,
        "due_at": now,
        "created_at": now,
    }


async def _plan(session: AsyncSession, planned: list[dict[str, Any]]) -> list[Delivery]:
    """Write deliveries and their jobs, those that are not there yet; gives these."""
    if not planned:
        return []
    rows = [{**each, "wire_id": f"zj_{token_hex(16)}"} for each in planned]
    statement = insert(Delivery).values(rows).on_conflict_do_nothing().returning(Delivery)
    made = list(await session.scalars(statement))
    for delivery in made:
        held = delivery.due_at if delivery.state is DeliveryState.HELD else None
        named = {"delivery": delivery.id}
        delivery.job_id = await enqueue(session, DELIVER, named, lock=delivery.lock, at=held)
    await session.flush()
    return made


async def _why(context: JobContext, endpoint: WebhookEndpoint, notice: Notice) -> tuple[str, str]:
    body = await context.session.get_one(Organisation, endpoint.organisation_id)
    role = context.services.live.current.roles[endpoint.role]
    return (
        f"接收系统属于{body.name}（{role.chinese}）；{notice.because}",
        f"The receiving system belongs to {body.name} ({role.english}); {notice.because_en}",
    )


async def _dispatch(context: JobContext, payload: dict[str, int]) -> None:
    if (message := await context.session.get(Message, payload["message"])) is not None:
        await plan(context.session, [message])


DISPATCH: Final = Job(name="core.dispatch", run=_dispatch)
"""Its payload names a message."""
