"""A small bureau on a real database: two towns with like names, a station, a branch, officers."""

import datetime as dt
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager

from sqlalchemy import select

from core.identity.actors import Actors
from core.identity.credential_store import CredentialStore
from core.identity.models import (
    Account,
    ApiToken,
    Credential,
    Organisation,
    Post,
    PostDivision,
    Session,
    SessionKind,
)
from core.identity.passwords import CHEAP, Passwords
from core.identity.sign_in import SignedIn, SignInRequest, sign_in
from core.policy.access import Access, Actor
from core.policy.rules import Cell, DecisionTable, Role
from core.policy.vocabulary import Action, Effect, Scope, Tier
from core.register.divisions_data import DivisionKind
from core.register.models import ChangeKind, ChangeSet, Division, Enterprise
from core.register.models import EnterpriseKind as Kind
from core.register.models import EnterpriseStatus as Status
from core.store.engine import Store
from core.store.freshness import Freshness
from core.store.unit import UnitOfWork

TODAY = dt.date(2026, 11, 23)
PASSWORD = "Fuchun-2026-bridge"
EVERYONE = {
    ("core:Account", Action.SUBMIT): Scope.ASSIGNED,
    ("core:Account", Action.READ): Scope.ASSIGNED,
    ("core:Session", Action.READ): Scope.ASSIGNED,
    ("core:Session", Action.WITHDRAW): Scope.ASSIGNED,
    ("core:ApiToken", Action.READ): Scope.ASSIGNED,
    ("core:ApiToken", Action.CREATE): Scope.ASSIGNED,
    ("core:ApiToken", Action.WITHDRAW): Scope.ASSIGNED,
    ("core:Post", Action.READ): Scope.ASSIGNED,
}
SYSTEM_MAY = {
    ("core:Account", action): Scope.ALL
    for action in (Action.CREATE, Action.UPDATE, Action.WITHDRAW, Action.READ)
}
SECURITY_MAY = {
    ("core:Account", Action.READ): Scope.ALL,
    ("core:Account", Action.VERIFY): Scope.ALL,
    ("core:Post", Action.ASSIGN): Scope.ALL,
    ("core:Post", Action.WITHDRAW): Scope.ALL,
    ("core:PostDivision", Action.ASSIGN): Scope.ALL,
    ("core:PostDivision", Action.WITHDRAW): Scope.ALL,
    ("core:Session", Action.WITHDRAW): Scope.ALL,
    ("core:ApiToken", Action.WITHDRAW): Scope.ALL,
}
ROLES = {
    "town.quality_officer": (Tier.TOWN, {}),
    "town.leader": (Tier.TOWN, {}),
    "station.inspector": (Tier.STATION, {}),
    "branch.licensing_clerk": (Tier.BRANCH, {}),
    "enterprise.manager": (Tier.ENTERPRISE, {}),
    "officer.system": (Tier.OFFICER, SYSTEM_MAY),
    "officer.security": (Tier.OFFICER, SECURITY_MAY),
    "officer.audit": (Tier.OFFICER, {}),
    "public": (Tier.PUBLIC, {}),
}
RESOURCES = {
    model: f"core:{model.__name__}"
    for model in (Account, Post, PostDivision, Organisation, Session, ApiToken)
}
MERGED = {1: (1, 9)}
"""Division 9 became part of division 1."""


def decision_table() -> DecisionTable:
    """Every role may look after itself; officers have their halves of the work."""
    cells = {
        (role, resource, str(action)): Cell(Effect.ALLOW, frozenset({scope}), ())
        for role, (_, extra) in ROLES.items()
        if role != "public"
        for (resource, action), scope in {**EVERYONE, **extra}.items()
    }
    roles = {name: Role(name, tier, name, name) for name, (tier, _) in ROLES.items()}
    return DecisionTable(1, "", cells, roles)


async def with_merged(division_ids: Collection[int], day: dt.date) -> Iterable[int]:
    """What the register contributes: divisions with those merged into them."""
    return {m for d in division_ids for m in MERGED.get(d, (d,))}


class MovableClock:
    """A clock that only a test moves."""

    def __init__(self) -> None:
        self.instant = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        return self.instant

    def monotonic(self) -> float:
        return self.instant.timestamp()

    def advance(self, **span: float) -> None:
        self.instant += dt.timedelta(**span)


