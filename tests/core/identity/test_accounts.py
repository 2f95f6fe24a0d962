"""Opening, closing and repairing accounts, handing them over, and the three officers."""

import asyncio
import datetime as dt

import pytest
from pydantic import SecretStr

from core.errors import Conflict, Denied, InvalidInput, NotFound, SetupError, Unauthenticated
from core.identity.accounts import NewAccount, create_account, disable_account, reset_password
from core.identity.api_tokens import NewApiToken, create_api_token
from core.identity.hand_over import AccountHandedOver, HandOver, hand_over_account
from core.identity.models import Account, Credential, Organisation, Post, PostDivision
from core.identity.officers import init_officers
from core.identity.separation import OFFICERS
from core.policy.access import Duty
from core.settings import Settings
from core.store.events import Dispatcher, Subscriber
from core.store.personal import Sealed
from tests.core.identity.house import (
    BRANCH,
    FACTORY,
    OFFICE,
    OTHER_TOWN,
    PASSWORD,
    TODAY,
    TOWN,
)

DAY = dt.timedelta(days=1)


@pytest.fixture
async def system(worker) -> str:
    """The token of the system officer."""
    await worker.person("system", "officer.system", OFFICE)
    return await worker.token("system")


@pytest.fixture
async def security(worker) -> str:
    """The token of the security officer."""
    await worker.person("security", "officer.security", OFFICE)
    return await worker.token("security")


async def open_account(worker, token, username, organisation=TOWN, **given):
    async with worker.working(token) as work:
        new = NewAccount(username, "陈某", organisation, **given)
        return await create_account(work, worker.credentials, new)


async def test_a_new_account_has_no_rights_and_a_password_for_one_use(worker, system):
    issued = await open_account(worker, system, "ＨeShang", phone="13800000000")
    assert (issued.account.username, issued.account.version) == ("heshang", 1)
    assert issued.password not in repr(issued)
    given = {"password": issued.password, "new_password": "Louta-2027-river"}
    actor = await worker.actor((await worker.sign_in("heshang", **given)).token)
    assert actor.duties == ()
    (stored,) = [a for a in await worker.rows(Account) if a.username == "heshang"]
    assert isinstance(stored.phone, Sealed)
    assert (stored.phone.mask, stored.phone.clear()) == ("138****0000", "13800000000")


@pytest.mark.parametrize(
    "username", ["town.leader", "public", "x", "a b", "a.b", "-a", "", "a" * 3 + "\x00", "e@mail"]
)
async def test_a_name_that_could_be_a_role_is_refused(worker, system, username):
    with pytest.raises(InvalidInput):
        await open_account(worker, system, username)


async def test_a_user_name_is_taken_in_any_spelling(worker, system):
    await open_account(worker, system, "heshang")
    with pytest.raises(Conflict) as caught:
        await open_account(worker, system, "HeShang")
    assert caught.value.stable_code == "USERNAME_TAKEN"


async def test_only_the_system_officer_opens_accounts(worker, security):
    with pytest.raises(Denied):
        await open_account(worker, security, "heshang")


async def test_disabling_ends_sessions_and_tokens_and_is_not_for_oneself(worker, system):
    account = await worker.person("leaver", "town.leader", TOWN)
    token = await worker.token("leaver")
    new = NewApiToken("月报", ("read",), worker.clock.now() + DAY)
    async with worker.working(token) as work:
        key = (await create_api_token(work, worker.credentials, new)).clear
    async with worker.working(system) as work:
        await disable_account(work, worker.credentials, account, expected_version=1)
    for gone in (token, key):
        with pytest.raises(Unauthenticated):
            await worker.actor(gone)
    own = (await worker.actor(system)).account_id
    for refused in (own, account):
        with pytest.raises(Conflict):
            async with worker.working(system) as work:
                await disable_account(work, worker.credentials, refused)


async def test_a_stale_version_is_a_conflict(worker, system):
    account = await worker.person("leaver", "town.leader", TOWN)
    with pytest.raises(Conflict) as caught:
        async with worker.working(system) as work:
            await disable_account(work, worker.credentials, account, expected_version=7)
    assert caught.value.stable_code == "STALE_VERSION"


async def test_a_reset_password_ends_sessions_and_works_once(worker, system):
    account = await worker.person("heshang", "town.leader", TOWN)
    token = await worker.token("heshang")
    async with worker.working(system) as work:
        issued = await reset_password(work, worker.credentials, account)
    with pytest.raises(Unauthenticated):
        await worker.actor(token)
    given = {"password": issued.password, "new_password": "Louta-2027-river"}
    assert await worker.sign_in("heshang", **given)


