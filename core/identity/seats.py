"""Who acts where on a day: holders of posts, stand-ins for them, and holders of extra duties.

The one place that says which dated rows give rights: signing in, addressing messages and handing
on steps all read these seats.
"""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Date, Text, and_, cast, null, or_, select
from sqlalchemy import union_all as both
from sqlalchemy.orm import aliased

from core.identity.models import Account, Post, PostDivision, TemporaryDuty

Seats = CompoundSelect[*tuple[Any, ...]]


def seats(day: dt.date, account: Any = None) -> Seats:
    """Every seat on a day, or those of one account: a column to correlate with, or a number.

    Columns: post_id, account_id, role, organisation_id, enterprise_id, stands_for, until.
    """
    holder = aliased(Account)
    place = (Post.organisation_id, Post.enterprise_id)
    held = select(
        Post.id.label("post_id"),
        Post.account_id.label("account_id"),
        Post.role.label("role"),
        *place,
        cast(null(), Text).label("stands_for"),
        cast(null(), Date).label("until"),
    ).where(in_force(Post, day))
    other = and_(holder.id == Post.account_id, Post.account_id != TemporaryDuty.account_id)
    temporary = (
        select(
            Post.id,
            TemporaryDuty.account_id,
            TemporaryDuty.role,
            *place,
            holder.name,
            TemporaryDuty.valid_to,
        )
        .join(Post, Post.id == TemporaryDuty.post_id)
        .outerjoin(holder, other)
        .where(in_force(Post, day), in_force(TemporaryDuty, day))
        .where(TemporaryDuty.confirmed_at.is_not(None))
    )
    if account is not None:
        held = held.where(Post.account_id == account)
        temporary = temporary.where(TemporaryDuty.account_id == account)
    every: Any = both(held, temporary)  # the checkers differ on the type of a union
    found: Seats = every
    return found


def in_force(dated: type[Post | PostDivision | TemporaryDuty], day: dt.date) -> ColumnElement[bool]:
    """Whether a dated row holds on a day, as a condition."""
    return and_(dated.valid_from <= day, or_(dated.valid_to.is_(None), dated.valid_to > day))
