"""warnings: watched dates and warnings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "core_0010"
down_revision = "core_0009"
branch_labels = None
depends_on = None

COLOUR = sa.Enum(
    "URGENT",
    "RED",
    "YELLOW",
    "GREEN",
    "EXPIRED",
    "RENEWAL_PENDING",
    name="warningcolour",
    native_enum=False,
    length=40,
)
STATE = sa.Enum(
    "RAISED",
    "NOTIFIED",
    "ACKNOWLEDGED",
    "ACTING",
    "SUPPRESSED",
    "ESCALATED",
    "CLEARED",
    name="warningstate",
    native_enum=False,
    length=40,
)
ACT = sa.Enum(
    "RAISED",
    "COLOUR_CHANGED",
    "TOLD",
    "ACKNOWLEDGED",
    "ACTING",
    "SUPPRESSED",
    "RESUMED",
    "ESCALATED",
    "VISIT_PLANNED",
    "VISITED",
    "CLEARED",
    name="warningact",
    native_enum=False,
    length=40,
)


def upgrade() -> None:
    """Apply the change."""
    _watches()
    _warnings()
    _events()


def _watches() -> None:
    op.create_table(
        "watch_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_code", sa.Text(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("town_id", sa.Integer(), nullable=True),
        sa.Column("colour", COLOUR, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["town_id"], ["division.id"], name=op.f("fk_watch_count_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_count")),
        sa.UniqueConstraint(
            "rule_code",
            "town_id",
            "colour",
            name=op.f("uq_watch_count_rule_code_town_id_colour"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "watch",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("rule_code", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("measure", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("renewed", sa.Boolean(), nullable=True),
        sa.Column("colour", COLOUR, nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("subject_key", sa.Integer(), nullable=False),
        sa.Column("organisation_ids", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("town_id", sa.Integer(), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_watch_enterprise_id")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["division.id"], name=op.f("fk_watch_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch")),
        postgresql_with={"fillfactor": 85},
    )
    op.create_index(
        "ix_watch_closed",
        "watch",
        ["rule_code", "subject_key", "until"],
        unique=False,
        postgresql_where=sa.text("until IS NOT NULL"),
    )
    op.create_index(
        "ix_watch_due",
        "watch",
        ["rule_code", "due_on"],
        unique=False,
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index(
        "ix_watch_enterprise_id",
        "watch",
        ["enterprise_id"],
        unique=False,
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index("ix_watch_since", "watch", ["rule_code", "since", "until"], unique=False)
    op.create_index("ix_watch_town_id", "watch", ["town_id", "rule_code"], unique=False)
    op.create_index(
        "uq_watch_open",
        "watch",
        ["rule_code", "subject_key"],
        unique=True,
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "watch_sweep",
        sa.Column("rule_code", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("rule_version_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["rule_version_id"],
            ["warning_rule_version.id"],
            name=op.f("fk_watch_sweep_rule_version_id"),
        ),
        sa.PrimaryKeyConstraint("rule_code", name=op.f("pk_watch_sweep")),
    )


def _warnings() -> None:
    op.create_table(
        "warning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_code", sa.Text(), nullable=False),
        sa.Column("rule_version_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("measure", sa.Integer(), nullable=True),
        sa.Column("colour", COLOUR, nullable=False),
        sa.Column("colour_since", sa.Date(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("acknowledged_by", sa.Integer(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("matter_id", sa.Integer(), nullable=True),
        sa.Column("suppressed_until", sa.Date(), nullable=True),
        sa.Column("suppressed_by", sa.Integer(), nullable=True),
        sa.Column("suppress_reason", sa.Text(), nullable=True),
        sa.Column("cleared_on", sa.Date(), nullable=True),
        sa.Column("cleared_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("subject_key", sa.Integer(), nullable=False),
        sa.Column("organisation_ids", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("town_id", sa.Integer(), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"], ["account.id"], name=op.f("fk_warning_acknowledged_by")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_warning_enterprise_id")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_warning_matter_id")),
        sa.ForeignKeyConstraint(
            ["rule_version_id"],
            ["warning_rule_version.id"],
            name=op.f("fk_warning_rule_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["suppressed_by"], ["account.id"], name=op.f("fk_warning_suppressed_by")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["division.id"], name=op.f("fk_warning_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning")),
        postgresql_with={"fillfactor": 85},
    )
    op.create_index(
        "ix_warning_due_on_id",
        "warning",
        ["due_on", "id"],
        unique=False,
        postgresql_where=sa.text("cleared_on IS NULL"),
    )
    op.create_index("ix_warning_enterprise_id", "warning", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_warning_matter_id"), "warning", ["matter_id"], unique=False)
    op.create_index("ix_warning_subject", "warning", ["resource", "subject_key"], unique=False)
    op.create_index(
        "ix_warning_suppressed_until",
        "warning",
        ["suppressed_until"],
        unique=False,
        postgresql_where=sa.text("suppressed_until IS NOT NULL"),
    )
    op.create_index(
        "ix_warning_town",
        "warning",
        ["town_id", "due_on", "id"],
        unique=False,
        postgresql_where=sa.text("cleared_on IS NULL"),
    )
    op.create_index(
        "uq_warning_open",
        "warning",
        ["rule_code", "subject_key"],
        unique=True,
        postgresql_where=sa.text("cleared_on IS NULL"),
    )


def _events() -> None:
    op.create_table(
        "warning_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("warning_id", sa.Integer(), nullable=False),
        sa.Column("act", ACT, nullable=False),
        sa.Column("colour", COLOUR, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("subject_key", sa.Integer(), nullable=False),
        sa.Column("organisation_ids", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("town_id", sa.Integer(), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_warning_event_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["warning_id"], ["warning.id"], name=op.f("fk_warning_event_warning_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_event")),
    )
    op.create_index(
        "ix_warning_event_warning_id_id", "warning_event", ["warning_id", "id"], unique=False
    )
