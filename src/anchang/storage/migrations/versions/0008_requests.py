"""Requests before the contract (issue 4): delayed signing, special discounts."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table of each request, and what its papers and lists need."""
    _delays()
    _discounts()
    _kinds(
        "document_print",
        "'subscription_agreement', 'approval_slip', 'receipt', 'buyer_file', 'purchase_plan', 'delay_request', "
        "'discount_request'",
    )
    _kinds("dictionary_entry", "'channel', 'area', 'focus', 'lost_reason', 'pack', 'delay_reason'")


def _kinds(table: str, known: str) -> None:
    """The kinds that a table's CHECK knows."""
    name = op.f(f"ck_{table}_kind_known")
    is_file = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table(table, recreate="always" if is_file else "never") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(f"kind IN ({known})"))


def _delays() -> None:
    """Requests for a later signing."""
    op.create_table(
        "delay_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("applied_on", sa.String(length=10), nullable=False),
        sa.Column("amount_paid", sa.BigInteger(), nullable=False),
        sa.Column("original_due_on", sa.String(length=10), nullable=False),
        sa.Column("new_due_on", sa.String(length=10), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("cumulative_days", sa.Integer(), nullable=False),
        sa.Column("is_first", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reason_text", sa.String(), nullable=False),
        sa.Column("late_why", sa.String(), nullable=False),
        sa.Column("attachments", sa.String(), nullable=False),
        sa.Column("verified_by", sa.Integer(), nullable=True),
        sa.Column("verified_on", sa.String(length=10), nullable=True),
        sa.Column("verified", sa.String(), nullable=False),
        sa.Column("customer_signed_on", sa.String(length=10), nullable=True),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("submitted_on", sa.String(length=10), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.String(length=10), nullable=True),
        sa.Column("execute_by", sa.String(length=10), nullable=True),
        sa.Column("executed_by", sa.Integer(), nullable=True),
        sa.Column("executed_on", sa.String(length=10), nullable=True),
        sa.Column("replied_by", sa.Integer(), nullable=True),
        sa.Column("replied_on", sa.String(length=10), nullable=True),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("ended_on", sa.String(length=10), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.Column("maker_id", sa.Integer(), nullable=True),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'verified', 'pending', 'approved', 'rejected', 'withdrawn', 'executed', "
            "'closed', 'expired', 'lapsed')",
            name=op.f("ck_delay_request_state_known"),
        ),
        sa.CheckConstraint("days > 0", name=op.f("ck_delay_request_days_positive")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_delay_request_decided_by")),
        sa.ForeignKeyConstraint(["executed_by"], ["staff.id"], name=op.f("fk_delay_request_executed_by")),
        sa.ForeignKeyConstraint(["maker_id"], ["staff.id"], name=op.f("fk_delay_request_maker_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_delay_request_project_id")),
        sa.ForeignKeyConstraint(["replied_by"], ["staff.id"], name=op.f("fk_delay_request_replied_by")),
        sa.ForeignKeyConstraint(["submitted_by"], ["staff.id"], name=op.f("fk_delay_request_submitted_by")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_delay_request_subscription_id")
        ),
        sa.ForeignKeyConstraint(["verified_by"], ["staff.id"], name=op.f("fk_delay_request_verified_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delay_request")),
        sa.UniqueConstraint("project_id", "no", name=op.f("uq_delay_request_project_id_no")),
        sa.UniqueConstraint("project_id", "year", "seq", name=op.f("uq_delay_request_project_id_year_seq")),
    )
    op.create_index("ix_delay_request_state", "delay_request", ["project_id", "state", "id"])
    op.create_index("ix_delay_request_subscription", "delay_request", ["subscription_id", "state"])
    one = sa.text("state IN ('draft', 'verified', 'pending', 'approved')")
    op.create_index("ux_delay_request_open", "delay_request", ["subscription_id"], unique=True,
                    sqlite_where=one, postgresql_where=one)  # fmt: skip


def _discounts() -> None:
    """Requests for a special discount."""
    op.create_table(
        "discount_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("consultant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("applied_on", sa.String(length=10), nullable=False),
        sa.Column("built_area", sa.BigInteger(), nullable=True),
        sa.Column("list_total", sa.BigInteger(), nullable=False),
        sa.Column("codes", sa.String(), nullable=False),
        sa.Column("on_site_price", sa.BigInteger(), nullable=False),
        sa.Column("special_amount", sa.BigInteger(), nullable=False),
        sa.Column("special_rate", sa.BigInteger(), nullable=False),
        sa.Column("final_total", sa.BigInteger(), nullable=False),
        sa.Column("plan_kind", sa.String(), nullable=False),
        sa.Column("payment_time", sa.String(), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("waits_for", sa.String(), nullable=False),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("submitted_on", sa.String(length=10), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.String(length=10), nullable=True),
        sa.Column("decided_level", sa.String(), nullable=False),
        sa.Column("valid_until", sa.String(length=10), nullable=True),
        sa.Column("subscription_id", sa.Integer(), nullable=True),
        sa.Column("executed_on", sa.String(length=10), nullable=True),
        sa.Column("archived_by", sa.Integer(), nullable=True),
        sa.Column("archived_on", sa.String(length=10), nullable=True),
        sa.Column("archive", sa.String(), nullable=False),
        sa.Column("ended_on", sa.String(length=10), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.Column("maker_id", sa.Integer(), nullable=True),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "kind IN ('staff', 'group', 'bulk', 'leader')",
            name=op.f("ck_discount_request_kind_known"),
        ),
        sa.CheckConstraint(
            "plan_kind IN ('lump_sum', 'instalments', 'mortgage')",
            name=op.f("ck_discount_request_plan_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'pending', 'approved', 'rejected', 'withdrawn', 'expired', 'executed', 'archived')",
            name=op.f("ck_discount_request_state_known"),
        ),
        sa.CheckConstraint(
            "waits_for IN ('manager', 'director', 'executive')",
            name=op.f("ck_discount_request_waits_for_known"),
        ),
        sa.CheckConstraint("final_total > 0", name=op.f("ck_discount_request_final_total_positive")),
        sa.CheckConstraint("special_amount > 0", name=op.f("ck_discount_request_special_amount_positive")),
        sa.CheckConstraint("special_rate >= 0", name=op.f("ck_discount_request_special_rate_not_negative")),
        sa.ForeignKeyConstraint(["archived_by"], ["staff.id"], name=op.f("fk_discount_request_archived_by")),
        sa.ForeignKeyConstraint(["consultant_id"], ["staff.id"], name=op.f("fk_discount_request_consultant_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_discount_request_customer_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_discount_request_decided_by")),
        sa.ForeignKeyConstraint(["granted_by"], ["staff.id"], name=op.f("fk_discount_request_granted_by")),
        sa.ForeignKeyConstraint(["maker_id"], ["staff.id"], name=op.f("fk_discount_request_maker_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_discount_request_project_id")),
        sa.ForeignKeyConstraint(["submitted_by"], ["staff.id"], name=op.f("fk_discount_request_submitted_by")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_discount_request_subscription_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_discount_request_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discount_request")),
        sa.UniqueConstraint("project_id", "no", name=op.f("uq_discount_request_project_id_no")),
        sa.UniqueConstraint("project_id", "year", "seq", name=op.f("uq_discount_request_project_id_year_seq")),
    )
    op.create_index(op.f("ix_discount_request_consultant_id"), "discount_request", ["consultant_id"])
    op.create_index("ix_discount_request_customer", "discount_request", ["customer_id"])
    op.create_index("ix_discount_request_state", "discount_request", ["project_id", "state", "id"])
    op.create_index("ix_discount_request_subscription", "discount_request", ["subscription_id"])
    one = sa.text("state IN ('draft', 'pending', 'approved')")
    op.create_index("ux_discount_request_open", "discount_request", ["unit_id", "customer_id"], unique=True,
                    sqlite_where=one, postgresql_where=one)  # fmt: skip