async def test_a_town_account_is_handed_over_and_nothing_is_lost(worker, security):
    old = await worker.person("old", "town.quality_officer", TOWN, divisions=(2, 3))
    await worker.post(old, "town.leader", TOWN, TODAY + 20 * DAY, divisions=(3,))
    await worker.post(old, "town.leader", TOWN, TODAY - 20 * DAY, valid_to=TODAY)
    new = await worker.person("new", None, TOWN)
    heard: list[AccountHandedOver] = []

    async def hear(_work, event):
        heard.append(event)

    worker.store.dispatcher = Dispatcher([Subscriber(AccountHandedOver, hear)])
    handing = HandOver(old, new, TODAY + 5 * DAY, "退休")
    async with worker.working(security) as work:
        assert len(await hand_over_account(work, worker.credentials, handing)) == 2
    assert heard == [AccountHandedOver(old, new, TODAY + 5 * DAY)]
    quality = Duty("town.quality_officer", TOWN, (2, 3))
    leader = Duty("town.leader", TOWN, (3,))
    for days, former, present in [(0, (quality,), ()), (5, (), (quality,)), (15, (), None)]:
        worker.clock.advance(days=days)
        assert (await worker.actor(await worker.token("old"))).duties == former
        duties = (await worker.actor(await worker.token("new"))).duties
        assert duties == ((quality, leader) if present is None else present)
    ended = [p for p in await worker.rows(Post) if p.account_id == old]
    assert [p.ended_reason for p in ended] == ["退休", "退休", None]
    assert len(await worker.rows(PostDivision)) == 6


@pytest.mark.parametrize(
    ("role", "home", "successor_home", "day_and_reason"),
    [
        ("branch.licensing_clerk", BRANCH, BRANCH, (TODAY, "调离")),
        ("town.leader", TOWN, OTHER_TOWN, (TODAY, "调离")),
        ("town.leader", TOWN, TOWN, (TODAY - DAY, "调离")),
        ("town.leader", TOWN, TOWN, (TODAY, "  ")),
    ],
)
async def test_what_cannot_be_handed_over(
    worker, security, role, home, successor_home, day_and_reason
):
    old = await worker.person("old", role, home)
    new = await worker.person("new", None, successor_home)
    with pytest.raises(InvalidInput):
        async with worker.working(security) as work:
            await hand_over_account(work, worker.credentials, HandOver(old, new, *day_and_reason))
    assert (await worker.actor(await worker.token("old"))).roles == (role,)


async def test_an_enterprise_account_is_replaced(worker, security):
    old = await worker.person("old", "enterprise.manager", FACTORY)
    new = await worker.person("new", None, FACTORY)
    async with worker.working(security) as work:
        await hand_over_account(work, worker.credentials, HandOver(old, new, TODAY, "离职"))
    duties = (await worker.actor(await worker.token("new"))).duties
    assert duties == (Duty("enterprise.manager", FACTORY, (), 1),)
    with pytest.raises(Conflict):
        async with worker.working(security) as work:
            await hand_over_account(work, worker.credentials, HandOver(old, new, TODAY, "再次"))


async def test_a_person_of_the_town_hands_nothing_over(worker):
    old = await worker.person("old", "town.leader", TOWN)
    new = await worker.person("new", None, TOWN)
    token = await worker.token("old")
    with pytest.raises((Denied, NotFound)):
        async with worker.working(token) as work:
            await hand_over_account(work, worker.credentials, HandOver(old, new, TODAY, "私下"))


def settings(**given) -> Settings:
    return Settings(_env_file=None, **given)


async def test_the_three_officers_are_made_once_even_by_two_at_once(workers):
    made = await asyncio.gather(
        *(init_officers(w.store, settings(), w.credentials) for w in workers)
    )
    first, second = sorted(made, key=len)
    assert (len(first), len(second)) == (0, 3)
    worker = workers[0]
    for (username, password), role in zip(second, OFFICERS, strict=True):
        token = await worker.token(username, password=password, new_password=f"Louta-{role}-9")
        assert (await worker.actor(token)).roles == (role,)
    offices = [o for o in await worker.rows(Organisation) if o.code == "officers"]
    assert len(offices) == 1


async def test_a_vacant_officer_is_made_anew(worker):
    ((username, _), *_) = await init_officers(worker.store, settings(), worker.credentials)
    async with worker.store.system() as session:
        former = next(a for a in await worker.rows(Account) if a.username == username)
        (await session.get_one(Account, former.id)).disabled_at = worker.clock.now()
    assert [
        name for name, _ in await init_officers(worker.store, settings(), worker.credentials)
    ] == [f"{username}-2"]


async def test_default_secrets_stop_the_initialisation(worker):
    with pytest.raises(SetupError):
        await init_officers(
            worker.store, settings(demo_password=SecretStr(PASSWORD)), worker.credentials
        )
    people = [await worker.person(name, None, TOWN) for name in ("demo1", "demo2")]
    async with worker.store.system() as session:
        shared = await worker.passwords.hash(PASSWORD)
        for account in people:
            (await session.get_one(Credential, account)).password_hash = shared
    with pytest.raises(SetupError):
        await init_officers(worker.store, settings(), worker.credentials)
    assert await worker.rows(Post) == []
