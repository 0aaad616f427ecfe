"""Decisions on the levels of authority (issue 4): what a manager, a director and an executive said about a request."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The levels of `approval`."""
    name = op.f("ck_approval_level_known")
    is_file = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("approval", recreate="always" if is_file else "never") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(
            name,
            sa.text("level IN ('review', 'slip', 'lower_deposit', 'manager', 'director', 'executive')"),
        )
