"""The system officer sees what failed and lets it run again; nobody else does."""

import pytest

from core.declarations import Job
from core.jobs.queue import enqueue
from schema.ids import global_id
from tests.fixtures.bureau import TIERS
from tests.fixtures.jobs import run_jobs

JOBS = """query($where: QueuedJobWhere) {
  jobs(where: $where) { totalCount nodes { id task state attempts error failedAt queuedAt dueAt } }
}"""
FAILED = {"state": {"eq": "FAILED"}}


@pytest.fixture
async def dead(bureau, effects, noting, writing):
    """A dead letter, a waiting job, and a job that can be repaired."""
    mended = []

    async def run(context, payload):
        if not mended:
            raise ValueError("broken")
        await noting.run(context, payload)

    job = Job(name="core.note", run=run, retries=0)
    async with writing() as work:
        await enqueue(work, job, {"word": "一"})
    await run_jobs(bureau, [job])
    async with writing() as work:
        await enqueue(work, job, {"word": "二"})
    return job, mended


async def test_the_system_officer_sees_and_retries(bureau, effects, dead):
    job, mended = dead
    officer = bureau.as_tier("system")
    assert (await officer.ask(JOBS))["jobs"]["totalCount"] == 2
    (seen,) = (await officer.ask(JOBS, where=FAILED))["jobs"]["nodes"]
    assert seen["task"] == "core.note"
    assert seen["attempts"] == 1
    assert seen["error"] == "ValueError: broken"
    assert seen["failedAt"] is not None
    done = await officer.run(
        "retryJob", "queuedJob { id state }", id=seen["id"], reason="修复后重试"
    )
    assert done["userErrors"] == []
    assert done["queuedJob"]["state"] == "WAITING"
    mended.append(True)
    assert await run_jobs(bureau, [job]) == 2
    assert sorted(await effects.words()) == ["一", "二"]
    assert (await officer.ask(JOBS))["jobs"]["totalCount"] == 0
    entries = "select operation, reason from ledger_entry where operation = 'retryJob'"
    assert [tuple(row) for row in await bureau.rows(entries)] == [("retryJob", "修复后重试")]


async def test_a_job_that_has_not_failed_is_left_alone(bureau, effects, dead):
    officer = bureau.as_tier("system")
    waiting = (await officer.ask(JOBS, where={"state": {"eq": "WAITING"}}))["jobs"]["nodes"]
    before = await effects.queue()
    done = await officer.do("retryJob", id=waiting[0]["id"])
    assert [e["code"] for e in done["userErrors"]] == ["JOB_NOT_FAILED"]
    done = await officer.do("retryJob", id=global_id("QueuedJob", 999))
    assert [e["code"] for e in done["userErrors"]] == ["NOT_FOUND"]
    assert await effects.queue() == before


@pytest.mark.parametrize("tier", sorted(set(TIERS) - {"system"}))
async def test_nobody_else_sees_or_retries(bureau, effects, dead, tier):
    before = await effects.queue()
    caller = bureau.as_tier(tier)
    (fault,) = await caller.errors("{ jobs { totalCount } }")
    assert "jobs" in fault["message"]
    job = global_id("QueuedJob", 1)
    await caller.errors(
        "mutation($id: ID!) { retryJob(input: {id: $id}) { userErrors { code } } }", id=job
    )
    assert await effects.queue() == before
