"""A migration that is killed leaves the office whole at its old schema, and the next one succeeds (design 5)."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import tarfile
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
from tests.office import Desk, MovedClock, desk_at
from tests.services.stock import permit

OFFICES = Path(__file__).parent.parent / "offices"
NEXT = f"{int(schema.HEAD) + 1:04d}"
FIRST = f"""
revision = "{schema.HEAD}"
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
down_revision = "{before}"

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


def written(folder: Path, after: str) -> Path:
    (folder / "versions").mkdir(parents=True, exist_ok=True)
    second = SECOND.format(revision=NEXT, before=schema.HEAD, after=after)
    (folder / "versions" / "today.py").write_text(FIRST, "utf-8")
    (folder / "versions" / "next.py").write_text(second, "utf-8")
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


def statements(office: Office) -> dict[str, list[str]]:
    """The same with the clauses of each in any order: a column that was added later stands last."""
    found = shape(office).items()
    return {
        name: sorted(re.sub(r"\s+", " ", each).strip(" ,()").replace('"', "") for each in sql.split("\n"))
        for name, sql in found
    }


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

    assert upgrade(root, written(tmp_path / "scripts", "")) == NEXT
    monkeypatch.setattr(schema, "HEAD", NEXT)
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
        assert tuple(last) == ("system", "office.migrate", NEXT)
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


@pytest.mark.parametrize("old", sorted(OFFICES.glob("*.tgz")), ids=lambda path: path.stem)
def test_an_office_of_every_older_program_comes_up_to_today(tmp_path: Path, old: Path) -> None:
    """Each was made by the program of its time: a price list, a release, a signed contract with its money."""
    with tarfile.open(old) as packed:
        packed.extractall(tmp_path, filter="data")
    where = Where(Place(tmp_path / "office"))
    with pytest.raises(schema.OldOffice):
        open_office(where)
    assert migrating.migrate(where) == schema.HEAD
    with desk_at(tmp_path / "new") as made_today:
        wanted = statements(made_today.office)
    office = opened(where.place.root)
    try:
        assert serious(office) == []
        assert statements(office) == wanted
        desk = Desk(office, MovedClock(), 1, {"director": 2, "manager": 3, "clerk": 7, "c01": 9})
        (deal,) = desk.see("manager", "contracts")
        assert (deal["unit"], deal["state"]) == ("1-1-101", "signed")
        desk.do("clerk", "contract.seal", contract=deal["no"])
        permit(desk, no="002", issued_on="2026-06-01", buildings="3栋")
        assert serious(office) == []
    finally:
        office.close()
    assert len(list(where.place.backups.iterdir())) == 1
