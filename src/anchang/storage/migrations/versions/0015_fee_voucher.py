"""A voucher for the handling fee of a request that was carried out: the money is the house's from then on (2.8)."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KINDS = "kind IN ('forfeiture', 'refund', 'compensation', 'transfer', 'credit', 'fee')"


def upgrade() -> None:
    """One more kind of voucher."""
    name = op.f("ck_voucher_kind_known")
    recreate = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("voucher", recreate=recreate) as batch:  # type: ignore[arg-type]
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(KINDS))
