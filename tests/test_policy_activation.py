"""Coming into force: at its time, on every worker, and wholly or not at all whatever breaks."""

import asyncio
import datetime as dt

import asyncpg
import pytest

from core.policy.live import TOPIC
from tests.fixtures.jobs import run_jobs
from tests.fixtures.policy import PROPOSER, SIGNER, edit_policy, propose, sign
from tests.schema.shared.people import codes
from tests.test_two_workers import OTHER, ROLE, RULE, learnt, workers  # noqa: F401

HIDDEN = "town.quality_officer,core:Enterprise.name,read,all,deny"
SEEN = '{ me { policyVersion } __type(name: "Licence") { name } }'
FAIL_AT_COMMIT = """
create function disk_full() returns trigger language plpgsql as $$
begin raise exception 'could not extend file: No space left on device'; end $$;
create constraint trigger disk_full after insert on policy_version
deferrable initially deferred for each row execute function disk_full();
"""


async def scheduled(bureau, hours=2):
    """A signed draft that is to come into force in some hours."""
    key = await propose(bureau.as_user(PROPOSER), [HIDDEN])
    at = bureau.clock.now() + dt.timedelta(hours=hours)
    done = await sign(bureau.as_user(SIGNER), key, at=at.isoformat())
    assert codes(done) == []
    assert done["policyDraft"] == {"state": "SCHEDULED"}
    assert done["policyVersion"] is None
    return key


async def state(bureau, key):
    text = "query($id: ID!) { node(id: $id) { ... on PolicyDraft { state signer closingReason } } }"
    return (await bureau.as_tier("audit").ask(text, id=key))["node"]


async def test_a_signed_draft_comes_into_force_at_its_time(bureau):
    key = await scheduled(bureau)
    bureau.clock.advance(hours=1)
    await run_jobs(bureau)
    assert bureau.application.live.version == 1
    bureau.clock.advance(hours=1, seconds=1)
    await run_jobs(bureau)
    assert bureau.application.live.version == 2
    assert (await state(bureau, key))["state"] == "ACTIVE"
    (entry, *_) = await bureau.rows("select * from ledger_entry order by id desc")
    assert (entry["operation"], entry["outcome"]) == ("activatePolicy", "ACCEPTED")
    assert (entry["username"], entry["reason"]) == (SIGNER, "试行")
    await run_jobs(bureau)
    assert await bureau.count("policy_version") == 2


async def test_it_is_checked_again_then(bureau):
    key = await scheduled(bureau)
    case = {"who": "town.quality_officer", "resource": "core:Enterprise.name", "action": "read"}
    told = {"expected": "ALLOW", "chinese": "质监员看得到企业名称。"}
    assert codes(await bureau.as_user(PROPOSER).do("addRegressionCase", **case, **told)) == []
    bureau.clock.advance(hours=3)
    await run_jobs(bureau)
    assert bureau.application.live.version == 1
    found = await state(bureau, key)
    assert (found["state"], found["signer"]) == ("DRAFT", None)
    assert "质监员看得到企业名称。" in found["closingReason"]
    (entry, *_) = await bureau.rows("select * from ledger_entry order by id desc")
    assert (entry["outcome"], entry["code"]) == ("REFUSED", "POLICY_CASE_BROKEN")


async def test_a_signature_counts_only_while_its_officer_is_in_office(bureau):
    key = await scheduled(bureau)
    await bureau.rows("update account set disabled_at = now() where username = $1", SIGNER)
    bureau.clock.advance(hours=3)
    await run_jobs(bureau)
    assert bureau.application.live.version == 1
    assert (await state(bureau, key))["state"] == "DRAFT"


async def test_what_was_withdrawn_or_overtaken_does_not_come_into_force(bureau):
    key = await scheduled(bureau)
    done = await bureau.as_user(PROPOSER).do("withdrawPolicy", id=key, reason="再议")
    assert codes(done) == []
    other = await scheduled(bureau)
    await edit_policy(bureau, remove=[RULE])
    bureau.clock.advance(hours=3)
    await run_jobs(bureau)
    assert bureau.application.live.version == 2
    assert (await state(bureau, key))["state"] == "WITHDRAWN"
    assert (await state(bureau, other))["state"] == "OUTDATED"


