"""Licences over GraphQL, as the roles that use them: each sees its own, and only what it may do."""

import copy
import datetime as dt
import json
import random

import pytest
from sqlalchemy import select

from core.declarations import DemoContext
from core.policy.defaults import load_roles
from core.policy.vocabulary import Tier
from core.register.models import Enterprise
from plugins.licensing.demo import make
from plugins.licensing.hooks import examples, warning_rules
from plugins.licensing.models import Licence, LicenceType
from plugins.licensing.numbers import sc_number
from plugins.licensing.seeds import plant_application_limits, plant_licence_types
from schema.execution import Ask
from schema.ids import global_id
from tests.fixtures.small_world import confirm, token_of

LIST = """{
  licences(first: 100) {
    totalCount nodes { number colour state town { name } enterprise { name } }
  }
}"""
BOARD = "{ licenceBoard { town { name } licenceType { code } colour count } }"
TOWNS = {"a": "新街", "b": "新街十", "c": "临浦小镇"}
TODAY = dt.date(2026, 11, 23)


async def fill(bureau):
    """Licence types, and the licences of the demonstration for the small world."""
    async with bureau.application.store.system() as session:
        await plant_licence_types(session)
        await plant_application_limits(session)
        world = copy.copy(bureau.world)
        await confirm(session, world, bureau.clock.now())

        def plain(row):
            return {c.key: getattr(row, c.key) for c in row.__table__.columns}

        kinds = [plain(r) for r in (await session.scalars(select(LicenceType))).all()]
        holders = [plain(r) for r in (await session.scalars(select(Enterprise))).all()]
        tables = {"licence_type": kinds, "enterprise": holders}
        context = DemoContext(
            random=random.Random(1),  # noqa: S311
            today=TODAY,
            change_id=world.change_id,
            tables=tables,
        )
        rows = [{k: v for k, v in row.items() if k != "id"} for _, row in make(context)]
        session.add_all(Licence(**row) for row in rows)


@pytest.fixture
async def office(bureau):
    await fill(bureau)
    return bureau


async def seen(office, username):
    return (await office.as_user(username).ask(LIST))["licences"]


async def test_each_sees_its_own(office):
    everything = await seen(office, "branch-licensing-clerk")
    assert everything["totalCount"] == await office.count("licence") > 6
    for towns in ("a", "b", "c", "ac"):
        found = await seen(office, f"town-quality-officer-{towns}")
        expected = [
            n for n in everything["nodes"] if n["town"]["name"] in [TOWNS[t] for t in towns]
        ]
        assert found["nodes"] == expected
    own = await seen(office, "enterprise-manager-a1")
    mine = [n for n in everything["nodes"] if "样本a1" in n["enterprise"]["name"]]
    assert own["nodes"] == mine != []


@pytest.mark.parametrize("username", ["", "officer-system", "officer-security", "officer-audit"])
async def test_the_public_and_officers_know_of_no_licence(office, username):
    names = await office.as_user(username).ask("{ __schema { types { name } } }")
    shown = {t["name"] for t in names["__schema"]["types"]}
    assert not {name for name in shown if "Licence" in name}


@pytest.mark.parametrize(
    "username",
    ["branch-deciding-leader", "station-inspector-first", "town-leader-ac", "enterprise-clerk-c1"],
)
async def test_the_board_counts_what_the_list_shows(office, username):
    caller = office.as_user(username)
    nodes = await caller.ask(
        "{ licences(first: 100) { nodes { colour state type { code } town { name } } } }"
    )
    ended = {"ANNULLED", "WITHDRAWN", "REVOKED", "CANCELLED"}
    expected = {}
    for node in nodes["licences"]["nodes"]:
        if node["state"] not in ended:
            cell = (node["town"]["name"], node["type"]["code"], node["colour"])
            expected[cell] = expected.get(cell, 0) + 1
    board = (await caller.ask(BOARD))["licenceBoard"]
    found = {(c["town"]["name"], c["licenceType"]["code"], c["colour"]): c["count"] for c in board}
    assert found == expected != {}
    assert len(board) == len(found)


async def test_filters_by_colour_and_holder(office):
    caller = office.as_role("branch.licensing_clerk")
    red = await caller.ask(
        "{ licences(where: {colour: {eq: RED}}) { nodes { colour } }"
        " enterprises(where: {licences: {some: {colour: {eq: RED}}}})"
        " { nodes { licences { colour } } } }"
    )
    assert {n["colour"] for n in red["licences"]["nodes"]} == {"RED"}
    holders = red["enterprises"]["nodes"]
    assert holders
    assert all("RED" in {x["colour"] for x in h["licences"]} for h in holders)


async def test_the_enterprise_counts_its_licences(office):
    caller = office.as_user("enterprise-manager-a1")
    data = await caller.ask(
        "{ enterprises { nodes { licenceCount nextLicenceExpiry licences { validUntil state } } } }"
    )
    (own,) = data["enterprises"]["nodes"]
    assert own["licenceCount"] == len(own["licences"])
    days = [x["validUntil"] for x in own["licences"] if x["validUntil"] >= TODAY.isoformat()]
    assert own["nextLicenceExpiry"] == min(days)


async def register(office, caller, **more):
    async with office.application.store.system() as session:
        kind = (await session.scalars(select(LicenceType.id).where(LicenceType.code == "SC"))).one()
    given = {
        "enterpriseId": global_id("Enterprise", office.world.enterprises["a1"]),
        "typeId": global_id("LicenceType", kind),
        "number": sc_number("203", "330109", 4242),
        "authority": "萧山区市场监督管理局",
        "issuedOn": "2023-02-01",
    }
    fields = "licence { id number state colour validUntil version events { act decidedAs } }"
    return await caller.run("registerLicence", fields, **given | more)


