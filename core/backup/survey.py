"""Look through a whole database at one moment, as its owner with the reach of the core's work.

The sum over a table's rows is the sum of a hash of each row's text: equal sums of equal counts mean
equal rows, in whatever order they lie on the disk.
"""

from collections.abc import Iterable
from typing import Any, Final

import asyncpg

from core.audit.anchors import Head
from core.audit.hashes import GENESIS
from core.backup.manifest import Survey
from core.store.migration_source import VERSION_TABLES
from core.store.wall import REACH

Connection = asyncpg.Connection
SETTINGS: Final = {
    REACH: "system",
    "timezone": "UTC",
    "datestyle": "ISO, YMD",
    "search_path": "public",
}
PATIENCE_S: Final = 3_600
"""How long one table may take: what is looked at may be large, the machine slow."""

_OURS: Final = "nspname not like 'pg\\_%' and nspname <> 'information_schema'"
_TABLES: Final = f"""
select format('%I.%I', nspname, relname) as name from pg_class c
join pg_namespace n on n.oid = relnamespace where relkind = 'r' and {_OURS} order by 1"""  # noqa: S608
_OBJECTS: Final = f"""
with ours as (select oid from pg_namespace where {_OURS}),
  relations as (select c.* from pg_class c join ours on ours.oid = relnamespace),
  made as (select p.* from pg_proc p join ours on ours.oid = pronamespace where not exists
    (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')),
  rights as (
    select oid::regclass::text as name, unnest(coalesce(relacl,
      acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner)))::text as one
      from relations where relkind in ('r', 'v', 'S')
    union all select oid::regprocedure::text,
      unnest(coalesce(proacl, acldefault('f', proowner)))::text from made)
select 'indexes' as kind, count(*) as n from relations where relkind = 'i'
union all select 'views', count(*) from relations where relkind = 'v'
union all select 'sequences', count(*) from relations where relkind = 'S'
union all select 'walled tables', count(*) from relations where relrowsecurity
  and relforcerowsecurity
union all select 'constraints', count(*) from pg_constraint where conrelid in
  (select oid from relations) and contype in ('c', 'f', 'p', 'u', 'x')
union all select 'rules of row security', count(*) from pg_policy
union all select 'triggers', count(*) from pg_trigger where not tgisinternal
union all select 'functions', count(*) from made
union all select 'rights', count(*) from rights
union all select 'sum of rights', sum(hashtextextended(name || one, 0)::numeric) from rights
order by 1"""  # noqa: S608
_HEAD: Final = "select sequence, chain_hash from ledger_seal order by sequence desc limit 1"


async def connected(owner_url: str) -> "Connection[Any]":
    """A connection that sees all rows. Raises what asyncpg raises, or OSError."""
    return await asyncpg.connect(owner_url, server_settings=SETTINGS, command_timeout=PATIENCE_S)


async def survey(connection: "Connection[Any]") -> Survey:
    """Everything in one snapshot: call it within a repeatable-read transaction."""
    names = [row["name"] for row in await connection.fetch(_TABLES)]
    tables = {name: await _contents(connection, name) for name in names}
    objects = {row["kind"]: str(row["n"]) for row in await connection.fetch(_OBJECTS)}
    return Survey(tables, objects, await _revisions(connection, names), await head(connection))


async def head(connection: "Connection[Any]") -> Head:
    """The last seal of the ledger."""
    if await connection.fetchval("select to_regclass('ledger_seal')") is None:
        return Head(0, GENESIS)
    found = await connection.fetchrow(_HEAD)
    return Head(found[0], found[1]) if found else Head(0, GENESIS)


async def _contents(connection: "Connection[Any]", name: str) -> tuple[int, str]:
    (row,) = await connection.fetch(
        "select count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text "  # noqa: S608
        f"from {name} t"
    )
    return row[0], row[1]


async def _revisions(connection: "Connection[Any]", names: Iterable[str]) -> dict[str, str]:
    tables = [name for name in names if name.startswith(f"public.{VERSION_TABLES}")]
    found = {}
    for name in tables:
        revision = await connection.fetchval(f"select version_num from {name}")  # noqa: S608
        found[name.removeprefix("public.")] = revision or ""
    return found
