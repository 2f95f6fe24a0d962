"""Eight writers on one row lose nothing, and a conflict shows what the others did."""

import asyncio

import asyncpg
import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from core.errors import Unavailable
from core.policy.vocabulary import Action
from core.register.models import Enterprise
from core.store.unit import UnitOfWork
from plugins.licensing.models import Licence
from schema.database_errors import CONTENDED, typed
from schema.ids import global_id
from tests.core.files.ground import make_licence

CLERK = "branch-licensing-clerk"
WRITERS = 8
READ = "query($id: ID!) { licence(id: $id) { remarks version } }"


@pytest.fixture
async def office(bureau):
    bureau.application.executor.spend = lambda *_: None
    bureau.licence = await make_licence(bureau)
    return bureau


async def seen(office):
    found = await office.as_user(CLERK).ask(READ, id=global_id("Licence", office.licence))
    return found["licence"]["remarks"], found["licence"]["version"]


async def remark(office, remarks, version, user=CLERK):
    """The codes of one attempt to write."""
    given = {"licenceId": global_id("Licence", office.licence), "remarks": remarks}
    payload = await office.as_user(user).do("remarkLicence", **given, expectedVersion=version)
    return payload["userErrors"]


async def contribute(office, mark, first):
    """Add a mark to the remarks, reading again whenever another was quicker; says how often."""
    remarks, version = first
    for attempt in range(1, WRITERS + 1):
        errors = await remark(office, (remarks or "") + mark, version)
        if not errors:
            return attempt
        assert [e["code"] for e in errors] == ["STALE_VERSION"]
        remarks, version = await seen(office)
    raise AssertionError(f"{mark} never got through")


async def eight_at_once(office):
    """All have read the same version when the first writes."""
    first = await seen(office)
    marks = [f"[{n}]" for n in range(WRITERS)]
    attempts = await asyncio.gather(*(contribute(office, mark, first) for mark in marks))
    remarks, version = await seen(office)
    return sorted(attempts), {m for m in marks if m in (remarks or "")}, version - first[1]


async def test_eight_writers_with_the_version_they_read_lose_nothing(office):
    attempts, kept, versions = await eight_at_once(office)
    assert len(kept) == versions == WRITERS
    assert attempts[0] == 1 < attempts[-1], "somebody was first and somebody had to look again"
    rows = await office.rows(
        "select version from row_version where table_name = 'licence' order by id"
    )
    assert [row["version"] for row in rows] == list(range(2, WRITERS + 2))


async def test_without_the_check_of_the_version_they_would_lose(office, monkeypatch):
    """Seeded: the same eight, and nobody compares."""
    monkeypatch.setattr(UnitOfWork, "_check_version", staticmethod(lambda *_: None))
    _, kept, _ = await eight_at_once(office)
    assert len(kept) == 1


async def append(office, mark, meet=None):
    """What a service without `expectedVersion` does: fetch, change."""
    access = await office.application.access(office.as_user(CLERK).token)
    async with office.application.store.writing(access) as work:
        # an innocent look beforehand must not bring back what it saw
        await work.session.scalars(select(Licence).where(Licence.id == office.licence))
        if meet:
            await meet.wait()
        row = await work.fetch(Licence, office.licence, Action.UPDATE)
        row.remarks = (row.remarks or "") + mark


async def eight_appending(office, meet=None):
    marks = [f"[{n}]" for n in range(WRITERS)]
    before = (await seen(office))[1]
    await asyncio.gather(*(append(office, mark, meet) for mark in marks))
    remarks, version = await seen(office)
    return {m for m in marks if m in (remarks or "")}, version - before


async def test_eight_writers_without_a_version_wait_for_each_other(office):
    kept, versions = await eight_appending(office, asyncio.Barrier(WRITERS))
    assert len(kept) == versions == WRITERS


async def test_without_the_lock_they_would_lose(office, monkeypatch):
    """Seeded: all have read before the first writes, and nothing holds the row."""
    barrier, fetch = asyncio.Barrier(WRITERS), UnitOfWork.fetch

    async def unlocked(work, *given, **more):
        row = await fetch(work, *given, **more)
        await barrier.wait()
        return row

    monkeypatch.setattr("sqlalchemy.Select.with_for_update", lambda self, **_: self)
    monkeypatch.setattr(UnitOfWork, "fetch", unlocked)
    kept, _ = await eight_appending(office)
    assert len(kept) == 1


async def test_writers_who_wait_for_each_other_are_told_to_try_again(office):
    """Two take two rows in opposite order: PostgreSQL ends one, and its sender may repeat."""
    access = await office.application.access(office.as_user("branch-data-clerk").token)
    keys, meet = [office.world.enterprises[name] for name in ("a1", "a2")], asyncio.Barrier(2)

    async def lock(order):
        async with office.application.store.writing(access) as work:
            for place, key in enumerate(order):
                if place:
                    await meet.wait()
                wanted = select(Enterprise).where(Enterprise.id == key).with_for_update()
                await work.session.scalars(wanted)

    outcomes = await asyncio.gather(lock(keys), lock(keys[::-1]), return_exceptions=True)
    (victim,) = [each for each in outcomes if each is not None]
    error = typed(victim)
    assert isinstance(error, Unavailable)
    assert error.stable_code == "CONTENDED"


@pytest.mark.parametrize("state", sorted(CONTENDED))
def test_every_kind_of_contention_is_typed(state):
    cause = asyncpg.PostgresError("x")
    cause.sqlstate = state
    error = typed(DBAPIError("update", {}, cause))
    assert error is not None
    assert error.stable_code == "CONTENDED"
