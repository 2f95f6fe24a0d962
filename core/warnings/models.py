"""Tables of dynamic early warning: rule versions and bands, what is watched, what was raised."""

import datetime as dt
import enum
from typing import Any, ClassVar

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.types import Integer

from core.register.colours import WarningColour
from core.store.base import Base, Key
from core.store.scope import PUBLIC, ScopeDeclaration

_LAST = text("state = 'PUBLISHED' AND valid_to IS NULL")
_WATCHED: dict[str, Any] = {"postgresql_where": text("until IS NULL")}
_STANDING: dict[str, Any] = {"postgresql_where": text("cleared_on IS NULL")}


class RuleState(enum.Enum):
    """Whether a version of a rule was ever in force."""

    PROPOSED = "PROPOSED"
    PUBLISHED = "PUBLISHED"
    REJECTED = "REJECTED"


class BandUnit(enum.Enum):
    """What the limit of a band counts."""

    MONTHS = "MONTHS"
    DAYS = "DAYS"
    VALUE = "VALUE"


class WarningRuleVersion(Base):
    """One version of a warning rule: proposed by a section, published by a second person."""

    __tablename__ = "warning_rule_version"
    __scope__ = PUBLIC
    __table_args__ = (
        UniqueConstraint("code", "number"),
        Index("uq_warning_rule_version_last", "code", unique=True, postgresql_where=_LAST),
    )

    id: Mapped[Key]
    code: Mapped[str]
    number: Mapped[int]
    state: Mapped[RuleState]
    resource: Mapped[str] = mapped_column(index=True)
    """What the policy calls the record that is watched."""
    owner: Mapped[str]
    """The plugin that declared the rule; its section proposes changes."""
    chinese: Mapped[str]
    english: Mapped[str]
    legal_basis: Mapped[str]
    audiences: Mapped[list[str]]
    """Tiers that are told, by name."""
    escalation: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    """{"after_days", "roles", "colours"}, in order."""
    visit: Mapped[bool] = mapped_column(default=False)
    quiet_days: Mapped[int] = mapped_column(default=7, server_default="7")
    """Nobody is told again of a record in a colour before so many days have passed."""
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    """The first day on which another version holds, or none."""
    reason: Mapped[str]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """None where the version was declared."""
    proposed_at: Mapped[dt.datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[dt.datetime | None]
    decision: Mapped[str | None]
    """What whoever decided said."""
    version: Mapped[int] = mapped_column(default=1)
    """Of the row, for conflicts; the rule's version is `number`."""


class WarningRuleBand(Base):
    """A colour of a rule version and its limit; published ones are what all colours come from."""

    __tablename__ = "warning_rule_band"
    __scope__ = PUBLIC
    __table_args__ = (
        UniqueConstraint("rule_version_id", "colour"),
        Index("ix_warning_rule_band_in_force", "code", "colour", "valid_from"),
    )

    id: Mapped[Key]
    rule_version_id: Mapped[int] = mapped_column(ForeignKey("warning_rule_version.id"))
    code: Mapped[str]
    """Of the rule, here again: a colour costs one look into one small table."""
    colour: Mapped[WarningColour]
    limit: Mapped[int]
    unit: Mapped[BandUnit]
    published: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]


class Concerned:
    """Whose a watched record is: its scope columns, copied, and the resource that it is of."""

    __scope__: ClassVar[ScopeDeclaration] = {
        "divisions": "town_id",
        "own": "enterprise_id",
        "participant": "organisation_ids",
    }
    __about__: ClassVar[str] = "resource"

    resource: Mapped[str]
    subject_key: Mapped[int]

    @declared_attr
    def town_id(cls) -> Mapped[int | None]:  # noqa: N805
        """The town in which it lies."""
        return mapped_column(ForeignKey("division.id"))

    @declared_attr
    def enterprise_id(cls) -> Mapped[int | None]:  # noqa: N805
        """The enterprise whose it is."""
        return mapped_column(ForeignKey("enterprise.id"))

    organisation_ids: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list)
    """Whoever is on the chain of its matter."""


