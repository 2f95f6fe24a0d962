"""Views: narrowed copies of one schema, shared by equal permission sets, bounded, left alone."""

from graphql import build_schema, validate_schema

import schema.tiers.views as module
from core.policy.rules import DecisionTable, Rule
from core.policy.vocabulary import Tier
from schema.tiers.views import Views
from tests.schema.ground import Ground, rules, table


def views_of(ground: Ground) -> Views:
    return Views(ground.assembly.schema, ground.assembly.shape)


def unread(ground: Ground) -> list[Rule]:
    """Rules under which, as in life, none of these roles reads the policy itself."""
    return [rule for rule in rules(ground.assembly) if rule.resource != "core:PolicyRule"]


def test_equal_permission_sets_share_one_view(ground: Ground) -> None:
    views = views_of(ground)
    first = views.of(ground.access("town.leader", "a"))
    assert views.of(ground.access("town.leader", "b", "c")) is first
    assert views.of(ground.access("town.leader")) is first
    assert views.built == 1


def test_roles_with_the_same_rules_share_one_view(ground: Ground) -> None:
    views = views_of(ground)
    given = [Rule(r, "core:Site", "read", "all", "allow") for r in ("town.leader", "station.head")]
    policy = table(ground.assembly, given)
    one = views.of(ground.access("town.leader", policy=policy))
    assert views.of(ground.access("station.head", policy=policy)) is one


def test_a_policy_swap_leaves_other_views_untouched(ground: Ground) -> None:
    views = views_of(ground)
    before = unread(ground)
    town, branch = "town.leader", "branch.licensing_chief"
    first = table(ground.assembly, before)
    old = {r: views.of(ground.access(r, policy=first)) for r in (town, branch)}
    edited = [*before, Rule(town, "core:Enterprise.address", "read", "all", "deny")]
    policy = table(ground.assembly, edited, version=2)
    assert views.of(ground.access(branch, policy=policy)) is old[branch]
    new = views.of(ground.access(town, policy=policy))
    assert "address" not in new.core.type_map["Enterprise"].fields
    assert "address" in old[town].core.type_map["Enterprise"].fields, "requests in flight"
    assert views.built == 3


def test_a_policy_swap_renews_what_readers_of_the_policy_are_told(ground: Ground) -> None:
    """Their descriptions say who may read a field: of another role's edit they learn, alone."""
    views = views_of(ground)
    reader, other = "branch.licensing_chief", "station.inspector"
    before = [*unread(ground), Rule(reader, "core:PolicyRule", "read", "all", "allow")]
    edited = [*before, Rule("town.leader", "core:Enterprise.address", "read", "all", "deny")]
    first, second = (table(ground.assembly, r, v) for v, r in enumerate((before, edited), 1))

    def told(policy: DecisionTable) -> bool:
        view = views.of(ground.access(reader, policy=policy))
        return "town.leader" in view.core.type_map["Enterprise"].fields["address"].description

    kept = views.of(ground.access(other, policy=first))
    assert told(first)
    assert not told(second)
    assert views.of(ground.access(other, policy=second)) is kept
    assert views.built == 3


def test_a_rule_taken_back_finds_the_former_view(ground: Ground) -> None:
    views = views_of(ground)
    before = rules(ground.assembly)
    old = views.of(ground.access("town.leader"))
    edited = [*before, Rule("town.leader", "core:Site", "read", "all", "deny")]
    views.of(ground.access("town.leader", policy=table(ground.assembly, edited, version=2)))
    back = table(ground.assembly, before, version=3)
    assert views.of(ground.access("town.leader", policy=back)) is old
    assert views.built == 2


def test_views_are_bounded_and_the_one_in_use_stays(ground: Ground, monkeypatch) -> None:
    monkeypatch.setattr(module, "MAX_VIEWS", 3)
    views = views_of(ground)
    given = unread(ground)
    kept = views.of(ground.access("branch.licensing_chief", policy=table(ground.assembly, given)))
    types = ("Site", "Division", "Organisation", "EnterpriseCard", "PolicyVersion")
    for version, name in enumerate(types, 10):
        given = [
            *(r for r in unread(ground) if r.role == "branch.licensing_chief"),
            Rule("town.leader", f"core:{name}", "read", "all", "allow"),
        ]
        policy = table(ground.assembly, given, version=version)
        views.of(ground.access("town.leader", policy=policy))
        assert views.of(ground.access("branch.licensing_chief", policy=policy)) is kept
        assert len(views._views) <= 3
    assert views.built == 1 + len(types)


def test_memory_of_permission_sets_is_bounded(ground: Ground, monkeypatch) -> None:
    monkeypatch.setattr(module, "MAX_CHOSEN", 2)
    views = views_of(ground)
    for role in ("branch.licensing_chief", "town.leader", "station.inspector", "public"):
        views.of(ground.access(role))
        assert len(views._chosen[1]) <= 2


def test_a_plugin_endpoint_has_the_subsystem_and_what_it_reaches(ground: Ground) -> None:
    views = views_of(ground)
    view = views.of(ground.access("branch.licensing_chief"), "licensing")
    root = view.core.query_type
    assert root is not None
    own = {"licence", "licences", "licenceType", "licenceTypes", "licenceBoard", "applications"}
    assert own <= set(root.fields)
    assert {"enterprises", "equipments", "hazards", "matters"}.isdisjoint(root.fields)
    assert {"Licence", "Enterprise", "Division"} <= set(view.core.type_map)
    elsewhere = {"Session", "PolicyRule", "LedgerEntry"}
    assert elsewhere <= set(views.of(ground.access("branch.licensing_chief")).core.type_map)
    assert {*elsewhere, "Mutation"}.isdisjoint(view.core.type_map)


def test_every_role_of_the_default_policy_gets_a_valid_schema(ground: Ground) -> None:
    policy = table(ground.assembly, rules(ground.assembly))
    seen = set()
    for role in ("branch.licensing_chief", "town.leader", "enterprise.manager", "public"):
        view = views_of(ground).of(ground.access(role, policy=policy))
        assert validate_schema(view.core) == []
        assert validate_schema(build_schema(view.as_str())) == []
        seen.add(policy.tier(role))
    assert seen == {Tier.BRANCH, Tier.TOWN, Tier.ENTERPRISE, Tier.PUBLIC}


def test_narrowing_leaves_the_full_schema_as_it_was(ground: Ground) -> None:
    before = ground.assembly.schema.as_str()
    views_of(ground).of(ground.access("public"))
    assert ground.assembly.schema.as_str() == before
