"""Where the loan of a mortgage comes from: a bank, the provident fund, or both (5.4)."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

CHECKS = (("loan_kind_known", "loan_kind IN ('commercial', 'fund', 'combination')"),
          ("loan_fund_not_negative", "loan_fund >= 0"))  # fmt: skip


def upgrade() -> None:
    """Every loan so far came from a bank, or nobody had said otherwise."""
    recreate = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    for table in ("subscription", "change_plan"):
        with op.batch_alter_table(table, recreate=recreate) as batch:  # type: ignore[arg-type]
            batch.add_column(sa.Column("loan_kind", sa.String(), nullable=False, server_default="commercial"))
            batch.add_column(sa.Column("loan_fund", sa.BigInteger(), nullable=False, server_default="0"))
            for name, rule in CHECKS:
                batch.create_check_constraint(op.f(f"ck_{table}_{name}"), sa.text(rule))
        with op.batch_alter_table(table) as batch:
            for name in ("loan_kind", "loan_fund"):
                batch.alter_column(name, server_default=None)
