"""warnings: each version of a rule has a quiet time of its own."""

import sqlalchemy as sa
from alembic import op

revision = "core_0017"
down_revision = "core_0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column(
        "warning_rule_version",
        sa.Column("quiet_days", sa.Integer(), server_default="7", nullable=False),
    )


def downgrade() -> None:
    """Undo the change."""
    op.drop_column("warning_rule_version", "quiet_days")
