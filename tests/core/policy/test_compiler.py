"""The decision table: what it decides, and that pycasbin decides the same."""

import dataclasses
import random
import time
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import PolicyError
from core.policy.compiler import changed, compile_table, digest_of
from core.policy.defaults import default_texts
from core.policy.judge import Judge
from core.policy.linter import check, lint
from core.policy.rules import COLUMNS, Domain, Role, Rule
from core.policy.verification import tuples_of, verify_against_judge, verify_domain
from core.policy.vocabulary import Action, Effect, Scope, Tier
from tests.core.policy.domains import SMALL, core_domain, record, small

LEADER, FIRM, PHONE = "town.leader", "core:Enterprise", "core:Enterprise.phone"
RNG = random.Random(20_261_123)  # noqa: S311 questions, not secrets


def table(*rows):
    return compile_table(small(*rows), SMALL, 1)


def test_no_rule_no_cell():
    assert table("public,core:Division,read,all,allow").cell(LEADER, FIRM, Action.READ) is None


def test_a_denial_leaves_no_scope_and_keeps_its_reasons():
    cell = table(
        "town.leader,core:*,read,all,allow", "town.leader,core:Enterprise,read,all,deny"
    ).cell(LEADER, FIRM, "read")
    assert (cell.effect, cell.scopes) == (Effect.DENY, frozenset())
    assert [rule.effect for rule in cell.rules] == ["deny", "allow"]


def test_a_mask_beats_a_grant_and_a_denial_beats_both():
    rows = [f"town.leader,{PHONE},read,all,{effect}" for effect in ("allow", "mask", "deny")]
    assert table(*rows[:2]).cell(LEADER, PHONE, "read").effect is Effect.MASK
    cell = table(*rows).cell(LEADER, PHONE, "read")
    assert [rule.effect for rule in cell.rules] == ["deny", "mask", "allow"]


def test_scopes_add_up_and_none_adds_nothing():
    rows = [f"town.leader,{FIRM},read,{scope},allow" for scope in ("divisions", "own", "none")]
    cell = table(*rows).cell(LEADER, FIRM, "read")
    assert cell.scopes == {Scope.DIVISIONS, Scope.OWN}
    assert len(cell.rules) == 3


def test_none_alone_is_a_denial():
    rows = ("town.leader,core:Enterprise,read,none,allow", "public,core:Division,read,all,allow")
    assert table(*rows).cell(LEADER, FIRM, "read") is None


def test_a_star_speaks_where_action_and_scope_are_offered():
    cells = table("town.leader,licensing:*,read,divisions,allow").cells
    assert set(cells) == {(LEADER, "licensing:Licence", "read")}
    wide = table("town.leader,licensing:*,read,all,allow").cells
    assert {key[1] for key in wide} == {"licensing:Licence", "licensing:Query.licenceBoard"}


def test_the_digest_depends_on_the_rows_alone():
    rows = small("public,core:Division,read,all,allow", "town.leader,core:Division,read,all,allow")
    renamed = [dataclasses.replace(rule, origin="elsewhere") for rule in rows]
    assert digest_of(reversed(renamed)) == digest_of(rows)
    assert digest_of(rows[:1]) != digest_of(rows)


def test_the_table_cannot_be_edited():
    made = table("public,core:Division,read,all,allow")
    with pytest.raises(TypeError):
        made.cells["public", FIRM, "read"] = None
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.version = 2


def test_changed_names_every_decision_that_differs_and_no_other():
    old = table("public,core:Division,read,all,allow", f"town.leader,{FIRM},read,own,allow")
    new = table("town.leader,core:Division,read,all,allow", f"town.leader,{FIRM},read,all,allow")
    assert changed(old, new) == (
        ("public", "core:Division", "read"),
        (LEADER, "core:Division", "read"),
        (LEADER, FIRM, "read"),
    )
    denied = table("public,core:Division,read,all,deny")
    assert changed(None, denied) == ()  # a denial of what nothing allowed changes no decision


def sound_rows():
    """Every row that the linter passes over the small domain."""
    rows = (
        Rule(role, resource, action, scope, effect)
        for role in SMALL.roles
        for resource in (*SMALL.resources, "core:*", "licensing:*")
        for action in ("read", "create", "decide")
        for scope in ("all", "divisions", "own", "published", "none")
        for effect in ("allow", "deny", "mask")
    )
    return [rule for rule in rows if not check([rule], SMALL)]


SOUND = sound_rows()


