"""Drafts in a real database: examined at once, signed by another, in force whole or not at all."""

import asyncio
import dataclasses
import datetime as dt

import pytest
from sqlalchemy import update

from core.errors import Conflict, Denied, InvalidInput, NotFound, PolicyError
from core.policy import drafts as m
from core.policy.models import PolicyVersion
from core.policy.rules import Rule
from core.policy.service import history
from core.policy.vocabulary import Effect
from core.workbench import proposing
from core.workbench.signing import sign
from tests.core.workbench.conftest import (
    DEFAULTS,
    FIRST,
    HIDE,
    KNOWN,
    SECOND,
    TABLE,
    Office,
    added,
    removed,
)

CLERK = Rule("branch.data_clerk", "core:Organisation", "read", "all", "deny")


async def test_a_draft_changes_nothing_and_says_what_it_would(office):
    before = await office.in_force()
    key = await office.propose(added(HIDE), " 试点期间不显示 ")
    draft = await office.draft(key)
    assert (draft.state, draft.base, draft.reason) == (m.DraftState.DRAFT, 1, "试点期间不显示")
    assert (draft.proposer, draft.faults, draft.lost, draft.widened) == ("security31", 0, 1, 0)
    (difference,) = await office.of_draft(m.PolicyDraftDifference, key)
    assert difference.message.startswith("镇街分管领导将不能再查看")
    assert "Town leader in charge will no longer read" in difference.message
    assert await office.in_force() == before


async def test_another_officer_signs_and_the_version_tells_why_and_who(office):
    table = await office.edit(added(HIDE), "试点")
    assert table.version == 2
    assert table.cell("town.leader", HIDE.resource, "read").effect is Effect.DENY
    async with office.store.system() as session:
        newest, oldest = await history(session)
        assert (newest.version.reason, newest.version.created_by) == ("试点", FIRST)
        assert [(str(r), r.origin) for r in newest.added] == [(str(HIDE), "security31")]
        assert len(oldest.added) == len(DEFAULTS)
    draft = await office.draft(1)
    assert (draft.state, draft.became, draft.signer) == (m.DraftState.ACTIVE, 2, "security32")


async def test_nobody_signs_a_draft_of_their_own(office):
    key = await office.propose(added(HIDE))
    before = await office.everything()
    with pytest.raises(Denied) as caught:
        await office.sign(key, by=FIRST)
    assert caught.value.stable_code == "OWN_DRAFT"
    assert await office.everything() == before


async def test_one_officer_acts_alone_where_the_bureau_says_so(office):
    alone = Office(office.store, signatures=1)
    table, _ = await alone.sign(await alone.propose(added(HIDE)), by=FIRST)
    assert table.version == 2


async def test_a_second_officer_does_not_slip_changes_into_what_they_sign(office):
    key = await office.propose(added(HIDE))
    with pytest.raises(Denied):
        await office.do(proposing.amend, key, added(CLERK), by=SECOND)
    await office.do(proposing.amend, key, [*added(CLERK), *removed(HIDE)])
    changes = await office.of_draft(m.PolicyDraftChange, key)
    assert [change.as_rule().row for change in changes] == [CLERK.row]
    table, _ = await office.sign(key)
    assert table.cell("town.leader", HIDE.resource, "read") is None


