"""A PostgreSQL server of our own, for who has none: one folder, one call, no question asked.

It listens on a socket only, never on TCP; the operating system says who is calling (`peer`), so
there is no password to keep. It outlives the process that started it, and the next one reuses it.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from core.errors import StoreError
from core.postgres.binaries import Binaries, choose_binaries, installations
from core.postgres.bootstrap import bootstrap_sql
from core.postgres.cluster import Cluster, read_cluster
from core.postgres.cluster_setup import (
    configure,
    initialise,
    new_cluster,
    prepare_home,
    reachable_binaries,
    stop_abandoned,
)
from core.postgres.commands import halt, launch, run_sql, settle
from core.postgres.processes import postmaster
from core.store.addresses import DATABASE, Endpoints


@dataclass(frozen=True)
class ServerStatus:
    """What is known of an embedded server without asking it."""

    running: bool
    process: int | None
    major: int | None
    """Version of PostgreSQL that the data belongs to; None before the first start."""
    home: Path | None
    """Where data and log are: as root perhaps not below the given folder."""
    sockets: Path | None
    """The folder to name as host."""


class EmbeddedServer:
    """The server whose data belongs to `folder`. Every method may be called by many at once."""

    def __init__(
        self, folder: Path, *, test: bool = False, binaries: Binaries | None = None
    ) -> None:
        """`test`: fast and forgetful, never for real data. `binaries`: instead of those found."""
        self.folder = folder.absolute()
        self._test = test
        self._binaries = binaries
        self._reachable: dict[int | None, Binaries] = {}

    def start(self) -> Endpoints:
        """Create what is missing, start or reuse the server, and say where to connect.

        Raises StoreError when the folder is not ours, was written by another major version, or
        the server does not start; nothing is deleted or overwritten then.
        """
        with self._alone():
            cluster = read_cluster(self.folder)
            if cluster is None:
                stop_abandoned(self.folder)
                cluster = new_cluster(self.folder, test=self._test)
            self._check_mode(cluster)
            if not (settle(cluster) and cluster.socket.exists()):
                cluster = self._bring_up(cluster)
            self._bootstrap(cluster)
            return Endpoints.local(cluster.sockets)

    def stop(self) -> None:
        """Stop the server after what it is committing; open connections are cut. Idempotent."""
        if not self.folder.exists():
            return
        with self._alone():
            cluster = read_cluster(self.folder)
            if cluster is not None and postmaster(cluster.data) is not None:
                halt(cluster, self._tools(cluster))

    def status(self) -> ServerStatus:
        """What is there now; changes nothing."""
        cluster = read_cluster(self.folder)
        if cluster is None:
            return ServerStatus(running=False, process=None, major=None, home=None, sockets=None)
        process = postmaster(cluster.data)
        return ServerStatus(
            running=process is not None,
            process=process,
            major=cluster.major,
            home=cluster.home,
            sockets=cluster.sockets,
        )

    def administer(self, sql: str, database: str = "postgres") -> str:
        """Run a psql script as superuser and return its unaligned output.

        For set-up and tests; the system itself never serves as superuser. Raises StoreError.
        """
        cluster = read_cluster(self.folder)
        if cluster is None:
            raise StoreError(
                f"There is no database in {self.folder} yet.", f"{self.folder} 中还没有数据库。"
            )
        return run_sql(cluster, self._tools(cluster), sql, database)

    @cached_property
    def _found(self) -> list[Binaries]:
        return [self._binaries] if self._binaries else installations()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            # Passable, not readable: the cluster's user must get to its home inside.
            self.folder.mkdir(mode=0o711, parents=True, exist_ok=True)
            handle = (self.folder / "lock").open("a")
        except OSError as problem:
            raise StoreError(
                f"{self.folder} cannot be used: {problem}. Run as the user who owns it.",
                f"无法使用 {self.folder}：{problem}。请以该目录所有者的身份运行。",
            ) from problem
        with handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _check_mode(self, cluster: Cluster) -> None:
        if cluster.record.test != self._test:
            kind = "a test database, which is not durable" if cluster.record.test else "real data"
            raise StoreError(
                f"{self.folder} holds {kind}; name another folder.",
                f"{self.folder} 的用途（测试或正式）不符，请换一个目录。",
            )

    def _tools(self, cluster: Cluster) -> Binaries:
        if (kept := self._reachable.get(cluster.major)) is None:
            chosen = choose_binaries(self._found, cluster.major)
            kept = self._reachable[cluster.major] = reachable_binaries(chosen, cluster.user)
        return kept

    def _bring_up(self, cluster: Cluster) -> Cluster:
        tools = self._tools(cluster)
        # A running server whose socket was swept from the temporary folder is of no use.
        halt(cluster, tools)
        cluster = prepare_home(cluster)
        if cluster.major is None:
            initialise(cluster, tools)
        configure(cluster)
        launch(cluster, tools)
        return cluster

    def _bootstrap(self, cluster: Cluster) -> None:
        script = bootstrap_sql()
        digest = hashlib.sha256(script.encode()).hexdigest()
        if cluster.record.bootstrap == digest:
            return
        tools = self._tools(cluster)
        run_sql(cluster, tools, script, "postgres")
        grams = run_sql(cluster, tools, "SELECT cardinality(show_trgm('质监分局'));", DATABASE)
        if int(grams) == 0:
            raise StoreError(
                "The database finds no letters in Chinese text: its locale is not C.UTF-8.",
                "数据库不能识别中文字符：其区域设置不是 C.UTF-8。",
            )
        cluster.noting(bootstrap=digest)
