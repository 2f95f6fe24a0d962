"""What content tells of a file, and what of it is blanked: plain functions over bytes."""

import pytest

from core.errors import Refused
from core.files.papers import checked
from core.files.sniffing import clean_name, media_type
from tests.core.files.pictures import MAKER, archive, paper, photo


def test_photos_in_a_paper_lose_their_place_and_the_paper_its_length():
    sent = paper(inside=photo())
    assert all(trace in sent for trace in (MAKER.encode(), b"xmpmeta"))
    kept_ = checked(sent)
    assert len(kept_) == len(sent)
    assert b"xmpmeta" not in kept_
    assert kept_.count(MAKER.encode()) == 1  # the comment, which tells no place
    assert kept_.endswith(b"%%EOF\n")


def test_three_bytes_by_chance_make_no_script():
    assert checked(paper(inside=b"\x01/JS \xff/JS("))


def test_a_mark_by_chance_makes_no_archive():
    assert media_type(photo() + b"PK\x05\x06" + b"\x07" * 30) == "image/jpeg"
    with pytest.raises(Refused):
        media_type(photo() + archive())


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\x\\照片.PNG", "照片.jpg"),
        ("a\r\nset-cookie: x.jpg", "aset-cookie: x.jpg"),
        ("gpj.\u202egnp.exe", "gpj.gnp.jpg"),
        (None, "file.jpg"),
        ("...", "file.jpg"),
        ("长" * 500, "长" * 120 + ".jpg"),
    ],
)
def test_names_are_cleaned(given, shown):
    assert clean_name(given, "image/jpeg") == shown