async def seen(worker):
    """What one request meets: (version, whether licences are there)."""
    answer = await worker.as_user(ROLE).post(SEEN)
    data = answer.json()["data"]
    version = data["me"]["policyVersion"]
    assert version == int(answer.headers["x-policy-version"])
    return version, data["__type"] is not None


OLD, NEW = (1, True), (2, False)


async def test_a_storage_that_fails_at_the_commit_leaves_every_worker_on_the_old_version(
    bureau,
    workers,  # noqa: F811
):
    first, second = workers
    key = await propose(first.as_user(PROPOSER), remove=[RULE])
    owner = await asyncpg.connect(bureau.endpoints.owner)
    await owner.execute(FAIL_AT_COMMIT)
    answer = await first.as_user(SIGNER).post(
        "mutation($id: ID!) { signPolicy(input: {id: $id}) { userErrors { code } } }", id=key
    )
    assert "errors" in answer.json()
    assert [await seen(worker) for worker in workers] == [OLD, OLD]
    assert await bureau.count("policy_version") == 1
    await owner.execute("drop trigger disk_full on policy_version")
    await owner.close()
    change = second.next_change(TOPIC)
    assert codes(await sign(first.as_user(SIGNER), key)) == []
    await learnt(change)
    assert [await seen(worker) for worker in workers] == [NEW, NEW]


@pytest.mark.usefixtures("bureau")
async def test_a_worker_that_dies_after_the_commit_leaves_the_others_on_the_new_version(
    workers,  # noqa: F811
    monkeypatch,
):
    """What the dead one committed holds; were it only paused, it would follow, too."""
    first, second = workers
    key = await propose(first.as_user(PROPOSER), remove=[RULE])

    async def killed(*_):
        raise asyncio.CancelledError

    monkeypatch.setattr(first.application, "activate", killed)
    change = second.next_change(TOPIC)
    with pytest.raises(asyncio.CancelledError):
        await sign(first.as_user(SIGNER), key)
    await learnt(change)
    assert await seen(second) == NEW
    assert await seen(first) in (OLD, NEW)
    assert await first.application.freshness.beat()
    assert await seen(first) == NEW


@pytest.mark.usefixtures("bureau")
async def test_a_lost_notification_leaves_a_worker_on_the_old_version_until_its_heartbeat(
    workers,  # noqa: F811
    monkeypatch,
):
    first, second = workers
    monkeypatch.setattr(second.application.freshness, "advance", lambda *_: None)
    connection = second.application.freshness._connection
    assert connection is not None
    await connection.execute("unlisten *")
    key = await propose(first.as_user(PROPOSER), remove=[RULE])
    assert codes(await sign(first.as_user(SIGNER), key)) == []
    assert await seen(first) == NEW
    assert {await seen(second) for _ in range(3)} == {OLD}
    change = second.next_change(TOPIC)
    assert await second.application.freshness.beat()
    await learnt(change)
    assert await seen(second) == NEW


@pytest.mark.usefixtures("bureau")
async def test_a_mixture_would_be_seen(workers, monkeypatch):  # noqa: F811
    """The negative control: a worker that names the new version and serves the old schema."""
    first, second = workers
    live = second.application.live
    swap = live.swap

    def mixed(table):
        return swap(type(table)(table.version, table.digest, live.current.cells, table.roles))

    monkeypatch.setattr(live, "swap", mixed)
    change = second.next_change(TOPIC)
    key = await propose(first.as_user(PROPOSER), remove=[RULE])
    assert codes(await sign(first.as_user(SIGNER), key)) == []
    await learnt(change)
    assert await seen(second) not in (OLD, NEW)
    await first.as_user(OTHER).ask("{ me { policyVersion } }")
