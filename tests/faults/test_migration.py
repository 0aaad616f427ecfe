"""A migration that is killed leaves the office whole at its old schema, and the next one succeeds (design 5)."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from anchang.domain.errors import Damaged
from anchang.services import migration as migrating
from anchang.services.doctor import examine
from anchang.services.office import Office
from anchang.services.opening import Where, open_office
from anchang.storage import migration, schema
from anchang.storage.engine import open_file
from anchang.storage.place import Place
from tests.faults.sales import selling
from tests.office import MovedClock

FIRST = """
revision = "0001"
down_revision = None

def upgrade() -> None:
    pass
"""

# A table with children, a CHECK and partial indexes is rebuilt; then comes the moment at which the test may kill.
SECOND = """
import os, time
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "0001"

def upgrade() -> None:
    with op.batch_alter_table("unit", recreate="always") as batch:
        batch.add_column(sa.Column("orientation", sa.String(), nullable=False, server_default="南"))
    op.execute("UPDATE unit SET facing = '改' WHERE id = 1")
    {after}
"""


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """A revision after the first, in a folder of its own; `half` lies beside the scripts while it is half done."""
    return written(tmp_path / "scripts", f"open({str(tmp_path / 'half')!r}, 'w').close(); time.sleep(60)")


def written(folder: Path, after: str, revision: str = "0002") -> Path:
    (folder / "versions").mkdir(parents=True, exist_ok=True)
    (folder / "versions" / "0001.py").write_text(FIRST, "utf-8")
    (folder / "versions" / "0002.py").write_text(SECOND.format(revision=revision, after=after), "utf-8")
    return folder


def upgrade(root: Path, scripts: Path) -> str | None:
    """What `anchang migrate` does between its copy and its signature."""
    place = Place(root)
    store = open_file(place.database, place.database_key())
    try:
        return migration.upgrade(store, scripts)
    finally:
        store.close()


def opened(root: Path) -> Office:
    return open_office(Where(Place(root)), clock=MovedClock())


def serious(office: Office) -> list[str]:
    return [f"{each.kind} {each.where}" for each in examine(office) if each.serious]


def shape(office: Office) -> dict[str, str]:
    """Every statement of the schema by its name."""
    with office.store.read() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        return {row.name: row.sql for row in rows}


@pytest.mark.slow
def test_a_killed_migration_changes_nothing_and_the_next_one_succeeds(
    tmp_path: Path, scripts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "office"
    with selling(root, 40, 10) as (desk, stock):
        desk.do("c01", "unit.ask", unit=stock.labels[0], customer=stock.phones[0])
        before = shape(desk.office)
    child = multiprocessing.get_context("spawn").Process(target=upgrade, args=(root, scripts))
    child.start()
    deadline = time.monotonic() + 30
    while not (tmp_path / "half").exists():
        assert child.is_alive()
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    office = opened(root)
    assert serious(office) == []
    assert shape(office) == before
    office.close()

    assert upgrade(root, written(tmp_path / "scripts", "")) == "0002"
    monkeypatch.setattr(schema, "HEAD", "0002")
    office = opened(root)
    try:
        after = shape(office)
        assert "orientation" in after["unit"]
        assert [word for word in ("CHECK", "UNIQUE", "FOREIGN KEY") if word not in after["unit"]] == []
        kept = {name for name in before if name not in ("unit", "sqlite_sequence")}
        assert {name: after[name] for name in kept if not name.startswith("ix_unit")} == {
            name: before[name] for name in kept if not name.startswith("ix_unit")
        }
        assert {name for name in before if name not in after} == set()  # indexes and triggers are there again
        assert {each.split()[0] for each in serious(office)} == {"row_changed"}
        migrating.sign_again(office)
        assert serious(office) == []
        with office.store.read() as connection:
            last = connection.execute(text("SELECT actor_name, action, reason FROM journal ORDER BY seq DESC")).first()
        assert last is not None
        assert tuple(last) == ("system", "office.migrate", "0002")
    finally:
        office.close()


def test_a_migration_that_breaks_a_reference_is_taken_back(tmp_path: Path) -> None:
    root = tmp_path / "office"
    with selling(root, 8, 2) as (desk, stock):
        desk.do("c01", "unit.ask", unit=stock.labels[0], customer=stock.phones[0])
        before = shape(desk.office)
    broken = written(tmp_path / "scripts", "op.execute('UPDATE unit_claim SET unit_id = 999')")
    with pytest.raises(Damaged, match="unit_claim"):
        upgrade(root, broken)
    office = opened(root)
    try:
        assert shape(office) == before
        assert serious(office) == []
    finally:
        office.close()
