"""The lists as found in the wild, against figures that an independent parser measured."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from anchang.domain.issue import IssueKind
from anchang.domain.money import Rounding
from anchang.domain.price_list import ExistingUnit, PriceRow, SaleStatus, UnitFacts, compare
from anchang.domain.unit_key import Identity
from anchang.importing.price_list import UnreadableFile, read_price_list
from tests.importing.made import REAL

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")
LISTS = REAL / "price_lists"
KEY_VALUE = [
    "sz_kv_宝安-勤诚达正大城和园.csv", "sz_kv_宝安-天悦壹号玺苑.csv", "sz_kv_平湖-融湖盛世花园 - 副本.csv",
    "sz_kv_龙岗-利德悦府.csv",
]
FILINGS = ["sz_四季名苑_project.xls", "sz_四季名苑_project_fullroom.xls"]
MATRIX = "sz_四季名苑_result_matrix.xlsx"
STOCK = "sz_completedapartment.csv"


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((REAL / "EXPECTED.json").read_text(encoding="utf-8"))[f"price_lists/{name}"]
    return found


def scaled(text: str, decimals: int) -> int:
    whole, _, part = text.partition(".")
    return int(whole + part.ljust(decimals, "0"))


def total(rows: tuple[PriceRow, ...], name: str) -> int:
    return sum(getattr(row, name) or 0 for row in rows)


def as_existing(rows: tuple[PriceRow, ...]) -> dict[Identity, ExistingUnit]:
    facts = UnitFacts.__dataclass_fields__
    return {row.identity: ExistingUnit(**{name: getattr(row, name) for name in facts}) for row in rows}


@pytest.mark.parametrize("name", FILINGS)
def test_filings_give_every_unit_area_and_total(name: str) -> None:
    want = expected(name)
    found = read_price_list(LISTS / name)
    assert (found.form, found.rounding, found.filed, found.issues, found.repeats) == (
        "flat", Rounding.FLOOR_YUAN, True, (), 0)
    assert len(found.rows) == len({row.identity for row in found.rows}) == want["units"]
    assert len({row.building for row in found.rows}) == want["buildings"]
    assert len({(row.building, row.entrance) for row in found.rows}) == want["building_unit_pairs"]
    assert total(found.rows, "built_area") == scaled(want["built_area_sum"], 4)
    assert total(found.rows, "inside_area") == scaled(want["inside_area_sum"], 4)
    prices = [row.unit_price_build or 0 for row in found.rows]
    assert (min(prices), max(prices)) == (scaled(want["unit_price_min"], 2), scaled(want["unit_price_max"], 2))
    assert total(found.rows, "list_total") == scaled(want["list_total_sum_floor_yuan"], 2)


def test_matrix_merges_its_two_sheets_and_means_the_same_units_as_the_filing() -> None:
    want = expected(MATRIX)
    found = read_price_list(LISTS / MATRIX)
    assert (found.form, found.issues, len(found.rows)) == ("matrix", (), want["总价分布"]["cells"])
    assert sorted({row.building for row in found.rows}) == want["总价分布"]["buildings"]
    assert len({(row.building, row.entrance, row.floor_text) for row in found.rows}) == want["总价分布"]["floor_rows"]
    for figure, sheet in (("list_total", "总价分布"), ("unit_price_build", "单价分布")):
        values = [getattr(row, figure) for row in found.rows]
        assert sum(values) == scaled(want[sheet]["sum"], 2)
        assert (min(values), max(values)) == (scaled(want[sheet]["min"], 2), scaled(want[sheet]["max"], 2))
    filing = read_price_list(LISTS / FILINGS[0])
    preview = compare(found.rows, as_existing(filing.rows))
    assert (len(preview.new), len(preview.changed), len(preview.unchanged)) == (0, 0, 292)


def test_other_room_convention_and_the_same_file_make_no_unit() -> None:
    first = read_price_list(LISTS / FILINGS[0])
    assert len(compare(first.rows, {}).new) == 292
    for name in FILINGS:
        again = compare(read_price_list(LISTS / name).rows, as_existing(first.rows))
        assert (again.new, again.changed, len(again.unchanged)) == ((), (), 292)
        assert again.changes_nothing


@pytest.mark.parametrize("name", KEY_VALUE)
def test_key_value_lists(name: str) -> None:
    want = expected(name)
    found = read_price_list(LISTS / name)
    assert (found.form, found.issues, found.repeats) == ("key_value", (), 0)
    assert len(found.rows) == want["units"]
    signed = [row for row in found.rows if row.contract_no]
    assert len(signed) == want["with_contract_no"]
    assert all(row.sale_status is SaleStatus.REGISTERED for row in signed)
    priceless = [row for row in found.rows if row.unit_price_build is None]
    assert len(priceless) == want["without_price"]
    assert all(row.list_total is None for row in priceless)
    assert total(found.rows, "built_area") == scaled(want["built_area_sum"], 4)
    assert total(found.rows, "inside_area") == scaled(want["inside_area_sum"], 4)
    assert sum(row.inside_area is not None for row in found.rows) == want["inside_area_present"]
    prices = [row.unit_price_build for row in found.rows if row.unit_price_build is not None]
    assert (min(prices), max(prices)) == (scaled(want["unit_price_min"], 2), scaled(want["unit_price_max"], 2))
    words = {"商业": "commercial", "商铺": "commercial", "住宅": "residential", "商务公寓": "apartment"}
    assert Counter(row.usage.value for row in found.rows) == {words[word]: n for word, n in want["use"].items()}
    assert len({row.building for row in found.rows}) == want["buildings"]
    assert len({row.entrance for row in found.rows}) == (2 if "利德" in name else want["seats"])
    assert len({(row.building, row.entrance) for row in found.rows}) == want["seats"]


def test_doubled_project_name_is_single_in_the_key_and_kept_in_the_text() -> None:
    row = read_price_list(LISTS / KEY_VALUE[0]).rows[0]
    assert row.building == "勤诚达正大城和园勤诚达正大城和园"
    assert row.identity == ("勤诚达正大城和园", "裙楼商业", "3", "1")


def test_completed_stock_counts_repeats_and_leaves_the_contradiction_out() -> None:
    want = expected(STOCK)
    found = read_price_list(LISTS / STOCK)
    doubtful = [issue for issue in found.issues if issue.kind is IssueKind.IN_DOUBT]
    assert found.form == "completed_stock"
    assert found.repeats == want["identical_repeats"]
    assert len(doubtful) == 2 * want["contradictory_pairs"] == len(found.issues)
    assert len(found.rows) == want["distinct_units"] - want["contradictory_pairs"]
    assert len(found.rows) + found.repeated_rows + len(doubtful) == want["rows"]
    assert [issue.cells[8] for issue in doubtful] == ["未售", "已网签"]
    status = Counter(row.sale_status.value for row in found.rows)
    first = want["status_of_first_occurrence"]
    # The contradictory unit stood first as unsold, with a total of 2,553,887 yuan.
    assert status == {"unsold": first["未售"] - 1, "registered": first["已网签"], "titled": first["已转移登记"]}
    assert total(found.rows, "list_total") == scaled(want["total_of_first_occurrence"], 2) - 255388700
    assert len({row.building for row in found.rows} | {"桑泰龙樾府3栋"}) == want["buildings"]
    rooms = {row.room_no: (row.entrance, row.floor_text, row.door) for row in found.rows}
    assert rooms["1座1903"] == ("1座", "19", "03")
    assert rooms["B单元1013"] == ("B单元", "10", "13")
    assert rooms["36C"] == ("", "36", "C")
    assert rooms["B座801a"] == ("B座", "8", "01a")
    assert all(row.floor_derived for row in found.rows)


@pytest.mark.parametrize("path", [
    "price_lists/sz_shenzhencity.csv", "price_lists/cd_双流.json", "transactions/tw_d_lvr_land_b.csv",
    "transactions/sz_daily_dataHouse.txt", "templates/remainRightTemplate.xlsx", "receivables/berka_loan.asc",
    "receivables/berka_trans_first3MiB.asc", "leads/olist_closed_deals_dataset.csv",
])
def test_files_of_another_subject_are_refused_in_one_sentence(path: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_price_list(REAL / path)
    assert Path(path).name in str(refused.value)


def test_a_damaged_xls_ends_neither_the_program_nor_in_half_a_list(tmp_path: Path) -> None:
    data = (LISTS / FILINGS[0]).read_bytes()
    for cut in (100, 512, 5_000, 20_000):
        path = tmp_path / f"cut{cut}.xls"
        path.write_bytes(data[:cut])
        with pytest.raises(UnreadableFile):
            read_price_list(path)


def test_one_cell_that_says_it_is_far_away_does_not_take_the_memory(tmp_path: Path) -> None:
    data = bytearray((LISTS / FILINGS[0]).read_bytes())
    shared_string = b"\xfd\x00\x0a\x00"  # a cell record of ten bytes: row, column, format, string number
    at = data.rindex(shared_string) + len(shared_string)
    data[at : at + 4] = b"\xff\xff\xff\xff"
    path = tmp_path / "far.xls"
    path.write_bytes(bytes(data))
    with pytest.raises(UnreadableFile):
        read_price_list(path)
