"""What is taken and what is not: by content, within bounds, with nothing written beside it."""

import io
import re

import pytest
from PIL import Image

from core.files.pictures import LONGEST_SIDE, MOST_PIXELS, MOST_PROGRESSIVE, PREVIEW_SIDE
from tests.core.files.ground import OWNER, download, kept, stored, upload
from tests.core.files.pictures import MAKER, archive, bomb, encoded, paper, photo
from tests.fixtures.small_world import token_of

TRACES = (MAKER.encode(), b"Exif", b"GPS", b"xmpmeta", b"2026:11:23")


async def taken(bureau, content, username=OWNER, **more):
    answer = await upload(bureau, username, content, **more)
    assert answer.status_code == 201, answer.text
    assert answer.json()["userErrors"] == []
    return answer.json()


async def refused(bureau, content, code, status, **more):
    """The upload is refused, and neither a row nor a byte is left of it."""
    before = (await stored(bureau), await bureau.rows("select * from upload_day"), kept(bureau))
    answer = await upload(bureau, OWNER, content, **more)
    (error,) = answer.json()["userErrors"]
    assert (error["code"], answer.status_code) == (code, status)
    assert answer.json()["id"] is None
    assert re.match(r"[^\n]*[\u4e00-\u9fff][^\n]*\n.*[A-Za-z]", error["message"])
    after = (await stored(bureau), await bureau.rows("select * from upload_day"), kept(bureau))
    assert after == before
    return answer


async def test_a_photo_comes_back_without_its_place(bureau):
    sent = photo((3000, 2000))
    assert all(trace in sent for trace in (*TRACES[:2], *TRACES[3:]))
    told = await taken(bureau, sent)
    assert told["mediaType"] == "image/jpeg"
    for query, side in (("", LONGEST_SIDE), ("?preview", PREVIEW_SIDE)):
        answer = await download(bureau, OWNER, told["name"], query)
        assert answer.status_code == 200
        assert not [trace for trace in TRACES if trace in answer.content]
        shown = Image.open(io.BytesIO(answer.content))
        assert (dict(shown.getexif()), shown.info.get("comment")) == ({}, None)
        assert max(shown.size) == side
    assert told["size"] == len((await download(bureau, OWNER, told["name"])).content)


async def test_the_harness_finds_a_place_that_is_left_in(bureau, monkeypatch):
    """Seeded: pictures that are kept as they came."""
    monkeypatch.setattr("core.files.pictures._encoded", lambda *_, **__: photo())
    told = await taken(bureau, photo())
    content = (await download(bureau, OWNER, told["name"])).content
    assert [trace for trace in TRACES if trace in content]


async def test_a_photo_stands_upright(bureau):
    told = await taken(bureau, photo((600, 400), orientation=6))  # turned a quarter clockwise
    shown = Image.open(io.BytesIO((await download(bureau, OWNER, told["name"])).content))
    assert shown.size == (400, 600)
    red, _, blue = shown.convert("RGB").getpixel((380, 20))
    assert red > 200
    assert blue < 100


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (photo(), "image/jpeg"),
        (encoded("PNG", mode="RGBA"), "image/png"),
        (encoded("PNG", mode="P"), "image/png"),
        (encoded("WEBP"), "image/webp"),
        (encoded("JPEG", mode="L"), "image/jpeg"),
        (encoded("JPEG", mode="CMYK"), "image/jpeg"),
        (paper(), "application/pdf"),
    ],
)
async def test_the_type_is_what_the_content_is(bureau, content, kind):
    told = await taken(bureau, content, name="../../etc/evil.html", kind="text/html")
    assert told["mediaType"] == kind
    answer = await download(bureau, OWNER, told["name"])
    assert answer.headers["content-type"] == kind
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "private, no-store"
    way = "attachment" if kind == "application/pdf" else "inline"
    assert answer.headers["content-disposition"].startswith(f"{way}; filename*=UTF-8''evil.")


