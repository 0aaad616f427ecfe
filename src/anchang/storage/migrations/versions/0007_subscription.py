"""Subscription entry, complete (issue 4): what stands beside the lines of a paper, the library of terms, buyers' files."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """New tables, one more list of the office's own, one more paper to print."""
    _known("dictionary_entry", "kind", ("channel", "area", "focus", "lost_reason", "pack"))
    _known("document_print", "kind", ("subscription_agreement", "approval_slip", "receipt", "buyer_file"))
    _tables()


def _known(table: str, column: str, values: tuple[str, ...]) -> None:
    """What a column may hold."""
    name = op.f(f"ck_{table}_{column}_known")
    is_file = op.get_bind().dialect.name == "sqlite"
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table, recreate="always" if is_file else "never") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(f"{column} IN ({listed})"))


def _tables() -> None:
    """In the order of their keys."""
    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("valid_from", sa.String(length=10), nullable=False),
        sa.Column("valid_to", sa.String(length=10), nullable=True),
        sa.Column("maker_id", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_on", sa.String(length=10), nullable=True),
        sa.Column("retired_on", sa.String(length=10), nullable=True),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint("state IN ('proposed', 'approved', 'retired')", name=op.f("ck_term_state_known")),
        sa.ForeignKeyConstraint(["approved_by"], ["staff.id"], name=op.f("fk_term_approved_by")),
        sa.ForeignKeyConstraint(["maker_id"], ["staff.id"], name=op.f("fk_term_maker_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_term_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("project_id", "code", name=op.f("uq_term_project_id_code")),
    )
    op.create_index("ix_term_state", "term", ["project_id", "state", "id"], unique=False)
    op.create_table(
        "buyer_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("consent_on", sa.String(length=10), nullable=True),
        sa.Column("consent_by", sa.Integer(), nullable=True),
        sa.Column("hukou", sa.String(), nullable=False),
        sa.Column("marital", sa.String(), nullable=False),
        sa.Column("education", sa.String(), nullable=False),
        sa.Column("occupation", sa.String(), nullable=False),
        sa.Column("employer", sa.String(), nullable=False),
        sa.Column("position", sa.String(), nullable=False),
        sa.Column("income", sa.String(), nullable=False),
        sa.Column("home_address", sa.String(), nullable=False),
        sa.Column("mail_address", sa.String(), nullable=False),
        sa.Column("emergency_name", sa.String(), nullable=False),
        sa.Column("emergency_phone", sa.String(), nullable=False),
        sa.Column("competitor", sa.String(), nullable=False),
        sa.Column("why_bought", sa.String(), nullable=False),
        sa.Column("unhappy_with", sa.String(), nullable=False),
        sa.Column("purchases", sa.String(), nullable=False),
        sa.Column("homes", sa.Integer(), nullable=True),
        sa.Column("flags", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "education IN ('', 'school', 'college', 'bachelor', 'master')", name=op.f("ck_buyer_file_education_known")
        ),
        sa.CheckConstraint(
            "income IN ('', 'to_10', 'to_20', 'to_50', 'to_100', 'more')", name=op.f("ck_buyer_file_income_known")
        ),
        sa.CheckConstraint(
            "marital IN ('', 'single', 'married', 'divorced', 'widowed')", name=op.f("ck_buyer_file_marital_known")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_buyer_file_by_id")),
        sa.ForeignKeyConstraint(["consent_by"], ["staff.id"], name=op.f("fk_buyer_file_consent_by")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_buyer_file_customer_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_buyer_file_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buyer_file")),
        sa.UniqueConstraint("project_id", "customer_id", name=op.f("uq_buyer_file_project_id_customer_id")),
    )
    op.create_table(
        "subscription_consultant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("rate > 0", name=op.f("ck_subscription_consultant_rate_positive")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_subscription_consultant_project_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_subscription_consultant_staff_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_subscription_consultant_subscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_consultant")),
        sa.UniqueConstraint(
            "subscription_id",
            "edition",
            "staff_id",
            name=op.f("uq_subscription_consultant_subscription_id_edition_staff_id"),
        ),
    )
    op.create_index("ix_subscription_consultant_staff", "subscription_consultant", ["staff_id"], unique=False)
    op.create_table(
        "subscription_custody",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("copy_no", sa.Integer(), nullable=False),
        sa.Column("giver", sa.String(), nullable=False),
        sa.Column("taker", sa.String(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_subscription_custody_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_subscription_custody_project_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_subscription_custody_subscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_custody")),
    )
    op.create_index(
        "ix_subscription_custody_subscription",
        "subscription_custody",
        ["subscription_id", "copy_no", "id"],
        unique=False,
    )
    op.create_table(
        "subscription_pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("day_of", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint("event IN ('read', 'handed')", name=op.f("ck_subscription_pack_event_known")),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_subscription_pack_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_subscription_pack_project_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_subscription_pack_subscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_pack")),
    )
    op.create_index("ix_subscription_pack_subscription", "subscription_pack", ["subscription_id", "id"], unique=False)
    op.create_table(
        "subscription_printed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=True),
        sa.Column("built_area", sa.BigInteger(), nullable=True),
        sa.Column("inside_area", sa.BigInteger(), nullable=True),
        sa.Column("shared_area", sa.BigInteger(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("total_words", sa.String(), nullable=False),
        sa.Column("deposit", sa.BigInteger(), nullable=True),
        sa.Column("deposit_words", sa.String(), nullable=False),
        sa.Column("plan_total", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_subscription_printed_project_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_subscription_printed_subscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_printed")),
        sa.UniqueConstraint("subscription_id", "edition", name=op.f("uq_subscription_printed_subscription_id_edition")),
    )
    op.create_table(
        "subscription_proxy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("buyer_no", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("id_type", sa.String(), nullable=False),
        sa.Column("id_no", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.CheckConstraint(
            "id_type IN ('id_card', 'passport', 'hk_macau_permit', 'taiwan_permit', 'foreign_residence', 'business_licence', 'military_id', 'other')",
            name=op.f("ck_subscription_proxy_id_type_known"),
        ),
        sa.CheckConstraint(
            "role IN ('guardian', 'agent', 'representative')", name=op.f("ck_subscription_proxy_role_known")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_subscription_proxy_project_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_subscription_proxy_subscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_proxy")),
        sa.UniqueConstraint(
            "subscription_id",
            "edition",
            "buyer_no",
            "role",
            name=op.f("uq_subscription_proxy_subscription_id_edition_buyer_no_role"),
        ),
    )
    op.create_table(
        "subscription_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_subscription_term_project_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_subscription_term_subscription_id")
        ),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_subscription_term_term_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_term")),
        sa.UniqueConstraint(
            "subscription_id", "edition", "no", name=op.f("uq_subscription_term_subscription_id_edition_no")
        ),
    )
