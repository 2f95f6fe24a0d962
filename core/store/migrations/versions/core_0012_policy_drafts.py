"""policy: drafts, signatures and activation."""

revision = "core_0012"
down_revision = "core_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
