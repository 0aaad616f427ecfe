"""Requests before the contract (issue 4): forfeiture, refund, swap, rename, co-buyers, plan; and the money that goes out."""

from typing import Literal

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_SUBSCRIPTION = (
    "state IN ('draft', 'pending_review', 'deposit_due', 'deposit_paid', 'active', 'converted', 'void', 'forfeited', "
    "'cancelled_refund', 'replaced')"
)
_WAYS = "way IN ('pos', 'transfer', 'cheque', 'cash', 'bank_loan', 'escrow', 'voucher')"
_PAPERS = (
    "kind IN ('subscription_agreement', 'approval_slip', 'receipt', 'buyer_file', 'purchase_plan', 'delay_request', "
    "'discount_request', 'signing_notice', 'termination_notice', 'refund_application')"
)


def upgrade() -> None:
    """The states of papers, the requests, the vouchers, and what ties receipts and allocations to them."""
    _checks()
    _requests()
    _vouchers()
    _money()
    _taken()


def _known(table: str, column: str, words: str) -> None:
    is_file = op.get_bind().dialect.name == "sqlite"
    name = op.f(f"ck_{table}_{column}_known")
    with op.batch_alter_table(table, recreate="always" if is_file else "never") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(words))


def _checks() -> None:
    """States, ways to pay and papers that were not known before."""
    _known("subscription", "state", _SUBSCRIPTION)
    _known("receipt_line", "way", _WAYS)
    _known("document_print", "kind", _PAPERS)


def _money() -> None:
    """A receipt may be a re-issue by a transfer voucher, an allocation may be taken back by a voucher."""
    always: Literal["always", "never"] = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("receipt", recreate=always) as batch:
        batch.add_column(sa.Column("voucher_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_receipt_voucher_id"), "voucher", ["voucher_id"], ["id"])
    name = op.f("ck_allocation_reversal_is_negative")
    with op.batch_alter_table("allocation", recreate=always) as batch:
        batch.add_column(sa.Column("voucher_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_allocation_voucher_id"), "voucher", ["voucher_id"], ["id"])
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(
            name, sa.text("(amount < 0) = (reversal_id IS NOT NULL OR voucher_id IS NOT NULL)")
        )
        batch.create_check_constraint(
            op.f("ck_allocation_taken_back_once"), sa.text("reversal_id IS NULL OR voucher_id IS NULL")
        )


