"""Two workers over one database: what one decides, the other follows, without a restart."""

import asyncio
import copy

import asyncpg
import pytest

from core.identity import STALE
from core.policy.live import TOPIC as POLICY
from schema.ids import global_id
from tests.access.world import enrich
from tests.fixtures.policy import PROPOSER, SIGNER, edit_policy
from tests.fixtures.two_workers import LIMIT_S, Worker, cut, learnt, worker_beside

ROLE, OTHER = "town-quality-officer-a", "town-leader-a"
RULE = "town.quality_officer,licensing:Licence,read,divisions,allow"
KNOWN = """{
  __schema { queryType { fields { name } } }
  enterprise: __type(name: "Enterprise") { fields { name } }
  where: __type(name: "EnterpriseWhere") { inputFields { name } }
  order: __type(name: "LicenceOrder") { enumValues { name } }
  hit: __type(name: "SearchHit") { possibleTypes { name } }
}"""
USES = {
    "a list": "{ licences { totalCount } }",
    "an edge": "{ enterprises { nodes { licences { id } } } }",
    "a count": "{ enterprises { nodes { licenceCount } } }",
    "a filter": '{ enterprises(where: {licences: {some: {number: {eq: "x"}}}}) { totalCount } }',
    "an order": "{ licences(orderBy: NUMBER_ASC) { totalCount } }",
    "a search": '{ search(text: "qsa1green") { ... on Licence { id } } }',
}


@pytest.fixture
async def workers(bureau):
    async with bureau.application.store.system() as session:
        await enrich(session, copy.deepcopy(bureau.world), bureau.clock.now())
    async with worker_beside(bureau) as second:
        yield Worker(bureau.application, bureau.http), second


async def remove(worker: Worker, text: str) -> None:
    await edit(worker, remove=[text])


async def add(worker: Worker, text: str) -> None:
    await edit(worker, add=[text])


async def edit(worker: Worker, **rows: list[str]) -> None:
    officers = (worker.as_user(PROPOSER), worker.as_user(SIGNER))
    await edit_policy(None, **rows, officers=officers)


async def knowledge(worker: Worker, username: str):
    return await worker.as_user(username).ask(KNOWN)


def mentions_licences(found) -> set[str]:
    """Where in a caller's schema licences occur."""
    names = {
        "Query": {f["name"] for f in found["__schema"]["queryType"]["fields"]},
        "Enterprise": {f["name"] for f in found["enterprise"]["fields"]},
        "EnterpriseWhere": {f["name"] for f in found["where"]["inputFields"]},
        "SearchHit": {t["name"].lower() for t in found["hit"]["possibleTypes"]},
    }
    others = {"licenceType", "licenceTypes", "licenceClaim", "licenceClaims"}  # rules of their own
    known = {place: {n for n in found - others if "licence" in n} for place, found in names.items()}
    places = {place for place, named in known.items() if named}
    return places | ({"LicenceOrder"} if found["order"] else set())


async def test_a_removed_rule_takes_a_field_from_one_role_on_both_workers(workers):
    first, second = workers
    before = {u: await knowledge(first, u) for u in (ROLE, OTHER)}
    everywhere = {"Query", "Enterprise", "EnterpriseWhere", "SearchHit", "LicenceOrder"}
    assert mentions_licences(before[ROLE]) == everywhere
    change = second.next_change(POLICY)
    await remove(first, RULE)
    await learnt(change)
    for worker in workers:
        assert mentions_licences(await knowledge(worker, ROLE)) == set()
        assert await knowledge(worker, OTHER) == before[OTHER]
        for use, text in USES.items():
            (error, *_) = await worker.as_user(ROLE).errors(text)
            assert error["extensions"]["code"] == "INVALID_DOCUMENT", use
            await worker.as_user(OTHER).ask(text)
    change = second.next_change(POLICY)
    await add(first, RULE)
    await learnt(change)
    for worker in workers:
        assert await knowledge(worker, ROLE) == before[ROLE]
        for text in USES.values():
            await worker.as_user(ROLE).ask(text)


async def test_a_field_rule_of_personal_data_is_followed_too(workers):
    first, second = workers
    rule = "station.inspector,core:Enterprise.phone,read,all,allow"
    text = "{ enterprises { nodes { phone } } }"
    inspector = "station-inspector-first"
    assert (await second.as_user(inspector).ask(text))["enterprises"]["nodes"][0]["phone"]
    change = second.next_change(POLICY)
    await remove(first, rule)
    await learnt(change)
    for worker in workers:
        (error,) = await worker.as_user(inspector).errors(text)
        assert error["extensions"]["code"] == "INVALID_DOCUMENT"
        (error,) = await worker.as_user(inspector).errors(
            '{ enterprises(where: {phone: {eq: "13800001234"}}) { totalCount } }'
        )
        assert error["extensions"]["code"] == "INVALID_DOCUMENT"
        await worker.as_user("station-head-first").ask(text)


