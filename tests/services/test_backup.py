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
