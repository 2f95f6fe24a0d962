"""Divisions in the database: planted once, reformed by date, inherited by their successors."""

import datetime as dt

import pytest
from sqlalchemy import select

from core.identity import STALE
from core.register.divisions import apply_reform, expand, plant_divisions
from core.register.divisions_data import XIAOSHAN, DivisionKind, all_divisions, towns_on
from core.register.models import Division
from core.store.freshness import raised

BEFORE, MERGED = dt.date(2013, 8, 29), dt.date(2013, 8, 30)
TODAY = dt.date(2026, 11, 23)
LOWEST = (DivisionKind.STREET, DivisionKind.TOWN)


@pytest.fixture
async def session(workshop):
    async with workshop.store.system() as opened:
        for town in (await opened.scalars(select(Division))).all():
            town.code = f"9{town.id}"  # the small world's invented towns are in nobody's way
        await plant_divisions(opened)
        yield opened


async def current_towns(session):
    """Codes of Xiaoshan's towns that have not ended."""
    district = select(Division.id).where(Division.code == XIAOSHAN).scalar_subquery()
    wanted = select(Division.code).where(
        Division.parent_id == district, Division.kind.in_(LOWEST), Division.valid_to.is_(None)
    )
    return sorted((await session.scalars(wanted)).all())


async def id_of(session, code):
    return (await session.scalars(select(Division.id).where(Division.code == code))).one()


async def codes_of(session, ids):
    found = (await session.scalars(select(Division.code).where(Division.id.in_(ids)))).all()
    return sorted(found)


async def everything(session):
    session.expire_all()
    rows = (await session.scalars(select(Division).order_by(Division.id))).all()
    return [(r.id, r.code, r.parent_id, r.successor_id, r.valid_from, r.valid_to) for r in rows]


async def test_28_towns_of_2013_are_planted(session):
    towns = await current_towns(session)
    assert len(towns) == 28
    assert towns == [row.code for row in towns_on(dt.date(2013, 6, 1))]


async def test_planting_again_changes_nothing(session):
    before = await everything(session)
    await plant_divisions(session)
    assert await everything(session) == before


@pytest.mark.parametrize("day", [BEFORE, MERGED, dt.date(2014, 8, 1), dt.date(2021, 4, 9), TODAY])
async def test_a_reform_leaves_the_towns_of_its_day(session, day):
    await apply_reform(session, day)
    assert await current_towns(session) == [row.code for row in towns_on(day)]


async def test_reforms_in_steps_and_in_one_go_are_alike(session):
    for day in sorted({row.valid_from for row in all_divisions() if row.valid_from > MERGED}):
        await apply_reform(session, day)
    once = await everything(session)
    await apply_reform(session, TODAY)
    await plant_divisions(session)
    assert await everything(session) == once


async def test_a_reform_is_told_to_every_worker(session):
    await apply_reform(session, BEFORE)
    assert STALE not in raised(session)
    await apply_reform(session, MERGED)
    assert STALE in raised(session)


async def test_a_successor_answers_for_what_merged_into_it(session):
    await apply_reform(session, TODAY)
    guali = await id_of(session, "330109113")
    merged = ["330109112", "330109113", "330109114"]
    assert await codes_of(session, await expand(session, [guali], MERGED)) == merged
    assert await codes_of(session, await expand(session, [guali], BEFORE)) == ["330109113"]


async def test_predecessors_of_predecessors_count(session):
    today = dt.date(2026, 11, 23)
    first, second, third = (
        Division(
            code=f"33010999{n}",
            name=f"镇{n}",
            name_en="T",
            kind=DivisionKind.TOWN,
            valid_from=BEFORE,
        )
        for n in (1, 2, 3)
    )
    session.add_all((first, second, third))
    await session.flush()
    first.successor_id, first.valid_to = second.id, dt.date(2015, 1, 1)
    second.successor_id, second.valid_to = third.id, dt.date(2020, 1, 1)
    await session.flush()
    everyone = tuple(sorted((first.id, second.id, third.id)))
    assert await expand(session, [third.id], today) == everyone
    assert await expand(session, [third.id], dt.date(2019, 1, 1)) == (third.id,)
    assert await expand(session, [first.id], today) == (first.id,)
    assert await expand(session, [], today) == ()
