"""What the small world lacks for access: mergers, dated posts, licences in every state, keys.

Added to a copy of the small world, so that other tests keep theirs as it is.
"""

import datetime as dt
import itertools
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.models import LedgerEntry
from core.audit.models import Outcome as LedgerOutcome
from core.identity.models import Account, ApiToken, Organisation, Post, PostDivision, Session
from core.identity.models import SessionKind
from core.identity.tokens import API_PREFIX, token_digest
from core.policy.vocabulary import Tier
from core.register.divisions_data import DivisionKind
from core.register.models import (
    Division,
    Enterprise,
    EnterpriseCard,
    EnterpriseKind,
    EnterpriseStatus,
    KeyUnitDesignation,
    KeyUnitKind,
    Site,
)
from core.register.numbers import credit_code
from core.register.search_text import search_text
from plugins.licensing.models import (
    Licence,
    LicenceAct,
    LicenceEvent,
    LicenceOrigin,
    LicenceStatus,
    LicenceType,
)
from plugins.licensing.seeds import licence_types
from tests.fixtures.small_world import World, token_of

TODAY = dt.date(2026, 11, 23)
LONG_AGO = dt.date(2011, 1, 1)
DAY = dt.timedelta(days=1)

STATES = (
    ("green", LicenceStatus.VALID, 700, None),
    ("yellow", LicenceStatus.VALID, 150, None),
    ("red", LicenceStatus.VALID, 60, None),
    ("urgent", LicenceStatus.VALID, 20, None),
    ("last-day", LicenceStatus.VALID, 0, None),
    ("expired", LicenceStatus.VALID, -1, None),
    ("pending", LicenceStatus.VALID, 45, True),
    ("late", LicenceStatus.VALID, 46, False),
    ("deemed", LicenceStatus.VALID, -5, True),
    ("suspended", LicenceStatus.SUSPENDED, 400, None),
    ("annulled", LicenceStatus.ANNULLED, 401, None),
    ("withdrawn", LicenceStatus.WITHDRAWN, 402, None),
    ("revoked", LicenceStatus.REVOKED, 403, None),
    ("cancelled", LicenceStatus.CANCELLED, 404, None),
)
"""(label, status, days from today to the last valid day, whether a renewal was filed in time)"""


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
    Person("gone", "branch", (_held("branch.licensing_chief", "branch"),), disabled=True),
)
API_KEYS = {
    "reads-licences": ("branch-licensing-chief", ["read"], ["licensing"]),
    "reads-own": ("enterprise-manager-a1", ["read"], []),
    "revoked": ("branch-licensing-chief", ["read"], []),
}
"""name -> (owner, actions, plugins)"""


def api_token_of(name: str) -> str:
    """The clear text of an API token."""
    return f"{API_PREFIX}small-world-key-{name}"


@dataclass
class Secrets:
    """Clear texts of personal data: (table, row, column) -> text."""

    clear: dict[tuple[str, int, str], str] = field(default_factory=dict)


async def enrich(session: AsyncSession, world: World, now: dt.datetime) -> None:
    """Add everything, in a system session."""
    await _merged_town(session, world)
    await _licences(session, world, now)
    await _crossings(session, world)
    for person in PEOPLE:
        await _person(session, world, person, now)
    await _keys_and_deeds(session, world, now)


async def personal_texts(session: AsyncSession) -> Secrets:
    """Tell every phone and name of the world apart, and remember the clear text."""
    found = Secrets()
    for number, row in enumerate(
        itertools.chain(
            (await session.scalars(Enterprise.__table__.select().with_only_columns(Enterprise.id))),
        )
    ):
        phone, name = f"1380000{number:04}", f"王小{'甲乙丙丁戊己庚辛壬癸'[number]}"
        enterprise = await session.get_one(Enterprise, row)
        enterprise.phone, enterprise.legal_representative = phone, name
        found.clear["enterprise", row, "phone"] = phone
        found.clear["enterprise", row, "legal_representative"] = name
    for number, row in enumerate(
        await session.scalars(Account.__table__.select().with_only_columns(Account.id))
    ):
        account = await session.get_one(Account, row)
        account.phone = found.clear["account", row, "phone"] = f"1390000{number:04}"
    await session.flush()
    return found


async def _save(session: AsyncSession, *rows):
    session.add_all(rows)
    await session.flush()
    return rows[0]


