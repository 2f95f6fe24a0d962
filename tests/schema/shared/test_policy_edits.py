"""The security officer edits the policy over GraphQL: the schema of a role follows at once."""

import pytest

from tests.schema.shared.people import codes, everything, ledger

CLERK = "branch-data-clerk"
FIELDS = """
{
  enterprise: __type(name: "Enterprise") { fields { name } }
  where: __type(name: "EnterpriseWhere") { inputFields { name } }
  order: __type(name: "EnterpriseOrder") { enumValues { name } }
  hit: __type(name: "SearchHit") { possibleTypes { name } }
  query: __type(name: "Query") { fields { name } }
}
"""
NAME_HIDDEN = {
    "role": "branch.data_clerk",
    "resource": "core:Enterprise.name",
    "action": "read",
    "scope": "all",
    "effect": "deny",
    "reason": "试行",
}
RULES = """
query($where: PolicyRuleWhere) {
  policyRules(where: $where) { nodes { id inForce origin added { number } removed { number } } }
}
"""


async def test_a_removed_rule_takes_the_field_from_everywhere_and_it_returns(bureau):
    clerk, security = bureau.as_user(CLERK), bureau.as_tier("security")
    before, others = await _seen(clerk), await _seen(bureau.as_tier("branch"))
    assert "Enterprise" in before["hit"]
    assert "Enterprise" in await _found(clerk)
    assert "enterprises" in before["query"]
    removed = await _remove(bureau, "branch.data_clerk", "core:Enterprise", "read")
    assert removed["policyVersion"] == {"number": 2}
    after = await _seen(clerk)
    assert (after["enterprise"], after["where"], after["order"]) == (None, None, None)
    assert "Enterprise" not in (after["hit"] or ())
    assert {"enterprises", "enterprise", "sites"} & after["query"] == {"sites"}
    assert "Enterprise" not in await _found(clerk)
    assert await _seen(bureau.as_tier("branch")) == others
    rule = {"resource": "core:Enterprise", "action": "read", "scope": "all", "effect": "allow"}
    added = await security.run(
        "addPolicyRule", "policyVersion { number }", role="branch.data_clerk", **rule, reason="恢复"
    )
    assert added["policyVersion"] == {"number": 3}
    assert await _seen(clerk) == before


async def test_schemas_of_late_callers_are_built_before_the_new_policy_serves(bureau):
    clerk = bureau.as_user(CLERK)
    await clerk.ask(FIELDS)
    await _remove(bureau, "branch.data_clerk", "core:Enterprise", "read")
    built = bureau.application.views.built
    assert "enterprises" not in (await _seen(clerk))["query"]
    assert bureau.application.views.built == built


async def test_a_personal_field_hangs_on_its_own_rule(bureau):
    clerk = bureau.as_user(CLERK)
    assert {"phone"} <= (await _seen(clerk))["enterprise"] & (await _seen(clerk))["where"]
    await _remove(bureau, "branch.data_clerk", "core:Enterprise.phone", "read")
    after = await _seen(clerk)
    assert "phone" not in after["enterprise"] | after["where"]
    assert "legalRepresentative" in after["enterprise"]


async def test_a_denied_field_leaves_output_filter_and_order_and_comes_back(bureau):
    clerk, security = bureau.as_user(CLERK), bureau.as_tier("security")
    before = await _seen(clerk)
    assert "NAME_ASC" in before["order"]
    added = await security.run("addPolicyRule", "policyRule { id origin }", **NAME_HIDDEN)
    assert added["policyRule"]["origin"] == "officer-security"
    after = await _seen(clerk)
    assert "name" not in after["enterprise"] | after["where"]
    assert not {"NAME_ASC", "NAME_DESC"} & (after["order"] or set())
    asked = await clerk.errors("{ enterprises { nodes { name } } }")
    assert [error["extensions"]["code"] for error in asked] == ["INVALID_DOCUMENT"]
    removed = await security.do("removePolicyRule", id=added["policyRule"]["id"], reason="结束")
    assert codes(removed) == []
    assert await _seen(clerk) == before


