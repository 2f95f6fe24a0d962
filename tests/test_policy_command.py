"""The policy by the command line: out as files, back in as a draft in an officer's name."""

import pytest

from core.clock import business_date
from core.commands.impact import tell
from core.commands.policy import files_of, propose_files
from core.errors import Denied, NotFound
from core.serving import Ground
from schema.defaults import default_files
from schema.ids import global_id
from tests.fixtures.policy import PROPOSER, SIGNER, edit_policy, propose, sign
from tests.schema.shared.people import codes

HIDDEN = "branch.data_clerk,core:Enterprise.name,read,all,deny"


@pytest.fixture
def ground(bureau):
    known = bureau.application
    return Ground(known.settings, bureau.endpoints, known.plugins, bureau.clock)


async def test_the_whole_policy_goes_out_and_comes_back_byte_for_byte(bureau, ground):
    shipped = await files_of(ground)
    assert shipped == default_files(bureau.application.plugins)
    await edit_policy(bureau, [HIDDEN])
    edited = await files_of(ground)
    assert edited["core"].endswith(f"\n{HIDDEN}\n")
    for files in (shipped, edited):
        draft = await propose_files(ground, files, PROPOSER, "导入")
        assert (draft.faults, draft.proposer) == (0, PROPOSER)
        done = await sign(bureau.as_user(SIGNER), global_id("PolicyDraft", draft.id))
        assert codes(done) == []
        assert await files_of(ground) == files
    entries = await bureau.rows("select * from ledger_entry where operation = 'importPolicy'")
    assert [(e["username"], e["reason"]) for e in entries] == [(PROPOSER, "导入")] * 2


async def test_whoever_imports_does_not_sign(bureau, ground):
    files = {"core": (await files_of(ground))["core"] + HIDDEN + "\n"}
    draft = await propose_files(ground, files, PROPOSER, "导入")
    refused = await sign(bureau.as_user(PROPOSER), global_id("PolicyDraft", draft.id))
    assert codes(refused) == ["OWN_DRAFT"]


async def test_only_a_security_officer_proposes(ground):
    files = {"core": (await files_of(ground))["core"] + HIDDEN + "\n"}
    with pytest.raises(NotFound):
        await propose_files(ground, files, "nobody-at-all", "导入")
    with pytest.raises(Denied):
        await propose_files(ground, files, "officer-audit", "导入")


async def test_the_impact_of_a_draft_is_told_as_the_page_tells_it(bureau):
    """The same sentences as `policyImpact`; nothing of a draft that is not there."""
    application, said = bureau.application, []
    officer = bureau.as_user(PROPOSER)
    row = "town.quality_officer,core:Enterprise,read,divisions,allow"
    draft = await propose(officer, [], [row])

    async def told(key):
        today = business_date(bureau.clock)
        await tell(application.assembly, application.store, key, today, said.append)

    await told(draft)
    asked = """query ($draft: ID!) { policyImpact(draft: $draft) {
      text schemas { text } rows { text } documents { text } } }"""
    shown = (await officer.ask(asked, draft=draft))["policyImpact"]
    lines = [line.strip() for line in said]
    assert lines[0] == shown["text"].splitlines()[0]
    for part in (*shown["schemas"], *shown["rows"], *shown["documents"]):
        assert any(line.startswith(part["text"].splitlines()[0]) for line in lines), part
    assert any(line.startswith("- ") for line in lines), "what the schema loses"
    with pytest.raises(NotFound):
        await told(global_id("PolicyDraft", 999_999))
