"""What a form sent: names with their texts, and files; urlencoded or multipart, bounded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from core.errors import InvalidInput

MOST_PARTS: Final = 1_000
_DISPOSITION: Final = re.compile(rb"(?i)^content-disposition:(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the browser sent it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed: every name with its texts in order, and the files."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, list[Upload]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """The first text under a name; empty where there is none."""
        return next(iter(self.texts.get(name, ())), "")

    def all(self, name: str) -> list[str]:
        """Every text under a name that is not empty."""
        return [text for text in self.texts.get(name, ()) if text.strip()]


async def typed_in(request: Request) -> Typed:
    """The body of a form. Raises InvalidInput for one that no browser sends."""
    media = request.headers.get("content-type", "")
    body = await request.body()
    if media.startswith("application/x-www-form-urlencoded"):
        return _urlencoded(body)
    if media.startswith("multipart/form-data"):
        return _multipart(body, media)
    raise _unreadable()


def _urlencoded(body: bytes) -> Typed:
    try:
        pairs = parse_qsl(
            body.decode(), keep_blank_values=True, max_num_fields=MOST_PARTS, errors="strict"
        )
    except ValueError as error:
        raise _unreadable() from error
    typed = Typed()
    for name, text in pairs:
        typed.texts.setdefault(name, []).append(text)
    return typed


def _multipart(body: bytes, media: str) -> Typed:
    boundary = _parameter(media, "boundary", "content-type")
    if not boundary:
        raise _unreadable()
    typed = Typed()
    for head, content in _parts(body, boundary.encode()):
        found = _DISPOSITION.search(head)
        said = found.group(1).decode("utf-8", "replace").strip() if found else ""
        name = _parameter(said, "name", "content-disposition")
        file = _parameter(said, "filename", "content-disposition")
        if name is None:
            raise _unreadable()
        if file is None:
            typed.texts.setdefault(name, []).append(content.decode("utf-8", "replace"))
        elif content:
            typed.files.setdefault(name, []).append(Upload(file, content))
    return typed


def _parts(body: bytes, boundary: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(head, content) of each part. A photo is never decoded on its way."""
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if len(pieces) > MOST_PARTS or not pieces[-1].startswith(b"--"):
        raise _unreadable()
    for piece in pieces[1:-1]:
        head, gap, content = piece.partition(b"\r\n\r\n")
        if not gap:
            raise _unreadable()
        yield head.replace(b"\r\n", b"\n"), content


def _parameter(header: str, name: str, of: str) -> str | None:
    message = Message()
    message[of] = header
    found = message.get_param(name, header=of)
    return found if isinstance(found, str) else None


def _unreadable() -> InvalidInput:
    return InvalidInput(
        "表单无法读取，请返回重新填写。",
        "The form cannot be read. Go back and fill it in again.",
        code="BAD_FORM",
    )
