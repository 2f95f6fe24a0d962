"""procedures: matters and steps."""

revision = "core_0006"
down_revision = "core_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