async def test_the_history_tells_what_was_added_and_removed(bureau):
    security = bureau.as_tier("security")
    added = await security.run("addPolicyRule", "policyRule { id }", **NAME_HIDDEN)
    key = added["policyRule"]["id"]
    await security.do("removePolicyRule", id=key, reason="结束")
    where = {"resource": {"eq": "core:Enterprise.name"}, "role": {"eq": "branch.data_clerk"}}
    audit = bureau.as_tier("audit")
    assert (await audit.ask(RULES, where=where))["policyRules"]["nodes"] == [
        {
            "id": key,
            "inForce": False,
            "origin": "officer-security",
            "added": {"number": 2},
            "removed": {"number": 3},
        }
    ]
    history = await audit.ask(
        "{ policyVersions(first: 2) { nodes { number reason added { id } removed { id } } } }"
    )
    assert history["policyVersions"]["nodes"] == [
        {"number": 3, "reason": "结束", "added": [], "removed": [{"id": key}]},
        {"number": 2, "reason": "试行", "added": [{"id": key}], "removed": []},
    ]
    again = await security.do("removePolicyRule", id=key, reason="再次")
    assert codes(again) == ["INVALID_INPUT"]


async def test_an_earlier_version_is_brought_back(bureau):
    clerk, security = bureau.as_user(CLERK), bureau.as_tier("security")
    before = await _seen(clerk)
    await security.do("addPolicyRule", **NAME_HIDDEN)
    assert await _seen(clerk) != before
    back = await security.run(
        "rollBackPolicy", "policyVersion { number reason }", number=1, reason="回到原样"
    )
    assert back == {"userErrors": [], "policyVersion": {"number": 3, "reason": "回到原样"}}
    assert await _seen(clerk) == before
    assert codes(await security.do("rollBackPolicy", number=99, reason="x")) == ["NOT_FOUND"]


