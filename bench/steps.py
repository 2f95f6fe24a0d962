"""Figures: a year's step log verified, and the public look-up at 510,000 rows, server time."""

import asyncio
import hashlib
import time

import asyncpg

from bench.ground import Ground
from bench.report import Report
from bench.rows import make_rows
from bench.samples import REPEATS, Samples, repeated, seconds
from core.app import Application, load_plugins
from core.clock import SystemClock, business_date
from core.look_up.routes import DOCUMENT
from core.policy.access import ANONYMOUS
from core.prepare import prepare
from core.settings import Settings
from core.step_log.lines import content_of
from core.step_log.verify_steps import FIRST_ANCHOR, GENESIS, chained, digest, verify
from core.store.addresses import Endpoints
from core.store.personal import load_key, unlock
from schema.assembly import assemble
from schema.execution import Ask

DATABASE = "bench_steps"
YEAR, A_DAY = 275_000, 1_100
"""Steps: the original's updates of every working day."""
VERIFY_GOAL, LOOK_UP_GOAL = 2.0, 20.0
"""Seconds; milliseconds of `Executor.answer`."""
KINDS = (("licence", "number"), ("equipment", "use_registration_no"), ("instrument", "number"))


def run(report: Report, ground: Ground) -> None:
    """Measure both."""
    log, anchors = year_of(YEAR)
    figure = report.add(
        "steps_verified_year", repeated(lambda: seconds(lambda: _verified(log, anchors))), "s",
        goal=VERIFY_GOAL, note=f"{YEAR} lines and {len(anchors)} anchors by the stand-alone file",
    )  # fmt: skip
    slow = repeated(lambda: seconds(lambda: _verified(log, anchors, times=5)), 1)
    report.slow_on_purpose(figure, slow, "the same log verified five times over")
    endpoints = ground.database(DATABASE)
    try:
        asyncio.run(_look_up(report, ground, endpoints))
    finally:
        ground.drop(DATABASE)


def year_of(steps: int) -> tuple[list[str], list[str]]:
    """A log of so many steps as it is published, every other step public, and its anchors."""
    log, anchors = [], []
    head, previous = GENESIS, FIRST_ANCHOR
    first = business_date(SystemClock()).toordinal() - steps // A_DAY
    for number in range(1, steps + 1):
        day = SystemClock().now().date().fromordinal(first + number // A_DAY)
        seal = hashlib.sha256(str(number).encode()).hexdigest()
        content = content_of(number, day, seal, _shown(number, day) if number % 2 else None)
        head = chained(head, content)
        log.append(f"{head} {content}")
        if number % A_DAY == A_DAY - 1 or number == steps:
            anchor = (
                f'{{"day":"{day}","at":"","sequence":{number},"chain_hash":"{head}",'
                f'"previous":"{previous}"}}'
            )
            previous = digest(anchor)
            anchors.append(anchor)
    return log, anchors


def _shown(number: int, day: object) -> dict[str, object]:
    return {
        "case_code": f"{number:016}",
        "procedure": "许可延续",
        "step": "受理",
        "act": "COMPLETED",
        "to_step": "决定",
        "unit": "许可科",
        "tier": "BRANCH",
        "town": "临浦镇",
        "arrived_on": day,
        "due_on": day,
        "happened_on": day,
        "in_time": True,
        "pause": None,
    }


def _verified(log: list[str], anchors: list[str], *, times: int = 1) -> None:
    for _ in range(times):
        _, findings = verify(log, anchors)
        if findings:
            raise RuntimeError(f"an intact log was doubted: {findings[0]}")


async def _look_up(report: Report, ground: Ground, endpoints: Endpoints) -> None:
    settings = Settings(var=ground.var, kept_answers_mb=0, _env_file=None)  # type: ignore[call-arg]
    plugins, clock = load_plugins(settings), SystemClock()
    unlock(load_key(settings.var_path))
    await prepare(endpoints, plugins, clock)
    application = Application(settings, assemble(plugins), endpoints, clock)
    application.spend = lambda *_: None  # type: ignore[method-assign]
    application.executor.spend = application.spend
    await application.start()
    try:
        made = await make_rows(endpoints.owner, business_date(clock))
        numbers = await _numbers(endpoints)
        taken = [await _asked(application, number) for number in numbers for _ in range(REPEATS)]
        found = Samples.of(took for took, hits in taken if hits)
        report.add(
            "public_look_up", found, "ms", goal=LOOK_UP_GOAL,
            note=f"{made} rows; {len(numbers)} numbers that exist, each {REPEATS} times",
        )  # fmt: skip
        nothing = Samples.of([(await _asked(application, "SC19933010900000"))[0] for _ in "12345"])
        report.add(
            "public_look_up_nothing", nothing, "ms", goal=LOOK_UP_GOAL, note="no such number"
        )
    finally:
        await application.stop()


async def _numbers(endpoints: Endpoints) -> list[str]:
    """Some numbers of each kind that exist, read behind every wall."""
    connection = await asyncpg.connect(endpoints.app)
    try:
        await connection.execute("select set_config('zj.reach', 'system', false)")
        found: list[str] = []
        for table, column in KINDS:
            rows = await connection.fetch(
                f"select {column} from {table} where {column} <> '' "  # noqa: S608  our own names
                "order by id desc limit 10"
            )
            found += [row[0] for row in rows]
        return found
    finally:
        await connection.close()


async def _asked(application: Application, number: str) -> tuple[float, int]:
    access = application.access_of(ANONYMOUS)
    ask = Ask(access=access, text=DOCUMENT, variables={"number": number})
    started = time.perf_counter()
    answer = await application.answer(ask)
    took = (time.perf_counter() - started) * 1_000
    if b'"errors"' in answer.body:
        raise RuntimeError(answer.body.decode())
    return took, answer.body.count(b'"kind"')
