"""Every accepted work and every refusal has exactly one entry, which stays as it is."""

import asyncpg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from core.audit import ledger
from core.audit.ledger import OperationRecord
from core.audit.models import LedgerEntry
from core.errors import Denied
from core.policy.vocabulary import Action
from core.store.scope import LostScope
from tests.core.audit.ground import AUDITOR, NOBODY, Hint, entries, owner_of, town_officer

RECORD = OperationRecord("r-1", "createHint", "create", "town:Hint", "SGludDox", "巡查", "10.0.0.9")

CUT_OFF = r"terminat|closed"


async def write_hint(store, access, operation=RECORD, **values):
    async with store.writing(access) as work:
        work.operation = operation
        return await work.add(Hint(**{"division_id": 3, "title": "电梯", **values}))


async def hints(endpoints):
    owner = await owner_of(endpoints)
    try:
        return await owner.fetchval("select count(*) from hint")
    finally:
        await owner.close()


async def test_an_accepted_work_has_one_entry_with_every_field(store, endpoints, clock):
    hint = await write_hint(store, town_officer(), phone="13812345678")
    (entry,) = await entries(endpoints)
    assert dict(entry) | {"id": 0, "changes": ""} == {
        "id": 0,
        "at": clock.now(),
        "request_id": "r-1",
        "account_id": 41,
        "username": "u41",
        "roles": ["town.quality_officer"],
        "tier": "TOWN",
        "ip": "10.0.0.9",
        "operation": "createHint",
        "action": "create",
        "resource": "town:Hint",
        "subject": "SGludDox",
        "outcome": "ACCEPTED",
        "code": "",
        "reason": "巡查",
        "changes": "",
        "policy_version": 7,
        "trace": "",
    }
    assert f'"key": {hint.id}' in entry["changes"]
    assert '"table": "hint"' in entry["changes"]


async def test_personal_data_are_in_the_ledger_as_masks_only(store, endpoints):
    hint = await write_hint(store, town_officer(), phone="13812345678")
    async with store.writing(town_officer()) as work:
        work.operation = RECORD
        (await work.fetch(Hint, hint.id, Action.UPDATE)).phone = "13987654321"
    first, second = (entry["changes"] for entry in await entries(endpoints))
    assert "13812345678" not in first + second
    assert "13987654321" not in first + second
    assert "138****5678" in second


async def test_a_work_of_several_rows_has_one_entry(store, endpoints):
    async with store.writing(town_officer()) as work:
        work.operation = RECORD
        for title in ("一", "二", "三"):
            await work.add(Hint(division_id=3, title=title))
    (entry,) = await entries(endpoints)
    assert entry["changes"].count('"key"') == 3


async def test_without_a_ledger_nothing_is_written(store, endpoints):
    owner = await owner_of(endpoints)
    await owner.execute("revoke insert on ledger_entry from zhijian_app")
    await owner.close()
    with pytest.raises(ProgrammingError):
        await write_hint(store, town_officer())
    assert await hints(endpoints) == 0


async def test_two_transactions_would_leave_orphans_and_one_does_not(store, endpoints):
    async def cut(session):
        await session.execute(text("select pg_terminate_backend(pg_backend_pid())"))

    async def split():
        await write_hint(store, town_officer(), operation=None)
        async with store.system() as session:
            await cut(session)  # the process dies before it writes the entry

    async def together():
        async with store.writing(town_officer()) as work:
            work.operation = RECORD
            await work.add(Hint(division_id=3, title="电梯"))
            await work.complete()
            await cut(await work.session.connection())

    with pytest.raises(Exception, match=CUT_OFF):
        await together()
    assert (await hints(endpoints), len(await entries(endpoints))) == (0, 0)
    with pytest.raises(Exception, match=CUT_OFF):
        await split()
    assert (await hints(endpoints), len(await entries(endpoints))) == (1, 0)


async def test_a_work_cannot_be_completed_twice(store, endpoints):
    async def twice():
        async with store.writing(town_officer()) as work:
            work.operation = RECORD
            await work.complete()

    with pytest.raises(LostScope, match="completed once"):
        await twice()
    assert await entries(endpoints) == []


