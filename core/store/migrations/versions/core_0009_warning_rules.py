"""warnings: versions of warning rules and their bands."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "core_0009"
down_revision = "core_0008"
branch_labels = None
depends_on = None

STATE = sa.Enum("PROPOSED", "PUBLISHED", "REJECTED", name="rulestate", native_enum=False, length=40)
UNIT = sa.Enum("MONTHS", "DAYS", "VALUE", name="bandunit", native_enum=False, length=40)
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


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "warning_rule_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("chinese", sa.Text(), nullable=False),
        sa.Column("english", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("audiences", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("escalation", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("visit", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["account.id"], name=op.f("fk_warning_rule_version_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_warning_rule_version_decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_rule_version")),
        sa.UniqueConstraint("code", "number", name=op.f("uq_warning_rule_version_code_number")),
    )
    op.create_index(
        op.f("ix_warning_rule_version_resource"), "warning_rule_version", ["resource"], unique=False
    )
    op.create_index(
        "uq_warning_rule_version_last",
        "warning_rule_version",
        ["code"],
        unique=True,
        postgresql_where=sa.text("state = 'PUBLISHED' AND valid_to IS NULL"),
    )
    op.create_table(
        "warning_rule_band",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_version_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("colour", COLOUR, nullable=False),
        sa.Column("limit", sa.Integer(), nullable=False),
        sa.Column("unit", UNIT, nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["rule_version_id"],
            ["warning_rule_version.id"],
            name=op.f("fk_warning_rule_band_rule_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_rule_band")),
        sa.UniqueConstraint(
            "rule_version_id", "colour", name=op.f("uq_warning_rule_band_rule_version_id_colour")
        ),
    )
    op.create_index(
        "ix_warning_rule_band_in_force", "warning_rule_band", ["code", "colour", "valid_from"]
    )
    op.add_column(
        "matter", sa.Column("warning_rule", sa.Text(), nullable=False, server_default="M0")
    )
    op.alter_column("matter", "warning_rule", server_default=None)
