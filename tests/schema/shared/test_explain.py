"""`explain`: why something is allowed, denied, masked or missing, without telling what exists."""

import pytest

from schema.ids import global_id
from tests.schema.shared.people import account_id, everything

EXPLAIN = """
query($input: ExplainInput!) {
  explain(input: $input) {
    decision policyVersion why scope ask rule origin near losing { rule origin why }
  }
}
"""
ENTERPRISE = "core:Enterprise"


async def _explain(caller, **asked):
    return (await caller.ask(EXPLAIN, input=asked))["explain"]


async def test_allowed_names_the_rule_and_the_towns(reading_bureau):
    told = await _explain(
        reading_bureau.as_user("town-quality-officer-ac"), resource=ENTERPRISE, action="read"
    )
    assert told["decision"] == "ALLOW"
    assert told["rule"] == "town.quality_officer,core:Enterprise,read,divisions,allow"
    assert told["origin"].startswith("policies/core.csv:")
    assert "新街" in told["scope"]
    assert "临浦小镇" in told["scope"]
    assert "新街十" not in told["scope"]
    assert told["policyVersion"] == 1


async def test_denied_names_whoever_may(reading_bureau):
    told = await _explain(reading_bureau.as_tier("town"), resource=ENTERPRISE, action="create")
    assert (told["decision"], told["rule"]) == ("DENY", None)
    assert any("科员" in line for line in told["near"])


async def test_masked_names_the_rule_of_the_field(reading_bureau):
    told = await _explain(reading_bureau.as_tier("town"), resource=ENTERPRISE, field="phone")
    assert told["decision"] == "MASK"
    assert told["rule"] == "town.quality_officer,core:Enterprise.phone,read,all,mask"


async def test_a_missing_field_is_said_to_be_missing(reading_bureau):
    told = await _explain(reading_bureau.as_tier("superior"), resource=ENTERPRISE, field="phone")
    assert told["decision"] == "MASK"
    told = await _explain(reading_bureau.as_tier("public"), resource=ENTERPRISE, field="phone")
    assert told["decision"] == "MISSING_FIELD"


async def test_a_row_out_of_scope_and_one_that_does_not_exist_answer_alike(reading_bureau):
    world, town = reading_bureau.world, reading_bureau.as_tier("town")
    inside = global_id("Enterprise", world.enterprises["a1"])
    outside = global_id("Enterprise", world.enterprises["b1"])
    absent = global_id("Enterprise", 99_999)
    mine = await _explain(town, resource=ENTERPRISE, objectId=inside)
    theirs = await _explain(town, resource=ENTERPRISE, objectId=outside)
    nowhere = await _explain(town, resource=ENTERPRISE, objectId=absent)
    assert mine["decision"] == "ALLOW"
    assert theirs["decision"] == "MISSING_ROW"
    assert theirs == nowhere


async def test_a_row_that_may_be_seen_but_not_acted_upon(reading_bureau):
    audit = reading_bureau.as_tier("audit")
    seen = await audit.ask("{ sessions { nodes { id account { username } } } }")
    sessions = {s["account"]["username"]: s["id"] for s in seen["sessions"]["nodes"]}
    asked = {"resource": "core:Session", "objectId": sessions["officer-system"]}
    assert (await _explain(audit, **asked, action="read"))["decision"] == "ALLOW"
    assert (await _explain(audit, **asked, action="withdraw"))["decision"] == "MISSING_ROW"


@pytest.mark.parametrize("tier", ["security", "audit"])
async def test_whoever_reads_the_policy_asks_about_any_role(reading_bureau, tier):
    caller = reading_bureau.as_tier(tier)
    told = await _explain(caller, role="town.leader", resource=ENTERPRISE)
    assert told["decision"] == "ALLOW"
    unknown = await _explain_as(reading_bureau, tier, role="town.mayor", resource=ENTERPRISE)
    assert unknown["errors"][0]["extensions"]["code"] == "INVALID_INPUT"


async def test_officers_ask_about_an_account(reading_bureau):
    asked = {"accountId": account_id(reading_bureau, "town-quality-officer-ac")}
    security = reading_bureau.as_tier("security")
    told = await _explain(security, **asked, resource=ENTERPRISE)
    assert told["decision"] == "ALLOW"
    assert "临浦小镇" in told["scope"]
    told = await _explain(security, **asked, resource="core:PolicyRule")
    assert told["decision"] == "DENY"


async def test_others_ask_about_themselves_alone(reading_bureau):
    asked = {"accountId": account_id(reading_bureau, "town-leader-b"), "resource": ENTERPRISE}
    for tier in ("branch", "town", "enterprise", "public", "system"):
        told = await _explain_as(reading_bureau, tier, **asked)
        assert told["errors"][0]["extensions"]["code"] == "DENIED"


async def test_a_row_is_never_explained_together_with_somebody_else(reading_bureau):
    inside = global_id("Enterprise", reading_bureau.world.enterprises["a1"])
    asked = {"role": "town.leader", "resource": ENTERPRISE, "objectId": inside}
    told = await _explain_as(reading_bureau, "security", **asked)
    assert told["errors"][0]["extensions"]["code"] == "INVALID_INPUT"


async def test_nonsense_is_denied_or_refused_and_changes_nothing(bureau):
    before = await everything(bureau)
    town = bureau.as_tier("town")
    told = await _explain(town, resource="core:Nothing", action="steal", field="x")
    assert told["decision"] == "MISSING_FIELD"
    wrong = await _explain_as(bureau, "town", resource=ENTERPRISE, objectId="not an id")
    assert wrong["errors"][0]["extensions"]["code"] == "BAD_ID"
    other = await _explain_as(bureau, "town", resource=ENTERPRISE, objectId=global_id("Account", 1))
    assert other["errors"][0]["extensions"]["code"] == "BAD_ID"
    assert await everything(bureau) == before


async def _explain_as(bureau, tier, **asked):
    return (await bureau.as_tier(tier).post(EXPLAIN, input=asked)).json()
