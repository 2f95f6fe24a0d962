"""A backup that is not whole is refused, whatever byte of it is wrong."""

import random
import shutil

import pytest

from core.backup.errors import BackupError
from core.backup.manifest import read_manifest
from core.backup.sums import FILE, check_sums, digest_of
from core.backup.taking import take
from tests.core.backup.conftest import PICTURE, taken_of

PARTS = ("database.dump", "manifest.json", "anchors.jsonl", FILE)
PLACES = 12


@pytest.fixture
def copy(backup, tmp_path):
    return shutil.copytree(backup, tmp_path / "copy")


def flip(path, place: int) -> None:
    """One bit of one byte."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(bytes(content))


def test_what_was_written_is_whole(backup, house):
    assert check_sums(backup) == digest_of(backup / FILE)
    manifest = read_manifest(backup)
    assert manifest.files == 1
    assert manifest.lost_files == ()
    assert manifest.survey.head.sequence == 3
    assert manifest.survey.tables["public.ledger_entry"][0] == 3
    (stored,) = (backup / "files").glob("??/*")
    assert stored.read_bytes() == PICTURE
    assert backup.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("part", PARTS)
def test_a_flipped_bit_is_found_wherever_it_is(copy, part):
    path, size = copy / part, (copy / part).stat().st_size
    chosen = random.Random(part).sample(range(size), min(PLACES, size))  # noqa: S311  repeatable
    for place in (0, size - 1, *chosen):
        flip(path, place)
        with pytest.raises(BackupError):
            check_sums(copy)
        flip(path, place)
    check_sums(copy)


@pytest.mark.parametrize("part", PARTS)
def test_a_cut_or_missing_part_is_found(copy, part):
    path = copy / part
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(BackupError):
        check_sums(copy)
    path.unlink()
    with pytest.raises(BackupError):
        check_sums(copy)


def test_a_file_too_many_or_a_link_is_found(copy):
    (copy / "files" / "more").write_text("x")
    with pytest.raises(BackupError, match="not in the list"):
        check_sums(copy)
    (copy / "files" / "more").unlink()
    (copy / "manifest.json").rename(copy.parent / "elsewhere")
    (copy / "manifest.json").symlink_to(copy.parent / "elsewhere")
    check_sums(copy)  # the content is the same: what it leads to is hashed
    (copy / "strange").symlink_to("/")
    with pytest.raises(BackupError, match="strange"):
        check_sums(copy)


def test_anything_else_is_no_backup(tmp_path):
    with pytest.raises(BackupError, match="no backup"):
        check_sums(tmp_path)


async def test_a_lost_file_is_told_and_the_rest_is_kept(databases, template, house, tmp_path):
    digest = await house.attach(b"soon lost")
    house.depot.remove(digest)
    taken = await taken_of(house, tmp_path)
    assert taken.manifest.lost_files == (digest,)
    check_sums(taken.folder)


async def test_an_empty_database_or_a_full_place_makes_no_backup(databases, house, tmp_path):
    empty = databases.make_database("backup_empty")
    with pytest.raises(BackupError, match="nothing to back up"):
        await take(house.settings, empty.owner, tmp_path, house.clock)
    assert not list(tmp_path.iterdir())
    (tmp_path / "file").write_text("")
    with pytest.raises(BackupError, match="cannot take"):
        await taken_of(house, tmp_path / "file")
