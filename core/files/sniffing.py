"""What a file is, told from its content. Names and types that a client sends are hearsay."""

import re
import unicodedata
from typing import Final

from core.errors import InvalidInput, Refused

JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"
ENDINGS: Final = {JPEG: ".jpg", PNG: ".png", WEBP: ".webp", PDF: ".pdf"}
CSV: Final = "text/csv"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLES: Final = {CSV: ".csv", XLSX: ".xlsx"}
"""For whoever may import; nobody else's tables are taken."""
PICTURES: Final = (JPEG, PNG, WEBP)
LONGEST_NAME: Final = 120
HEAD: Final = 1024
"""Readers look for the mark of a PDF, browsers for HTML, in about as many bytes."""
MARKUP: Final = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?php)", re.IGNORECASE)
HEIC: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def media_type(content: bytes) -> str:
    """The media type of a file that we take. Raises Refused (`FILE_TYPE`, `POLYGLOT`)."""
    found = _sniffed(content)
    if found is None:
        raise _unknown(content)
    if _is_polyglot(content, found):
        raise Refused(
            "该文件同时是另一种格式，已拒收。请用手机或扫描仪重新生成后上传。",
            "The file is one of another format as well, and was not taken. Make it anew with a "
            "camera or scanner.",
            field="file",
            code="POLYGLOT",
        )
    return found


def table_type(content: bytes) -> str | None:
    """The media type of a table; None for anything else. It is never shown, only read and saved."""
    if content.startswith(b"PK\x03\x04") and b"xl/workbook.xml" in content:
        return XLSX
    head = content[:HEAD]
    binary = b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not content or binary or MARKUP.search(head) or _sniffed(content) is not None:
        return None
    return CSV if any(mark in head for mark in (b",", b";", b"\t", b"|")) else None


def clean_name(given: str | None, kind: str) -> str:
    """A file name to show and to save under: no path, nothing invisible, the ending of `kind`."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given or ""))[-1]
    shown = "".join(c for c in last if unicodedata.category(c)[0] not in "CZ" or c == " ")
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", shown).strip(" .") or "file"
    return stem[:LONGEST_NAME].replace('"', "'") + (ENDINGS | TABLES)[kind]


def _sniffed(content: bytes) -> str | None:
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    return PDF if re.match(rb"%PDF-[12]\.\d", content) else None


def _is_polyglot(content: bytes, found: str) -> bool:
    head = content[:HEAD]
    if MARKUP.search(head) or _ends_as_zip(content):
        return True
    return found != PDF and b"%PDF-" in head


def _ends_as_zip(content: bytes) -> bool:
    """Whether an archiver would open it: a central directory that is where its record says.

    Four bytes alone occur by chance in one of some ten thousand photos.
    """
    place = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if place < 0 or place + 22 > len(content):
        return False
    directory = place - int.from_bytes(content[place + 12 : place + 16], "little")
    return directory >= 0 and content[directory : directory + 4] == b"PK\x01\x02"


def _unknown(content: bytes) -> Refused | InvalidInput:
    if not content:
        return InvalidInput("文件是空的。", "The file is empty.", field="file", code="FILE_EMPTY")
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        return Refused(
            "暂不接收 HEIC 照片：请在手机相机设置中选择“兼容性最佳”（JPEG）。",
            "HEIC photos are not taken yet: choose “Most Compatible” (JPEG) in the camera's "
            "settings.",
            field="file",
            code="FILE_TYPE",
        )
    return Refused(
        "只接收 JPEG、PNG、WebP 图片和 PDF 文件。",
        "Only JPEG, PNG and WebP pictures and PDF papers are taken.",
        field="file",
        code="FILE_TYPE",
    )
