"""identity: stand-ins, grants and reveals."""

revision = "core_0014"
down_revision = "core_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
