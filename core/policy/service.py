"""Edits of the policy: each is checked as a whole and stored with its reason, or changes nothing.

An edit happens in the caller's unit of work and returns the new table, to be swapped in after the
commit.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock
from core.errors import Conflict, InvalidInput
from core.policy.admission import Admission
from core.policy.compiler import compile_table, digest_of
from core.policy.linter import check
from core.policy.models import PolicyProposal, PolicyRule, PolicyVersion, ProposalState
from core.policy.problems import ALTERED, refused
from core.policy.rules import DecisionTable, Domain, Rule
from core.policy.stored import (
    StoredPolicy,
    read_current,
    rows_in_force,
    rules_of,
    set_dormant_aside,
)
from core.policy.vocabulary import Action
from core.store.engine import Store
from core.store.unit import UnitOfWork

FIRST = 1
FIRST_REASON = "初始默认规则 default rules"
START_LOCK = 7_301_001
"""Advisory lock of PostgreSQL under which workers that start together store the defaults once."""


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """One line of the policy's history."""

    version: PolicyVersion
    added: tuple[Rule, ...]
    removed: tuple[Rule, ...]


async def load_current(store: Store, domain: Domain, defaults: Sequence[Rule]) -> StoredPolicy:
    """The policy in force. Raises PolicyError when its rows were altered from outside.

    An empty database gets `defaults` as version 1, unless the linter refuses them. Later, default
    rows that the database has never seen are stored as proposals for the security officer; they
    change nothing by themselves.
    """
    async with store.system() as session:
        await session.execute(text(f"select pg_advisory_xact_lock({START_LOCK})"))
        if (current := await read_current(session, domain)) is None:
            _require_sound(defaults, domain)
            await _store_first(session, defaults, store.clock)
            return StoredPolicy(FIRST, tuple(defaults), ())
        await _propose(session, defaults, store.clock)
        return current


async def add_rule(
    work: UnitOfWork, admission: Admission, rule: Rule, reason: str
) -> DecisionTable:
    """Put one row into force. Raises PolicyError, InvalidInput without a reason, Denied."""
    signed = replace(rule, origin=work.access.actor.username)
    _require_sound([signed], admission.domain)
    return await _change(work, admission, [signed], [], reason)


async def remove_rule(
    work: UnitOfWork, admission: Admission, rule: Rule, reason: str
) -> DecisionTable:
    """Take one row out of force; its history stays. Raises as `add_rule` does."""
    return await _change(work, admission, [], [rule], reason)


async def rollback(
    work: UnitOfWork, admission: Admission, version: int, reason: str
) -> DecisionTable:
    """Bring back the rows of an earlier version, as a new version. Raises NotFound, PolicyError."""
    await _wait_for_turn(work)
    wanted = {rule.row: rule for rule in await rules_of(work.session, version)}
    held = {row.as_rule().row: row.as_rule() for row in await rows_in_force(work.session)}
    adding = [rule for row, rule in wanted.items() if row not in held]
    removing = [rule for row, rule in held.items() if row not in wanted]
    return await _change(work, admission, adding, removing, reason)


async def accept_proposal(
    work: UnitOfWork, admission: Admission, proposal_id: int, reason: str
) -> DecisionTable:
    """Put a proposed default into force. Raises Conflict when decided, NotFound, PolicyError."""
    proposal = await _open_proposal(work, proposal_id)
    _require_sound([proposal.as_rule()], admission.domain)
    table = await _change(work, admission, [proposal.as_rule()], [], reason)
    await _decide(work, proposal, ProposalState.ACCEPTED)
    return table


async def dismiss_proposal(work: UnitOfWork, proposal_id: int) -> PolicyProposal:
    """Leave a proposed default out for good. Raises Conflict when it is decided, NotFound."""
    proposal = await _open_proposal(work, proposal_id)
    await _decide(work, proposal, ProposalState.DISMISSED)
    return proposal


async def history(session: AsyncSession) -> list[VersionEntry]:
    """Every version with its reason and what it added and removed, newest first."""
    versions = select(PolicyVersion).order_by(PolicyVersion.id.desc())
    rows = (await session.scalars(select(PolicyRule).order_by(PolicyRule.id))).all()
    return [
        VersionEntry(
            version,
            tuple(row.as_rule() for row in rows if row.added_in == version.id),
            tuple(row.as_rule() for row in rows if row.removed_in == version.id),
        )
        for version in await session.scalars(versions)
    ]


