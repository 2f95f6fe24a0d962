"""What a form sent: names with their texts, and files; as browsers send them, bounded."""

from dataclasses import dataclass, field
from typing import Final

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from core.errors import InvalidInput

MOST_FILES: Final = 12
MOST_FIELDS: Final = 500


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
    typed = Typed()
    try:
        form = await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS)
    except HTTPException as error:  # Starlette's parser: no form, or too many parts
        raise InvalidInput(
            "表单无法读取，请返回重新填写。",
            "The form cannot be read. Go back and fill it in again.",
            code="BAD_FORM",
        ) from error
    try:
        for name, value in form.multi_items():
            if not isinstance(value, UploadFile):
                typed.texts.setdefault(name, []).append(value)
            elif content := await value.read():
                upload = Upload(value.filename or "", content)
                typed.files.setdefault(name, []).append(upload)
    finally:
        await form.close()
    return typed
