"""One `clientMutationId`, one effect: at once, again, after a restart, and never for another."""

import asyncio
import datetime as dt
import json

import httpx2
import pytest

from core.app import Application
from core.identity.models import ApiToken
from core.identity.passwords import CHEAP, Passwords
from core.identity.tokens import API_PREFIX, token_digest
from core.jobs.housekeeping import FORGET_KEYS
from core.site import build_site
from core.store.replay import KEPT, purge
from schema.ids import global_id
from tests.fixtures.bureau import Caller
from tests.fixtures.jobs import run_jobs
from tests.fixtures.policy import PROPOSER, SIGNER, propose

CLERK = "branch-data-clerk"
SUBMISSIONS = 100
TEXT = """
mutation($input: RegisterEnterpriseInput!) { registerEnterprise(input: $input) {
  userErrors { code field } clientMutationId enterprise { id name version } } }
"""


@pytest.fixture
def house(bureau):
    bureau.application.executor.spend = lambda *_: None
    return bureau


def firm(bureau, *, key="k-1", **more):
    return {
        "townId": global_id("Division", bureau.world.divisions["a"]),
        "name": "杭州萧山同时食品厂",
        "kind": "ENTERPRISE",
        "address": "萧山路1号",
        "clientMutationId": key,
        **more,
    }


async def send(caller, given):
    """The whole answer to one submission."""
    return (await caller.post(TEXT, input=given)).json()


async def registered(bureau, caller, given):
    """The payload of one submission, and how many enterprises there were before and are now."""
    before = await bureau.count("enterprise")
    payload = (await send(caller, given))["data"]["registerEnterprise"]
    return payload, await bureau.count("enterprise") - before


async def keys(bureau):
    return await bureau.rows("select account_id, operation, key from replay_key order by id")


async def test_a_hundred_submissions_at_once_make_one_row(house):
    caller, before = house.as_user(CLERK), await house.count("enterprise")
    changes = await house.count("change_set")
    answers = await asyncio.gather(*(send(caller, firm(house)) for _ in range(SUBMISSIONS)))
    assert len({json.dumps(answer, sort_keys=True) for answer in answers}) == 1
    payload = answers[0]["data"]["registerEnterprise"]
    assert payload["userErrors"] == []
    assert (payload["clientMutationId"], payload["enterprise"]["version"]) == ("k-1", 1)
    assert await house.count("enterprise") == before + 1
    assert await house.count("change_set") == changes + 1
    assert len(await keys(house)) == 1


async def test_submissions_without_a_key_are_not_taken_for_one(house, monkeypatch):
    """The count above can fail: where the key is not claimed, every submission makes a row."""

    async def never(*_):
        return None

    monkeypatch.setattr("schema.running.claim", never)
    before = await house.count("enterprise")
    caller = house.as_user(CLERK)
    await asyncio.gather(*(send(caller, firm(house)) for _ in range(5)))
    assert await house.count("enterprise") == before + 5


async def test_the_same_key_with_another_body_is_refused(house):
    caller = house.as_user(CLERK)
    assert (await registered(house, caller, firm(house)))[1] == 1
    for more in ({"name": "另一家"}, {"creditCode": "91330109MA0XW90012"}, {"reason": "另一个"}):
        payload, made = await registered(house, caller, firm(house, **more))
        (error,) = payload["userErrors"]
        assert (error["code"], error["field"], made) == ("KEY_REUSED", "clientMutationId", 0)
        assert payload["enterprise"] is None


async def test_it_is_still_replayed_after_a_restart(house):
    first, made = await registered(house, house.as_user(CLERK), firm(house))
    assert made == 1
    old = house.application
    again = Application(
        old.settings, old.assembly, house.endpoints, house.clock, Passwords(cost=CHEAP)
    )
    site = build_site(again)
    await again.start()
    try:
        transport = httpx2.ASGITransport(app=site)
        async with httpx2.AsyncClient(transport=transport, base_url="http://again") as http:
            caller = Caller(http, house.as_user(CLERK).token)
            payload, made = await registered(house, caller, firm(house))
    finally:
        await again.stop()
    assert (payload, made) == (first, 0)


async def test_a_refused_attempt_keeps_no_key_and_may_be_corrected(house):
    caller = house.as_user(CLERK)
    payload, made = await registered(house, caller, firm(house, name=" "))
    assert ([e["field"] for e in payload["userErrors"]], made) == (["name"], 0)
    assert await keys(house) == []
    payload, made = await registered(house, caller, firm(house))
    assert (payload["userErrors"], made) == ([], 1)


