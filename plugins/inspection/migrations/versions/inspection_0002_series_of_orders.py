"""The core numbers orders from now on: its series go on where the orders end."""

import sqlalchemy as sa
from alembic import op

revision = "inspection_0002"
down_revision = "inspection_0001"
branch_labels = None
depends_on = None

ORDERS = sa.table(
    "rectification_order",
    sa.column("series", sa.Text()),
    sa.column("year", sa.Integer()),
    sa.column("serial", sa.Integer()),
)
SERIES = sa.table("number_series", sa.column("series", sa.Text()), sa.column("last", sa.Integer()))


def upgrade() -> None:
    """Apply the change."""
    # the owner is behind the wall like everybody else
    op.execute(sa.select(sa.func.set_config("zj.reach", "system", True)))
    name = sa.func.concat("rectification_order/", ORDERS.c.series, "/", ORDERS.c.year)
    given = (
        sa.select(name, sa.func.max(ORDERS.c.serial))
        .where(ORDERS.c.serial.is_not(None))
        .group_by(ORDERS.c.series, ORDERS.c.year)
    )
    op.execute(sa.insert(SERIES).from_select(["series", "last"], given))


def downgrade() -> None:
    """Undo the change."""
    op.execute(sa.select(sa.func.set_config("zj.reach", "system", True)))
    op.execute(sa.delete(SERIES).where(SERIES.c.series.like("rectification_order/%")))
