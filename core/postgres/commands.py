"""The commands that an embedded server is given: start, stop, run a script."""

import time

from core.errors import StoreError
from core.postgres.binaries import Binaries
from core.postgres.cluster import Cluster
from core.postgres.configuration import PORT, SUPERUSER
from core.postgres.processes import PATIENCE, PAUSE, forget_dead_server, is_ready, postmaster

_LOG_TAIL = 2_000
_LOG_LIMIT = 10_000_000


def settle(cluster: Cluster) -> bool:
    """Wait until the server either accepts connections (True) or is not there (False)."""
    deadline = time.monotonic() + PATIENCE
    while postmaster(cluster.data) is not None:
        if is_ready(cluster.data):
            return True
        if time.monotonic() > deadline:
            raise _trouble(cluster, "neither starts nor stops", "既未启动完成也未停止")
        time.sleep(PAUSE)
    return False


def launch(cluster: Cluster, tools: Binaries) -> None:
    """Start the server, crash recovery included; raises StoreError with the end of its log."""
    forget_dead_server(cluster.data)
    # the lock of its socket names a number too, which a zombie or a stranger may bear by now; the
    # folder is this cluster's alone, and nobody works on its data
    (cluster.sockets / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)
    if cluster.log.exists() and cluster.log.stat().st_size > _LOG_LIMIT:
        cluster.log.unlink()
    started = _control(cluster, tools, "start", "-l", str(cluster.log))
    if not started:
        raise _trouble(cluster, "does not start", "未能启动")


def halt(cluster: Cluster, tools: Binaries) -> None:
    """Stop the server if it runs: commits in progress finish, open connections are cut."""
    if postmaster(cluster.data) is None:
        return
    stopped = _control(cluster, tools, "stop", "-m", "fast")
    if not stopped and postmaster(cluster.data) is not None:
        raise _trouble(cluster, "does not stop", "未能停止")


def run_sql(cluster: Cluster, tools: Binaries, sql: str, database: str) -> str:
    """Run a psql script as superuser; raises StoreError at the first statement that fails."""
    options = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f", "-"]
    where = ["-h", str(cluster.sockets), "-p", str(PORT), "-U", SUPERUSER, "-d", database]
    done = cluster.user.run([tools.tool("psql"), *options, *where], cwd=cluster.home, text=sql)
    if done.returncode:
        raise StoreError(
            f"The database refused a set-up statement: {done.stderr.strip()}",
            f"数据库拒绝了一条设置语句：{done.stderr.strip()}",
        )
    return done.stdout.strip()


def _control(cluster: Cluster, tools: Binaries, *command: str) -> bool:
    action, *options = command
    argv = [tools.tool("pg_ctl"), action, "-D", str(cluster.data), "-s", "-w"]
    argv += ["-t", str(int(PATIENCE)), *options]
    return cluster.user.run(argv, cwd=cluster.home, silent=True).returncode == 0


def _trouble(cluster: Cluster, english: str, chinese: str) -> StoreError:
    written = cluster.log.read_text(errors="replace") if cluster.log.exists() else ""
    tail = written[-_LOG_TAIL:]
    return StoreError(
        f"The embedded database in {cluster.home} {english}. Its log ends:\n{tail}",
        f"内置数据库（{cluster.home}）{chinese}。日志结尾：\n{tail}",
    )
