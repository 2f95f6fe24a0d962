"""Handing over: another person takes the posts of a town's or an enterprise's account."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from core.errors import Conflict, InvalidInput
from core.identity import STALE
from core.identity.accounts import require_enabled
from core.identity.credential_store import CredentialStore
from core.identity.models import Account, Post, PostDivision
from core.identity.posts import check_dates, check_reason, close_post
from core.identity.separation import Tenure, check_separation
from core.policy.vocabulary import Action, Tier
from core.store.freshness import bump
from core.store.unit import UnitOfWork

HANDED_OVER = frozenset({Tier.TOWN, Tier.ENTERPRISE})


@dataclass(frozen=True, slots=True)
class HandOver:
    """From whom to whom; `day` is the successor's first."""

    from_account_id: int
    to_account_id: int
    day: dt.date
    reason: str


@dataclass(frozen=True, slots=True)
class AccountHandedOver:
    """Event: whatever waits for the former person, waits for the successor from `day` on."""

    from_account_id: int
    to_account_id: int
    day: dt.date


async def hand_over_account(
    work: UnitOfWork, credentials: CredentialStore, handing: HandOver
) -> list[Post]:
    """End every post of one account on a day and open the same for another, divisions included.

    All in one transaction; returns the new posts. The former account stays, without these posts;
    disable it when the person leaves. Raises InvalidInput (past day, no reason, posts of another
    tier, accounts of different organisations), Conflict (disabled, nothing to hand over).
    """
    work.access.require(work.access.resources[Post], Action.ASSIGN)
    check_reason(handing.reason)
    check_dates(work, handing.day, None)
    former, successor = await _both(work, handing)
    posts = [
        held.post_id
        for held in await credentials.posts_of(work.session, former.id)
        if held.post_id and _lasts_beyond(held, handing.day)
    ]
    if not posts:
        raise Conflict(
            "该账户届时没有可移交的岗位。",
            "The account has no posts to hand over on that day.",
            code="NOTHING_TO_HAND_OVER",
        )
    made = [await _move(work, credentials, post, successor, handing) for post in posts]
    event = AccountHandedOver(former.id, successor.id, handing.day)
    await work.publish(event)
    await bump(work.session, STALE)
    return made


async def _both(work: UnitOfWork, handing: HandOver) -> tuple[Account, Account]:
    """The two accounts, locked in the order of their ids so that no two hand-overs block."""
    ids = sorted({handing.from_account_id, handing.to_account_id})
    locked = {i: await work.fetch(Account, i, Action.READ) for i in ids}
    former, successor = locked[handing.from_account_id], locked[handing.to_account_id]
    require_enabled(successor)
    if former is successor or former.organisation_id != successor.organisation_id:
        raise InvalidInput(
            "只能移交给同一机构的另一个账户。",
            "Hand over to another account of the same organisation.",
            field="toAccountId",
        )
    return former, successor


async def _move(
    work: UnitOfWork,
    credentials: CredentialStore,
    post_id: int,
    successor: Account,
    handing: HandOver,
) -> Post:
    old = await work.fetch(Post, post_id, Action.ASSIGN)
    _check_tier(work, old)
    first = max(handing.day, old.valid_from)
    new = Post(
        account_id=successor.id,
        role=old.role,
        organisation_id=old.organisation_id,
        enterprise_id=old.enterprise_id,
        valid_from=first,
        valid_to=old.valid_to,
    )
    held = await credentials.posts_of(work.session, successor.id)
    held += await credentials.duties_of(work.session, successor.id)
    check_separation(Tenure(old.role, first, old.valid_to), held, work.access.table.roles)
    close_post(old, handing.day, handing.reason)
    await work.add(new, Action.ASSIGN)
    for row in await credentials.divisions_of(work.session, old.id):
        if _lasts_beyond(row, first):
            copied = PostDivision(
                post_id=new.id,
                division_id=row.division_id,
                valid_from=max(first, row.valid_from),
                valid_to=row.valid_to,
            )
            await work.add(copied, Action.ASSIGN)
    return new


def _lasts_beyond(dated: Any, day: dt.date) -> bool:
    """Whether something is left of a dated row from `day` on."""
    return dated.valid_to is None or dated.valid_to > max(day, dated.valid_from)


def _check_tier(work: UnitOfWork, post: Post) -> None:
    role = work.access.table.roles.get(post.role)
    if role is None or role.tier not in HANDED_OVER:
        raise InvalidInput(
            "只有镇街和企业的账户可以整体移交。",
            "Only accounts of towns and enterprises are handed over.",
            field="fromAccountId",
            code="NOT_HANDED_OVER",
        )
