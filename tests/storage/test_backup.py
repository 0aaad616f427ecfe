"""Copies are verified, kept by number, and put back only when nobody works (design 5)."""

from __future__ import annotations

from pathlib import Path

import pytest

from anchang.domain.errors import BadInput, Damaged
from anchang.services import backup
from anchang.services.doctor import examine
from anchang.services.opening import Where, open_office
from tests.office import Desk, desk_at


def test_a_copy_is_a_whole_office(desk: Desk) -> None:
    made = backup.make(desk.office)
    assert made.seq == desk.office.change_mark()
    assert made.path.stat().st_mode & 0o077 == 0
    assert backup.verify_copy(desk.office.place, made.path).head == made.head


def test_fourteen_are_kept(desk: Desk) -> None:
    for _ in range(16):
        desk.clock.move(days=1)
        newest = backup.make(desk.office)
    names = sorted(path.name for path in desk.office.place.backups.glob("*.db"))
    assert len(names) == 14
    assert names[-1] == newest.path.name


def test_a_damaged_copy_is_refused_and_nothing_is_replaced(desk: Desk) -> None:
    made = backup.make(desk.office)
    content = bytearray(made.path.read_bytes())
    content[5000:9000] = b"\x5a" * 4000
    made.path.write_bytes(content)
    with pytest.raises(Damaged):
        backup.restore(Where(desk.office.place), made.path, stamp="x")
    with pytest.raises(BadInput):
        backup.restore(Where(desk.office.place), Path("/nowhere/x.db"), stamp="x")
    assert desk.office.change_mark() > 0


def test_restore_names_what_would_be_lost_and_keeps_the_replaced_file(desk: Desk) -> None:
    made = backup.make(desk.office)
    desk.do("boss", "project.change", name="后来的名字")
    lost = backup.loss(desk.office, made.path)
    assert lost.count == 1
    assert "project.change" in lost.first[0]
    place = desk.office.place
    desk.office.close()
    kept = backup.restore(Where(place), made.path, stamp="20261123")
    again = open_office(Where(place), clock=desk.clock)
    try:
        assert again.project().name == "利德悦府"
        assert kept.exists()
        assert [each.kind for each in examine(again) if each.serious] == []
    finally:
        again.close()


def test_an_open_terminal_blocks_a_restore(desk: Desk) -> None:
    made = backup.make(desk.office)
    other = backup.Terminals(desk.office.place)
    other.enter()
    with pytest.raises(backup.OfficeInUse):
        backup.restore(Where(desk.office.place), made.path, stamp="x")
    other.leave()
    assert backup.Terminals(desk.office.place).others() == 0


def test_doctor_warns_when_the_newest_copy_is_older_than_two_days(desk: Desk) -> None:
    backup.make(desk.office)
    desk.clock.move(days=3)
    assert [each.kind for each in examine(desk.office)] == ["backup"]


def test_an_encrypted_office_is_unreadable_without_its_key(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office", encrypted=True) as desk:
        place = desk.office.place
        made = backup.make(desk.office)
        code = place.recovery_code()
        assert [each.kind for each in examine(desk.office) if each.serious] == []
        for path in (place.database, made.path):
            content = path.read_bytes()
            assert not content.startswith(b"SQLite format 3")
            assert "张伟".encode() not in content
    key = (place.keys / "database.key").read_text()
    (place.keys / "database.key").write_text("0" * 64)
    with pytest.raises(Damaged, match=r"key|密钥"):
        open_office(Where(place))
    place.from_recovery_code(code.lower())
    assert (place.keys / "database.key").read_text() == key
    open_office(Where(place)).close()
