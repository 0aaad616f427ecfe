"""A setting may hold from a later day on: the rota's rules change overnight (domain 2.1)."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What held before, and from when the value holds; what is there holds already."""
    # SQLite would append to the old statement; made anew it reads as the models say it.
    is_file = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("setting", recreate="always" if is_file else "never") as batch:
        batch.add_column(sa.Column("before", sa.String(), nullable=True))
        batch.add_column(sa.Column("from_day", sa.String(length=10), nullable=True))
