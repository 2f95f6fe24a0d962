"""The command `zhijian` as a person or a supervisor meets it: a process of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import psutil
import pytest

from tests.architecture.source import ROOT
from tests.fixtures.database import discard_place, make_place

LONGEST_S = 120
PASSWORD = "Demonstration-7"


class House:
    """A folder with a database of its own, and the command in it."""

    def __init__(self, folder) -> None:
        # not the name of any machine, only what the command itself needs
        names = ("PATH", "HOME", "LANG", "ZHIJIAN_DATA_KEY")
        kept = {name: os.environ[name] for name in names if name in os.environ}
        self.environment = {**kept, "ZHIJIAN_VAR": str(folder / "var"), "PYTHONPATH": str(ROOT)}

    def run(self, *arguments, **environment):
        """Run to the end."""
        return subprocess.run(
            [sys.executable, "-m", "core.cli", *arguments],
            env={**self.environment, **environment},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=LONGEST_S,
            check=False,
        )

    @contextmanager
    def running(self, *arguments, **environment) -> Iterator[subprocess.Popen]:
        """A process of a group of its own, which is gone afterwards."""
        process = subprocess.Popen(
            [sys.executable, "-m", "core.cli", *arguments],
            env={**self.environment, "PYTHONUNBUFFERED": "1", **environment},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        family = [psutil.Process(process.pid)]
        try:
            yield process
        finally:
            if family[0].is_running():
                family += family[0].children(recursive=True)
            for each in family:
                if each.is_running():
                    each.kill()
            process.communicate(timeout=LONGEST_S)


@pytest.fixture(scope="module")
def house():
    """One database for all that only look."""
    place = make_place()
    yield House(place)
    discard_place(place)


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def wait_for_workers(process, count: int) -> None:
    """Read the log until that many workers have started; they listen a moment later."""
    listening = 0
    for line in process.stderr:
        listening += "Application startup complete" in line
        if listening == count:
            return
    raise AssertionError("the server ended before it listened")


def client_of(port: int) -> httpx2.Client:
    """A client that tries again while nobody listens yet."""
    transport = httpx2.HTTPTransport(retries=5)
    return httpx2.Client(base_url=f"http://127.0.0.1:{port}", transport=transport)


def connections_of(processes, port: int) -> dict[int, int]:
    """How many connections each process has accepted."""
    return {
        process.pid: sum(
            each.status == psutil.CONN_ESTABLISHED and each.laddr.port == port
            for each in process.net_connections()
        )
        for process in processes
    }


def workers_of(process) -> list[psutil.Process]:
    """The worker processes, without multiprocessing's own."""
    children = psutil.Process(process.pid).children(recursive=True)
    return [child for child in children if "--multiprocessing-fork" in child.cmdline()]


def test_two_workers_answer_and_end_together(house):
    port = free_port()
    with house.running("serve", "--workers", "2", "--port", str(port)) as process:
        wait_for_workers(process, 2)
        workers = workers_of(process)
        assert len(workers) == 2
        clients = [client_of(port) for _ in range(40)]
        try:
            answers = [client.get("/readyz") for client in clients]
            assert {answer.status_code for answer in answers} == {200}
            accepted = connections_of(workers, port)
            assert all(accepted.values()), accepted
        finally:
            for client in clients:
                client.close()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)
        assert process.returncode == 0
        assert not [worker for worker in workers if worker.is_running()]


def test_workers_end_when_their_supervisor_is_killed(house):
    with house.running("serve", "--workers", "2", "--port", str(free_port())) as process:
        wait_for_workers(process, 2)
        workers = workers_of(process)
        process.kill()
        _, alive = psutil.wait_procs(workers, timeout=10)
        assert not alive


def test_one_worker_ends_with_zero(house):
    port = free_port()
    with house.running("serve", PORT=str(port)) as process:
        wait_for_workers(process, 1)
        with client_of(port) as client:
            assert client.get("/healthz").text == "ok\n"
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=10)
    assert process.returncode == 0
    assert "Traceback" not in log


def test_a_taken_port_is_told_in_two_languages(house):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        done = house.run("serve", "--port", str(listener.getsockname()[1]))
    assert done.returncode == 1
    assert "无法监听" in done.stderr
    assert "Cannot listen" in done.stderr
    assert "Traceback" not in done.stderr


