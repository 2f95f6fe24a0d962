"""the tables of the core."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "core_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "change_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "DECLARATION",
                "PATROL",
                "IMPORT",
                "EXCHANGE",
                "REFERENCE",
                name="changekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_set")),
    )
    op.create_table(
        "division",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "PROVINCE",
                "CITY",
                "COUNTY_CITY",
                "DISTRICT",
                "STREET",
                "TOWN",
                name="divisionkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["division.id"], name=op.f("fk_division_parent_id")),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["division.id"], name=op.f("fk_division_successor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_division_code_valid_from")),
    )
    op.create_index(op.f("ix_division_code"), "division", ["code"], unique=False)
    op.create_index(op.f("ix_division_name"), "division", ["name"], unique=False)
    op.create_index(op.f("ix_division_successor_id"), "division", ["successor_id"], unique=False)
    op.create_table(
        "freshness",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("topic", name=op.f("pk_freshness")),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("roles", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("ip", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "ACCEPTED",
                "REFUSED",
                "READ_PROTECTED",
                name="outcome",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("policy_version", sa.BigInteger(), nullable=False),
        sa.Column("trace", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
    )
    op.create_index(
        "ix_ledger_entry_account_id_id", "ledger_entry", ["account_id", "id"], unique=False
    )
    op.create_index("ix_ledger_entry_subject_id", "ledger_entry", ["subject", "id"], unique=False)
    op.create_table(
        "ledger_seal",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_hash", sa.Text(), nullable=False),
        sa.Column("chain_hash", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_ledger_seal")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_ledger_seal_entry_id")),
    )
    op.create_table(
        "policy_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "OPEN", "ACCEPTED", "DISMISSED", name="proposalstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_proposal")),
    )
    op.create_table(
        "policy_version",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_version")),
    )
    op.create_table(
        "replay_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replay_key")),
        sa.UniqueConstraint(
            "account_id", "operation", "key", name=op.f("uq_replay_key_account_id_operation_key")
        ),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("ip", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "CHECKING",
                "FAILED",
                "INCOMPLETE",
                "SUCCEEDED",
                name="outcome",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index(op.f("ix_sign_in_attempt_ip_at"), "sign_in_attempt", ["ip", "at"], unique=False)
    op.create_index(
        op.f("ix_sign_in_attempt_username_at"), "sign_in_attempt", ["username", "at"], unique=False
    )
    op.create_table(
        "enterprise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("town_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.Text(), nullable=True),
        sa.Column("organisation_code", sa.Text(), nullable=True),
        sa.Column("registration_no", sa.Text(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "ENTERPRISE",
                "SOLE_TRADER",
                "COOPERATIVE",
                "INSTITUTION",
                name="enterprisekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "OPEN", "SUSPENDED", "CLOSED", name="enterprisestatus", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("industry_code", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("legal_representative", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("phone", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("is_key_unit", sa.Boolean(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change_set.id"], name=op.f("fk_enterprise_change_id")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["division.id"], name=op.f("fk_enterprise_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_enterprise_credit_code")),
    )
    op.create_index(op.f("ix_enterprise_is_key_unit"), "enterprise", ["is_key_unit"], unique=False)
    op.create_index(op.f("ix_enterprise_name"), "enterprise", ["name"], unique=False)
    op.create_index(
        "ix_enterprise_search_text",
        "enterprise",
        ["search_text"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_index(
        "ix_enterprise_town_name", "enterprise", ["town_id", "name", "id"], unique=False
    )
    op.create_table(
        "policy_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("added_in", sa.Integer(), nullable=False),
        sa.Column("removed_in", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_in"], ["policy_version.id"], name=op.f("fk_policy_rule_added_in")
        ),
        sa.ForeignKeyConstraint(
            ["removed_in"], ["policy_version.id"], name=op.f("fk_policy_rule_removed_in")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_rule")),
    )
    op.create_index(
        "uq_policy_rule_in_force",
        "policy_rule",
        ["role", "resource", "action", "scope", "effect"],
        unique=True,
        postgresql_where=sa.text("removed_in is null"),
    )
    op.create_table(
        "enterprise_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("town_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["enterprise.id"], name=op.f("fk_enterprise_card_id")),
        sa.ForeignKeyConstraint(
            ["town_id"], ["division.id"], name=op.f("fk_enterprise_card_town_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise_card")),
    )
    op.create_index("ix_enterprise_card_name_id", "enterprise_card", ["name", "id"], unique=False)
    op.create_table(
        "key_unit_designation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("town_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("SPECIAL_EQUIPMENT", "FOOD", name="keyunitkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("designated_on", sa.Date(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.Column("release_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_key_unit_designation_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["town_id"], ["division.id"], name=op.f("fk_key_unit_designation_town_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_unit_designation")),
    )
    op.create_index(
        op.f("ix_key_unit_designation_enterprise_id"),
        "key_unit_designation",
        ["enterprise_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_key_unit_designation_town_id"), "key_unit_designation", ["town_id"], unique=False
    )
    op.create_index(
        "uq_key_unit_designation_open",
        "key_unit_designation",
        ["enterprise_id", "kind"],
        unique=True,
        postgresql_where=sa.text("released_on is null"),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "tier",
            sa.Enum(
                "BRANCH",
                "STATION",
                "TOWN",
                "ENTERPRISE",
                "SUPERIOR",
                "PUBLIC",
                "OFFICER",
                name="tier",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_organisation_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_code")),
    )
    op.create_index(
        op.f("ix_organisation_enterprise_id"), "organisation", ["enterprise_id"], unique=False
    )
    op.create_table(
        "site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("town_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["change_set.id"], name=op.f("fk_site_change_id")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_site_enterprise_id")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["division.id"], name=op.f("fk_site_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    )
    op.create_index(op.f("ix_site_enterprise_id"), "site", ["enterprise_id"], unique=False)
    op.create_index("ix_site_name_id", "site", ["name", "id"], unique=False)
    op.create_index("ix_site_town_id_name_id", "site", ["town_id", "name", "id"], unique=False)
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "position('.' in username) = 0", name=op.f("ck_account_username_has_no_dot")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_account_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_account_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_index(op.f("ix_account_enterprise_id"), "account", ["enterprise_id"], unique=False)
    op.create_index(
        op.f("ix_account_organisation_id"), "account", ["organisation_id"], unique=False
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("actions", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("plugins", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_api_token_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    op.create_index(op.f("ix_api_token_account_id"), "api_token", ["account_id"], unique=False)
    op.create_table(
        "credential",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("former_hashes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_credential_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_credential")),
    )
    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_post_account_id")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_post_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_post_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    op.create_index(op.f("ix_post_account_id"), "post", ["account_id"], unique=False)
    op.create_index(op.f("ix_post_enterprise_id"), "post", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_post_organisation_id"), "post", ["organisation_id"], unique=False)
    op.create_table(
        "session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("BEARER", "COOKIE", name="sessionkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idle_minutes", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ip", sa.Text(), nullable=False),
        sa.Column("user_agent", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_session_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_session_token_hash")),
    )
    op.create_index(op.f("ix_session_account_id"), "session", ["account_id"], unique=False)
    op.create_table(
        "totp_secret",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("seed", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_step", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_totp_secret_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_totp_secret")),
    )
    op.create_table(
        "post_division",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division.id"], name=op.f("fk_post_division_division_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_division_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_division")),
    )
    op.create_index(
        op.f("ix_post_division_division_id"), "post_division", ["division_id"], unique=False
    )
    op.create_index(op.f("ix_post_division_post_id"), "post_division", ["post_id"], unique=False)


def downgrade() -> None:
    """Take the change back."""
    op.drop_index(op.f("ix_post_division_post_id"), table_name="post_division")
    op.drop_index(op.f("ix_post_division_division_id"), table_name="post_division")
    op.drop_table("post_division")
    op.drop_table("totp_secret")
    op.drop_index(op.f("ix_session_account_id"), table_name="session")
    op.drop_table("session")
    op.drop_index(op.f("ix_post_organisation_id"), table_name="post")
    op.drop_index(op.f("ix_post_enterprise_id"), table_name="post")
    op.drop_index(op.f("ix_post_account_id"), table_name="post")
    op.drop_table("post")
    op.drop_table("credential")
    op.drop_index(op.f("ix_api_token_account_id"), table_name="api_token")
    op.drop_table("api_token")
    op.drop_index(op.f("ix_account_organisation_id"), table_name="account")
    op.drop_index(op.f("ix_account_enterprise_id"), table_name="account")
    op.drop_table("account")
    op.drop_index("ix_site_town_id_name_id", table_name="site")
    op.drop_index("ix_site_name_id", table_name="site")
    op.drop_index(op.f("ix_site_enterprise_id"), table_name="site")
    op.drop_table("site")
    op.drop_index(op.f("ix_organisation_enterprise_id"), table_name="organisation")
    op.drop_table("organisation")
    op.drop_index(
        "uq_key_unit_designation_open",
        table_name="key_unit_designation",
        postgresql_where=sa.text("released_on is null"),
    )
    op.drop_index(op.f("ix_key_unit_designation_town_id"), table_name="key_unit_designation")
    op.drop_index(op.f("ix_key_unit_designation_enterprise_id"), table_name="key_unit_designation")
    op.drop_table("key_unit_designation")
    op.drop_index("ix_enterprise_card_name_id", table_name="enterprise_card")
    op.drop_table("enterprise_card")
    op.drop_index(
        "uq_policy_rule_in_force",
        table_name="policy_rule",
        postgresql_where=sa.text("removed_in is null"),
    )
    op.drop_table("policy_rule")
    op.drop_index("ix_enterprise_town_name", table_name="enterprise")
    op.drop_index(
        "ix_enterprise_search_text",
        table_name="enterprise",
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.drop_index(op.f("ix_enterprise_name"), table_name="enterprise")
    op.drop_index(op.f("ix_enterprise_is_key_unit"), table_name="enterprise")
    op.drop_table("enterprise")
    op.drop_index(op.f("ix_sign_in_attempt_username_at"), table_name="sign_in_attempt")
    op.drop_index(op.f("ix_sign_in_attempt_ip_at"), table_name="sign_in_attempt")
    op.drop_table("sign_in_attempt")
    op.drop_table("replay_key")
    op.drop_table("policy_version")
    op.drop_table("policy_proposal")
    op.drop_table("ledger_seal")
    op.drop_index("ix_ledger_entry_subject_id", table_name="ledger_entry")
    op.drop_index("ix_ledger_entry_account_id_id", table_name="ledger_entry")
    op.drop_table("ledger_entry")
    op.drop_table("freshness")
    op.drop_index(op.f("ix_division_successor_id"), table_name="division")
    op.drop_index(op.f("ix_division_name"), table_name="division")
    op.drop_index(op.f("ix_division_code"), table_name="division")
    op.drop_table("division")
    op.drop_table("change_set")
