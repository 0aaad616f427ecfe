"""The front desk, complete (issue 3): posted visitors, delegates; and an index of the journal for what changes rarely."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The index of `storage.rare`."""
    rarely = "(table_name || '') IN ('permit', 'project', 'setting', 'staff')"
    op.create_index(
        "ix_journal_row_changed_rarely",
        "journal_row",
        ["seq"],
        sqlite_where=sa.text(rarely),
        postgresql_where=sa.text(rarely),
    )
    _forgotten()
    _delegates()


def _forgotten() -> None:
    """Visitors who could not say with whom they were before."""
    op.create_table(
        "forgotten",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.Column("posted_at", sa.String(length=27), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("claimant_id", sa.Integer(), nullable=True),
        sa.Column("claimed_at", sa.String(length=27), nullable=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.String(length=27), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('posted', 'claimed', 'granted', 'kept', 'recognised')", name=op.f("ck_forgotten_state_known")
        ),
        sa.ForeignKeyConstraint(["claimant_id"], ["staff.id"], name=op.f("fk_forgotten_claimant_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_forgotten_decided_by")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_forgotten_project_id")),
        sa.ForeignKeyConstraint(["receiver_id"], ["staff.id"], name=op.f("fk_forgotten_receiver_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_forgotten_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forgotten")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_forgotten_visit_id")),
    )
    op.create_index("ix_forgotten_state", "forgotten", ["project_id", "state", "until"])


def _delegates() -> None:
    """Who stands in for an absent consultant."""
    op.create_table(
        "delegate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("consultant_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.String(length=10), nullable=False),
        sa.Column("to_day", sa.String(length=10), nullable=False),
        sa.Column("named_by", sa.Integer(), nullable=True),
        sa.Column("named_at", sa.String(length=27), nullable=False),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.CheckConstraint("from_day <= to_day", name=op.f("ck_delegate_days_in_order")),
        sa.CheckConstraint("consultant_id <> delegate_id", name=op.f("ck_delegate_somebody_else")),
        sa.ForeignKeyConstraint(["consultant_id"], ["staff.id"], name=op.f("fk_delegate_consultant_id")),
        sa.ForeignKeyConstraint(["delegate_id"], ["staff.id"], name=op.f("fk_delegate_delegate_id")),
        sa.ForeignKeyConstraint(["named_by"], ["staff.id"], name=op.f("fk_delegate_named_by")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_delegate_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegate")),
    )
    op.create_index("ix_delegate_consultant", "delegate", ["project_id", "consultant_id", "to_day"])
