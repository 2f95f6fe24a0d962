"""The queue as part of the house: served, examined, and as Procrastinate ships it."""

import asyncio
import dataclasses

import pytest
from procrastinate.schema import SchemaManager

from core.background import Background
from core.commands.doctor import Health, _jobs
from core.declarations import Job
from core.jobs.installation import structure
from core.jobs.queue import enqueue
from schema.reactions import misnamed
from tests.core.jobs.effects import write_word
from tests.fixtures.jobs import run_jobs

LIMIT_S = 60


def test_the_frozen_tables_are_those_of_the_installed_procrastinate():
    """A newer Procrastinate needs a revision of ours before its code runs on these tables."""
    assert any(script.endswith(SchemaManager.get_schema()) for script in structure())


async def test_what_serves_runs_jobs_and_ends_with_them(bureau, effects, writing):
    done = asyncio.Event()

    async def run(context, payload):
        await write_word(context, payload)
        done.set()

    application = bureau.application
    job = Job(name="core.note", run=run)
    served = dataclasses.replace(application.assembly, jobs=[job])
    application.assembly = served
    background = Background(application)
    background.start()
    try:
        async with writing() as work:
            await enqueue(work, job, {"word": "一"})
        async with asyncio.timeout(LIMIT_S):
            await done.wait()
    finally:
        await background.stop()
    assert await effects.words() == ["一"]
    workers = await effects.owner("select * from procrastinate.procrastinate_workers")
    assert workers == [], "it has signed off"


async def test_the_doctor_names_dead_letters(bureau, effects, noting, writing):
    (sound,) = await _jobs(bureau.endpoints.worker)
    assert sound.health is Health.SOUND
    async with writing() as work:
        await enqueue(work, "gone.task", {})
    await run_jobs(bureau, [noting])
    (odd,) = await _jobs(bureau.endpoints.worker)
    assert odd.health is Health.ODD
    assert odd.english.startswith("1 jobs have failed")


@pytest.mark.parametrize(
    ("names", "faulty"),
    [
        (("noise.recount", "noise.remind"), set()),
        (("recount",), {"noise"}),
        (("core.tell",), {"noise"}),
        (("noise.recount", "noise.recount"), {"noise"}),
    ],
)
def test_jobs_are_named_after_their_plugin(names, faulty):
    jobs = [("noise", Job(name=name, run=write_word)) for name in names]
    assert set(misnamed(jobs)) == faulty
