"""Figures of dynamic early warning: the daily sweep, a changed rule, the board, at 510,000 dates.

Days pass by a clock of the harness; what was swept is held against a recomputation of every row.
"""

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import asyncpg
from sqlalchemy import Date, case, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bench.ground import Ground
from bench.report import Report
from bench.samples import Samples
from core.app import load_plugins
from core.clock import BUSINESS_ZONE
from core.jobs.context import JobContext
from core.prepare import prepare
from core.register.colours import COLOUR_TYPE, WarningColour
from core.settings import Settings
from core.store.addresses import Endpoints
from core.store.engine import Store
from core.store.personal import load_key, unlock
from core.store.wall import REACH
from core.warnings.counts import numbers
from core.warnings.models import (
    BandUnit,
    EarlyWarning,
    RuleState,
    WarningRuleBand,
    WarningRuleVersion,
    Watch,
    WatchCount,
)
from core.warnings.passes import SystemPass, pass_loaded
from core.warnings.settling import Moves, settle
from core.warnings.steps import Step
from core.warnings.sweep import sweep, sweep_rule
from core.warnings.versions import known_rules
from core.warnings.watching import Watching
from schema.assembly import assemble

DATABASE: Final = "bench_warnings"
CODE: Final = "E1"
SIZE, TEN_TIMES = 510_000, 5_100_000
SWEEP, SWEEP_TEN_TIMES = 50.0, 250.0  # milliseconds
CHANGED, BOARD = 10.0, 5.0  # seconds; milliseconds
DAYS: Final = 7
READS: Final = 20
PATIENCE_MS: Final = 600_000
BEGAN: Final = dt.date(2013, 1, 1)
SEED_BANDS: Final = (("URGENT", 1), ("RED", 3), ("YELLOW", 6))
OTHER_BANDS: Final = (("URGENT", 1), ("RED", 2), ("YELLOW", 4))

ENTERPRISES: Final = """
insert into enterprise (town_id, name, kind, status, address, is_key_unit, search_text, version,
  change_id)
select ($1::int[])[1 + n % cardinality($1::int[])], '样本' || n, 'ENTERPRISE', 'OPEN', '', false,
  '', 1, $2::int from generate_series(1, 20000) as n"""
DEVICES: Final = """
insert into equipment (enterprise_id, town_id, type_id, kind_id, name, registration_state,
  accepted_on, place, place_kind, important, use_status, next_inspection_on, search_text, version,
  change_id)
select e.id, e.town_id, $2::int, $2::int, '设备' || n, 'REGISTERED', $3::date - 3000, '厂房',
  'FACTORY', false, case when n % 50 = 0 then 'STOPPED' else 'IN_USE' end,
  $3::date - 400 + (random() * 1800)::int, '', 1, $4::int
from generate_series(1, $1::int) as n join enterprise as e on e.id = 1 + n % 20000"""


@dataclass
class HarnessClock:
    """Ten in the morning in Hangzhou, on the day that the harness says."""

    day: dt.date

    def now(self) -> dt.datetime:
        return dt.datetime.combine(self.day, dt.time(10), BUSINESS_ZONE).astimezone(dt.UTC)

    def monotonic(self) -> float:
        return time.monotonic()


@dataclass(frozen=True, slots=True)
class Scene:
    """What is measured: the store, what is watched in it, and the clock."""

    store: Store
    watching: Watching
    clock: HarnessClock

    async def sweep(self) -> None:
        """The periodic work of one day."""
        async with self.store.system() as session:
            context = JobContext(
                id=1,
                task="bench",
                attempt=1,
                session=session,
                store=self.store,
                clock=self.clock,
                services=None,
            )
            await sweep(self.watching, context, ())


def run(report: Report, ground: Ground, *, size: int = SIZE) -> None:
    """Make the database, measure, and drop it again."""
    endpoints = ground.database(DATABASE)
    try:
        asyncio.run(_run(report, ground, endpoints, size))
    finally:
        ground.drop(DATABASE)


