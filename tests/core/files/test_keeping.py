"""Bytes on the disk: whole or not at all, counted, swept, and hashed anew."""

import asyncio
import os

import pytest
from sqlalchemy import text

from core.audit.ledger import OperationRecord
from core.errors import Refused
from core.files import sweeping
from core.files.examination import Examined, rehash
from core.files.intake import Limits, Received, _prepared
from core.files.jobs import SWEEPING
from core.files.routes import UPLOAD_COST
from core.files.sweeping import Swept, sweep
from core.site import files_of
from tests.core.files.ground import OTHER, OWNER, access, download, kept, stored, upload, working
from tests.core.files.pictures import encoded, paper
from tests.fixtures.jobs import run_jobs

OPERATION = OperationRecord("request", "uploadFile", "create", "core:Attachment")


def intake_of(bureau, **limits):
    made = files_of(bureau.application).intake
    made.limits = Limits(**limits)
    return made


async def take(bureau, intake, username=OWNER, content=None):
    return await intake.take(
        await access(bureau, username), OPERATION, Received(content=content or paper())
    )


async def swept(bureau, intake):
    return await sweep(bureau.application.store, intake.depot)


async def test_a_crash_between_bytes_and_row_leaves_nothing_to_see(bureau):
    intake = intake_of(bureau)

    def crash():
        raise RuntimeError("power cut")

    intake.make_name = crash
    with pytest.raises(RuntimeError):
        await take(bureau, intake)
    assert (await stored(bureau), len(kept(bureau))) == ([], 1)
    assert await bureau.rows("select * from upload_day") == []
    assert await swept(bureau, intake) == Swept(0, 0, 0)  # it may be an upload under way
    bureau.clock.advance(hours=2)
    assert await swept(bureau, intake) == Swept(0, 1, 0)
    assert kept(bureau) == []


async def test_a_write_that_breaks_off_leaves_no_file(bureau, monkeypatch):
    intake = intake_of(bureau)

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.files.depot.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        await take(bureau, intake)
    assert (await stored(bureau), kept(bureau)) == ([], [])


async def test_a_writer_that_was_killed_is_cleared_up_after(bureau):
    intake = intake_of(bureau)
    await take(bureau, intake)
    half = intake.depot.folder / "incoming" / "tmp1"
    half.write_bytes(b"half")
    at = bureau.clock.now().timestamp()
    os.utime(half, (at, at))
    assert (await swept(bureau, intake)).broken_off == 0
    bureau.clock.advance(hours=2)
    assert (await swept(bureau, intake)).broken_off == 1
    assert len(kept(bureau)) == 1


async def test_only_uploads_that_nobody_used_are_swept(bureau):
    intake = intake_of(bureau)
    used = await take(bureau, intake, content=encoded("PNG"))
    unused = await take(bureau, intake)
    await bureau.rows(
        "update attachment set subject_type = 'Licence', subject_key = 1 where id = $1", used.id
    )
    bureau.clock.advance(days=6)
    assert await swept(bureau, intake) == Swept(0, 0, 0)
    bureau.clock.advance(days=2)
    assert await swept(bureau, intake) == Swept(1, 1, 0)
    assert [row["id"] for row in await stored(bureau)] == [used.id]
    assert not intake.depot.is_there(unused.sha256)
    assert intake.depot.is_sound(used.sha256)
    assert intake.depot.is_sound(used.preview_sha256)


async def test_the_sweep_is_periodic_work(bureau):
    intake = intake_of(bureau)
    await take(bureau, intake)
    bureau.clock.advance(days=8)
    assert SWEEPING in bureau.application.assembly.jobs
    await run_jobs(bureau, [SWEEPING], periodic=True)
    assert await stored(bureau) == []
    assert kept(bureau) == []


async def _sweep_while_a_row_is_written(bureau):
    """Old orphan bytes are taken up by an upload, while a sweep begins; gives what it removed."""
    intake = intake_of(bureau)
    orphan = intake.depot.put(paper(), 0.0)
    async with working(bureau, OWNER) as work:
        row = await intake._add(work, Received(content=paper()), _prepared(paper()))
        os.utime(intake.depot.path(orphan), (0, 0))  # as if the clock had moved on
        task = asyncio.create_task(swept(bureau, intake))
        waiting = "select 1 from pg_locks where locktype = 'advisory' and not granted"
        while not task.done() and not await bureau.rows(waiting):
            pass
    return row, await task, intake


