"""Filling an empty database with the demonstration, and emptying it again."""

import datetime as dt

import asyncpg
from sqlalchemy import select

from core.audit.anchors import FILE
from core.declarations import DemoContext
from core.demo.enterprises import make_enterprises
from core.demo.loading import load
from core.demo.people import make_people
from core.demo.world import Plan, Rows, World
from core.errors import StoreError
from core.jobs.installation import SCHEMA
from core.plugins import Plugins
from core.policy.defaults import load_roles
from core.settings import Settings
from core.step_log.closing import close_day
from core.step_log.outside import FILE as STEPS_FILE
from core.store.addresses import OWNER, Endpoints
from core.store.base import Base
from core.store.engine import Store

MANAGED = frozenset(
    {"freshness", "periodic_run", "policy_version", "policy_rule", "policy_proposal"}
)
"""Tables that running systems write by themselves: no reference data."""
LOGGED = 30
"""Days of the step log that are closed one by one; what was before is in the first of them."""


async def fill(
    store: Store, owner_url: str, plugins: Plugins, plan: Plan, password_hash: str
) -> int:
    """Make the demonstration and store it; says how many rows. Raises StoreError."""
    world = make_world(await reference(store), plugins, plan)
    for account in world.made["account"]:
        world.take(
            "credential",
            {
                "account_id": account["id"],
                "password_hash": password_hash,
                "former_hashes": [],
                "set_at": store.clock.now(),
            },
        )
    stored = await load(owner_url, Base.metadata, world.made)
    await _analyse(owner_url)
    await _log_steps(store, plan.today)
    return stored


async def _log_steps(store: Store, today: dt.date) -> None:
    """Close the log of the days so far, as the nightly job would have."""
    async with store.system() as session:
        for ago in range(LOGGED, 0, -1):
            await close_day(session, today - dt.timedelta(days=ago), store.clock)


def make_world(known: Rows, plugins: Plugins, plan: Plan) -> World:
    """All rows, the core's and then each plugin's; a plugin whose part fails is quarantined."""
    world = World(known)
    change = make_enterprises(world, plan)
    make_people(world, plan, load_roles())
    parts = sorted(plugins.contributions("demo_data"), key=lambda each: each[1].last)
    for name, part in parts:
        context = DemoContext(
            random=plan.random(name),
            today=plan.today,
            change_id=change,
            tables=world.tables,
            scale=plan.scale,
        )
        try:
            made = list(part.make(context))
        except Exception as error:  # noqa: BLE001  a plugin's demonstration is its own fault
            plugins.quarantine(name, f"demonstration data: {type(error).__name__}: {error}")
            continue
        for table, row in made:
            world.take(table, row)
    return world


async def reference(store: Store) -> Rows:
    """What migrations and seeds have put into the tables: divisions, licence types, ..."""
    found: Rows = {}
    async with store.system() as session:
        connection = await session.connection()
        present = {
            row[0] for row in await connection.exec_driver_sql("select tablename from pg_tables")
        }
        for table in Base.metadata.sorted_tables:
            if table.name not in present or table.name in MANAGED:
                continue
            rows = await connection.execute(select(table).order_by(*table.primary_key))
            if listed := [dict(row._mapping) for row in rows]:  # noqa: SLF001  public by contract
                found[table.name] = listed
    return found


async def clear(settings: Settings, endpoints: Endpoints) -> None:
    """Drop every table and the queue, and the anchors of the ledger that goes with them."""
    connection = await asyncpg.connect(endpoints.owner)
    try:
        found = await connection.fetch(
            "select tablename from pg_tables where schemaname = 'public' and tableowner = $1", OWNER
        )
        if found:
            names = ", ".join(f'"{row["tablename"]}"' for row in found)
            await connection.execute(f"drop table {names} cascade")
        await connection.execute(f"drop schema if exists {SCHEMA} cascade")
    except asyncpg.PostgresError as problem:
        raise StoreError(f"The tables cannot be dropped: {problem}") from problem
    finally:
        await connection.close()
    for file in (FILE, STEPS_FILE):
        (settings.var_path / file).unlink(missing_ok=True)


async def _analyse(owner_url: str) -> None:
    """Let the planner know at once how many rows there are."""
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute("analyze")
    finally:
        await connection.close()
