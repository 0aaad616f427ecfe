"""Decisions on the levels of authority, and printed purchase plans (issue 4)."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The levels of `approval`, the kinds of `document_print`."""
    _known("approval", "level", "'review', 'slip', 'lower_deposit', 'manager', 'director', 'executive'")
    _known("document_print", "kind", "'subscription_agreement', 'approval_slip', 'receipt', 'purchase_plan'")


def _known(table: str, column: str, values: str) -> None:
    name = op.f(f"ck_{table}_{column}_known")
    is_file = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table(table, recreate="always" if is_file else "never") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(f"{column} IN ({values})"))
