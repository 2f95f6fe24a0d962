"""Compiled reads answer as the ordinary executor does: the oracle, on random documents."""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from core.policy.access import Access
from schema.execution import Answer
from tests.schema.drawn import Drawn, draw, failed
from tests.schema.ground import Ground

DOCUMENTS = 1_000
SHARE = 0.97
"""Of the documents that hold data fields alone, so many run compiled."""
WITH_ROWS = 300
"""Documents that must find something: many subsystems have no rows in this ground."""
SOAK = 10_000
SEED = int(os.environ.get("ZHIJIAN_TEST_SEED", "20261123"))


def say(text: str) -> None:
    """Shown by pytest when the test fails."""
    sys.stdout.write(f"{text}\n")


async def compare(ground: Ground, seed: int, number: int) -> Counter[str]:
    """Ask `number` random documents of everybody in turn; says how they were answered."""
    people = ground.people()
    seen: Counter[str] = Counter()
    for drawn in draw(ground, seed, range(number)):
        access, variables = people[drawn.who], drawn.variables
        fast = await alike(ground, access, drawn, variables, seen)
        if drawn.again is not None:
            seen["again"] += 1
            variables = drawn.again.variables(fast.body.decode())
            await alike(ground, access, drawn, variables, seen)
    return seen


async def alike(
    ground: Ground,
    access: Access,
    drawn: Drawn,
    variables: Mapping[str, Any],
    seen: Counter[str],
) -> Answer:
    """One document both ways: the same content, order of keys and errors."""
    fast, _ = await ground.both(access, drawn.text, variables)
    shown = fast.body.decode()
    assert fast.valid, f"{drawn.name}: {shown}\n{drawn.text}"
    assert "INTERNAL_ERROR" not in shown, f"{drawn.name}\n{drawn.text}"
    refused = failed(fast.body)
    if drawn.only_data and not refused:
        seen["data"] += 1
        seen["compiled"] += fast.read_path == "compiled"
        seen[f"because {fast.why_ordinary}"] += fast.read_path != "compiled"
    seen["errors"] += refused
    seen["rows"] += len(shown) > 200
    seen[drawn.who] += 1
    return fast


async def test_random_documents_answer_alike(ground: Ground) -> None:
    say(f"seed {SEED}; repeat with ZHIJIAN_TEST_SEED={SEED}")
    seen = await compare(ground, SEED, DOCUMENTS)
    say(str({what: n for what, n in seen.items() if n}))
    assert seen["compiled"] >= SHARE * seen["data"], seen
    assert seen["data"] >= 0.6 * DOCUMENTS, "too many documents only fail"
    assert seen["rows"] >= WITH_ROWS, "too many documents find nothing"


@pytest.mark.soak
async def test_random_documents_answer_alike_for_long(ground: Ground) -> None:
    seed = time.time_ns()
    say(f"seed {seed}; repeat with ZHIJIAN_TEST_SEED={seed}")
    seen = await compare(ground, seed, SOAK)
    assert seen["compiled"] >= SHARE * seen["data"], seen


@pytest.mark.parametrize("order", [None, "NAME_ASC", "NAME_DESC"])
async def test_cursors_walk_every_row_once(ground: Ground, order: str | None) -> None:
    text = """query($after: String, $order: EnterpriseOrder) {
      enterprises(first: 30, after: $after, orderBy: $order) {
        totalCount nodes { id } pageInfo { hasNextPage endCursor } } }"""
    for who in ("branch", "station"):
        seen = await walked(ground, ground.people()[who], text, "enterprises", order)
        assert len(seen) > 100


@pytest.mark.parametrize("order", ["CREATED_AT_ASC", "CREATED_AT_DESC"])
async def test_cursors_over_instants_with_fractions(ground: Ground, order: str) -> None:
    """Python writes .120000 where PostgreSQL's own JSON writes .12."""
    text = """query($after: String, $order: SessionOrder) {
      sessions(first: 2, after: $after, orderBy: $order, where: {kind: {eq: COOKIE}}) {
        totalCount nodes { id createdAt } edges { cursor }
        pageInfo { hasNextPage endCursor } } }"""
    assert len(await walked(ground, ground.people()["branch"], text, "sessions", order)) == 5


async def walked(
    ground: Ground, access: Access, text: str, name: str, order: str | None
) -> list[str]:
    """Every id of a connection, page by page; both paths give the same cursors."""
    seen: list[str] = []
    after, more, total = None, True, -1
    while more:
        fast, _ = await ground.both(access, text, {"after": after, "order": order})
        assert fast.read_path == "compiled"
        page = json.loads(fast.body)["data"][name]
        seen += [node["id"] for node in page["nodes"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        total = page["totalCount"]
    assert len(seen) == len(set(seen)) == total
    return seen


NESTED = """query($n: Int!) { enterprises(first: $n, orderBy: NAME_DESC) { totalCount nodes {
  name town { name enterpriseCount } sites(first: 2) { name }
  designations { kind } licences { colour } } } }"""


async def test_a_compiled_read_is_one_statement_at_the_driver(ground: Ground) -> None:
    sent: list[str] = []
    access = ground.people()["town of two"]
    await ground.ask(access, NESTED, n=1)  # opens the pool's only connection, sets its wall
    pool = ground.store.reads._pool
    assert pool is not None

    def note(record: object) -> None:
        sent.append(record.query)  # type: ignore[attr-defined]

    async with pool.acquire() as connection:
        connection.add_query_logger(note)
    try:
        answer = await ground.ask(access, NESTED, n=100)
    finally:
        async with pool.acquire() as connection:
            connection.remove_query_logger(note)
    assert answer.read_path == "compiled"
    assert len(sent) == 1, sent
    assert sent[0].startswith("SELECT concat(")


async def test_ordinary_statements_do_not_grow_with_parents(ground: Ground) -> None:
    counts = set()
    for parents in (5, 30, 100):
        ground.driver.clear()
        answer = await ground.ask(ground.people()["branch"], NESTED, compiled=False, n=parents)
        found = json.loads(answer.body)["data"]["enterprises"]["nodes"]
        assert len(found) == parents
        counts.add((len(ground.driver), answer.sql_count))
    ((driver, loaders),) = counts
    settings = 2  # read only, and the wall
    assert driver == loaders + settings
    assert loaders == 7


async def test_a_plan_is_shared_between_values_and_people_of_a_kind(ground: Ground) -> None:
    text = "query($t: String) { enterprises(where: {name: {contains: $t}}) { totalCount } }"
    plans = ground.executor.views.plans._plans
    first = await ground.data(ground.access("town.leader", "a"), text, t="样本")
    before = len(plans)
    second = await ground.data(ground.access("town.leader", "b", "c"), text, t="引号")
    assert first != second
    assert len(plans) == before
