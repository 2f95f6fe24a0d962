"""Every table that persons read tells when it is written, whoever writes it and however."""

import asyncpg
import pytest
from sqlalchemy import text

from core.store.base import is_system, is_view
from core.store.session import models
from core.store.written import SETTING, only_selects
from core.unchanged.triggers import CHANNEL, watched


@pytest.fixture
async def owner(bureau):
    connection = await asyncpg.connect(bureau.endpoints.owner)
    await connection.execute("select set_config('zj.reach', 'all', false)")
    yield connection
    await connection.close()


@pytest.fixture
async def told(bureau):
    """What a listener hears, by the end of a round trip."""
    listener, heard = await asyncpg.connect(bureau.endpoints.app), []
    await listener.add_listener(CHANNEL, lambda *given: heard.append(given[3]))

    async def since_last():
        await listener.fetchval("select 1")
        found, heard[:] = sorted(heard), []
        return found

    yield since_last
    await listener.close()


async def test_every_table_that_persons_read_is_watched(bureau):
    found = await watched(bureau.application.store)
    read = {m.__tablename__ for m in models() if not is_system(m) and not is_view(m)}
    assert len(found) > 100
    assert found == read


async def test_each_way_to_write_tells_once_at_commit(owner, told):
    async with owner.transaction():
        for number in range(5):
            await owner.execute("update division set name_en = $1", str(number))
        await owner.execute("update enterprise_card set name = name")
        assert await told() == []
    assert await told() == ["division", "enterprise_card"]
    await owner.execute(
        "with moved as (update division set name_en = name_en returning id) select 1 from moved"
    )
    assert await told() == ["division"]
    (row,) = await owner.fetch(
        "delete from enterprise_card where id = (select min(id) from enterprise_card) returning *"
    )
    assert await told() == ["enterprise_card"]
    await owner.execute("alter table enterprise_card no force row level security")
    await owner.copy_records_to_table(
        "enterprise_card", records=[tuple(row)], columns=[*row.keys()]
    )
    assert await told() == ["enterprise_card"]
    await owner.execute("delete from enterprise_card where id < 0")
    assert await told() == ["enterprise_card"], "a statement tells, whether it finds rows or not"
    await owner.execute("truncate calendar_day")
    assert await told() == ["calendar_day"]
    await owner.fetch("select * from division for update")
    assert await told() == []


async def test_what_is_undone_is_not_told(owner, told):
    transaction = owner.transaction()
    await transaction.start()
    await owner.execute("update division set name_en = ''")
    await transaction.rollback()
    assert await told() == []
    async with owner.transaction():
        part = owner.transaction()
        await part.start()
        await owner.execute("update division set name_en = ''")
        await part.rollback()
        await owner.execute("update enterprise_card set name = name")
        noted = await owner.fetchval(f"select current_setting('{SETTING}', true)")
    assert noted.split() == await told() == ["enterprise_card"]


async def test_the_store_says_which_tables_a_transaction_wrote(bureau):
    store, heard = bureau.application.store, []
    store.tell = lambda tables: heard.append(set(tables))
    async with store.system() as session:
        await (await session.connection()).execute(text("select count(*) from division"))
    assert heard == []
    async with store.system() as session:
        connection = await session.connection()
        await connection.execute(text("update division set name_en = ''"))
        await connection.execute(text("with x as (delete from calendar_day) select 1"))
    assert heard == [{"division", "calendar_day"}]
    with pytest.raises(ZeroDivisionError):
        await _fail(store)
    assert len(heard) == 1


async def _fail(store):
    async with store.system() as session:
        await (await session.connection()).execute(text("update division set name_en = ''"))
        raise ZeroDivisionError


async def test_a_table_whose_trigger_is_off_is_not_relied_upon(bureau, owner):
    await owner.execute("alter table division disable trigger zj_written")
    assert "division" not in await watched(bureau.application.store)


@pytest.mark.parametrize(
    ("statement", "only"),
    [
        ("select 1", True),
        (" \n SELECT 1", True),
        ("with x as (delete from t) select 1", False),
        ("insert into t values (1)", False),
        ("/* select */ update t set a = 1", False),
    ],
)
def test_only_plain_selects_are_trusted_to_write_nothing(statement, only):
    assert only_selects(statement) is only
