"""Posts: who holds which role, where, over which divisions, from a day and until a day."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from core.errors import Conflict, InvalidInput, NotFound
from core.identity import STALE
from core.identity.accounts import organisation_in_force, require_enabled
from core.identity.credential_store import CredentialStore
from core.identity.models import Account, Organisation, Post, PostDivision
from core.identity.separation import Tenure, check_separation
from core.policy.vocabulary import Action, Tier
from core.store.freshness import bump
from core.store.unit import UnitOfWork

WITH_DIVISIONS = frozenset({Tier.BRANCH, Tier.STATION, Tier.TOWN})


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post to assign; in force on `valid_from <= day < valid_to`."""

    account_id: int
    role: str
    organisation_id: int
    valid_from: dt.date
    valid_to: dt.date | None = None
    division_ids: tuple[int, ...] = ()


async def assign_post(work: UnitOfWork, credentials: CredentialStore, new: NewPost) -> Post:
    """Give an account a role.

    Raises InvalidInput (the role does not exist or does not fit, dates, divisions), NotFound,
    Conflict (`INCOMPATIBLE_POSTS`, `DISABLED`).
    """
    work.access.require(work.access.resources[Post], Action.ASSIGN)
    # Locked first, so that two officers cannot each give one half of what must stay apart.
    account = await work.fetch(Account, new.account_id, Action.READ)
    require_enabled(account)
    organisation = await organisation_in_force(work, new.organisation_id)
    check_role(work, new.role, organisation, account)
    check_dates(work, new.valid_from, new.valid_to)
    wanted = Tenure(new.role, new.valid_from, new.valid_to)
    held = await credentials.posts_of(work.session, account.id)
    held += await credentials.duties_of(work.session, account.id)
    check_separation(wanted, held, work.access.table.roles)
    post = await work.add(
        Post(
            account_id=account.id,
            role=new.role,
            organisation_id=organisation.id,
            enterprise_id=organisation.enterprise_id,
            valid_from=new.valid_from,
            valid_to=new.valid_to,
        ),
        Action.ASSIGN,
    )
    for division_id in dict.fromkeys(new.division_ids):
        await _attach(work, post, division_id, (new.valid_from, new.valid_to))
    await bump(work.session, STALE)
    return post


async def end_post(work: UnitOfWork, post_id: int, day: dt.date, reason: str) -> Post:
    """End a post: `day` is the first one without its rights; today ends them at once.

    Raises InvalidInput for a day in the past or no reason, Conflict when it has ended by then.
    """
    check_reason(reason)
    check_dates(work, day, None)
    post = await work.fetch(Post, post_id, Action.WITHDRAW)
    if post.valid_to is not None and post.valid_to <= day:
        raise Conflict("该岗位届时已结束。", "The post has ended by then.", code="POST_ENDED")
    close_post(post, day, reason)
    await work.session.flush()
    await bump(work.session, STALE)
    return post


async def attach_division(
    work: UnitOfWork,
    credentials: CredentialStore,
    post_id: int,
    division_id: int,
    dates: tuple[dt.date, dt.date | None],
) -> PostDivision:
    """Attach a division to a post, from a day and until a day (None: as long as the post).

    Raises InvalidInput (the role has no divisions, dates), NotFound, Conflict (`ATTACHED`).
    """
    post = await work.fetch(Post, post_id, Action.ASSIGN)
    check_dates(work, *dates)
    for attached in await credentials.divisions_of(work.session, post.id):
        apart = _ends_by(attached.valid_to, dates[0]) or _ends_by(dates[1], attached.valid_from)
        if attached.division_id == division_id and not apart:
            raise Conflict(
                "该区划在此期间已划归该岗位。",
                "The division is attached to the post at that time already.",
                field="divisionId",
                code="ATTACHED",
            )
    made = await _attach(work, post, division_id, dates)
    await bump(work.session, STALE)
    return made


async def detach_division(work: UnitOfWork, post_division_id: int, day: dt.date) -> PostDivision:
    """Detach a division from a post: `day` is the first one without it.

    Raises InvalidInput for a day in the past, Conflict when it is detached by then.
    """
    check_dates(work, day, None)
    attached = await work.fetch(PostDivision, post_division_id, Action.WITHDRAW)
    if _ends_by(attached.valid_to, day):
        raise Conflict("届时该区划已解除。", "The division is detached by then.", code="DETACHED")
    attached.valid_to = max(day, attached.valid_from)
    await work.session.flush()
    await bump(work.session, STALE)
    return attached


def close_post(post: Post, day: dt.date, reason: str) -> None:
    """Let a post end on `day`; one that had not begun is then never in force."""
    post.valid_to = max(day, post.valid_from)
    post.ended_reason = reason.strip()


def check_reason(reason: str) -> None:
    """Raise InvalidInput without a reason: whoever asks later must find one."""
    if not reason.strip():
        raise InvalidInput("请填写理由。", "Give a reason.", field="reason")


def check_dates(work: UnitOfWork, first: dt.date, end: dt.date | None) -> None:
    """Raise InvalidInput when history would be rewritten, or the end is not after the beginning."""
    if first < work.today:
        raise InvalidInput(
            "日期不得早于今天。", "The day lies in the past.", field="validFrom", code="PAST_DAY"
        )
    if end is not None and end <= first:
        raise InvalidInput(
            "结束日期须晚于开始日期。", "The end is not after the beginning.", field="validTo"
        )


def check_role(work: UnitOfWork, name: str, organisation: Organisation, account: Account) -> None:
    """Raise InvalidInput where a role does not exist, or fits neither organisation nor account."""
    role = work.access.table.roles.get(name)
    if role is None:
        raise InvalidInput(f"没有角色“{name}”。", f"There is no role {name}.", field="role")
    fitting = {Tier.BRANCH, Tier.OFFICER} if role.tier is Tier.OFFICER else {role.tier}
    if organisation.tier not in fitting or role.tier is Tier.PUBLIC:
        raise InvalidInput(
            f"角色“{name}”不适用于该类机构。",
            f"The role {name} does not fit an organisation of this tier.",
            field="role",
            code="ROLE_DOES_NOT_FIT",
        )
    if account.enterprise_id != organisation.enterprise_id:
        raise InvalidInput(
            "企业人员只能在本企业任职，其他人员不能在企业任职。",
            "An enterprise's people hold posts in their own enterprise only, nobody else there.",
            field="organisationId",
            code="OTHER_ENTERPRISE",
        )


async def _attach(
    work: UnitOfWork, post: Post, division_id: int, dates: tuple[dt.date, dt.date | None]
) -> PostDivision:
    role = work.access.table.roles.get(post.role)
    if role is None or role.tier not in WITH_DIVISIONS:
        raise InvalidInput(
            "只有分局、站所、镇街的岗位可以划定区划。",
            "Only posts of the branch, stations and towns have divisions.",
            field="divisionIds",
            code="NO_DIVISIONS",
        )
    attached = PostDivision(
        post_id=post.id, division_id=division_id, valid_from=dates[0], valid_to=dates[1]
    )
    try:
        return await work.add(attached, Action.ASSIGN)
    except IntegrityError as unknown:
        raise NotFound(field="divisionIds") from unknown


def _ends_by(end: dt.date | None, day: dt.date) -> bool:
    return end is not None and end <= day
