"""One chain, whoever seals, in whatever order the entries commit; and one anchor a day."""

import asyncio
import stat

import asyncpg
import pytest

from core.audit import ledger
from core.audit.anchors import AnchorFile, parse
from core.audit.ledger import OperationRecord
from core.audit.sealer import Sealer, Settled
from core.audit.verify import verify
from core.errors import Denied
from tests.core.audit.ground import NOBODY, anchors_in, entries, owner_of, seals

RECORD = OperationRecord("r", "op", "read", "core:Thing")
ERROR = Denied("", "")


async def refuse(store, count=1):
    for _ in range(count):
        await ledger.refused(store, NOBODY, RECORD, ERROR)


@pytest.fixture
async def sealers(endpoints, clock):
    made = [Sealer(endpoints.audit, clock, batch=3) for _ in range(4)]
    yield made
    for sealer in made:
        await sealer.close()


async def test_everything_committed_is_sealed_once_in_order(store, endpoints, sealers):
    await refuse(store, 7)
    assert await sealers[0].tick() == 7
    assert await sealers[0].tick() == 0
    found = await seals(endpoints)
    assert [s["sequence"] for s in found] == list(range(1, 8))
    assert [s["entry_id"] for s in found] == [e["id"] for e in await entries(endpoints)]


async def test_sealers_at_once_make_one_chain(store, endpoints, sealers, clock, tmp_path):
    for _ in range(5):
        await refuse(store, 5)
        await asyncio.gather(*(sealer.tick() for sealer in sealers))
    await sealers[0].tick()
    report = await verify(endpoints.audit, anchors_in(tmp_path), clock)
    assert (report.seals, report.head.sequence, report.intact) == (25, 25, True)


async def test_while_one_seals_another_does_nothing(store, endpoints, sealers):
    await refuse(store)
    holder = await asyncpg.connect(endpoints.audit)
    async with holder.transaction():
        await holder.execute("select pg_advisory_xact_lock($1)", 0x7A6A5EA1)
        assert await sealers[0].tick() == 0
        assert await seals(endpoints) == []
    await holder.close()
    assert await sealers[0].tick() == 1


async def test_what_commits_late_is_sealed_later_and_nothing_is_skipped(
    store, endpoints, sealers, clock, tmp_path
):
    (sealer, *_) = sealers
    async with store.system() as slow:
        await ledger._insert(slow, await values_of_an_entry(store))
        for _ in range(3):
            await refuse(store)
            assert await sealer.tick() == 1
        assert sealer._settled.mark == 0
    assert await sealer.tick() == 1
    assert [s["entry_id"] for s in await seals(endpoints)] == [2, 3, 4, 1]
    assert (await verify(endpoints.audit, anchors_in(tmp_path), clock)).intact


async def values_of_an_entry(store):
    return {
        **ledger._who(NOBODY),
        **ledger._what(RECORD),
        "at": store.clock.now(),
        "outcome": ledger.Outcome.REFUSED,
        "reason": "",
        "changes": [],
    }


@pytest.mark.parametrize("depth", [300, 2_000])
async def test_no_entry_stops_the_sealer(store, endpoints, sealers, clock, tmp_path, depth):
    nested = "[" * depth + "]" * depth
    owner = await owner_of(endpoints)
    await refuse(store)
    await owner.execute(f"update ledger_entry set changes = '{nested}'")
    await owner.close()
    assert await sealers[0].tick() == 1
    assert (await verify(endpoints.audit, anchors_in(tmp_path), clock)).intact


async def test_settled_entries_are_not_looked_at_again(store, sealers):
    (sealer, *_) = sealers
    await refuse(store, 4)
    for _ in range(3):
        await sealer.tick()
        await refuse(store)
    assert sealer._settled.mark >= 4


def test_the_mark_waits_for_every_older_transaction():
    settled = Settled()
    settled.advance(oldest_running=10, next_number=20, top=5)
    settled.advance(oldest_running=19, next_number=30, top=9)
    assert settled.mark == 0
    settled.advance(oldest_running=20, next_number=31, top=9)
    assert settled.mark == 5
    settled.advance(oldest_running=31, next_number=40, top=12)
    assert settled.mark == 9


async def test_the_loop_survives_a_cut_connection(store, endpoints, sealers):
    (sealer, *_) = sealers
    pauses = []

    async def sleep(seconds):
        pauses.append(seconds)
        if len(pauses) == 1:
            await cut(endpoints)
            await refuse(store)
        if len(pauses) == 4:
            raise asyncio.CancelledError

    await refuse(store)
    with pytest.raises(asyncio.CancelledError):
        await sealer.run(sleep)
    assert pauses == [1.0] * 4
    assert len(await seals(endpoints)) == 2


async def cut(endpoints):
    connection = await asyncpg.connect(endpoints.audit)
    await connection.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'zhijian_audit' "
        "and datname = current_database() and pid <> pg_backend_pid()"
    )
    await connection.close()


async def test_each_day_is_anchored_once_outside_the_database(store, endpoints, clock, tmp_path):
    file = AnchorFile(anchors_in(tmp_path))
    sealer = Sealer(endpoints.audit, clock, file)
    for _ in range(2):
        await refuse(store, 2)
        await sealer.tick()
        await refuse(store)
        await sealer.tick()
        clock.advance(days=1)
    first, second = (parse(line) for line in file.lines())
    assert (first.date, first.sequence) == ("2026-03-02", 2)
    assert (second.date, second.sequence) == ("2026-03-03", 5)
    assert second.chain_hash == (await seals(endpoints))[4]["chain_hash"]
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    await sealer.close()


async def test_the_day_begins_at_midnight_in_hangzhou(endpoints, clock, tmp_path):
    file = AnchorFile(anchors_in(tmp_path))
    sealer = Sealer(endpoints.audit, clock, file)
    clock.advance(hours=13, minutes=59)
    await sealer.tick()
    clock.advance(minutes=1)
    await sealer.tick()
    assert [parse(line).date for line in file.lines()] == ["2026-03-02", "2026-03-03"]
    await sealer.close()