class Worker:
    """One serving process: its own connections, caches and knowledge of versions."""

    def __init__(self, url: str, clock: MovableClock) -> None:
        self.store = Store(url, clock)
        self.clock = clock
        self.passwords = Passwords(cost=CHEAP)
        self.credentials = CredentialStore(self.passwords)
        self.freshness = Freshness(url, clock)
        self.actors = Actors(
            self.store, clock, with_merged, lambda: self.freshness.version("identity")
        )

    async def close(self) -> None:
        await self.freshness.stop()
        await self.store.close()
        self.passwords.close()

    async def sign_in(self, username: str, password: str = PASSWORD, **given) -> SignedIn:
        values = {"totp": None, "ip": "10.0.0.1", "user_agent": "test", "kind": SessionKind.BEARER}
        request = SignInRequest(username=username, password=password, **{**values, **given})
        return await sign_in(self.store, self.clock, self.passwords, request)

    async def token(self, username: str, **given) -> str:
        return (await self.sign_in(username, **given)).token

    async def actor(self, token: str | None, **given) -> Actor:
        """Resolve as a request does, once the heartbeat has told what has changed."""
        await self.freshness.beat()
        return await self.actors.resolve(token, **given)

    async def access(self, token: str) -> Access:
        actor = await self.actor(token)
        today = self.clock.now().astimezone(dt.timezone(dt.timedelta(hours=8))).date()
        return Access(actor, decision_table(), RESOURCES, today)

    @asynccontextmanager
    async def working(self, token: str) -> AsyncIterator[UnitOfWork]:
        """A unit of work of the person behind the token."""
        async with self.store.writing(await self.access(token)) as work:
            yield work

    async def add(self, *rows):
        async with self.store.system() as session:
            session.add_all(rows)
        return rows[0]

    async def furnish(self) -> None:
        """Divisions, an enterprise, and an organisation per tier."""
        await self.add(*(_division(i, name) for i, name in DIVISIONS.items()))
        change = ChangeSet(
            id=1,
            kind=ChangeKind.REFERENCE,
            source="test",
            confirmed_at=self.clock.now(),
            reason="test",
        )
        await self.add(change)
        await self.add(_enterprise(1), _enterprise(2))
        await self.add(*(_organisation(**values) for values in ORGANISATIONS))
        assert [o.code for o in await self.rows(Organisation)] == [o["code"] for o in ORGANISATIONS]

    async def person(self, username: str, role: str | None, organisation: int, **given) -> int:
        """An account with the usual password and, with a role, one post since long ago."""
        divisions = given.pop("divisions", ())
        since = given.pop("valid_from", dt.date(2020, 1, 1))
        account = await self.add(
            Account(
                username=username,
                name=username,
                organisation_id=organisation,
                enterprise_id=ENTERPRISE_OF.get(organisation),
                created_at=self.clock.now(),
                must_change_password=given.pop("must_change_password", False),
            )
        )
        hashed = await self.passwords.hash(PASSWORD)
        await self.add(
            Credential(account_id=account.id, password_hash=hashed, set_at=self.clock.now())
        )
        if role is not None:
            await self.post(account.id, role, organisation, since, divisions=divisions, **given)
        return account.id

    async def post(self, account_id, role, organisation, valid_from, *, divisions=(), **given):
        values = {"enterprise_id": ENTERPRISE_OF.get(organisation), "valid_from": valid_from}
        post = await self.add(
            Post(account_id=account_id, role=role, organisation_id=organisation, **values, **given)
        )
        for division in divisions:
            await self.add(
                PostDivision(post_id=post.id, division_id=division, valid_from=valid_from)
            )
        return post.id

    async def rows(self, model) -> list:
        async with self.store.system() as session:
            return list((await session.scalars(select(model).order_by(model.id))).all())


DIVISIONS = {1: "河上镇", 2: "河上镇新区", 3: "楼塔镇", 9: "旧河上乡"}
BRANCH, STATION, TOWN, OTHER_TOWN, FACTORY, OTHER_FACTORY, OFFICE = 1, 2, 3, 4, 5, 6, 7
ENTERPRISE_OF = {FACTORY: 1, OTHER_FACTORY: 2}
# In the order of the numbers above, which a fresh database gives out.
ORGANISATIONS = (
    {"code": "branch", "tier": Tier.BRANCH},
    {"code": "station-1", "tier": Tier.STATION},
    {"code": "town-1", "tier": Tier.TOWN},
    {"code": "town-11", "tier": Tier.TOWN},
    {"code": "factory-1", "tier": Tier.ENTERPRISE, "enterprise_id": 1},
    {"code": "factory-2", "tier": Tier.ENTERPRISE, "enterprise_id": 2},
    {"code": "office", "tier": Tier.OFFICER},
)


def _organisation(**values):
    return Organisation(name=values["code"], valid_from=dt.date(2013, 1, 1), **values)


def _division(key: int, name: str) -> Division:
    return Division(
        id=key,
        code=f"33010910{key}",
        name=name,
        name_en=name,
        kind=DivisionKind.TOWN,
        valid_from=dt.date(2013, 1, 1),
    )


def _enterprise(key: int) -> Enterprise:
    return Enterprise(
        id=key,
        change_id=1,
        town_id=1,
        name=f"虚构机械厂{key}",
        kind=Kind.ENTERPRISE,
        status=Status.OPEN,
        address="虚构路 1 号",
        search_text="",
    )
