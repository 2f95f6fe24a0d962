"""audit: history of rows."""

import sqlalchemy as sa
from alembic import op

revision = "core_0008"
down_revision = "core_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    # keys that exist are as old as this change: they are kept for their time from now on
    op.add_column(
        "replay_key",
        sa.Column(
            "claimed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
    )
    op.alter_column("replay_key", "claimed_at", server_default=None)
    op.create_index(op.f("ix_replay_key_claimed_at"), "replay_key", ["claimed_at"], unique=False)
    op.create_table(
        "row_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_version")),
    )
    op.create_index(
        op.f("ix_row_version_table_name_key_version"),
        "row_version",
        ["table_name", "key", "version"],
        unique=False,
    )
