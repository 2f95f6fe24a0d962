"""jobs: the job queue.

Procrastinate's tables in a schema of their own, as of version 3.10.0; ours around them; and how far
periodic work has come.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "core_0004"
down_revision = "core_0003"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).parents[1]


def upgrade() -> None:
    """Apply the change."""
    # a demonstration that is filled anew has dropped every table of `public`, and only those
    _run("drop schema if exists procrastinate cascade; create schema procrastinate")
    _run("set local search_path = procrastinate, pg_temp")
    _run((FOLDER / "core_0004_procrastinate.sql").read_text(encoding="utf-8"))
    _run("set local search_path = public, pg_temp")
    _run((FOLDER / "core_0004_queue.sql").read_text(encoding="utf-8"))
    op.create_table(
        "periodic_run",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("run_until", sa.Date(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_periodic_run")),
    )


def _run(script: str) -> None:
    """Several statements at once, in which nothing stands for a parameter."""
    op.get_bind().exec_driver_sql(script, execution_options={"no_parameters": True})
