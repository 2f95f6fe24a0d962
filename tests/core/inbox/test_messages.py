"""Once to each, read and acknowledged by its addressee alone, undone with what it tells of."""

import pytest

from core.errors import Denied
from core.inbox.service import TELL, tell
from schema.ids import global_id
from tests.fixtures.bureau import TIERS
from tests.fixtures.jobs import run_jobs, worker_of

MINE = """{
  unreadCount
  messages { totalCount nodes {
    id kind title titleEn why subject createdAt unread readAt acknowledgedAt
  } }
}"""
LEADER = "town-leader-a"


@pytest.fixture
async def told(bureau, post_office):
    """Town a was told of enterprise a1."""
    await post_office.deliver(post_office.notice(post_office.in_town("a")))
    return post_office


async def mine(bureau, username=LEADER):
    return await bureau.as_user(username).ask(MINE)


async def test_the_addressee_reads_it(bureau, told):
    found = await mine(bureau)
    assert found["unreadCount"] == found["messages"]["totalCount"] == 1
    (message,) = found["messages"]["nodes"]
    assert message["subject"] == global_id("Enterprise", bureau.world.enterprises["a1"])
    assert message["unread"]
    about = "query($id: ID!) { node(id: $id) { ... on Enterprise { name } } }"
    subject = await bureau.as_user(LEADER).ask(about, id=message["subject"])
    assert "a1" in subject["node"]["name"]
    assert (await mine(bureau, "town-leader-b"))["messages"]["totalCount"] == 0


async def test_undone_work_tells_nobody(bureau, post_office):
    application = bureau.application
    access = await application.access(bureau.as_user("branch-data-clerk").token)

    async def fail():
        async with application.store.writing(access) as work:
            await tell(work, post_office.notice(post_office.in_town("a")))
            raise Denied("否", "no")

    with pytest.raises(Denied):
        await fail()
    assert await post_office.deliver() == set()


async def test_an_event_is_told_once_however_often_its_job_runs(bureau, told):
    before = await bureau.count("message")
    again = told.notice(told.in_town("a"))
    await told.deliver(again, again)
    assert await bureau.count("message") == before
    await told.deliver(told.notice(told.in_town("a"), event="enterprise:2"))
    assert await bureau.count("message") == 2 * before


async def test_messages_about_one_subject_come_in_order(bureau, post_office):
    events = [f"enterprise:{n}" for n in range(5)]
    notices = [post_office.notice(post_office.in_town("a"), event=e) for e in events]
    await post_office.deliver(*notices)
    rows = await bureau.rows(
        "select event from message where account_id = $1 order by id", bureau.world.accounts[LEADER]
    )
    assert [row["event"] for row in rows] == events


async def test_reading_and_the_receipt(bureau, told):
    caller = bureau.as_user(LEADER)
    ((message,)) = (await mine(bureau))["messages"]["nodes"]
    done = await caller.run("readMessage", "message { readAt unread }", id=message["id"])
    assert done["userErrors"] == []
    first = done["message"]["readAt"]
    assert first is not None
    bureau.clock.advance(minutes=5)
    done = await caller.run("readMessage", "message { readAt }", id=message["id"])
    assert done["message"]["readAt"] == first
    done = await caller.run("acknowledgeMessage", "message { acknowledgedAt }", id=message["id"])
    assert done["userErrors"] == []
    receipt = done["message"]["acknowledgedAt"]
    bureau.clock.advance(minutes=5)
    done = await caller.do("acknowledgeMessage", id=message["id"])
    assert [e["code"] for e in done["userErrors"]] == ["ALREADY_ACKNOWLEDGED"]
    found = await mine(bureau)
    assert found["unreadCount"] == 0
    assert found["messages"]["nodes"][0]["acknowledgedAt"] == receipt
    acts = await bureau.rows(
        "select outcome from ledger_entry where operation = 'acknowledgeMessage' order by id"
    )
    assert [row["outcome"] for row in acts] == ["ACCEPTED", "REFUSED"]


@pytest.mark.parametrize("username", sorted({*TIERS.values(), "town-leader-ac"} - {""}))
async def test_nobody_else_reads_or_acknowledges_it(bureau, told, username):
    ((message,)) = (await mine(bureau))["messages"]["nodes"]
    before = await bureau.rows("select * from message order by id")
    caller = bureau.as_user(username)
    found = await caller.ask("query($id: ID!) { message(id: $id) { id } }", id=message["id"])
    assert found["message"] is None
    for act in ("readMessage", "acknowledgeMessage"):
        done = await caller.do(act, id=message["id"])
        assert [e["code"] for e in done["userErrors"]] == ["NOT_FOUND"]
    assert await bureau.rows("select * from message order by id") == before


async def test_the_public_has_no_inbox(bureau, told):
    public = bureau.as_tier("public")
    for query in ("{ unreadCount }", "{ messages { totalCount } }"):
        assert await public.errors(query)


async def test_the_platforms_own_jobs_are_known_to_its_workers(bureau):
    worker = worker_of(bureau)
    assert TELL.name in worker._jobs
    await worker.close()
    assert await run_jobs(bureau) == 0
