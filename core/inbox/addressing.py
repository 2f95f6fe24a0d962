"""Who is told: the accounts that an audience means and that may read the subject now."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.identity.models import Account, Organisation
from core.identity.seats import seats
from core.inbox.notices import Audience, Notice
from core.jobs.context import JobContext
from core.policy.access import Access, Actor, Duty
from core.policy.rules import DecisionTable, Role
from core.policy.vocabulary import Action
from core.register.models import Division
from core.store.scope import admits


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who gets the message, and the post that is the reason."""

    account_id: int
    post: str
    post_en: str


async def addressees(context: JobContext, notice: Notice) -> list[Addressee]:
    """Everybody whom the notice concerns, each once, in order of accounts."""
    services, session = context.services, context.session
    model = next(m for m, name in services.assembly.resources.items() if name == notice.resource)
    if (subject := await session.get(model, notice.key)) is None:
        return []
    table: DecisionTable = services.live.current
    meant = await candidates(session, notice.audiences, table, context.today)
    places = {division for audience in notice.audiences for division in audience.divisions}
    found = []
    for actor in await services.actors.of_accounts(meant - set(notice.without)):
        duty = _meant(actor, notice.audiences, table)
        if duty is not None and may_read(services.access_of(actor), subject, notice.resource):
            found.append(await _addressee(session, actor, duty, places, table))
    return found


def may_read(access: Access, subject: Any, resource: str) -> bool:
    """Whether the policy lets this person read this row today."""
    reach = access.reach_of(type(subject), Action.READ)
    return access.allows(resource, Action.READ) and admits(reach, subject, access.today)


def _meant(actor: Actor, audiences: Iterable[Audience], table: DecisionTable) -> Duty | None:
    duties = (audience.duty_of(actor, table) for audience in audiences)
    return next((duty for duty in duties if duty is not None), None)


async def candidates(
    session: AsyncSession, audiences: Iterable[Audience], table: DecisionTable, day: dt.date
) -> set[int]:
    """Accounts that hold a post which an audience may mean; places are looked at afterwards."""
    found: set[int] = set()
    seat = seats(day).subquery()
    for audience in audiences:
        roles = [role for role in table.roles if audience.names(role, table)]
        held = exists().where(seat.c.account_id == Account.id, seat.c.role.in_(roles))
        if audience.enterprises:
            held = held.where(seat.c.enterprise_id.in_(audience.enterprises))
        if audience.organisations:
            held = held.where(seat.c.organisation_id.in_(audience.organisations))
        wanted = select(Account.id).where(or_(Account.id.in_(audience.accounts), held))
        found |= set(await session.scalars(wanted))
    return found


async def _addressee(
    session: AsyncSession, actor: Actor, duty: Duty, places: set[int], table: DecisionTable
) -> Addressee:
    asked = select(Division).where(Division.id.in_(places & set(duty.divisions)))
    towns = list(await session.scalars(asked.order_by(Division.id)))
    organisation = await session.get(Organisation, duty.organisation_id)
    return worded(actor, table.roles[duty.role], towns, organisation)


def worded(
    actor: Actor, role: Role, towns: Sequence[Division], organisation: Organisation | None
) -> Addressee:
    """The post in words: the towns for which it is meant, else its organisation, and the role."""
    place = "、".join(town.name for town in towns) or (organisation.name if organisation else "")
    place_en = ", ".join(town.name_en for town in towns) or place
    return Addressee(
        account_id=actor.account_id or 0,
        post=f"您是{place}{role.chinese}",
        post_en=f"You are {role.english}" + (f" ({place_en})" if place_en else ""),
    )
