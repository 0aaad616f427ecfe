"""Purchase plans are printed (issue 4): a kind of `document_print`."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One kind more."""
    name = op.f("ck_document_print_kind_known")
    is_file = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("document_print", recreate="always" if is_file else "never") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(
            name, sa.text("kind IN ('subscription_agreement', 'approval_slip', 'receipt', 'purchase_plan')")
        )
