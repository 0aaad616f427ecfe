"""The inventory workbook: sheets against rows, each unit on its wall, names only where they may go out (4.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from anchang.domain.inventory import BANDS, band, stock
from anchang.domain.unit import UnitState
from anchang.reports.book import Cell
from anchang.reports.catalogue import make
from anchang.reports.inventory_wall import COLOURS, Options, wall_sheet
from anchang.reports.readback import read_back
from anchang.storage.inventory_report import units
from tests.office import Desk, desk_at
from tests.reports.book_formulas import differences
from tests.services.deals import active, reviewed, signed
from tests.services.stock import customer, on_sale


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Sixteen units: free, asked for, reserved, with a paper, subscribed, signed, taken off sale. Read only."""
    with desk_at(tmp_path_factory.mktemp("inventory") / "office") as made:
        on_sale(made)
        signed(made, "1-1-101", number=1)
        active(made, "1-1-102", number=2)
        reviewed(made, "1-1-201", number=3)
        who = customer(made, "c01", "刘洋", "13800000009")
        made.do("c01", "unit.ask", unit="1-1-202", customer=who)
        made.do("director", "unit.hold", unit="2-1-401", hold_type="reserve", note="留给关系户")
        made.do("manager", "unit.withdraw", units=("2-1-402",), reason="样板房")
        yield made


@pytest.fixture(scope="module")
def path(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(desk.office, desk.session("manager"), "inventory", folder=tmp_path_factory.mktemp("books"))


def sheets(path: Path) -> dict[str, Any]:
    return {sheet.title: sheet for sheet in load_workbook(path).worksheets}


def wall_cells(sheet: Any) -> dict[str, Any]:
    """Room number -> its cell."""
    return {
        str(cell.value).split()[0]: cell
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and "㎡" in cell.value
    }


def test_every_formula_has_the_value_it_computes(path: Path) -> None:
    assert differences(read_back(path)) == []


def test_each_unit_stands_on_its_wall_in_its_colour(desk: Desk, path: Path) -> None:
    books = sheets(path)
    rows = desk.see("manager", "units")
    seen = {}
    for name in ("1栋1单元", "2栋1单元"):
        for room, cell in wall_cells(books[name]).items():
            seen[name[0], room] = cell
    assert len(seen) == len(rows) == 16
    for row in rows:
        cell = seen[row["building"][0], row["room_no"]]
        assert cell.fill.fgColor.rgb[-6:] == COLOURS[UnitState(row["state"])][0]
        assert "1,789,400.00" in cell.value


def test_floors_stand_from_the_top_and_rooms_are_counted(path: Path) -> None:
    sheet = sheets(path)["1栋1单元"]
    first = [row[0].value for row in sheet.iter_rows() if any("㎡" in str(cell.value) for cell in row)]
    assert first == ["4", "3", "2", "1"]
    bottom = [row for row in sheet.iter_rows() if row[0].value == "套数"][-1]
    assert [cell.value for cell in bottom if cell.value is not None][-1] == 8


def test_the_cells_say_what_the_office_has_chosen(desk: Desk, path: Path) -> None:
    """4.5: layout, area, price by option, floors ascending or descending; of a hold which."""
    found = [each for each in desk.office.look(desk.session("manager"), units) if each["building"] == "2栋"]
    assert "2-1-401" in {each["label"] for each in found}
    assert wall_cells(sheets(path)["2栋1单元"])["401"].value.splitlines()[0] == "401 预留"
    bare = wall_sheet("2栋", "1单元", found, Options(layout=False, area=False, price=False, top_first=False)).blocks[1]
    assert [row["floor"] for row in bare.rows[:-1]] == ["1", "2", "3", "4"]
    assert {line for row in bare.rows[:-1] for cell in row.values() if isinstance(cell, Cell)
            for line in str(cell.value).splitlines()[1:]} == set()  # fmt: skip


def test_the_sums_are_those_of_the_list(desk: Desk, path: Path) -> None:
    rows = desk.see("manager", "units")
    counted = Counter(UnitState(row["state"]) for row in rows)
    assert counted == {
        UnitState.SIGNED: 1, UnitState.SUBSCRIBED: 1, UnitState.HELD: 3, UnitState.UNRELEASED: 1,
        UnitState.AVAILABLE: 10,
    }  # fmt: skip
    found = load_workbook(path, data_only=True)["库存统计"]
    totals = [row for row in found.iter_rows(values_only=True) if row[0] == "合计"]
    assert len(totals) == 4  # by building, usage, layout, area: the same units each time
    for row in totals:
        assert row[1:8] == (16, 1, 10, 3, 1, 1, 0)
        assert row[8:10] == (2, 15)
        assert row[10] == pytest.approx(2 / 15)
        assert row[11] == 16 * 1_789_400
    assert {row[14] for row in totals} == {2 * 1_789_400}


def test_a_reserve_is_listed_with_its_reason(path: Path) -> None:
    rows = list(load_workbook(path)["保留与预留"].iter_rows(values_only=True))
    first = next(row for row in rows if row[0] == 1)
    assert first[1:3] == ("2-1-401", "预留")
    assert first[-1] == "留给关系户"
    assert len([row for row in rows if isinstance(row[0], int)]) == 3


def test_names_go_out_only_unmasked(desk: Desk, path: Path, tmp_path: Path) -> None:
    plain = wall_cells(sheets(path)["1栋1单元"])
    assert "刘洋" not in plain["102"].value
    whole = make(
        desk.office, desk.session("manager"), "inventory", folder=tmp_path, unmasked=True, reason="核对销控"
    )
    assert "刘洋" in wall_cells(sheets(whole)["1栋1单元"])["102"].value


def test_the_floor_price_is_not_in_a_consultants_file(desk: Desk, path: Path, tmp_path: Path) -> None:
    own = make(desk.office, desk.session("c02"), "inventory", folder=tmp_path)
    heads = {cell.value for row in sheets(own)["房源台账"].iter_rows() for cell in row}
    assert "底价" not in heads
    assert "刘洋" not in heads


@given(area=st.integers(0, 10_000_000))
def test_every_area_falls_into_one_band(area: int) -> None:
    no = band(area)
    ends = [0, *(end * 10_000 for end in BANDS), 10**9]
    assert ends[no] <= area < ends[no + 1]


@given(
    found=st.lists(
        st.fixed_dictionaries(
            {
                "state": st.sampled_from([each.value for each in UnitState]),
                "list_total": st.none() | st.integers(1, 10**12),
                "built_area": st.none() | st.integers(1, 10**8),
                "deal_total": st.none() | st.integers(1, 10**12),
            }
        ),
        max_size=30,
    )
)
def test_each_unit_is_counted_once(found: list[dict[str, Any]]) -> None:
    each = stock(found)
    parts = each.unreleased + each.available + each.held + each.subscribed + each.signed + each.locked
    assert parts == each.total == len(found)
    assert each.sold <= each.released
