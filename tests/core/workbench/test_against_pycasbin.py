"""The decision table of a draft says what pycasbin says: on what changed and on 1,000 others."""

import dataclasses
import random
from types import MappingProxyType

import pytest

from core.errors import PolicyError
from core.policy.compiler import changed, compile_table
from core.policy.judge import Judge
from core.policy.rules import Rule
from core.policy.verification import verify_against_judge, verify_domain
from core.policy.vocabulary import Scope

SAMPLE = 1_000
ADDED = (
    Rule("town.leader", "core:Enterprise.name", "read", "all", "mask"),
    Rule("branch.data_clerk", "licensing:*", "read", "all", "allow"),
    Rule("branch.legal_reviewer", "inspection:*", "read", "all", "deny"),
    Rule("station.head", "inspection:Hazard", "update", "divisions", "allow"),
)


@pytest.fixture(scope="module")
def draft(assembly):
    """Base, rules and table of a draft over the whole system."""
    rules = [r for r in assembly.defaults if not r.resource.endswith(":KeyUnitDesignation")]
    base = compile_table(assembly.defaults, assembly.domain, 1)
    return base, (*rules, *ADDED), compile_table((*rules, *ADDED), assembly.domain, 2)


def verified(assembly, base, rules, table):
    rng = random.Random(20_261_124)  # noqa: S311 questions, not secrets
    return verify_against_judge(Judge(rules, assembly.domain), table, base, rng, SAMPLE)


def test_what_changed_and_a_thousand_others_are_as_pycasbin_says(assembly, draft):
    base, _, table = draft
    asked = verified(assembly, *draft)
    assert len(changed(base, table)) > 30
    assert asked > SAMPLE * 0.9


def test_one_changed_decision_that_is_wrong_is_found(assembly, draft):
    base, rules, table = draft
    key = ("station.head", "inspection:Hazard", "update")
    assert key in changed(base, table)
    wrong = dataclasses.replace(table.cells[key], scopes=frozenset({Scope.ALL}))
    cells = MappingProxyType({**table.cells, key: wrong})
    with pytest.raises(PolicyError, match="pycasbin"):
        verified(assembly, base, rules, dataclasses.replace(table, cells=cells))


@pytest.mark.soak
def test_the_whole_domain_is_as_pycasbin_says(assembly, draft):
    _, rules, table = draft
    assert verify_domain(Judge(rules, assembly.domain), table) > 15_000
