"""Files and functions stay small, described, and free of a few constructions we gave up."""

import ast
import re
import statistics
from collections.abc import Callable, Iterator

import pytest

from tests.architecture.source import PRODUCTION, Source, functions, length, sources

Rule = Callable[[Source], Iterator[str]]

MAX_FILE, MAX_FUNCTION, MAX_P90 = 300, 60, 30
JUNK_DRAWERS = {"utils", "util", "helpers", "helper", "misc", "common"}
DOMAIN = (
    "plugins/",
    "core/deadlines",
    "core/desk",
    "core/events",
    "core/files",
    "core/imports",
    "core/inbox",
    "core/jobs",
    "core/procedures",
    "core/register",
)
SQL_TIME = re.compile(
    r"\bnow\s*\(\s*\)|\b(current_(date|time|timestamp)|localtime(stamp)?|clock_timestamp)\b",
    re.IGNORECASE,
)
MAY_SLEEP = {
    "core/postgres/commands.py": "waits for a server process, before any event loop runs",
    "core/postgres/processes.py": "waits for killed processes, before any event loop runs",
}


def too_long_a_file(source: Source) -> Iterator[str]:
    """A file of more than 300 lines holds more than one concept."""
    if source.is_migration:
        return
    if (lines := source.text.count("\n")) > MAX_FILE:
        yield f"{source.path}: {lines} lines, at most {MAX_FILE}"


def too_long_a_function(source: Source) -> Iterator[str]:
    """A function of more than 60 lines does more than one thing."""
    if source.is_migration:
        return
    for function in functions(source.tree):
        if length(function) > MAX_FUNCTION:
            yield f"{source.path}:{function.lineno}: {function.name} has {length(function)} lines"


def junk_drawer(source: Source) -> Iterator[str]:
    """A module is named by the concept it holds."""
    parts = source.path.removesuffix(".py").split("/")
    if found := JUNK_DRAWERS.intersection(parts):
        yield f"{source.path}: name it by its concept, not {found.pop()!r}"


def undescribed(source: Source) -> Iterator[str]:
    """Modules, public classes and public module-level functions say what they are for."""
    tree = source.tree
    if tree.body and not ast.get_docstring(tree):
        yield f"{source.path}: no module docstring"
    if source.is_migration:
        return
    for node in tree.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if not node.name.startswith("_") and not ast.get_docstring(node) and not _is_told(node):
            yield f"{source.path}:{node.lineno}: {node.name} has no docstring"