async def test_a_sweep_waits_for_rows_that_are_being_written(bureau):
    row, done, intake = await _sweep_while_a_row_is_written(bureau)
    assert done.files == 0
    assert intake.depot.is_sound(row.sha256)


async def test_a_sweep_that_does_not_wait_is_caught(bureau, monkeypatch):
    """Seeded: without the lock the bytes of a row that is about to be are gone."""
    monkeypatch.setattr(sweeping, "_ALONE", text("select cast(:lock as int)"))
    row, done, intake = await _sweep_while_a_row_is_written(bureau)
    assert done.files == 1
    assert not intake.depot.is_there(row.sha256)


async def test_bytes_that_were_lost_come_back_with_the_next_upload(bureau):
    intake = intake_of(bureau)
    row = await take(bureau, intake)
    intake.depot.path(row.sha256).write_bytes(b"rotten")
    await take(bureau, intake)
    assert intake.depot.is_sound(row.sha256)


async def test_missing_and_altered_files_are_named(bureau):
    intake = intake_of(bureau)
    store = bureau.application.store
    sound = await take(bureau, intake, content=encoded("PNG"))
    lost = await take(bureau, intake, content=paper(b"lost"))
    altered = await take(bureau, intake, content=paper(b"altered"))
    assert await rehash(store, intake.depot) == Examined(4, (), ())
    intake.depot.remove(lost.sha256)
    intake.depot.path(altered.sha256).write_bytes(paper(b"forged!"))
    assert await rehash(store, intake.depot) == Examined(4, (lost.name,), (altered.name,))
    assert (await rehash(store, intake.depot, newest=1)).missing == ()
    answer = await download(bureau, OWNER, lost.name)
    assert (answer.status_code, answer.json()["userErrors"][0]["code"]) == (503, "FILE_LOST")
    assert (await download(bureau, OWNER, sound.name)).status_code == 200


@pytest.mark.parametrize("limits", [{"day_files": 2}, {"day_bytes": 2 * len(paper()) + 1}])
async def test_a_day_has_a_quota_that_parallel_uploads_do_not_pass(bureau, limits):
    intake = intake_of(bureau, **limits)
    tried = [take(bureau, intake) for _ in range(5)]
    answers = await asyncio.gather(*tried, return_exceptions=True)
    assert sorted(getattr(a, "stable_code", "taken") for a in answers) == [
        *["UPLOAD_QUOTA"] * 3,
        *["taken"] * 2,
    ]
    (used,) = await bureau.rows("select files, bytes from upload_day")
    assert tuple(used) == (2, 2 * len(paper()))
    assert len(await stored(bureau)) == 2
    await take(bureau, intake, OTHER)  # everybody has their own
    bureau.clock.advance(days=1)
    await take(bureau, intake)


async def test_the_quota_says_when_to_go_on(bureau):
    intake = intake_of(bureau, day_files=0)
    with pytest.raises(Refused) as spent:
        await take(bureau, intake)
    assert spent.value.explain == {"retryAfterSeconds": 14 * 3600}  # it is ten in the morning


async def test_uploads_cost_of_the_budget_of_the_account(bureau):
    application = bureau.application
    account = f"account:{bureau.world.accounts[OWNER]}"
    application.rates.spend(account, application.rates.budget - UPLOAD_COST - 1)
    assert (await upload(bureau, OWNER, paper())).status_code == 201
    answer = await upload(bureau, OWNER, paper())
    assert (answer.status_code, answer.json()["userErrors"][0]["code"]) == (429, "RATE_LIMITED")
    assert int(answer.headers["retry-after"]) > 0
    assert len(await stored(bureau)) == 1
    assert (await upload(bureau, OTHER, paper())).status_code == 201


async def test_an_account_uploads_a_few_at_once(bureau):
    answers = await asyncio.gather(*(upload(bureau, OWNER, paper()) for _ in range(9)))
    codes = [answer.status_code for answer in answers]
    assert set(codes) <= {201, 429}
    assert len(await stored(bureau)) == codes.count(201) >= 6
