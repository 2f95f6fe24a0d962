"""A printed paper as a test reads it: its text, its fonts, its pages."""

import io
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader


@dataclass
class Printed:
    """A PDF."""

    content: bytes

    @property
    def reader(self) -> PdfReader:
        """The document."""
        return PdfReader(io.BytesIO(self.content))

    @property
    def pages(self) -> int:
        """How many there are."""
        return len(self.reader.pages)

    @property
    def text(self) -> str:
        """Everything that can be copied out of it, without white space: lines break anywhere."""
        return "".join("".join(page.extract_text() for page in self.reader.pages).split())

    @property
    def fonts(self) -> dict[str, bool]:
        """The name of each font used, and whether it is embedded."""
        found: dict[str, bool] = {}
        for page in self.reader.pages:
            fonts: Any = page["/Resources"]["/Font"]
            for each in fonts.values():
                (inner,) = each.get_object()["/DescendantFonts"]
                described = inner.get_object()["/FontDescriptor"].get_object()
                found[described["/FontName"]] = "/FontFile2" in described
        return found
