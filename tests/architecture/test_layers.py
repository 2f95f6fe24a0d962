"""Layers, and what one plugin may know of another."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import grimp
import pytest

from tests.architecture.source import ROOT

MOST_REQUIRED = 2
ON_TOP = {"early_warning", "data_exchange", "step_supervision", "town", "station", "enterprise"}
REQUIRES_NOBODY = {*ON_TOP, "inspection"}


def run_linter(folder: Path) -> tuple[int, str]:
    """Judge the packages in `folder` by its pyproject.toml: exit status and report."""
    code = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports; "
    code += "sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def manifests(plugins: Path) -> dict[str, set[str]]:
    """What the manifest of each plugin folder requires, read without running it."""
    return {
        init.parent.name: requires(init.read_text("utf-8"))
        for init in sorted(plugins.glob("*/__init__.py"))
    }


def requires(text: str) -> set[str]:
    """The names in `requires=(...)` of the manifest in a plugin's `__init__.py`."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.keyword) and node.arg == "requires":
            return set(ast.literal_eval(node.value))
    return set()


def undeclared(
    imports: Iterable[tuple[str, str]], required: Mapping[str, set[str]]
) -> Iterator[str]:
    """Imports between plugins beyond `plugins.<required>.api`."""
    for importer, imported in imports:
        match importer.split("."), imported.split("."):
            case ["plugins", mine, *_], ["plugins", other, *rest] if mine != other:
                if other not in required[mine]:
                    yield f"{importer} imports {imported}; add {other!r} to requires"
                elif rest != ["api"]:
                    yield f"{importer} imports {imported}; only plugins.{other}.api is public"


def ill_required(required: Mapping[str, set[str]]) -> Iterator[str]:
    """Manifests that require too many, or that must stand alone and do not."""
    for name, others in required.items():
        if len(others) > MOST_REQUIRED:
            yield f"{name} requires {sorted(others)}; at most {MOST_REQUIRED}"
        if others and name in REQUIRES_NOBODY:
            yield f"{name} requires {sorted(others)}; it is reached through hooks"


def test_contracts_hold():
    status, report = run_linter(ROOT)
    assert status == 0, report


def test_imports_between_plugins_are_declared():
    graph = grimp.build_graph("plugins", cache_dir=None)
    imports = ((a, b) for a in graph.modules for b in graph.find_modules_directly_imported_by(a))
    assert not list(undeclared(imports, manifests(ROOT / "plugins")))


def test_manifests_require_few():
    assert not list(ill_required(manifests(ROOT / "plugins")))


@pytest.fixture
def house(tmp_path):
    """A miniature of the project under its real contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    modules = ["core.errors", "core.settings", "core.clock", "core.store", "core.inbox", "core.app"]
    modules += ["schema.build", "plugins.town.hooks", "plugins.quality.hooks"]
    for module in modules:
        path = tmp_path / (module.replace(".", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        (tmp_path / module.split(".")[0] / "__init__.py").touch()
        path.touch()
    return tmp_path


def test_contracts_accept_a_sound_house(house):
    (house / "core/app.py").write_text("import schema.build\nimport core.inbox\n")
    (house / "plugins/town/hooks.py").write_text("import schema.build\nimport core.inbox\n")
    status, report = run_linter(house)
    assert status == 0, report


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("core/store.py", "import schema.build\n"),
        ("core/app.py", "import plugins.town.hooks\n"),
        ("schema/build.py", "import plugins.town.hooks\n"),
        ("core/store.py", "import core.inbox\n"),
        ("core/errors.py", "import core.store\n"),
        ("core/inbox.py", "import core.app\n"),
        ("core/newcomer.py", ""),
    ],
)
def test_contracts_catch(house, path, text):
    (house / path).write_text(text)
    status, report = run_linter(house)
    assert status == 1, report


def test_contracts_catch_a_circle_of_plugins(house):
    (house / "plugins/town/hooks.py").write_text("import plugins.quality.hooks\n")
    (house / "plugins/quality/hooks.py").write_text("import plugins.town.hooks\n")
    status, report = run_linter(house)
    assert status == 1, report


@pytest.mark.parametrize(
    ("imported", "required"),
    [("plugins.licensing.api", set()), ("plugins.licensing.models", {"licensing"})],
)
def test_undeclared_imports_are_caught(imported, required):
    assert list(undeclared([("plugins.food_safety.types", imported)], {"food_safety": required}))


def test_declared_imports_pass():
    imports = [
        ("plugins.food_safety.types", "plugins.licensing.api"),
        ("plugins.food_safety.types", "plugins.food_safety.models"),
        ("plugins.food_safety.types", "schema.fields"),
    ]
    assert not list(undeclared(imports, {"food_safety": {"licensing"}}))


def test_manifest_is_read():
    assert requires('manifest = Manifest(name="a", requires=("b", "c"))') == {"b", "c"}
    assert requires('manifest = Manifest(name="a")') == set()


@pytest.mark.parametrize("required", [{"quality": {"a", "b", "c"}}, {"town": {"quality"}}])
def test_ill_required_is_caught(required):
    assert list(ill_required(required))
