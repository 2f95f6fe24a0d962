"""`policyImpact`: what was said of a draft is what two officers' signatures bring about."""

from tests.fixtures.policy import PROPOSER, SIGNER, propose, sign
from tests.schema.shared.people import codes

TOWN = "town.quality_officer"
LICENCES = "query Licences { licences(first: 5) { totalCount nodes { id } } }"
IMPACT = """query ($draft: ID!) { policyImpact(draft: $draft) {
  text policyVersion
  schemas { roles text gained lost }
  rows { resource role tier town people before gained lost text }
  documents { title breaks roles persisted seen lastSeenOn why text }
} }"""


async def test_a_draft_s_impact_is_told_before_and_true_after(bureau):
    town = bureau.as_user("town-quality-officer-a")
    await town.ask(LICENCES)
    await bureau.application.seen.write()
    officer, signer = bureau.as_user(PROPOSER), bureau.as_user(SIGNER)
    draft = await propose(officer, [f"{TOWN},licensing:Licence,read,all,deny"], [])
    told = (await officer.ask(IMPACT, draft=draft))["policyImpact"]
    assert told["policyVersion"] == 1
    assert [schema["roles"] for schema in told["schemas"]] == [[TOWN]]
    lost = told["schemas"][0]["lost"]
    assert "类型 Licence\ntype Licence" in lost
    assert "操作 Query.licences\noperation Query.licences" in lost
    assert not any("Licence.number" in each for each in lost), "goes with its type"
    (seen,) = [each for each in told["documents"] if not each["persisted"]]
    assert (seen["title"], seen["breaks"], seen["roles"]) == ("Licences", True, [TOWN])
    assert seen["seen"] == 1
    assert codes(await sign(signer, draft)) == []
    await town.errors(LICENCES)
    after = (await officer.ask(IMPACT, draft=draft))["policyImpact"]
    assert after["policyVersion"] == 2
    assert (after["schemas"], after["rows"], after["documents"]) == ([], [], [])


async def test_a_field_that_is_denied_and_had_no_rule_is_told(bureau):
    """It was seen with its type: the denial of one field is a loss, and its removal a gain."""
    row = f"{TOWN},core:Enterprise.address,read,all,deny"
    officer, signer = bureau.as_user(PROPOSER), bureau.as_user(SIGNER)
    draft = await propose(officer, [row])
    told = (await officer.ask(IMPACT, draft=draft))["policyImpact"]
    ((schema,), rows) = (told["schemas"], told["rows"])
    assert (schema["roles"], schema["gained"], rows) == ([TOWN], [], [])
    assert "字段 Enterprise.address\nfield Enterprise.address" in schema["lost"]
    assert any(each["persisted"] for each in told["documents"]), "pages that would show less"
    assert codes(await sign(signer, draft)) == []
    back = await propose(officer, [], [row])
    told = (await officer.ask(IMPACT, draft=back))["policyImpact"]
    assert "字段 Enterprise.address\nfield Enterprise.address" in told["schemas"][0]["gained"]


async def test_rows_are_told_by_town_and_counted_as_they_will_be_seen(bureau):
    """Towns a and c, and the officer who holds both, lose what they saw and gain nothing."""
    officer, signer = bureau.as_user(PROPOSER), bureau.as_user(SIGNER)
    town = bureau.as_user("town-quality-officer-b")
    count = "{ enterprises(first: 1) { totalCount } }"
    before = (await town.ask(count))["enterprises"]["totalCount"]
    draft = await propose(officer, [], [f"{TOWN},core:Enterprise,read,divisions,allow"])
    told = (await officer.ask(IMPACT, draft=draft))["policyImpact"]
    rows = {row["town"]: row for row in told["rows"] if row["resource"] == "core:Enterprise"}
    assert rows.keys() == {"新街", "新街十", "临浦小镇"}
    assert rows["新街十"]["lost"] == rows["新街十"]["before"] == before
    assert (rows["新街"]["people"], rows["新街"]["tier"]) == (2, "TOWN")
    assert "减少" in rows["新街"]["text"]
    assert codes(await sign(signer, draft)) == []
    await town.errors(count)


async def test_only_who_reads_the_policy_previews_it(bureau):
    officer = bureau.as_user(PROPOSER)
    draft = await propose(officer, [f"{TOWN},licensing:Licence,read,all,deny"], [])
    for tier in ("town", "branch", "enterprise", "public", "superior"):
        (error, *_) = await bureau.as_tier(tier).errors(IMPACT, draft=draft)
        assert error["extensions"]["code"] == "INVALID_DOCUMENT"
    assert (await bureau.as_tier("audit").ask(IMPACT, draft=draft))["policyImpact"]["rows"] == []
