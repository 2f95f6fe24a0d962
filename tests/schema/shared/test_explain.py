"""`explain`: why something is allowed, denied, masked or missing, without telling what exists."""

from dataclasses import dataclass
from typing import Any

import pytest

from core.policy.asking import Question, Standpoint, Words
from core.policy.explain import explain
from schema.explaining.looking import Looking
from schema.ids import global_id
from tests.schema.shared.people import account_id, everything

EXPLAIN = """
query($input: ExplainInput!) {
  explain(input: $input) {
    decision policyVersion why scope ask rule ruleId ruleSince origin near
    losing { rule origin why }
  }
}
"""
ENTERPRISE = "core:Enterprise"


async def _explain(caller, **asked):
    return (await caller.ask(EXPLAIN, input=asked))["explain"]


async def test_allowed_names_the_rule_and_the_towns(bureau):
    told = await _explain(
        bureau.as_user("town-quality-officer-ac"), resource=ENTERPRISE, action="read"
    )
    assert told["decision"] == "ALLOW"
    assert told["rule"] == "town.quality_officer,core:Enterprise,read,divisions,allow"
    assert told["origin"].startswith("policies/core.csv:")
    assert "新街" in told["scope"]
    assert "临浦小镇" in told["scope"]
    assert "新街十" not in told["scope"]
    assert (told["policyVersion"], told["ruleSince"]) == (1, 1)
    (row,) = await bureau.rows(
        "select id from policy_rule where role = 'town.quality_officer' and action = 'read'"
        " and resource = 'core:Enterprise'"
    )
    assert told["ruleId"] == global_id("PolicyRule", row["id"])


async def test_denied_names_whoever_may(bureau):
    told = await _explain(bureau.as_tier("town"), resource=ENTERPRISE, action="create")
    assert (told["decision"], told["rule"]) == ("DENY", None)
    assert any("科员" in line for line in told["near"])
    assert "（branch）" in told["ask"], "the organisation in which the post is held"
    assert "安全管理员（officer）" in told["ask"]
    assert "138" not in told["ask"]


async def test_masked_names_the_rule_of_the_field(bureau):
    told = await _explain(bureau.as_tier("town"), resource=ENTERPRISE, field="phone")
    assert told["decision"] == "MASK"
    assert told["rule"] == "town.quality_officer,core:Enterprise.phone,read,all,mask"


async def test_a_missing_field_is_said_to_be_missing(bureau):
    told = await _explain(bureau.as_tier("superior"), resource=ENTERPRISE, field="phone")
    assert told["decision"] == "MASK"
    told = await _explain(bureau.as_tier("public"), resource=ENTERPRISE, field="phone")
    assert told["decision"] == "MISSING_FIELD"


async def test_a_row_out_of_scope_and_one_that_does_not_exist_answer_alike(bureau):
    world, town = bureau.world, bureau.as_tier("town")
    inside = global_id("Enterprise", world.enterprises["a1"])
    outside = global_id("Enterprise", world.enterprises["b1"])
    absent = global_id("Enterprise", 99_999)
    mine = await _explain(town, resource=ENTERPRISE, objectId=inside)
    theirs = await _explain(town, resource=ENTERPRISE, objectId=outside)
    nowhere = await _explain(town, resource=ENTERPRISE, objectId=absent)
    assert mine["decision"] == "ALLOW"
    assert theirs["decision"] == "MISSING_ROW"
    assert theirs == nowhere


async def test_a_row_that_may_be_seen_but_not_acted_upon(bureau):
    audit = bureau.as_tier("audit")
    seen = await audit.ask("{ sessions { nodes { id account { username } } } }")
    sessions = {s["account"]["username"]: s["id"] for s in seen["sessions"]["nodes"]}
    asked = {"resource": "core:Session", "objectId": sessions["officer-system"]}
    assert (await _explain(audit, **asked, action="read"))["decision"] == "ALLOW"
    told = await _explain(audit, **asked, action="withdraw")
    assert told["decision"] == "DENY"
    assert told["rule"] == "officer.audit,core:Session,withdraw,assigned,allow"
    assert any("若任务转派给您即可办理" in near for near in told["near"])


@pytest.mark.parametrize("tier", ["security", "audit"])
async def test_whoever_reads_the_policy_asks_about_any_role(bureau, tier):
    caller = bureau.as_tier(tier)
    told = await _explain(caller, role="town.leader", resource=ENTERPRISE)
    assert told["decision"] == "ALLOW"
    unknown = await _explain_as(bureau, tier, role="town.mayor", resource=ENTERPRISE)
    assert unknown["errors"][0]["extensions"]["code"] == "INVALID_INPUT"


