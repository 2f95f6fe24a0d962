"""licences."""

import sqlalchemy as sa
from alembic import op

revision = "licensing_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "licence_type",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("number_scheme", sa.Text(), nullable=False),
        sa.Column(
            "authority_level",
            sa.Enum(
                "NATIONAL",
                "PROVINCE",
                "CITY",
                "COUNTY",
                "CERTIFICATION_BODY",
                name="authoritylevel",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("validity_years", sa.Integer(), nullable=False),
        sa.Column("renewal_lead", sa.Integer(), nullable=False),
        sa.Column(
            "renewal_lead_unit",
            sa.Enum(
                "DAYS", "WORKING_DAYS", "MONTHS", name="leadunit", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("warning_rule", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_type")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_licence_type_code_valid_from")),
    )
    op.create_table(
        "licence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("town_id", sa.Integer(), nullable=False),
        sa.Column("type_id", sa.Integer(), nullable=False),
        sa.Column("predecessor_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("covers", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("renew_by", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "VALID",
                "SUSPENDED",
                "ANNULLED",
                "WITHDRAWN",
                "REVOKED",
                "CANCELLED",
                name="licencestatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum("LOCAL", "EXTERNAL", name="licenceorigin", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("renewal_applied_on", sa.Date(), nullable=True),
        sa.Column("renewal_timely", sa.Boolean(), nullable=True),
        sa.Column("warning_rule", sa.Text(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change_set.id"], name=op.f("fk_licence_change_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_licence_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["predecessor_id"], ["licence.id"], name=op.f("fk_licence_predecessor_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_licence_site_id")),
        sa.ForeignKeyConstraint(["town_id"], ["division.id"], name=op.f("fk_licence_town_id")),
        sa.ForeignKeyConstraint(["type_id"], ["licence_type.id"], name=op.f("fk_licence_type_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence")),
        sa.UniqueConstraint("type_id", "number", name=op.f("uq_licence_type_id_number")),
    )
    op.create_index(
        "ix_licence_enterprise_id_valid_until_id",
        "licence",
        ["enterprise_id", "valid_until", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_licence_number"), "licence", ["number"], unique=False)
    op.create_index(op.f("ix_licence_predecessor_id"), "licence", ["predecessor_id"], unique=False)
    op.create_index(
        "ix_licence_search_text",
        "licence",
        ["search_text"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_index(op.f("ix_licence_site_id"), "licence", ["site_id"], unique=False)
    op.create_index(
        "ix_licence_town_id_valid_until_id",
        "licence",
        ["town_id", "valid_until", "id"],
        unique=False,
    )
    op.create_index("ix_licence_valid_until_id", "licence", ["valid_until", "id"], unique=False)
    op.create_table(
        "licence_event",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("licence_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("town_id", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "REGISTERED",
                "SUSPENDED",
                "RESTORED",
                "ANNULLED",
                "WITHDRAWN",
                "REVOKED",
                "CANCELLED",
                "RENEWAL_FILED",
                "RENEWED",
                "RENEWAL_REFUSED",
                name="licenceact",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_as", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_licence_event_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["licence_id"], ["licence.id"], name=op.f("fk_licence_event_licence_id")
        ),
        sa.ForeignKeyConstraint(
            ["town_id"], ["division.id"], name=op.f("fk_licence_event_town_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_event")),
    )
    op.create_index(
        "ix_licence_event_happened_on_id", "licence_event", ["happened_on", "id"], unique=False
    )
    op.create_index(
        op.f("ix_licence_event_licence_id"), "licence_event", ["licence_id"], unique=False
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_index(op.f("ix_licence_event_licence_id"), table_name="licence_event")
    op.drop_index("ix_licence_event_happened_on_id", table_name="licence_event")
    op.drop_table("licence_event")
    op.drop_index("ix_licence_valid_until_id", table_name="licence")
    op.drop_index("ix_licence_town_id_valid_until_id", table_name="licence")
    op.drop_index(op.f("ix_licence_site_id"), table_name="licence")
    op.drop_index(
        "ix_licence_search_text",
        table_name="licence",
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.drop_index(op.f("ix_licence_predecessor_id"), table_name="licence")
    op.drop_index(op.f("ix_licence_number"), table_name="licence")
    op.drop_index("ix_licence_enterprise_id_valid_until_id", table_name="licence")
    op.drop_table("licence")
    op.drop_table("licence_type")
