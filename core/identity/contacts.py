"""Where posts are held: organisations, never persons.

A reviewed look past the rows that the actor may read. Posts of enterprises and of the public are
never told; those of towns and stations only where they answer for the divisions in question.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import and_, or_, select

from core.clock import business_date
from core.identity.models import Organisation, Post, PostDivision
from core.identity.seats import in_force
from core.policy.rules import Role
from core.policy.vocabulary import Tier
from core.store.engine import Store

SILENT = frozenset({Tier.ENTERPRISE, Tier.PUBLIC})
LOCAL = frozenset({Tier.TOWN, Tier.STATION})
MOST = 3
"""Organisations named for one role."""


async def places_of(
    store: Store, roles: Collection[Role], divisions: Collection[int]
) -> Mapping[str, Sequence[str]]:
    """Role -> names of organisations in which it is held today."""
    today = business_date(store.clock)
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
    async with store.system() as session:
        for role, name in (await session.execute(held)).all():
            found.setdefault(role, []).append(name)
    return {role: names[:MOST] for role, names in found.items()}
