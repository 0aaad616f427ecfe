"""The whole life of a unit (issue 4): its far end and its return, flags, links, waiting lists, batches, later prices."""

from typing import Literal

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_STATES = (
    "state IN ('unreleased', 'available', 'held', 'subscribed', 'signed', 'registered', 'delivered', 'titled', "
    "'return_locked')"
)
_LIST_STATES = "state IN ('draft', 'scheduled', 'approved', 'rejected')"


def upgrade() -> None:
    """Columns and states of `unit`, `unit_claim` and `price_list`, and the tables around a unit."""
    is_file = op.get_bind().dialect.name == "sqlite"
    _units("always" if is_file else "never")
    _price_lists("always" if is_file else "never")
    _flags()
    _links()
    _waits()
    _batches()


def _units(again: Literal["always", "never"]) -> None:
    name = op.f("ck_unit_state_known")
    with op.batch_alter_table("unit", recreate=again) as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(_STATES))
        batch.add_column(sa.Column("return_locked_on", sa.String(length=10), nullable=True))
        batch.add_column(sa.Column("return_reason", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("delivered_on", sa.String(length=10), nullable=True))
        batch.add_column(sa.Column("titled_on", sa.String(length=10), nullable=True))
    with op.batch_alter_table("unit", recreate=again) as batch:
        batch.alter_column("return_reason", existing_type=sa.String(), existing_nullable=False, server_default=None)
    with op.batch_alter_table("unit_claim", recreate=again) as batch:
        batch.add_column(sa.Column("confirmed_at", sa.String(length=27), nullable=True))
        batch.add_column(sa.Column("extensions", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("unit_claim", recreate=again) as batch:
        batch.alter_column("extensions", existing_type=sa.Integer(), existing_nullable=False, server_default=None)


def _price_lists(again: Literal["always", "never"]) -> None:
    name = op.f("ck_price_list_state_known")
    with op.batch_alter_table("price_list", recreate=again) as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(_LIST_STATES))
        batch.add_column(sa.Column("effective_at", sa.String(length=27), nullable=True))
        batch.create_check_constraint(
            op.f("ck_price_list_scheduled_has_time"), sa.text("state <> 'scheduled' OR effective_at IS NOT NULL")
        )


def _flags() -> None:
    op.create_table(
        "unit_flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("is_set", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("paper_no", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.CheckConstraint("kind IN ('mortgaged', 'seized', 'frozen')", name=op.f("ck_unit_flag_kind_known")),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_unit_flag_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_unit_flag_project_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_flag_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_flag")),
    )
    op.create_index("ix_unit_flag_unit", "unit_flag", ["unit_id", "kind", "id"], unique=False)


def _links() -> None:
    op.create_table(
        "unit_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("linked_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("unit_id <> linked_id", name=op.f("ck_unit_link_two_units")),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_unit_link_by_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["staff.id"], name=op.f("fk_unit_link_ended_by")),
        sa.ForeignKeyConstraint(["linked_id"], ["unit.id"], name=op.f("fk_unit_link_linked_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_unit_link_project_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_link_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_link")),
    )
    op.create_index("ix_unit_link_unit", "unit_link", ["unit_id"], unique=False)
    op.create_index(
        "uq_unit_link_live",
        "unit_link",
        ["linked_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _waits() -> None:
    op.create_table(
        "unit_wait",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.Column("offered_at", sa.String(length=27), nullable=True),
        sa.Column("offer_until", sa.String(length=27), nullable=True),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("state <> 'waiting' OR offer_until IS NULL", name=op.f("ck_unit_wait_waiting_has_no_offer")),
        sa.CheckConstraint(
            "state IN ('waiting', 'offered', 'taken', 'passed', 'stopped')", name=op.f("ck_unit_wait_state_known")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_unit_wait_customer_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_unit_wait_project_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_unit_wait_staff_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_wait_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_wait")),
    )
    op.create_index("ix_unit_wait_customer", "unit_wait", ["customer_id"], unique=False)
    op.create_index("ix_unit_wait_state", "unit_wait", ["project_id", "state"], unique=False)
    op.create_index(
        "uq_unit_wait_offer",
        "unit_wait",
        ["unit_id"],
        unique=True,
        sqlite_where=sa.text("state = 'offered'"),
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.create_index(
        "uq_unit_wait_once",
        "unit_wait",
        ["unit_id", "customer_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('waiting', 'offered')"),
        postgresql_where=sa.text("state IN ('waiting', 'offered')"),
    )


def _batches() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("planned_on", sa.String(length=10), nullable=True),
        sa.Column("permit_id", sa.Integer(), nullable=True),
        sa.Column("released_on", sa.String(length=10), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.String(length=27), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('planned', 'released', 'dropped')", name=op.f("ck_batch_state_known")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_batch_decided_by")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_batch_made_by")),
        sa.ForeignKeyConstraint(["permit_id"], ["permit.id"], name=op.f("fk_batch_permit_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_batch_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sa.UniqueConstraint("project_id", "no", name=op.f("uq_batch_project_id_no")),
    )
    op.create_table(
        "batch_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_unit_batch_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_batch_unit_project_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_batch_unit_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_unit")),
        sa.UniqueConstraint("batch_id", "unit_id", name=op.f("uq_batch_unit_batch_id_unit_id")),
    )
    op.create_index(op.f("ix_batch_unit_unit_id"), "batch_unit", ["unit_id"], unique=False)
