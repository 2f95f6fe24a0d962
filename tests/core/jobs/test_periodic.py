"""Missed days are caught up in one wider band, once, and none is dropped."""

import datetime as dt

import pytest

from core.declarations import Periodic
from tests.fixtures.jobs import run_jobs, worker_of

DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def bands() -> list[tuple[dt.date, ...]]:
    return []


@pytest.fixture
def daily(bands, noting) -> Periodic:
    async def run(context, days):
        bands.append(days)
        for day in days:
            await noting.run(context, {"word": str(day)})

    return Periodic(name="core.daily", run=run, retries=0)


async def test_a_new_work_begins_with_yesterday_and_once_a_day(bureau, effects, daily, bands):
    for _ in range(3):
        await run_jobs(bureau, [daily], periodic=True)
    assert bands == [(TODAY - DAY,)]
    bureau.clock.advance(days=1)
    await run_jobs(bureau, [daily], periodic=True)
    assert bands[1:] == [(TODAY,)]


async def test_missed_days_come_together(bureau, effects, daily, bands):
    await run_jobs(bureau, [daily], periodic=True)
    bureau.clock.advance(days=5)
    await run_jobs(bureau, [daily], periodic=True)
    assert bands[1:] == [tuple(TODAY + DAY * n for n in range(5))]


async def test_a_failed_day_is_in_the_next_band(bureau, effects, daily, bands):
    async def broken(context, days):
        await daily.run(context, days)
        raise ValueError("broken")

    failing = Periodic(name="core.daily", run=broken, retries=0)
    for _ in range(3):
        await run_jobs(bureau, [failing], periodic=True)
    assert await effects.words() == []
    assert len(await effects.queue()) == 1, "one dead letter, not one a look"
    bureau.clock.advance(days=1)
    await run_jobs(bureau, [daily], periodic=True)
    assert bands[-1] == (TODAY - DAY, TODAY)
    assert await effects.words() == [str(TODAY - DAY), str(TODAY)]


async def test_two_processes_ask_once(bureau, effects, daily):
    workers = [worker_of(bureau, [daily]) for _ in range(2)]
    asked = [await worker.ask_periodic() for worker in workers]
    for worker in workers:
        await worker.close()
    assert asked == [1, 0]
    assert len(await effects.queue()) == 1


async def test_a_late_job_finds_nothing_left(bureau, effects, daily, bands):
    """Yesterday's job and today's both run: the first takes all days, the second none."""
    worker = worker_of(bureau, [daily])
    await worker.ask_periodic()
    bureau.clock.advance(days=1)
    await worker.ask_periodic()
    await worker.close()
    assert len(await effects.queue()) == 2
    await run_jobs(bureau, [daily])
    assert bands == [(TODAY - DAY, TODAY)]
