"""Small orders and sincerity money before a subscription (2.10, 5.3); discounts executed on collection
(2.6); who acts for a buyer that comes (2.8), and on the contract."""

from typing import Literal

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The money, the receipts that are made of it, how each came to its end, its paper; what a discount hangs on."""
    _money()
    _receipts()
    _ends()
    _papers()
    _collections()
    _proxies()


def _always() -> Literal["always", "never"]:
    return "always" if op.get_bind().dialect.name == "sqlite" else "never"


def _receipts() -> None:
    with op.batch_alter_table("receipt", recreate=_always()) as batch:
        batch.add_column(sa.Column("sincerity_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_receipt_sincerity_id"), "sincerity", ["sincerity_id"], ["id"])


def _collections() -> None:
    with op.batch_alter_table("discount_request", recreate=_always()) as batch:
        batch.add_column(sa.Column("mode", sa.String(), nullable=False, server_default="contract_price"))
        batch.add_column(sa.Column("collect_no", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("collect_by", sa.String(length=10), nullable=True))
        batch.add_column(sa.Column("credit_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_discount_request_credit_id"), "voucher", ["credit_id"], ["id"])
        batch.create_check_constraint(
            op.f("ck_discount_request_mode_known"), sa.text("mode IN ('contract_price', 'on_collection')")
        )
    with op.batch_alter_table("discount_request", recreate=_always()) as batch:
        batch.alter_column("mode", existing_type=sa.String(), existing_nullable=False, server_default=None)


def _papers() -> None:
    name = op.f("ck_document_print_kind_known")
    with op.batch_alter_table("document_print", recreate=_always()) as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(PAPERS))


ID_TYPES = (
    "id_type IN ('id_card', 'passport', 'hk_macau_permit', 'taiwan_permit', 'foreign_residence', "
    "'business_licence', 'military_id', 'other')"
)
PAPERS = (
    "kind IN ('subscription_agreement', 'approval_slip', 'receipt', 'buyer_file', 'purchase_plan', 'delay_request', "
    "'discount_request', 'signing_notice', 'termination_notice', 'refund_application', "
    "'change_application', 'transfer_slip', 'sincerity_receipt', 'voucher_slip')"
)


def _money() -> None:
    op.create_table(
        "sincerity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.Column("received_on", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("consultant_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("launch_id", sa.Integer(), nullable=True),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("third_party", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("escrow", sa.Integer(), nullable=False),
        sa.Column("bank_ref", sa.String(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("received_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.String(length=27), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.String(length=27), nullable=True),
        sa.Column("confirmed_on", sa.String(length=10), nullable=True),
        sa.Column("arrived_on", sa.String(length=10), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.String(length=10), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'launch') = (launch_id IS NOT NULL)", name=op.f("ck_sincerity_sincerity_has_launch")
        ),
        sa.CheckConstraint(
            "(kind = 'small_order') = (claim_id IS NOT NULL AND unit_id IS NOT NULL)",
            name=op.f("ck_sincerity_small_order_has_hold"),
        ),
        sa.CheckConstraint("kind IN ('small_order', 'launch')", name=op.f("ck_sincerity_kind_known")),
        sa.CheckConstraint(
            "state IN ('entered', 'held', 'refund_due', 'refunded', 'moved', 'reversed')",
            name=op.f("ck_sincerity_state_known"),
        ),
        sa.CheckConstraint(
            "state IN ('entered', 'reversed') OR confirmed_on IS NOT NULL", name=op.f("ck_sincerity_confirmed_has_day")
        ),
        sa.CheckConstraint(
            "way IN ('pos', 'transfer', 'cheque', 'cash', 'bank_loan', 'escrow', 'voucher', 'opening')",
            name=op.f("ck_sincerity_way_known"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_sincerity_amount_positive")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_sincerity_asked_by")),
        sa.ForeignKeyConstraint(["claim_id"], ["unit_claim.id"], name=op.f("fk_sincerity_claim_id")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["staff.id"], name=op.f("fk_sincerity_confirmed_by")),
        sa.ForeignKeyConstraint(["consultant_id"], ["staff.id"], name=op.f("fk_sincerity_consultant_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_sincerity_customer_id")),
        sa.ForeignKeyConstraint(["launch_id"], ["launch.id"], name=op.f("fk_sincerity_launch_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_sincerity_project_id")),
        sa.ForeignKeyConstraint(["received_by"], ["staff.id"], name=op.f("fk_sincerity_received_by")),
        sa.ForeignKeyConstraint(["ticket_id"], ["launch_ticket.id"], name=op.f("fk_sincerity_ticket_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_sincerity_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sincerity")),
        sa.UniqueConstraint("project_id", "no", name=op.f("uq_sincerity_project_id_no")),
        sa.UniqueConstraint("project_id", "year", "seq", name=op.f("uq_sincerity_project_id_year_seq")),
    )
    op.create_index("ix_sincerity_claim", "sincerity", ["claim_id"], unique=False)
    op.create_index("ix_sincerity_counts", "sincerity", ["project_id", "confirmed_on"], unique=False)
    op.create_index("ix_sincerity_customer", "sincerity", ["customer_id"], unique=False)
    op.create_index("ix_sincerity_launch", "sincerity", ["launch_id", "customer_id"], unique=False)
    op.create_index("ix_sincerity_state", "sincerity", ["project_id", "state"], unique=False)
    op.create_index(
        "uq_sincerity_ticket",
        "sincerity",
        ["ticket_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('entered', 'held', 'refund_due')"),
        postgresql_where=sa.text("state IN ('entered', 'held', 'refund_due')"),
    )


def _ends() -> None:
    op.create_table(
        "sincerity_closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("sincerity_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=True),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("bank", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("bank_ref", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "(kind = 'move') = (receipt_id IS NOT NULL)", name=op.f("ck_sincerity_closing_move_has_receipt")
        ),
        sa.CheckConstraint("kind IN ('refund', 'move', 'reversal')", name=op.f("ck_sincerity_closing_kind_known")),
        sa.CheckConstraint(
            "way IN ('', 'pos', 'transfer', 'cheque', 'cash', 'bank_loan', 'escrow', 'voucher', 'opening')",
            name=op.f("ck_sincerity_closing_way_known"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_sincerity_closing_amount_positive")),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_sincerity_closing_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_sincerity_closing_project_id")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_sincerity_closing_receipt_id")),
        sa.ForeignKeyConstraint(["sincerity_id"], ["sincerity.id"], name=op.f("fk_sincerity_closing_sincerity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sincerity_closing")),
        sa.UniqueConstraint("sincerity_id", name=op.f("uq_sincerity_closing_sincerity_id")),
    )
    op.create_index("ix_sincerity_closing_day", "sincerity_closing", ["project_id", "business_date"], unique=False)


def _proxies() -> None:
    op.create_table(
        "change_proxy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
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
            ID_TYPES,
            name=op.f("ck_change_proxy_id_type_known"),
        ),
        sa.CheckConstraint("role IN ('guardian', 'agent', 'representative')", name=op.f("ck_change_proxy_role_known")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_change_proxy_project_id")),
        sa.ForeignKeyConstraint(["request_id"], ["change_request.id"], name=op.f("fk_change_proxy_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_proxy")),
        sa.UniqueConstraint(
            "request_id", "edition", "buyer_no", "role", name=op.f("uq_change_proxy_request_id_edition_buyer_no_role")
        ),
    )
    op.create_table(
        "contract_proxy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("buyer_no", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("id_type", sa.String(), nullable=False),
        sa.Column("id_no", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.CheckConstraint(
            ID_TYPES,
            name=op.f("ck_contract_proxy_id_type_known"),
        ),
        sa.CheckConstraint(
            "role IN ('guardian', 'agent', 'representative')", name=op.f("ck_contract_proxy_role_known")
        ),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_contract_proxy_contract_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_contract_proxy_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_proxy")),
        sa.UniqueConstraint(
            "contract_id", "buyer_no", "role", name=op.f("uq_contract_proxy_contract_id_buyer_no_role")
        ),
    )
