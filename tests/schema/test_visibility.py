"""What a rule hides is absent everywhere: types, filters, orders, aggregates, search, hints."""

import itertools
import json
from typing import Any

import pytest
from graphql import get_introspection_query

from core.errors import Denied
from core.policy.access import Access
from core.policy.rules import Rule
from schema.ids import global_id
from schema.tiers.views import View
from tests.schema.ground import Ground, table

ROLE = "town.leader"
versions = itertools.count(100)


def rule(resource: str, effect: str = "allow", role: str = ROLE, scope: str = "all") -> Rule:
    return Rule(role, resource, "read", scope, effect)


BASE = [rule("core:Enterprise"), rule("core:Division"), rule("core:Site")]
PHONE = "core:Enterprise.phone"


def seeing(ground: Ground, *rules: Rule, role: str = ROLE) -> Access:
    """Somebody of a role under exactly these rules."""
    return ground.access(role, "a", "b", "c", policy=table(ground.assembly, rules, next(versions)))


def view_of(ground: Ground, *rules: Rule) -> View:
    return ground.executor.views.of(seeing(ground, *rules))


def fields(view: View, name: str) -> set[str]:
    type_: Any = view.core.type_map.get(name)
    if type_ is None:
        return set()
    return set(getattr(type_, "fields", None) or type_.values)


async def sdl_and_introspection(ground: Ground, access: Access) -> str:
    answer = await ground.ask(access, get_introspection_query())
    assert "errors" not in json.loads(answer.body)
    return ground.executor.views.of(access).as_str() + answer.body.decode()


def test_an_open_field_is_in_type_filter_and_order(ground: Ground) -> None:
    view = view_of(ground, *BASE)
    assert "name" in fields(view, "Enterprise") & fields(view, "EnterpriseWhere")
    assert {"NAME_ASC", "NAME_DESC"} <= fields(view, "EnterpriseOrder")


def test_a_denied_field_is_in_none_of_them(ground: Ground) -> None:
    view = view_of(ground, *BASE, rule("core:Enterprise.name", "deny"))
    assert "name" not in fields(view, "Enterprise") | fields(view, "EnterpriseWhere")
    assert "EnterpriseOrder" not in view.core.type_map, "its only sortable field is gone"
    root: Any = view.core.query_type
    assert "orderBy" not in root.fields["enterprises"].args
    assert "NAME_ASC" in fields(view, "SiteOrder"), "another record's field of the same name"


def test_a_masked_field_shows_but_cannot_be_guessed_at(ground: Ground) -> None:
    view = view_of(ground, *BASE, rule("core:Enterprise.name", "mask"))
    assert "name" in fields(view, "Enterprise")
    assert "name" not in fields(view, "EnterpriseWhere")
    assert "EnterpriseOrder" not in view.core.type_map
    assert view.is_masked("Enterprise", "name")


def test_a_denied_relation_takes_its_filter_along(ground: Ground) -> None:
    view = view_of(ground, *BASE, rule("core:Site.enterprise", "deny"))
    assert "enterprise" not in fields(view, "Site") | fields(view, "SiteWhere")
    assert "enterprise" in fields(view_of(ground, *BASE), "SiteWhere")


def test_a_hidden_record_vanishes_with_every_edge_to_it(ground: Ground) -> None:
    view = view_of(ground, rule("core:Site"), rule("core:Division"))
    gone = {n for n in view.core.type_map if n.startswith("Enterprise")}
    assert gone == set(), "connection, edge, filter, order and kinds go too"
    assert "enterprise" not in fields(view, "Site") | fields(view, "SiteWhere")
    assert {"enterprises", "enterpriseCount"}.isdisjoint(fields(view, "Division"))
    assert {"enterprise", "enterprises", "search"}.isdisjoint(fields(view, "Query"))


def test_a_type_without_fields_vanishes(ground: Ground) -> None:
    columns = [
        name
        for name, r in ground.assembly.domain.resources.items()
        if name.startswith("core:Site.") and r.kind == "field"
    ]
    view = view_of(ground, *BASE, *(rule(name, "deny") for name in columns))
    assert fields(view, "Site") == {"id"}, "a key cannot be denied alone"
    whole = view_of(ground, *BASE, rule("core:Site", "deny"))
    assert not [n for n in whole.core.type_map if n.startswith("Site")]


def test_personal_data_needs_a_rule_of_its_own(ground: Ground) -> None:
    personal = {"phone", "legalRepresentative"}
    for general in ("core:Enterprise", "core:*"):
        view = view_of(ground, *BASE[1:], rule(general))
        assert personal.isdisjoint(fields(view, "Enterprise") | fields(view, "EnterpriseWhere"))
    view = view_of(ground, *BASE, rule(PHONE))
    assert fields(view, "Enterprise") & personal == {"phone"}
    assert fields(view, "EnterpriseWhere") & personal == {"phone"}
    masked = view_of(ground, *BASE, rule(PHONE, "mask"))
    assert "phone" in fields(masked, "Enterprise")
    assert "phone" not in fields(masked, "EnterpriseWhere")


