"""Each quirk of a form, in small files made here."""

from __future__ import annotations

from pathlib import Path

import pytest

from anchang.domain.errors import BadInput
from anchang.domain.issue import IssueKind
from anchang.domain.money import Rounding
from anchang.domain.price_list import PricingBasis, SaleStatus, Usage
from anchang.importing.heads import head_of
from anchang.importing.price_list import UnreadableFile, read_price_list
from tests.importing.made import GOOD, HEAD, csv_file, told, xlsx


def test_flat_list_with_title_two_line_head_merged_cells_totals_and_notes(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["某某花园一期价目表"],
        ["楼栋", "单元", "楼层", "房号", "面积（㎡）", None, "备案价", None, "户型"],
        [None, None, None, None, "建筑面积", "套内面积", "单价（元/㎡）", "总价（万元）", None],
        ["1栋", "一单元", 3, "301", 89.47, 70.1, 12345.67, 110.4567, "三室"],
        [None, None, 3, "302", 89.47, 70.1, 12345.67, 110.4567, "三室"],
        ["小计", None, None, None, 178.94],
        ["2栋", None, -1, "-101", 50, 40, 10000, 50, ""],
        ["合计", None, None, None, 228.94],
        ["制表人：某某"],
    ]
    path = xlsx(tmp_path / "list.xlsx", ("价格", rows), ("说明", [["此表仅供参考"]]),
                merged=("E2:F2", "G2:H2", "A4:A5", "B4:B5"))
    found = read_price_list(path)
    assert (found.form, found.filed) == ("flat", True)
    assert [row.identity for row in found.rows] == [
        ("1", "1", "3", "1"), ("1", "1", "3", "2"), ("2", "", "-1", "1")]
    first = found.rows[0]
    assert (first.place, first.built_area, first.inside_area, first.shared_area) == ("价格!A4", 894700, 701000, 193700)
    assert (first.unit_price_build, first.filed_total, first.list_total) == (1234567, 110456700, 110456700)
    assert (first.layout, first.floor_sort, found.rows[2].floor_sort) == ("三室", 30, -10)
    assert told(found, IssueKind.SKIPPED) == [
        ("价格!A6", "This is a row of totals."), ("价格!A8", "This is a row of totals."),
        ("价格!A9", "There is no unit in this row."),
        ("说明", "This sheet has no head of a price list; it is left out."),
    ]


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("gb18030", "\t"),
("utf-16", "\t")])
def test_flat_text_in_every_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    found = read_price_list(csv_file(tmp_path / "list.csv", [HEAD, GOOD], encoding, delimiter))
    (row,) = found.rows
    assert (row.place, row.identity, row.label) == ("row 2", ("1", "2", "3", "1"), "1-2-301")
    assert (row.built_area, row.list_total, row.pricing_basis) == (1_000_000, 100_000_000, PricingBasis.BUILD)


@pytest.mark.parametrize("missing", ["--", "—", "——", "-", "/", "暂无", "无", "", "　"])
def test_missing_is_none_and_never_zero(tmp_path: Path, missing: str) -> None:
    row = ["1栋", missing, "3", "301", missing, missing, missing, missing]
    (unit,) = read_price_list(csv_file(tmp_path / "list.csv", [HEAD, row])).rows
    assert (unit.entrance, unit.built_area, unit.unit_price_build, unit.list_total) == ("", None, None, None)


def test_ten_thousands_only_where_the_head_or_the_cell_says_so(tmp_path: Path) -> None:
    head = ["楼栋", "房号", "总价", "底价(万元)"]
    rows = [head, ["1栋", "301", "98.5万元", "90"], ["1栋", "302", "985000", "90.123456"],
    ["1栋", "303", "98.5万", "900元"]]
    found = read_price_list(csv_file(tmp_path / "list.csv", rows))
    assert [row.list_total for row in found.rows] == [98_500_000, 98_500_000, 98_500_000]
    assert [row.floor_total for row in found.rows] == [90_000_000, 90_123_456, 900_000_000]
    assert {row.pricing_basis for row in found.rows} == {PricingBasis.SUITE}


