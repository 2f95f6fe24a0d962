"""Files made in the test: photos as phones write them, papers, and what attackers send instead."""

import io
import struct
import zipfile
import zlib

from PIL import Image, ImageDraw

LATITUDE = (30.0, 11.0, 22.0)
MAKER = "Telltale-Phone-X"


def scene(size=(64, 48), mode="RGB"):
    """A picture whose upper left corner is red."""
    made = Image.new(mode, size, "navy")
    ImageDraw.Draw(made).rectangle((0, 0, size[0] // 3, size[1] // 3), fill="red")
    return made


def photo(size=(64, 48), orientation=1):
    """A JPEG with place, time, device, thumbnail-like padding, XMP and a comment."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = MAKER, orientation
    exif[0x9003] = "2026:11:23 09:58:00"
    exif.get_ifd(0x8825).update({1: "N", 2: LATITUDE, 3: "E", 4: (120.0, 15.0, 33.0)})
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>GPSLatitude 30,11.366N</x:xmpmeta>"
    out = io.BytesIO()
    scene(size).save(out, "JPEG", exif=exif, xmp=xmp, comment=MAKER.encode())
    return out.getvalue()


def encoded(format_, size=(64, 48), mode="RGB", **more):
    out = io.BytesIO()
    scene(size, mode).save(out, format_, **more)
    return out.getvalue()


def paper(body=b"", inside=b""):
    """A small PDF; `inside` stands in a stream."""
    return (
        b"%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj\n"
        b"3 0 obj <</Length 9>> stream\n" + inside + b"\nendstream endobj\n" + body + b"\n"
        b"trailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
    )


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("Evil.class", b"x" * 50)
    return out.getvalue()


def bomb(side=30_000):
    """A PNG of a few kilobytes that unfolds to a gigabyte."""

    def number(value):
        return struct.pack(">I", value)

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
