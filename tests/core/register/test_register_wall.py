"""The register is written in a confirming transaction and in no other way, tried as who serves."""

import asyncio
import itertools
from contextlib import asynccontextmanager

import asyncpg
import pytest

from core.prepare import secure
from core.register.models import Registered
from core.register.wall import REFUSED, TRIGGERS, registered
from core.store.session import models
from core.unchanged.triggers import TRIGGER

NO_RIGHT = "42501"
ABSENT = "23503"
"""The foreign key notices first that there is no such change set."""
CONFIRM = """
insert into change_set (kind, source, confirmed_at, reason)
values ('DECLARATION', 'test', now(), 'test') returning id
"""
ENTER = """
insert into site (enterprise_id, town_id, name, address, version, change_id)
select id, town_id, '新厂区', '', 1, $1 from enterprise order by id limit 1
"""
RENAME = "update enterprise set name = '改', change_id = $1"
OLD = "(select min(id) from change_set)"

WITHOUT_CHANGE_SET = {
    "a fact": "update enterprise set name = '改'",
    "a fact of one row": "update site set address = '改' where id = (select min(id) from site)",
    "an old change set": f"update enterprise set name = '改', change_id = {OLD}",
    "the change set alone": f"update site set change_id = {OLD} + 0, id = id + 1000",
    "a mark": "update enterprise set is_key_unit = not is_key_unit",
    "personal data": "update enterprise set phone = null",
    "a new row": ENTER.replace("$1", OLD),
    "a new row, where one stands": (
        "insert into enterprise select * from enterprise order by id limit 1 "
        "on conflict (id) do update set name = '改'"
    ),
    "a merge": (
        "merge into enterprise e using division d on e.town_id = d.id "
        "when matched then update set name = d.name"
    ),
    "a row removed": "delete from site",
    "a licence that outlives itself": (
        "insert into licence select * from licence where false; delete from site"
    ),
    "a fact under cover of a version": "update enterprise set version = version + 1, name = '改'",
}
NEVER = {
    "to choose the transaction": (
        "insert into change_set (kind, source, confirmed_at, reason, transaction_id) "
        "values ('IMPORT', '', now(), '', 1)"
    ),
    "to renew a change set": (
        "update change_set set transaction_id = pg_current_xact_id()::text::bigint"
    ),
    "to rewrite a change set": "update change_set set reason = ''",
    "to remove a change set": "delete from change_set",
    "to empty a table": "truncate site",
    "to switch the wall off": "alter table enterprise disable trigger all",
    "to pass it as a replica": "set session_replication_role = replica",
    "to take it down": "drop trigger zj_register on enterprise",
    "to become the owner": "set role zhijian_owner",
    "to replace the guard": (
        "create or replace function zj_register() returns trigger language plpgsql "
        "as 'begin return null; end'"
    ),
}
SERVING = [(role, reach) for role in ("app", "worker") for reach in ("system", "all")]

numbers = itertools.count()


class House:
    """A copy of the small world, and connections of the serving roles to it."""

    def __init__(self, endpoints):
        self.endpoints = endpoints

    @asynccontextmanager
    async def serving(self, role="app", reach="system"):
        connection = await asyncpg.connect(getattr(self.endpoints, role))
        try:
            await connection.execute("select set_config('zj.reach', $1, false)", reach)
            yield connection
        finally:
            await connection.close()

    async def register(self):
        """Everything in the register, and every change set."""
        async with self.serving() as connection:
            return [
                await connection.fetch(f'select * from "{table}" order by id')
                for table in ("enterprise", "site", "licence", "change_set")
            ]


@pytest.fixture
def house(databases, template):
    name = f"register_wall_{next(numbers)}"
    yield House(databases.make_database(name, template.name))
    databases.drop_database(name)


async def refusals(house, statements, serving):
    """The SQLSTATE that each statement met in a transaction of its own; empty where it passed."""
    met = {}
    async with house.serving(*serving) as connection:
        for name, statement in statements.items():
            met[name] = await outcome(connection.execute(statement))
    return met


async def outcome(awaitable):
    try:
        await awaitable
    except asyncpg.PostgresError as error:
        return error.sqlstate
    return ""


@pytest.mark.parametrize("serving", SERVING, ids="-".join)
async def test_nothing_is_written_without_a_change_set(house, serving):
    before = await house.register()
    assert all(before[:2]), "there is something to protect"
    met = await refusals(house, WITHOUT_CHANGE_SET, serving)
    assert met == dict.fromkeys(WITHOUT_CHANGE_SET, REFUSED)
    assert await house.register() == before


@pytest.mark.parametrize("serving", SERVING, ids="-".join)
async def test_nobody_who_serves_can_go_round_it(house, serving):
    before = await house.register()
    met = await refusals(house, NEVER, serving)
    assert met == dict.fromkeys(NEVER, NO_RIGHT)
    assert await house.register() == before


async def test_with_its_change_set_it_is_written(house):
    async with house.serving() as connection:
        async with connection.transaction():
            change = await connection.fetchval(CONFIRM)
            await connection.execute(RENAME, change)
            await connection.execute(ENTER, change)
            await connection.execute("update site set address = '又改' where name = '新厂区'")
        found = await connection.fetch("select distinct name, change_id from enterprise")
        assert [tuple(row) for row in found] == [("改", change)]
        assert await connection.fetchval("select address from site where name = '新厂区'") == "又改"