async def test_hidden_words_are_in_no_introspection_and_no_sdl(ground: Ground) -> None:
    access = seeing(ground, *BASE, rule("core:Enterprise.creditCode", "deny"))
    shown = await sdl_and_introspection(ground, access)
    for word in ("creditCode", "legalRepresentative", "Licence", "Account", "policyRules"):
        assert word not in shown, word
    assert "isKeyUnit" in shown


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("{ enterprises { nodes { # } } }", "creditCode"),
        ('{ enterprises(where: {#: {eq: ""}}) { totalCount } }', "creditCode"),
        ("{ # { totalCount } }", "licences"),
        ("{ enterprises { nodes { # } } }", "licenceCount"),
        ("{ node(id: 1) { ... on # { id } } }", "Licence"),
        ("mutation { # }", "addPolicyRule"),
        ("query($x: #) { enterprises { totalCount } }", "LicenceWhere"),
    ],
)
async def test_what_is_hidden_reads_like_what_never_existed(
    ground: Ground, text: str, hidden: str
) -> None:
    access = seeing(ground, *BASE, rule("core:Enterprise.creditCode", "deny"))
    unknown = hidden[:-1] + "z"
    one = await ground.ask(access, text.replace("#", hidden))
    two = await ground.ask(access, text.replace("#", unknown))
    assert not one.valid
    assert one.body.decode() == two.body.decode().replace(unknown, hidden)


async def test_no_error_suggests_a_name(ground: Ground) -> None:
    for text in (
        "{ enterprises { nodes { creditCod } } }",
        "{ enterprises(where: {nam: {}}) { totalCount } }",
        "{ enterprisez { totalCount } }",
        "{ enterprises(orderBy: NAME_AS) { totalCount } }",
        "query($x: EnterpriseWher) { enterprises(where: $x) { totalCount } }",
    ):
        answer = await ground.ask(ground.people()["branch"], text)
        assert not answer.valid
        assert "Did you mean" not in answer.body.decode()


async def test_masked_text_keeps_its_first_sign_only(ground: Ground) -> None:
    access = seeing(ground, *BASE, rule("core:Enterprise.name", "mask"), rule(PHONE, "mask"))
    text = "{ enterprises(first: 100) { nodes { name phone } } }"
    nodes = (await ground.data(access, text))["enterprises"]["nodes"]
    assert all(node["name"].endswith("***") and len(node["name"]) <= 4 for node in nodes)
    assert {node["phone"] for node in nodes} == {None, "138****1234"}


async def test_search_finds_only_what_may_be_read(ground: Ground) -> None:
    text = '{ search(text: "sample") { __typename } }'
    found = await ground.data(ground.people()["branch"], text)
    assert found["search"]
    assert {hit["__typename"] for hit in found["search"]} == {"Enterprise"}
    assert (await ground.data(ground.access(ROLE), text))["search"] == []


async def test_node_of_a_hidden_record_answers_like_an_absent_one(ground: Ground) -> None:
    text = "query($id: ID!) { node(id: $id) { __typename id } }"
    town_b = ground.world.enterprises["b1"]
    catalogue = await ground.data(
        ground.people()["branch"], "{ enterprises(first: 100) { nodes { id } } }"
    )
    assert catalogue["enterprises"]["nodes"]
    from_b = {"id": _id("Enterprise", town_b)}
    assert (await ground.data(ground.access(ROLE, "b"), text, **from_b))["node"]
    outside = await ground.data(ground.access(ROLE, "a"), text, **from_b)
    absent = await ground.data(ground.access(ROLE, "a"), text, id=_id("Enterprise", 999_999))
    hidden_type = await ground.data(seeing(ground, rule("core:Site")), text, id=_id("Division", 1))
    assert outside == absent == hidden_type == {"node": None}


def _id(record: str, key: int) -> str:
    return global_id(record, key)


def test_who_may_read_nothing_of_a_plugin_is_told_so(ground: Ground) -> None:
    with pytest.raises(Denied):
        ground.executor.views.of(seeing(ground, *BASE), "licensing")


def test_views_that_differ_in_mutations_alone_share_compiled_reads(ground: Ground) -> None:
    reader = view_of(ground, *BASE)
    registrar = view_of(ground, *BASE, Rule(ROLE, "core:Enterprise", "create", "all", "allow"))
    assert "registerEnterprise" in fields(registrar, "Mutation") - fields(reader, "Mutation")
    assert reader.key != registrar.key
    assert reader.read_key == registrar.read_key
    masked = view_of(ground, *BASE, rule(PHONE, "mask"))
    assert reader.read_key != masked.read_key
