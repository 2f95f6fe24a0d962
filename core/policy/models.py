"""The stored policy: versions, the rows that each added or removed, defaults and cases.

Nothing is ever deleted here: a row that no longer holds carries the version that removed it, so any
former policy can be read, explained and brought back.
"""

import datetime as dt
import enum
from types import MappingProxyType
from typing import Final

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.policy.rules import Rule
from core.store.base import Base, Key
from core.store.scope import SYSTEM, ScopeDeclaration

OFFICERS_ONLY: Final[ScopeDeclaration] = MappingProxyType({})
"""No column belongs to anybody: a grant of scope `all` reads these rows, no other scope does."""


class PolicyVersion(Base):
    """One state of the whole policy, and why it came to be."""

    __tablename__ = "policy_version"
    __scope__ = OFFICERS_ONLY

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The version's number: 1, 2, 3 ... without gaps."""
    created_at: Mapped[dt.datetime]
    created_by: Mapped[int | None]
    """The account of the officer; None: stored by the system from the default files."""
    reason: Mapped[str]
    digest: Mapped[str]
    """Of all rows in force, to notice rows that were altered behind the service's back."""


class PolicyRule(Base):
    """One row of the policy, with the versions that it holds in."""

    __tablename__ = "policy_rule"
    __scope__ = OFFICERS_ONLY
    __table_args__ = (
        Index(
            "uq_policy_rule_in_force",
            *("role", "resource", "action", "scope", "effect"),
            unique=True,
            postgresql_where=text("removed_in is null"),
        ),
    )

    id: Mapped[Key]
    role: Mapped[str]
    resource: Mapped[str]
    action: Mapped[str]
    scope: Mapped[str]
    effect: Mapped[str]
    origin: Mapped[str]
    added_in: Mapped[int] = mapped_column(ForeignKey("policy_version.id"))
    removed_in: Mapped[int | None] = mapped_column(ForeignKey("policy_version.id"))

    def as_rule(self) -> Rule:
        """The row as a value."""
        row = (self.role, self.resource, self.action, self.scope, self.effect)
        return Rule(*row, origin=self.origin)

    @classmethod
    def of(cls, rule: Rule, version: int) -> "PolicyRule":
        """A new row that holds from a version on."""
        return cls(
            role=rule.role,
            resource=rule.resource,
            action=rule.action,
            scope=rule.scope,
            effect=rule.effect,
            origin=rule.origin,
            added_in=version,
            removed_in=None,
        )


class ProposalState(enum.Enum):
    """What became of a proposed default."""

    OPEN = "OPEN"
    ACCEPTED = "ACCEPTED"
    DISMISSED = "DISMISSED"


class ExpectedEffect(enum.Enum):
    """What a regression case expects: allowed in clear, masked at most, or denied."""

    ALLOW = "allow"
    MASK = "mask"
    DENY = "deny"


class PolicyProposal(Base):
    """What newer software would decide about one (role, resource, action): a three-way comparison.

    The old default, what is in force here, and the new default, each as `effect scope` words.
    Nothing changes until a draft takes it over.
    """

    __tablename__ = "policy_proposal"
    __scope__ = OFFICERS_ONLY

    id: Mapped[Key]
    role: Mapped[str]
    resource: Mapped[str]
    action: Mapped[str]
    old_default: Mapped[list[str]]
    in_force: Mapped[list[str]]
    """As it was when the proposal was last looked at: at each start and each new version."""
    new_default: Mapped[list[str]]
    conflict: Mapped[bool]
    """Whether an officer edited what the new default changes, too."""
    origin: Mapped[str]
    created_at: Mapped[dt.datetime]
    state: Mapped[ProposalState]
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("policy_draft.id"), index=True)
    """The draft that takes it over."""
    decided_at: Mapped[dt.datetime | None]
    decided_by: Mapped[int | None]


class PolicyDefault(Base):
    """A default row of the software that was last started here: what a newer one compares with."""

    __tablename__ = "policy_default"
    __scope__ = SYSTEM
    __table_args__ = (UniqueConstraint("role", "resource", "action", "scope", "effect"),)

    id: Mapped[Key]
    role: Mapped[str]
    resource: Mapped[str]
    action: Mapped[str]
    scope: Mapped[str]
    effect: Mapped[str]

    @property
    def row(self) -> tuple[str, str, str, str, str]:
        """The five words."""
        return self.role, self.resource, self.action, self.scope, self.effect


class RegressionCase(Base):
    """Something that must stay as it is under every policy: an answer to one question.

    Shipped ones stand in `policies/cases.csv`; the security officer adds others.
    """

    __tablename__ = "regression_case"
    __scope__ = OFFICERS_ONLY
    __table_args__ = (
        Index(
            "uq_regression_case_held",
            *("who", "resource", "action"),
            unique=True,
            postgresql_where=text("retired_at is null"),
        ),
    )

    id: Mapped[Key]
    who: Mapped[str]
    """A role, a tier (every role of it), or `*`."""
    resource: Mapped[str]
    action: Mapped[str]
    expected: Mapped[ExpectedEffect]
    chinese: Mapped[str]
    english: Mapped[str]
    origin: Mapped[str]
    """A file and line, or the officer who added it."""
    created_at: Mapped[dt.datetime]
    created_by: Mapped[int | None]
    retired_at: Mapped[dt.datetime | None]
    retired_by: Mapped[int | None]
