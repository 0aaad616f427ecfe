"""Whatever the manager adds to the office's lists is printed in words: no list and no workbook shows a code (2.18)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from anchang.domain.dictionary import DictKind
from anchang.reports import listing as list_file
from anchang.reports.catalogue import MODULES, make
from anchang.reports.cells import words_of
from anchang.reports.readback import read_back
from anchang.services import lists
from tests.office import Desk, desk_at
from tests.services.front_desk import WHOLE, comes, goes_home, open_rota, saves
from tests.services.sweeps import sweep

MONDAY = date(2026, 11, 23)
LATER = MONDAY + timedelta(days=40)  # nobody follows up: they are in the pool by then
OWN = {
    DictKind.CHANNEL: "抖音直播", DictKind.AREA: "前海", DictKind.FOCUS: "楼间距", DictKind.LOST_REASON: "外地调动",
}  # fmt: skip
CODE = re.compile(r"own_\d")
SHOWS_CODES = "dictionary"  # the lists themselves, where the manager sees which code an entry has


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """An own entry of each kind stands in a visit, calls, customers of several states and a correction."""
    with desk_at(tmp_path_factory.mktemp("own") / "office") as made:
        _lived(made)
        yield made


def _lived(desk: Desk) -> None:
    desk.do("manager", "dictionary.add", kind="area", label="宝安")  # not own_1 everywhere
    own = {kind: desk.do("manager", "dictionary.add", kind=kind.value, label=OWN[kind])["code"] for kind in OWN}
    assert all(code.startswith("own_") for code in own.values())
    area, channel, focus = OWN[DictKind.AREA], own[DictKind.CHANNEL], own[DictKind.FOCUS]
    open_rota(desk)
    said: dict[str, Any] = {
        **WHOLE, "living_area": area, "working_area": area, "channels": channel, "focus": focus, "resistance": focus,
    }  # fmt: skip
    came = comes(desk, "c01", party_size=2)
    saves(desk, "c01", came["visit"], name="来访", phone="13900139001", **said)
    desk.do("c01", "rota.end_turn")
    call = {"is_repeat": "no", "grade": "B", "notice": "yes", "next_contact_on": "2026-11-25", "channel": channel,
            "living_area": area, "working_area": area}  # fmt: skip
    for number, name in ((2, "来电"), (3, "流失"), (4, "入池")):
        desk.do("c02", "call.log", **call, name=name, phone=f"1390013900{number}",
                invite_visit_at="2026-11-24T15:00+08:00")  # fmt: skip
    ids = {row["name"]: row["id"] for row in desk.see("manager", "customers")}
    desk.do("c02", "follow_up.log", customer=ids["来电"], way="phone", effective="yes", content="再约",
            next_contact_on="2026-11-25")  # fmt: skip
    desk.do("c02", "lead.lose", customer=ids["流失"], why=own[DictKind.LOST_REASON], note="去了外地")
    goes_home(desk)
    desk.do("assistant", "day.consolidate")
    desk.do("assistant", "day.close")
    desk.do("manager", "day.lock", day=str(MONDAY))
    desk.do("manager", "correction.visit", visit=came["visit"], living_area="宝安", focus=f"{focus},price",
            channels=f"outdoor,{channel}", reason="记错了")  # fmt: skip
    desk.clock.at(LATER)
    sweep(desk)
    late = {**call, "next_contact_on": str(LATER + timedelta(days=2))}
    desk.do("c03", "call.log", **late, name="新客", phone="13900139005")
    assert [row["name"] for row in desk.see("manager", "intending")] == ["新客"]
    assert len(desk.see("manager", "pool")) == 3
    assert len(desk.see("c01", "pool", text="前海")) == 3


def _texts(desk: Desk, listing: str) -> Iterator[tuple[str, str]]:
    for row in desk.see("manager", listing):
        for column in lists.find(listing).columns:
            value = row.get(column.key)
            if isinstance(value, str):
                yield column.key, words_of(value, column.kind, column.choices)


@pytest.mark.parametrize("listing", sorted(set(lists.all_listings()) - {SHOWS_CODES}))
def test_no_list_shows_a_code(desk: Desk, listing: str) -> None:
    assert [(key, text) for key, text in _texts(desk, listing) if CODE.search(text)] == []


@pytest.mark.parametrize("listing", sorted(set(lists.all_listings()) - {SHOWS_CODES}))
def test_no_file_of_a_list_shows_a_code(desk: Desk, tmp_path: Path, listing: str) -> None:
    path = list_file.make(desk.office, desk.session("manager"), lists.find(listing), {}, folder=tmp_path)
    assert _codes(path) == []


@pytest.mark.parametrize(
    ("report", "day"), [(each, day) for each in MODULES for day in (MONDAY, None) if day or each != "daily_signed"]
)
def test_no_report_shows_a_code(desk: Desk, tmp_path: Path, report: str, day: date | None) -> None:
    found = make(desk.office, desk.session("manager"), report, day=day, folder=tmp_path)
    assert _codes(found) == []


def _codes(path: Path) -> list[tuple[str, str, str]]:
    return [
        (name, at, str(seen.value))
        for name, sheet in read_back(path).items()
        for at, seen in sheet.items()
        if CODE.search(str(seen.value))
    ]
