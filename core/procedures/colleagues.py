"""Who may be handed a step: people of the actor's own organisations who hold such a post today.

A reviewed look past the rows that the actor may read: it answers with names and posts only.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotFound
from core.identity.models import Account, Post
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
    same = or_(
        *(
            and_(Post.role == duty.role, Post.organisation_id == duty.organisation_id)
            for duty in access.actor.duties
        )
    )
    return (
        select(Account.id, Account.name, Post.role)
        .join(Post, Post.account_id == Account.id)
        .where(
            same,
            Account.id != access.actor.account_id,
            Account.disabled_at.is_(None),
            *_today(access.today),
        )
    )


def _today(day: dt.date) -> tuple[ColumnElement[bool], ...]:
    return (Post.valid_from <= day, or_(Post.valid_to.is_(None), Post.valid_to > day))
