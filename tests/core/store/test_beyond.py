"""The door through the second wall: open inside, shut again after, whatever happened inside."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from core.register.models import Enterprise
from core.store.beyond import beyond_scope
from core.store.scope import LostScope
from tests.fixtures.small_world import token_of

NAMES = ("zj.reach", "zj.today", "zj.divisions", "zj.enterprises", "zj.organisations")
SETTINGS = text("select " + ", ".join(f"current_setting('{name}', true)" for name in NAMES))
VISIBLE = text("select count(*) from enterprise")


class Seen:
    """What the wall of a work shows now."""

    def __init__(self, work):
        self.work = work

    async def wall(self):
        connection = await self.work.session.connection()
        return tuple((await connection.execute(SETTINGS)).one())

    async def enterprises(self):
        connection = await self.work.session.connection()
        return await connection.scalar(VISIBLE)


@pytest.fixture
async def work(bureau):
    """A unit of work of a town's officer."""
    access = await bureau.application.access(token_of("town-quality-officer-b"))
    async with bureau.application.store.writing(access) as opened:
        yield opened


async def test_the_core_sees_all_inside_and_the_actor_as_before_after(work):
    seen = Seen(work)
    before, few = await seen.wall(), await seen.enterprises()
    async with beyond_scope(work) as session:
        assert len((await session.scalars(select(Enterprise))).all()) > few > 0
        first_wall = (await work.session.scalars(select(Enterprise))).all()
        assert len(first_wall) == few
    assert (await seen.wall(), await seen.enterprises()) == (before, few)


async def test_the_wall_stands_again_after_an_error(work):
    seen = Seen(work)
    before = await seen.wall()
    with pytest.raises(ZeroDivisionError):
        async with beyond_scope(work):
            raise ZeroDivisionError
    assert await seen.wall() == before


async def test_the_wall_stands_again_after_an_error_of_the_database(work):
    seen = Seen(work)
    before = await seen.wall()
    with pytest.raises(DBAPIError):
        await _fail(work)
    assert await seen.wall() == before


async def _fail(work):
    async with work.session.begin_nested(), beyond_scope(work) as session:
        await session.execute(text("select 1 / 0"))


async def test_what_nobody_checked_is_not_written_through_the_door(work):
    """What is pending in the work's own session meets the unit of work, not the open wall."""
    row = (await work.session.scalars(select(Enterprise))).first()
    row.name = "改名"
    with pytest.raises(LostScope, match="without fetch or add"):
        async with beyond_scope(work):
            pass
    work.session.expire(row)
