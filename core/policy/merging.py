"""New defaults of newer software against the old ones and the officers' edits: a three-way merge.

Compared is what is said of one (role, resource, action). Where the default did not change, the
officers' edits stand and nobody is asked. Where it did, a proposal waits; it is a conflict when the
officers edited the same thing. What a plugin that is not loaded once brought is left alone.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy.models import PolicyDefault, PolicyProposal, ProposalState
from core.policy.rules import CellKey, Domain, Rule
from core.policy.stored import rules_in_force

Said = dict[CellKey, list[str]]
"""(role, resource, action) -> what is said of it, as sorted `effect scope` words."""


async def remember_defaults(
    session: AsyncSession, defaults: Sequence[Rule], domain: Domain
) -> None:
    """Store the defaults of this start, in a system session."""
    known = {row.row: row for row in await session.scalars(select(PolicyDefault))}
    wanted = {rule.row: rule for rule in defaults}
    loaded = plugins_of(domain)
    for key, row in known.items():
        if key not in wanted and plugin_of(row.resource) in loaded:
            await session.delete(row)
    new = (rule for key, rule in wanted.items() if key not in known)
    columns = ("role", "resource", "action", "scope", "effect")
    session.add_all(PolicyDefault(**dict(zip(columns, r.row, strict=True))) for r in new)
    await session.flush()


async def compare_defaults(
    session: AsyncSession, defaults: Sequence[Rule], domain: Domain, now: dt.datetime
) -> None:
    """Propose what the defaults of this start say otherwise than those of the last one."""
    loaded = plugins_of(domain)
    known = PolicyDefault
    words = (known.role, known.resource, known.action, known.scope, known.effect)
    stored = {(a, b, c, d, e) for a, b, c, d, e in await session.execute(select(*words))}
    before = {row for row in stored if plugin_of(row[1]) in loaded}
    if before == {rule.row for rule in defaults}:
        return
    old, new = said(before), said(rule.row for rule in defaults)
    held = said(rule.row for rule in await rules_in_force(session))
    origins = {rule.row[:3]: rule.origin for rule in defaults}
    waiting = {(p.role, p.resource, p.action): p for p in await open_proposals(session)}
    for key in sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key)):
        proposal = waiting.get(key)
        if proposal is None:
            proposal = PolicyProposal(
                role=key[0],
                resource=key[1],
                action=key[2],
                old_default=old.get(key, []),
                origin=origins.get(key, ""),
                created_at=now,
                state=ProposalState.OPEN,
            )
            waiting[key] = proposal
        proposal.new_default = new.get(key, [])
        look_again(proposal, held, now)
        if proposal.state is ProposalState.OPEN:
            session.add(proposal)
    await remember_defaults(session, defaults, domain)


def look_again(
    proposal: PolicyProposal, held: Mapping[CellKey, list[str]], now: dt.datetime
) -> None:
    """Compare an open proposal with what is in force now; done, where it says the same."""
    proposal.in_force = held.get((proposal.role, proposal.resource, proposal.action), [])
    proposal.conflict = proposal.in_force != proposal.old_default
    if proposal.in_force == proposal.new_default:
        proposal.state, proposal.decided_at = ProposalState.ACCEPTED, now


async def open_proposals(session: AsyncSession) -> Sequence[PolicyProposal]:
    """What waits for a decision."""
    waiting = select(PolicyProposal).where(PolicyProposal.state == ProposalState.OPEN)
    return (await session.scalars(waiting.order_by(PolicyProposal.id))).all()


def rules_said(key: CellKey, words: Iterable[str], origin: str) -> list[Rule]:
    """The rows behind what is said of one thing."""
    pairs = (word.split(" ") for word in words)
    return [Rule(*key, scope, effect, origin) for effect, scope in pairs]


def said(rows: Iterable[tuple[str, str, str, str, str]]) -> Said:
    """Rows by what they speak of."""
    found: defaultdict[CellKey, list[str]] = defaultdict(list)
    for role, resource, action, scope, effect in rows:
        found[role, resource, action].append(f"{effect} {scope}")
    return {key: sorted(words) for key, words in found.items()}


def plugins_of(domain: Domain) -> set[str]:
    """The plugins that are loaded."""
    return {plugin_of(name) for name in domain.resources}


def plugin_of(resource: str) -> str:
    """Whose resource it is."""
    return resource.partition(":")[0]
