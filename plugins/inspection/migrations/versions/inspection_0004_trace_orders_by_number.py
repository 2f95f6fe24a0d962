"""Trace orders by number."""

from alembic import op

revision = "inspection_0004"
down_revision = "inspection_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_index(op.f("ix_rectification_order_number"), "rectification_order", ["number"])


def downgrade() -> None:
    """Undo the change."""
    op.drop_index(op.f("ix_rectification_order_number"), table_name="rectification_order")
