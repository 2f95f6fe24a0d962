"""The security officer edits the policy over GraphQL: the schema of a role follows at once."""

import pytest

from tests.fixtures.policy import PROPOSER, SIGNER, edit_policy, propose, row, sign
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
NAME_HIDDEN = "branch.data_clerk,core:Enterprise.name,read,all,deny"
ENTERPRISES = "branch.data_clerk,core:Enterprise,read,all,allow"
PHONE = "branch.data_clerk,core:Enterprise.phone,read,all,allow"
RULES = """
query($where: PolicyRuleWhere) { policyRules(where: $where) { nodes { id role } } }
"""
DRAFT = """
query($id: ID!) { node(id: $id) { ... on PolicyDraft {
  state reason proposer sound lost widened base { number } changes { resource }
  differences { message } findings { kind fault message }
} } }
"""


async def test_a_removed_rule_takes_the_field_from_everywhere_and_it_returns(bureau):
    clerk = bureau.as_user(CLERK)
    before, others = await _seen(clerk), await _seen(bureau.as_tier("branch"))
    assert "Enterprise" in before["hit"]
    assert "Enterprise" in await _found(clerk)
    assert "enterprises" in before["query"]
    assert await edit_policy(bureau, remove=[ENTERPRISES]) == 2
    after = await _seen(clerk)
    assert (after["enterprise"], after["where"], after["order"]) == (None, None, None)
    assert "Enterprise" not in (after["hit"] or ())
    assert {"enterprises", "enterprise", "sites"} & after["query"] == {"sites"}
    assert "Enterprise" not in await _found(clerk)
    assert await _seen(bureau.as_tier("branch")) == others
    assert await edit_policy(bureau, [ENTERPRISES]) == 3
    assert await _seen(clerk) == before


async def test_schemas_of_late_callers_are_built_before_the_new_policy_serves(bureau):
    clerk = bureau.as_user(CLERK)
    await clerk.ask(FIELDS)
    await edit_policy(bureau, remove=[ENTERPRISES])
    built = bureau.application.views.built
    assert "enterprises" not in (await _seen(clerk))["query"]
    assert bureau.application.views.built == built


async def test_a_personal_field_hangs_on_its_own_rule(bureau):
    clerk = bureau.as_user(CLERK)
    assert {"phone"} <= (await _seen(clerk))["enterprise"] & (await _seen(clerk))["where"]
    await edit_policy(bureau, remove=[PHONE])
    after = await _seen(clerk)
    assert "phone" not in after["enterprise"] | after["where"]
    assert "legalRepresentative" in after["enterprise"]


async def test_a_denied_field_leaves_output_filter_and_order_and_comes_back(bureau):
    clerk = bureau.as_user(CLERK)
    before = await _seen(clerk)
    assert "NAME_ASC" in before["order"]
    await edit_policy(bureau, [NAME_HIDDEN])
    after = await _seen(clerk)
    assert "name" not in after["enterprise"] | after["where"]
    assert not {"NAME_ASC", "NAME_DESC"} & (after["order"] or set())
    asked = await clerk.errors("{ enterprises { nodes { name } } }")
    assert [error["extensions"]["code"] for error in asked] == ["INVALID_DOCUMENT"]
    await edit_policy(bureau, remove=[NAME_HIDDEN])
    assert await _seen(clerk) == before


async def test_a_draft_shows_what_it_would_change_and_changes_nothing(bureau):
    before = await _seen(bureau.as_user(CLERK))
    officer = bureau.as_user(PROPOSER)
    key = await propose(officer, [NAME_HIDDEN], reason="试点")
    found = (await bureau.as_tier("audit").ask(DRAFT, id=key))["node"]
    assert found["state"] == "DRAFT"
    assert (found["reason"], found["proposer"], found["sound"]) == ("试点", PROPOSER, True)
    assert (found["base"], found["lost"], found["widened"]) == ({"number": 1}, 1, 0)
    assert [c["resource"] for c in found["changes"]] == ["core:Enterprise.name"]
    (difference,) = found["differences"]
    assert difference["message"].startswith(
        "数据管理员将不能再查看“企业·名称”（core:Enterprise.name）"
    )
    assert (await _seen(bureau.as_user(CLERK)), bureau.application.live.version) == (before, 1)


async def test_nobody_signs_alone(bureau):
    officer = bureau.as_user(PROPOSER)
    key = await propose(officer, [NAME_HIDDEN])
    before = await everything(bureau)
    refused = await sign(officer, key)
    assert codes(refused) == ["OWN_DRAFT"]
    assert (refused["policyDraft"], refused["policyVersion"]) == (None, None)
    assert await everything(bureau) == before
    assert (await ledger(bureau))[-1] == ("signPolicy", "REFUSED", "OWN_DRAFT", PROPOSER)
    assert codes(await sign(bureau.as_user(SIGNER), key)) == []


