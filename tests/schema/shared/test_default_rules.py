"""The default rules are right for what exists: nothing dangles, nothing is left to nobody."""

import random
from dataclasses import replace

import pytest

from core.app import default_rules
from core.policy.admission import Admission
from core.policy.compiler import compile_table
from core.policy.defaults import load_invariants
from core.policy.invariants import check_invariants, prove
from core.policy.linter import check
from core.policy.rules import Rule
from core.policy.vocabulary import Effect

RNG = random.Random(11)  # noqa: S311 questions, not secrets


@pytest.fixture(scope="module")
def rules(assembly):
    return default_rules(assembly)


def nobody_may(rules, domain):
    """(resource, action) that an operation needs and no rule grants; personal fields likewise."""
    granted = {
        (resource, action)
        for (_, resource, action), cell in compile_table(rules, domain, 1).cells.items()
        if cell.effect is not Effect.DENY
    }
    return sorted(
        (resource.name, action)
        for resource in domain.resources.values()
        for action in resource.actions
        if (resource.kind != "field" or resource.personal)
        # who reveals what a mask hides is for each bureau to say; by default few values are masked
        and (resource.kind, action) != ("field", "reveal")
        and (resource.name, action) not in granted
    )


def test_no_rule_dangles(rules, assembly):
    assert check(rules, assembly.domain) == []


def test_a_dangling_rule_would_be_found(rules, assembly):
    gone = Rule("town.leader", "core:Enterprise", "confirm", "divisions", "allow", "test:1")
    assert len(check([*rules, gone], assembly.domain)) == 1


def test_every_operation_is_granted_to_somebody(rules, assembly):
    assert nobody_may(rules, assembly.domain) == []


def test_an_operation_left_to_nobody_would_be_found(rules, assembly):
    fewer = [rule for rule in rules if rule.row[1:3] != ("core:Post", "assign")]
    assert nobody_may(fewer, assembly.domain) == [("core:Post", "assign")]


def test_every_invariant_speaks_of_something_and_holds(rules, assembly):
    invariants = load_invariants()
    assert check_invariants(invariants, assembly.domain) == []
    assert prove(compile_table(rules, assembly.domain, 1), assembly.domain, invariants) == []


def test_the_defaults_are_admitted(rules, assembly):
    admission = Admission(assembly.domain, load_invariants(), RNG)
    assert admission.admit(rules, 1).version == 1


ROWS_THAT_NOBODY_MAY_ADD = {
    "superior.supervisor,core:Account,update,all,allow": "accounts_are_made_by_the_system_officer",
    "officer.security,core:Account,update,all,allow": "security_officer_creates_no_accounts",
    "officer.system,core:Account,verify,all,allow": (
        "second_factors_are_removed_by_the_security_officer"
    ),
    "officer.system,core:Account,submit,all,allow": "keys_are_changed_by_their_owner",
    "officer.system,core:PostDivision,assign,all,allow": "system_officer_assigns_no_posts",
    "officer.audit,core:Session,withdraw,all,allow": "audit_officer_ends_own_sessions",
    "town.leader,core:PostDivision,withdraw,divisions,allow": (
        "posts_are_assigned_by_the_security_officer"
    ),
}


@pytest.mark.parametrize("row", ROWS_THAT_NOBODY_MAY_ADD)
def test_what_separates_the_duties_is_proven(rules, assembly, row):
    more = [*rules, replace(Rule(*row.split(",")), origin="test:1")]
    broken = prove(compile_table(more, assembly.domain, 1), assembly.domain, load_invariants())
    assert ROWS_THAT_NOBODY_MAY_ADD[row] in {each.invariant.name for each in broken}


@pytest.mark.parametrize("role", ["superior.supervisor", "officer.audit", "enterprise.clerk"])
def test_nobody_can_be_kept_from_the_own_password(rules, assembly, role):
    fewer = [rule for rule in rules if rule.row[:3] != (role, "core:Account", "submit")]
    broken = prove(compile_table(fewer, assembly.domain, 1), assembly.domain, load_invariants())
    assert {each.invariant.name for each in broken} == {"everybody_keeps_own_keys"}
