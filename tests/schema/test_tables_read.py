"""A plan knows every table that it reads: PostgreSQL says which, on random documents."""

import json
import random

import pytest

from core.store.base import is_view
from core.store.session import models
from core.unchanged.reading import tables_of
from schema.reading import plans
from schema.reading.plans import Compiled
from tests.schema.documents import Writer
from tests.schema.ground import Ground

DOCUMENTS = 200
LEAST = 40
"""Different tables that they read together."""
FUNCTIONS = """
select p.proname from pg_proc p where p.pronamespace = 'public'::regnamespace
and p.prorettype <> 'trigger'::regtype and not exists (
  select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
"""


async def unknown(ground: Ground, number: int) -> tuple[set[str], set[str]]:
    """The tables that plans of random documents read, and those that they do not know of.

    Answers from views are never kept, so their plans need not know what is behind them.
    """
    views = {model.__tablename__ for model in models() if is_view(model)}
    read: set[str] = set()
    missing: set[str] = set()
    people = list(ground.people().values())
    for n in range(number):
        access = people[n % len(people)]
        view = ground.executor.views.of(access)
        writer = Writer(view.core, random.Random(f"tables:{n}"))  # noqa: S311
        found = _plan(ground, access, view, writer.document(), writer.variables)
        if isinstance(found, Compiled) and not found.plan.tables & views:
            tables = await _told(ground, access, found)
            read |= tables
            missing |= tables - found.plan.tables
    return read, missing


def _plan(ground, access, view, text, variables):
    document = ground.executor.parsed(text)
    (operation,) = [d for d in document.definitions if d.kind == "operation_definition"]
    return plans.Plans().find(view, access, text, document, operation, variables)


async def _told(ground: Ground, access, found: Compiled) -> set[str]:
    """The tables of PostgreSQL's own plan; those that it proves empty are left out there."""
    try:
        values = found.values(access)
    except Exception:  # noqa: BLE001  a bad id or cursor is read by nobody
        return set()
    told = await ground.store.reads.value(
        f"explain (format json) {found.plan.sql}", values, access.wall()
    )
    names: set[str] = set()
    todo = json.loads(told)
    while todo:
        node = todo.pop()
        if isinstance(node, dict):
            names |= {node[key] for key in ("Relation Name",) if key in node}
            todo += [v for v in node.values() if isinstance(v, dict | list)]
        elif isinstance(node, list):
            todo += node
    return names


async def test_every_table_is_known(ground: Ground) -> None:
    read, missing = await unknown(ground, DOCUMENTS)
    assert missing == set()
    assert len(read) > LEAST


async def test_a_table_that_is_left_out_is_seen(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "tables_of", lambda s: tables_of(s) - {"enterprise"})
    _, missing = await unknown(ground, DOCUMENTS // 4)
    assert missing == {"enterprise"}


async def test_no_function_of_ours_reads_tables_unseen(bureau) -> None:
    """A function in a statement could read what the statement does not name."""
    assert await bureau.rows(FUNCTIONS) == []