def test_half_a_configuration_is_refused(house):
    done = house.run("serve", ZHIJIAN_DATABASE_URL="postgresql://somebody@/nothing")
    assert done.returncode == 1
    assert "ZHIJIAN_OWNER_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_serving_as_the_owner_is_refused(house):
    assert house.run("migrate").returncode == 0
    sockets = json.loads((house_folder(house) / "cluster.json").read_text())["sockets"]
    owner = f"postgresql://zhijian_owner@/zhijian?host={sockets}"
    names = ("ZHIJIAN_OWNER_URL", "ZHIJIAN_DATABASE_URL", "ZHIJIAN_WORKER_URL", "ZHIJIAN_AUDIT_URL")
    done = house.run("serve", "--port", str(free_port()), **dict.fromkeys(names, owner))
    assert done.returncode == 1
    assert "owns tables" in done.stderr


def house_folder(house):
    """Where the embedded server's record is."""
    return (ROOT / house.environment["ZHIJIAN_VAR"]) / "postgres"


def test_init_makes_three_officers_once(house):
    first, second = house.run("init"), house.run("init")
    assert first.returncode == second.returncode == 0
    assert len(re.findall(r"^  \S+-officer +Zj7-", first.stdout, re.MULTILINE)) == 3
    assert "Zj7-" not in second.stdout
    refused = house.run("demo", "--accounts")
    assert refused.returncode == 1
    assert "in earnest" in refused.stderr


def test_doctor_finds_a_sound_house(house):
    done = house.run("doctor")
    told = done.stdout
    assert "PostgreSQL" in told
    assert "Our top-level packages are ours alone" in told
    assert "row security" in told
    assert ("broken" in told) == (done.returncode == 1)


def test_doctor_names_what_is_broken(house):
    done = house.run("doctor", ZHIJIAN_DATABASE_URL="postgresql://somebody@/nothing")
    assert done.returncode == 1
    assert "[故障 broken]" in done.stdout


def test_the_ledger_is_verified(house):
    done = house.run("audit", "verify")
    assert (done.returncode, "The ledger is intact" in done.stdout) == (0, True)


def test_the_schema_needs_no_database(house, tmp_path):
    nowhere = {"ZHIJIAN_VAR": str(tmp_path / "never")}
    whole = house.run("schema", **nowhere)
    public = house.run("schema", "--role", "public", "--write", str(tmp_path / "p"), **nowhere)
    assert whole.returncode == public.returncode == 0
    narrow = (tmp_path / "p").read_text("utf-8")
    assert "type Mutation" in whole.stdout
    assert 0 < len(narrow) < len(whole.stdout) / 2
    assert not (tmp_path / "never").exists()
    wrong = house.run("schema", "--role", "nobody", **nowhere)
    assert wrong.returncode == 1
    assert "没有角色 nobody" in wrong.stderr


def test_the_roles_are_printed_as_sql(house):
    done = house.run("database", "roles", "--name", "bureau")
    assert "CREATE DATABASE bureau" in done.stdout
    assert house.run("database", "roles", "--name", "x;y").returncode == 1


def test_plugins_are_listed(house):
    done = house.run("plugins")
    assert done.returncode == 0
    assert re.search(r"^licensing +运行 serving$", done.stdout, re.MULTILINE)


def test_the_demonstration_serves_lists_and_refills(place):
    house, port = House(place), free_port()
    given = {"ZHIJIAN_DEMO_PASSWORD": PASSWORD, "PORT": str(port)}
    with house.running("demo", **given) as process:
        wait_for_address(process)
        base = f"http://127.0.0.1:{port}"
        done = house.run("demo", "--accounts", **given)
        assert done.returncode == 0, done.stderr
        listed = json.loads(done.stdout)
        assert {frozenset(each) for each in listed} == {
            frozenset({"username", "role", "tier", "place"})
        }
        username = next(a["username"] for a in listed if a["role"] == "town.quality_officer")
        with httpx2.Client(base_url=base, headers={"origin": base}) as client:
            body = {"username": username, "password": PASSWORD}
            assert client.post("/session", json=body).json() == {"userErrors": []}
            picked = client.post("/session/demo", json={"username": username})
            assert picked.json() == {"userErrors": []}
            assert client.get("/session").json()["person"]["username"] == username
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)
    assert process.returncode == 0
    refilled = house.run("demo", "--fresh", "--accounts", "--totp", "--seed", "2", **given)
    assert refilled.returncode == 0, refilled.stderr
    assert all(len(each["totp"]) == 32 for each in json.loads(refilled.stdout))


def wait_for_address(process) -> None:
    """Read on until the demonstration says where it is."""
    for line in process.stdout:
        if "http://" in line:
            return
    raise AssertionError(process.stderr.read())
