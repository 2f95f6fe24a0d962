"""Write the template of a plugin out under a name: nothing that is there is overwritten."""

import re
from pathlib import Path
from typing import Final

from core.errors import PluginError
from core.plugins import NAME, OURS

TEMPLATE: Final = Path(__file__).parent / "template"
SUFFIX: Final = ".txt"
"""Of every file in the template: no tool takes them for code of the project."""
_PLACE: Final = re.compile(r"<<(\w+)>>")
_LONGEST: Final = 20
"""So that the names of tables and indexes made from it stay short enough for PostgreSQL."""


def write_plugin(name: str, title: str, below: Path, taken: set[str]) -> Path:
    """Make the folder `zhijian-<name>`; gives it. Raises PluginError."""
    _refuse(name, taken)
    words = _words(name, title)
    home = below / f"zhijian-{words['dashed']}"
    if home.exists():
        raise PluginError(f"{home} is there already.", f"{home} 已存在。")
    for source in sorted(TEMPLATE.rglob(f"*{SUFFIX}")):
        inside = source.relative_to(TEMPLATE).as_posix().removesuffix(SUFFIX)
        path = home / _placed(inside, words)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8")
        path.write_text(_PLACE.sub(lambda place: words[place[1]], text), encoding="utf-8")
    return home


def _refuse(name: str, taken: set[str]) -> None:
    if not NAME.fullmatch(name) or len(name) > _LONGEST or name in OURS:
        raise PluginError(
            f"{name!r} cannot be a plugin's name: lower-case letters, digits and _, 2 to "
            f"{_LONGEST} characters, beginning with a letter.",
            f"{name!r} 不能作为子系统名：小写字母开头，2 至 {_LONGEST} 个小写字母、数字或下划线。",
        )
    if name in taken:
        raise PluginError(f"There is a plugin {name!r} already.", f"已有名为 {name} 的子系统。")


def _words(name: str, title: str) -> dict[str, str]:
    type_ = "".join(part.capitalize() for part in name.split("_")) + "Note"
    return {
        "name": name,
        "title": title,
        "dashed": name.replace("_", "-"),
        "package": f"zhijian_{name}",
        "type": type_,
        "table": f"{name}_note",
        "list": f"{name}_notes",
        "plural": f"{type_[0].lower()}{type_[1:]}s",
    }


def _placed(inside: str, words: dict[str, str]) -> str:
    first, _, rest = inside.partition("/")
    if first != "package":
        return inside
    if rest.startswith("migrations/"):
        rest = rest.replace("0001.py", f"{words['name']}_0001_notes.py")
    return f"{words['package']}/{rest}"