async def _change(
    work: UnitOfWork,
    admission: Admission,
    adding: Sequence[Rule],
    removing: Sequence[Rule],
    reason: str,
) -> DecisionTable:
    """Check the whole policy as it would be, then store the difference as the next version."""
    _require_reason(reason)
    await _wait_for_turn(work)
    current = await read_current(work.session, admission.domain)
    if current is None:
        raise refused(["没有可修改的策略。 There is no policy to edit."], ALTERED)
    rows = {row.as_rule().row: row for row in await rows_in_force(work.session)}
    leaving = _leaving(rows, removing)
    gone = {rule.row for rule in removing}
    after = [*(row.as_rule() for key, row in rows.items() if key not in gone), *adding]
    active, _ = set_dormant_aside(after, admission.domain)
    version = current.version + 1
    old = await asyncio.to_thread(compile_table, current.rules, admission.domain, current.version)
    table = await asyncio.to_thread(admission.admit, active, version, old)
    await _store_version(work, version, after, reason)
    for rule in adding:
        await work.add(PolicyRule.of(rule, version))
    for row in leaving:
        (await work.fetch(PolicyRule, row.id, Action.UPDATE)).removed_in = version
    await work.session.flush()
    return table


async def _wait_for_turn(work: UnitOfWork) -> None:
    """Of two officers at once, the second waits here, and then sees the first one's version."""
    await work.fetch(PolicyVersion, FIRST, Action.CREATE)


def _require_sound(rules: Sequence[Rule], domain: Domain) -> None:
    """New rows must mean something now, even where old ones may lie dormant."""
    if problems := check(rules, domain):
        raise refused(problems)


def _leaving(
    rows: dict[tuple[str, str, str, str, str], PolicyRule], removing: Sequence[Rule]
) -> list[PolicyRule]:
    for rule in removing:
        if rule.row not in rows:
            raise InvalidInput(
                f"没有生效中的规则：{rule}。", f"No such rule is in force: {rule}.", field="rule"
            )
    return [rows[rule.row] for rule in removing]


async def _store_version(
    work: UnitOfWork, version: int, rules: Iterable[Rule], reason: str
) -> None:
    await work.add(
        PolicyVersion(
            id=version,
            created_at=work.clock.now(),
            created_by=work.access.actor.account_id,
            reason=reason.strip(),
            digest=digest_of(rules),
        )
    )


async def _open_proposal(work: UnitOfWork, proposal_id: int) -> PolicyProposal:
    proposal = await work.fetch(PolicyProposal, proposal_id, Action.DECIDE)
    if proposal.state is not ProposalState.OPEN:
        raise Conflict("该建议已有决定。", "The proposal is decided already.", field="id")
    return proposal


async def _decide(work: UnitOfWork, proposal: PolicyProposal, state: ProposalState) -> None:
    proposal.state = state
    proposal.decided_at = work.clock.now()
    proposal.decided_by = work.access.actor.account_id
    await work.session.flush()


async def _store_first(session: AsyncSession, defaults: Sequence[Rule], clock: Clock) -> None:
    session.add(
        PolicyVersion(
            id=FIRST,
            created_at=clock.now(),
            created_by=None,
            reason=FIRST_REASON,
            digest=digest_of(defaults),
        )
    )
    await session.flush()
    session.add_all(PolicyRule.of(rule, FIRST) for rule in defaults)
    await session.flush()


async def _propose(session: AsyncSession, defaults: Sequence[Rule], clock: Clock) -> None:
    """Rows that an officer removed or dismissed before are known, and not proposed again."""
    known = {row.as_rule().row for row in await session.scalars(select(PolicyRule))}
    known |= {row.as_rule().row for row in await session.scalars(select(PolicyProposal))}
    for rule in defaults:
        if rule.row not in known:
            session.add(PolicyProposal.of(rule, clock.now()))
    await session.flush()


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput("请写明修改理由。", "Give the reason of the change.", field="reason")
