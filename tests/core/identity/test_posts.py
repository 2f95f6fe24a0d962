"""Posts: what fits, what excludes each other, and that scopes hold."""

import asyncio
import datetime as dt

import pytest

from core.errors import Conflict, Denied, InvalidInput, NotFound, ZhijianError
from core.identity.models import Account, Post, PostDivision
from core.identity.posts import NewPost, assign_post, attach_division, detach_division, end_post
from core.policy.access import Duty
from tests.core.identity.house import (
    BRANCH,
    FACTORY,
    OFFICE,
    OTHER_FACTORY,
    STATION,
    TODAY,
    TOWN,
)

DAY = dt.timedelta(days=1)


@pytest.fixture
async def security(worker) -> str:
    """The token of the security officer."""
    await worker.person("security", "officer.security", OFFICE)
    return await worker.token("security")


async def assign(worker, token, account, role, organisation, **given) -> int:
    new = NewPost(account, role, organisation, given.pop("valid_from", TODAY), **given)
    async with worker.working(token) as work:
        return (await assign_post(work, worker.credentials, new)).id


async def test_a_post_counts_on_the_next_request(worker, security):
    account = await worker.person("heshang", None, TOWN)
    token = await worker.token("heshang")
    assert (await worker.actor(token)).duties == ()
    await assign(worker, security, account, "town.leader", TOWN, division_ids=(2, 3, 2))
    assert (await worker.actor(token)).duties == (Duty("town.leader", TOWN, (2, 3)),)


async def test_an_ended_post_stops_on_the_next_request(worker, security):
    account = await worker.person("heshang", None, TOWN)
    post = await assign(worker, security, account, "town.leader", TOWN)
    token = await worker.token("heshang")
    async with worker.working(security) as work:
        await end_post(work, post, TODAY + 2 * DAY, "调离")
    assert (await worker.actor(token)).roles == ("town.leader",)
    async with worker.working(security) as work:
        await end_post(work, post, TODAY, "立即停职")
    assert (await worker.actor(token)).roles == ()
    with pytest.raises(Conflict):
        async with worker.working(security) as work:
            await end_post(work, post, TODAY, "again")


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        ("officer.system", "officer.security"),
        ("officer.audit", "officer.system"),
        ("officer.security", "officer.audit"),
        ("officer.audit", "branch.licensing_clerk"),
        ("branch.licensing_clerk", "officer.system"),
    ],
)
async def test_officers_are_separated(worker, security, held, wanted):
    account = await worker.person("greedy", held, BRANCH, valid_to=TODAY + 10 * DAY)
    with pytest.raises(Conflict) as caught:
        await assign(worker, security, account, wanted, BRANCH, valid_from=TODAY + 9 * DAY)
    assert caught.value.stable_code == "INCOMPATIBLE_POSTS"
    assert await assign(worker, security, account, wanted, BRANCH, valid_from=TODAY + 10 * DAY)


async def test_two_officers_at_once_cannot_give_one_half_each(workers):
    for name in ("security", "security2"):
        await workers[0].person(name, "officer.security", OFFICE)
    account = await workers[0].person("greedy", None, BRANCH)
    tokens = [await workers[0].token("security"), await workers[1].token("security2")]
    wanted = ("officer.audit", "officer.system")
    done = await asyncio.gather(
        *(
            assign(*pair, account, role, BRANCH)
            for pair, role in zip(zip(workers, tokens, strict=True), wanted, strict=True)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(one, Conflict) for one in done) == 1
    assert len([p for p in await workers[0].rows(Post) if p.account_id == account]) == 1


@pytest.mark.parametrize(
    ("role", "organisation", "given", "field"),
    [
        ("town.mayor", TOWN, {}, "role"),
        ("town.leader", STATION, {}, "role"),
        ("station.inspector", TOWN, {}, "role"),
        ("officer.audit", TOWN, {}, "role"),
        ("public", TOWN, {}, "role"),
        ("enterprise.manager", FACTORY, {}, "organisationId"),
        ("town.leader", TOWN, {"valid_from": TODAY - DAY}, "validFrom"),
        ("town.leader", TOWN, {"valid_to": TODAY}, "validTo"),
        ("officer.audit", BRANCH, {"division_ids": (1,)}, "divisionIds"),
        ("town.leader", TOWN, {"division_ids": (404,)}, "divisionIds"),
        ("town.leader", 404, {}, "organisationId"),
    ],
)
async def test_what_does_not_fit_is_refused_and_nothing_stored(
    worker, security, role, organisation, given, field
):
    account = await worker.person("heshang", None, TOWN)
    before = len(await worker.rows(Post))
    with pytest.raises((InvalidInput, NotFound)) as caught:
        await assign(worker, security, account, role, organisation, **given)
    assert caught.value.field == field
    assert len(await worker.rows(Post)) == before


async def test_enterprise_people_stay_in_their_enterprise(worker, security):
    account = await worker.person("boss", None, FACTORY)
    with pytest.raises(InvalidInput):
        await assign(worker, security, account, "enterprise.manager", OTHER_FACTORY)
    with pytest.raises(InvalidInput):
        await assign(worker, security, account, "town.leader", TOWN)
    await assign(worker, security, account, "enterprise.manager", FACTORY)
    actor = await worker.actor(await worker.token("boss"))
    assert actor.duties == (Duty("enterprise.manager", FACTORY, (), 1),)


async def test_divisions_are_attached_and_detached_by_day(worker, security):
    account = await worker.person("station", "station.inspector", STATION, divisions=(2,))
    (post,) = [p.id for p in await worker.rows(Post) if p.account_id == account]
    async with worker.working(security) as work:
        made = await attach_division(work, worker.credentials, post, 3, (TODAY, None))
    token = await worker.token("station")
    assert (await worker.actor(token)).duties[0].divisions == (2, 3)
    with pytest.raises(Conflict):
        async with worker.working(security) as work:
            await attach_division(work, worker.credentials, post, 3, (TODAY + DAY, None))
    async with worker.working(security) as work:
        await detach_division(work, made.id, TODAY)
    assert (await worker.actor(token)).duties[0].divisions == (2,)
    assert len(await worker.rows(PostDivision)) == 2, "history stays"


@pytest.mark.parametrize("role", ["town.leader", "officer.system", "officer.audit"])
async def test_only_the_security_officer_assigns(worker, role):
    organisation = TOWN if role.startswith("town") else OFFICE
    account = await worker.person("climber", role, organisation, divisions=())
    token = await worker.token("climber")
    with pytest.raises((Denied, NotFound)):
        await assign(worker, token, account, "branch.licensing_clerk", BRANCH)


async def test_the_security_officer_cannot_add_rights_to_the_own_account(worker, security):
    (own,) = [a.id for a in await worker.rows(Account) if a.username == "security"]
    with pytest.raises(ZhijianError):
        await assign(worker, security, own, "branch.licensing_clerk", BRANCH)