async def test_two_accounts_with_one_key_do_not_meet(house):
    designate = {
        "enterpriseId": global_id("Enterprise", house.world.enterprises["a2"]),
        "clientMutationId": "same",
        "reason": "检查发现问题",
    }
    roles = ("branch-special-equipment-chief", "branch-food-safety-chief")
    found = [
        await house.as_user(user).run("designateKeyUnit", "", **designate, kind=kind)
        for user, kind in zip(roles, ("SPECIAL_EQUIPMENT", "FOOD"), strict=True)
    ]
    assert [each["userErrors"] for each in found] == [[], []]
    assert (await registered(house, house.as_user(CLERK), firm(house, key="same")))[1] == 1
    accounts = {row["account_id"] for row in await keys(house)}
    assert accounts == {house.world.accounts[user] for user in (CLERK, *roles)}


async def test_an_api_token_and_a_session_of_one_account_are_one_sender(house):
    clear, now = f"{API_PREFIX}idempotent", house.clock.now()
    token = ApiToken(
        account_id=house.world.accounts[CLERK],
        name="import",
        prefix="zj_t_idem",
        token_hash=token_digest(clear),
        actions=["read", "create"],
        plugins=[],
        created_at=now,
        expires_at=now + dt.timedelta(days=9),
    )
    async with house.application.store.system() as session:
        session.add(token)
    program = Caller(house.http, clear)
    first, made = await registered(house, program, firm(house))
    assert (first["userErrors"], made) == ([], 1)
    assert await registered(house, house.as_user(CLERK), firm(house)) == (first, 0)


async def test_signing_in_takes_no_key(house):
    """The public signs in each time anew: a key would hand out a token."""
    asked = (
        "{ __schema { mutationType { fields { name } } } "
        '__type(name: "SignInInput") { inputFields { name } } }'
    )
    found = await house.as_user("").ask(asked)
    offered = {each["name"] for each in found["__schema"]["mutationType"]["fields"]}
    assert offered == {"askAboutStep", "signIn"}
    assert "clientMutationId" not in {each["name"] for each in found["__type"]["inputFields"]}


@pytest.mark.parametrize("key", ["x" * 201, "长" * 201])
async def test_a_key_that_is_too_long_is_refused_at_its_field(house, key):
    payload, made = await registered(house, house.as_user(CLERK), firm(house, key=key))
    (error,) = payload["userErrors"]
    assert (error["code"], error["field"], made) == ("INVALID_INPUT", "clientMutationId", 0)


async def test_an_operation_with_transactions_of_its_own_happens_once(house):
    hidden = "branch.data_clerk,core:{},read,all,deny"
    one, two = [
        await propose(house.as_user(PROPOSER), [hidden.format(name)])
        for name in ("Enterprise.name", "Site.name")
    ]
    signer, fields = house.as_user(SIGNER), "clientMutationId policyDraft { state }"
    first = await signer.run("signPolicy", fields, id=one, clientMutationId="k")
    assert (first["userErrors"], first["policyDraft"]) == ([], {"state": "ACTIVE"})
    versions = await house.count("policy_version")
    again = await signer.run("signPolicy", fields, id=one, clientMutationId="k")
    assert again == {"userErrors": [], "clientMutationId": "k", "policyDraft": None}
    assert await house.count("policy_version") == versions
    other = await signer.run("signPolicy", "", id=two, clientMutationId="k")
    assert [e["code"] for e in other["userErrors"]] == ["KEY_REUSED"]


async def test_the_daily_work_forgets_them(house):
    caller = house.as_user(CLERK)
    assert (await registered(house, caller, firm(house)))[1] == 1
    house.clock.advance(days=KEPT.days + 1)
    assert (await registered(house, caller, firm(house, key="k-2")))[1] == 1
    await run_jobs(house, [FORGET_KEYS], periodic=True)
    assert [row["key"] for row in await keys(house)] == ["k-2"]


async def test_old_keys_are_forgotten_after_thirty_days(house):
    caller = house.as_user(CLERK)
    assert (await registered(house, caller, firm(house)))[1] == 1
    for wait, forgotten in ((KEPT, 0), (dt.timedelta(seconds=1), 1)):
        house.clock.advance(seconds=wait.total_seconds())
        async with house.application.store.system() as session:
            assert await purge(session, house.clock.now()) == forgotten
    assert await keys(house) == []
