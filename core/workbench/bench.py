"""What the workbench works with: the gates, how many must sign, and the files of the defaults."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import InvalidInput
from core.policy.admission import Admission
from core.policy.compiler import compile_table
from core.policy.drafts import (
    ChangeKind,
    PolicyDraft,
    PolicyDraftChange,
    PolicyDraftDifference,
    PolicyDraftFinding,
    changed_by,
)
from core.policy.models import RegressionCase
from core.policy.problems import ALTERED, refused
from core.policy.rules import Rule
from core.policy.stored import StoredPolicy, read_current
from core.workbench.cases import Case
from core.workbench.difference import told
from core.workbench.examination import Examination, Proposed, examine


@dataclass(frozen=True, slots=True)
class Workbench:
    """The gates of a policy. `signatures`: 2, or 1 where one officer may act alone."""

    admission: Admission
    signatures: int = 2
    templates: Mapping[str, str] = field(default_factory=dict)
    """The files of the defaults, by the plugin's name."""


async def in_force(session: AsyncSession, bench: Workbench) -> StoredPolicy:
    """The policy to start from. Raises PolicyError (POLICY_ALTERED)."""
    current = await read_current(session, bench.admission.domain)
    if current is None:
        raise refused(["没有可修改的策略。 There is no policy to edit."], ALTERED)
    return current


async def cases_held(session: AsyncSession) -> list[Case]:
    """The regression cases that are not retired."""
    held = select(RegressionCase).where(RegressionCase.retired_at.is_(None))
    return [Case.of(row) for row in await session.scalars(held.order_by(RegressionCase.id))]


async def examined(
    session: AsyncSession,
    bench: Workbench,
    current: StoredPolicy,
    changes: Sequence[PolicyDraftChange],
) -> tuple[Proposed, Examination]:
    """Hold changes of the current policy against everything there is."""
    admission = bench.admission
    whole = (*current.rules, *current.dormant)
    rows = {rule.row for rule in whole}
    removed = [c.as_rule() for c in changes if c.kind is ChangeKind.REMOVE]
    cases = await cases_held(session)

    def work() -> tuple[Proposed, Examination]:
        proposed = Proposed(
            base=compile_table(current.rules, admission.domain, current.version),
            rules=changed_by(whole, changes),
            added=tuple(c.as_rule() for c in changes if c.kind is ChangeKind.ADD),
            absent=tuple(rule for rule in removed if rule.row not in rows),
        )
        return proposed, examine(admission, proposed, cases)

    return await asyncio.to_thread(work)


async def write_examination(
    session: AsyncSession, bench: Workbench, draft: PolicyDraft, examination: Examination
) -> None:
    """Put what came of an examination beside its draft, in place of what stood there.

    Plain statements, not the unit of work: this is derived from the draft, whose own row tells in
    the ledger how many faults and differences there are.
    """
    connection = await session.connection()
    for model in (PolicyDraftFinding, PolicyDraftDifference):
        await connection.execute(delete(model).where(model.draft_id == draft.id))
    findings = [
        {"draft_id": draft.id, "kind": f.kind, "fault": f.fault, "message": f.message}
        for f in examination.findings
    ]
    if findings:
        await connection.execute(insert(PolicyDraftFinding), findings)
    columns = ("role", "resource", "action")
    differences = [
        {
            "draft_id": draft.id,
            "kind": d.kind,
            "widens": d.widens,
            **dict(zip(columns, d.key, strict=True)),
            "before": str(d.before),
            "after": str(d.after),
            "message": str(told(d, bench.admission.domain)),
        }
        for d in examination.differences
    ]
    if differences:
        await connection.execute(insert(PolicyDraftDifference), differences)


def count(draft: PolicyDraft, examination: Examination) -> None:
    """Note on a draft how many faults and differences its examination found."""
    kinds = [difference.kind.name for difference in examination.differences]
    draft.faults = examination.faults
    draft.gained, draft.lost = kinds.count("GAINED"), kinds.count("LOST")
    draft.changed = kinds.count("CHANGED")
    draft.widened = sum(difference.widens for difference in examination.differences)


def net(changes: Sequence[tuple[ChangeKind, Rule]]) -> list[tuple[ChangeKind, Rule]]:
    """Changes without those that cancel each other: what is added and removed is neither."""
    kept: dict[tuple[str, ...], tuple[ChangeKind, Rule]] = {}
    for kind, rule in changes:
        before = kept.pop(rule.row, None)
        if before is None or before[0] is kind:
            kept[rule.row] = (kind, rule)
    return list(kept.values())


def require_reason(reason: str) -> str:
    """The reason, trimmed. Raises InvalidInput where there is none."""
    if not reason.strip():
        raise InvalidInput("请写明修改理由。", "Give the reason of the change.", field="reason")
    return reason.strip()
