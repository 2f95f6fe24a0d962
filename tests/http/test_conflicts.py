"""Eight writers on one row lose nothing, and a conflict shows what the others did."""

import asyncio

import asyncpg
import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from core.audit.ledger import OperationRecord
from core.errors import StaleVersion, Unavailable
from core.policy.vocabulary import Action
from core.register.models import ChangeKind, Enterprise
from core.register.service import amend, confirm_change
from core.store.unit import UnitOfWork
from plugins.licensing.models import Licence
from schema.database_errors import CONTENDED, typed
from schema.differences import changes_since
from schema.ids import global_id
from schema.request import Request
from tests.core.files.ground import make_licence
from tests.fixtures.policy import edit_policy

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


async def stale(office, user, version=1):
    """What a conflict tells somebody who read a version."""
    (error,) = await remark(office, "晚了", version, user)
    assert error["code"] == "STALE_VERSION"
    assert error["explain"]["expectedVersion"] == version
    return error["explain"]["changes"]


def brief(changes):
    return [(each["field"], each.get("before"), each["after"]) for each in changes]


async def test_a_conflict_shows_what_the_others_did(office):
    chief = office.as_user("branch-licensing-chief")
    suspended = {"licenceId": global_id("Licence", office.licence), "legalBasis": "法"}
    assert await remark(office, "一", 1) == []
    office.clock.advance(minutes=5)
    assert (await chief.do("suspendLicence", **suspended, reason="整改"))["userErrors"] == []
    assert await remark(office, "二", 3) == []
    changes = await stale(office, CLERK)
    assert brief(changes) == [
        ("remarks", "", "一"),
        ("remarks", "一", "二"),
        ("state", None, "SUSPENDED"),
        ("colour", None, "GREEN"),
        ("inForce", None, True),
        ("suspension", None, 1),
        ("held", None, 1),
        ("endsNextQuarter", None, False),
    ]
    assert brief(await stale(office, CLERK, version=3)) == [("remarks", "一", "二")]
    assert all("T" in each["at"] for each in changes)
    # his own entries the clerk may read; the chief's he may not
    assert [each.get("by") for each in changes] == [CLERK, CLERK, *[None] * 6]
    assert "整改" not in str(changes)
    assert (await seen(office))[0] == "二", "the refused attempts changed nothing"


async def test_a_conflict_hides_what_the_policy_hides(office):
    """A field taken from the role is in no difference, nor is a record that is out of sight."""
    assert await remark(office, "一", 1) == []
    await edit_policy(office, ["branch.licensing_clerk,licensing:Licence.remarks,read,all,deny"])
    assert await stale(office, CLERK) == []


async def test_a_conflict_shows_no_personal_data(office):
    """Changed in the ledger, and seen clear by the clerk: a difference leaves it out."""
    clerk, key = "branch-data-clerk", office.world.enterprises["a1"]
    access = await office.application.access(office.as_user(clerk).token)
    there = office.world.divisions["c"]
    record = OperationRecord("r", "correct", "create", "core:Enterprise")
    async with office.application.store.writing(access, "更正") as work:
        work.operation = record
        wanted = select(Enterprise).where(Enterprise.id == key).with_for_update()
        enterprise = (await work.session.scalars(wanted)).one()
        change = await confirm_change(work, ChangeKind.PATROL, "test", act=Enterprise)
        await amend(work, enterprise, change, phone="13900009999", address="新址", town_id=there)
    caller = await office.application.access(office.as_user(clerk).token)
    view = office.application.views.of(caller)
    request = Request(caller, view, office.application.store, office.application)
    try:
        changes = await changes_since(request, StaleVersion(Enterprise, key, 1, 2))
    finally:
        await request.close()
    before = global_id("Division", office.world.divisions["a"])
    assert ("address", "新址") in {(each["field"], each["after"]) for each in changes}
    assert ("town", before) in {(each["field"], each["before"]) for each in changes}
    assert {each["field"] for each in changes} <= {"address", "town"}
    assert "1390" not in str(changes)
