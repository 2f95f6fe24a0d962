"""Where posts are held: organisations, never persons.

A reviewed look past the rows that the actor may read. Posts of enterprises and of the public are
never told; those of towns and stations only where they answer for the divisions in question.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.identity.models import Organisation, Post, PostDivision
from core.identity.seats import in_force
from core.policy.rules import Role
from core.policy.vocabulary import Tier

SILENT = frozenset({Tier.ENTERPRISE, Tier.PUBLIC})
LOCAL = frozenset({Tier.TOWN, Tier.STATION})
MOST = 3
"""Organisations named for one role."""


async def places_of(
    session: AsyncSession, roles: Collection[Role], divisions: Collection[int], today: dt.date
) -> Mapping[str, Sequence[str]]:
    """Role -> names of organisations in which it is held today; in a system session."""
    local = [role.name for role in roles if role.tier in LOCAL]
    wide = [role.name for role in roles if role.tier not in LOCAL | SILENT]

    near = select(PostDivision.post_id).where(
        PostDivision.division_id.in_(divisions), in_force(PostDivision, today)
    )
    held = (
        select(Post.role, Organisation.name)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .where(
            in_force(Post, today),
            or_(Post.role.in_(wide), and_(Post.role.in_(local), Post.id.in_(near))),
        )
        .distinct()
        .order_by(Post.role, Organisation.name)
    )
    found: dict[str, list[str]] = {}
    for role, name in (await session.execute(held)).all():
        found.setdefault(role, []).append(name)
    return {role: names[:MOST] for role, names in found.items()}