def _requests() -> None:
    """Requests, their accounts and papers, and which request has a paper."""
    op.create_table(
        "paper_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("since", sa.String(length=27), nullable=False),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_paper_claim_project_id")),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscription.id"], name=op.f("fk_paper_claim_subscription_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_paper_claim_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_claim")),
    )
    op.create_index(
        "ix_paper_claim_live",
        "paper_claim",
        ["subscription_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_paper_claim_live_unit",
        "paper_claim",
        ["unit_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_paper_claim_row", "paper_claim", ["noun", "row_id"], unique=False)
    op.create_table(
        "change_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("consultant_id", sa.Integer(), nullable=False),
        sa.Column("applied_on", sa.String(length=10), nullable=False),
        sa.Column("applicant", sa.String(), nullable=False),
        sa.Column("trigger_code", sa.String(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("keep", sa.BigInteger(), nullable=True),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("penalty", sa.BigInteger(), nullable=False),
        sa.Column("waits_for", sa.String(), nullable=False),
        sa.Column("final_level", sa.String(), nullable=False),
        sa.Column("notice_on", sa.String(length=10), nullable=True),
        sa.Column("notice_way", sa.String(), nullable=False),
        sa.Column("termination_on", sa.String(length=10), nullable=True),
        sa.Column("termination_way", sa.String(), nullable=False),
        sa.Column("maker_id", sa.Integer(), nullable=True),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("submitted_on", sa.String(length=10), nullable=True),
        sa.Column("decided_on", sa.String(length=10), nullable=True),
        sa.Column("executed_by", sa.Integer(), nullable=True),
        sa.Column("executed_at", sa.String(length=27), nullable=True),
        sa.Column("executed_on", sa.String(length=10), nullable=True),
        sa.Column("ended_on", sa.String(length=10), nullable=True),
        sa.Column("revived_on", sa.String(length=10), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.Column("back_reason", sa.String(), nullable=False),
        sa.Column("back_by", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.String(length=10), nullable=True),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint("fault IN ('none', 'buyer', 'company')", name=op.f("ck_change_request_fault_known")),
        sa.CheckConstraint(
            "final_level IN ('', 'manager', 'director', 'executive')", name=op.f("ck_change_request_final_level_known")
        ),
        sa.CheckConstraint(
            "kind IN ('forfeit', 'refund_deposit', 'swap_unit', 'rename', 'add_remove_buyer', 'change_plan')",
            name=op.f("ck_change_request_kind_known"),
        ),
        sa.CheckConstraint(
            "notice_way IN ('', 'in_person', 'mail', 'e_mail', 'message')",
            name=op.f("ck_change_request_notice_way_known"),
        ),
        sa.CheckConstraint(
            "reason_code IN ('price', 'funds', 'loan', 'qualification', 'family', 'unit', 'clauses', 'company', 'other')",
            name=op.f("ck_change_request_reason_code_known"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'noticed', 'pending', 'approved', 'executed', 'refunded', 'reactivating', 'reactivated', 'closed', 'rejected', 'withdrawn', 'remedied')",
            name=op.f("ck_change_request_state_known"),
        ),
        sa.CheckConstraint(
            "termination_way IN ('', 'in_person', 'mail', 'e_mail', 'message')",
            name=op.f("ck_change_request_termination_way_known"),
        ),
        sa.CheckConstraint(
            "trigger_code IN ('not_signed', 'delay_expired', 'objection', 'customer_asks', 'company_cannot')",
            name=op.f("ck_change_request_trigger_code_known"),
        ),
        sa.CheckConstraint(
            "waits_for IN ('', 'manager', 'director', 'executive')", name=op.f("ck_change_request_waits_for_known")
        ),
        sa.CheckConstraint("fee >= 0", name=op.f("ck_change_request_fee_not_negative")),
        sa.CheckConstraint("penalty >= 0", name=op.f("ck_change_request_penalty_not_negative")),
        sa.ForeignKeyConstraint(["back_by"], ["staff.id"], name=op.f("fk_change_request_back_by")),
        sa.ForeignKeyConstraint(["consultant_id"], ["staff.id"], name=op.f("fk_change_request_consultant_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_change_request_customer_id")),
        sa.ForeignKeyConstraint(["executed_by"], ["staff.id"], name=op.f("fk_change_request_executed_by")),
        sa.ForeignKeyConstraint(["maker_id"], ["staff.id"], name=op.f("fk_change_request_maker_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_change_request_project_id")),
        sa.ForeignKeyConstraint(["submitted_by"], ["staff.id"], name=op.f("fk_change_request_submitted_by")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_change_request_subscription_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_change_request_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request")),
        sa.UniqueConstraint("project_id", "no", name=op.f("uq_change_request_project_id_no")),
        sa.UniqueConstraint("project_id", "year", "seq", name=op.f("uq_change_request_project_id_year_seq")),
    )
    op.create_index(op.f("ix_change_request_customer_id"), "change_request", ["customer_id"], unique=False)
    op.create_index("ix_change_request_ended", "change_request", ["subscription_id", "ended_on"], unique=False)
    op.create_index("ix_change_request_state", "change_request", ["project_id", "state"], unique=False)
    op.create_index(op.f("ix_change_request_subscription_id"), "change_request", ["subscription_id"], unique=False)
    op.create_table(
        "change_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("bank", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_change_account_project_id")),
        sa.ForeignKeyConstraint(["request_id"], ["change_request.id"], name=op.f("fk_change_account_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_account")),
        sa.UniqueConstraint("request_id", "payer", name=op.f("uq_change_account_request_id_payer")),
    )
    op.create_table(
        "change_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("returned_on", sa.String(length=10), nullable=True),
        sa.Column("lost", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('receipt', 'copy')", name=op.f("ck_change_paper_kind_known")),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_change_paper_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_change_paper_project_id")),
        sa.ForeignKeyConstraint(["request_id"], ["change_request.id"], name=op.f("fk_change_paper_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_paper")),
        sa.UniqueConstraint("request_id", "kind", "row_id", name=op.f("uq_change_paper_request_id_kind_row_id")),
    )


def _vouchers() -> None:
    """Vouchers, their payment and their end."""
    op.create_table(
        "voucher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("to_subscription_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("payee", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("maker_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "kind IN ('forfeiture', 'refund', 'compensation', 'transfer', 'credit')", name=op.f("ck_voucher_kind_known")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_voucher_amount_positive")),
        sa.ForeignKeyConstraint(["maker_id"], ["staff.id"], name=op.f("fk_voucher_maker_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_voucher_project_id")),
        sa.ForeignKeyConstraint(["request_id"], ["change_request.id"], name=op.f("fk_voucher_request_id")),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscription.id"], name=op.f("fk_voucher_subscription_id")),
        sa.ForeignKeyConstraint(
            ["to_subscription_id"], ["subscription.id"], name=op.f("fk_voucher_to_subscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher")),
        sa.UniqueConstraint("project_id", "no", name=op.f("uq_voucher_project_id_no")),
        sa.UniqueConstraint("project_id", "year", "seq", name=op.f("uq_voucher_project_id_year_seq")),
    )
    op.create_index("ix_voucher_day", "voucher", ["project_id", "business_date"], unique=False)
    op.create_index("ix_voucher_deal", "voucher", ["subscription_id", "business_date"], unique=False)
    op.create_index("ix_voucher_request", "voucher", ["request_id"], unique=False)
    op.create_table(
        "voucher_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("bank", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("bank_ref", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("paid_on", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "way IN ('pos', 'transfer', 'cheque', 'cash', 'bank_loan', 'escrow', 'voucher')",
            name=op.f("ck_voucher_payment_way_known"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_voucher_payment_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_voucher_payment_project_id")),
        sa.ForeignKeyConstraint(["voucher_id"], ["voucher.id"], name=op.f("fk_voucher_payment_voucher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_payment")),
        sa.UniqueConstraint("voucher_id", name=op.f("uq_voucher_payment_voucher_id")),
    )
    op.create_index("ix_voucher_payment_day", "voucher_payment", ["project_id", "paid_on"], unique=False)
    op.create_table(
        "voucher_reversal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_voucher_reversal_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_voucher_reversal_project_id")),
        sa.ForeignKeyConstraint(["voucher_id"], ["voucher.id"], name=op.f("fk_voucher_reversal_voucher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_reversal")),
        sa.UniqueConstraint("voucher_id", name=op.f("uq_voucher_reversal_voucher_id")),
    )
    op.create_index("ix_voucher_reversal_day", "voucher_reversal", ["project_id", "business_date"], unique=False)


def _taken() -> None:
    """What vouchers took of receipt lines."""
    op.create_table(
        "voucher_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=False),
        sa.Column("receipt_line_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_voucher_line_amount_positive")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_voucher_line_project_id")),
        sa.ForeignKeyConstraint(["receipt_line_id"], ["receipt_line.id"], name=op.f("fk_voucher_line_receipt_line_id")),
        sa.ForeignKeyConstraint(["voucher_id"], ["voucher.id"], name=op.f("fk_voucher_line_voucher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_line")),
        sa.UniqueConstraint("voucher_id", "receipt_line_id", name=op.f("uq_voucher_line_voucher_id_receipt_line_id")),
    )
    op.create_index("ix_voucher_line_money", "voucher_line", ["receipt_line_id"], unique=False)
