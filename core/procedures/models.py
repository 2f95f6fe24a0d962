"""Procedures as versioned data, the matters that run through them, and every step's events."""

import datetime as dt
import enum
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.types import Integer

from core.policy.vocabulary import Tier
from core.store.base import Base, Key
from core.store.scope import PUBLIC, ScopeDeclaration


class MatterState(enum.Enum):
    """Whether a matter still waits for somebody."""

    OPEN = "OPEN"
    DONE = "DONE"
    WITHDRAWN = "WITHDRAWN"


class StepAct(enum.Enum):
    """What can happen to a matter. Both directions are acts of their own."""

    OPENED = "OPENED"
    COMPLETED = "COMPLETED"
    SIGNED = "SIGNED"
    RETURNED = "RETURNED"
    SUPPLEMENT_REQUESTED = "SUPPLEMENT_REQUESTED"
    SUPPLEMENTED = "SUPPLEMENTED"
    TRANSFERRED = "TRANSFERRED"
    DELEGATED = "DELEGATED"
    URGED = "URGED"
    COPIED = "COPIED"
    PAUSED = "PAUSED"
    RESUMED = "RESUMED"
    EXTENDED = "EXTENDED"
    WITHDRAWN = "WITHDRAWN"


class ProcedureDefinition(Base):
    """One version of a procedure, as declared by its plugin: never changed once it is stored."""

    __tablename__ = "procedure_definition"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("code", "version"),)

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(index=True)
    version: Mapped[int]
    resource: Mapped[str]
    """What the policy calls the record that runs through it."""
    chinese: Mapped[str]
    english: Mapped[str]
    legal_basis: Mapped[str]
    valid_from: Mapped[dt.date]
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


class Followed:
    """Whose a matter and its parts are: the town, the enterprise, whoever is on the chain."""

    __scope__: ClassVar[ScopeDeclaration] = {
        "divisions": "town_id",
        "own": "enterprise_id",
        "participant": "organisation_ids",
    }

    @declared_attr
    def town_id(cls) -> Mapped[int]:  # noqa: N805
        """The town in which it is dealt with."""
        return mapped_column(ForeignKey("division.id"), index=True)

    @declared_attr
    def enterprise_id(cls) -> Mapped[int | None]:  # noqa: N805
        """The enterprise that it is about; None where there is none, or it is not known."""
        return mapped_column(ForeignKey("enterprise.id"), index=True)

    organisation_ids: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list)
    """Whoever has acted, was asked to act, or got a copy."""


class OnChain(Followed):
    """A record that runs through a procedure. What the matter says is not stored here again."""

    @declared_attr
    def matter_id(cls) -> Mapped[int | None]:  # noqa: N805
        """Its matter; set by `open_matter`."""
        return mapped_column(ForeignKey("matter.id"), index=True)

    version: Mapped[int] = mapped_column(default=1)


class Matter(Followed, Base):
    """One run of a procedure, pinned to the version that it began under."""

    __tablename__ = "matter"
    __table_args__ = (
        UniqueConstraint("resource", "subject_id"),
        Index("ix_matter_due_on_id", "due_on", "id"),
        Index(
            "ix_matter_waiting",
            "town_id",
            "procedure_id",
            "step",
            postgresql_where=text("state = 'OPEN'"),
        ),
    )

    id: Mapped[Key]
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedure_definition.id"), index=True)
    resource: Mapped[str]
    subject_id: Mapped[int]
    title: Mapped[str]
    state: Mapped[MatterState] = mapped_column(default=MatterState.OPEN)
    outcome: Mapped[str | None]
    step: Mapped[str]
    """Where it waits; where it ended, once it has."""
    step_title: Mapped[str]
    opened_at: Mapped[dt.datetime]
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    opened_in: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    arrived_on: Mapped[dt.date]
    """The business date on which it came to the step: the clock runs from here."""
    due_on: Mapped[dt.date | None]
    """The last day of the legal limit; None where there is none, or while the clock stands."""
    due_provisional: Mapped[bool] = mapped_column(default=False)
    warning_rule: Mapped[str] = mapped_column(default="M0")
    """Code of the rule that watches the last day, and gives its colour."""
    by_term: Mapped[bool] = mapped_column(default=False)
    """Whether an order or notice set `due_on`, in place of the step's own limit."""
    extended: Mapped[bool] = mapped_column(default=False)
    pauses: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    """Of this step: {"kind", "from", "to"}; without "to" the clock stands now."""
    paused: Mapped[str | None]
    """Why the clock stands; None while it runs."""
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who alone may do the step, where it was handed to a person."""
    signed_by: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list)
    """Accounts that have signed the step, while signatures are missing."""
    proposed: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    """What the first signature proposed: {"to", "outcome"}."""
    doers: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    """Step -> the accounts that did it last."""
    closed_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class StepEvent(Followed, Base):
    """One act on a matter, with its clock: append-only, but for who else may follow it."""

    __tablename__ = "step_event"
    __append_only__ = True
    __may_change__ = ("organisation_ids", "town_id")
    __table_args__ = (Index("ix_step_event_at_id", "at", "id"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    act: Mapped[StepAct]
    step: Mapped[str]
    step_title: Mapped[str]
    to_step: Mapped[str | None]
    to_title: Mapped[str | None]
    at: Mapped[dt.datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str]
    tier: Mapped[Tier]
    arrived_on: Mapped[dt.date]
    due_on: Mapped[dt.date | None]
    on_time: Mapped[bool | None]
    """Whether the step was done within its limit; None where it has none or was not done."""
    reason: Mapped[str]
    paused: Mapped[str | None]
    """The lawful reason, a code, where the act let the clock stand or found it standing."""
