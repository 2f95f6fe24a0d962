"""The form of an upload: one file, and what its sender says of where and when it was taken."""

import datetime as dt
import math
import re
from typing import Final

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from core.errors import InvalidInput, Refused
from core.files.intake import Received

MULTIPART: Final = "multipart/form-data"
FIELDS: Final = {"takenAt", "latitude", "longitude"}
MOST_DEGREES: Final = {"latitude": 90.0, "longitude": 180.0}
DEGREES: Final = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{1,15})?")
SLACK: Final = dt.timedelta(minutes=10)
"""By how much a phone's clock may be ahead."""


async def read_form(request: Request, limit: int, now: dt.datetime) -> Received:
    """The file and its fields; at most `limit` bytes and one are read into memory.

    Raises Refused (`UNSUPPORTED_MEDIA_TYPE`), InvalidInput.
    """
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != MULTIPART:
        raise Refused(
            "上传须用 multipart/form-data。",
            "An upload is multipart/form-data.",
            code="UNSUPPORTED_MEDIA_TYPE",
        )
    try:
        form = await request.form(max_files=1, max_fields=len(FIELDS), max_part_size=256)
    except HTTPException as error:  # Starlette's parser: not multipart, or too many parts
        raise _bad_form() from error
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile) or not set(form) <= {"file", *FIELDS}:
            raise _bad_form()
        content = await file.read(limit + 1)
        return Received(
            content=content,
            file_name=file.filename,
            taken_at=_taken_at(_text(form, "takenAt"), now),
            **_place(form),
        )
    finally:
        await form.close()


def _text(form: FormData, name: str) -> str | None:
    value = form.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _taken_at(given: str | None, now: dt.datetime) -> dt.datetime | None:
    if given is None:
        return None
    try:
        taken = dt.datetime.fromisoformat(given)
    except ValueError:
        taken = None
    if taken is None or taken.tzinfo is None or not dt.datetime(1990, 1, 1, tzinfo=dt.UTC) < taken:
        raise InvalidInput(
            "拍摄时间须含时区，例如 2026-11-23T10:00:00+08:00。",
            "When it was taken needs its offset, such as 2026-11-23T10:00:00+08:00.",
            field="takenAt",
        )
    if taken > now + SLACK:
        raise InvalidInput(
            "拍摄时间不能晚于现在。", "It cannot have been taken in the future.", field="takenAt"
        )
    return taken


def _place(form: FormData) -> dict[str, str]:
    """Latitude and longitude as written, both or neither."""
    given = {name: value for name in MOST_DEGREES if (value := _text(form, name)) is not None}
    for name in MOST_DEGREES:
        text = given.get(name, "" if given else "0")
        if not DEGREES.fullmatch(text) or not math.fabs(float(text)) <= MOST_DEGREES[name]:
            raise InvalidInput(
                "拍摄地点须同时有纬度和经度，以度为单位。",
                "A place is latitude and longitude together, in degrees.",
                field=name,
            )
    return given


def _bad_form() -> InvalidInput:
    return InvalidInput(
        "请在表单的 file 项中上传一个文件；其余只能是 takenAt、latitude、longitude。",
        "Send one file, as `file`; besides it only takenAt, latitude and longitude.",
        code="BAD_REQUEST",
    )
