"""The ground of the reads: 510,000 rows and 64 people of all tiers, each with a session."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Final

import asyncpg

from bench.reads.workload import Principal
from bench.rows import make_rows
from bench.warnings_backtest import COUNTS, ROWS, RULES, SWEPT
from core.identity.tokens import SESSION_PREFIX, token_digest
from core.store.wall import REACH

WATCHED: Final = 30_000
DEVICES: Final = 2_000
BRANCH: Final = ("licensing_chief", "data_clerk", "special_equipment_chief", "food_safety_chief")
LIFTS: Final = """
insert into equipment (enterprise_id, town_id, type_id, kind_id, name, registration_state,
  use_registration_no, accepted_on, place, place_kind, important, use_status, next_inspection_on,
  search_text, version, change_id)
select e.id, e.town_id, (select min(id) from equipment_type), (select min(id) from equipment_type),
  '电梯' || n, 'REGISTERED', '梯11浙A' || lpad(n::text, 5, '0'), $2::date - 3000, '厂房',
  'FACTORY', false, 'IN_USE', $2::date - 100 + n, '', 1, (select max(id) from change_set)
from generate_series(1, $1::int) as n join enterprise as e on e.id = 1 + n % 20000"""
SESSION: Final = """
insert into session (account_id, token_hash, kind, created_at, last_seen_at, idle_minutes,
  expires_at, ip, user_agent)
values ($1, $2, 'BEARER', now(), now(), 600, now() + interval '1 day', '', 'bench')"""


async def make_world(owner: str, day: dt.date) -> None:
    """Fill a prepared database."""
    await make_rows(owner, day)
    connection = await asyncpg.connect(owner)
    try:
        await connection.execute("select set_config($1, 'system', false)", REACH)
        await connection.execute(RULES)
        await connection.execute(ROWS, day, WATCHED // 10, WATCHED)
        await connection.execute(COUNTS)
        await connection.execute(SWEPT, day)
        await connection.execute(LIFTS, DEVICES, day)
        await connection.execute("vacuum analyze")
    finally:
        await connection.close()


async def lifts_and_codes(connection: Any) -> tuple[list[str], list[str]]:
    """Numbers that the public may look up, and the codes of licence types."""
    lifts = await connection.fetch("select use_registration_no from equipment order by id limit 50")
    codes = await connection.fetch("select code from licence_type order by code")
    return [row[0] for row in lifts], [row[0] for row in codes]


async def make_people(owner: str, day: dt.date) -> tuple[list[Principal], dict[int, list[int]]]:
    """64 principals with their sessions, then the public; and enterprises in everybody's reach."""
    connection: Any = await asyncpg.connect(owner)
    try:
        await connection.execute("select set_config($1, 'system', false)", REACH)
        towns = await connection.fetch(
            "select id from division where kind in ('STREET', 'TOWN') and valid_to is null "
            "order by id"
        )
        people = []
        for n, wanted in enumerate(_wanted([row["id"] for row in towns])):
            people.append(await _person(connection, n, wanted, day))
        files = {n: await _files(connection, p) for n, p in enumerate(people)}
        return [*people, Principal("", "public", "public")], files
    finally:
        await connection.close()


def _wanted(towns: Sequence[int]) -> Iterator[Principal]:
    """12 of the branch, 4 superiors, 12 of stations, 20 of towns, 16 of enterprises."""
    for n in range(12):
        yield Principal("", f"branch.{BRANCH[n % len(BRANCH)]}", "everything")
    for _ in range(4):
        yield Principal("", "superior.supervisor", "everything")
    for n in range(12):
        held = tuple(sorted(towns[(n * 5 + k) % len(towns)] for k in range(5)))
        yield Principal("", ("station.inspector", "station.head")[n % 2], "towns", held)
    for n in range(20):
        held = tuple(sorted({towns[n % len(towns)], towns[(n + n % 2) % len(towns)]}))
        role = ("town.leader", "town.quality_officer", "town.safety_officer")[n % 3]
        yield Principal("", role, "towns", held)
    for n in range(16):
        yield Principal("", "enterprise.manager", "own", enterprise=100 + n * 37)


async def _person(connection: Any, n: int, wanted: Principal, day: dt.date) -> Principal:
    tier = wanted.role.partition(".")[0].upper()
    name, since = f"reader-{n}", day - dt.timedelta(days=100)
    organisation = await connection.fetchval(
        "insert into organisation (code, tier, name, enterprise_id, valid_from) "
        "values ($1, $2, $1, $3, $4) returning id", name, tier, wanted.enterprise, since,
    )  # fmt: skip
    account = await connection.fetchval(
        "insert into account (username, name, organisation_id, enterprise_id, "
        "must_change_password, created_at, version) values ($1, $1, $2, $3, false, now(), 1) "
        "returning id", name, organisation, wanted.enterprise,
    )  # fmt: skip
    post = await connection.fetchval(
        "insert into post (account_id, role, organisation_id, enterprise_id, valid_from) "
        "values ($1, $2, $3, $4, $5) returning id",
        account, wanted.role, organisation, wanted.enterprise, since,
    )  # fmt: skip
    for town in wanted.towns:
        await connection.execute(
            "insert into post_division (post_id, division_id, valid_from) values ($1, $2, $3)",
            post, town, since,
        )  # fmt: skip
    token = f"{SESSION_PREFIX}bench-{name}"
    await connection.execute(SESSION, account, token_digest(token))
    return Principal(
        token, wanted.role, wanted.kind, wanted.towns, wanted.enterprise, account, organisation
    )


async def _files(connection: Any, person: Principal) -> list[int]:
    if person.enterprise is not None:
        return [person.enterprise]
    towns = list(person.towns) or None
    found = await connection.fetch(
        "select id from enterprise where $1::int[] is null or town_id = any($1) "
        "order by id * 7919 % 20011 limit 50", towns,
    )  # fmt: skip
    return [row["id"] for row in found]
