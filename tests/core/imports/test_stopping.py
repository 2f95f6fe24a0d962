"""Whatever stops a run, it ends in the same state as one that nothing stopped."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from core.audit import ledger
from core.errors import Conflict
from core.imports.memory import Memory
from core.settings import Settings
from core.store.roles import endpoints
from tests.architecture.source import ROOT
from tests.core.imports.samples import EXAMPLES, LIFT, lifts, write

BATCH, ROWS = 3, 30
ELEVATORS = ("special_equipment", "maryland_elevators")


class Stopped(Exception):
    """In place of a kill, between two transactions or within one."""


async def bring_on(bring, file, **more):
    """Import, again and again until nothing stops it; says how often it was stopped."""
    stops = 0
    while True:
        try:
            await bring(ELEVATORS[0], file, ELEVATORS[1], batch=BATCH, **more)
        except Stopped:
            stops += 1
            more = {}
        else:
            return stops


async def undo(bureau):
    """The devices of the file and all memory of them are gone."""
    await bureau.rows(
        "delete from imported_row where kind = 'special_equipment:equipment' returning id"
    )
    await bureau.rows("update import_run set state = 'REFUSED' returning id")
    owner = await asyncpg.connect(bureau.endpoints.owner)
    await owner.execute("select set_config('zj.reach', 'system', false)")
    await owner.execute("delete from equipment where internal_no like 'ZZ%'")
    await owner.close()


def stopping(at):
    """A step that raises the n-th time."""

    async def stop(*_given):
        nonlocal at
        at -= 1
        if at == 0:
            raise Stopped

    return stop


def stopping_after(inner, at):
    """What `inner` does, until it has done it the n-th time."""
    stop = stopping(at)

    async def stopped(*given):
        await inner(*given)
        await stop()

    return stopped


POINTS = [
    *((None, "", at) for at in (1, 5, 9)),
    *((Memory, "remember", at) for at in (1, 4, 8)),
    *((ledger, "_insert", at) for at in (2, 6, 7, 10)),
]
"""Between two transactions, or within one: after its rows, and after its entry in the ledger."""


async def test_a_stop_at_ten_points_ends_in_the_same_state(bureau, bring, abroad, state):
    await bring(ELEVATORS[0], abroad, ELEVATORS[1], batch=BATCH)
    whole = await state()
    for owner, name, at in POINTS:
        await undo(bureau)
        if owner is None:
            assert await bring_on(bring, abroad, after_batch=stopping(at)) == 1
        else:
            inner = getattr(owner, name)
            setattr(owner, name, stopping_after(inner, at))
            try:
                assert await bring_on(bring, abroad) == 1
            finally:
                setattr(owner, name, inner)
        assert await state() == whole, (name, at)


async def test_a_run_that_forgets_its_progress_is_noticed(bring, abroad, bureau):
    """The seeded defect: what is done is not remembered, so that rows would be met again."""

    async def stop():
        await bureau.rows(
            "update import_run set rows_done = 0 where state = 'CONFIRMED' returning id"
        )

    with pytest.raises(Conflict):
        await bring(ELEVATORS[0], abroad, ELEVATORS[1], batch=BATCH, after_batch=stop)
    assert await bureau.count("imported_row") < ROWS + 15


@pytest.mark.soak
def test_ten_kills_of_the_command(tmp_path):
    """`kill -9` of `zhijian import` at ten moments, over the embedded server."""
    var = tmp_path / "var"
    environment = {**os.environ, "ZHIJIAN_VAR": str(var), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "core.cli"]

    def bring(plugin: str, file: Path, mapping: str) -> list[str]:
        options = ["--mapping", str(EXAMPLES / f"{mapping}.toml"), "--clerk", "branch-data-clerk"]
        return [*command, "import", plugin, str(file), *options, "--result", str(tmp_path / "r")]

    def run(*words: str) -> str:
        return subprocess.run(
            words, env=environment, check=True, capture_output=True, text=True
        ).stdout

    accounts = json.loads(run(*command, "demo", "--accounts"))
    assert "branch-data-clerk" in {each["username"] for each in accounts}
    file = write(tmp_path / "lifts.csv", LIFT, lifts(12_000))
    run(*bring("register", EXAMPLES / "foreign_places.csv", "foreign_places"))
    run(*bring("register", file, "maryland_places"))
    chance = random.Random(4)  # noqa: S311  moments, no secrets
    for _ in range(10):
        process = subprocess.Popen(
            bring("special_equipment", file, "maryland_elevators"), env=environment
        )
        try:
            process.wait(chance.uniform(6, 16))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    told = run(*bring("special_equipment", file, "maryland_elevators"))
    assert asyncio.run(_stored(var)) == (12_000, 12_000), told


async def _stored(var: Path) -> tuple[int, int]:
    """Devices of the file, and what is remembered of their keys."""
    connection = await asyncpg.connect(endpoints(Settings(var=var, _env_file=None)).app)
    try:
        await connection.execute("select set_config('zj.reach', 'system', false)")
        return (
            await connection.fetchval(
                "select count(*) from equipment where internal_no like 'ZZ%'"
            ),
            await connection.fetchval(
                "select count(*) from imported_row where kind = 'special_equipment:equipment'"
            ),
        )
    finally:
        await connection.close()
