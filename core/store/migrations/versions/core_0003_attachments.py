"""files: attachments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "core_0003"
down_revision = "core_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("preview_sha256", sa.Text(), nullable=True),
        sa.Column("received_sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("latitude", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("longitude", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("subject_type", sa.Text(), nullable=True),
        sa.Column("subject_key", sa.Integer(), nullable=True),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("town_id", sa.Integer(), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("organisation_ids", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(subject_type is null) = (subject_key is null)",
            name=op.f("ck_attachment_subject_is_whole_or_absent"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_attachment_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_attachment_enterprise_id")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["division.id"], name=op.f("fk_attachment_town_id")),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["account.id"], name=op.f("fk_attachment_uploaded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("name", name=op.f("uq_attachment_name")),
    )
    op.create_index("ix_attachment_subject", "attachment", ["subject_type", "subject_key", "id"])
    for column in ("sha256", "preview_sha256", "uploaded_by"):
        op.create_index(op.f(f"ix_attachment_{column}"), "attachment", [column])
    op.create_table(
        "upload_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_upload_day_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload_day")),
        sa.UniqueConstraint("account_id", "day", name=op.f("uq_upload_day_account_id_day")),
    )