async def until_blocked(connection) -> None:
    """Wait until some statement waits for this connection's lock."""
    waiting = "select count(*) from pg_locks where not granted"
    async with asyncio.timeout(LIMIT_S):
        while not await connection.fetchval(waiting):
            pass


async def test_a_request_in_flight_finishes_under_the_version_it_began_with(bureau, workers):
    first, second = workers
    text = "{ me { policyVersion } licences { totalCount } }"
    holder = await asyncpg.connect(bureau.endpoints.owner)
    blocking = holder.transaction()
    await blocking.start()
    await holder.execute("lock table licence in access exclusive mode")
    request = asyncio.create_task(second.as_user(ROLE).post(text))
    await until_blocked(holder)
    old = second.application.live.version
    change = second.next_change(POLICY)
    await remove(first, RULE)
    await learnt(change)
    await second.as_user(OTHER).ask("{ me { policyVersion } }")
    assert second.application.live.version == old + 1
    await blocking.rollback()
    await holder.close()
    answer = await request
    data = answer.json()["data"]
    assert data["me"]["policyVersion"] == int(answer.headers["x-policy-version"]) == old
    assert data["licences"]["totalCount"] > 0
    later = await second.as_user(ROLE).post("{ me { policyVersion } }")
    version = later.json()["data"]["me"]["policyVersion"]
    assert version == int(later.headers["x-policy-version"]) == old + 1


async def test_many_requests_during_an_edit_each_see_one_version(workers):
    first, second = workers
    text = '{ me { policyVersion } __type(name: "Licence") { name } }'
    old = first.application.live.version

    async def asked(worker):
        answer = await worker.as_user(ROLE).post(text)
        data = answer.json()["data"]
        version = data["me"]["policyVersion"]
        assert version == int(answer.headers["x-policy-version"])
        return version, data["__type"] is not None

    requests = [asyncio.create_task(asked(w)) for _ in range(25) for w in workers]
    change = second.next_change(POLICY)
    await remove(first, RULE)
    await learnt(change)
    requests += [asyncio.create_task(asked(w)) for _ in range(5) for w in workers]
    seen = set(await asyncio.gather(*requests))
    assert seen == {(old, True), (old + 1, False)}


async def test_an_account_disabled_on_one_worker_is_refused_by_the_other(bureau, workers):
    first, second = workers
    text = "{ me { username } }"
    assert await second.as_user(ROLE).ask(text) == {"me": {"username": ROLE}}
    change = second.next_change(STALE)
    account = global_id("Account", bureau.world.accounts[ROLE])
    done = await first.as_user("officer-system").do("disableAccount", id=account, reason="离职")
    assert done["userErrors"] == []
    await learnt(change)
    for worker in workers:
        (error,) = await worker.as_user(ROLE).errors(text)
        assert error["extensions"]["code"] == "UNAUTHENTICATED"


async def test_a_worker_without_freshness_goes_past_its_caches(bureau, workers):
    first, second = workers
    text = "{ me { username } }"
    freshness, actors = second.application.freshness, second.application.actors
    await second.as_user(OTHER).ask(text)
    await second.as_user(ROLE).ask(text)
    reads = actors.reads
    await second.as_user(ROLE).ask(text)
    assert actors.reads == reads, "a fresh worker answers from its cache"
    await cut(bureau, freshness)
    await second.as_user(ROLE).ask(text)
    await second.as_user(ROLE).ask(text)
    assert actors.reads == reads + 2, "a blind worker asks the database every time"
    account = global_id("Account", bureau.world.accounts[OTHER])
    await first.as_user("officer-system").do("disableAccount", id=account, reason="离职")
    (error,) = await second.as_user(OTHER).errors(text)
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    await remove(first, RULE)
    assert mentions_licences(await knowledge(second, ROLE)) == set()
    assert freshness.version(POLICY) is None
    assert await freshness.beat()
    await second.as_user(ROLE).ask(text)
    reads = actors.reads
    await second.as_user(ROLE).ask(text)
    assert actors.reads == reads, "with the heartbeat back the cache serves again"
