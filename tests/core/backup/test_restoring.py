"""A proven backup takes the place of what is there; nothing else ever does."""

import shutil

import asyncpg
import pytest

from core.audit.anchors import FILE
from core.audit.verify import verify
from core.backup.drill import look
from core.backup.errors import BackupError
from core.backup.manifest import read_manifest
from core.backup.restoring import refuse_newer, restore
from core.prepare import sources
from tests.core.backup.conftest import PICTURE, open_house, taken_of


async def restored(house, backup, keep_in):
    """Put a backup in place of what the house holds."""
    return await restore(house.settings, house.endpoints.owner, backup, keep_in, house.clock)


async def test_it_comes_back_and_what_was_there_is_kept(house, backup, tmp_path):
    house.clock.advance(days=1)
    await house.note("after the backup")
    await house.seal()
    digest = await house.attach(b"after the backup")
    house.depot.remove(digest)
    later = await look(house.endpoints.owner)

    done = await restored(house, backup, tmp_path / "kept")

    manifest = read_manifest(backup)
    assert manifest.survey.differences(await look(house.endpoints.owner)) == []
    assert done.former == later.head
    assert done.former.sequence > manifest.survey.head.sequence
    assert done.kept is not None
    assert later.differences(done.kept.manifest.survey) == []
    anchors = house.settings.var_path / FILE
    report = await verify(house.endpoints.audit, anchors, house.clock)
    assert report.intact
    (former,) = anchors.parent.glob("before-*.jsonl")
    assert len(former.read_bytes().splitlines()) > len(anchors.read_bytes().splitlines())
    (picture,) = list(house.depot.older_than(float("inf")))
    assert house.depot.path(picture).read_bytes() == PICTURE
    await _the_wall_stands(house)


async def _the_wall_stands(house):
    """Without a reach the serving role sees nothing, and it may still write what it may."""
    connection = await asyncpg.connect(house.endpoints.app)
    try:
        assert await connection.fetchval("select count(*) from enterprise") == 0
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("delete from ledger_entry")
    finally:
        await connection.close()
    await house.note("goes on")


async def test_a_corrupted_backup_replaces_nothing(house, backup, tmp_path):
    copy = shutil.copytree(backup, tmp_path / "copy")
    dump = copy / "database.dump"
    content = bytearray(dump.read_bytes())
    content[len(content) // 2] ^= 0x40
    dump.write_bytes(bytes(content))
    before = await look(house.endpoints.owner)
    with pytest.raises(BackupError, match="altered"):
        await restored(house, copy, tmp_path / "kept")
    assert before.differences(await look(house.endpoints.owner)) == []
    assert not (tmp_path / "kept").exists()


async def test_who_still_serves_is_not_pulled_away(house, backup, tmp_path):
    connection = await asyncpg.connect(house.endpoints.app)
    try:
        with pytest.raises(BackupError, match="still at work"):
            await restored(house, backup, tmp_path)
    finally:
        await connection.close()


async def test_another_data_key_is_refused(house, backup, tmp_path, monkeypatch):
    monkeypatch.setenv("ZHIJIAN_DATA_KEY", "YW5vdGhlciBrZXk=")
    with pytest.raises(BackupError, match="data key"):
        await restored(house, backup, tmp_path)


async def test_an_empty_place_takes_it_as_well(databases, backup, tmp_path):
    """A new machine: the four roles, an empty database, the key, and the backup."""
    place = open_house(databases, "zhijian", tmp_path)
    done = await restored(place, backup, tmp_path / "kept")
    assert done.kept is None
    survey = read_manifest(backup).survey
    assert survey.differences(await look(place.endpoints.owner)) == []
    again = await taken_of(place, tmp_path / "again")
    assert survey.differences(again.manifest.survey) == []


def test_a_backup_of_a_newer_version_is_refused(backup, assembly):
    manifest, known = read_manifest(backup), sources(assembly.plugins)
    refuse_newer(manifest, known)
    manifest.survey.revisions["alembic_version_core"] = "core_9999"
    with pytest.raises(BackupError, match="core_9999"):
        refuse_newer(manifest, known)
    manifest.survey.revisions.clear()
    manifest.survey.revisions["alembic_version_gone"] = "gone_0001"
    refuse_newer(manifest, known)
