"""Whether somebody may be told now: an account, or the people of a role at an organisation."""

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.channels.arrangements import WebhookEndpoint
from core.channels.models import Delivery
from core.identity.models import Post
from core.identity.seats import in_force
from core.inbox.addressing import may_read
from core.policy.access import Actor


async def endpoint_actor(
    session: AsyncSession, services: Any, endpoint: WebhookEndpoint, day: dt.date
) -> Actor:
    """Whom an endpoint stands for: the posts of its role at its organisation, without a person.

    Nobody in the post: no duties, and so nothing that may be read.
    """
    held = select(Post.account_id).where(
        Post.role == endpoint.role,
        Post.organisation_id == endpoint.organisation_id,
        in_force(Post, day),
    )
    people = await services.actors.of_accounts(set(await session.scalars(held)))
    duties = dict.fromkeys(
        duty
        for person in people
        for duty in person.duties
        if (duty.role, duty.organisation_id) == (endpoint.role, endpoint.organisation_id)
    )
    return Actor(None, "", "", tuple(duties))


async def still_concerns(
    session: AsyncSession, services: Any, delivery: Delivery, day: dt.date
) -> bool:
    """Whether the receiver may read the subject of a delivery, by posts and policy of now."""
    model, resource = next(
        (model, name)
        for model, name in services.assembly.resources.items()
        if name.partition(":")[2] == delivery.subject_type
    )
    if (subject := await session.get(model, delivery.subject_key)) is None:
        return False
    if delivery.endpoint_id is not None:
        endpoint = await session.get_one(WebhookEndpoint, delivery.endpoint_id)
        actor = await endpoint_actor(session, services, endpoint, day)
    else:
        found = await services.actors.of_accounts([delivery.account_id])
        if not found:
            return False
        (actor,) = found
    return may_read(services.access_of(actor), subject, resource)