def _is_told(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """GraphQL types and operations carry a description, hooks the docstring of what they answer."""
    for decorator in node.decorator_list:
        match decorator:
            case ast.Call(func=ast.Name(id="query" | "mutation" | "subscription")):
                return True
            case ast.Call(keywords=keywords) if any(k.arg == "description" for k in keywords):
                return True
            case ast.Name(id="hookimpl"):
                return True
    return False


def hidden_import(source: Source) -> Iterator[str]:
    """An import inside a function hides a dependency, usually a circle."""
    for function in functions(source.tree):
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield f"{source.path}:{node.lineno}: import inside {function.name}"


def star_import(source: Source) -> Iterator[str]:
    """A star hides where a name comes from."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            yield f"{source.path}:{node.lineno}: star import of {node.module}"


def blocking_sleep(source: Source) -> Iterator[str]:
    """`time.sleep` stops a whole worker, and makes a test slow or lucky."""
    if source.path in MAY_SLEEP:
        return
    yield from _sleeps(source)


def _sleeps(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        match node:
            case ast.Attribute(value=ast.Name(id="time"), attr="sleep"):
                yield f"{source.path}:{node.lineno}: time.sleep"
            case ast.ImportFrom(module="time", names=names) if any(
                n.name == "sleep" for n in names
            ):
                yield f"{source.path}:{node.lineno}: sleep of time"


def time_of_the_database(source: Source) -> Iterator[str]:
    """The domain's time is the injected clock's: bound as a parameter, never asked of SQL."""
    if not source.path.startswith(DOMAIN):
        return
    docstrings = {id(text) for text in _docstrings(source.tree)}
    for node in ast.walk(source.tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in docstrings:
                if found := SQL_TIME.search(text):
                    yield f"{source.path}:{node.lineno}: {found.group()} in SQL"
            case ast.Attribute(value=ast.Name(id="func"), attr=name) if SQL_TIME.search(
                f"{name}()"
            ):
                yield f"{source.path}:{node.lineno}: func.{name}"


def _docstrings(tree: ast.Module) -> Iterator[ast.expr]:
    """Texts that stand as statements: docstrings of modules, classes, functions, attributes."""
    return (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


EVERYWHERE: list[Rule] = [
    too_long_a_file,
    too_long_a_function,
    junk_drawer,
    hidden_import,
    star_import,
    blocking_sleep,
]
IN_PRODUCTION: list[Rule] = [undescribed, time_of_the_database]


def p90(lengths: list[int]) -> float:
    """The length that nine functions in ten do not exceed."""
    return statistics.quantiles(lengths, n=10)[-1]


@pytest.mark.parametrize("rule", EVERYWHERE, ids=lambda rule: rule.__name__)
def test_rule_holds_everywhere(rule):
    assert not [
        found for source in sources(*PRODUCTION, "tests", "bench") for found in rule(source)
    ]


@pytest.mark.parametrize("rule", IN_PRODUCTION, ids=lambda rule: rule.__name__)
def test_rule_holds_in_production(rule):
    assert not [found for source in sources(*PRODUCTION) for found in rule(source)]


def test_exemptions_are_not_stale():
    sleeping = {source.path for source in sources(*PRODUCTION) if list(_sleeps(source))}
    assert set(MAY_SLEEP) <= sleeping


def test_nine_functions_in_ten_are_short():
    lengths = [length(f) for source in sources(*PRODUCTION) for f in functions(source.tree)]
    assert p90(lengths) <= MAX_P90


LONG = "def f():\n" + "    x = 1\n" * 60
SEEDED: list[tuple[Rule, str, str]] = [
    (too_long_a_file, "core/a.py", "x = 1\n" * 301),
    (too_long_a_function, "core/a.py", LONG),
    (
        too_long_a_function,
        "core/a.py",
        "class A:\n    @x\n    async def f():\n" + "        x = 1\n" * 59,
    ),
    (junk_drawer, "core/utils.py", ""),
    (junk_drawer, "plugins/helpers/a.py", ""),
    (undescribed, "core/a.py", "x = 1\n"),
    (undescribed, "core/a.py", '"""A."""\nclass A:\n    x = 1\n'),
    (undescribed, "core/a.py", '"""A."""\nasync def f(): ...\n'),
    (hidden_import, "core/a.py", "def f():\n    if x:\n        from a import b\n"),
    (star_import, "core/a.py", "from a import *\n"),
    (blocking_sleep, "tests/a.py", "import time\ntime.sleep(1)\n"),
    (blocking_sleep, "tests/a.py", "from time import sleep\n"),
    (time_of_the_database, "plugins/x/service.py", 'q = "select now()"\n'),
    (time_of_the_database, "core/inbox/a.py", 'q = f"{x} < CURRENT_DATE"\n'),
    (time_of_the_database, "core/register/a.py", "q = func.now()\n"),
]
INNOCENT: list[tuple[Rule, str, str]] = [
    (too_long_a_file, "core/a.py", "x = 1\n" * 300),
    (too_long_a_function, "plugins/x/migrations/0001.py", LONG),
    (undescribed, "core/a.py", '"""A."""\ndef _f(): ...\n'),
    (undescribed, "core/__init__.py", ""),
    (
        undescribed,
        "plugins/x/types.py",
        '"""A."""\n@strawberry.type(description="许")\nclass A: ...\n',
    ),
    (undescribed, "plugins/x/hooks.py", '"""A."""\n@hookimpl\ndef policy(): ...\n'),
    (undescribed, "plugins/x/resolvers.py", '"""A."""\n@mutation("推")\nasync def f(): ...\n'),
    (time_of_the_database, "plugins/x/service.py", '"""No now() here."""\nx = clock.now()\n'),
    (time_of_the_database, "core/store/a.py", 'q = "select now()"\n'),
]


@pytest.mark.parametrize(("rule", "path", "text"), SEEDED)
def test_rule_catches(rule, path, text):
    assert list(rule(Source(path, text)))


@pytest.mark.parametrize(("rule", "path", "text"), INNOCENT)
def test_rule_lets_pass(rule, path, text):
    assert not list(rule(Source(path, text)))


def test_every_rule_has_a_seeded_defect():
    assert {rule for rule, _, _ in SEEDED} == {*EVERYWHERE, *IN_PRODUCTION}


def test_p90_catches_long_functions():
    assert p90([5] * 80 + [40] * 20) > MAX_P90
