"""The logs on a server: no index of ours, the same rows in the same order as in the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from anchang.services import lists
from tests.office import Desk, desk_at
from tests.services.written import written

ASKED: tuple[dict[str, Any], ...] = (
    {}, {"text": "学"}, {"text": "学区"}, {"text": "总价高"}, {"text": "vip"}, {"text": "É"}, {"text": "%"},
    {"text": "z"}, {"text": "dx"},
    {"text": "138"}, {"text": "0755-3"}, {"text": "LF00000012"}, {"grade": "A", "text": "样板"},
    {"since": date(2026, 11, 1), "until": date(2026, 11, 20), "channel": "referral"}, {"consultant": "张伟"},
)  # fmt: skip


def answers(desk: Desk) -> list[tuple[list[int], int]]:
    """The ids of every list for every question and person, and how many were counted."""
    found = []
    for name in ("visits", "calls", "follow_ups", "customers"):
        listing = lists.find(name)
        for filters in ASKED:
            for login in ("manager", "c01", "reporter"):
                rows = [row["id"] for row in desk.see(login, name, **filters)]
                found.append((rows, desk.office.look(desk.session(login), listing.count, filters)))
    return found


def test_the_server_finds_what_the_file_finds(tmp_path: Path, empty: str) -> None:
    both = []
    for root, url in (("file", None), ("server", empty)):
        with desk_at(tmp_path / root, url=url) as desk:
            written(desk, 120)
            both.append(answers(desk))
    assert both[0] == both[1]
    assert sum(1 for rows, count in both[0] if rows and count == len(rows)) > 60