async def test_officers_ask_about_an_account(bureau):
    asked = {"accountId": account_id(bureau, "town-quality-officer-ac")}
    security = bureau.as_tier("security")
    told = await _explain(security, **asked, resource=ENTERPRISE)
    assert told["decision"] == "ALLOW"
    assert "临浦小镇" in told["scope"]
    told = await _explain(security, **asked, resource="core:PolicyRule")
    assert told["decision"] == "DENY"


async def test_others_ask_about_themselves_alone(bureau):
    asked = {"accountId": account_id(bureau, "town-leader-b"), "resource": ENTERPRISE}
    for tier in ("branch", "town", "enterprise", "public", "system"):
        told = await _explain_as(bureau, tier, **asked)
        assert told["errors"][0]["extensions"]["code"] == "DENIED"


async def test_officers_learn_nothing_of_rows_that_they_cannot_see(bureau):
    inside = global_id("Enterprise", bureau.world.enterprises["a1"])
    absent = global_id("Enterprise", 99_999)
    who = {"accountId": account_id(bureau, "town-quality-officer-a")}
    security = bureau.as_tier("security")
    for about in (who, {"role": "town.leader"}):
        asked = {**about, "resource": ENTERPRISE}
        told = await _explain(security, **asked, objectId=inside)
        assert told["decision"] == "MISSING_ROW"
        assert told == await _explain(security, **asked, objectId=absent)


async def test_officers_are_told_of_a_row_that_they_see_themselves(bureau):
    who = {"accountId": account_id(bureau, "town-quality-officer-a")}
    security = bureau.as_tier("security")
    seen = await security.ask("{ accounts(first: 100) { nodes { id username } } }")
    rows = {each["username"]: each["id"] for each in seen["accounts"]["nodes"]}
    asked = {**who, "resource": "core:Account"}
    mine = await _explain(security, **asked, objectId=rows["town-quality-officer-a"])
    assert mine["decision"] == "ALLOW"
    other = await _explain(security, **asked, objectId=rows["town-quality-officer-b"])
    assert other["decision"] == "MISSING_ROW"
    assert "账号不在其可以办理的范围内" in other["why"]


async def test_every_question_is_kept_in_the_ledger(bureau):
    town, inside = bureau.as_tier("town"), global_id("Enterprise", bureau.world.enterprises["a1"])
    before = await bureau.count("ledger_entry")
    await _explain(town, resource=ENTERPRISE, field="phone", objectId=inside)
    await _explain_as(bureau, "town", role="town.leader", resource=ENTERPRISE)
    kept = await bureau.rows("select * from ledger_entry order by id offset $1", before)
    assert [row["operation"] for row in kept] == ["explain", "explain"]
    assert (kept[0]["resource"], kept[0]["subject"]) == ("core:Enterprise.phone", inside)
    assert kept[1]["reason"] == "about town.leader"


async def test_every_field_of_every_type_answers_as_the_schema_shows_it(bureau):
    """Open, masked or missing: what is said equals what the caller's schema has."""
    application = bureau.application
    shape, asked, vanished, wrong = application.assembly.shape, 0, 0, []
    for tier in ("town", "enterprise", "branch", "superior", "security", "public"):
        caller = bureau.as_tier(tier)
        view = application.views.of(await application.access(caller.token))
        visible = view.visibility.fields
        for name, type_ in shape.types.items():
            if not type_.resource or name not in visible:
                continue
            for field, spec in type_.fields.items():
                if spec.out not in visible and shape.types[spec.out].kind == "object":
                    if not shape.needed_for(spec):
                        continue  # a type of its own without a record: gone when all in it is
                    vanished += 1
                looking = Looking(_Standing(application, await application.access(caller.token)))
                told = explain(
                    Standpoint.of(looking.request.access),
                    application.assembly.domain,
                    Question(
                        type_.resource,
                        field=field,
                        rules=looking.field_rules(type_.resource, field),
                    ),
                    Words(lambda _kind, _ids: (), {}),
                )
                shown = visible[name].get(field)
                expected = {"open": "allow", "masked": "mask", None: "missing_field"}[shown]
                asked += 1
                if told.decision != expected:
                    wrong.append((tier, name, field, told.decision, shown))
    assert wrong == []
    assert asked > 1_000
    assert vanished > 50, "fields that lead to what is hidden were asked about too"


@dataclass
class _Standing:
    """What looking for field rules needs of a request."""

    services: Any
    access: Any


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
