"""Own standards: declared without approval since 2018, filed with clocks before, and ended."""

import pytest

from tests.plugins.standards.acts import (
    CHIEF,
    CLERK,
    OWN,
    OWNER,
    STATION,
    STRENGTH,
    act,
    add,
    code_of,
    content,
    declared,
    draft,
    everything,
    notice,
    own,
)

LOOK_UP = "query($n: String!) { lookUp(number: $n) { number facts { title value } } }"
WANTS = {"name": "抗拉强度", "value": 15, "sense": "AT_LEAST", "unit": "MPa"}


async def refused(bureau, **more):
    """The code with which a draft is refused; nothing is left behind."""
    before = await everything(bureau)
    payload = await bureau.as_user(OWNER).run("draftEnterpriseStandard", OWN, **content(**more))
    assert await everything(bureau) == before
    return code_of(payload)


async def test_a_declaration_needs_nobodys_approval(standards):
    row = await draft(standards)
    assert (row["state"], row["mode"], row["matter"]["step"]) == ("PENDING", "DECLARED", "declared")
    row = await own(standards, OWNER, "declareEnterpriseStandard", row)
    assert (row["state"], row["publishedOn"]) == ("IN_FORCE", "2026-11-23")
    assert (row["matter"]["state"], row["matter"]["outcome"]) == ("DONE", "DECLARED")
    (found,) = (await standards.as_user("").ask(LOOK_UP, n=row["number"]))["lookUp"]
    assert [each["value"] for each in found["facts"][:2]] == [row["number"], "电缆护套料"]


async def test_a_draft_is_nobodys_to_look_up(standards):
    row = await draft(standards)
    assert (await standards.as_user("").ask(LOOK_UP, n=row["number"]))["lookUp"] == []


async def test_less_than_a_recommended_standard_is_stated_and_less_than_a_mandatory_never(
    standards,
):
    await add(standards, "GB/T 1234-2025", indicators=[WANTS])
    await add(standards, "GB 1235-2025", indicators=[WANTS])
    assert await refused(standards, basis=["GB/T 1234-2025"]) == "LOWER_UNSTATED"
    assert await refused(standards, basis=["GB 1235-2025"]) == "LOWER_THAN_MANDATORY"
    stated = STRENGTH | {"statement": "本标准抗拉强度低于 GB/T 1234-2025"}
    assert await refused(standards, basis=["GB 1235-2025"], indicators=[stated]) == (
        "LOWER_THAN_MANDATORY"
    )
    row = await declared(standards, basis=["GB/T 1234-2025"], indicators=[stated])
    assert row["indicators"][0]["below"] is True
    assert row["basis"][0]["declaredOn"] == "2026-11-23"


async def test_what_a_declaration_lacks(standards):
    assert await refused(standards, indicators=[]) == "INDICATORS_MISSING"
    assert await refused(standards, indicators=[STRENGTH | {"method": ""}]) == "METHOD_MISSING"
    row = await declared(standards)
    assert await refused(standards, number=row["number"]) == "OWN_NUMBER_TAKEN"


async def test_what_has_ended_since_the_draft_is_found_at_the_declaration(standards):
    await add(standards, "GB/T 1234-2015")
    row = await draft(standards, basis=["GB/T 1234-2015"])
    await notice(standards, "GB/T 1234-2015", "2026-11-23", "GB/T 1234-2026")
    before = await everything(standards)
    payload = await standards.as_user(OWNER).run(
        "declareEnterpriseStandard", OWN, enterpriseStandardId=row["id"]
    )
    assert code_of(payload) == "STANDARD_ENDED"
    assert await everything(standards) == before
    row = await act(
        standards,
        OWNER,
        "redraftEnterpriseStandard",
        OWN,
        enterpriseStandardId=row["id"],
        **content(basis=["GB/T 1234-2026"]),
    )
    assert [each["standard"]["code"] for each in row["basis"]] == ["GB/T 1234-2026"]
    row = await own(standards, OWNER, "declareEnterpriseStandard", row)
    gone = await own(standards, OWNER, "abolishEnterpriseStandard", row, reason="修订")
    assert (gone["state"], gone["basis"][0]["endedOn"]) == ("ABOLISHED", "2026-11-23")


@pytest.mark.parametrize("who", ["enterprise-manager-a2", STATION, CLERK, CHIEF, "town-leader-a"])
async def test_nobody_declares_for_another(standards, who):
    row = await draft(standards)
    before = await everything(standards)
    answer = (
        await standards.as_user(who).post(
            "mutation($input: DeclareEnterpriseStandardInput!) "
            "{ declareEnterpriseStandard(input: $input) { userErrors { code } } }",
            input={"enterpriseStandardId": row["id"]},
        )
    ).json()
    assert "errors" in answer or answer["data"]["declareEnterpriseStandard"]["userErrors"]
    assert await everything(standards) == before


async def test_a_filing_before_2018_across_golden_week(standards):
    """Five working days over the holidays of 2013; three years; review, renewal, striking off."""
    standards.clock.advance(days=-4805)  # 27 September 2013, a Friday
    row = await draft(standards, issuedOn="2013-09-20", number="Q/XSLB 003-2013")
    assert (row["mode"], row["matter"]["step"]) == ("FILED", "submitted")
    wrong = await standards.as_user(OWNER).run(
        "declareEnterpriseStandard", OWN, enterpriseStandardId=row["id"]
    )
    assert code_of(wrong) == "WRONG_MODE"
    row = await own(standards, OWNER, "submitEnterpriseStandard", row)
    assert row["matter"]["dueOn"] == "2013-10-10"  # 29, 30 September, 8, 9, 10 October
    row = await own(
        standards, CLERK, "acceptEnterpriseStandard", row, accepted=False, reason="缺试验方法"
    )
    assert row["matter"]["step"] == "submitted"
    row = await own(standards, OWNER, "submitEnterpriseStandard", row)
    row = await own(standards, CLERK, "acceptEnterpriseStandard", row)
    row = await own(standards, CHIEF, "fileEnterpriseStandard", row)
    assert (row["filingNo"], row["validUntil"]) == ("Q/3301XSB0001-2013", "2016-09-26")
    standards.clock.advance(days=1000)  # 23 June 2016: three months and a few days left
    colour = "query($id: ID!) { enterpriseStandard(id: $id) { colour state } }"
    seen = await standards.as_user(OWNER).ask(colour, id=row["id"])
    assert seen["enterpriseStandard"] == {"colour": "YELLOW", "state": "IN_FORCE"}
    review = await act(
        standards,
        OWNER,
        "submitStandardReview",
        "standardReview { id matter { step dueOn } }",
        enterpriseStandardId=row["id"],
        conclusion="继续有效",
    )
    done = await act(
        standards,
        CLERK,
        "decideStandardReview",
        "standardReview { renewedUntil matter { outcome } }",
        reviewId=review["id"],
        renewed=True,
    )
    assert done == {"renewedUntil": "2019-09-25", "matter": {"outcome": "RENEWED"}}
    standards.clock.advance(days=1200)  # October 2019: nobody has reviewed it again
    early = await standards.as_user(CLERK).post(
        "mutation { strikeOffEnterpriseStandard(input: "
        f'{{ enterpriseStandardId: "{row["id"]}", reason: "x" }}) {{ userErrors {{ code }} }} }}'
    )
    assert "errors" in early.json()
    gone = await act(
        standards,
        CHIEF,
        "strikeOffEnterpriseStandard",
        OWN,
        enterpriseStandardId=row["id"],
        reason="逾期未复审",
    )
    assert gone["state"] == "STRUCK_OFF"
