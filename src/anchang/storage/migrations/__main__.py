"""For maintainers: print the revision that makes today's schema from an empty database.

    python -m anchang.storage.migrations > src/anchang/storage/migrations/versions/0001_first.py

Only the first revision is made this way. Later ones are written by hand: CHECK constraints, enum values and data are
beyond what autogeneration sees (tests/storage/test_schema.py holds that the upgrade equals the models).
"""

from __future__ import annotations

import sys
from typing import Any, Literal

from alembic.autogenerate import api, produce_migrations, render_python_code
from alembic.runtime.migration import MigrationContext
from sqlalchemy import TypeDecorator, create_engine
from sqlmodel import SQLModel

from anchang.storage import schema

HEAD = '''"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From an empty database."""
'''


def first_revision() -> str:
    """The source of the revision called `schema.HEAD` that makes every table of the models."""
    schema.load()
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"render_item": plain_type})
        upgrade = produce_migrations(context, SQLModel.metadata).upgrade_ops
        assert upgrade is not None
        body = render_python_code(upgrade, migration_context=context, render_item=plain_type)
    lines = [line.rstrip() for line in body.split("\n") if not line.strip().startswith("#")]
    return HEAD.format(revision=schema.HEAD) + "\n".join(lines) + "\n"


def plain_type(kind: str, item: Any, context: api.AutogenContext) -> str | Literal[False]:
    """A revision outlives the classes of today: their column types are written as what they are in the database."""
    if kind != "type" or not isinstance(item, TypeDecorator):
        return False
    return f"sa.{item.impl_instance!r}"


if __name__ == "__main__":
    sys.stdout.write(first_revision())
