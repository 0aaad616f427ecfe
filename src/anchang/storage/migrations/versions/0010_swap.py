"""Requests that leave the deal alive (issue 4): the plan, the unit and the buyers that they ask for."""

from typing import Literal

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What is asked for, finance's check, and allocations that a newer plan version took back."""
    _papers()
    _checked()
    _plans()
    _units()
    _buyers()
    _taken_back()


def _always() -> Literal["always", "never"]:
    return "always" if op.get_bind().dialect.name == "sqlite" else "never"


def _papers() -> None:
    name = op.f("ck_document_print_kind_known")
    with op.batch_alter_table("document_print", recreate=_always()) as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(PAPERS))


PAPERS = (
    "kind IN ('subscription_agreement', 'approval_slip', 'receipt', 'buyer_file', 'purchase_plan', 'delay_request', "
    "'discount_request', 'signing_notice', 'termination_notice', 'refund_application', "
    "'change_application', 'transfer_slip')"
)


def _checked() -> None:
    with op.batch_alter_table("change_request", recreate=_always()) as batch:
        batch.add_column(sa.Column("money_checked_by", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("money_checked_on", sa.String(length=10), nullable=True))
        batch.create_foreign_key(op.f("fk_change_request_money_checked_by"), "staff", ["money_checked_by"], ["id"])


def _plans() -> None:
    op.create_table(
        "change_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("down_rate", sa.BigInteger(), nullable=True),
        sa.Column("loan_days", sa.Integer(), nullable=False),
        sa.Column("loan_unit", sa.BigInteger(), nullable=False),
        sa.Column("shares", sa.String(), nullable=False),
        sa.Column("kind_before", sa.String(), nullable=False),
        sa.Column("total_before", sa.BigInteger(), nullable=True),
        sa.Column("total_after", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('lump_sum', 'instalments', 'mortgage')", name=op.f("ck_change_plan_kind_known")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_change_plan_project_id")),
        sa.ForeignKeyConstraint(["request_id"], ["change_request.id"], name=op.f("fk_change_plan_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_plan")),
        sa.UniqueConstraint("request_id", name=op.f("uq_change_plan_request_id")),
    )


def _units() -> None:
    op.create_table(
        "change_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("price_date", sa.String(length=10), nullable=False),
        sa.Column("list_total", sa.BigInteger(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("new_subscription_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["new_subscription_id"], ["subscription.id"], name=op.f("fk_change_unit_new_subscription_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_change_unit_project_id")),
        sa.ForeignKeyConstraint(["request_id"], ["change_request.id"], name=op.f("fk_change_unit_request_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_change_unit_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_unit")),
        sa.UniqueConstraint("request_id", name=op.f("uq_change_unit_request_id")),
    )
    op.create_index(op.f("ix_change_unit_unit_id"), "change_unit", ["unit_id"], unique=False)


def _buyers() -> None:
    op.create_table(
        "change_buyer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("leaves", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("nationality", sa.String(), nullable=False),
        sa.Column("id_type", sa.String(), nullable=False),
        sa.Column("id_no", sa.String(), nullable=False),
        sa.Column("gender", sa.String(), nullable=False),
        sa.Column("birth", sa.String(length=10), nullable=True),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=True),
        sa.Column("is_primary", sa.Integer(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(ID_TYPES, name=op.f("ck_change_buyer_id_type_known")),
        sa.CheckConstraint(RELATIONS, name=op.f("ck_change_buyer_relation_known")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_change_buyer_customer_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_change_buyer_project_id")),
        sa.ForeignKeyConstraint(["request_id"], ["change_request.id"], name=op.f("fk_change_buyer_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_buyer")),
        sa.UniqueConstraint(
            "request_id", "edition", "no", name=op.f("uq_change_buyer_request_id_edition_no")
        ),
    )


ID_TYPES = (
    "id_type IN ('id_card', 'passport', 'hk_macau_permit', 'taiwan_permit', 'foreign_residence', "
    "'business_licence', 'military_id', 'other')"
)
RELATIONS = (
    "relation IN ('', 'self', 'spouse', 'parent', 'child', 'sibling', 'co_buyer', 'id_tail', 'same_name', 'relative', "
    "'friend')"
)


def _taken_back() -> None:
    """What takes an allocation back may be a newer plan version."""
    negative, once = op.f("ck_allocation_reversal_is_negative"), op.f("ck_allocation_taken_back_once")
    with op.batch_alter_table("allocation", recreate=_always()) as batch:
        batch.add_column(sa.Column("taken_back_by", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_allocation_taken_back_by"), "plan_version", ["taken_back_by"], ["id"])
        batch.drop_constraint(negative, type_="check")
        batch.drop_constraint(once, type_="check")
        batch.create_check_constraint(
            negative,
            sa.text("(amount < 0) = (reversal_id IS NOT NULL OR voucher_id IS NOT NULL OR taken_back_by IS NOT NULL)"),
        )
        batch.create_check_constraint(
            once,
            sa.text(
                "(reversal_id IS NULL OR voucher_id IS NULL) "
                "AND (taken_back_by IS NULL OR (reversal_id IS NULL AND voucher_id IS NULL))"
            ),
        )