async def test_the_forms_of_the_desk_add_to_a_draft_rule_by_rule(bureau):
    officer = bureau.as_user(PROPOSER)
    first = await officer.run(
        "addPolicyRule", "policyDraft { id }", **row(NAME_HIDDEN), reason="一"
    )
    key = first["policyDraft"]["id"]
    rules = await officer.ask(RULES, where={"resource": {"eq": "core:Enterprise.phone"}})
    phone = next(r["id"] for r in rules["policyRules"]["nodes"] if r["role"] == "branch.data_clerk")
    done = await officer.run(
        "removePolicyRule", "policyDraft { changes { kind resource } }", id=phone, draftId=key
    )
    assert [c["kind"] for c in done["policyDraft"]["changes"]] == ["ADD", "REMOVE"]
    other = bureau.as_user(SIGNER)
    assert codes(await other.do("removePolicyRule", id=phone, draftId=key)) == ["DENIED"]
    assert codes(await sign(other, key)) == []
    again = await officer.do("removePolicyRule", id=phone, reason="再次")
    assert codes(again) == ["INVALID_INPUT"]


async def test_the_history_tells_what_was_changed_why_and_by_whom(bureau):
    await edit_policy(bureau, [NAME_HIDDEN], reason="试行")
    await edit_policy(bureau, remove=[NAME_HIDDEN], reason="结束")
    history = await bureau.as_tier("audit").ask(
        "{ policyVersions(first: 2) { nodes { number reason added { origin } removed { origin }"
        " drafts { proposer signer } } } }"
    )
    row = {"origin": PROPOSER}
    drafts = [{"proposer": PROPOSER, "signer": SIGNER}]
    assert history["policyVersions"]["nodes"] == [
        {"number": 3, "reason": "结束", "added": [], "removed": [row], "drafts": drafts},
        {"number": 2, "reason": "试行", "added": [row], "removed": [], "drafts": drafts},
    ]


async def test_an_earlier_version_is_brought_back_by_two(bureau):
    clerk, officer = bureau.as_user(CLERK), bureau.as_user(PROPOSER)
    before = await _seen(clerk)
    await edit_policy(bureau, [NAME_HIDDEN])
    assert await _seen(clerk) != before
    back = await officer.run("rollBackPolicy", "policyDraft { id kind }", number=1, reason="原样")
    assert back["policyDraft"]["kind"] == "ROLLBACK"
    done = await sign(bureau.as_user(SIGNER), back["policyDraft"]["id"])
    assert done["policyVersion"] == {"number": 3}
    assert await _seen(clerk) == before
    assert codes(await officer.do("rollBackPolicy", number=99, reason="x")) == ["NOT_FOUND"]


WRONG = {
    "three unknown words": ("town.mayor,core:Enterprise.name,steal,all,Deny", "POLICY", 3),
    "an invariant": ("public,core:Enterprise.phone,read,all,mask", "POLICY_INVARIANT_BROKEN", 1),
    "twice the same": (ENTERPRISES, "POLICY", 1),
    "taking the own right to edit": (
        "officer.security,core:PolicyDraft,create,all,deny",
        "POLICY_INVARIANT_BROKEN",
        1,
    ),
    "a case": ("enterprise.clerk,core:Message,read,all,deny", "POLICY_CASE_BROKEN", 1),
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_a_faulty_draft_is_shown_with_every_fault_and_cannot_be_signed(bureau, wrong):
    text, code, number = WRONG[wrong]
    key = await propose(bureau.as_user(PROPOSER), [text])
    found = (await bureau.as_tier("security").ask(DRAFT, id=key))["node"]
    assert not found["sound"]
    assert sum(f["fault"] for f in found["findings"]) >= number
    before, seen = await everything(bureau), await _seen(bureau.as_user(CLERK))
    refused = await sign(bureau.as_user(SIGNER), key)
    assert set(codes(refused)) == {code}
    assert len(refused["userErrors"]) >= number
    assert await everything(bureau) == before
    assert bureau.application.live.version == 1
    assert await _seen(bureau.as_user(CLERK)) == seen
    assert (await ledger(bureau))[-1] == ("signPolicy", "REFUSED", code, SIGNER)


async def test_a_signature_is_one_entry_with_its_rows_and_the_version_it_was_given_under(bureau):
    await edit_policy(bureau, [NAME_HIDDEN])
    proposed, signed = await bureau.rows("select * from ledger_entry order by id")
    assert (proposed["operation"], proposed["reason"]) == ("proposePolicy", "试行")
    assert (signed["operation"], signed["outcome"]) == ("signPolicy", "ACCEPTED")
    assert '"policy_version"' in signed["changes"]
    assert '"policy_rule"' in signed["changes"]
    assert (proposed["policy_version"], signed["policy_version"]) == (1, 1)
    await bureau.as_user(PROPOSER).do("rollBackPolicy", number=1, reason="x")
    (later, *_) = await bureau.rows("select * from ledger_entry order by id desc")
    assert later["policy_version"] == 2


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
