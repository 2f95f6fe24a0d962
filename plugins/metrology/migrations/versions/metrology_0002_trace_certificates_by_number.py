"""Trace certificates by number."""

from alembic import op

revision = "metrology_0002"
down_revision = "metrology_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_index(op.f("ix_verification_certificate_no"), "verification", ["certificate_no"])


def downgrade() -> None:
    """Undo the change."""
    op.drop_index(op.f("ix_verification_certificate_no"), table_name="verification")
