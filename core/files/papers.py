"""PDF papers: kept as they came, but for what photos inside tell of place and device.

Nobody here opens a PDF, so a bomb in it harms no server; it is served as a download, in a sandbox.
Names inside compressed parts are not seen: what is refused are papers that say it openly.
"""

import re
from typing import Final

from core.errors import InvalidInput, Refused

ACTIVE: Final = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z0-9])")
_STREAM: Final = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
"""Between these any three bytes turn up by chance."""
_EXIF: Final = re.compile(rb"\xff\xe1(..)Exif\0\0", re.DOTALL)
_XMP: Final = re.compile(rb"\xff\xe1(..)http://ns\.adobe\.com/xap/1\.0/\0", re.DOTALL)


def checked(content: bytes) -> bytes:
    """The paper to keep. Raises InvalidInput (`PDF_BROKEN`), Refused (`PDF_ACTIVE`)."""
    if b"%%EOF" not in content[-1024:]:
        raise InvalidInput(
            "PDF 文件不完整，请重新生成或下载后上传。",
            "The PDF is cut off. Make or download it anew.",
            field="file",
            code="PDF_BROKEN",
        )
    if ACTIVE.search(_STREAM.sub(b"", content)):
        raise Refused(
            "PDF 含有脚本、启动项或内嵌文件，已拒收。请“打印为 PDF”后上传。",
            "The PDF holds scripts, launches a program or embeds files. Print it to PDF, and "
            "upload that.",
            field="file",
            code="PDF_ACTIVE",
        )
    return _without_places(content)


def _without_places(content: bytes) -> bytes:
    """The same bytes, with the metadata of photos inside blanked: every offset stays right."""
    kept = bytearray(content)
    for found in (*_EXIF.finditer(content), *_XMP.finditer(content)):
        end = min(found.start() + 2 + int.from_bytes(found.group(1), "big"), len(kept))
        if end > found.end():
            kept[found.end() : end] = bytes(end - found.end())
    return bytes(kept)
