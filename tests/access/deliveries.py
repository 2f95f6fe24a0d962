"""Deliveries of the access world: to neighbours and to a system, sent and dead, with texts."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.channels.arrangements import ChannelSettings, Language, WebhookEndpoint
from core.channels.models import (
    AttemptOutcome,
    Delivery,
    DeliveryAttempt,
    DeliveryState,
    SentText,
)
from core.channels.shipped import plant_templates
from core.inbox.models import Message
from tests.fixtures.small_world import World


async def add_deliveries(session: AsyncSession, world: World, now: dt.datetime) -> None:
    """One mail for each message, settings of who gets it, and one webhook."""
    await plant_templates(session)
    endpoint = WebhookEndpoint(
        organisation_id=world.organisations["town-a"],
        role="town.leader",
        url="https://town.example/hook",
        secret="whsec_AAAA",
        kinds=["*"],
        active=True,
        created_at=now,
    )
    session.add(endpoint)
    await session.flush()
    told = list(await session.scalars(select(Message).order_by(Message.id)))
    for number, message in enumerate(told):
        session.add(
            ChannelSettings(
                account_id=message.account_id,
                language=Language.ZH,
                choices=["mail:*"],
                quiet_from="22:00" if number else None,
                quiet_to="07:00" if number else None,
                urgent=["warning"],
            )
        )
    for number, message in enumerate((*told, None)):
        await _delivery(session, number, message, endpoint, now)


async def _delivery(
    session: AsyncSession,
    number: int,
    message: Message | None,
    endpoint: WebhookEndpoint,
    now: dt.datetime,
) -> None:
    dead = number % 2 == 0
    delivery = Delivery(
        wire_id=f"zj_{number}",
        message_id=message.id if message else None,
        account_id=message.account_id if message else None,
        endpoint_id=None if message else endpoint.id,
        channel="mail" if message else "webhook",
        event=f"told:{number}",
        kind="test",
        subject_type="Enterprise",
        subject_key=1,
        state=DeliveryState.DEAD if dead else DeliveryState.SENT,
        due_at=now,
        created_at=now,
    )
    session.add(delivery)
    await session.flush()
    session.add(
        DeliveryAttempt(
            delivery_id=delivery.id,
            at=now,
            outcome=AttemptOutcome.REFUSED if dead else AttemptOutcome.SENT,
            code=550 if dead else 250,
            took_ms=7,
            told="the mail server refuses it" if dead else "",
        )
    )
    session.add(
        SentText(
            delivery_id=delivery.id,
            account_id=delivery.account_id,
            subject=f"标题{number}",
            body=f"内容{number}",
        )
    )
    await session.flush()
