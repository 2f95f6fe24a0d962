"""Taking over what newer software proposes, rule by rule, or leaving it."""

from collections.abc import Collection

from core.errors import Conflict, InvalidInput
from core.policy.drafts import ChangeKind, DraftKind, PolicyDraft
from core.policy.merging import open_proposals, plugin_of, rules_said, said
from core.policy.models import PolicyProposal, ProposalState
from core.policy.stored import rules_in_force
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from core.workbench.bench import Workbench
from core.workbench.proposing import Wanted, propose


async def adopt(
    work: UnitOfWork, bench: Workbench, ids: Collection[int], plugin: str, reason: str
) -> PolicyDraft:
    """One draft that makes the chosen things what the new defaults say.

    `ids` are taken with their conflicts; of `plugin` everything without a conflict. Raises
    InvalidInput where nothing is chosen, Conflict where one is decided or in another draft.
    """
    waiting = await open_proposals(work.session)
    free = [p for p in waiting if p.draft_id is None]
    chosen = [
        p
        for p in free
        if p.id in ids or (plugin and plugin_of(p.resource) == plugin and not p.conflict)
    ]
    if missing := set(ids) - {p.id for p in free}:
        raise Conflict(
            "有建议已有决定，或已在另一草案中。",
            f"{len(missing)} of them are decided already, or part of another draft.",
            field="ids",
        )
    if not chosen:
        raise InvalidInput("没有可采纳的建议。", "There is nothing to take over.", field="ids")
    held = said(rule.row for rule in await rules_in_force(work.session))
    wanted = [change for p in chosen for change in _changes(p, held)]
    draft = await propose(work, bench, wanted, reason, DraftKind.DEFAULTS)
    for proposal in chosen:
        await work.entail(proposal, PolicyDraft, Action.CREATE)
        proposal.draft_id = draft.id
    await work.session.flush()
    return draft


async def keep_ours(work: UnitOfWork, proposal_id: int) -> PolicyProposal:
    """Leave a new default out for good. Raises Conflict when it is decided, NotFound."""
    proposal = await work.fetch(PolicyProposal, proposal_id, Action.DECIDE)
    if proposal.state is not ProposalState.OPEN or proposal.draft_id is not None:
        raise Conflict(
            "该建议已有决定，或已在草案中。",
            "It is decided already, or part of a draft.",
            field="id",
        )
    proposal.state, proposal.decided_at = ProposalState.DISMISSED, work.clock.now()
    proposal.decided_by = work.access.actor.account_id
    await work.session.flush()
    return proposal


def _changes(proposal: PolicyProposal, held: dict[tuple[str, str, str], list[str]]) -> list[Wanted]:
    key = (proposal.role, proposal.resource, proposal.action)
    ours, theirs = held.get(key, []), proposal.new_default
    removed = rules_said(key, [word for word in ours if word not in theirs], "")
    added = rules_said(key, [word for word in theirs if word not in ours], proposal.origin)
    return [
        *((ChangeKind.REMOVE, rule) for rule in removed),
        *((ChangeKind.ADD, rule) for rule in added),
    ]
