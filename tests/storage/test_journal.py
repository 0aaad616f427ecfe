"""Nothing changes unseen: the chain, the digests, the triggers (design 4; issue «What it must show», doctor)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy.exc import DBAPIError

from anchang.services import anchor
from anchang.services.doctor import examine
from tests.office import Desk


def serious(desk: Desk) -> dict[str, str]:
    """The serious findings by kind, each with the first place it names."""
    found: dict[str, str] = {}
    for each in examine(desk.office):
        if each.serious:
            found.setdefault(each.kind, each.where)
            assert each.where in str(each.words) or each.kind == "journal_head"
    return found


def behind(desk: Desk, *statements: str) -> None:
    """Do what a person with the file and a database tool could do: drop the triggers, then change rows."""
    with desk.office.store.raw() as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        ]
        kept = [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'").fetchall()]
        for name in names:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for sql in kept:
            connection.execute(sql)


def test_a_fresh_office_is_well(desk: Desk) -> None:
    assert serious(desk) == {}


CHANGES: tuple[tuple[str, str, str], ...] = (
    ("UPDATE staff SET name = '改过' WHERE login = 'c01'", "row_changed", "staff #"),
    ("UPDATE permit SET issued_on = '2020-01-01'", "row_changed", "permit #1"),
    ("UPDATE journal SET actor_name = 'x' WHERE seq = 3", "journal_row", "journal #3"),
    ("UPDATE journal_row SET digest = 'x' WHERE seq = 3", "journal_row", "journal #3"),
    ("DELETE FROM journal_row WHERE seq = 4", "journal_row", "journal #4"),
    ("DELETE FROM journal_row WHERE id = (SELECT max(id) FROM journal_row)", "journal_row", "journal #"),
    ("DELETE FROM staff WHERE login = 'reporter'", "row_gone", "staff #"),
    (
        "INSERT INTO permit (version, project_id, no, kind, issued_on, authority, buildings) "
        "VALUES (1, 1, 'X', 'pre_sale', '2026-01-01', '', '9')",
        "row_unknown",
        "permit #2",
    ),
    ("UPDATE journal_head SET seq = seq - 1", "journal_head", "journal_head"),
)


@pytest.mark.parametrize(("statement", "kind", "where"), CHANGES)
def test_one_changed_value_is_found_and_named(desk: Desk, statement: str, kind: str, where: str) -> None:
    behind(desk, "PRAGMA foreign_keys = OFF", statement)
    found = serious(desk)
    assert found[kind].startswith(where)


def test_a_cut_tail_is_said(desk: Desk) -> None:
    mark = desk.office.change_mark()
    behind(
        desk,
        "PRAGMA foreign_keys = OFF",
        f"DELETE FROM journal_row WHERE seq > {mark - 2}",
        f"DELETE FROM journal WHERE seq > {mark - 2}",
    )
    assert serious(desk)["journal_cut"] == f"journal #{mark - 1} … #{mark}"


def test_a_whole_folder_put_back_from_last_week_is_noticed_by_its_anchor(desk: Desk) -> None:
    seq = desk.office.change_mark() + 5
    anchor.drop(desk.office, "day close", seq=seq, head="f" * 64)
    assert serious(desk)["anchor"] == f"journal #{seq}"


def test_a_touched_anchor_is_noticed(desk: Desk) -> None:
    anchor.drop(desk.office, "backup")
    assert serious(desk) == {}
    path = desk.office.place.anchors
    path.write_text(path.read_text().replace('"seq": ', '"seq": 1'))
    assert "anchor_line" in serious(desk)


REFUSED: tuple[str, ...] = (
    "DELETE FROM staff",
    "DELETE FROM journal",
    "UPDATE journal SET action = 'x' WHERE seq = 1",
    "UPDATE journal_row SET digest = 'x'",
    "REPLACE INTO journal_row (id, seq, table_name, row_id, digest) VALUES (1, 1, 'x', 1, 'x')",
    "INSERT OR REPLACE INTO staff SELECT * FROM staff WHERE id = 1",
)


@pytest.mark.parametrize("statement", REFUSED)
def test_rows_are_kept_by_triggers(desk: Desk, statement: str) -> None:
    with desk.office.store.raw() as connection, pytest.raises(driver.IntegrityError, match=r"never|once"):
        connection.execute(statement)


def test_readers_cannot_write(desk: Desk) -> None:
    with desk.office.store.read() as connection, pytest.raises(DBAPIError, match=r"readonly|attempt to write"):
        connection.exec_driver_sql("UPDATE staff SET name = 'x'")


def test_a_failed_act_rolls_back_whole(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from anchang.storage import journal

    def broken(*_args: Any, **_options: Any) -> int:
        raise RuntimeError("the disk is full")

    mark = desk.office.change_mark()
    write: Callable[..., int] = journal.write
    monkeypatch.setattr(journal, "write", broken)
    with pytest.raises(RuntimeError):
        desk.do("boss", "project.change", name="别的")
    monkeypatch.setattr(journal, "write", write)
    assert desk.office.change_mark() == mark
    assert desk.office.project().name == "利德悦府"
    assert serious(desk) == {}