async def _merged_town(session: AsyncSession, world: World) -> None:
    """Town d was merged into c: who holds c answers for its records."""
    merged = Division(
        code="330109203",
        name="旧浦镇",
        name_en="d",
        kind=DivisionKind.TOWN,
        valid_from=LONG_AGO,
        valid_to=dt.date(2014, 5, 1),
        successor_id=world.divisions["c"],
    )
    world.divisions["d"] = (await _save(session, merged)).id
    code = credit_code("91330109", "MA0XW900")
    title = "杭州萧山样本d1食品有限公司"
    firm = Enterprise(
        town_id=merged.id,
        name=title,
        credit_code=code,
        kind=EnterpriseKind.ENTERPRISE,
        status=EnterpriseStatus.SUSPENDED,
        address="旧浦路1号",
        is_key_unit=False,
        search_text=search_text(title, code),
        change_id=world.change_id,
    )
    world.enterprises["d1"] = (await _save(session, firm)).id
    body = Organisation(
        code="T-d1", tier=Tier.ENTERPRISE, name="d1", enterprise_id=firm.id, valid_from=LONG_AGO
    )
    await _save(session, body, EnterpriseCard(id=firm.id, name=title, town_id=merged.id))
    world.organisations["d1"] = body.id


async def _licences(session: AsyncSession, world: World, now: dt.datetime) -> None:
    kinds = [LicenceType(**row) for row in licence_types()]
    await _save(session, *kinds)
    for name, key in world.enterprises.items():
        town = (await session.get_one(Enterprise, key)).town_id
        wanted = STATES if name.endswith("1") else STATES[:3]
        for number, (label, status, days, timely) in enumerate(wanted):
            licence = _licence(world, kinds[number % len(kinds)], key, town, f"{name}-{label}")
            licence.status, licence.valid_until = status, TODAY + days * DAY
            if timely is not None:
                licence.renewal_applied_on, licence.renewal_timely = TODAY - 40 * DAY, timely
            await _save(session, licence)
            await _save(session, _event(licence, now))


def _licence(world, kind, enterprise, town, number):
    return Licence(
        enterprise_id=enterprise,
        town_id=town,
        type_id=kind.id,
        number=f"{kind.code}-{number}",
        covers=["糕点"],
        authority="萧山分局",
        issued_on=LONG_AGO,
        valid_from=LONG_AGO,
        valid_until=TODAY,
        status=LicenceStatus.VALID,
        origin=LicenceOrigin.EXTERNAL if number.endswith("green") else LicenceOrigin.LOCAL,
        urgent_months=kind.urgent_months,
        red_months=kind.red_months,
        yellow_months=kind.yellow_months,
        remarks=f"备注 {number}",
        search_text=search_text(f"{kind.code}-{number}"),
        change_id=world.change_id,
    )


def _event(licence, now):
    return LicenceEvent(
        licence_id=licence.id,
        enterprise_id=licence.enterprise_id,
        town_id=licence.town_id,
        act=LicenceAct.REGISTERED,
        happened_on=LONG_AGO,
        legal_basis="《食品安全法》第三十五条",
        reason="样本",
        decided_as=["branch.licensing_clerk"],
        recorded_at=now,
    )


async def _crossings(session: AsyncSession, world: World) -> None:
    """An enterprise of town a with a site, a licence and a designation that lie in town c.

    That licence is the first of its licences to expire: an aggregate must not tell town a.
    """
    firm, town = world.enterprises["a2"], world.divisions["c"]
    site = Site(
        enterprise_id=firm,
        town_id=town,
        name="二号厂区",
        address="临浦路9号",
        change_id=world.change_id,
    )
    await _save(session, site)
    kind = (await session.scalars(LicenceType.__table__.select())).first()
    licence = _licence(world, await session.get_one(LicenceType, kind), firm, town, "a2-in-c")
    licence.site_id = site.id
    await _save(session, licence)
    follower = _licence(
        world, await session.get_one(LicenceType, kind), firm, world.divisions["a"], "a2-after-c"
    )
    follower.predecessor_id, follower.valid_until = licence.id, TODAY + 900 * DAY
    designation = KeyUnitDesignation(
        enterprise_id=firm,
        town_id=town,
        kind=KeyUnitKind.SPECIAL_EQUIPMENT,
        reason="跨镇",
        designated_on=LONG_AGO,
    )
    await _save(session, follower, designation)


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


async def _keys_and_deeds(session: AsyncSession, world: World, now: dt.datetime) -> None:
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
    doers = ("branch-licensing-clerk", "town-leader-a", "enterprise-clerk-b1", "officer-security")
    for doer in (*doers, None):
        deed = LedgerEntry(
            at=now,
            request_id=f"deed-of-{doer}",
            account_id=world.accounts[doer] if doer else None,
            username=doer or "",
            roles=[],
            tier="",
            ip="192.0.2.8",
            operation="remarkLicence",
            action="update",
            resource="licensing:Licence",
            outcome=LedgerOutcome.ACCEPTED,
            code="",
            reason=f"deed of {doer}",
            changes=[],
            policy_version=1,
            trace="",
        )
        await _save(session, deed)