async def test_a_change_set_serves_once(house):
    async with house.serving() as connection:
        change = await connection.fetchval(CONFIRM)
        before = await house.register()
        assert await outcome(connection.execute(RENAME, change)) == REFUSED
        assert await outcome(connection.execute(ENTER, change)) == REFUSED
    assert await house.register() == before


async def test_removal_is_refused_even_with_a_change_set(house):
    async with house.serving() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(RENAME, await connection.fetchval(CONFIRM))
        assert await outcome(connection.execute("delete from site")) == REFUSED
        await transaction.rollback()


async def test_a_change_set_of_a_concurrent_transaction_does_not_serve(house):
    """Neither while it is open, nor once it has committed in the midst of ours."""
    before = await house.register()
    async with house.serving() as ours, house.serving() as theirs:
        await ours.execute("begin")
        await ours.execute("select pg_current_xact_id()")
        await theirs.execute("begin")
        change = await theirs.fetchval(CONFIRM)
        await ours.execute("savepoint s")
        assert await outcome(ours.execute(RENAME, change)) == ABSENT
        await ours.execute("rollback to s")
        await theirs.execute("commit")
        assert await ours.fetchval("select count(*) from change_set where id = $1", change) == 1
        assert await outcome(ours.execute(RENAME, change)) == REFUSED
        await ours.execute("rollback")
    after = await house.register()
    assert after[:3] == before[:3]


async def test_savepoints_do_not_matter(house):
    async with house.serving() as connection, connection.transaction():
        async with connection.transaction():
            change = await connection.fetchval(CONFIRM)
        async with connection.transaction():
            await connection.execute(RENAME, change)
        await connection.execute(ENTER, change)


async def test_a_change_set_that_was_taken_back_does_not_serve(house):
    before = await house.register()
    async with house.serving() as connection:
        await connection.execute("begin")
        await connection.execute("savepoint s")
        change = await connection.fetchval(CONFIRM)
        await connection.execute("rollback to s")
        assert await outcome(connection.execute(RENAME, change)) == ABSENT
        await connection.execute("rollback")
    assert await house.register() == before


async def test_a_number_met_again_after_a_restore_does_not_serve(house):
    """Another server numbers transactions anew: an old change set may hold the number of ours."""
    owner = await asyncpg.connect(house.endpoints.owner)
    try:
        await owner.execute("alter table change_set no force row level security")
        async with house.serving() as connection:
            ahead = int(await connection.fetchval("select pg_current_xact_id()::text")) + 2
            await owner.execute("update change_set set transaction_id = $1", ahead)
            await connection.execute("begin")
            assert int(await connection.fetchval("select pg_current_xact_id()::text")) == ahead
            change = await connection.fetchval("select min(id) from change_set")
            assert await outcome(connection.execute(RENAME, change)) == REFUSED
            await connection.execute("rollback")
    finally:
        await owner.close()


async def test_what_is_no_fact_of_the_register_needs_no_change_set(house):
    async with house.serving() as connection:
        assert await connection.execute("update site set version = version + 1") != "UPDATE 0"
        assert await connection.execute("update enterprise set name = name") != "UPDATE 0"


async def test_the_owner_migrates(house):
    owner = await asyncpg.connect(house.endpoints.owner)
    try:
        await owner.execute("select set_config('zj.reach', 'system', false)")
        assert await owner.execute("update enterprise set name = '改'") != "UPDATE 0"
    finally:
        await owner.close()


async def test_every_registered_table_has_the_wall(house):
    async with house.serving() as connection:
        rows = await connection.fetch(
            "select tgrelid::regclass::text as name, tgname from pg_trigger "
            "where not tgisinternal and tgenabled = 'A'"
        )
    walled = {(row["name"], row["tgname"]) for row in rows if row["tgname"] != TRIGGER}
    tables = [model.__tablename__ for model in registered(models())]
    assert {"enterprise", "site", "licence"} <= set(tables)
    assert walled == {(table, trigger) for table in tables for trigger in TRIGGERS}


def test_what_is_unconfirmed_is_a_column_and_not_the_change_set():
    for model in registered(models()):
        names = set(model.unconfirmed())
        assert names <= set(model.__table__.c.keys()), model.__name__
        assert not names & {"id", "change_id", *model.__scope__.values()}, model.__name__
    assert not hasattr(Registered, "__table__")


@pytest.mark.parametrize(
    "defect",
    [
        "drop trigger zj_register on enterprise",
        "alter table enterprise disable trigger zj_register",
        NEVER["to replace the guard"],
    ],
)
async def test_a_wall_with_a_hole_is_noticed(house, defect):
    """The attacks of this file find a wall that is not there; securing again puts it back."""
    await as_owner(house, defect)
    met = await refusals(house, WITHOUT_CHANGE_SET, ("app", "system"))
    assert "" in met.values()
    await secure(house.endpoints.owner)
    met = await refusals(house, {"again": "update enterprise set name = '再改'"}, ("app", "system"))
    assert met == {"again": REFUSED}


async def as_owner(house, statement):
    owner = await asyncpg.connect(house.endpoints.owner)
    try:
        await owner.execute(statement)
    finally:
        await owner.close()


async def test_concurrent_confirmations_each_serve_their_own(house):
    async def confirm(number):
        async with house.serving() as connection, connection.transaction():
            change = await connection.fetchval(CONFIRM)
            await connection.execute(ENTER.replace("新厂区", f"厂区{number}"), change)
            return change

    changes = await asyncio.gather(*(confirm(number) for number in range(8)))
    async with house.serving() as connection:
        rows = await connection.fetch("select change_id from site where name like '厂区%'")
    assert sorted(row["change_id"] for row in rows) == sorted(changes)
