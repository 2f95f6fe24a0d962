"""The register over GraphQL: scopes, masks, labels, and what the branch decides."""

import pytest

from schema.ids import global_id

CARDS = "{ enterpriseCards(first: 50) { nodes { name enterprise { name } } } }"


def enterprise(bureau, name):
    return global_id("Enterprise", bureau.world.enterprises[name])


async def test_labels_are_wider_than_records(reading_bureau):
    data = await reading_bureau.as_user("enterprise-manager-a1").ask(CARDS)
    cards = data["enterpriseCards"]["nodes"]
    assert len(cards) == 6
    assert [c["name"] for c in cards if c["enterprise"]] == ["杭州萧山样本a1食品有限公司"]


@pytest.mark.parametrize(
    ("username", "shown"),
    [
        ("branch-licensing-clerk", "13800001234"),
        ("station-inspector-first", "13800001234"),
        ("town-quality-officer-a", "138****1234"),
        ("enterprise-manager-a1", "13800001234"),
        ("superior-supervisor", "138****1234"),
    ],
)
async def test_a_telephone_is_clear_or_masked_by_tier(reading_bureau, username, shown):
    text = "{ enterprises { nodes { phone legalRepresentative } } }"
    nodes = (await reading_bureau.as_user(username).ask(text))["enterprises"]["nodes"]
    assert {node["phone"] for node in nodes} == {shown}


async def test_an_enterprise_is_found_by_its_telephone(reading_bureau):
    text = '{ enterprises(where: {phone: {eq: "13800001234"}}) { totalCount } }'
    found = await reading_bureau.as_role("branch.licensing_clerk").ask(text)
    assert found["enterprises"]["totalCount"] == 6
    masked = await reading_bureau.as_user("town-quality-officer-a").errors(text)
    assert masked[0]["extensions"]["code"] == "INVALID_DOCUMENT"


async def test_a_chief_designates_and_releases(bureau):
    chief = bureau.as_role("branch.food_safety_chief")
    made = await chief.run(
        "designateKeyUnit",
        "keyUnitDesignation { id kind reason version enterprise { isKeyUnit } }",
        enterpriseId=enterprise(bureau, "a2"),
        kind="FOOD",
        reason="抽检不合格",
    )
    row = made["keyUnitDesignation"]
    assert (row["reason"], row["enterprise"]["isKeyUnit"]) == ("抽检不合格", True)
    ended = await chief.run(
        "releaseKeyUnit",
        "keyUnitDesignation { releasedOn enterprise { isKeyUnit } }",
        designationId=row["id"],
        reason="整改到位",
        expectedVersion=row["version"],
    )
    assert ended["keyUnitDesignation"] == {
        "releasedOn": "2026-11-23",
        "enterprise": {"isKeyUnit": False},
    }


async def test_a_missing_reason_is_an_error_at_its_field(bureau):
    chief = bureau.as_role("branch.quality_chief")
    given = {"enterpriseId": enterprise(bureau, "a2"), "kind": "FOOD"}
    (error,) = (await chief.do("designateKeyUnit", **given))["userErrors"]
    assert (error["code"], error["field"]) == ("INVALID_INPUT", "reason")


@pytest.mark.parametrize("tier", ["town", "station", "enterprise", "superior", "public"])
async def test_others_are_not_offered_the_decision(reading_bureau, tier):
    text = "{ __schema { mutationType { fields { name } } } }"
    mutations = (await reading_bureau.as_tier(tier).ask(text))["__schema"]["mutationType"]
    names = {field["name"] for field in (mutations or {"fields": []})["fields"]}
    assert not names & {"designateKeyUnit", "releaseKeyUnit", "registerEnterprise"}


async def test_a_clerk_registers_an_enterprise(bureau):
    clerk = bureau.as_role("branch.data_clerk")
    given = {
        "townId": global_id("Division", bureau.world.divisions["c"]),
        "name": "萧山样本新茶厂",
        "kind": "ENTERPRISE",
        "address": "样本路1号",
        "creditCode": "N2330109MF0000013J",
        "reason": "窗口登记",
    }
    made = await clerk.run("registerEnterprise", "enterprise { id name town { name } }", **given)
    assert made["userErrors"] == []
    town = await bureau.as_user("town-leader-c").ask("{ enterprises { nodes { name } } }")
    assert "萧山样本新茶厂" in [node["name"] for node in town["enterprises"]["nodes"]]
    (error,) = (await clerk.do("registerEnterprise", **given))["userErrors"]
    assert error["code"] == "TAKEN"


async def test_the_branch_sees_where_a_fact_is_from(bureau):
    text = "{ enterprises(first: 1) { nodes { change { kind source reason confirmedAt } } } }"
    (firm,) = (await bureau.as_tier("branch").ask(text))["enterprises"]["nodes"]
    assert (firm["change"]["kind"], firm["change"]["source"]) == ("REFERENCE", "tests")
    for tier in ("town", "station", "enterprise"):
        (error,) = await bureau.as_tier(tier).errors(text)
        assert error["extensions"]["code"] == "INVALID_DOCUMENT"
