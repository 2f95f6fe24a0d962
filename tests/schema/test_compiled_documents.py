"""What people really ask: the saved examples and the pages of the desk, each as one statement."""

from collections import Counter
from collections.abc import Iterator

import pytest
from graphql import GraphQLError, OperationType, get_operation_ast, parse, validate

from core.app import default_rules
from core.desk.visit import Pruned
from core.policy.access import Access
from core.policy.rules import DecisionTable
from core.policy.vocabulary import Tier
from schema.reading.plans import Compiled
from tests.schema.ground import Ground, table

PYTHON = "has a Python resolver"
LEAST_COMPILED = 45
"""Saved examples without a Python field."""
READERS = ("branch.licensing_chief", "town.leader")


@pytest.fixture(scope="module")
def policy(ground: Ground) -> DecisionTable:
    """The default policy, under which these documents were written."""
    return table(ground.assembly, default_rules(ground.assembly))


def reader(ground: Ground, policy: DecisionTable, role: str) -> Access:
    """Somebody who holds a role, where its tier holds it."""
    tier = policy.tier(role)
    towns = ("a", "c") if tier in (Tier.TOWN, Tier.STATION) else ()
    own = "a1" if tier is Tier.ENTERPRISE else None
    return ground.access(role, *towns, enterprise=own, policy=policy)


async def test_examples_that_are_data_are_one_statement(
    ground: Ground, policy: DecisionTable
) -> None:
    paths: Counter[str] = Counter()
    for plugin, example in ground.assembly.examples:
        access, before = reader(ground, policy, example.role), ground.store.reads.statements
        operation = get_operation_ast(parse(example.query))
        if operation is None or operation.operation is not OperationType.QUERY:
            continue
        fast, _ = await ground.both(access, example.query, example.variables)
        told = f"{plugin}: {example.title}"
        paths[fast.read_path or "refused"] += 1
        if fast.read_path == "compiled":
            assert fast.sql_count == 1 == ground.store.reads.statements - before, told
        elif fast.valid and PYTHON not in fast.why_ordinary:
            assert fast.why_ordinary == "the answer needs the executor", told
    assert paths["compiled"] >= LEAST_COMPILED, paths


def readings(ground: Ground, access: Access) -> Iterator[tuple[str, GraphQLError | None]]:
    """The documents of the desk as one person's schema cuts them down."""
    view, pruned = ground.executor.views.of(access), Pruned()
    for reading in ground.assembly.desk.readings.values():
        if reading.node.operation is OperationType.QUERY:
            shown = pruned.of(reading, view.key, view.core)
            if shown is not None:
                yield shown.text, next(iter(validate(view.core, parse(shown.text))), None)


@pytest.mark.parametrize("role", READERS)
def test_pages_of_the_desk_are_compiled_but_for_python_fields(
    ground: Ground, policy: DecisionTable, role: str
) -> None:
    access = reader(ground, policy, role)
    views, paths = ground.executor.views, Counter[str]()
    for text, fault in readings(ground, access):
        document = parse(text)
        operation = get_operation_ast(document)
        assert operation is not None
        if fault or any(
            d.type.kind == "non_null_type" for d in operation.variable_definitions or ()
        ):
            continue  # what needs a value is proven by the pages' own tests
        found = views.plans.find(views.of(access), access, text, document, operation, {})
        paths["compiled" if isinstance(found, Compiled) else "ordinary"] += 1
        assert isinstance(found, Compiled) or PYTHON in found, found
    assert paths["compiled"] > paths["ordinary"], paths
