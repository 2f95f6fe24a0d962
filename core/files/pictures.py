"""Pictures are drawn anew: only what can be seen goes on, nothing that was written beside it.

Place, time, device, thumbnails, comments and whatever hung behind the picture stay behind. So do
colour profiles: hostile ones are an old way into decoders, and sRGB is what phones write.
"""

import io
import warnings
from dataclasses import dataclass
from typing import Any, Final

from PIL import Image, ImageOps

from core.errors import InvalidInput, Refused
from core.files.sniffing import JPEG, PNG, WEBP

LONGEST_SIDE, PREVIEW_SIDE = 2560, 480
MOST_PIXELS: Final = {JPEG: 52_000_000, PNG: 16_000_000, WEBP: 16_000_000}
"""JPEG is decoded at a fraction of its size; of the others every pixel takes memory."""
MOST_PROGRESSIVE: Final = 20_000_000
"""A JPEG that comes in layers is held whole until the last of them."""
_FORMATS: Final = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
_SAVED: Final[dict[str, dict[str, Any]]] = {
    JPEG: {"quality": 85, "optimize": True},
    PNG: {"optimize": False},
    WEBP: {"quality": 85},
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """The two renditions of a picture."""

    content: bytes
    preview: bytes
    """A JPEG."""


def draw(content: bytes, kind: str) -> Drawn:
    """Both renditions. Blocks, and needs memory: call it in a thread, few at a time.

    Raises Refused (`PICTURE_TOO_LARGE`), InvalidInput (`PICTURE_BROKEN`).
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # bounded below
            with Image.open(io.BytesIO(content), formats=(_FORMATS[kind],)) as opened:
                _require_bounded(opened, kind)
                picture = _seen(opened, kind)
    except (Refused, MemoryError):
        raise
    except Image.DecompressionBombError:
        raise _too_large() from None
    except Exception as error:  # decoders raise anything at a hostile file
        raise InvalidInput(
            "图片已损坏，无法打开。请重新拍摄或另存后上传。",
            "The picture is damaged and cannot be opened. Take or save it anew.",
            field="file",
            code="PICTURE_BROKEN",
        ) from error
    preview = picture.copy()
    preview.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    return Drawn(_encoded(picture, kind), _encoded(_on_white(preview), JPEG, quality=70))


def _seen(opened: Image.Image, kind: str) -> Image.Image:
    """The first frame as it is looked at: upright, within bounds, without any attachment."""
    if kind == JPEG:
        opened.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    transparent = "A" in opened.getbands() or "transparency" in opened.info
    mode = "RGBA" if transparent and kind != JPEG else "RGB"
    plain = opened if opened.mode == mode else opened.convert(mode)  # a copy costs its memory
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    ImageOps.exif_transpose(plain, in_place=True)
    clean = Image.new(plain.mode, plain.size)  # pixels alone: `info` with its metadata stays
    clean.paste(plain)
    return clean


def _encoded(picture: Image.Image, kind: str, **more: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, _FORMATS[kind], **(_SAVED[kind] | more))
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


def _require_bounded(opened: Image.Image, kind: str) -> None:
    most = MOST_PROGRESSIVE if opened.info.get("progressive") else MOST_PIXELS[kind]
    if opened.width * opened.height > most:
        raise _too_large()


def _too_large() -> Refused:
    return Refused(
        "图片像素过大。请在相机中选择较小的尺寸后重新拍摄。",
        "The picture has too many pixels. Choose a smaller size in the camera.",
        field="file",
        code="PICTURE_TOO_LARGE",
    )
