"""Copies: who may make one, what one leaves behind, and that nobody else's attempt leaves anything (design 2.18, 5)."""

from __future__ import annotations

from pathlib import Path

import pytest

from anchang.domain.errors import NotAllowed
from anchang.services import anchor, backup
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
