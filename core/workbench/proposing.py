"""Drafts come, grow, are brought up to date, and go; nothing here changes the policy in force."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from core.errors import Conflict, Denied, InvalidInput
from core.policy.drafts import (
    OPEN_STATES,
    ChangeKind,
    DraftKind,
    DraftState,
    PolicyDraft,
    PolicyDraftChange,
    changes_of_draft,
)
from core.policy.models import PolicyProposal, ProposalState
from core.policy.rules import Rule
from core.policy.stored import StoredPolicy, rules_of
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from core.workbench.bench import (
    Workbench,
    count,
    examined,
    in_force,
    net,
    require_reason,
    write_examination,
)

MOST_CHANGES = 5_000
Wanted = tuple[ChangeKind, Rule]
"""A row to add or to remove."""


async def propose(
    work: UnitOfWork,
    bench: Workbench,
    wanted: Sequence[Wanted],
    reason: str,
    kind: DraftKind = DraftKind.EDIT,
) -> PolicyDraft:
    """Make a draft and hold it against everything. One with faults is kept, and cannot be signed.

    Raises InvalidInput without a reason or a change, Denied, PolicyError (POLICY_ALTERED).
    """
    work.access.require(work.access.resources[PolicyDraft], Action.CREATE)
    reason, current = require_reason(reason), await in_force(work.session, bench)
    draft = PolicyDraft(
        base=current.version,
        kind=kind,
        state=DraftState.DRAFT,
        reason=reason,
        proposed_by=work.access.actor.account_id,
        proposer=work.access.actor.username,
        proposed_at=work.clock.now(),
    )
    await work.add(draft)
    await _put(work, bench, draft, current, wanted)
    return draft


async def amend(
    work: UnitOfWork, bench: Workbench, draft_id: int, wanted: Sequence[Wanted]
) -> PolicyDraft:
    """Add changes to one's own unsigned draft. Raises Denied for somebody else's, Conflict."""
    draft = await _fetch(work, draft_id, Action.CREATE, (DraftState.DRAFT,))
    if draft.proposed_by != work.access.actor.account_id:
        raise Denied(
            "只能修改自己提出的草案；请驳回它，或另提一份。",
            "You can amend your own drafts only; reject this one, or propose another.",
        )
    before = await _wanted(work, draft)
    await _put(work, bench, draft, await _same_base(work, bench, draft), [*before, *wanted])
    return draft


async def rebase(work: UnitOfWork, bench: Workbench, draft_id: int) -> PolicyDraft:
    """Put an outdated draft on top of the version in force; what is so already, falls away.

    Raises Conflict where it is not outdated, InvalidInput where nothing is left of it.
    """
    draft = await _fetch(work, draft_id, Action.CREATE, (DraftState.OUTDATED,))
    current = await in_force(work.session, bench)
    rows = {rule.row for rule in (*current.rules, *current.dormant)}
    left = [
        (kind, rule)
        for kind, rule in await _wanted(work, draft)
        if (rule.row in rows) is (kind is ChangeKind.REMOVE)
    ]
    draft.base, draft.state = current.version, DraftState.DRAFT
    await _put(work, bench, draft, current, left)
    return draft


async def roll_back(work: UnitOfWork, bench: Workbench, version: int, reason: str) -> PolicyDraft:
    """Propose the rows of an earlier version. Raises NotFound for one that never was."""
    wanted = {rule.row: rule for rule in await rules_of(work.session, version)}
    current = await in_force(work.session, bench)
    held = {rule.row: rule for rule in (*current.rules, *current.dormant)}
    changes = [(ChangeKind.ADD, rule) for row, rule in wanted.items() if row not in held]
    changes += [(ChangeKind.REMOVE, rule) for row, rule in held.items() if row not in wanted]
    return await propose(work, bench, changes, reason, DraftKind.ROLLBACK)


async def close(work: UnitOfWork, draft_id: int, state: DraftState, reason: str) -> PolicyDraft:
    """Reject a draft, or withdraw one's own. Raises Conflict when something came of it, Denied."""
    action = Action.DECIDE if state is DraftState.REJECTED else Action.WITHDRAW
    draft = await _fetch(work, draft_id, action, OPEN_STATES)
    if state is DraftState.WITHDRAWN and draft.proposed_by != work.access.actor.account_id:
        raise Denied(
            "只有提出人可以撤回草案；其他人可以驳回。",
            "Only its proposer withdraws a draft; others reject it.",
        )
    draft.state, draft.closed_at = state, work.clock.now()
    draft.closing_reason = require_reason(reason)
    for proposal in await _adopted(work, draft):
        await work.entail(proposal, PolicyDraft, action)
        proposal.draft_id = None
    await work.session.flush()
    return draft


async def _fetch(
    work: UnitOfWork, draft_id: int, action: Action, states: Sequence[DraftState]
) -> PolicyDraft:
    draft = await work.fetch(PolicyDraft, draft_id, action)
    if draft.state not in states:
        raise Conflict(
            "该草案当前的状态不允许这样做。", "The draft's present state does not allow this.",
            field="id",
        )  # fmt: skip
    return draft


async def _same_base(work: UnitOfWork, bench: Workbench, draft: PolicyDraft) -> StoredPolicy:
    current = await in_force(work.session, bench)
    if current.version != draft.base:
        raise outdated()
    return current


def outdated() -> Conflict:
    """The answer for a draft whose base is no longer in force."""
    return Conflict(
        "策略已有新版本，该草案已过时；请先更新到现行版本。",
        "A newer version is in force; bring the draft up to date first.",
        field="id",
        code="DRAFT_OUTDATED",
    )


async def _wanted(work: UnitOfWork, draft: PolicyDraft) -> list[Wanted]:
    return [(c.kind, c.as_rule()) for c in await changes_of_draft(work.session, draft.id)]


async def _put(
    work: UnitOfWork,
    bench: Workbench,
    draft: PolicyDraft,
    current: StoredPolicy,
    wanted: Sequence[Wanted],
) -> None:
    """Write a draft's changes, replacing what stood there, and examine it."""
    changes = net(wanted)
    if not 0 < len(changes) <= MOST_CHANGES:
        raise InvalidInput(
            f"草案须有 1 至 {MOST_CHANGES} 处改动。",
            f"A draft holds 1 to {MOST_CHANGES} changes; nothing would be different.",
            field="changes",
        )
    for old in await changes_of_draft(work.session, draft.id):
        await work.entail(old, PolicyDraft, Action.CREATE)
        await work.session.delete(old)
    await work.session.flush()
    rows = [_change(work, draft, kind, rule) for kind, rule in changes]
    for row in rows:
        await work.entail(row, PolicyDraft, Action.CREATE)
    _, examination = await examined(work.session, bench, current, rows)
    count(draft, examination)
    await work.session.flush()
    await write_examination(work.session, bench, draft, examination)


def _change(
    work: UnitOfWork, draft: PolicyDraft, kind: ChangeKind, rule: Rule
) -> PolicyDraftChange:
    signed = rule if rule.origin else replace(rule, origin=work.access.actor.username)
    columns = ("role", "resource", "action", "scope", "effect")
    words = dict(zip(columns, signed.row, strict=True))
    return PolicyDraftChange(draft_id=draft.id, kind=kind, origin=signed.origin, **words)


async def _adopted(work: UnitOfWork, draft: PolicyDraft) -> list[PolicyProposal]:
    return list(
        await work.session.scalars(
            select(PolicyProposal).where(
                PolicyProposal.draft_id == draft.id, PolicyProposal.state == ProposalState.OPEN
            )
        )
    )