FAULTS = {
    "a typo": (added(dataclasses.replace(HIDE, role="town.ledaer")), m.FindingKind.LINT, "POLICY"),
    "a duplicate": (added(KNOWN), m.FindingKind.LINT, "POLICY"),
    "a row that is not there": (removed(HIDE), m.FindingKind.LINT, "POLICY"),
    "a plugin that is not loaded": (
        added(Rule("town.leader", "lifts:Lift", "read", "all", "allow")),
        m.FindingKind.LINT,
        "POLICY",
    ),
    "an invariant": (
        added(Rule("public", "core:Enterprise", "read", "all", "allow")),
        m.FindingKind.INVARIANT,
        "POLICY_INVARIANT_BROKEN",
    ),
    "a lock-out": (
        added(Rule("officer.security", "core:PolicyDraft", "sign", "all", "deny")),
        m.FindingKind.INVARIANT,
        "POLICY_INVARIANT_BROKEN",
    ),
    "a case": (
        removed(Rule("enterprise.clerk", "core:Message", "read", "assigned", "allow")),
        m.FindingKind.CASE,
        "POLICY_CASE_BROKEN",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_faulty_draft_is_kept_and_cannot_be_signed(office, fault):
    wanted, kind, code = FAULTS[fault]
    key = await office.propose(wanted)
    found = [f for f in await office.of_draft(m.PolicyDraftFinding, key) if f.fault]
    assert found[0].kind is kind
    assert (await office.draft(key)).faults == len(found)
    before = await office.everything()
    with pytest.raises(PolicyError) as caught:
        await office.sign(key)
    assert caught.value.stable_code == code
    assert await office.everything() == before


async def test_what_others_decide_makes_a_draft_outdated_and_it_is_rebased(office):
    one, two = (
        await office.propose(added(HIDE)),
        await office.propose([*added(CLERK), *added(HIDE)]),
    )
    await office.sign(one)
    assert (await office.draft(two)).state is m.DraftState.OUTDATED
    with pytest.raises(Conflict) as caught:
        await office.sign(two)
    assert caught.value.stable_code == "DRAFT_OUTDATED"
    await office.do(proposing.rebase, two)
    draft = await office.draft(two)
    assert (draft.state, draft.base, draft.faults) == (m.DraftState.DRAFT, 2, 0)
    changes = await office.of_draft(m.PolicyDraftChange, two)
    assert [change.as_rule().row for change in changes] == [CLERK.row]
    table, _ = await office.sign(two)
    assert table.version == 3
    with pytest.raises(Conflict):
        await office.do(proposing.rebase, two)


async def test_a_rebased_draft_of_which_nothing_is_left_stays_outdated(office):
    one, two = await office.propose(added(HIDE)), await office.propose(added(HIDE))
    await office.sign(one)
    with pytest.raises(InvalidInput):
        await office.do(proposing.rebase, two)
    await office.close(two, m.DraftState.REJECTED)
    assert (await office.draft(two)).state is m.DraftState.REJECTED


async def test_a_draft_is_rejected_or_withdrawn_once_with_a_reason(office):
    key = await office.propose(added(HIDE))
    with pytest.raises(InvalidInput):
        await office.close(key, m.DraftState.REJECTED, " ")
    with pytest.raises(Denied):
        await office.close(key, m.DraftState.WITHDRAWN, by=SECOND)
    await office.close(key, m.DraftState.WITHDRAWN, "再想想", by=FIRST)
    draft = await office.draft(key)
    assert (draft.state, draft.closing_reason) == (m.DraftState.WITHDRAWN, "再想想")
    with pytest.raises(Conflict):
        await office.sign(key)
    with pytest.raises(Conflict):
        await office.close(key, m.DraftState.REJECTED)


async def test_rolling_back_is_a_draft_too(office):
    await office.edit(added(HIDE))
    await office.edit(removed(KNOWN))
    key = (await office.do(proposing.roll_back, 1, "回到默认")).id
    table, _ = await office.sign(key)
    assert (table.version, table.digest) == (4, TABLE.digest)
    assert dict(table.cells) == dict(TABLE.cells)
    with pytest.raises(NotFound):
        await office.do(proposing.roll_back, 99, "没有的版本")
    with pytest.raises(InvalidInput):
        await office.do(proposing.roll_back, 1, "已是如此")


async def test_a_row_may_come_back(office):
    await office.edit(removed(KNOWN))
    table = await office.edit(added(KNOWN))
    assert (table.version, table.digest) == (3, TABLE.digest)


@pytest.mark.parametrize("wanted", [[], [*added(HIDE), *removed(HIDE)]])
async def test_a_draft_of_nothing_is_refused(office, wanted):
    before = await office.everything()
    with pytest.raises(InvalidInput):
        await office.propose(wanted)
    assert await office.everything() == before


@pytest.mark.parametrize("role", ["officer.system", "officer.audit", "branch.data_clerk", "public"])
async def test_nobody_else_proposes_or_signs(office, role):
    key = await office.propose(added(HIDE))
    before = await office.everything()
    with pytest.raises(Denied):
        await office.do(proposing.propose, added(HIDE), "越权", role=role)
    with pytest.raises(Denied):
        await office.do(sign, key, role=role)
    assert await office.everything() == before


async def test_of_two_signatures_at_once_one_wins_and_the_other_is_told(office):
    keys = [await office.propose(added(HIDE)), await office.propose(removed(KNOWN))]
    done = await asyncio.gather(*map(office.sign, keys), return_exceptions=True)
    (lost,) = (each for each in done if isinstance(each, Exception))
    assert lost.stable_code == "DRAFT_OUTDATED"
    assert (await office.in_force()).version == 2


async def test_everything_written_is_among_the_changes_of_its_work(office):
    key = await office.propose(added(HIDE))
    async with office.store.writing(office.access(SECOND)) as work:
        await sign(work, office.bench, key)
        assert {change.table for change in work.changes} == {
            "policy_draft",
            "policy_version",
            "policy_rule",
        }


async def test_a_signature_for_later_waits_and_is_void_when_another_comes_first(office):
    at = office.store.clock.now() + dt.timedelta(days=2)
    key = await office.propose(added(HIDE))
    assert await office.sign(key, at) is None
    draft = await office.draft(key)
    assert (draft.state, draft.activate_at) == (m.DraftState.SCHEDULED, at)
    assert (await office.in_force()).version == 1
    await office.edit(removed(KNOWN))
    draft = await office.draft(key)
    assert (draft.state, draft.signer, draft.activate_at) == (m.DraftState.OUTDATED, None, None)
    with pytest.raises(InvalidInput):
        await office.sign(await office.propose(added(CLERK)), office.store.clock.now())


async def test_a_storage_that_fails_leaves_nothing(office, monkeypatch):
    """The last statement of the transaction fails: no version, no row, the draft as it was."""
    key = await office.propose(added(HIDE))
    before = await office.everything()

    async def broken(*_):
        raise OSError("disk full")

    monkeypatch.setattr("core.workbench.signing.bump", broken)
    with pytest.raises(OSError, match="disk full"):
        await office.sign(key)
    assert await office.everything() == before


async def test_a_version_stored_behind_the_draft_is_noticed(office):
    """A base that is not the newest version never comes into force, whatever its state says."""
    one, two = await office.propose(added(HIDE)), await office.propose(added(CLERK))
    await office.sign(one)
    async with office.store.system() as session:
        changed = update(m.PolicyDraft).where(m.PolicyDraft.id == two)
        await session.execute(changed.values(state=m.DraftState.DRAFT))
    with pytest.raises(Conflict):
        await office.sign(two)
    async with office.store.system() as session:
        assert await session.get(PolicyVersion, 3) is None
