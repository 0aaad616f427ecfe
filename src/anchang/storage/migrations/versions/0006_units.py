"""The whole life of a unit (issue 4): handed over, returned and locked, and the days of it."""

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


def upgrade() -> None:
    """The states and columns of `unit`."""
    is_file = op.get_bind().dialect.name == "sqlite"
    name = op.f("ck_unit_state_known")
    with op.batch_alter_table("unit", recreate="always" if is_file else "never") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(_STATES))
        batch.add_column(sa.Column("return_locked_on", sa.String(length=10), nullable=True))
        batch.add_column(sa.Column("return_reason", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("delivered_on", sa.String(length=10), nullable=True))
        batch.add_column(sa.Column("titled_on", sa.String(length=10), nullable=True))
    with op.batch_alter_table("unit", recreate="always" if is_file else "never") as batch:
        batch.alter_column("return_reason", existing_type=sa.String(), existing_nullable=False, server_default=None)
