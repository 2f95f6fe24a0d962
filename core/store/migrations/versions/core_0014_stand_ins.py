"""identity: stand-ins, grants and reveals."""

import sqlalchemy as sa
from alembic import op

revision = "core_0014"
down_revision = "core_0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "temporary_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("STAND_IN", "EXTRA", name="dutykind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("appointed_by", sa.Integer(), nullable=True),
        sa.Column("appointed_at", MOMENT, nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "valid_from <= valid_to", name=op.f("ck_temporary_duty_ends_after_it_begins")
        ),
        sa.CheckConstraint(
            "confirmed_by <> appointed_by", name=op.f("ck_temporary_duty_two_persons")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_temporary_duty_{column}")
            )
            for column, table in (
                ("account_id", "account"),
                ("post_id", "post"),
                ("appointed_by", "account"),
                ("confirmed_by", "account"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_temporary_duty")),
    )
    op.create_index(op.f("ix_temporary_duty_account_id"), "temporary_duty", ["account_id"])
    op.create_index(op.f("ix_temporary_duty_post_id"), "temporary_duty", ["post_id"])
    op.create_table(
        "reveal_purpose",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("chinese", sa.Text(), nullable=False),
        sa.Column("english", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reveal_purpose")),
        sa.UniqueConstraint("code", name=op.f("uq_reveal_purpose_code")),
    )
