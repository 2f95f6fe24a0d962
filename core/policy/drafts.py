"""Drafts of the policy: what somebody proposes, what the checks said, and what became of it.

Findings and differences are derived from a draft and written anew whenever it is examined.
"""

import datetime as dt
import enum
from collections.abc import Sequence

from sqlalchemy import ForeignKey, Index, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core.errors import NotFound
from core.policy.models import OFFICERS_ONLY
from core.policy.rules import Rule
from core.policy.stored import rules_of
from core.store.base import Base, Key


class DraftState(enum.Enum):
    """Where a draft stands."""

    DRAFT = "DRAFT"
    SCHEDULED = "SCHEDULED"
    ACTIVE = "ACTIVE"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
    OUTDATED = "OUTDATED"


OPEN_STATES = (DraftState.DRAFT, DraftState.SCHEDULED, DraftState.OUTDATED)
"""States that something may still come of."""


class DraftKind(enum.Enum):
    """What a draft was made from."""

    EDIT = "EDIT"
    ROLLBACK = "ROLLBACK"
    IMPORT = "IMPORT"
    DEFAULTS = "DEFAULTS"


class ChangeKind(enum.Enum):
    """What a draft does with one row. Replacing a row is a removal and an addition."""

    ADD = "ADD"
    REMOVE = "REMOVE"


class FindingKind(enum.Enum):
    """Which check speaks. The first four may find faults, the others only remark."""

    LINT = "LINT"
    INVARIANT = "INVARIANT"
    CASE = "CASE"
    JUDGE = "JUDGE"
    SHADOWED = "SHADOWED"
    CONFLICTING = "CONFLICTING"


class DifferenceKind(enum.Enum):
    """How one decision differs from that of the base version."""

    GAINED = "GAINED"
    LOST = "LOST"
    CHANGED = "CHANGED"


class PolicyDraft(Base):
    """A proposed change of the policy, from a base version, with its signature."""

    __tablename__ = "policy_draft"
    __scope__ = OFFICERS_ONLY
    __table_args__ = (
        Index(
            "ix_policy_draft_open",
            "id",
            postgresql_where=text("state in ('DRAFT', 'SCHEDULED', 'OUTDATED')"),
        ),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column(default=1)
    base: Mapped[int] = mapped_column(ForeignKey("policy_version.id"))
    """The version that the changes speak of; once another is in force, the draft is outdated."""
    kind: Mapped[DraftKind]
    state: Mapped[DraftState]
    reason: Mapped[str]
    proposed_by: Mapped[int]
    """The account of the officer; a plain number, as in `policy_version`."""
    proposer: Mapped[str]
    proposed_at: Mapped[dt.datetime]
    faults: Mapped[int] = mapped_column(default=0)
    """How many findings forbid a signature."""
    gained: Mapped[int] = mapped_column(default=0)
    lost: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    widened: Mapped[int] = mapped_column(default=0)
    """How many decisions give access that the base version does not give."""
    signed_by: Mapped[int | None]
    signer: Mapped[str | None]
    signed_at: Mapped[dt.datetime | None]
    activate_at: Mapped[dt.datetime | None]
    """When a signed draft is to come into force; None: at once."""
    closed_at: Mapped[dt.datetime | None]
    closing_reason: Mapped[str | None]
    """Why it was rejected or withdrawn, or why its time came and it was not put into force."""
    became: Mapped[int | None] = mapped_column(ForeignKey("policy_version.id"), index=True)
    """The version that it was put into force as."""


class PolicyDraftChange(Base):
    """One row that a draft adds or removes. Its words are kept as they were given."""

    __tablename__ = "policy_draft_change"
    __scope__ = OFFICERS_ONLY

    id: Mapped[Key]
    draft_id: Mapped[int] = mapped_column(ForeignKey("policy_draft.id"), index=True)
    kind: Mapped[ChangeKind]
    role: Mapped[str]
    resource: Mapped[str]
    action: Mapped[str]
    scope: Mapped[str]
    effect: Mapped[str]
    origin: Mapped[str]

    def as_rule(self) -> Rule:
        """The row as a value."""
        row = (self.role, self.resource, self.action, self.scope, self.effect)
        return Rule(*row, origin=self.origin)


class PolicyDraftFinding(Base):
    """What one check says about a draft."""

    __tablename__ = "policy_draft_finding"
    __scope__ = OFFICERS_ONLY

    id: Mapped[Key]
    draft_id: Mapped[int] = mapped_column(ForeignKey("policy_draft.id"), index=True)
    kind: Mapped[FindingKind]
    fault: Mapped[bool]
    """Whether it forbids a signature."""
    message: Mapped[str]


class PolicyDraftDifference(Base):
    """One decision that a draft changes: before and after, and in a sentence."""

    __tablename__ = "policy_draft_difference"
    __scope__ = OFFICERS_ONLY

    id: Mapped[Key]
    draft_id: Mapped[int] = mapped_column(ForeignKey("policy_draft.id"), index=True)
    kind: Mapped[DifferenceKind]
    widens: Mapped[bool]
    """Whether somebody gets access that the base version does not give."""
    role: Mapped[str]
    resource: Mapped[str]
    action: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    """The effect and the scopes, such as `allow divisions own`; empty: denied."""
    message: Mapped[str]


async def draft_of(session: AsyncSession, draft_id: int) -> PolicyDraft:
    """A draft as the session's caller may see it. Raises NotFound."""
    found = await session.scalars(select(PolicyDraft).where(PolicyDraft.id == draft_id))
    draft = found.one_or_none()
    if draft is None:
        raise NotFound(field="id")
    return draft


async def changes_of_draft(session: AsyncSession, draft_id: int) -> list[PolicyDraftChange]:
    """What a draft adds and removes, in the order in which it was given."""
    changes = select(PolicyDraftChange).where(PolicyDraftChange.draft_id == draft_id)
    return list(await session.scalars(changes.order_by(PolicyDraftChange.id)))


async def rules_of_draft(session: AsyncSession, draft_id: int) -> tuple[Rule, ...]:
    """The whole policy as it would be under a draft, on top of its base version.

    Rows of plugins that are not loaded are among them: `stored.set_dormant_aside` sorts them out.
    Raises NotFound.
    """
    draft = await draft_of(session, draft_id)
    return changed_by(
        await rules_of(session, draft.base), await changes_of_draft(session, draft_id)
    )


def changed_by(rules: tuple[Rule, ...], changes: Sequence[PolicyDraftChange]) -> tuple[Rule, ...]:
    """The rules with a draft's removals and additions."""
    gone = {change.as_rule().row for change in changes if change.kind is ChangeKind.REMOVE}
    kept = tuple(rule for rule in rules if rule.row not in gone)
    return kept + tuple(c.as_rule() for c in changes if c.kind is ChangeKind.ADD)
