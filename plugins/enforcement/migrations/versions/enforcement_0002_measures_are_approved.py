"""measures are approved by the head."""

import sqlalchemy as sa
from alembic import op

revision = "enforcement_0002"
down_revision = "enforcement_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("coercive_measure", sa.Column("approved_on", sa.Date(), nullable=True))
    op.add_column("coercive_measure", sa.Column("approved_by", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_coercive_measure_approved_by"),
        "coercive_measure",
        "account",
        ["approved_by"],
        ["id"],
    )


def downgrade() -> None:
    """Undo the change."""
    op.drop_constraint("fk_coercive_measure_approved_by", "coercive_measure", type_="foreignkey")
    op.drop_column("coercive_measure", "approved_by")
    op.drop_column("coercive_measure", "approved_on")
