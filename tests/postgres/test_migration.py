"""An office of the first program, its rows on a server, comes up to today (design 5)."""

from __future__ import annotations

import tarfile
from pathlib import Path

from sqlalchemy import MetaData, Table, text

from anchang.services import migration as migrating
from anchang.services.doctor import examine
from anchang.services.opening import Where, open_office
from anchang.storage import migration, schema
from anchang.storage.engine import Store, open_file
from anchang.storage.place import Place
from anchang.storage.server import open_url
from tests.office import Desk, MovedClock

FIRST = Path(__file__).parent.parent / "offices" / "0001.tgz"
SAID = (
    "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, collation_name"
    " FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, 2",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = current_schema()::regnamespace AND contype <> 't' ORDER BY 1, 2",
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1",
    "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2",
)


def said(store: Store) -> list[list[tuple[object, ...]]]:
    """What the server says that the office's tables are."""
    with store.read() as connection:
        return [[tuple(row) for row in connection.exec_driver_sql(each)] for each in SAID]


def as_the_first_program(old: Path, url: str, tmp_path: Path) -> None:
    """Make the first program's tables on the server and put the rows of its office there."""
    versions = tmp_path / "scripts" / "versions"
    versions.mkdir(parents=True)
    first = migration.SCRIPTS / "versions" / "0001_first.py"
    (versions / first.name).write_bytes(first.read_bytes())
    file, server = open_file(old, None), open_url(url)
    try:
        with server.write_schema() as connection:
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
            migration.run(connection, tmp_path / "scripts")  # without today's triggers: their tables come later
        with file.read() as source, server.write_schema() as target:
            tables = MetaData()
            tables.reflect(bind=source)
            for table in tables.sorted_tables:
                rows = [dict(row) for row in source.execute(text(f"SELECT * FROM {table.name}")).mappings()]
                if rows and table.name != "alembic_version":
                    target.execute(Table(table.name, MetaData(), autoload_with=target).insert(), rows)
            after = "SELECT setval(pg_get_serial_sequence('journal_row', 'id'), max(id)) FROM journal_row"
            target.execute(text(after))
    finally:
        file.close()
        server.close()


def test_an_office_of_the_first_program_comes_up_to_today(tmp_path: Path, empty: str, desk: Desk) -> None:
    with tarfile.open(FIRST) as packed:
        packed.extractall(tmp_path, filter="data")
    place = Place(tmp_path / "office")
    as_the_first_program(place.database, empty, tmp_path)
    place.database.unlink()
    where = Where(place, empty)
    assert migrating.migrate(where) == schema.HEAD
    office = open_office(where, clock=MovedClock())
    try:
        assert said(office.store) == said(desk.office.store)
        assert [each.kind for each in examine(office) if each.kind not in ("server", "clock_back")] == []
        old = Desk(office, MovedClock(), 1, {"director": 2, "manager": 3, "clerk": 7, "c01": 9})
        (deal,) = old.see("manager", "contracts")
        assert (deal["unit"], deal["state"]) == ("1-1-101", "signed")
        old.do("manager", "permit.record", no="002", issued_on="2026-06-01", buildings="3栋")
        assert old.do("director", "permit.approve", permit_draft="002")["state"] == "approved"
    finally:
        office.close()