def test_bad_cells_leave_their_row_out_and_name_the_cell(tmp_path: Path) -> None:
    bad: list[list[object]] = [
        ["1栋", "", 3, "302", "abc", 80, 10000, 1000000],
        ["1栋", "", 3, "303", 100, 80, -1, 1000000],
        ["1栋", "", 3, "304", 100, 80, 10000, 0],
        ["1栋", "", 3, None, 100, 80, 10000, 1000000],
        ["", "", 3, "306", 100, 80, 10000, 1000000],
        ["1栋", "", 3, "30\x1b7", 100, 80, 10000, 1000000],
    ]
    rows = [HEAD, *[["" if cell is None else str(cell) for cell in row] for row in bad]]
    found = read_price_list(csv_file(tmp_path / "list.csv", rows))
    assert [row.room_no for row in found.rows] == ["306"]
    assert [place for place, _ in told(found, IssueKind.ERROR)] == [
        "row 2, column 5", "row 3, column 7", "row 4, column 8", "row 5, column 4", "row 7, column 4"]
    rooms = [issue.cells[3] for issue in found.issues if issue.kind is IssueKind.ERROR]
    assert rooms == ["302", "303", "304", "", "30\x1b7"]
    path = xlsx(tmp_path / "list.xlsx", ("Sheet1", [HEAD, *bad[:2]]))
    assert [place for place, _ in told(read_price_list(path), IssueKind.ERROR)] == ["Sheet1!E2", "Sheet1!G3"]


def test_no_building_at_all_is_an_error_and_a_sheet_may_name_it(tmp_path: Path) -> None:
    rows = [["房号", "总价"], ["301", "1000000"]]
    nameless = read_price_list(csv_file(tmp_path / "list.csv", rows))
    assert nameless.rows == ()
    assert told(nameless, IssueKind.ERROR) == [("row 2", "The row names no building; add a column for it.")]
    (row,) = read_price_list(xlsx(tmp_path / "list.xlsx", ("3栋", rows))).rows
    assert (row.building, row.identity) == ("3栋", ("3", "", "3", "1"))


def test_building_printed_once_holds_for_the_rows_below_and_is_told(tmp_path: Path) -> None:
    rows = [HEAD, GOOD, ["", *GOOD[1:3], "302", *GOOD[4:]]]
    found = read_price_list(csv_file(tmp_path / "list.csv", rows))
    assert [row.building for row in found.rows] == ["1栋", "1栋"]
    assert told(found, IssueKind.WARNING) == [
        ("list", "{count} rows name no building; they take it from the row above.")]


@pytest.mark.parametrize(("said", "contract", "wanted"), [
    ("未售", "", SaleStatus.UNSOLD), ("", "", SaleStatus.UNSOLD), ("已网签", "", SaleStatus.REGISTERED),
    ("已转移登记", "", SaleStatus.TITLED), ("未售", "深网预买字001号", SaleStatus.REGISTERED),
    ("", "--", SaleStatus.UNSOLD),
])
def test_status_and_contract_number(tmp_path: Path, said: str, contract: str, wanted: SaleStatus) -> None:
    rows = [[*HEAD, "销售状态", "合同号"], [*GOOD, said, contract]]
    (row,) = read_price_list(csv_file(tmp_path / "list.csv", rows)).rows
    assert row.sale_status is wanted


def test_an_unknown_status_or_usage_is_in_doubt_and_never_taken_as_unsold(tmp_path: Path) -> None:
    rows = [[*HEAD, "状态", "用途"], [*GOOD, "抵押中", "住宅"], [*GOOD[:3], "302", *GOOD[4:], "未售", "幼儿园"]]
    found = read_price_list(csv_file(tmp_path / "list.csv", rows))
    assert found.rows == ()
    assert [place for place, _ in told(found, IssueKind.IN_DOUBT)] == ["row 2, column 9", "row 3, column 10"]


