"""policy: regression cases and operations seen."""

revision = "core_0013"
down_revision = "core_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
