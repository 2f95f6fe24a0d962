"""What keeps the policy, over GraphQL: new defaults, files, cases, and how many must sign."""

from core.workbench.cases import load_cases
from schema.defaults import default_files
from tests.fixtures.policy import PROPOSER, SIGNER, edit_policy, propose, sign
from tests.schema.shared.people import codes, everything

CLERK = "branch-data-clerk"
NAME_HIDDEN = "branch.data_clerk,core:Enterprise.name,read,all,deny"
KINDS = "branch.data_clerk,licensing:LicenceType,read,all,allow"
PHONE = "branch.data_clerk,core:Enterprise.phone,read,all,allow"
FILES = "{ policyFiles { plugin text } }"
FIELDS = '{ __type(name: "Enterprise") { fields { name } } }'


async def test_new_defaults_are_taken_over_or_left_rule_by_rule(bureau):
    await bureau.rows(
        "insert into policy_proposal (role, resource, action, old_default, in_force, new_default,"
        " conflict, origin, created_at, state) select 'branch.data_clerk',"
        " 'core:Enterprise.' || f, 'read', '{}', '{}', '{deny all}', false,"
        " 'policies/core.csv:9', now(), 'OPEN' from unnest(array['name', 'address']) f"
    )
    officer, signer = bureau.as_user(PROPOSER), bureau.as_user(SIGNER)
    waiting = "{ policyProposals(where: {state: {eq: OPEN}}) { nodes { id draft { id } } } }"
    found = (await officer.ask(waiting))["policyProposals"]["nodes"]
    name, address = (each["id"] for each in found)
    fields = "policyDraft { id kind changes { origin } }"
    adopted = await officer.run("adoptPolicyDefaults", fields, ids=[name], reason="新版")
    draft = adopted["policyDraft"]
    assert (draft["kind"], draft["changes"]) == ("DEFAULTS", [{"origin": "policies/core.csv:9"}])
    taken = await officer.do("adoptPolicyDefaults", ids=[name], reason="再次")
    assert codes(taken) == ["CONFLICT"]
    dismissed = await officer.run("dismissPolicyProposal", "policyProposal { state }", id=address)
    assert dismissed == {"userErrors": [], "policyProposal": {"state": "DISMISSED"}}
    assert codes(await officer.do("rejectPolicy", id=draft["id"], reason="缓")) == []
    (free,) = (await officer.ask(waiting))["policyProposals"]["nodes"]
    assert free == {"id": name, "draft": None}
    again = await officer.run("adoptPolicyDefaults", fields, plugin="core", reason="全部")
    assert codes(await sign(signer, again["policyDraft"]["id"])) == []
    seen = {f["name"] for f in (await bureau.as_user(CLERK).ask(FIELDS))["__type"]["fields"]}
    assert "name" not in seen
    assert "address" in seen
    assert (await officer.ask(waiting))["policyProposals"]["nodes"] == []


async def test_the_policy_goes_out_as_files_and_comes_back_byte_for_byte(bureau):
    """A file of a plugin; the core's, longer than a request, comes back by the command line."""
    officer, signer = bureau.as_user(PROPOSER), bureau.as_user(SIGNER)

    async def files():
        found = (await officer.ask(FILES))["policyFiles"]
        return {file["plugin"]: file["text"] for file in found}

    async def brought_in(text):
        given = {"files": [{"plugin": "licensing", "text": text}], "reason": "导入"}
        done = await officer.run("importPolicy", "policyDraft { id kind }", **given)
        assert done["policyDraft"]["kind"] == "IMPORT"
        assert codes(await sign(signer, done["policyDraft"]["id"])) == []

    shipped = await files()
    assert shipped == default_files(bureau.application.plugins)
    given = [{"plugin": "licensing", "text": shipped["licensing"]}]
    unchanged = await officer.do("importPolicy", files=given, reason="原样")
    assert codes(unchanged) == ["INVALID_INPUT"]
    await edit_policy(bureau, [KINDS.replace("allow", "deny")], [KINDS])
    edited = await files()
    licensing, lines = edited["licensing"], shipped["licensing"].splitlines()
    assert licensing.endswith(f"\n{KINDS.replace('allow', 'deny')}\n")
    assert licensing.splitlines()[: len(lines) - 1] == [x for x in lines if x != KINDS]
    await brought_in(shipped["licensing"])
    assert await files() == shipped
    await brought_in(licensing)
    assert await files() == edited


async def test_files_that_say_nothing_or_too_much_are_refused(bureau):
    officer = bureau.as_user(PROPOSER)
    before = await everything(bureau)
    head = "role,resource,action,scope,effect\n"
    for text in ("", head + NAME_HIDDEN.replace(",", "，"), head + f"{PHONE}\n{PHONE}\n"):
        files = [{"plugin": "core", "text": text}]
        refused = await officer.do("importPolicy", files=files, reason="x")
        assert set(codes(refused)) == {"POLICY"}
    strange = [{"plugin": "licensing", "text": head + PHONE}]
    assert codes(await officer.do("importPolicy", files=strange, reason="x")) == ["POLICY"]
    assert await everything(bureau) == before


async def test_cases_are_shipped_and_added_live(bureau):
    officer = bureau.as_user(PROPOSER)
    shipped = "{ regressionCases(first: 50, where: {held: {eq: true}}) { nodes { id chinese } } }"
    known = (await bureau.as_tier("audit").ask(shipped))["regressionCases"]["nodes"]
    assert len(known) == len(load_cases())
    case = {"who": "branch.data_clerk", "resource": "core:Enterprise.name", "action": "read"}
    told = {"expected": "ALLOW", "chinese": "数据管理员看得到企业名称。"}
    added = await officer.run("addRegressionCase", "regressionCase { id }", **case, **told)
    assert codes(added) == []
    key = await propose(officer, [NAME_HIDDEN])
    assert codes(await sign(bureau.as_user(SIGNER), key)) == ["POLICY_CASE_BROKEN"]
    held = added["regressionCase"]["id"]
    assert codes(await officer.do("retireRegressionCase", id=held, reason="x")) == ["CONFLICT"]
    other = bureau.as_user(SIGNER)
    assert codes(await other.do("retireRegressionCase", id=held, reason="x")) == []
    assert codes(await sign(other, key)) == []


async def test_the_page_says_how_many_must_agree(reading_bureau):
    text = "{ policyStatus { version signatures securityOfficers } }"
    found = await reading_bureau.as_tier("security").ask(text)
    assert found["policyStatus"] == {"version": 1, "signatures": 2, "securityOfficers": 2}
