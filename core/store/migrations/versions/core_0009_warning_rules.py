"""warnings: versions of warning rules and their bands."""

revision = "core_0009"
down_revision = "core_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
