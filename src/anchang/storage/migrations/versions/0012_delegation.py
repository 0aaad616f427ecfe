"""Delegation with dates (issue 4): who decides for whom, and both names under a decision."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Delegations; whose authority a decision used."""
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.String(length=10), nullable=False),
        sa.Column("to_day", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("given_at", sa.String(length=27), nullable=False),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint("from_day <= to_day", name=op.f("ck_delegation_days_in_order")),
        sa.CheckConstraint("giver_id <> delegate_id", name=op.f("ck_delegation_somebody_else")),
        sa.CheckConstraint(
            "kind IN ('subscription', 'discount', 'delay', 'change')", name=op.f("ck_delegation_kind_known")
        ),
        sa.ForeignKeyConstraint(["delegate_id"], ["staff.id"], name=op.f("fk_delegation_delegate_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["staff.id"], name=op.f("fk_delegation_ended_by")),
        sa.ForeignKeyConstraint(["giver_id"], ["staff.id"], name=op.f("fk_delegation_giver_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_delegation_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
        sa.UniqueConstraint("project_id", "year", "seq", name=op.f("uq_delegation_project_id_year_seq")),
    )
    op.create_index(
        "ix_delegation_delegate", "delegation", ["project_id", "delegate_id", "to_day"], unique=False
    )
    op.create_index("ix_delegation_giver", "delegation", ["project_id", "giver_id", "to_day"], unique=False)
    with op.batch_alter_table("approval", recreate="always" if _sqlite() else "never") as table:
        table.add_column(sa.Column("behalf_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_approval_behalf_id"), "staff", ["behalf_id"], ["id"])


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
