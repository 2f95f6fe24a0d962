"""The installer of front-end files, with an npm that stands in for the registry."""

import json
from pathlib import Path

import pytest

from core.errors import SetupError
from core.gateway.assets import SOURCE, WANTED, install, vendor_files

NPM = """#!/bin/sh
echo "$@" >> calls
[ -e refuse ] && { echo "npm error refused" >&2; exit 1; }
cp -r packages node_modules
"""


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lock file, the packages it means, and an npm on PATH that lays them out."""
    folder = tmp_path / "source"
    for wanted in WANTED:
        package = folder / "packages" / wanted.package
        file = package / wanted.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"content of {wanted.name}")
        (package / "package.json").write_text('{"version": "1.2.3"}')
        (package / "LICENSE").write_text("MIT")
    (folder / "package-lock.json").write_text("{}")
    command = tmp_path / "bin" / "npm"
    command.parent.mkdir()
    command.write_text(NPM)
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(command.parent), prepend=":")
    return folder


def calls(source: Path) -> int:
    """How often npm ran."""
    return len((source / "calls").read_text().splitlines())


def test_installs_versioned_files_with_licences_and_integrity(source: Path, tmp_path: Path) -> None:
    assert install(source, tmp_path / "vendor") is True
    served = vendor_files(tmp_path / "vendor")
    assert served["react.js"].url == "/static/vendor/react-1.2.3.js"
    assert served["react.js"].integrity.startswith("sha384-")
    assert (tmp_path / "vendor" / "react-1.2.3.js").read_text() == "content of react.js"
    assert (tmp_path / "vendor" / "react-1.2.3.LICENSE.txt").read_text() == "MIT"
    assert "--ignore-scripts" in (source / "calls").read_text()


def test_second_run_does_nothing_and_needs_no_npm(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(source, tmp_path / "vendor")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert install(source, tmp_path / "vendor") is False
    assert calls(source) == 1


@pytest.mark.parametrize("damage", ["lock", "altered file", "lost file", "torn manifest"])
def test_any_change_is_repaired(source: Path, tmp_path: Path, damage: str) -> None:
    vendor = tmp_path / "vendor"
    install(source, vendor)
    match damage:
        case "lock":
            (source / "package-lock.json").write_text('{"changed": 1}')
        case "altered file":
            (vendor / "react-1.2.3.js").write_text("something else")
        case "lost file":
            (vendor / "htmx-1.2.3.js").unlink()
        case _:
            (vendor / "manifest.json").write_text("{")
    assert install(source, vendor) is True
    assert calls(source) == 2
    assert (vendor / "react-1.2.3.js").read_text() == "content of react.js"
    assert install(source, vendor) is False


def test_refusal_of_npm_is_told_in_its_words(source: Path, tmp_path: Path) -> None:
    (source / "refuse").touch()
    with pytest.raises(SetupError, match="npm error refused"):
        install(source, tmp_path / "vendor")
    with pytest.raises(SetupError):
        vendor_files(tmp_path / "vendor")


def test_lock_pins_exact_versions_and_names_no_registry() -> None:
    pinned = json.loads((SOURCE / "package.json").read_text())["dependencies"]
    lock = json.loads((SOURCE / "package-lock.json").read_text())["packages"]
    for package, version in pinned.items():
        assert lock[f"node_modules/{package}"]["version"] == version
    for path, entry in lock.items():
        assert "resolved" not in entry, path
        assert path == "" or entry["integrity"].startswith("sha512-"), path
    assert {wanted.package for wanted in WANTED} <= set(pinned)
