"""Numbers of papers follow each other: whoever takes them, at once, and when a work fails."""

import asyncio

import pytest

from core.papers.numbering import next_serial

ROLES = ("branch.inspection_clerk", "station.inspector", "town.leader")


async def take(workshop, role="branch.inspection_clerk", *, authority="XS", year=2026):
    async with workshop.work(role) as work:
        return await next_serial(work, "order", authority, year)


async def take_and_fail(workshop):
    async with workshop.work("branch.inspection_clerk") as work:
        assert await next_serial(work, "order", "XS", 2026) == 2
        raise RuntimeError


async def test_numbers_follow_each_other_whoever_takes_them(workshop):
    assert [await take(workshop, role) for role in ROLES] == [1, 2, 3]


async def test_each_authority_and_year_has_its_own(workshop):
    assert [await take(workshop), await take(workshop, year=2027)] == [1, 1]
    assert await take(workshop, authority="LP") == 1
    assert await take(workshop) == 2


async def test_at_once_nobody_gets_the_same(workshop):
    assert sorted(await asyncio.gather(*(take(workshop) for _ in range(5)))) == [1, 2, 3, 4, 5]


async def test_a_work_that_fails_gives_its_number_back(workshop):
    await take(workshop)
    with pytest.raises(RuntimeError):
        await take_and_fail(workshop)
    assert await take(workshop) == 2