@pytest.mark.parametrize("access", [town_officer(), NOBODY], ids=["town", "public"])
async def test_a_refusal_has_one_entry_and_nothing_else_happened(store, endpoints, access):
    error = Denied("不允许 13812345678。", "Not allowed.")
    await ledger.refused(store, access, RECORD, error)
    (entry,) = await entries(endpoints)
    assert (entry["outcome"], entry["code"], entry["changes"]) == ("REFUSED", "DENIED", "[]")
    assert entry["account_id"] == access.actor.account_id
    assert "13812345678" not in str(dict(entry))


async def test_a_refused_write_leaves_only_its_refusal(store, endpoints):
    with pytest.raises(Denied) as caught:
        await write_hint(store, town_officer(), division_id=4)
    await ledger.refused(store, town_officer(), RECORD, caught.value)
    assert [e["outcome"] for e in await entries(endpoints)] == ["REFUSED"]
    assert await hints(endpoints) == 0


async def test_an_unexpected_failure_is_entered_without_its_text(store, endpoints):
    await ledger.refused(store, NOBODY, RECORD, RuntimeError("secret"))
    (entry,) = await entries(endpoints)
    assert entry["code"] == "INTERNAL_ERROR"
    assert "secret" not in str(dict(entry))


async def test_nobody_escapes_by_text_that_cannot_be_stored(store, endpoints):
    hostile = OperationRecord("r\0", "\ud800", "read", "x" * 9_999, "\0", "\udfff", "\0")
    await ledger.refused(store, NOBODY, hostile, Denied("", ""))
    (entry,) = await entries(endpoints)
    assert entry["request_id"] == "r\ufffd"
    assert len(entry["resource"]) == ledger.LONGEST_TEXT


async def test_a_protected_read_is_entered(store, endpoints):
    await ledger.read_protected(store, town_officer(), RECORD)
    assert [e["outcome"] for e in await entries(endpoints)] == ["READ_PROTECTED"]


async def test_everybody_reads_their_own_entries_and_the_audit_officer_all(store):
    for account in (41, 42):
        await write_hint(store, town_officer(account))
    await ledger.refused(store, NOBODY, RECORD, Denied("", ""))

    async def accounts_seen_by(access):
        async with store.reading(access) as session:
            return list(await session.scalars(select(LedgerEntry.account_id).order_by("id")))

    assert await accounts_seen_by(town_officer(42)) == [42]
    assert await accounts_seen_by(NOBODY) == []
    assert await accounts_seen_by(AUDITOR) == [41, 42, None]


FORBIDDEN = {
    "app": [
        "update ledger_entry set reason = ''",
        "delete from ledger_entry",
        "truncate ledger_entry",
        "insert into ledger_entry (id) overriding system value values (-1)",
        "insert into ledger_seal values (1, 1, '', '', '2026-03-02')",
        "update ledger_seal set chain_hash = ''",
        "delete from ledger_seal",
        "alter table ledger_entry disable row level security",
    ],
    "audit": [
        "insert into ledger_entry (reason) values ('')",
        "update ledger_entry set reason = ''",
        "delete from ledger_entry",
        "update ledger_seal set chain_hash = ''",
        "delete from ledger_seal",
        "truncate ledger_seal",
    ],
}
FORBIDDEN["worker"] = FORBIDDEN["app"]


@pytest.mark.parametrize("role", FORBIDDEN)
async def test_the_ledger_is_append_only_for(role, store, endpoints):
    await write_hint(store, town_officer())
    before = await entries(endpoints)
    connection = await asyncpg.connect(getattr(endpoints, role))
    await connection.execute("select set_config('zj.reach', 'system', false)")
    for statement in FORBIDDEN[role]:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    if role != "audit":  # the same role does change ordinary tables: the refusals mean something
        assert await connection.execute("update hint set title = ''") == "UPDATE 1"
    await connection.close()
    assert await entries(endpoints) == before
