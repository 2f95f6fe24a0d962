"""register: confirmed change sets."""

import sqlalchemy as sa
from alembic import op

revision = "core_0005"
down_revision = "core_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    # zero for those that exist: no transaction has that number, so none of them can be used again
    op.add_column(
        "change_set",
        sa.Column("transaction_id", sa.BigInteger(), server_default="0", nullable=False),
    )
    op.alter_column(
        "change_set",
        "transaction_id",
        server_default=sa.text("(pg_current_xact_id()::text)::bigint"),
    )
