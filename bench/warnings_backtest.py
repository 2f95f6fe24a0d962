"""Figures: the board of today and of another day, and a back-test of twelve months.

510,000 dates are watched in 28 towns, one tenth of them ended; the back-test is of a rule over the
dates of 300 units. PostgreSQL makes the rows itself. The time is that of `Executor.answer`.
"""

import asyncio
import datetime as dt
import time
from collections.abc import Mapping
from typing import Any

import asyncpg
import orjson

from bench.ground import Ground
from bench.people import Person, people_of
from bench.report import Report
from bench.samples import REPEATS, Samples
from core.app import Application, load_plugins
from core.clock import SystemClock, business_date
from core.policy.vocabulary import Tier
from core.prepare import prepare
from core.settings import Settings
from core.store.addresses import Endpoints
from core.store.personal import load_key, unlock
from core.store.wall import REACH
from schema.assembly import assemble
from schema.execution import Ask

DATABASE = "bench_backtest"
WATCHED, UNITS_WATCHED = 510_000, 3_000
"""Dates that rules watch, and those of the 300 units that the back-test is of: ten for each."""
BOARD = "{ warningBoard { on cells { ruleCode colour count } } }"
OTHER_DAY = "query ($on: Date) { warningBoard(on: $on) { cells { ruleCode colour count } } }"
BACKTEST = """{
  backtestRule(code: "B0", bands: [
    { colour: URGENT, limit: 1 }, { colour: RED, limit: 3 }, { colour: YELLOW, limit: 4 }
  ]) {
    candidate { raised watched renewedInTime expired leadDays falseAlarmRate oldReds }
    active { raised watched renewedInTime expired leadDays falseAlarmRate oldReds }
    cells { on colour count activeCount difference }
    days { on colour count activeCount } towns { colour count activeCount }
  }
}"""
RULES = """
insert into warning_rule_version (code, number, state, resource, owner, chinese, english,
  legal_basis, audiences, escalation, visit, valid_from, reason, proposed_at, version)
select 'B' || n, 1, 'PUBLISHED', 'licensing:Licence', 'licensing', '样本', 'sample', '', '{}', '[]',
  false, '2013-01-01', '', now(), 1 from generate_series(0, 4) as n;
insert into warning_rule_band (rule_version_id, code, colour, "limit", unit, published, valid_from)
select v.id, v.code, b.colour, b.months, 'MONTHS', true, v.valid_from
from warning_rule_version as v,
  (values ('URGENT', 1), ('RED', 3), ('YELLOW', 6)) as b (colour, months)
where v.code like 'B_'"""
ROWS = """
insert into watch (rule_code, due_on, since, until, renewed, colour, resource, subject_key, town_id,
  organisation_ids)
select case when n <= $2 then 'B0' else 'B' || (1 + n % 4) end, due, due - 1000,
  case when n % 10 = 0 and due < $1::date + 60 then least(due - (n % 60)::int, $1::date) end,
  case when n % 10 = 0 and due < $1::date + 60 then n % 30 > 0 end,
  case when due < $1::date then 'EXPIRED' when due <= $1::date + 30 then 'URGENT'
    when due <= $1::date + 91 then 'RED' when due <= $1::date + 182 then 'YELLOW' else 'GREEN' end,
  'licensing:Licence', n, t.id, '{}'
from (select n, $1::date - 330 + (n * 7919 % 1100)::int as due
    from generate_series(1, $3::bigint) as n) as made
  join (select id, row_number() over (order by id) as place, count(*) over () as all_of_them
    from division where kind in ('STREET', 'TOWN') and valid_to is null) as t
    on t.place = 1 + n % t.all_of_them"""
COUNTS = """
insert into watch_count (rule_code, resource, town_id, colour, number)
select rule_code, resource, town_id, colour, count(*) from watch where until is null
group by rule_code, resource, town_id, colour"""
SWEPT = """
insert into watch_sweep (rule_code, as_of, rule_version_id)
select code, $1, max(rule_version_id) from warning_rule_band where published group by code
on conflict (rule_code) do update
set as_of = excluded.as_of, rule_version_id = excluded.rule_version_id"""


def run(report: Report, ground: Ground) -> None:
    """Make the database, measure, and drop it again."""
    endpoints = ground.database(DATABASE)
    try:
        asyncio.run(_run(report, ground, endpoints))
    finally:
        ground.drop(DATABASE)


async def _run(report: Report, ground: Ground, endpoints: Endpoints) -> None:
    settings = Settings(var=ground.var, kept_answers_mb=0, _env_file=None)  # type: ignore[call-arg]
    plugins, clock = load_plugins(settings), SystemClock()
    unlock(load_key(settings.var_path))
    await prepare(endpoints, plugins, clock)
    day = business_date(clock)
    await _fill(endpoints.owner, day)
    application = Application(settings, assemble(plugins), endpoints, clock)
    application.executor.spend = lambda *_: None
    await application.start()
    try:
        chief = next(p for p in await people_of(application) if p.tier is Tier.BRANCH)
        await _measure(report, application, chief, day)
    finally:
        await application.stop()


async def _fill(owner_url: str, day: dt.date) -> None:
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute("select set_config($1, 'system', false)", REACH)
        await connection.execute(RULES)
        await connection.execute(ROWS, day, UNITS_WATCHED, WATCHED)
        await connection.execute(COUNTS)
        await connection.execute(SWEPT, day)
        await connection.execute("vacuum analyze")
    finally:
        await connection.close()


async def _measure(report: Report, application: Application, chief: Person, day: dt.date) -> None:
    note = f"{WATCHED:,} dates in 28 towns"
    board = await _times(application, chief, BOARD)
    figure = report.add("board_answer", board, "ms", goal=5.0, note=f"{note}, from the summary")
    former = {"on": (day - dt.timedelta(days=100)).isoformat()}
    counted = await _times(application, chief, OTHER_DAY, former)
    report.add("board_answer_other_day", counted, "ms", note="every row is looked at")
    report.slow_on_purpose(figure, counted, "a board that counts rows instead of its summary")
    tested = await _times(application, chief, BACKTEST)
    report.add(
        "backtest", tested.scaled(0.001), "s", goal=5.0,
        note=f"twelve months, 300 units ({UNITS_WATCHED:,} dates), among {note}",
    )  # fmt: skip


async def _times(
    application: Application, chief: Person, text: str, given: Mapping[str, Any] | None = None
) -> Samples:
    """Milliseconds of an answer with rows; warm."""
    took = []
    for _ in range(2 + REPEATS):
        ask = Ask(access=chief.access, text=text, variables=dict(given or {}))
        started = time.perf_counter()
        answer = await application.answer(ask)
        took.append((time.perf_counter() - started) * 1000)
        (found,) = orjson.loads(answer.body)["data"].values()
        if not found or not (found.get("cells") or found.get("days")):
            raise RuntimeError(f"no rows: {answer.body[:200]!r}")
    return Samples.of(took[2:])
