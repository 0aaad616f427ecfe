"""Requests before the contract (issue 4): delayed signing."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table of each request, and what its papers and lists need."""
    _delays()
    _kinds(
        "document_print",
        "'subscription_agreement', 'approval_slip', 'receipt', 'buyer_file', 'purchase_plan', 'delay_request'",
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
