"""The drill restores a backup elsewhere; what does not come back equal is no backup."""

import asyncio
import json
import shutil

import pytest

from core.backup.drill import drill, look
from core.backup.errors import BackupError
from core.backup.manifest import Survey
from core.backup.programs import environment, programs_for
from core.backup.sums import write_sums
from core.backup.survey import connected, survey
from tests.core.backup.conftest import open_house, taken_of


async def test_a_backup_taken_under_writing_comes_back_equal(house, tmp_path):
    """Entries are committed all the while; the backup is of one moment."""
    done = asyncio.Event()

    async def write():
        written = 0
        while not done.is_set():
            await house.note(f"under load {written}")
            written += 1
        return written

    writing = asyncio.create_task(write())
    taken = await taken_of(house, tmp_path)
    done.set()
    assert await writing > 1
    drilled = await drill(taken.folder)
    assert drilled.digest == taken.digest
    assert drilled.findings == ()
    rows, _ = drilled.manifest.survey.tables["public.ledger_entry"]
    assert 3 <= rows < await house.fetch("select count(*) from ledger_entry")


async def test_who_signs_a_forged_backup_anew_is_found_by_the_drill(backup, tmp_path):
    """Negative control: sums are right, one row is not what the manifest says."""
    copy = shutil.copytree(backup, tmp_path / "forged")
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    manifest["survey"]["tables"]["public.enterprise"][1] = "1"
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    write_sums(copy)
    with pytest.raises(BackupError, match=r"1 differences: public\.enterprise"):
        await drill(copy)


async def test_a_cut_archive_replaces_nothing(databases, template, backup, tmp_path):
    """What psql was given before the archive ended is taken back with all the rest."""
    target = open_house(databases, template.name, tmp_path)
    await target.note("of today")
    before = await look(target.endpoints.owner)
    whole = (backup / "database.dump").read_bytes()
    cut = tmp_path / "cut.dump"
    for share in (0.5, 0.95):
        cut.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(BackupError):
            programs_for(18).load(cut, target.endpoints.owner, replacing=True)
        assert before.differences(await look(target.endpoints.owner)) == []


async def test_what_the_database_refuses_replaces_nothing(databases, template, backup, tmp_path):
    """When psql gives up in the middle the first tables of the archive were made already."""
    target = open_house(databases, template.name, tmp_path)
    before = await look(target.endpoints.owner)
    with pytest.raises(BackupError, match="already exists"):
        programs_for(18).load(backup / "database.dump", target.endpoints.owner)
    assert before.differences(await look(target.endpoints.owner)) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("grant delete on ledger_entry to zhijian_app", "sum of rights"),
        ("drop policy zj_rows on enterprise", "rules of row security"),
        ("alter table enterprise no force row level security", "walled tables"),
        ("update enterprise set name = name || '!' where id = 1", "public.enterprise"),
    ],
)
async def test_lost_walls_rights_and_contents_are_seen(databases, house, change, kind):
    """Equal numbers of rows are not enough: each of these leaves all of them."""
    before = await look(house.endpoints.owner)
    connection = await connected(house.endpoints.owner)
    try:
        changing = connection.transaction()
        await changing.start()
        await connection.execute(change)
        changed = await survey(connection)
        await changing.rollback()
    finally:
        await connection.close()
    assert kind in {line.split(": ")[0] for line in before.differences(changed)}


def test_each_kind_of_difference_is_told():
    one = Survey({"a": (1, "5"), "b": (2, "6")}, {"triggers": "3"}, {}, None)  # type: ignore[arg-type]
    other = Survey({"a": (1, "4"), "c": (2, "6")}, {"triggers": "2"}, {}, None)  # type: ignore[arg-type]
    told = one.differences(other)
    assert [line.split(":")[0] for line in told] == ["a", "b", "c", "triggers"]
    assert one.differences(one) == []


def test_no_password_is_in_an_argument():
    given = environment("postgresql://zhijian_owner:secret@db.example:5433/zj?sslmode=require")
    assert given["PGPASSWORD"] == "secret"
    assert (given["PGHOST"], given["PGPORT"], given["PGDATABASE"]) == ("db.example", "5433", "zj")
    assert given["PGSSLMODE"] == "require"
    assert given["PGOPTIONS"] == "-c zj.reach=system"
