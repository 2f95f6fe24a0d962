"""The press: a process of its own that sets one paper and ends.

`python -I press.py`: JSON on standard input, the PDF on standard output. It knows nothing of the
application and reads no file but the fonts and what it was given. Typst cannot be stopped from
within, so whoever starts the press ends it when time is up; memory and processor time are bounded
here.
"""

import json
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

import typst

MEMORY = 1_500_000_000
SECONDS = 20
ARCHIVAL = "a-2u"
"""PDF/A-2u: every font embedded, every character has its Unicode."""


def main() -> int:
    """Set what standard input describes; 1 and the reason on standard error when it fails."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    given = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[given["fonts"]]
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, text in given["sources"].items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        try:
            sys.stdout.buffer.write(pdf(Path(folder), fonts, given))
        except typst.TypstError as error:
            sys.stderr.write(error.message)
            return 1
    return 0


def pdf(folder: Path, fonts: typst.Fonts, given: dict[str, Any]) -> bytes:
    """For the archive where every character has a glyph, else plainly with boxes for the others."""
    try:
        return compiled(folder, fonts, given, ARCHIVAL)
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return compiled(folder, fonts, given, None)


def compiled(
    folder: Path, fonts: typst.Fonts, given: dict[str, Any], standard: str | None
) -> bytes:
    """The paper; what people typed goes in as data, so that nothing in it is ever evaluated."""
    return typst.compile(
        str(folder / given["main"]),
        root=str(folder),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": given["data"]},
        pdf_standards=standard or [],  # type: ignore[arg-type]
        package_path=str(folder),
        package_cache_path=str(folder),
        timestamp=given["made"],
    )


if __name__ == "__main__":
    sys.exit(main())
