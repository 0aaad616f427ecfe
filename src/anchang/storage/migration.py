"""Bringing an older office to this program's schema: one transaction, so that a kill leaves the old schema (design 5).

Foreign keys are off while tables are rebuilt (a batch migration would delete the children of rows with CASCADE without
a word), every reference is checked before the commit, and the triggers that keep rows are made again.
"""

from pathlib import Path

from sqlalchemy import Connection

from anchang.domain.errors import Damaged
from anchang.i18n import M
from anchang.storage import schema
from anchang.storage.base import protect
from anchang.storage.engine import Store

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(store: Store, scripts: Path = SCRIPTS) -> str | None:
    """Run what is missing; the new version, or None when nothing was. Raises Damaged when a reference broke."""
    schema.load()
    before = schema.version(store)
    with store.write_schema() as connection:
        run(connection, scripts)
        if store.is_file:
            _check_references(connection)
        protect(connection)
    after = schema.version(store)
    return None if after == before else after


def run(connection: Connection, scripts: Path) -> None:
    """The revisions that are missing, inside an open transaction; `upgrade` is the whole of it."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.runtime.migration import MigrationContext, RevisionStep
    from alembic.script import ScriptDirectory
    from sqlmodel import SQLModel

    config = Config()
    config.set_main_option("script_location", str(scripts))
    config.set_main_option("path_separator", "os")
    directory = ScriptDirectory.from_config(config)

    def steps(revision: str | tuple[str, ...], _context: MigrationContext) -> list[RevisionStep]:
        return directory._upgrade_revs("heads", revision)  # type: ignore[arg-type]

    environment = EnvironmentContext(config, directory)
    environment.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        fn=steps,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    environment.run_migrations()


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise Damaged(
            M("The migration would break a reference of table {table}. Nothing was changed.", table=str(broken[0]))
        )
