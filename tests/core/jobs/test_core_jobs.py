"""The core's own work of every day."""

import datetime as dt

from core.declarations import Periodic
from core.identity.attempts import KEPT
from core.identity.models import Outcome, SignInAttempt
from tests.fixtures.jobs import run_jobs


async def test_old_attempts_to_sign_in_are_forgotten_and_recent_ones_kept(bureau):
    now = bureau.clock.now()
    ages = {"old": KEPT + dt.timedelta(hours=1), "kept": KEPT - dt.timedelta(hours=1)}
    async with bureau.application.store.system() as session:
        session.add_all(
            SignInAttempt(username=name, ip="192.0.2.1", at=now - age, outcome=Outcome.FAILED)
            for name, age in ages.items()
        )
    await run_jobs(bureau, periodic=True)
    left = await bureau.rows("select username from sign_in_attempt")
    assert [row["username"] for row in left] == ["kept"]
    assert await bureau.rows("select * from queued_job") == []


async def test_every_work_of_the_core_runs_on_an_empty_day(bureau):
    jobs = bureau.application.assembly.jobs
    works = {job.name for job in jobs if isinstance(job, Periodic)}
    assert {"core.settle_deliveries", "core.sweep_files", "core.forget_sign_in_attempts"} <= works
    await run_jobs(bureau, periodic=True)
    marks = await bureau.rows("select name, run_until from periodic_run")
    today = dt.date(2026, 11, 23)
    assert {row["name"]: row["run_until"] for row in marks} == dict.fromkeys(works, today)
