"""warnings: watched dates and warnings."""

revision = "core_0010"
down_revision = "core_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