@pytest.mark.parametrize(
    ("content", "code", "status"),
    [
        (b"", "FILE_EMPTY", 400),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "FILE_TYPE", 415),
        (b"<!doctype html><script>alert(1)</script>", "FILE_TYPE", 415),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "FILE_TYPE", 415),
        (b"GIF89a" + b"\0" * 40, "FILE_TYPE", 415),
        (b"MZ" + b"\0" * 100, "FILE_TYPE", 415),
        (archive(), "FILE_TYPE", 415),
        (encoded("JPEG", comment=b"<script>alert(1)</script>"), "POLYGLOT", 415),
        (encoded("JPEG", comment=paper()), "POLYGLOT", 415),
        (photo() + archive(), "POLYGLOT", 415),
        (paper(body=b"<html><script>alert(1)</script></html>"), "POLYGLOT", 415),
        (paper() + archive(), "POLYGLOT", 415),
        (b"x" + paper(), "FILE_TYPE", 415),
        (paper(body=b"4 0 obj <</S /JavaScript /JS (app.alert(1))>> endobj"), "PDF_ACTIVE", 415),
        (paper(body=b"4 0 obj <</S /Launch>> endobj"), "PDF_ACTIVE", 415),
        (paper()[:60], "PDF_BROKEN", 400),
        (photo()[:300], "PICTURE_BROKEN", 400),
        (photo()[:3] + b"\0" * 5_000, "PICTURE_BROKEN", 400),
        (bomb(), "PICTURE_TOO_LARGE", 413),
        (bomb(4_100), "PICTURE_TOO_LARGE", 413),
    ],
)
async def test_what_is_not_taken_leaves_nothing(bureau, content, code, status):
    await refused(bureau, content, code, status)
    (entry,) = await bureau.rows("select operation, outcome, code from ledger_entry")
    assert tuple(entry) == ("uploadFile", "REFUSED", code)


async def test_a_trailer_that_phones_append_does_not_get_through(bureau):
    told = await taken(bureau, photo() + b"MotionPhoto_Data" + b"\0ftypmp4" * 10)
    assert b"MotionPhoto" not in (await download(bureau, OWNER, told["name"])).content


async def test_a_file_that_is_too_large_is_refused(bureau):
    await refused(bureau, photo() + b"\0" * 10 * 1024 * 1024, "FILE_TOO_LARGE", 413)


