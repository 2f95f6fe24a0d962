"""What the log says and what it keeps to itself; days closed once, anchors written outside."""

import json

import asyncpg
import pytest

from core.step_log.closing import CLOSE, WRITE
from core.step_log.outside import FILE, append_missing
from tests.core.step_log import ground as g
from tests.fixtures.jobs import run_jobs

LOG = """{ stepLog(first: 50) { nodes { number day line caseCode procedure step act unit tier town
  dueOn happenedOn inTime pause } } stepAnchors { nodes { day sequence lines line } } }"""


async def test_the_public_reads_units_and_clocks_and_nobody(bureau):
    await g.make_steps(bureau)
    await g.close(bureau)
    data = await bureau.as_user("").ask(LOG)
    lines = data["stepLog"]["nodes"]
    assert len(lines) == 18
    text = json.dumps(data, ensure_ascii=False)
    for secret in ("张三", "13800001234", "licensing-clerk", "糕点", "licensing_clerk"):
        assert secret not in text, secret
    told = [line for line in lines if line["step"]]
    assert {line["procedure"] for line in told} == {"许可延续"}
    assert {line["unit"] for line in told} == {None, "branch"}, "no enterprise is named"
    assert len({line["caseCode"] for line in told}) == 1
    silent = [line for line in lines if not line["step"]]
    assert len(silent) == 9
    assert all(json.loads(line["line"].partition(" ")[2])["step"] is None for line in silent)
    late = [line for line in told if line["inTime"] is False]
    assert late
    assert late[0]["dueOn"] < late[0]["happenedOn"]
    anchors = data["stepAnchors"]["nodes"]
    assert [(a["day"], a["sequence"], a["lines"]) for a in anchors] == [
        ("2026-11-23", 18, 6),
        ("2026-11-22", 12, 0),
        ("2026-11-21", 12, 6),
        ("2026-11-20", 6, 6),
    ]


async def test_a_day_is_closed_once_and_what_comes_late_is_in_the_next(bureau):
    await g.make_steps(bureau, g.DAYS[:1])
    first = await g.close(bureau, g.DAYS[:1])
    await g.make_late(bureau, g.DAYS[0])
    assert await g.close(bureau, g.DAYS[:1]) == first, "the day is closed"
    await g.close(bureau, g.DAYS[:2])
    rows = await bureau.rows("select day, happened_on from step_log_line order by id desc limit 1")
    assert str(rows[0]["day"]) == "2026-11-21"


async def test_the_job_closes_yesterday_and_writes_its_anchor_outside(bureau):
    await g.make_steps(bureau, g.BUSY[:2])
    await run_jobs(bureau, [CLOSE, WRITE], periodic=True)
    path = bureau.application.settings.var_path / FILE
    (line,) = path.read_text("utf-8").splitlines()
    assert json.loads(line)["sequence"] == 12
    bureau.clock.advance(days=2)
    await run_jobs(bureau, [CLOSE, WRITE], periodic=True)
    lines = path.read_text("utf-8").splitlines()
    stored = await bureau.rows("select line from step_anchor order by day")
    assert lines == [row["line"] for row in stored]
    assert len(lines) == 3
    assert append_missing(path, lines) == 0
    path.write_text(lines[0] + "\n" + lines[1][:20], "utf-8")  # a power cut
    assert append_missing(path, lines) == 2
    assert path.read_text("utf-8").splitlines()[-1] == lines[2]


async def test_nobody_who_serves_changes_a_line(bureau):
    await g.make_steps(bureau, g.DAYS[:1])
    await g.close(bureau, g.DAYS[:1])
    for table in ("step_log_line", "step_secret", "step_anchor"):
        for statement in (f"delete from {table}", f"update {table} set id = id"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await bureau.rows(statement)
