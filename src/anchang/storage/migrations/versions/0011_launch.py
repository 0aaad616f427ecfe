"""Launch day (issue 4): registration numbers, their order, what was chosen."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Launches with their units; numbers with their choices."""
    _launches()
    _tickets()


def _launches() -> None:
    op.create_table(
        "launch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("order_kind", sa.String(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("held_on", sa.String(length=10), nullable=False),
        sa.Column("opened_at", sa.String(length=27), nullable=True),
        sa.Column("closed_at", sa.String(length=27), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("maker_id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint("order_kind IN ('registered', 'drawn')", name=op.f("ck_launch_order_kind_known")),
        sa.CheckConstraint("state IN ('prepared', 'ordered', 'open', 'closed')", name=op.f("ck_launch_state_known")),
        sa.ForeignKeyConstraint(["maker_id"], ["staff.id"], name=op.f("fk_launch_maker_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_launch_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch")),
        sa.UniqueConstraint("project_id", "year", "seq", name=op.f("uq_launch_project_id_year_seq")),
    )
    op.create_table(
        "launch_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("launch_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["launch_id"], ["launch.id"], name=op.f("fk_launch_unit_launch_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_launch_unit_project_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_launch_unit_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_unit")),
        sa.UniqueConstraint("launch_id", "unit_id", name=op.f("uq_launch_unit_launch_id_unit_id")),
    )
    op.create_index("ix_launch_unit_unit", "launch_unit", ["unit_id"], unique=False)


def _tickets() -> None:
    op.create_table(
        "launch_ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("launch_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("consultant_id", sa.Integer(), nullable=False),
        sa.Column("money", sa.BigInteger(), nullable=False),
        sa.Column("money_ref", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("recalls", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.String(length=27), nullable=True),
        sa.Column("came_at", sa.String(length=27), nullable=True),
        sa.Column("until", sa.String(length=27), nullable=True),
        sa.Column("done_at", sa.String(length=27), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "(place IS NULL) = (state = 'registered') OR state = 'withdrawn'", name=op.f("ck_launch_ticket_placed")
        ),
        sa.CheckConstraint(
            "state IN ('registered', 'in_line', 'called', 'choosing', 'chose', 'left', 'passed', 'withdrawn')",
            name=op.f("ck_launch_ticket_state_known"),
        ),
        sa.CheckConstraint("money >= 0", name=op.f("ck_launch_ticket_money_not_negative")),
        sa.ForeignKeyConstraint(["consultant_id"], ["staff.id"], name=op.f("fk_launch_ticket_consultant_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_launch_ticket_customer_id")),
        sa.ForeignKeyConstraint(["launch_id"], ["launch.id"], name=op.f("fk_launch_ticket_launch_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_launch_ticket_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_ticket")),
        sa.UniqueConstraint("launch_id", "no", name=op.f("uq_launch_ticket_launch_id_no")),
    )
    op.create_index("ix_launch_ticket_line", "launch_ticket", ["launch_id", "state", "place"], unique=False)
    op.create_index(
        "uq_launch_ticket_customer",
        "launch_ticket",
        ["launch_id", "customer_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'withdrawn'"),
        postgresql_where=sa.text("state <> 'withdrawn'"),
    )
    op.create_table(
        "launch_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["unit_claim.id"], name=op.f("fk_launch_choice_claim_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_launch_choice_project_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["launch_ticket.id"], name=op.f("fk_launch_choice_ticket_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_launch_choice_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_choice")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_launch_choice_claim_id")),
    )
    op.create_index("ix_launch_choice_ticket", "launch_choice", ["ticket_id"], unique=False)
