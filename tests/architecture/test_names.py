"""Names: our generic top-level packages are ours alone, and every folder is called as agreed."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture.source import PRODUCTION, ROOT, committed

OURS = "zhijian-bureau"
FOURTEEN = {
    "quality",
    "standards",
    "metrology",
    "special_equipment",
    "food_safety",
    "enforcement",
    "inspection",
    "licensing",
    "early_warning",
    "data_exchange",
    "step_supervision",
    "town",
    "station",
    "enterprise",
}


def foreign(installed: Mapping[str, list[str]], names: Iterable[str]) -> Iterator[str]:
    """Other distributions that install one of our top-level names."""
    for name in names:
        if others := set(installed.get(name, ())) - {OURS}:
            yield f"{sorted(others)} also installs a top-level {name!r}; uninstall it"


def not_packages(paths: Iterable[str]) -> Iterator[str]:
    """Test folders without `__init__.py`: `tests/core` would be imported as `core`."""
    files = [Path(p) for p in paths]
    present = set(files)
    folders = {folder for p in files if p.suffix == ".py" for folder in (p.parent, *p.parents)}
    for folder in sorted(folders - {Path()}):
        if folder.parts[0] == "tests" and folder / "__init__.py" not in present:
            yield f"{folder} has no __init__.py"


def strangers(paths: Iterable[str]) -> Iterator[str]:
    """Folders of `plugins/` that are none of the fourteen subsystems."""
    names = {p.split("/")[1] for p in paths if p.startswith("plugins/") and p.count("/") > 1}
    yield from (f"plugins/{name} is not in the table of subsystems" for name in names - FOURTEEN)


def test_top_level_names_are_ours():
    assert not list(foreign(packages_distributions(), PRODUCTION))
    for name in PRODUCTION:
        assert Path(str(import_module(name).__file__)).is_relative_to(ROOT)


def test_the_top_level_is_as_agreed():
    files = {"pyproject.toml", "CONTRIBUTING.md"}
    assert files <= set(committed())
    assert {*PRODUCTION, "tests"} <= {path.split("/")[0] for path in committed()}


def test_the_project_stands_on_the_named_packages():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {re.split(r"[\[>=<]", line)[0] for line in project["dependencies"]}
    assert named >= {
        "strawberry-graphql",
        "starlette",
        "sqlalchemy",
        "pluggy",
        "uvicorn",
        "pycasbin",
    }


def test_the_wheel_carries_our_names():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["name"] == OURS
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert set(wheel["packages"]) == set(PRODUCTION)


def test_every_test_folder_is_a_package():
    assert not list(not_packages(committed()))


def test_plugins_are_of_the_fourteen():
    assert not list(strangers(committed()))


def test_a_foreign_top_level_name_is_caught():
    assert list(foreign({"schema": [OURS, "schema"]}, PRODUCTION))
    assert not list(foreign({"schema": [OURS], "other": ["other"]}, PRODUCTION))


@pytest.mark.parametrize("missing", ["tests/__init__.py", "tests/core/__init__.py"])
def test_a_test_folder_that_is_no_package_is_caught(missing):
    paths = {"tests/__init__.py", "tests/core/__init__.py", "tests/core/test_a.py"}
    assert list(not_packages(paths - {missing}))
    assert not list(not_packages(paths))


def test_a_stranger_among_plugins_is_caught():
    assert list(strangers(["plugins/utilities/hooks.py"]))
    assert not list(strangers(["plugins/town/hooks.py", "plugins/__init__.py"]))
