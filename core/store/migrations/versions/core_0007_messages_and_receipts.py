"""inbox: messages and receipts."""

revision = "core_0007"
down_revision = "core_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
