"""Photos of a form: kept as they arrive, never lost to a mistake in another field."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from core.desk.bodies import Typed, Upload
from core.desk.photos import Photos
from core.desk.visit import Peer
from core.desk_declarations import DeskForm, Field
from core.site import files_of
from tests.fixtures.bureau import Bureau
from tests.fixtures.small_world import token_of

FORM = DeskForm(
    slug="report", title="上报\nReport", mutation="report", fields=(Field("photos", kind="photo"),)
)


def _picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (32, 32), "red").save(made, "JPEG")
    return made.getvalue()


@pytest.fixture
async def desk(bureau: Bureau) -> tuple[Photos, Any]:
    """The way into the files, and a town officer's visit."""
    application = bureau.application
    access = await application.access(token_of("town-quality-officer-a"))
    photos = Photos(files_of(application).intake, application.spend)
    return photos, application.desk.visit(access, Peer(request_id="test"))


async def test_a_photo_that_arrived_is_carried_along(
    desk: tuple[Photos, Any], bureau: Bureau
) -> None:
    photos, visit = desk
    album = await photos.gather(visit, FORM, Typed(files={"photos": [Upload("a.jpg", _picture())]}))
    (kept,) = album.kept["photos"]
    again = await photos.gather(visit, FORM, Typed({"_kept_photos": [kept.token, kept.token]}))
    assert again.kept["photos"] == [kept]
    assert await bureau.count("attachment") == 1


async def test_what_is_no_picture_is_told_at_the_field(
    desk: tuple[Photos, Any], bureau: Bureau
) -> None:
    photos, visit = desk
    files = {"photos": [Upload("a.jpg", b"<html>"), Upload("b.jpg", _picture())]}
    album = await photos.gather(visit, FORM, Typed(files=files))
    assert set(album.wrong) == {"photos"}
    assert len(album.kept["photos"]) == 1
    assert await bureau.count("attachment") == 1


async def test_a_token_that_is_none_is_dropped(desk: tuple[Photos, Any]) -> None:
    photos, visit = desk
    typed = Typed({"_kept_photos": ['x"><script>|y', "abcd|../../etc"]})
    assert (await photos.gather(visit, FORM, typed)).kept["photos"] == []
