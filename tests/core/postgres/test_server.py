"""The embedded server: it starts anywhere, only once, and keeps what was committed."""

import contextlib
import json
import os
import pwd
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from core.errors import StoreError
from core.postgres import cluster_setup
from core.postgres.binaries import Binaries, installations
from core.postgres.cluster_setup import reachable_binaries
from core.postgres.cluster_user import suitable_user
from core.postgres.server import EmbeddedServer

AS_ROOT = os.geteuid() == 0
PROJECT = Path(__file__).parents[3]

needs_root = pytest.mark.skipif(not AS_ROOT, reason="only root lends the work to another user")

_START = """
import os, sys
from pathlib import Path
from core.postgres.server import EmbeddedServer
if len(sys.argv) > 2:
    os.setgroups([])
    os.setgid(int(sys.argv[2]))
    os.setuid(int(sys.argv[2]))
server = EmbeddedServer(Path(sys.argv[1]), test=True)
server.start()
print(server.status().process)
"""


def _process(server: EmbeddedServer) -> int:
    process = server.status().process
    assert process is not None
    return process


def _data(server: EmbeddedServer) -> Path:
    home = server.status().home
    assert home is not None
    return home / "data"


def _working_in(data: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if data.samefile(process.cwd()):
                found.append(process)
    return found


def _kill(victims: list[psutil.Process]) -> None:
    """Do what kill -9 does, and wait until the kernel has done it."""
    for victim in victims:
        with contextlib.suppress(psutil.NoSuchProcess):
            victim.kill()
    psutil.wait_procs(victims, timeout=30)


def _value(url: str, sql: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(sql.encode()).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize("binaries", installations(), ids=lambda found: f"postgresql{found.major}")
def test_every_supported_version_serves_chinese(place: Path, binaries: Binaries) -> None:
    urls = EmbeddedServer(place / "db", test=True, binaries=binaries).start()
    assert _value(urls.app, "SHOW server_encoding") == "UTF8"
    locale = "SELECT datcollate || ' ' || datctype FROM pg_database WHERE datname = 'zhijian'"
    assert _value(urls.app, locale) == "C.UTF-8 C.UTF-8"
    assert _value(urls.app, "SELECT cardinality(show_trgm('航民'))") == 3
    assert _value(urls.app, "SELECT '萧山航民染整厂' LIKE '%航民%'") is True
    assert _value(urls.app, "SHOW data_checksums") == "on"


def test_nothing_listens_on_tcp_and_the_socket_is_private(server: EmbeddedServer) -> None:
    urls = server.start()
    assert _value(urls.app, "SHOW listen_addresses") == ""
    rules = server.administer("SELECT type, auth_method, options FROM pg_hba_file_rules")
    assert rules == "local|peer|{map=zhijian}"
    sockets = server.status().sockets
    assert sockets is not None
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert stat.S_IMODE(_data(server).stat().st_mode) == 0o700
    connections = psutil.Process(_process(server)).net_connections()
    assert [found for found in connections if found.family.name != "AF_UNIX"] == []


@needs_root
def test_root_is_not_let_in_as_the_database_superuser(server: EmbeddedServer) -> None:
    url = server.start().app.replace("zhijian_app", "zhijian_bootstrap")
    with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
        psycopg.connect(url)


def test_a_second_start_reuses_the_running_server(server: EmbeddedServer) -> None:
    before = _process(server)
    again = EmbeddedServer(server.folder, test=True)
    assert again.start() == server.start()
    assert _process(again) == before


def test_several_processes_starting_at_once_end_with_one_server(place: Path) -> None:
    folder = place / "db"
    argv = [sys.executable, "-c", _START, str(folder)]
    racers = [
        subprocess.Popen(argv, cwd=PROJECT, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    answers = {racer.communicate(timeout=60)[0].strip() for racer in racers}
    assert [racer.returncode for racer in racers] == [0, 0, 0, 0]
    process = EmbeddedServer(folder, test=True).status().process
    assert answers == {str(process)}
    parents = {worker.ppid() for worker in _working_in(_data(EmbeddedServer(folder)))}
    assert process in parents
    assert len([p for p in _working_in(_data(EmbeddedServer(folder))) if p.pid in parents]) == 1


def test_stop_is_final_and_may_be_repeated(place: Path) -> None:
    server = EmbeddedServer(place / "db", test=True)
    server.stop()
    server.start()
    data = _data(server)
    server.stop()
    assert not server.status().running
    assert _working_in(data) == []
    server.stop()


@pytest.mark.parametrize("whom", ["postmaster", "everybody"])
def test_committed_rows_survive_kill_9(place: Path, whom: str) -> None:
    server = EmbeddedServer(place / "db")
    urls = server.start()
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        assert _value(urls.owner, f"SHOW {setting}") == "on"
    with psycopg.connect(urls.owner) as connection:
        connection.execute("CREATE TABLE visit (n int PRIMARY KEY)")
    for round_ in range(3):
        open_connection = psycopg.connect(urls.app)
        open_connection.execute("INSERT INTO visit VALUES (%s)", [1_000 + round_])
        with psycopg.connect(urls.app) as connection:
            connection.execute("INSERT INTO visit VALUES (%s)", [round_])
        first = psutil.Process(_process(server))
        victims = [first] if whom == "postmaster" else _working_in(_data(server))
        _kill(victims)
        assert server.start() == urls
        assert _process(server) != first.pid
        kept = "SELECT array_agg(n ORDER BY n) FROM visit"
        assert _value(urls.app, kept) == list(range(round_ + 1))
        open_connection.close()


def test_a_stale_pid_file_that_names_another_program_does_not_matter(place: Path) -> None:
    server = EmbeddedServer(place / "db", test=True)
    server.start()
    pid_file = _data(server) / "postmaster.pid"
    _kill(_working_in(_data(server)))
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert not server.status().running
    server.start()
    assert server.status().running


def test_a_server_whose_socket_was_swept_away_is_restarted(place: Path) -> None:
    server = EmbeddedServer(place / "db", test=True)
    server.start()
    sockets = server.status().sockets
    assert sockets is not None
    shutil.rmtree(sockets)
    assert _value(server.start().app, "SELECT 1") == 1


def test_a_long_path_puts_the_socket_into_the_temporary_folder(place: Path) -> None:
    server = EmbeddedServer(place / ("质监" * 12) / ("x" * 60), test=True)
    urls = server.start()
    sockets = server.status().sockets
    assert sockets is not None
    assert len(os.fsencode(sockets / ".s.PGSQL.5432")) <= 100
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    record = json.loads((server.folder / "cluster.json").read_text(encoding="utf-8"))
    assert record["sockets"] == str(sockets)
    assert _value(urls.app, "SELECT 1") == 1
    server.stop()
    assert server.start() == urls
    server.stop()
    sockets.rmdir()


def test_data_of_another_major_version_is_refused_and_left_alone(place: Path) -> None:
    server = EmbeddedServer(place / "db", test=True)
    server.start()
    server.stop()
    version = _data(server) / "PG_VERSION"
    version.write_text("14\n")
    with pytest.raises(StoreError, match=r"written by PostgreSQL 14; the programs .* version \d"):
        EmbeddedServer(place / "db", test=True).start()
    assert version.read_text() == "14\n"
    assert not server.status().running


def test_an_older_data_folder_is_served_by_the_programs_of_its_own_version(place: Path) -> None:
    oldest = min(installations(), key=lambda found: found.major)
    EmbeddedServer(place / "db", test=True, binaries=oldest).start()
    server = EmbeddedServer(place / "db", test=True)
    server.stop()
    server.start()
    assert server.status().major == oldest.major


def test_a_folder_that_is_not_ours_is_refused_and_left_alone(place: Path) -> None:
    folder = place / "db"
    folder.mkdir()
    (folder / "PG_VERSION").write_text("18\n")
    with pytest.raises(StoreError, match="not a database of this system"):
        EmbeddedServer(folder, test=True).start()
    assert {entry.name for entry in folder.iterdir()} <= {"PG_VERSION", "lock"}


def test_real_data_is_never_served_in_test_mode(place: Path) -> None:
    EmbeddedServer(place / "db", test=True).start()
    with pytest.raises(StoreError, match="test database"):
        EmbeddedServer(place / "db").start()


def test_without_programs_the_message_says_what_to_install(place: Path) -> None:
    server = EmbeddedServer(place / "db", test=True)
    server.__dict__["_found"] = []
    with pytest.raises(StoreError, match="pip"):
        server.start()


@needs_root
def test_a_folder_closed_to_the_system_user_keeps_its_data_elsewhere(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    server = EmbeddedServer(closed / "db", test=True)
    server.start()
    first = server.status()
    assert first.home is not None
    assert first.home.is_relative_to("/var/lib/zhijian")
    assert first.home.owner() == "zhijian-db"
    shutil.rmtree(closed / "db")
    server.start()
    second = server.status()
    assert second.home != first.home
    assert (first.home / "data").is_dir()
    psutil.wait_procs(_working_in(first.home / "data"), timeout=30)
    assert _working_in(first.home / "data") == []
    shutil.rmtree(first.home)


@needs_root
def test_programs_closed_to_the_system_user_are_copied(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_setup, "STATE", place / "state")
    original = installations()[0]
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    shutil.copytree(original.folder.parent, closed / "pg", symlinks=True)
    hidden = Binaries(closed / "pg" / original.folder.name, original.major)
    user = suitable_user()
    copy = reachable_binaries(hidden, user)
    assert copy != hidden
    assert user.run([copy.tool("postgres"), "--version"], cwd=place).returncode == 0
    assert reachable_binaries(hidden, user) == copy


@needs_root
def test_an_ordinary_user_needs_nobody_s_help(place: Path) -> None:
    other = pwd.getpwnam("nobody")
    folder = place / "theirs"
    folder.mkdir()
    os.chown(folder, other.pw_uid, other.pw_gid)
    argv = [sys.executable, "-c", _START, str(folder / "db"), str(other.pw_uid)]
    ran = subprocess.run(argv, cwd=PROJECT, capture_output=True, text=True, check=False)
    if "No PostgreSQL" in ran.stderr:
        pytest.skip("the programs of PostgreSQL are closed to other users")
    assert ran.returncode == 0, ran.stderr
    # Root finds the server running, under its owner, and is let in as the roles.
    server = EmbeddedServer(folder / "db", test=True)
    assert str(server.status().process) == ran.stdout.strip()
    assert psutil.Process(_process(server)).username() == "nobody"
    assert _value(server.start().app, "SELECT current_user::text") == "zhijian_app"
    assert str(server.status().process) == ran.stdout.strip()
