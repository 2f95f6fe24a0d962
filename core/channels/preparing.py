"""Before an attempt: may it go out now, with which text, to which address."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.channels.arrangements import ChannelSettings, WebhookEndpoint
from core.channels.logbook import Withheld
from core.channels.models import Delivery, DeliveryState, SentText
from core.channels.quiet import quiet_until
from core.channels.standing import still_concerns
from core.channels.texts import filled, template_of
from core.declarations import Job
from core.identity.models import Account
from core.inbox.models import Message
from core.jobs.context import JobContext
from core.jobs.queue import enqueue
from core.outgoing import Address, Channel, Parcel, PermanentFailure


async def prepare(context: JobContext, job: Job, key: int) -> tuple[Channel, Parcel] | None:
    """What to hand over, and to which channel; None when there is nothing to do now.

    Raises PermanentFailure when it cannot be sent at all.
    """
    async with context.store.system() as session:
        delivery = await session.get_one(Delivery, key, with_for_update=True)
        if delivery.state in (DeliveryState.SENT, DeliveryState.DEAD):
            return None  # an earlier run of this job, whose worker died, or another job
        wish = await _wish(session, delivery)
        now = context.clock.now()
        if held := quiet_until(wish, delivery.kind, now):
            delivery.state, delivery.due_at = DeliveryState.HELD, held
            delivery.job_id = await enqueue(session, job, {"delivery": key}, at=held)
            return None
        channel = context.services.channels.get(delivery.channel)
        if channel is None:
            raise PermanentFailure(f"there is no channel {delivery.channel}")
        if not await still_concerns(session, context.services, delivery, context.today):
            raise Withheld("the receiver may no longer read the subject")
        text = await _text(context, session, delivery, wish)
        address, secret = await _address(session, delivery, channel, wish)
        return channel, Parcel(
            id=delivery.wire_id,
            address=address,
            subject=text.subject,
            body=text.body,
            at=now,
            key=secret,
        )


async def _wish(session: AsyncSession, delivery: Delivery) -> ChannelSettings | None:
    wanted = select(ChannelSettings).where(ChannelSettings.account_id == delivery.account_id)
    return (await session.scalars(wanted)).one_or_none()


async def _text(
    context: JobContext, session: AsyncSession, delivery: Delivery, wish: ChannelSettings | None
) -> SentText:
    """The text as it was fixed, or fixed now."""
    known = select(SentText).where(SentText.delivery_id == delivery.id)
    if (text := (await session.scalars(known)).one_or_none()) is not None:
        return text
    if wish is None:
        raise PermanentFailure("the person has no settings any more")
    message = await session.get_one(Message, delivery.message_id)
    template = await template_of(
        session, delivery.kind, delivery.channel, wish.language, context.today
    )
    subject, body = filled(template, message, context.services.settings.public_url)
    text = SentText(
        delivery_id=delivery.id, account_id=delivery.account_id, subject=subject, body=body
    )
    session.add(text)
    return text


async def _address(
    session: AsyncSession, delivery: Delivery, channel: Channel, wish: ChannelSettings | None
) -> tuple[str, str]:
    """Where it goes, and what it is signed with. Raises PermanentFailure without an address."""
    if delivery.endpoint_id is not None:
        endpoint = await session.get_one(WebhookEndpoint, delivery.endpoint_id)
        if not endpoint.active:
            raise PermanentFailure("the endpoint is switched off")
        return endpoint.url, endpoint.secret.clear()
    account = await session.get_one(Account, delivery.account_id)
    if channel.address is Address.USERNAME:
        return account.username, ""
    mail = wish.mail if wish else None
    sealed = account.phone if channel.address is Address.PHONE else mail
    if sealed is None:
        raise PermanentFailure("the person has no address for this channel")
    return sealed.clear(), ""