@pytest.mark.parametrize(("word", "usage"), [
    ("住宅", Usage.RESIDENTIAL), ("商铺", Usage.COMMERCIAL), ("商务公寓", Usage.APARTMENT), ("写字楼", Usage.OFFICE),
    ("地下车位", Usage.PARKING), ("储藏室", Usage.STORAGE),
])
def test_usages(tmp_path: Path, word: str, usage: Usage) -> None:
    (row,) = read_price_list(csv_file(tmp_path / "l.csv", [[*HEAD, "用途"], [*GOOD, word]])).rows
    assert row.usage is usage


def test_total_off_by_more_than_a_yuan_is_told_with_both_figures_and_kept(tmp_path: Path) -> None:
    rows = [HEAD, GOOD, [*GOOD[:3], "302", *GOOD[4:7], "1000001"], [*GOOD[:3], "303", *GOOD[4:7], "1000001.01"]]
    found = read_price_list(csv_file(tmp_path / "list.csv", rows))
    assert [row.list_total for row in found.rows] == [100_000_000, 100_000_100, 100_000_101]
    (warning,) = found.issues
    assert (warning.place, warning.kind) == ("row 4", IssueKind.WARNING)
    assert "1,000,001.01" in str(warning.reason) and "1,000,000.00" in str(warning.reason)


def test_missing_totals_follow_the_rule_of_the_printed_ones(tmp_path: Path) -> None:
    floor = [HEAD, ["1栋", "", "3", "301", "89.47", "", "12345.67", ""]]
    (row,) = read_price_list(csv_file(tmp_path / "floor.csv", floor)).rows
    assert (row.list_total, "list_total" in row.assumed) == (110_456_700, True)
    fen = [*floor, ["1栋", "", "3", "302", "89.47", "", "12345.67", "1104567.09"]]
    found = read_price_list(csv_file(tmp_path / "fen.csv", fen))
    assert found.rounding is Rounding.HALF_UP_FEN
    assert [row.list_total for row in found.rows] == [110_456_709, 110_456_709]


def test_inside_area_prices(tmp_path: Path) -> None:
    rows = [["楼栋", "房号", "套内面积", "单价（套内）"], ["1栋", "301", "80", "12500"]]
    (row,) = read_price_list(csv_file(tmp_path / "list.csv", rows)).rows
    assert (row.pricing_basis, row.unit_price_inside, row.list_total) == (PricingBasis.INSIDE, 1_250_000, 100_000_000)


def test_matrix_with_merged_cells_integer_heads_and_text_totals(tmp_path: Path) -> None:
    head: list[object] = ["楼栋", "单元", "楼层", 1, 2]
    totals: list[list[object]] = [head, ["1栋", "一单元", 3, "1000000", "2000000"], [None, None, 5, "3000000", None]]
    prices: list[list[object]] = [head, ["1栋", "一单元", 3, 10000, 20000], ["1栋", "一单元", 5, 30000, None]]
    path = xlsx(tmp_path / "m.xlsx", ("总价分布", totals), ("单价分布", prices), merged=("A2:A3", "B2:B3"))
    found = read_price_list(path)
    assert (found.form, found.issues) == ("matrix", ())
    assert [(row.place, row.label, row.room_label, row.unit_price_build, row.list_total) for row in found.rows] == [
        ("总价分布!D2", "1-1-301", "301", 1_000_000, 100_000_000),
        ("总价分布!E2", "1-1-302", "302", 2_000_000, 200_000_000),
        ("总价分布!D3", "1-1-501", "501", 3_000_000, 300_000_000),
    ]
    assert {row.built_area for row in found.rows} == {None}


KEY_VALUE = ("项目楼栋情况,花园花园花园花园,座号,A,合同号,{contract},拟售价格,"
             "{price}元/平方米(按{basis}面积计)楼层,03层,房号,{room},用途,住宅,,"
             "建筑面积100平方米,户内面积,80平方米,分摊面积,20平方米,户内面积,--平方米,分摊面积--平方米,建筑面积,--平方米")