WRONG = {
    "three unknown words": (
        {"role": "town.mayor", "action": "steal", "effect": "Deny"},
        {"POLICY"},
        3,
    ),
    "an invariant": (
        {"role": "public", "resource": "core:Enterprise.phone", "effect": "mask"},
        {"POLICY_INVARIANT_BROKEN"},
        1,
    ),
    "twice the same": (
        {"role": "branch.data_clerk", "resource": "core:Enterprise", "effect": "allow"},
        {"POLICY"},
        1,
    ),
    "no reason": ({"reason": " "}, {"INVALID_INPUT"}, 1),
    "taking the own right to edit": (
        {"role": "officer.security", "resource": "core:PolicyRule", "action": "create"},
        {"POLICY_INVARIANT_BROKEN"},
        1,
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_a_refused_edit_tells_every_problem_and_changes_nothing(bureau, wrong):
    words, expected, number = WRONG[wrong]
    before, seen = await everything(bureau), await _seen(bureau.as_user(CLERK))
    refused = await bureau.as_tier("security").run(
        "addPolicyRule", "policyRule { id } policyVersion { id }", **{**NAME_HIDDEN, **words}
    )
    assert set(codes(refused)) == expected
    assert len(refused["userErrors"]) >= number
    assert (refused["policyRule"], refused["policyVersion"]) == (None, None)
    assert await everything(bureau) == before
    assert bureau.application.live.version == 1
    assert await _seen(bureau.as_user(CLERK)) == seen
    (code,) = expected
    assert await ledger(bureau) == [("addPolicyRule", "REFUSED", code, "officer-security")]


async def test_proposals_wait_for_the_officer(bureau):
    await bureau.rows(
        "insert into policy_proposal (role, resource, action, scope, effect, origin, created_at, "
        "state) select 'branch.data_clerk', 'core:Enterprise.' || f, 'read', 'all', 'deny', "
        "'policies/core.csv:999', now(), 'OPEN' from unnest(array['name', 'address']) f"
    )
    security = bureau.as_tier("security")
    waiting = "{ policyProposals(where: {state: {eq: OPEN}}) { nodes { id resource } } }"
    found = (await security.ask(waiting))["policyProposals"]["nodes"]
    name, address = (each["id"] for each in found)
    accepted = await security.run(
        "acceptPolicyProposal",
        "policyProposal { state } policyVersion { number }",
        id=name,
        reason="新版",
    )
    assert accepted["policyProposal"] == {"state": "ACCEPTED"}
    assert accepted["policyVersion"] == {"number": 2}
    dismissed = await security.run("dismissPolicyProposal", "policyProposal { state }", id=address)
    assert dismissed == {"userErrors": [], "policyProposal": {"state": "DISMISSED"}}
    assert codes(await security.do("dismissPolicyProposal", id=name)) == ["CONFLICT"]
    seen = (await _seen(bureau.as_user(CLERK)))["enterprise"]
    assert "name" not in seen
    assert "address" in seen
    assert (await security.ask(waiting))["policyProposals"]["nodes"] == []


async def test_an_edit_is_one_entry_with_its_rows(bureau):
    await bureau.as_tier("security").do("addPolicyRule", **NAME_HIDDEN)
    (entry,) = await bureau.rows("select * from ledger_entry")
    assert (entry["operation"], entry["outcome"], entry["reason"]) == (
        "addPolicyRule",
        "ACCEPTED",
        "试行",
    )
    assert '"policy_version"' in entry["changes"]
    assert '"policy_rule"' in entry["changes"]


async def test_officers_read_the_words_of_rules(reading_bureau):
    text = """
    query($after: String!) { policyDomain(prefix: "core:Enterprise", after: $after, first: 2) {
      totalCount actions scopes effects resources { name kind actions personal maskable }
    } }
    """
    security = reading_bureau.as_tier("security")
    page = (await security.ask(text, after=""))["policyDomain"]
    assert page["effects"] == ["allow", "deny", "mask"]
    assert page["resources"][0] == {
        "name": "core:Enterprise",
        "kind": "record",
        "actions": ["create", "read"],
        "personal": False,
        "maskable": False,
    }
    last = page["resources"][-1]["name"]
    more = (await security.ask(text, after=last))["policyDomain"]
    assert more["totalCount"] == page["totalCount"] > 4
    assert more["resources"][0]["name"] > last


async def test_everybody_reads_the_roles(reading_bureau):
    found = await reading_bureau.as_tier("public").ask("{ roles { name tier chinese english } }")
    assert len(found["roles"]) == 33
    assert {
        "name": "town.leader",
        "tier": "TOWN",
        "chinese": "镇街分管领导",
        "english": "Town leader in charge",
    } in found["roles"]


async def _seen(caller):
    """What introspection tells about enterprises: names, or None for a type that is not there."""
    found = await caller.ask(FIELDS)
    lists = ("fields", "inputFields", "enumValues", "possibleTypes")
    return {
        part: type_ and {e["name"] for key in lists for e in type_.get(key) or ()}
        for part, type_ in found.items()
    }


async def _found(caller):
    """The types of what a search for the samples finds; none where there is no search."""
    answer = (await caller.post('{ search(text: "样本") { __typename } }')).json()
    return {hit["__typename"] for hit in (answer.get("data") or {"search": ()})["search"]}


async def _remove(bureau, role, resource, action):
    """Remove the one rule of these words."""
    security = bureau.as_tier("security")
    words = {"role": role, "resource": resource, "action": action}
    where = {name: {"eq": word} for name, word in words.items()}
    (rule,) = (await security.ask(RULES, where=where))["policyRules"]["nodes"]
    removed = await security.run(
        "removePolicyRule",
        "policyRule { inForce } policyVersion { number }",
        id=rule["id"],
        reason="试行",
    )
    assert removed["userErrors"] == []
    assert removed["policyRule"] == {"inForce": False}
    return removed
