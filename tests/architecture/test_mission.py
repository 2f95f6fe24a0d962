"""docs/mission.md: every requirement is proven by tests that exist, or says where it is planned."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache

import pytest

from tests.architecture.source import ROOT, sources

REQUIREMENTS = [f"M{number}" for number in range(1, 26)]
ROW = re.compile(r"^\| *(M\d+) *\|(.*)\|(.*)\| *$")
TEST = re.compile(r"`([^`]+\.py)::([^`]+)`")
PLANNED = re.compile(r"planned: *\S")


def faults(table: str, tests: Iterable[str]) -> Iterator[str]:
    """What is wrong with the table, given the `path::name` of all tests."""
    known = set(tests)
    rows = [match.groups() for line in table.splitlines() if (match := ROW.match(line))]
    numbers = [number for number, _, _ in rows]
    yield from (f"{n}: no line" for n in REQUIREMENTS if n not in numbers)
    yield from (f"{n}: no such requirement" for n in numbers if n not in REQUIREMENTS)
    yield from (f"{n}: more than one line" for n in {*numbers} if numbers.count(n) > 1)
    for number, _, proof in rows:
        named = ["::".join(pair) for pair in TEST.findall(proof)]
        if not named and not PLANNED.search(proof):
            yield f"{number}: neither a test nor `planned: <issue>`"
        yield from (f"{number}: no test {name}" for name in named if name not in known)


@cache
def all_tests() -> frozenset[str]:
    """`path::name` and `path::Class::name` of every test function."""
    found: set[str] = set()
    for source in sources("tests"):
        for node in source.tree.body:
            scope = f"{source.path}::{node.name}::" if isinstance(node, ast.ClassDef) else ""
            members = node.body if isinstance(node, ast.ClassDef) else [node]
            found |= {
                (scope or f"{source.path}::") + member.name
                for member in members
                if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef)
                and member.name.startswith("test_")
            }
    return frozenset(found)


def test_every_requirement_is_proven_or_planned():
    assert not list(faults((ROOT / "docs/mission.md").read_text("utf-8"), all_tests()))


KNOWN = ["tests/a.py::test_a"]
SOUND = "\n".join(f"| {n} | text | `tests/a.py::test_a` |" for n in REQUIREMENTS)


@pytest.mark.parametrize(
    "table",
    [
        SOUND.replace("| M7 ", "| M26 "),
        SOUND.replace("| M7 ", "| M8 "),
        SOUND.replace("test_a`", "test_gone`", 1),
        SOUND.replace("`tests/a.py::test_a`", "surely", 1),
        SOUND.replace("`tests/a.py::test_a`", "planned:", 1),
        "",
    ],
)
def test_a_faulty_table_is_caught(table):
    assert list(faults(table, KNOWN))


def test_a_sound_table_passes():
    mixed = SOUND.replace("`tests/a.py::test_a`", "planned: Warnings that get closed", 1)
    assert not list(faults(mixed, KNOWN))


def test_tests_are_found():
    here = "tests/architecture/test_mission.py"
    assert f"{here}::test_tests_are_found" in all_tests()
