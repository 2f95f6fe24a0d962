"""step log: lines on one chain, what opens their seals, and anchors."""

import sqlalchemy as sa
from alembic import op

revision = "core_0018"
down_revision = "core_0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "step_anchor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("chain_hash", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_anchor")),
        sa.UniqueConstraint("day", name=op.f("uq_step_anchor_day")),
    )
    op.create_table(
        "step_log_line",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("chain_hash", sa.Text(), nullable=False),
        sa.Column("case_code", sa.Text(), nullable=True),
        sa.Column("procedure", sa.Text(), nullable=True),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("act", sa.Text(), nullable=True),
        sa.Column("to_step", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("tier", sa.Text(), nullable=True),
        sa.Column("town", sa.Text(), nullable=True),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("in_time", sa.Boolean(), nullable=True),
        sa.Column("pause", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_log_line")),
    )
    op.create_index(
        "ix_step_log_line_case_code_id", "step_log_line", ["case_code", "id"], unique=False
    )
    op.create_index("ix_step_log_line_day_id", "step_log_line", ["day", "id"], unique=False)
    op.create_index(
        "ix_step_log_line_late",
        "step_log_line",
        ["unit", "happened_on"],
        unique=False,
        postgresql_where="not in_time",
    )
    op.create_table(
        "step_secret",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_secret")),
        sa.UniqueConstraint("event_id", name=op.f("uq_step_secret_event_id")),
    )
    op.add_column("step_event", sa.Column("paused", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("step_event", "paused")
    op.drop_table("step_secret")
    op.drop_index(
        "ix_step_log_line_late", table_name="step_log_line", postgresql_where="not in_time"
    )
    op.drop_index("ix_step_log_line_day_id", table_name="step_log_line")
    op.drop_index("ix_step_log_line_case_code_id", table_name="step_log_line")
    op.drop_table("step_log_line")
    op.drop_table("step_anchor")
