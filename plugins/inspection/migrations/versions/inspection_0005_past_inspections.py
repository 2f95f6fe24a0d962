"""Inspections of the past, and what they found."""

import sqlalchemy as sa
from alembic import op

revision = "inspection_0005"
down_revision = "inspection_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "past_inspection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("town_id", sa.Integer(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("inspected_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("in_compliance", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_past_inspection_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["town_id"], ["division.id"], name=op.f("fk_past_inspection_town_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_inspection")),
    )
    op.create_index(op.f("ix_past_inspection_town_id"), "past_inspection", ["town_id"])
    op.create_index("ix_past_inspection_inspected_on_id", "past_inspection", ["inspected_on", "id"])
    op.create_index(
        "ix_past_inspection_enterprise_id_inspected_on",
        "past_inspection",
        ["enterprise_id", "inspected_on"],
    )
    op.create_table(
        "past_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("town_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("corrected", sa.String(length=40), nullable=True),
        sa.Column("days_to_correct", sa.Integer(), nullable=True),
        sa.Column("corrected_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["past_inspection.id"], name=op.f("fk_past_finding_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_past_finding_enterprise_id")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["division.id"], name=op.f("fk_past_finding_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_finding")),
    )
    for column in ("inspection_id", "enterprise_id", "town_id"):
        op.create_index(op.f(f"ix_past_finding_{column}"), "past_finding", [column])


def downgrade() -> None:
    """Undo the change."""
    op.drop_table("past_finding")
    op.drop_table("past_inspection")
