"""People of the small world beyond one for every post: dated, moved, with two posts, with keys."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.identity.models import (
    Account,
    ApiToken,
    DutyKind,
    Post,
    PostDivision,
    Session,
    SessionKind,
    TemporaryDuty,
)
from core.identity.tokens import API_PREFIX, token_digest
from tests.fixtures.small_world import World, token_of

TODAY = dt.date(2026, 11, 23)
LONG_AGO = dt.date(2011, 1, 1)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Person:
    """Somebody beyond the small world: posts as (role, organisation, enterprise, from, to)."""

    username: str
    organisation: str
    posts: tuple[tuple[str, str, str | None, dt.date, dt.date | None], ...] = ()
    towns: tuple[tuple[str, dt.date, dt.date | None], ...] = ()
    enterprise: str | None = None
    disabled: bool = False


def _held(role, organisation, first=LONG_AGO, end=None, enterprise=None):
    return (role, organisation, enterprise, first, end)


PEOPLE = (
    Person("no-post", "branch"),
    Person(
        "ended-yesterday",
        "town",
        (_held("town.quality_officer", "town", end=TODAY),),
        (("b", LONG_AGO, None),),
    ),
    Person(
        "last-day",
        "town",
        (_held("town.quality_officer", "town", end=TODAY + DAY),),
        (("b", LONG_AGO, None),),
    ),
    Person(
        "starts-tomorrow",
        "town",
        (_held("town.quality_officer", "town", TODAY + DAY),),
        (("b", LONG_AGO, None),),
    ),
    Person(
        "moved-towns",
        "town",
        (_held("town.safety_officer", "town"),),
        (("a", LONG_AGO, None), ("b", LONG_AGO, TODAY), ("c", TODAY + DAY, None)),
    ),
    Person(
        "two-hats",
        "second",
        (_held("station.inspector", "second"), _held("town.leader", "town")),
        (("a", LONG_AGO, None),),
    ),
    Person("old-town-firm", "d1", (_held("enterprise.manager", "d1", enterprise="d1"),), (), "d1"),
    Person("stands-in-later", "branch"),
    Person("stood-in", "branch"),
    Person("not-confirmed", "branch"),
    Person("for-one-who-left", "town"),
    Person("gone", "branch", (_held("branch.licensing_chief", "branch"),), disabled=True),
)
LENT = (
    ("no-post", "town-leader-a", None, LONG_AGO, TODAY + DAY, True),
    ("stands-in-later", "town-leader-a", None, TODAY + DAY, TODAY + 9 * DAY, True),
    ("stood-in", "town-leader-c", None, LONG_AGO, TODAY, True),
    ("not-confirmed", "town-leader-b", None, LONG_AGO, TODAY + 9 * DAY, False),
    ("moved-towns", "station-inspector-second", None, LONG_AGO, TODAY + 9 * DAY, True),
    ("last-day", "last-day", "town.leader", LONG_AGO, TODAY + 9 * DAY, True),
    ("for-one-who-left", "ended-yesterday", None, LONG_AGO, TODAY + 9 * DAY, True),
)
"""Temporary duties: (who acts, whose post, extra role, from, to, confirmed)."""
API_KEYS = {
    "reads-licences": ("branch-licensing-chief", ["read"], ["licensing"]),
    "reads-own": ("enterprise-manager-a1", ["read"], []),
    "revoked": ("branch-licensing-chief", ["read"], []),
}
"""name -> (owner, actions, plugins)"""


def api_token_of(name: str) -> str:
    """The clear text of an API token."""
    return f"{API_PREFIX}small-world-key-{name}"


async def add_people(session: AsyncSession, world: World, now: dt.datetime) -> None:
    """Add them with their posts, sessions and API tokens."""
    for person in PEOPLE:
        await _person(session, world, person, now)
    for lent in LENT:
        await _lend(session, world, lent, now)
    for name, (owner, actions, plugins) in API_KEYS.items():
        token = ApiToken(
            account_id=world.accounts[owner],
            name=name,
            prefix=f"zj_t_{name[:6]}",
            token_hash=token_digest(api_token_of(name)),
            actions=actions,
            plugins=plugins,
            created_at=now,
            expires_at=now + 100 * DAY,
            revoked_at=now if name == "revoked" else None,
        )
        await _save(session, token)


async def _save(session: AsyncSession, row):
    session.add(row)
    await session.flush()


async def _lend(session: AsyncSession, world: World, lent, now: dt.datetime) -> None:
    who, whose, extra, first, end, confirmed = lent
    held = select(Post).where(Post.account_id == world.accounts[whose]).order_by(Post.id).limit(1)
    post = (await session.scalars(held)).one()
    await _save(
        session,
        TemporaryDuty(
            account_id=world.accounts[who],
            post_id=post.id,
            role=extra or post.role,
            kind=DutyKind.EXTRA if extra else DutyKind.STAND_IN,
            valid_from=first,
            valid_to=end,
            reason="样本",
            appointed_by=world.accounts["officer-system"],
            appointed_at=now,
            confirmed_by=world.accounts["officer-security"] if confirmed else None,
            confirmed_at=now if confirmed else None,
        ),
    )


async def _person(session: AsyncSession, world: World, person: Person, now: dt.datetime) -> None:
    firm = world.enterprises[person.enterprise] if person.enterprise else None
    account = Account(
        username=person.username,
        name=person.username,
        organisation_id=world.organisations[person.organisation],
        enterprise_id=firm,
        created_at=now,
        disabled_at=now if person.disabled else None,
    )
    await _save(session, account)
    world.accounts[person.username] = account.id
    for role, organisation, enterprise, first, end in person.posts:
        held = world.enterprises[enterprise] if enterprise else None
        post = Post(
            account_id=account.id,
            role=role,
            organisation_id=world.organisations[organisation],
            enterprise_id=held,
            valid_from=first,
            valid_to=end,
        )
        await _save(session, post)
        towns = person.towns
        if role == "station.inspector":
            towns = (("c", LONG_AGO, None),)
        session.add_all(
            PostDivision(
                post_id=post.id, division_id=world.divisions[t], valid_from=since, valid_to=until
            )
            for t, since, until in towns
        )
    signed_in = Session(
        account_id=account.id,
        token_hash=token_digest(token_of(person.username)),
        kind=SessionKind.COOKIE,
        created_at=now,
        last_seen_at=now,
        idle_minutes=60 * 24 * 365,
        expires_at=now + 365 * DAY,
        ip="192.0.2.7",
        user_agent="tests",
    )
    await _save(session, signed_in)