def test_key_value_lines_with_glued_labels(tmp_path: Path) -> None:
    lines = [
        KEY_VALUE.format(contract="--", price="10000", basis="建筑", room="301"),
        KEY_VALUE.format(contract="深网预买字1号", price="--", basis="建筑", room="302"),
        KEY_VALUE.format(contract="--", price="12500", basis="套内", room="303"),
        KEY_VALUE.format(contract="--", price="10000", basis="建筑", room="304")[:60],
    ]
    found = read_price_list(csv_file(tmp_path / "kv.csv", [[line] for line in lines], "gb18030"))
    assert (found.form, found.filed) == ("key_value", True)
    assert [(row.door, row.sale_status.value, row.unit_price_build, row.unit_price_inside, row.list_total)
            for row in found.rows] == [
        ("01", "unsold", 1_000_000, None, 100_000_000), ("02", "registered", None, None, None),
        ("03", "unsold", None, 1_250_000, 100_000_000)]
    assert {(row.built_area, row.inside_area, row.shared_area) for row in found.rows} == {(1_000_000, 800_000, 200_000)}
    assert told(found, IssueKind.ERROR) == [("row 4, column 10", "The line is not complete: {labels} missing.")]
    assert (found.bad_rows, found.left_out) == (1, 1)


@pytest.mark.parametrize("percent", range(10, 100, 6))
def test_a_key_value_file_that_was_cut_names_row_and_column(tmp_path: Path, percent: int) -> None:
    """Wherever it was cut: the half line is never taken, and its place is said with its column."""
    line = KEY_VALUE.format(contract="--", price="10000", basis="建筑", room="30{}")
    whole = [line.format(door) for door in range(1, 4)]
    cut = whole[2][: whole[2].rindex(",") * percent // 100]
    found = read_price_list(csv_file(tmp_path / "kv.csv", [[each] for each in (*whole[:2], cut)], "gb18030"))
    assert [row.door for row in found.rows] == ["01", "02"]
    (issue,) = [each for each in found.issues if each.kind is IssueKind.ERROR]
    row, column = issue.place.split(", ")
    assert row == "row 3" and 1 <= int(column.removeprefix("column ")) <= cut.count(",") + 2
    assert (found.bad_rows, found.left_out) == (1, 1)


def test_completed_stock_repeats_and_contradictions(tmp_path: Path) -> None:
    first = ["1", "1栋", "A座2002", "G1", "住宅", "68.31", "10000", "683100", "未售"]
    same = ["2", *first[1:]]
    other = ["3", "1栋", "2001", "G1", "住宅", "68.31", "10000", "683100", "未售"]
    against = ["4", *other[1:6], "--", "--", "已网签"]
    found = read_price_list(csv_file(tmp_path / "s.csv", [first, same, same, other, against,
    ["5", "1栋"]], "gb18030"))
    assert (found.form, found.repeats, found.repeated_rows) == ("completed_stock", 1, 2)
    assert [row.identity for row in found.rows] == [("1", "A", "20", "2")]
    assert [place for place, _ in told(found, IssueKind.IN_DOUBT)] == ["row 4", "row 5"]
    assert told(found, IssueKind.ERROR) == [("row 6, column 3", "The line has {count} columns instead of {wanted}.")]
    assert (found.bad_rows, found.doubtful_rows) == (1, 2)


def test_a_profile_asks_for_one_form(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "list.csv", [HEAD, GOOD])
    assert read_price_list(path, profile="flat").form == "flat"
    with pytest.raises(UnreadableFile):
        read_price_list(path, profile="matrix")
    with pytest.raises(BadInput):
        read_price_list(path, profile="nonsense")


@pytest.mark.parametrize(("head", "field", "wan"), [
    ("幢", "building", False), ("楼 栋", "building", False), ("座号", "seat", False), ("室号", "room", False),
    ("预测建筑面积(㎡)", "built_area", False), ("户内面积", "inside_area", False),
    ("单价（元/㎡）", "unit_price_build", False),
    ("总价/万元", "list_total", True), ("备案总价（万元）", "filed_total", True),
    ("拟售单价", "filed_unit_price", False),
    ("合同号", "contract_no", False), ("预售证号", "permit_no", False),
])
def test_heads(head: str, field: str, wan: bool) -> None:
    found = head_of(head)
    assert found is not None
    assert (found.field, found.ten_thousands) == (field, wan)


def test_unknown_heads_mean_nothing() -> None:
    assert [head_of(text) for text in ("", "备注", "序号", "联系电话")] == [None] * 4