def test_there_are_enough_rows_to_search_through():
    assert len(SOUND) > 300
    assert {getattr(rule, "effect") for rule in SOUND} == set(Effect)  # noqa: B009
    assert {len(rule.row) for rule in SOUND} == {len(COLUMNS)}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SOUND), min_size=1, max_size=12, unique=True))
def test_pycasbin_agrees_over_the_whole_domain_with_every_row_before_it(rules):
    compiled = compile_table(rules, SMALL, 1)
    asked = verify_domain(Judge(rules, SMALL, whole=True), compiled)
    assert asked == len(list(tuples_of(SMALL)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SOUND), min_size=1, max_size=40, unique=True))
def test_the_partition_shows_pycasbin_all_rows_that_matter(rules):
    verify_domain(Judge(rules, SMALL), compile_table(rules, SMALL, 1))


def miscompiled(right, key, cell):
    cells = dict(right.cells)
    cells.pop(key)
    if cell is not None:
        cells[key] = cell
    return dataclasses.replace(right, version=2, cells=MappingProxyType(cells))


@pytest.mark.parametrize("defect", ["dropped", "widened", "unmasked", "undenied"])
def test_a_miscompiled_table_is_refused(defect):
    rows = small(
        "town.leader,core:Enterprise,read,divisions,allow",
        "town.leader,core:Enterprise.phone,read,all,mask",
        "town.leader,core:*,create,all,allow",
        "town.leader,core:Enterprise,create,all,deny",
    )
    right = compile_table(rows, SMALL, 1)
    key, change = {
        "dropped": ((LEADER, FIRM, "read"), None),
        "widened": ((LEADER, FIRM, "read"), {"scopes": frozenset({Scope.ALL})}),
        "unmasked": ((LEADER, PHONE, "read"), {"effect": Effect.ALLOW}),
        "undenied": (
            (LEADER, FIRM, "create"),
            {"effect": Effect.ALLOW, "scopes": frozenset({Scope.ALL})},
        ),
    }[defect]
    cell = None if change is None else dataclasses.replace(right.cells[key], **change)
    wrong = miscompiled(right, key, cell)
    judge = Judge(rows, SMALL)
    assert verify_against_judge(judge, right, None, RNG, sample=30) > 10
    with pytest.raises(PolicyError) as caught:  # found as a change, without any luck
        verify_against_judge(judge, wrong, right, RNG, sample=0)
    assert caught.value.stable_code == "POLICY_JUDGE_DISAGREES"
    assert f"{LEADER},{key[1]},{key[2]}" in str(caught.value)


def bureau():
    """A domain of 80,000 questions: 40 roles, 1,000 records, two actions."""
    resources = {
        f"p{p}:T{t}": record(f"p{p}:T{t}", "read create", "divisions own")
        for p in range(14)
        for t in range(72)
    }
    roles = {f"r.{n}": Role(f"r.{n}", Tier.BRANCH, "岗位", "Post") for n in range(40)}
    return Domain(resources, roles)


def bureau_rules():
    return [
        Rule(f"r.{r}", f"p{p}:*", action, "divisions", "allow")
        for r in range(40)
        for p in range(14)
        for action in ("read", "create")
    ] + [Rule(f"r.{r}", f"p{p}:T1", "create", "all", "deny") for r in range(40) for p in range(14)]


def test_a_whole_bureau_is_compiled_cell_by_cell_and_cells_are_shared():
    made = compile_table(bureau_rules(), bureau(), 1)
    assert len(made.cells) == 40 * 14 * 72 * 2
    assert len({id(cell) for cell in made.cells.values()}) == 40 * 14 * 3


def test_the_default_policy_is_compiled_as_pycasbin_reads_it():
    domain = core_domain()
    rules = lint(default_texts(), domain)
    made = compile_table(rules, domain, 1)
    assert verify_domain(Judge(rules, domain), made) == len(list(tuples_of(domain)))


@pytest.mark.soak
def test_the_default_policy_is_compiled_as_pycasbin_reads_it_with_every_row_at_once():
    domain = core_domain()
    rules = lint(default_texts(), domain)
    verify_domain(Judge(rules, domain, whole=True), compile_table(rules, domain, 1))


@pytest.mark.soak
def test_a_whole_bureau_is_compiled_in_a_tenth_of_a_second_and_pycasbin_agrees():
    rules, domain = bureau_rules(), bureau()
    began = time.perf_counter()
    made = compile_table(rules, domain, 1)
    assert time.perf_counter() - began < 0.3
    assert verify_domain(Judge(rules, domain), made) == 80_640