run_ten_times = partial(run, size=TEN_TIMES)
"""At 5.1 million dates: some minutes, and 3 GB on the disk."""


async def _run(report: Report, ground: Ground, endpoints: Endpoints, size: int) -> None:
    settings = Settings(var=ground.var, _env_file=None)  # type: ignore[call-arg]
    plugins, clock = load_plugins(settings), HarnessClock(dt.date(2026, 11, 23))
    unlock(load_key(settings.var_path))
    await prepare(endpoints, plugins, clock)
    store = Store(endpoints.app, clock, statement_timeout_ms=PATIENCE_MS)
    scene = Scene(store, assemble(plugins).watching, clock)
    try:
        await _make(endpoints.owner, clock.day, size)
        async with store.system() as session:
            await _publish(session, BEGAN, SEED_BANDS)
        await _measure(report, scene, endpoints, size)
    finally:
        await store.close()


async def _measure(report: Report, scene: Scene, endpoints: Endpoints, size: int) -> None:
    at = f"_{size // 1_000}k"
    first = Samples.of([await _passed(scene)])
    report.add(f"warning_first_pass{at}", first, "s", note="every watch and warning made")
    await _tidy(endpoints.owner)
    await scene.sweep()
    days, board = [], []
    for _ in range(DAYS):
        scene.clock.day += dt.timedelta(days=1)
        board += [await _timed(lambda: _board(scene)) for _ in range(READS // DAYS)]
        days.append(await _timed(scene.sweep))
        await _check(scene)
    goal = SWEEP if size == SIZE else SWEEP_TEN_TIMES
    swept = Samples.of(days).scaled(1_000)
    figure = report.add(
        f"warning_sweep{at}", swept, "ms", goal=goal,
        note="one day, all rules; equal to a recomputation of every row after each",
    )  # fmt: skip
    report.add(
        f"warning_board_before_sweep{at}", Samples.of(board).scaled(1_000), "ms",
        note="between midnight and the sweep: the summary and what has crossed",
    )  # fmt: skip
    reads = [await _timed(lambda: _board(scene)) for _ in range(READS)]
    report.add(f"warning_board{at}", Samples.of(reads).scaled(1_000), "ms", goal=BOARD)
    again = Samples.of([await _passed(scene)])
    report.slow_on_purpose(figure, again.scaled(1_000), "every row looked at, not the bands")
    await _changed(report, scene, at)


async def _changed(report: Report, scene: Scene, at: str) -> None:
    """Other bands, and back: what crosses between two versions is what a day's sweep looks for."""
    taken = []
    for bands in (OTHER_BANDS, SEED_BANDS):
        async with scene.store.system() as session:
            await _publish(session, scene.clock.day, bands)
        taken.append(await _timed(lambda: _sweep_rule(scene)))
        await _check(scene)
    report.add(f"warning_rule_changed{at}", Samples.of(taken), "s", goal=CHANGED)
    full = Samples.of([await _passed(scene)])
    report.add(f"warning_full_pass{at}", full, "s", goal=CHANGED, note="every row compared")


async def _sweep_rule(scene: Scene) -> None:
    async with scene.store.system() as session:
        moves = Moves()
        await sweep_rule(scene.watching, session, CODE, scene.clock, moves)
        await settle(SystemPass(session, scene.clock), session, scene.store.dispatcher, moves)


async def _board(scene: Scene) -> None:
    async with scene.store.system() as session:
        cells = await numbers(session, list(scene.watching.rules), scene.clock.day)
    if not cells:
        raise RuntimeError("the board is empty")


async def _check(scene: Scene) -> None:
    """Every watch, every warning and every number against the bands of the day."""
    async with scene.store.system() as session:
        version = (await known_rules(session, [CODE]))[CODE].on(scene.clock.day)
        if version is None:
            raise RuntimeError("no version is in force")
        right = _colour(version.steps(scene.clock.day))
        open_ones = (Watch.rule_code == CODE, Watch.until.is_(None))
        wrong = select(func.count()).select_from(Watch).where(*open_ones, Watch.colour != right)
        green = Watch.colour == WarningColour.GREEN
        watched = select(Watch.colour, func.count()).where(*open_ones, ~green)
        warned = select(EarlyWarning.colour, func.count()).where(EarlyWarning.cleared_on.is_(None))
        found = await session.scalar(wrong)
        a = await session.execute(watched.group_by(Watch.colour))
        b = await session.execute(warned.group_by(EarlyWarning.colour))
        summed = select(WatchCount.colour, func.sum(WatchCount.number))
        c = await session.execute(
            summed.where(WatchCount.colour != WarningColour.GREEN).group_by(WatchCount.colour)
        )
        watches, warnings, counts = (
            {colour: number for colour, number in rows if number} for rows in (a, b, c)
        )
    if found or not watches == warnings == counts:
        raise RuntimeError(f"{found} watches differ; {watches} {warnings} {counts}")


def _colour(steps: list[Step]) -> Any:
    ends = ((Watch.due_on <= literal(s.last, Date), literal(s.colour, COLOUR_TYPE)) for s in steps)
    return case(*ends)


async def _publish(session: AsyncSession, first: dt.date, bands: Any) -> None:
    """A version of the rule from a day on, in place of all that would hold then."""
    version, band = WarningRuleVersion, WarningRuleBand
    for each in (version, band):
        mine = update(each).where(each.code == CODE)
        await session.execute(mine.where(each.valid_from < first).values(valid_to=first))
    late = select(version.id).where(version.code == CODE, version.valid_from >= first)
    ids = list(await session.scalars(late))
    rejected = update(version).where(version.id.in_(ids)).values(state=RuleState.REJECTED)
    await session.execute(rejected)
    await session.execute(update(band).where(band.rule_version_id.in_(ids)).values(published=False))
    number = await session.scalar(select(func.max(version.number)).where(version.code == CODE))
    made = version(
        code=CODE,
        number=(number or 0) + 1,
        state=RuleState.PUBLISHED,
        resource="special_equipment:Equipment",
        owner="special_equipment",
        chinese="",
        english="",
        legal_basis="",
        audiences=[],
        escalation=[],
        valid_from=first,
        reason="",
        proposed_at=dt.datetime.combine(first, dt.time(), dt.UTC),
    )
    session.add(made)
    await session.flush()
    for colour, limit in bands:
        of_version = {"rule_version_id": made.id, "code": CODE, "valid_from": first}
        given = {"limit": limit, "unit": BandUnit.MONTHS, "published": True}
        session.add(band(colour=WarningColour[colour], **of_version, **given))
        await session.flush()


async def _make(owner_url: str, day: dt.date, size: int) -> None:
    connection = await asyncpg.connect(owner_url)
    try:
        async with connection.transaction():
            await connection.execute("select set_config($1, 'system', true), setseed(0.5)", REACH)
            towns = await connection.fetch(
                "select id from division where kind in ('STREET', 'TOWN') and valid_to is null"
            )
            change = await connection.fetchval(
                "insert into change_set (kind, source, confirmed_at, reason) "
                "values ('IMPORT', 'bench', $1, 'bench') returning id",
                dt.datetime.combine(day, dt.time(), dt.UTC),
            )
            kind = await connection.fetchval("select min(id) from equipment_type")
            await connection.execute(ENTERPRISES, [row["id"] for row in towns], change)
            await connection.execute(DEVICES, size, kind, day, change, timeout=PATIENCE_MS)
    finally:
        await connection.close()
    await _tidy(owner_url)


async def _tidy(owner_url: str) -> None:
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute("vacuum analyze", timeout=PATIENCE_MS)
    finally:
        await connection.close()


async def _passed(scene: Scene) -> float:
    return await _timed(lambda: pass_loaded(scene.watching, scene.store, [CODE]))


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started
