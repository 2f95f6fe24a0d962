"""The second signature, and what it brings: the draft comes into force, at once or at its time.

Everything is checked again under the lock that orders all changes of the policy, so that what comes
into force is what was signed, on top of the version that it was made for.
"""

import datetime as dt
from typing import Final

from sqlalchemy import select

from core.errors import Conflict, Denied, InvalidInput
from core.policy.compiler import digest_of
from core.policy.drafts import (
    ChangeKind,
    DraftState,
    FindingKind,
    PolicyDraft,
    changes_of_draft,
)
from core.policy.live import TOPIC
from core.policy.merging import look_again, open_proposals, said
from core.policy.models import PolicyRule, PolicyVersion, ProposalState
from core.policy.problems import INVARIANT_BROKEN, JUDGE_DISAGREES, TEXT, refused
from core.policy.rules import DecisionTable
from core.policy.stored import rows_in_force, rules_in_force, wait_for_turn
from core.policy.vocabulary import Action
from core.store.freshness import bump
from core.store.unit import UnitOfWork
from core.workbench.bench import Workbench, examined, in_force
from core.workbench.examination import Examination, Proposed
from core.workbench.proposing import outdated

CASE_BROKEN: Final = "POLICY_CASE_BROKEN"
CODES: Final = {
    FindingKind.LINT: TEXT,
    FindingKind.INVARIANT: INVARIANT_BROKEN,
    FindingKind.CASE: CASE_BROKEN,
    FindingKind.JUDGE: JUDGE_DISAGREES,
}
Activated = tuple[DecisionTable, int]
"""The table to put in force after the commit, and the new version of the freshness topic."""


async def sign(
    work: UnitOfWork, bench: Workbench, draft_id: int, at: dt.datetime | None = None
) -> Activated | None:
    """Sign somebody else's draft: it comes into force now, or `at` a time (then None).

    Raises Denied for one's own (where two signatures are needed), Conflict for one that is decided
    or outdated, PolicyError with everything that is wrong with it.
    """
    await wait_for_turn(work.session)
    draft = await work.fetch(PolicyDraft, draft_id, Action.SIGN)
    if draft.state is DraftState.OUTDATED:
        raise outdated()
    if draft.state is not DraftState.DRAFT:
        raise Conflict("该草案已有结论。", "The draft is decided already.", field="id")
    _require_somebody_else(work, bench, draft)
    now, actor = work.clock.now(), work.access.actor
    if at is not None and at <= now:
        raise InvalidInput("生效时间须在将来。", "The time must lie in the future.", field="at")
    draft.signed_by, draft.signer, draft.signed_at = actor.account_id, actor.username, now
    draft.activate_at = at
    proposed, examination = await _checked(work, bench, draft)
    if at is not None:
        draft.state = DraftState.SCHEDULED
        await work.session.flush()
        return None
    return await _put_in_force(work, draft, proposed, examination)


async def activate_signed(work: UnitOfWork, bench: Workbench, draft_id: int) -> Activated:
    """Put a signed draft into force, its time having come. Raises as `sign` does."""
    await wait_for_turn(work.session)
    draft = await work.fetch(PolicyDraft, draft_id, Action.SIGN)
    if draft.state is not DraftState.SCHEDULED:
        raise outdated()
    proposed, examination = await _checked(work, bench, draft)
    return await _put_in_force(work, draft, proposed, examination)


def _require_somebody_else(work: UnitOfWork, bench: Workbench, draft: PolicyDraft) -> None:
    if bench.signatures > 1 and draft.proposed_by == work.access.actor.account_id:
        raise Denied(
            "草案须由另一名安全管理员签署，提出人不能自己签署。",
            "Another security officer must sign; nobody signs a draft of their own.",
            code="OWN_DRAFT",
        )


async def _checked(
    work: UnitOfWork, bench: Workbench, draft: PolicyDraft
) -> tuple[Proposed, Examination]:
    current = await in_force(work.session, bench)
    if current.version != draft.base:
        raise outdated()
    changes = await changes_of_draft(work.session, draft.id)
    proposed, examination = await examined(work.session, bench, current, changes)
    faults = [finding for finding in examination.findings if finding.fault]
    if faults:
        raise refused([finding.message for finding in faults], CODES[faults[0].kind])
    return proposed, examination


async def _put_in_force(
    work: UnitOfWork, draft: PolicyDraft, proposed: Proposed, examination: Examination
) -> Activated:
    """Store the next version, decide everything that hangs on it, and tell all workers."""
    table, version = examination.table, draft.base + 1
    assert table is not None, "without faults there is a table"  # noqa: S101
    now = work.clock.now()
    entry = PolicyVersion(
        id=version,
        created_at=now,
        created_by=draft.proposed_by,
        reason=draft.reason,
        digest=digest_of(proposed.rules),
    )
    await work.entail(entry, PolicyDraft, Action.SIGN)
    held = {row.as_rule().row: row for row in await rows_in_force(work.session)}
    for change in await changes_of_draft(work.session, draft.id):
        row = held.get(change.as_rule().row)
        if change.kind is ChangeKind.REMOVE and row is not None:
            await work.entail(row, PolicyDraft, Action.SIGN)
            row.removed_in = version
        else:
            await work.entail(PolicyRule.of(change.as_rule(), version), PolicyDraft, Action.SIGN)
    draft.state, draft.became, draft.closed_at = DraftState.ACTIVE, version, now
    await _outdate_others(work, draft)
    await _settle_proposals(work, draft)
    await work.session.flush()
    return table, await bump(work.session, TOPIC)


async def _outdate_others(work: UnitOfWork, draft: PolicyDraft) -> None:
    """What was made for the former version waits to be brought up to date, and signed anew."""
    waiting = (DraftState.DRAFT, DraftState.SCHEDULED)
    others = select(PolicyDraft.id).where(
        PolicyDraft.state.in_(waiting), PolicyDraft.id != draft.id
    )
    for key in (await work.session.scalars(others.order_by(PolicyDraft.id))).all():
        other = await work.fetch(PolicyDraft, key, Action.SIGN)
        other.state = DraftState.OUTDATED
        other.signed_by = other.signer = other.signed_at = other.activate_at = None


async def _settle_proposals(work: UnitOfWork, draft: PolicyDraft) -> None:
    """Proposals that the draft took over are accepted; the others are compared anew."""
    now, held = work.clock.now(), said(rule.row for rule in await rules_in_force(work.session))
    for proposal in await open_proposals(work.session):
        await work.entail(proposal, PolicyDraft, Action.SIGN)
        if proposal.draft_id == draft.id:
            proposal.state, proposal.decided_at = ProposalState.ACCEPTED, now
            proposal.decided_by = work.access.actor.account_id
        else:
            look_again(proposal, held, now)
