"""Permits are drafted by one person and approved by another (domain 2.18)."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of drafts; permits that are in force stay so."""
    op.create_table(
        "permit_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("permit_id", sa.Integer(), nullable=True),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("issued_on", sa.String(length=10), nullable=False),
        sa.Column("valid_to", sa.String(length=10), nullable=True),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("buildings", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("business_date", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.String(length=27), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("(state = 'draft') = (decided_at IS NULL)", name=op.f("ck_permit_draft_decided_has_time")),
        sa.CheckConstraint("kind IN ('pre_sale', 'completed_sale')", name=op.f("ck_permit_draft_kind_known")),
        sa.CheckConstraint("state IN ('draft', 'approved', 'rejected')", name=op.f("ck_permit_draft_state_known")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_permit_draft_decided_by")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_permit_draft_made_by")),
        sa.ForeignKeyConstraint(["permit_id"], ["permit.id"], name=op.f("fk_permit_draft_permit_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_permit_draft_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permit_draft")),
    )
    op.create_index(
        "ux_permit_draft_waits",
        "permit_draft",
        ["project_id", "no"],
        unique=True,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
