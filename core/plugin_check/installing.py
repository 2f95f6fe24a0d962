"""A plugin from its folder, as if it had been installed: the path and the metadata of an entry."""

import importlib
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from core.errors import PluginError
from core.plugins import ENTRY_POINT_GROUP


@contextmanager
def as_installed(what: str) -> Iterator[str]:
    """The name of the plugin in a folder, or of an installed one; its packages can be imported.

    Raises PluginError when there is neither.
    """
    folder = Path(what).absolute()
    if not (folder / "pyproject.toml").is_file():
        yield _known(what)
        return
    name, package = _announced(folder)
    present = entry_points(group=ENTRY_POINT_GROUP, name=name)
    with tempfile.TemporaryDirectory() as place:
        if not present:  # installed as editable, it would be found twice
            info = Path(place) / f"{package}-0.dist-info"
            info.mkdir()
            metadata = f"Metadata-Version: 2.1\nName: {package}\nVersion: 0\n"
            (info / "METADATA").write_text(metadata, encoding="utf-8")
            points = f"[{ENTRY_POINT_GROUP}]\n{name} = {package}\n"
            (info / "entry_points.txt").write_text(points, encoding="utf-8")
        added = [place, str(folder)]
        sys.path[:0] = added
        importlib.invalidate_caches()
        try:
            yield name
        finally:
            for each in added:
                sys.path.remove(each)
            importlib.invalidate_caches()


def _announced(folder: Path) -> tuple[str, str]:
    try:
        text = (folder / "pyproject.toml").read_text(encoding="utf-8")
        project: dict[str, Any] = tomllib.loads(text)["project"]
        ((name, package),) = project["entry-points"][ENTRY_POINT_GROUP].items()
    except (OSError, ValueError, LookupError) as problem:
        raise PluginError(
            f"{folder}/pyproject.toml names no plugin: it needs one entry in the group "
            f"{ENTRY_POINT_GROUP} ({problem!r}).",
            f"{folder}/pyproject.toml 未声明子系统，须在 {ENTRY_POINT_GROUP} 中有且仅有一项。",
        ) from problem
    return name, package


def _known(name: str) -> str:
    built_in = (Path(__file__).parents[2] / "plugins" / name / "hooks.py").is_file()
    if not built_in and not entry_points(group=ENTRY_POINT_GROUP, name=name):
        raise PluginError(
            f"{name} is neither the folder of a distribution nor an installed plugin.",
            f"{name} 既不是发行包目录，也不是已安装的子系统。",
        )
    return name
