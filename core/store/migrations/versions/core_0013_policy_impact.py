"""policy: operations seen of late, to say what a change would break."""

import sqlalchemy as sa
from alembic import op

revision = "core_0013"
down_revision = "core_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "seen_operation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("roles", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("last_seen_on", sa.Date(), nullable=False),
        sa.Column("seen_that_day", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seen_operation")),
        sa.UniqueConstraint(
            "digest", "name", "roles", name=op.f("uq_seen_operation_digest_name_roles")
        ),
    )
    op.create_index(op.f("ix_seen_operation_last_seen_on"), "seen_operation", ["last_seen_on"])
