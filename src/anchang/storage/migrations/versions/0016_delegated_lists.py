"""Price lists, permits and special terms can be delegated too (issue 4 F9, 2.18)."""

from typing import Literal

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KINDS = "kind IN ('subscription', 'discount', 'delay', 'change', 'price_list', 'permit', 'term')"


def upgrade() -> None:
    """Three kinds of decision more."""
    always: Literal["always", "never"] = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    name = op.f("ck_delegation_kind_known")
    with op.batch_alter_table("delegation", recreate=always) as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(KINDS))
