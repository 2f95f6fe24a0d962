"""Stand-ins during leave, and extra duties for a time: one officer appoints, another confirms.

Both are rows with an end, and every reading of rights looks at it (core/identity/seats.py): nothing
has to run for them to end.
"""

import datetime as dt
from dataclasses import dataclass

from core.errors import Conflict, InvalidInput
from core.identity import STALE
from core.identity.accounts import organisation_in_force, require_enabled
from core.identity.credential_store import CredentialStore
from core.identity.models import Account, DutyKind, Organisation, Post, TemporaryDuty
from core.identity.posts import check_dates, check_reason, check_role
from core.identity.separation import Tenure, check_separation, overlap
from core.policy.vocabulary import Action
from core.store.freshness import bump
from core.store.unit import UnitOfWork


@dataclass(frozen=True, slots=True)
class Term:
    """`first <= day < end`, why, and how many days the settings allow at most."""

    first: dt.date
    end: dt.date
    reason: str
    longest: int


@dataclass(frozen=True, slots=True)
class DutyWanted:
    """Event: somebody is to act on the place of a post. Whoever objects, raises."""

    account_id: int
    post_id: int
    role: str


async def appoint_stand_in(
    work: UnitOfWork,
    credentials: CredentialStore,
    account_id: int,
    post_id: int,
    term: Term,
) -> TemporaryDuty:
    """Let an account act in place of a post's holder, once the other officer has confirmed it.

    Raises InvalidInput (dates, no reason, another enterprise), NotFound, Conflict (`POST_ENDED`,
    `OWN_POST`, `DISABLED`, `INCOMPATIBLE_POSTS`, `STANDS_IN_ALREADY`, `SAME_PERSON_NEEDED`).
    """
    post = await _post(work, post_id, term)
    if post.account_id == account_id:
        raise Conflict(
            "不能代理自己的岗位。",
            "Nobody stands in for oneself.",
            field="accountId",
            code="OWN_POST",
        )
    duty = _duty(work, post, account_id, post.role, DutyKind.STAND_IN, term)
    return await _appoint(work, credentials, post, duty)


async def grant_duty(
    work: UnitOfWork,
    credentials: CredentialStore,
    post_id: int,
    role: str,
    term: Term,
) -> TemporaryDuty:
    """Give the holder of a post another role on the same place, for a time.

    Raises as `appoint_stand_in` does.
    """
    post = await _post(work, post_id, term)
    duty = _duty(work, post, post.account_id, role, DutyKind.EXTRA, term)
    return await _appoint(work, credentials, post, duty)


async def confirm_duty(
    work: UnitOfWork, credentials: CredentialStore, duty_id: int, expected_version: int | None
) -> TemporaryDuty:
    """Put it in force: the second person looks again at everything. Raises Conflict, Denied."""
    duty = await work.fetch(
        TemporaryDuty, duty_id, Action.CONFIRM, expected_version=expected_version
    )
    actor = work.access.actor.account_id
    if actor in (duty.appointed_by, duty.account_id):
        raise Conflict(
            "须由另一位管理员确认。", "Another officer confirms it.", code="SECOND_PERSON_NEEDED"
        )
    if duty.confirmed_at is not None or duty.ended_reason is not None:
        raise Conflict("该代理或授权已有决定。", "It is decided already.", code="DECIDED")
    if duty.valid_to <= work.today:
        raise Conflict("期限已过。", "Its days are over.", code="POST_ENDED")
    post = await work.fetch(Post, duty.post_id, Action.READ)
    await _check(work, credentials, post, duty)
    duty.confirmed_by, duty.confirmed_at = actor, work.clock.now()
    await work.session.flush()
    await bump(work.session, STALE)
    return duty


async def end_duty(work: UnitOfWork, duty_id: int, day: dt.date, reason: str) -> TemporaryDuty:
    """End it early, or decline it: `day` is the first one without it; today ends it at once.

    Raises InvalidInput for a day in the past or no reason, Conflict when it has ended by then.
    """
    check_reason(reason)
    check_dates(work, day, None)
    duty = await work.fetch(TemporaryDuty, duty_id, Action.WITHDRAW)
    if duty.valid_to <= day or duty.ended_reason is not None:
        raise Conflict("届时已结束。", "It has ended by then.", code="POST_ENDED")
    duty.valid_to = max(day, duty.valid_from)
    duty.ended_reason = reason.strip()
    await work.session.flush()
    await bump(work.session, STALE)
    return duty


async def _post(work: UnitOfWork, post_id: int, term: Term) -> Post:
    """The post, in force on all of the days; the days themselves are checked first."""
    check_dates(work, term.first, term.end)
    if (term.end - term.first).days > term.longest:
        raise InvalidInput(
            f"一次至多 {term.longest} 天。",
            f"At most {term.longest} days at once.",
            field="validTo",
            code="TOO_LONG",
        )
    post = await work.fetch(Post, post_id, Action.READ)
    if post.valid_from > term.first or (post.valid_to and post.valid_to < term.end):
        raise Conflict(
            "该岗位在此期间并不始终在任。",
            "The post is not in force on all of these days.",
            field="postId",
            code="POST_ENDED",
        )
    return post


def _duty(
    work: UnitOfWork,
    post: Post,
    account_id: int,
    role: str,
    kind: DutyKind,
    term: Term,
) -> TemporaryDuty:
    check_reason(term.reason)
    return TemporaryDuty(
        account_id=account_id,
        post_id=post.id,
        role=role,
        kind=kind,
        valid_from=term.first,
        valid_to=term.end,
        reason=term.reason.strip(),
        appointed_by=work.access.actor.account_id,
        appointed_at=work.clock.now(),
    )


async def _appoint(
    work: UnitOfWork, credentials: CredentialStore, post: Post, duty: TemporaryDuty
) -> TemporaryDuty:
    await _check(work, credentials, post, duty)
    return await work.add(duty, Action.CREATE)


async def _check(
    work: UnitOfWork, credentials: CredentialStore, post: Post, duty: TemporaryDuty
) -> None:
    """Whether the person may hold it: locked first, so that two officers cannot each give half."""
    account = await work.fetch(Account, duty.account_id, Action.READ)
    require_enabled(account)
    if account.id in (work.access.actor.account_id, duty.appointed_by):
        raise Conflict(
            "管理员不能给自己授权。",
            "No officer gives rights to the own account.",
            field="accountId",
            code="OWN_ACCOUNT",
        )
    organisation: Organisation = await organisation_in_force(work, post.organisation_id)
    check_role(work, duty.role, organisation, account)
    wanted = Tenure(duty.role, duty.valid_from, duty.valid_to)
    held = await credentials.posts_of(work.session, account.id)
    lent = await credentials.duties_of(work.session, account.id, without=duty.id)
    check_separation(wanted, [*held, *lent], work.access.table.roles)
    own = [each for each in held if duty.kind is DutyKind.EXTRA and each.post_id == post.id]
    same_place = [each for each in lent if each.post_id == post.id]
    if any(each.role == duty.role and overlap(wanted, each) for each in (*own, *same_place)):
        raise Conflict(
            "该账号在此期间已在该岗位履行同一职责。",
            "The account acts there in this role at that time already.",
            code="STANDS_IN_ALREADY",
        )
    await work.publish(DutyWanted(account.id, post.id, duty.role))
