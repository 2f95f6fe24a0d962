"""The folder of the embedded server: what is in it, whose it is, how it begins.

    <folder>/cluster.json   the record: user, home, sockets; marks the folder as ours
    <folder>/lock           held while a process starts or stops the server
    <folder>/cluster/       the home: mode 0700, owned by the cluster's user
        data/  sockets/  server.log  local.conf (optional, the administrator's own settings)

As root, the cluster's user `zhijian-db` may be unable to enter `folder` (a checkout under /root).
The home then is /var/lib/zhijian/<id>, and the record says so. A socket path may have about a
hundred bytes; where that is not enough, the sockets are in a private folder of the system's
temporary folder, which the record names too.
"""

import json
import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from core.errors import StoreError
from core.postgres.cluster_user import ClusterUser, user_named
from core.postgres.configuration import PORT

STATE = Path("/var/lib/zhijian")
"""Where root keeps what the cluster's user must be able to reach."""


@dataclass(frozen=True)
class Record:
    """The content of `cluster.json`."""

    user: str
    identifier: str
    """Random; the name of the home when that is outside the folder."""
    outside: bool
    test: bool
    sockets: str
    bootstrap: str = ""
    """Digest of the bootstrap script that was last run."""


@dataclass(frozen=True)
class Cluster:
    """One data folder with its surroundings."""

    folder: Path
    record: Record
    user: ClusterUser

    @property
    def home(self) -> Path:
        """The folder that belongs to the cluster's user."""
        inside = self.folder / "cluster"
        return STATE / self.record.identifier if self.record.outside else inside

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """What the server has to say."""
        return self.home / "server.log"

    @property
    def sockets(self) -> Path:
        """The folder of the socket."""
        return Path(self.record.sockets)

    @property
    def socket(self) -> Path:
        """The socket itself."""
        return self.sockets / f".s.PGSQL.{PORT}"

    @property
    def major(self) -> int | None:
        """The version of PostgreSQL that wrote the data; None before initdb."""
        version = self.data / "PG_VERSION"
        return int(version.read_text().strip()) if version.exists() else None

    def noting(self, *, sockets: str | None = None, bootstrap: str | None = None) -> "Cluster":
        """The same cluster with a changed record, which is stored."""
        former = self.record
        record = replace(
            former, sockets=sockets or former.sockets, bootstrap=bootstrap or former.bootstrap
        )
        text = json.dumps(asdict(record), indent=2, ensure_ascii=False) + "\n"
        fresh = self.folder / "cluster.json.new"
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(self.folder / "cluster.json")
        return replace(self, record=record)


def read_cluster(folder: Path) -> Cluster | None:
    """The cluster kept in `folder`; None when the folder is empty or absent.

    Raises StoreError when the folder holds something else.
    """
    path = folder / "cluster.json"
    if path.exists():
        try:
            record = Record(**json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError) as problem:
            raise _not_ours(folder, f"cluster.json: {problem}") from problem
        if not re.fullmatch("[0-9a-f]{12}", record.identifier):
            raise _not_ours(folder, "cluster.json: identifier")
        return Cluster(folder, record, user_named(record.user))
    content = folder.iterdir() if folder.exists() else ()
    strangers = sorted(entry.name for entry in content if entry.name != "lock")
    if strangers:
        raise _not_ours(folder, ", ".join(strangers[:3]))
    return None


def _not_ours(folder: Path, detail: str) -> StoreError:
    return StoreError(
        f"{folder} holds something that is not a database of this system ({detail}). "
        "Name another folder, or move the content away. Nothing was changed.",
        f"{folder} 中的内容不是本系统的数据库（{detail}）。请换一个目录，或移走其中的内容。"
        "未作任何改动。",
    )
