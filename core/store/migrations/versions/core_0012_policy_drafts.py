"""policy: drafts, regression cases and known defaults."""

import sqlalchemy as sa
from alembic import op

revision = "core_0012"
down_revision = "core_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "policy_default",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_default")),
        sa.UniqueConstraint(
            "role",
            "resource",
            "action",
            "scope",
            "effect",
            name=op.f("uq_policy_default_role_resource_action_scope_effect"),
        ),
    )
    op.create_table(
        "regression_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column(
            "expected",
            sa.Enum("ALLOW", "MASK", "DENY", name="expectedeffect", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("chinese", sa.Text(), nullable=False),
        sa.Column("english", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regression_case")),
    )
    op.create_index(
        "uq_regression_case_held",
        "regression_case",
        ["who", "resource", "action"],
        unique=True,
        postgresql_where=sa.text("retired_at is null"),
    )
    op.create_table(
        "policy_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "EDIT",
                "ROLLBACK",
                "IMPORT",
                "DEFAULTS",
                name="draftkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "DRAFT",
                "SCHEDULED",
                "ACTIVE",
                "REJECTED",
                "WITHDRAWN",
                "OUTDATED",
                name="draftstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposer", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("gained", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("widened", sa.Integer(), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("signer", sa.Text(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("activate_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing_reason", sa.Text(), nullable=True),
        sa.Column("became", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["base"], ["policy_version.id"], name=op.f("fk_policy_draft_base")),
        sa.ForeignKeyConstraint(
            ["became"], ["policy_version.id"], name=op.f("fk_policy_draft_became")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_draft")),
    )
    op.create_index(op.f("ix_policy_draft_became"), "policy_draft", ["became"], unique=False)
    op.create_index(
        "ix_policy_draft_open",
        "policy_draft",
        ["id"],
        unique=False,
        postgresql_where=sa.text("state in ('DRAFT', 'SCHEDULED', 'OUTDATED')"),
    )
    op.create_table(
        "policy_draft_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("ADD", "REMOVE", name="changekind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["policy_draft.id"], name=op.f("fk_policy_draft_change_draft_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_draft_change")),
    )
    op.create_index(
        op.f("ix_policy_draft_change_draft_id"), "policy_draft_change", ["draft_id"], unique=False
    )
    op.create_table(
        "policy_draft_difference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "GAINED", "LOST", "CHANGED", name="differencekind", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("widens", sa.Boolean(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["policy_draft.id"], name=op.f("fk_policy_draft_difference_draft_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_draft_difference")),
    )
    op.create_index(
        op.f("ix_policy_draft_difference_draft_id"),
        "policy_draft_difference",
        ["draft_id"],
        unique=False,
    )
    op.create_table(
        "policy_draft_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "LINT",
                "INVARIANT",
                "CASE",
                "JUDGE",
                "SHADOWED",
                "CONFLICTING",
                name="findingkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("fault", sa.Boolean(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["policy_draft.id"], name=op.f("fk_policy_draft_finding_draft_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_draft_finding")),
    )
    op.create_index(
        op.f("ix_policy_draft_finding_draft_id"), "policy_draft_finding", ["draft_id"], unique=False
    )
    # never released: what waited is proposed anew by the next start that differs
    op.execute("delete from policy_proposal")
    op.add_column("policy_proposal", sa.Column("old_default", sa.ARRAY(sa.Text()), nullable=False))
    op.add_column("policy_proposal", sa.Column("in_force", sa.ARRAY(sa.Text()), nullable=False))
    op.add_column("policy_proposal", sa.Column("new_default", sa.ARRAY(sa.Text()), nullable=False))
    op.add_column("policy_proposal", sa.Column("conflict", sa.Boolean(), nullable=False))
    op.add_column("policy_proposal", sa.Column("draft_id", sa.Integer(), nullable=True))
    op.create_index(
        op.f("ix_policy_proposal_draft_id"), "policy_proposal", ["draft_id"], unique=False
    )
    op.create_foreign_key(
        op.f("fk_policy_proposal_draft_id"), "policy_proposal", "policy_draft", ["draft_id"], ["id"]
    )
    op.drop_column("policy_proposal", "effect")
    op.drop_column("policy_proposal", "scope")
