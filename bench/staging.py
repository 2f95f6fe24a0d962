"""Figure of data exchange: a whole feed of licences staged and matched with the register.

A third of the records is known and equal, every fiftieth differs, every hundredth names a firm that
is not here; the rest is new. What came of them is counted, and must be exactly that.
"""

import asyncio
import csv
import datetime as dt
import io
import time
from collections.abc import Sequence
from functools import partial
from typing import Final

import asyncpg
from sqlalchemy import func, select

from bench.ground import Ground
from bench.report import Report
from bench.samples import Samples
from bench.warnings import PATIENCE_MS, HarnessClock
from core.app import load_plugins
from core.exchange_declarations import ExchangeMapping
from core.prepare import prepare
from core.settings import Settings
from core.store.addresses import Endpoints
from core.store.engine import Store
from core.store.personal import load_key, unlock
from core.store.wall import REACH
from plugins.data_exchange.models import ExchangeFeed, ExchangeFile, ExchangePartner
from plugins.data_exchange.models_staging import StagedRecord
from plugins.data_exchange.service_feeds import Delivery, batch_of
from plugins.data_exchange.service_formats import closed
from plugins.data_exchange.service_staging import stage
from plugins.licensing.numbers import ccc_number

DATABASE: Final = "bench_staging"
FIRMS: Final = 20_000
SMALL, LARGE = 20_000, 510_000
GOAL: Final = 180.0  # seconds for 510,000 records
ONE_BY_ONE: Final = 40
DAY: Final = dt.date(2026, 11, 23)
COLUMNS: Final = (
    "LICTYPE", "LICNO", "UNISCID", "LICSCOPE", "LICANTH", "ISSDATE", "VALTO", "LICSTATE", "REV",
    "UPDTIME", "OP",
)  # fmt: skip
ENTERPRISES: Final = """
insert into enterprise (town_id, name, kind, status, address, is_key_unit, search_text, version,
  change_id, credit_code)
select ($1::int[])[1 + n % cardinality($1::int[])], '样本' || n, 'ENTERPRISE', 'OPEN', '', false,
  '', 1, $2::int, '91330109MA' || lpad(n::text, 8, '0') from generate_series(1, $3::int) as n"""
KNOWN: Final = """
insert into licence (enterprise_id, town_id, type_id, number, covers, authority, issued_on,
  valid_from, valid_until, status, origin, warning_rule, search_text, version, change_id)
select e.id, e.town_id, $2::int, number, '{家电}', '认证中心', '2024-03-01', '2024-03-01',
  '2029-02-28', 'VALID', 'EXTERNAL', 'L3', '', 1, $3::int
from unnest($1::text[], $4::text[]) as given (number, code)
join enterprise as e on e.credit_code = given.code"""
Mappings = Sequence[tuple[str, ExchangeMapping]]


def run(report: Report, ground: Ground, *, size: int = SMALL) -> None:
    """Make the database, measure, and drop it again."""
    endpoints = ground.database(DATABASE)
    try:
        asyncio.run(_run(report, ground, endpoints, size))
    finally:
        ground.drop(DATABASE)


run_large = partial(run, size=LARGE)
"""As many records as the whole register of the original."""


async def _run(report: Report, ground: Ground, endpoints: Endpoints, size: int) -> None:
    settings = Settings(var=ground.var, _env_file=None)  # type: ignore[call-arg]
    plugins, clock = load_plugins(settings), HarnessClock(DAY)
    unlock(load_key(settings.var_path))
    await prepare(endpoints, plugins, clock)
    mappings = plugins.contributions("exchange_mappings")
    store = Store(endpoints.app, clock, statement_timeout_ms=PATIENCE_MS)
    try:
        await _make(endpoints.owner, size)
        taken = await _staged(store, clock, mappings, _file(range(1, size + 1)))
        await _check(store, size)
        figure = report.add(
            f"staging_{size // 1_000}k", Samples.of([taken]), "s", goal=GOAL * size / LARGE,
            note="read, checked, staged, matched; every state counted",
        )  # fmt: skip
        slow = [await _staged(store, clock, mappings, _file([size + n])) for n in range(ONE_BY_ONE)]
        each = sum(slow) / len(slow)
        report.slow_on_purpose(figure, Samples.of([each * size]), "a batch for every record")
    finally:
        await store.close()


def _code(n: int) -> str:
    """Every hundredth is a firm that nobody knows."""
    return f"91330109MA{(FIRMS + n if n % 100 == 0 else 1 + n % FIRMS):08}"


def _number(n: int) -> str:
    return ccc_number(2024, "01", "0901", n)


def _file(serials: Sequence[int]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for n in serials:
        until = "2030-02-28" if n % 50 == 0 else "2029-02-28"
        writer.writerow(("强制性产品认证", _number(n), _code(n), "家电", "认证中心", "2024-03-01",
                         until, "有效", 1, "2026-11-20T08:00:00", "U"))  # fmt: skip
    return out.getvalue().encode()


def _is_known(n: int) -> bool:
    return n % 3 == 0 and n % 100 != 0


async def _make(owner_url: str, size: int) -> None:
    connection = await asyncpg.connect(owner_url)
    numbers = [n for n in range(1, size + 1) if _is_known(n)]
    try:
        async with connection.transaction():
            await connection.execute("select set_config($1, 'system', true)", REACH)
            towns = await connection.fetch(
                "select id from division where kind in ('STREET', 'TOWN') and valid_to is null"
            )
            change = await connection.fetchval(
                "insert into change_set (kind, source, confirmed_at, reason) "
                "values ('REFERENCE', 'bench', $1, '') returning id",
                dt.datetime.combine(DAY, dt.time(), dt.UTC),
            )
            await connection.execute(ENTERPRISES, [row["id"] for row in towns], change, FIRMS)
            kind = await connection.fetchval("select id from licence_type where code = 'CCC'")
            known = [_number(n) for n in numbers]
            await connection.execute(KNOWN, known, kind, change, [_code(n) for n in numbers])
        await connection.execute("analyze")
    finally:
        await connection.close()


async def _staged(store: Store, clock: HarnessClock, mappings: Mappings, content: bytes) -> float:
    """Seconds from the file in the database to the last record matched."""
    async with store.system() as session:
        feed = (
            await session.scalars(select(ExchangeFeed).where(ExchangeFeed.code == "licences"))
        ).one()
        partner = await session.get_one(ExchangePartner, feed.partner_id)
        given = Delivery(content=content, name="bench.csv")
        batch = batch_of(feed, partner, given, clock.now())
        session.add(batch)
        await session.flush()
        session.add(ExchangeFile(id=batch.id, content=closed(content)))
        key = batch.id
    started = time.perf_counter()
    async with store.system() as session:
        await stage(session, key, mappings, clock)
    return time.perf_counter() - started


async def _check(store: Store, size: int) -> None:
    """Nothing is lost, and nothing is taken for what it is not. Raises AssertionError."""
    async with store.system() as session:
        wanted = select(StagedRecord.state, func.count()).group_by(StagedRecord.state)
        found = {state.name: count for state, count in (await session.execute(wanted)).all()}
    serials = range(1, size + 1)
    expected = {
        "HELD": sum(n % 100 == 0 for n in serials),
        "CONFLICT": sum(_is_known(n) and n % 50 == 0 for n in serials),
        "EQUAL": sum(_is_known(n) and n % 50 != 0 for n in serials),
    }
    expected["NEW"] = size - sum(expected.values())
    if found != expected:
        raise AssertionError(f"{found}, not {expected}")