class Watch(Concerned, Base):
    """A date that a rule watches, from the day on which it became so until it was so no more.

    Closed rows stay: they are what boards of former days and back-tests are made of.
    """

    __tablename__ = "watch"
    __table_args__ = (
        Index("uq_watch_open", "rule_code", "subject_key", unique=True, **_WATCHED),
        Index("ix_watch_due", "rule_code", "due_on", **_WATCHED),
        Index("ix_watch_town_id", "town_id", "rule_code"),
        Index("ix_watch_enterprise_id", "enterprise_id", **_WATCHED),
        Index("ix_watch_since", "rule_code", "since", "until"),
        Index(
            "ix_watch_closed",
            "rule_code",
            "subject_key",
            "until",
            postgresql_where=text("until IS NOT NULL"),
        ),
        # the daily change of a colour then touches no index
        {"postgresql_with": {"fillfactor": 85}},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    rule_code: Mapped[str]
    due_on: Mapped[dt.date | None]
    measure: Mapped[int | None]
    since: Mapped[dt.date]
    until: Mapped[dt.date | None]
    """The first day on which it was so no more; None while it is so."""
    renewed: Mapped[bool | None]
    """Of a closed one: whether a later date took its place; else its record left the rule.

    None where the same date went on in another town or with another enterprise.
    """
    colour: Mapped[WarningColour]
    """As of the last sweep, or of the last change after it."""


class WatchCount(Base):
    """How many open watches of a rule in a town have a colour: the board reads these few rows."""

    __tablename__ = "watch_count"
    __scope__: ClassVar[ScopeDeclaration] = {"divisions": "town_id"}
    __about__: ClassVar[str] = "resource"
    __table_args__ = (
        UniqueConstraint("rule_code", "town_id", "colour", postgresql_nulls_not_distinct=True),
    )

    id: Mapped[Key]
    rule_code: Mapped[str]
    resource: Mapped[str]
    town_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"))
    colour: Mapped[WarningColour]
    number: Mapped[int]


class WatchSweep(Base):
    """Up to which day, and by which version, the colours of a rule's watches are set."""

    __tablename__ = "watch_sweep"
    __scope__ = PUBLIC

    rule_code: Mapped[str] = mapped_column(primary_key=True)
    as_of: Mapped[dt.date]
    rule_version_id: Mapped[int | None] = mapped_column(ForeignKey("warning_rule_version.id"))
    """None: no version was in force."""


class WarningState(enum.Enum):
    """What has become of a warning."""

    RAISED = "RAISED"
    NOTIFIED = "NOTIFIED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    ACTING = "ACTING"
    SUPPRESSED = "SUPPRESSED"
    ESCALATED = "ESCALATED"
    CLEARED = "CLEARED"


class EarlyWarning(Concerned, Base):
    """A watched date that is not green: one object from raising to clearing, through all bands."""

    __tablename__ = "warning"
    __table_args__ = (
        Index("uq_warning_open", "rule_code", "subject_key", unique=True, **_STANDING),
        Index("ix_warning_town", "town_id", "due_on", "id", **_STANDING),
        Index("ix_warning_enterprise_id", "enterprise_id"),
        Index("ix_warning_subject", "resource", "subject_key"),
        Index("ix_warning_due_on_id", "due_on", "id", **_STANDING),
        Index(
            "ix_warning_suppressed_until",
            "suppressed_until",
            postgresql_where=text("suppressed_until IS NOT NULL"),
        ),
        {"postgresql_with": {"fillfactor": 85}},
    )

    id: Mapped[Key]
    rule_code: Mapped[str]
    rule_version_id: Mapped[int] = mapped_column(ForeignKey("warning_rule_version.id"))
    """The version that raised it, or by which it last changed colour."""
    due_on: Mapped[dt.date | None]
    measure: Mapped[int | None]
    colour: Mapped[WarningColour]
    colour_since: Mapped[dt.date]
    """The business date on which it was found in its colour."""
    raised_on: Mapped[dt.date]
    state: Mapped[WarningState] = mapped_column(default=WarningState.RAISED)
    level: Mapped[int] = mapped_column(default=0)
    """How often it was escalated."""
    acknowledged_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    acknowledged_at: Mapped[dt.datetime | None]
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"), index=True)
    """The matter that answers it."""
    suppressed_until: Mapped[dt.date | None]
    """The first day on which it counts again."""
    suppressed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    suppress_reason: Mapped[str | None]
    cleared_on: Mapped[dt.date | None]
    cleared_by: Mapped[str | None]
    """`renewed`, `left`, `visited`, or `rule` where the rule was changed; None while it is open."""
    version: Mapped[int] = mapped_column(default=1)


class WarningAct(enum.Enum):
    """What can happen to a warning."""

    RAISED = "RAISED"
    COLOUR_CHANGED = "COLOUR_CHANGED"
    TOLD = "TOLD"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    ACTING = "ACTING"
    SUPPRESSED = "SUPPRESSED"
    RESUMED = "RESUMED"
    ESCALATED = "ESCALATED"
    VISIT_PLANNED = "VISIT_PLANNED"
    VISITED = "VISITED"
    CLEARED = "CLEARED"


class WarningEvent(Concerned, Base):
    """One thing that happened to a warning: append-only, but for whose the open warning is."""

    __tablename__ = "warning_event"
    __append_only__ = True
    __may_change__ = ("organisation_ids", "town_id", "enterprise_id")
    __table_args__ = (Index("ix_warning_event_warning_id_id", "warning_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    warning_id: Mapped[int] = mapped_column(ForeignKey("warning.id"))
    act: Mapped[WarningAct]
    colour: Mapped[WarningColour]
    on: Mapped[dt.date]
    """The business date."""
    recorded_at: Mapped[dt.datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who did it; None where time did, and where it is nobody's business."""
    note: Mapped[str]

    @declared_attr
    def town_id(cls) -> Mapped[int | None]:  # noqa: N805
        """A copy: the warning has the foreign key."""
        return mapped_column()

    @declared_attr
    def enterprise_id(cls) -> Mapped[int | None]:  # noqa: N805
        """Likewise."""
        return mapped_column()
