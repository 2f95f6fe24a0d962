"""The operating-system user that runs the embedded server.

Usually that is whoever runs `zhijian`. PostgreSQL refuses to run as root, so root lends the work
to a system user of its own, `zhijian-db`, which is created when it is missing.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import StoreError

SYSTEM_USER = "zhijian-db"


@dataclass(frozen=True)
class ClusterUser:
    """A user of this machine, and how to run programs as that user."""

    name: str
    uid: int
    gid: int

    def run(
        self, argv: Sequence[str], *, cwd: Path, text: str = "", silent: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """Run a program with `text` as its input, in a clean environment, private files.

        `silent` drops its output: a program that leaves a server behind would otherwise
        keep the pipe open. The exit code is left to the caller.
        """
        output = subprocess.DEVNULL if silent else subprocess.PIPE
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "HOME": str(cwd)}
        lent = os.geteuid() == 0
        return subprocess.run(
            argv,
            cwd=cwd,
            env=environment,
            input=text,
            stdout=output,
            stderr=output,
            text=True,
            encoding="utf-8",
            check=False,
            umask=0o077,
            user=self.uid if lent else None,
            group=self.gid if lent else None,
            extra_groups=[] if lent else None,
        )

    def reaches(self, path: Path) -> bool:
        """Whether this user may enter the folder or run the program at `path`."""
        return self.run(["/usr/bin/env", "test", "-x", str(path)], cwd=Path("/")).returncode == 0

    def write(self, path: Path, text: str) -> None:
        """Replace a file as this user, so that no link of theirs leads root elsewhere."""
        script = 'cat > "$1.new" && mv -f "$1.new" "$1"'
        done = self.run(["/bin/sh", "-c", script, "sh", str(path)], cwd=path.parent, text=text)
        if done.returncode:
            raise StoreError(
                f"{path} could not be written: {done.stderr.strip()}",
                f"无法写入 {path}：{done.stderr.strip()}",
            )

    def make_folder(self, path: Path) -> None:
        """Create a folder of mode 0700 that belongs to this user, unless it is there."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def current_user_name() -> str:
    """The name of the user this process runs as, as the server sees it."""
    return pwd.getpwuid(os.geteuid()).pw_name


def user_named(name: str) -> ClusterUser:
    """A user of this machine; raises StoreError when there is none of that name."""
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        raise StoreError(
            f"The data folder belongs to the system user {name}, which this machine does not have.",
            f"数据目录属于系统用户 {name}，但本机没有该用户。",
        ) from None
    return ClusterUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def suitable_user() -> ClusterUser:
    """Who shall own a new cluster; as root this creates `zhijian-db` when it is missing."""
    if os.geteuid() != 0:
        return user_named(current_user_name())
    if not _exists(SYSTEM_USER):
        _create(SYSTEM_USER)
    return user_named(SYSTEM_USER)


def _exists(name: str) -> bool:
    return any(entry.pw_name == name for entry in pwd.getpwall())


def _create(name: str) -> None:
    useradd = shutil.which("useradd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    problem = "useradd is missing"
    if useradd:
        argv = [useradd, "--system", "--user-group", "--no-create-home"]
        argv += ["--shell", "/usr/sbin/nologin", name]
        made = subprocess.run(argv, capture_output=True, text=True, check=False)
        problem = made.stderr.strip()
    # Two processes may have come here at once; the second finds the work done.
    if not _exists(name):
        raise StoreError(
            f"PostgreSQL does not run as root, and the system user {name} could not be created "
            f"({problem}). Create it, or start zhijian as an ordinary user.",
            f"PostgreSQL 不能以 root 运行，且无法创建系统用户 {name}（{problem}）。请创建该用户，"
            "或以普通用户启动。",
        )
