"""Copies: who may make one, what one leaves behind, and that nobody else's attempt leaves anything (design 2.18, 5)."""

from __future__ import annotations

from pathlib import Path

import pytest

from anchang.domain.errors import NotAllowed
from anchang.i18n import say
from anchang.services import anchor, backup
from anchang.services.doctor import examine
from anchang.services.setting import ChangeSetting
from tests.office import Desk


def left_behind(desk: Desk) -> tuple[list[str], int]:
    """The names of the kept copies, and how many anchors there are."""
    return sorted(path.name for path in desk.office.place.backups.glob("*")), len(anchor.all_anchors(desk.office))


def test_nobody_but_the_administrator_makes_a_copy_by_hand(desk: Desk, tmp_path: Path) -> None:
    """The right is asked for first: no file, no anchor, none of the kept copies pruned."""
    desk.office.run(desk.session("boss"), ChangeSetting("backups_kept", "1"))
    for _ in range(2):
        backup.make(desk.office, prune=False)
        desk.clock.move(minutes=1)
    before = left_behind(desk)
    assert len(before[0]) == 2
    for login in ("c01", "manager", "director", "assistant", "cashier", "clerk", "reporter"):
        for target in (None, tmp_path / "x.db", tmp_path):
            with pytest.raises(NotAllowed):
                backup.by_hand(desk.office, desk.session(login), target)
    assert left_behind(desk) == before
    assert list(tmp_path.glob("*.db*")) == []


def test_the_administrator_makes_one(desk: Desk, tmp_path: Path) -> None:
    """A verified file where it was asked for, its anchor, and a line in the journal."""
    made = backup.by_hand(desk.office, desk.session("boss"), tmp_path / "x.db")
    assert made.path == tmp_path / "x.db"
    assert backup.verify_copy(desk.office.place, made.path) == made
    assert [(each.why, each.seq, each.head) for each in anchor.all_anchors(desk.office)] == [
        ("backup", made.seq, made.head)
    ]
    assert backup.loss(desk.office, made.path).count == 1, "the act that says so comes after the copy"


def test_the_daily_copy_is_made_once_a_day(desk: Desk) -> None:
    """By the program itself, whoever opens a terminal first; the next day another."""
    first = backup.daily(desk.office, desk.project_id)
    assert first is not None and first.path.exists()
    desk.clock.move(hours=3)
    assert backup.daily(desk.office, desk.project_id) is None
    desk.clock.move(days=1)
    second = backup.daily(desk.office, desk.project_id)
    assert second is not None and second.seq > first.seq
    assert [each.why for each in anchor.all_anchors(desk.office)] == ["backup", "backup"]
    after = backup.loss(desk.office, first.path)
    assert [line.split()[-2:] for line in after.first] == [["system", "backup.record"]] * 2


def test_behind_the_close_comes_a_copy_whoever_closed_it(desk: Desk) -> None:
    """The assistant has no right to make copies; the program makes this one and says so in the journal as itself."""
    made = backup.after_close(desk.office, desk.session("assistant"))
    assert made is not None and backup.verify_copy(desk.office.place, made.path) == made
    assert [each.why for each in anchor.all_anchors(desk.office)] == ["day close", "backup"]
    assert backup.AFTERWARDS["day.close"] is backup.after_close
    assert [line.split()[-2:] for line in backup.loss(desk.office, made.path).first] == [["system", "backup.record"]]


def test_the_doctor_warns_after_as_many_days_as_the_office_says(desk: Desk) -> None:
    """Two days by default; the setting moves the line, not only the words about it."""

    def found() -> list[str]:
        return [each.kind for each in examine(desk.office) if not each.serious]

    assert found() == ["backup_none"]
    backup.daily(desk.office, desk.project_id)
    desk.clock.move(days=2)
    assert found() == []
    desk.clock.move(minutes=1)
    assert found() == ["backup"]
    desk.office.run(desk.session("boss"), ChangeSetting("backup_warn_days", "5"))
    assert found() == []
    desk.clock.move(days=3)
    assert found() == ["backup"]


def test_the_doctor_sees_that_the_clock_went_back(desk: Desk) -> None:
    """It names the act that was made before the one that it follows."""
    assert [each for each in examine(desk.office) if each.kind == "clock_back"] == []
    desk.clock.move(hours=-1)
    desk.do("boss", "project.change", name="后来")
    seq = desk.office.change_mark()
    back = [each for each in examine(desk.office) if each.kind == "clock_back"]
    assert [(each.where, each.serious) for each in back] == [(f"journal #{seq}", False)]
    assert f"journal #{seq}" in say(back[0].words)