async def test_a_body_without_end_is_cut_off(bureau):
    """Streamed: nobody keeps more than the limit, whatever the client goes on to send."""
    sent = 0

    async def endless():
        nonlocal sent
        yield b'--b\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
        while sent < 100:
            sent += 1
            yield photo() + b"\0" * 1024 * 1024

    headers = {
        "authorization": f"Bearer {token_of(OWNER)}",
        "content-type": "multipart/form-data; boundary=b",
    }
    answer = await bureau.http.post("/files", content=endless(), headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (
        413,
        "BODY_TOO_LARGE",
    )
    assert sent < 15
    assert (await stored(bureau), kept(bureau)) == ([], [])


@pytest.mark.parametrize("username", ["", "superior-supervisor", "officer-system", "officer-audit"])
async def test_who_may_not_upload_is_told_so(bureau, username):
    answer = await upload(bureau, username, photo())
    assert answer.json()["userErrors"][0]["code"] == ("DENIED" if username else "UNAUTHENTICATED")
    assert answer.status_code == (403 if username else 401)
    assert (await stored(bureau), kept(bureau)) == ([], [])


async def test_the_sender_says_where_and_when(bureau):
    told = await taken(
        bureau,
        photo(),
        takenAt="2026-11-23T09:58:00+08:00",
        latitude="30.189444",
        longitude="120.259167",
    )
    (row,) = await stored(bureau)
    assert row["taken_at"].isoformat() == "2026-11-23T01:58:00+00:00"
    assert "30.189444" not in str(row["latitude"])  # ciphered
    query = "query($id: ID!) { attachment(id: $id) { takenAt fileName url previewUrl %s } }"
    mine = (await bureau.as_user(OWNER).ask(query % "", id=told["id"]))["attachment"]
    assert mine["url"] == f"/files/{told['name']}"
    assert mine["previewUrl"] == f"/files/{told['name']}?preview"
    station = await upload(
        bureau, "station-inspector-first", photo(), latitude="30.1", longitude="-1"
    )
    asked = await bureau.as_user("station-inspector-first").ask(
        query % "latitude longitude", id=station.json()["id"]
    )
    assert (asked["attachment"]["latitude"], asked["attachment"]["longitude"]) == ("30.1", "-1")
    assert await bureau.as_user(OWNER).errors(query % "latitude", id=told["id"])


@pytest.mark.parametrize(
    "fields",
    [
        {"takenAt": "2026-11-23T09:58:00"},
        {"takenAt": "yesterday"},
        {"takenAt": "2027-01-01T00:00:00+08:00"},
        {"takenAt": "0001-01-01T00:00:00+23:00"},
        {"latitude": "30.1"},
        {"longitude": "120"},
        {"latitude": "91", "longitude": "120"},
        {"latitude": "nan", "longitude": "120"},
        {"latitude": "1e400", "longitude": "120"},
        {"latitude": "٣٠", "longitude": "120"},
    ],
)
async def test_what_the_sender_says_must_be_possible(bureau, fields):
    await refused(bureau, photo(), "INVALID_INPUT", 400, **fields)


async def test_one_file_in_one_form(bureau):
    from_token = {"authorization": f"Bearer {token_of(OWNER)}"}
    pair = [("file", ("a.jpg", photo(), "image/jpeg")), ("file", ("b.jpg", photo(), "image/jpeg"))]
    for sent in (
        {"files": pair},
        {"files": {"other": ("a.jpg", photo(), "image/jpeg")}},
        {"files": {"file": ("a.jpg", photo(), "image/jpeg")}, "data": {"town": "1"}},
        {"data": {"file": "text"}, "files": {"x": ("", b"")}},
        {"content": b"nonsense", "headers": {"content-type": "multipart/form-data; boundary=b"}},
        {"content": b"nonsense", "headers": {"content-type": "multipart/form-data"}},
    ):
        headers = from_token | sent.pop("headers", {})
        answer = await bureau.http.post("/files", headers=headers, **sent)
        assert answer.json()["userErrors"][0]["code"] == "BAD_REQUEST", sent
        assert answer.status_code == 400
    plain = await bureau.http.post("/files", headers=from_token, json={})
    assert plain.status_code == 415
    assert (await stored(bureau), kept(bureau)) == ([], [])


async def test_the_same_content_lies_there_once(bureau):
    first, second = await taken(bureau, photo()), await taken(bureau, photo())
    assert first["name"] != second["name"]
    assert len(kept(bureau)) == 2  # the picture and its preview
    rows = await stored(bureau)
    assert (
        len({row["sha256"] for row in rows}) == len({row["received_sha256"] for row in rows}) == 1
    )


async def test_a_foreign_page_cannot_upload_by_cookie(bureau):
    bureau.http.cookies.set("zhijian_session", token_of(OWNER))
    files = {"file": ("a.jpg", photo(), "image/jpeg")}
    foreign = {"sec-fetch-site": "cross-site"}
    assert (await bureau.http.post("/files", files=files, headers=foreign)).status_code == 403
    assert await stored(bureau) == []
    own = await bureau.http.post("/files", files=files, headers={"sec-fetch-site": "same-origin"})
    assert own.status_code == 201


async def test_uploading_is_in_the_ledger(bureau):
    told = await taken(bureau, photo(), name="现场.jpg", latitude="30.1", longitude="120.2")
    (entry,) = await bureau.rows("select * from ledger_entry")
    assert (entry["operation"], entry["action"], entry["resource"]) == (
        "uploadFile",
        "create",
        "core:Attachment",
    )
    assert (entry["subject"], entry["outcome"]) == (told["id"], "ACCEPTED")
    assert "30.1" not in entry["changes"]


@pytest.mark.parametrize("layers", [False, True])
async def test_a_picture_as_large_as_it_may_be(bureau, layers):
    side = int((MOST_PROGRESSIVE if layers else MOST_PIXELS["image/jpeg"]) ** 0.5)
    told = await taken(bureau, encoded("JPEG", (side, side), "L", progressive=layers))
    larger = encoded("JPEG", (side + 9, side), "L", progressive=layers)
    assert (await upload(bureau, OWNER, larger)).status_code == 413
    shown = Image.open(io.BytesIO((await download(bureau, OWNER, told["name"])).content))
    assert max(shown.size) == LONGEST_SIDE
