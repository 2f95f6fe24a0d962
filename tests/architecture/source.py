"""What the house rules look at: the project's own files, read once."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCTION = ("core", "plugins", "schema", "policies")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file: its path below the root in POSIX form, its text and its tree."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def is_migration(self) -> bool:
        return "/migrations/" in self.path


@cache
def committed() -> tuple[str, ...]:
    """Paths that are, or would be, committed: everything that .gitignore does not exclude."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(sorted(p for p in listing.split("\0") if p and (ROOT / p).is_file()))


@cache
def sources(*roots: str) -> tuple[Source, ...]:
    """Every Python file below the given top-level folders."""
    return tuple(
        Source(path, (ROOT / path).read_text("utf-8"))
        for path in committed()
        if path.endswith(".py") and path.split("/")[0] in roots
    )


def functions(tree: ast.AST) -> Iterator[Function]:
    """All functions and methods, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from the first decorator to the last line of the body."""
    first = min([function.lineno, *(d.lineno for d in function.decorator_list)])
    return (function.end_lineno or function.lineno) - first + 1
