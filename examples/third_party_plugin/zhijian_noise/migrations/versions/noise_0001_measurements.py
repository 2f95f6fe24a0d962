"""Measurements.

Revision ID: noise_0001
"""

import sqlalchemy as sa
from alembic import op

revision = "noise_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "noise_measurement",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "enterprise_id",
            sa.Integer(),
            sa.ForeignKey("enterprise.id"),
            nullable=False,
            index=True,
        ),
        sa.Column(
            "town_id", sa.Integer(), sa.ForeignKey("division.id"), nullable=False, index=True
        ),
        sa.Column("measured_on", sa.Date(), nullable=False, index=True),
        sa.Column("period", sa.String(40), nullable=False),
        sa.Column("decibels", sa.Integer(), nullable=False),
        sa.Column("limit", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("noise_measurement")
