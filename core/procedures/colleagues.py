"""Who may be handed a step: people of the actor's own organisations who hold such a post today.

A reviewed look past the rows that the actor may read: it answers with names and posts only.
"""

from dataclasses import dataclass

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotFound
from core.identity.models import Account
from core.identity.seats import seats
from core.policy.access import Access


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person of the same organisation."""

    account_id: int
    name: str
    role: str


async def colleagues_of(session: AsyncSession, access: Access) -> list[Colleague]:
    """Everybody who holds one of the actor's own roles in the same organisation, themselves out."""
    rows = await session.execute(_wanted(access).order_by(Account.name, Account.id))
    return [Colleague(account, name, role) for account, name, role in rows]


async def require_colleague(session: AsyncSession, access: Access, account_id: int) -> None:
    """Raise NotFound at `accountId` for anybody else; one's own account takes the step over."""
    if account_id == access.actor.account_id:
        return
    rows = await session.execute(_wanted(access).where(Account.id == account_id))
    if rows.first() is None:
        raise NotFound(field="accountId")


def _wanted(access: Access) -> Select[int, str, str]:
    seat = seats(access.today).subquery()
    same = or_(
        *(
            and_(seat.c.role == duty.role, seat.c.organisation_id == duty.organisation_id)
            for duty in access.actor.duties
        )
    )
    return (
        select(Account.id, Account.name, seat.c.role)
        .join(seat, seat.c.account_id == Account.id)
        .where(same, Account.id != access.actor.account_id, Account.disabled_at.is_(None))
    )
