"""docs/errors.md and the code name the same error codes."""

import ast
import re
from collections.abc import Iterable, Iterator

import pytest

from tests.architecture.source import PRODUCTION, ROOT, Source, sources

BASE = "ZhijianError"
HEADING = re.compile(r"^## `([A-Z][A-Z0-9_]*)`$", re.MULTILINE)
GROUP = re.compile(r"^# .*$", re.MULTILINE)


def error_classes(files: Iterable[Source]) -> dict[str, ast.ClassDef]:
    """Every class below ZhijianError, by name, found by reading."""
    classes = {n.name: n for s in files for n in ast.walk(s.tree) if isinstance(n, ast.ClassDef)}
    found = {BASE}
    while grown := {n for n, c in classes.items() if n not in found and found & _bases(c)}:
        found |= grown
    return {name: classes[name] for name in found if name in classes}


def _bases(node: ast.ClassDef) -> set[str]:
    return {ast.unparse(base).split(".")[-1] for base in node.bases}


def codes(files: Iterable[Source]) -> set[str]:
    """Codes of the classes, and literals that refine them where an error is made."""
    files = list(files)
    errors = error_classes(files)
    found = {code for node in errors.values() for code in _class_codes(node)}
    for source in files:
        for call in (n for n in ast.walk(source.tree) if isinstance(n, ast.Call)):
            if ast.unparse(call.func).split(".")[-1] in errors:
                found |= set(_refined(call))
    return found


def _class_codes(node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id="code")], value=ast.Constant(value=str(code)))
                | ast.AnnAssign(target=ast.Name(id="code"), value=ast.Constant(value=str(code)))
            ):
                yield code
    for call in (n for n in ast.walk(node) if isinstance(n, ast.Call)):
        if ast.unparse(call.func) == "super().__init__":
            yield from _refined(call)


def _refined(call: ast.Call) -> Iterator[str]:
    for keyword in call.keywords:
        match keyword:
            case ast.keyword(arg="code", value=ast.Constant(value=str(code))):
                yield code


def described(text: str) -> dict[str, str]:
    """The paragraphs of docs/errors.md by code."""
    parts = HEADING.split(GROUP.sub("", text))[1:]
    return {code: body.strip() for code, body in zip(parts[::2], parts[1::2], strict=True)}


def faults(used: set[str], text: str) -> Iterator[str]:
    """Codes without a paragraph, and paragraphs without a code."""
    paragraphs = described(text)
    yield from (f"{code}: not described in docs/errors.md" for code in used - paragraphs.keys())
    yield from (f"{code}: described, but nothing raises it" for code in paragraphs.keys() - used)
    yield from (f"{code}: an empty description" for code, body in paragraphs.items() if not body)


def test_every_code_is_described_and_none_is_stale():
    text = (ROOT / "docs/errors.md").read_text("utf-8")
    assert not sorted(faults(codes(sources(*PRODUCTION)), text))


PLANTED = """
class ZhijianError(Exception):
    code: ClassVar[str] = "INTERNAL_ERROR"

class Conflict(errors.ZhijianError):
    code = "CONFLICT"

class Stale(Conflict):
    def __init__(self):
        super().__init__("旧", "Old", code="STALE")

class Town:
    code = "NOT_AN_ERROR"

def f():
    raise errors.Conflict("占", "Taken", code="TAKEN")

TOWN = Division(code="T330109")
"""


def test_codes_are_found():
    used = codes([Source("core/errors.py", PLANTED)])
    assert used == {"INTERNAL_ERROR", "CONFLICT", "STALE", "TAKEN"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "## `A`\n\nWhat to do.\n\n## `B`\n\nGone.\n",
        "## `A`\n\n",
        "## `A`\n\n# Group\n",
        "A: what to do.",
    ],
)
def test_a_faulty_page_is_caught(text):
    assert list(faults({"A"}, text))


def test_a_sound_page_passes():
    assert not list(faults({"A"}, "# Errors\n\n## `A`\n\nWhat to do.\n"))
