"""Checks of papers at start: a faulty document or template names itself, nobody prints it."""

import json
import re
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import typst

from core.desk.checking import Judge
from core.desk.described import column_of
from core.desk.documents import Reading
from core.errors import PluginError
from core.paper_declarations import Paper
from core.papers.samples import sample

HERE: Final = Path(__file__).parent / "templates"
FOREIGN: Final = re.compile(r'\beval\s*\(|"@|\bread\s*\(|\bplugin\s*\(|mode:\s*"(?:markup|code)"')
"""A template neither evaluates what was typed nor fetches or reads anything."""
RecordOf = Callable[[str], Reading | None]
"""The reading of a detail page by `slug` or `plugin/slug`, None where there is none."""


def house() -> dict[str, str]:
    """The shared modules, by file name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.typ"))}


def sources_in(folder: Path) -> dict[str, str]:
    """The templates of one plugin beside the shared modules. Raises PluginError for a clash."""
    own = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.typ"))}
    if clash := sorted(set(own) & set(house())):
        raise PluginError(f"papers/{clash[0]} has the name of a shared module")
    return house() | own


def paper(judge: Judge, part: Paper, sources: Mapping[str, str], page_of: RecordOf) -> Paper:
    """A paper: its document, the pages that offer it, and a template that can be set."""
    reading = judge.document(part.document)
    if "id" not in reading.variables:
        raise PluginError(f"the document of the paper {part.slug!r} lacks `$id`")
    for path in filter(None, (part.of, part.number)):
        column_of(path, reading, "")
    if not part.on:
        raise PluginError(f"the paper {part.slug!r} is offered on no page")
    for name in part.on:
        _check_page(part, name, reading, page_of(name))
    if part.template not in sources:
        raise PluginError(f"the paper {part.slug!r} has no template papers/{part.template}")
    _check_template(part, reading, sources)
    return part


def _check_page(part: Paper, name: str, reading: Reading, page: Reading | None) -> None:
    """The page is about records of the type that the paper's document asks for by `$id`."""
    ours = reading.spot(reading.first_field)
    theirs = page.spot(page.first_field) if page else None
    if theirs is None or ours is None or theirs.named.name != ours.named.name:
        kind = ours.named.name if ours else "record"
        raise PluginError(f"the paper {part.slug!r} is offered on {name!r}, no page of a {kind}")


def _check_template(part: Paper, reading: Reading, sources: Mapping[str, str]) -> None:
    for name in sources.keys() - house().keys():
        if found := FOREIGN.search(sources[name]):
            raise PluginError(f"papers/{name} uses {found.group()!r}; papers only set their data")
    for sparse in (False, True):
        given = json.dumps({"data": sample(reading, sparse=sparse), "today": "2026-01-31"})
        if fault := _fault(tuple(sorted(sources.items())), part.template, given):
            raise PluginError(f"papers/{part.template} cannot be set: {fault}")


@cache
def _fault(sources: tuple[tuple[str, str], ...], main: str, given: str) -> str:
    """What is wrong with a template, tried without fonts; empty where nothing is."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in sources:
            (Path(folder) / name).write_text(text, encoding="utf-8")
        try:
            typst.compile(
                str(Path(folder) / main),
                root=folder,
                font_paths=fonts,
                ignore_system_fonts=True,
                sys_inputs={"data": given},
            )
        except typst.TypstError as error:
            return error.message
    return ""