async def test_a_licence_lives_through_its_acts(office):
    clerk, chief = (
        office.as_role("branch.licensing_clerk"),
        office.as_role("branch.licensing_chief"),
    )
    made = await register(office, clerk)
    assert made["userErrors"] == []
    licence = made["licence"]
    assert (licence["state"], licence["validUntil"]) == ("VALID", "2028-01-31")
    filed = await office.as_user("enterprise-manager-a1").run(
        "fileRenewal", "licence { state colour version }", licenceId=licence["id"]
    )
    assert filed["licence"] == {
        "state": "RENEWAL_PENDING",
        "colour": "RENEWAL_PENDING",
        "version": 2,
    }
    ended = await chief.run(
        "revokeLicence",
        "licence { state colour events { act legalBasis reason decidedAs } }",
        licenceId=licence["id"],
        reason="情节严重",
        legalBasis="《食品安全法》第一百二十四条",
        expectedVersion=2,
    )
    assert (ended["licence"]["state"], ended["licence"]["colour"]) == ("REVOKED", None)
    assert {e["act"] for e in ended["licence"]["events"]} == {
        "REGISTERED",
        "RENEWAL_FILED",
        "REVOKED",
    }


async def test_errors_are_data_with_their_field(office):
    clerk = office.as_role("branch.licensing_clerk")
    (error,) = (await register(office, clerk, number="SC20333010942421"))["userErrors"]
    assert (error["code"], error["field"]) == ("INVALID_INPUT", "number")
    await register(office, clerk)
    (error,) = (await register(office, clerk))["userErrors"]
    assert error["code"] == "TAKEN"


@pytest.mark.parametrize(
    ("tier", "shown"),
    [
        ("town", set()),
        ("station", set()),
        ("superior", set()),
        ("enterprise", {"fileRenewal"}),
    ],
)
async def test_each_tier_is_offered_only_its_acts(office, tier, shown):
    names = await office.as_tier(tier).ask("{ __schema { mutationType { fields { name } } } }")
    offered = {f["name"] for f in (names["__schema"]["mutationType"] or {"fields": []})["fields"]}
    acts = {n for n in offered if n.endswith(("Licence", "Renewal"))}
    assert acts == shown


@pytest.mark.parametrize("example", examples(), ids=lambda e: e.title)
async def test_saved_examples_show_something_to_their_role(office, example):
    licence = (await register(office, office.as_role("branch.licensing_clerk")))["licence"]
    owner = office.as_user("enterprise-manager-a1")
    filed = {"kind": "CHANGE", "licenceId": licence["id"], "statement": "变更", "covers": ["糕点"]}
    for payload in (
        await owner.do("fileApplication", **filed),
        await owner.do("fileRenewal", licenceId=licence["id"]),
    ):
        assert payload["userErrors"] == []
    data = await office.as_role(example.role).ask(example.query)
    for name, value in data.items():
        assert value if isinstance(value, list) else value["nodes"], name


def test_examples_serve_several_tiers():
    tiers = {load_roles()[e.role].tier for e in examples()}
    assert {Tier.BRANCH, Tier.STATION, Tier.TOWN, Tier.ENTERPRISE, Tier.SUPERIOR} <= tiers


async def test_warning_rules_filter_as_graphql_does(office):
    caller = office.as_role("branch.licensing_clerk")
    text = "query($where: LicenceWhere) { licences(where: $where) { nodes { type { code } } } }"
    for rule, codes in zip(warning_rules()[:3], ({"SC"}, {"XK"}, {"CCC"}), strict=True):
        found = await caller.ask(text, where=rule.where)
        assert {n["type"]["code"] for n in found["licences"]["nodes"]} == codes


BOTH_WAYS = [
    "{ licences(first: 50) { nodes { id covers colour state renewBy origin validUntil } } }",
    "{ licences(where: {state: {in: [EXPIRED, DEEMED_RENEWED, SUSPENDED]}}) { nodes { state } } }",
    "{ licences(where: {colour: {isNull: false}}, orderBy: NUMBER_DESC) { nodes { number } } }",
    "{ enterprises { nodes { licenceCount nextLicenceExpiry licences(first: 2) { number } } } }",
    "{ licenceTypes { nodes { code validTo warningRule } } }",
    "{ divisions { nodes { name parent { name } enterpriseCount enterprises { totalCount } } } }",
    "{ keyUnitDesignations { nodes { kind town { name } enterprise { isKeyUnit phone } } } }",
    "{ enterpriseCards { nodes { name enterprise { creditCode } town { code } } } }",
]


@pytest.mark.parametrize("text", BOTH_WAYS)
@pytest.mark.parametrize("username", ["town-leader-ac", "enterprise-manager-b1"])
async def test_compiled_and_ordinary_reads_agree(office, username, text):
    application = office.application
    access = await application.access(token_of(username))
    compiled, ordinary = [
        await application.answer(Ask(access=access, text=text, compile=way))
        for way in (True, False)
    ]
    assert ordinary.read_path == "ordinary"
    assert compiled.read_path == "compiled" or "phone" in text, compiled.why_ordinary
    assert json.loads(compiled.body) == json.loads(ordinary.body)
    assert "errors" not in json.loads(compiled.body)
