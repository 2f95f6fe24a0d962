"""channels: deliveries and webhooks."""

revision = "core_0011"
down_revision = "core_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
