"""The opening balance (issue 4): deals, plans and receipts of an office that runs already."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None
WAYS = "'pos', 'transfer', 'cheque', 'cash', 'bank_loan', 'escrow', 'voucher', 'opening'"
KINDS = "'visits', 'calls', 'deals', 'plans', 'receipts'"


def upgrade() -> None:
    """Where a deal came from and what had come in; the kinds of imports; what a unit was before."""
    with _batch("subscription") as batch:
        batch.add_column(sa.Column("origin", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("author", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("cut_over", sa.String(length=10), nullable=True))
        batch.add_column(sa.Column("opening_received", sa.BigInteger(), nullable=False, server_default="0"))
        _checks(
            batch, "subscription",
            ("opening_received_not_negative", "opening_received >= 0"),
            ("origin_known", "origin IN ('', 'import', 'taken_back')"),
            ("opening_has_day", "(origin = '') = (cut_over IS NULL)"),
        )  # fmt: skip
    with _batch("receipt") as batch:
        batch.add_column(sa.Column("origin", sa.String(), nullable=False, server_default=""))
        _checks(batch, "receipt", ("origin_known", "origin IN ('', 'import')"))
    for table, names in (("subscription", ("origin", "author", "opening_received")), ("receipt", ("origin",))):
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.alter_column(name, server_default=None)
    for table in ("receipt_line", "voucher_payment"):
        _known(table, "way", WAYS)
    _known("register_profile", "kind", KINDS)
    with _batch("register_import") as batch:
        batch.add_column(sa.Column("cut_over", sa.String(length=10), nullable=True))
    _known("register_import", "kind", KINDS)
    _units()


def _units() -> None:
    op.create_table(
        "register_import_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_register_import_unit_{name}"))
            for name, other in (
                ("claim_id", "unit_claim"),
                ("import_id", "register_import"),
                ("subscription_id", "subscription"),
                ("unit_id", "unit"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_import_unit")),
    )
    for name in ("import_id", "unit_id"):
        op.create_index(op.f(f"ix_register_import_unit_{name}"), "register_import_unit", [name], unique=False)


def _batch(table: str):  # type: ignore[no-untyped-def]
    is_file = op.get_bind().dialect.name == "sqlite"
    return op.batch_alter_table(table, recreate="always" if is_file else "never")


def _checks(batch, table: str, *checks: tuple[str, str]) -> None:  # type: ignore[no-untyped-def]
    for name, words in checks:
        batch.create_check_constraint(op.f(f"ck_{table}_{name}"), sa.text(words))


def _known(table: str, column: str, values: str) -> None:
    name = op.f(f"ck_{table}_{column}_known")
    with _batch(table) as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(f"{column} IN ({values})"))
