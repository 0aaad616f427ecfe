"""An office that was migrated and one that was made today have the same schema (design 5)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from anchang.storage import migration, schema
from anchang.storage.engine import Store, open_file
from anchang.storage.migrations import __main__ as maintainer

VERSIONS = migration.SCRIPTS / "versions"
LATER = sorted(VERSIONS.glob("[0-9]*.py"))


def said(store: Store) -> dict[tuple[str, str], list[str]]:
    """What the database says that it is: (type, name) -> the clauses of its statement, in any order."""
    with store.raw() as connection:
        rows = connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"
        ).fetchall()
    return {
        (kind, name): sorted(re.sub(r"\s+", " ", line).strip(" ,()").replace('"', "") for line in sql.split("\n"))
        for kind, name, sql in rows
    }


def upgraded(path: Path, scripts: Path) -> dict[tuple[str, str], list[str]]:
    """The schema that the revisions make out of nothing."""
    store = open_file(path, None, create=True)
    try:
        with store.raw() as connection:
            connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        assert migration.upgrade(store, scripts) == schema.HEAD
        return said(store)
    finally:
        store.close()


def created(path: Path) -> dict[tuple[str, str], list[str]]:
    """The schema of an office that is made today."""
    store = open_file(path, None, create=True)
    try:
        with store.write_empty() as connection:
            schema.create(connection)
        return said(store)
    finally:
        store.close()


def test_the_printed_first_revision_makes_the_whole_schema(tmp_path: Path) -> None:
    versions = tmp_path / "scripts" / "versions"
    versions.mkdir(parents=True)
    (versions / "0001_first.py").write_text(maintainer.first_revision(), "utf-8")
    assert upgraded(tmp_path / "old.db", tmp_path / "scripts") == created(tmp_path / "new.db")


@pytest.mark.skipif(not LATER, reason="no revision is published yet: python -m anchang.storage.migrations prints it")
def test_upgrading_from_nothing_is_the_same_as_making_it_today(tmp_path: Path) -> None:
    assert upgraded(tmp_path / "old.db", migration.SCRIPTS) == created(tmp_path / "new.db")
