"""The door through the second wall: open for one statement, and shut whatever happens."""

import pytest
from sqlalchemy import delete, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from core.identity.models import Account, Credential
from core.store.beyond import system_door
from core.store.scope import LostScope
from tests.core.identity.house import OFFICE, TOWN

LOOK = text("select current_setting('zj.reach', true)")
COUNT = text("select count(*) from credential")


@pytest.fixture
async def work(worker):
    """A unit of work of a town's leader, whose wall hides every credential."""
    await worker.person("heshang", "town.leader", TOWN)
    async with worker.working(await worker.token("heshang")) as work:
        yield work


async def test_credentials_are_seen_inside_only(work):
    connection = await work.session.connection()
    assert await connection.scalar(COUNT) == 0
    async with system_door(work.session) as inside:
        assert await inside.scalar(COUNT) == 1
    assert await connection.scalar(COUNT) == 0
    assert await connection.scalar(LOOK) == "scoped"


async def test_an_officer_sees_no_credential_either(worker):
    await worker.person("system", "officer.system", OFFICE)
    async with worker.working(await worker.token("system")) as work:
        connection = await work.session.connection()
        assert await connection.scalar(LOOK) == "all"
        assert await connection.scalar(COUNT) == 0
        done = await connection.execute(delete(Credential))
        assert done.rowcount == 0
        async with system_door(work.session) as inside:
            assert await inside.scalar(COUNT) == 1
        assert await connection.scalar(LOOK) == "all"


async def test_a_mistake_in_python_shuts_the_door(work):
    with pytest.raises(ZeroDivisionError):
        async with system_door(work.session):
            raise ZeroDivisionError
    connection = await work.session.connection()
    assert (await connection.scalar(LOOK), await connection.scalar(COUNT)) == ("scoped", 0)


async def test_a_refused_value_shuts_the_door(work):
    with pytest.raises(DBAPIError):
        async with system_door(work.session) as inside:
            await inside.execute(text("select cast(:n as int)"), {"n": "no number"})
    connection = await work.session.connection()
    assert (await connection.scalar(LOOK), await connection.scalar(COUNT)) == ("scoped", 0)


async def test_after_an_error_of_the_database_nothing_runs_any_more(worker):
    account = await worker.person("heshang", "town.leader", TOWN)
    access = await worker.access(await worker.token("heshang"))
    twice = insert(Credential).values(
        account_id=account, password_hash="x", former_hashes=[], set_at=worker.clock.now()
    )
    with pytest.raises(DBAPIError, match="transaction is aborted"):
        await _go_on_after(worker.store.writing(access), twice)


async def _go_on_after(writing, failing):
    async with writing as work:
        with pytest.raises(IntegrityError):
            await _run(work.session, failing)
        await work.session.scalars(select(Account))


async def _run(session, statement):
    async with system_door(session) as inside:
        await inside.execute(statement)


async def test_without_a_wall_the_door_does_not_open(worker):
    async with worker.store.system() as session:
        await session.execute(text("select set_config('zj.reach', '', true)"))
        with pytest.raises(LostScope):
            async with system_door(session):
                raise AssertionError


async def test_no_orm_statement_finds_a_credential(work):
    assert (await work.session.scalars(select(Credential.account_id))).all() == []
