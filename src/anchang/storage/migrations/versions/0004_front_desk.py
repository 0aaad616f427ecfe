"""What every act looks up is remembered until one of its tables changes: an index of the journal that says when."""

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
