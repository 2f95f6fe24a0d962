"""How a cluster comes into being: its user, its home, its socket folder, initdb."""

import logging
import os
import re
import secrets
import shutil
import signal
import stat
import tempfile
from pathlib import Path

from core.errors import StoreError
from core.postgres.binaries import Binaries
from core.postgres.cluster import STATE, Cluster, Record
from core.postgres.cluster_user import ClusterUser, suitable_user
from core.postgres.configuration import (
    PORT,
    SUPERUSER,
    access_rules,
    ident_map,
    server_settings,
)
from core.postgres.processes import postmaster

_log = logging.getLogger(__name__)

_LONGEST_SOCKET = 100
_PLAIN_PATH = re.compile(r"[\w/.@+-]+")
_BUILTIN_LOCALES = 17


def new_cluster(folder: Path, *, test: bool) -> Cluster:
    """Choose user, home and sockets for the empty `folder`, and record them."""
    user = suitable_user()
    identifier = secrets.token_hex(6)
    outside = not user.reaches(folder)
    record = Record(user.name, identifier, outside=outside, test=test, sockets="")
    cluster = Cluster(folder, record, user)
    return cluster.noting(sockets=str(cluster.home / "sockets"))


def prepare_home(cluster: Cluster) -> Cluster:
    """Make sure of the home and the socket folder; the record may name a new socket folder."""
    if cluster.record.outside:
        STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
    cluster.user.make_folder(cluster.home)
    cluster.user.write(cluster.home / "origin", f"{cluster.folder}\n")
    wanted = cluster.home / "sockets"
    if _fits(wanted):
        cluster.user.make_folder(wanted)
        return cluster if cluster.sockets == wanted else cluster.noting(sockets=str(wanted))
    if cluster.sockets != wanted and _is_private(cluster.sockets, cluster.user.uid):
        return cluster
    # Other users may write here: a fresh name that nobody could prepare.
    made = Path(tempfile.mkdtemp(prefix="zhijian-"))
    cluster.user.make_folder(made)
    return cluster.noting(sockets=str(made))


def initialise(cluster: Cluster, binaries: Binaries) -> None:
    """initdb, beside the final place: a data folder is there entirely or not at all."""
    fresh = cluster.home / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    options = ["--encoding=UTF8", "--locale=C.UTF-8", "--lc-messages=C", "--data-checksums"]
    options += ["--auth-local=peer", "--auth-host=reject", "--no-instructions"]
    if binaries.major >= _BUILTIN_LOCALES:
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    if cluster.record.test:
        options += ["--no-sync"]
    argv = [binaries.tool("initdb"), "-D", str(fresh), "-U", SUPERUSER, *options]
    done = cluster.user.run(argv, cwd=cluster.home)
    if done.returncode:
        raise StoreError(
            f"initdb failed in {fresh}: {done.stderr.strip()}",
            f"数据库初始化失败（{fresh}）：{done.stderr.strip()}",
        )
    fresh.rename(cluster.data)


def configure(cluster: Cluster) -> None:
    """Write the three configuration files; they count from the next start on."""
    settings = server_settings(cluster.sockets, test=cluster.record.test)
    cluster.user.write(cluster.data / "postgresql.conf", settings)
    cluster.user.write(cluster.data / "pg_hba.conf", access_rules())
    cluster.user.write(cluster.data / "pg_ident.conf", ident_map(cluster.user.name))


def reachable_binaries(binaries: Binaries, user: ClusterUser) -> Binaries:
    """`binaries`, or a copy of them below /var/lib/zhijian when `user` may not run the original.

    A virtual environment under /root is such a place.
    """
    if user.reaches(binaries.folder / "postgres"):
        return binaries
    source = binaries.folder.parent
    written = (binaries.folder / "postgres").stat().st_mtime_ns
    copy = STATE / "binaries" / f"{binaries.major}-{written:x}"
    if not copy.exists():
        copy.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=copy.parent))
        skip = shutil.ignore_patterns("include", "doc")
        shutil.copytree(source, fresh, symlinks=True, ignore=skip, dirs_exist_ok=True)
        fresh.chmod(0o755)
        try:
            fresh.rename(copy)
        except OSError:  # another process was faster
            shutil.rmtree(fresh)
    return Binaries(copy / "bin", binaries.major)


def stop_abandoned(folder: Path) -> None:
    """Stop servers outside `folder` whose record in `folder` was deleted; their data is kept."""
    if os.geteuid() != 0 or not STATE.exists():
        return
    for origin in STATE.glob("*/origin"):
        home = origin.parent
        if origin.read_text().rstrip("\n") == str(folder):
            _log.warning("The former data of %s is left in %s; nothing uses it.", folder, home)
            running = postmaster(home / "data")
            if running is not None:
                os.kill(running, signal.SIGINT)


def _fits(sockets: Path) -> bool:
    length = len(os.fsencode(sockets / f".s.PGSQL.{PORT}"))
    return length <= _LONGEST_SOCKET and _PLAIN_PATH.fullmatch(str(sockets)) is not None


def _is_private(folder: Path, uid: int) -> bool:
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == uid and not found.st_mode & 0o077
