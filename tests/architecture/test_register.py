"""The register is written through one door: nobody but it says which change set a row is from."""

import ast
from collections.abc import Iterator

from tests.architecture.source import Source, sources

DOOR = "core/register/service.py"


def writes(source: Source) -> Iterator[str]:
    """Where `change_id` is set: as an attribute, by a keyword of a call, or by `setattr`."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr == "change_id":
            if isinstance(node.ctx, ast.Store):
                yield f"{source.path}:{node.lineno}"
        elif isinstance(node, ast.Call):
            by_name = isinstance(node.func, ast.Name) and node.func.id == "setattr"
            named = any(isinstance(a, ast.Constant) and a.value == "change_id" for a in node.args)
            if (by_name and named) or any(word.arg == "change_id" for word in node.keywords):
                yield f"{source.path}:{node.lineno}"


def test_change_sets_are_named_by_the_door_alone() -> None:
    found = [place for s in sources("core", "plugins", "examples", "schema") for place in writes(s)]
    makers = ("core/demo/",)  # rows of the demonstration, which the owner loads
    strangers = [p for p in found if not p.startswith((DOOR, *makers))]
    assert strangers == []
    assert any(place.startswith(DOOR) for place in found), "the rule still looks where it should"


def test_a_service_that_sets_it_is_noticed() -> None:
    lines = ["row.change_id = 1", "Licence(change_id=1)", "setattr(row, 'change_id', 1)"]
    for line in lines:
        assert list(writes(Source("plugins/x/service.py", line))) == ["plugins/x/service.py:1"]
    assert not list(writes(Source("plugins/x/service.py", "print(row.change_id)")))
