"""What a list would change, by example and by property (2.16, 3.5, 5.1, 5.2, 5.10)."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain import money
from anchang.domain.issue import IssueKind
from anchang.domain.money import Rounding
from anchang.domain.price_list import (
    FACT_LABELS,
    ExistingUnit,
    PriceRow,
    PricingBasis,
    SaleStatus,
    UnitFacts,
    Usage,
    checks,
    compare,
    completed,
    distinct,
)
from anchang.domain.unit_key import (
    building_key,
    door_key,
    entrance_key,
    floor_key,
    floor_sort,
    identity,
    label_of,
    number,
    room_of,
)
from anchang.i18n import say

ROW = PriceRow(
    place="S!A2", building="1栋", entrance="2", floor_text="3", floor_sort=30, room_no="301", door="01",
    built_area=1_000_000, inside_area=800_000, shared_area=200_000, unit_price_build=1_000_000, list_total=100_000_000,
)


def existing(row: PriceRow, **other: object) -> ExistingUnit:
    facts = {fact.name: getattr(row, fact.name) for fact in fields(UnitFacts)}
    return ExistingUnit(**(facts | other))


def changes(row: PriceRow, unit: ExistingUnit) -> list[tuple[str, object, object]]:
    preview = compare([row], {row.identity: unit})
    assert len(preview.changed) + len(preview.unchanged) == 1
    return [(field.name, field.old, field.new) for change in preview.changed for field in change.fields]


def test_new_changed_and_unchanged() -> None:
    second = replace(ROW, place="S!A3", room_no="302", door="02")
    third = replace(ROW, place="S!A4", room_no="303", door="03", list_total=110_000_000)
    preview = compare([ROW, second, third], {ROW.identity: existing(ROW), third.identity: existing(ROW)})
    assert preview.new == (second,)
    assert preview.unchanged == (ROW,)
    (change,) = preview.changed
    assert [(field.name, field.old, field.new) for field in change.fields] == [("list_total", 100_000_000, 110_000_000)]
    assert say(change.fields[0].label, "en") == "list total"
    assert not preview.changes_nothing


def test_a_blank_never_overwrites_and_an_absent_unit_is_untouched() -> None:
    blank = replace(ROW, built_area=None, unit_price_build=None, list_total=None, layout="", contract_no="")
    unit = existing(ROW, layout="x", contract_no="y", filed_total=5, floor_total=4)
    assert changes(blank, unit) == []
    assert compare([], {ROW.identity: unit}).changes_nothing


def test_what_was_assumed_fills_gaps_and_overwrites_nothing() -> None:
    assumed = replace(ROW, usage=Usage.RESIDENTIAL, assumed=frozenset({"usage", "list_total", "sale_status"}))
    assert changes(assumed, existing(ROW, usage=Usage.COMMERCIAL, list_total=100_000_055)) == []
    assert changes(assumed, existing(ROW, list_total=None)) == [("list_total", None, 100_000_000)]
    dearer = replace(assumed, unit_price_build=1_100_000, list_total=110_000_000)
    assert changes(dearer, existing(ROW)) == [
        ("unit_price_build", 1_000_000, 1_100_000), ("list_total", 100_000_000, 110_000_000)]


def test_a_sale_goes_forward_only() -> None:
    sold = replace(ROW, sale_status=SaleStatus.REGISTERED, contract_no="7")
    assert changes(sold, existing(ROW)) == [
        ("sale_status", SaleStatus.UNSOLD, SaleStatus.REGISTERED), ("contract_no", "", "7")]
    back = compare([ROW], {ROW.identity: existing(ROW, sale_status=SaleStatus.TITLED)})
    assert back.changes_nothing
    assert [issue.place for issue in back.warnings] == ["S!A2"]
    silent = replace(ROW, assumed=frozenset({"sale_status"}))
    assert compare([silent], {ROW.identity: existing(ROW, sale_status=SaleStatus.TITLED)}).issues == ()


def test_repeats_are_counted_and_contradictions_left_out() -> None:
    again = replace(ROW, place="S!A3")
    other = replace(ROW, place="S!A4", room_no="401", floor_text="4")
    against = replace(other, place="S!A5", list_total=None, sale_status=SaleStatus.REGISTERED)
    once = distinct([ROW, other, again, against, replace(again, place="S!A6")])
    assert (once.rows, once.repeats, once.repeated_rows) == ((ROW,), 1, 2)
    assert [(issue.place, issue.kind) for issue in once.issues] == [
        ("S!A4", IssueKind.IN_DOUBT), ("S!A5", IssueKind.IN_DOUBT)]
    preview = compare([ROW, other, again, against], {})
    assert (preview.new, preview.repeats, len(preview.in_doubt)) == ((ROW,), 1, 2)


def test_totals_and_shared_area_are_made_where_they_are_missing() -> None:
    bare = replace(ROW, built_area=894_700, unit_price_build=1_234_567, list_total=None, shared_area=None)
    totals = [completed(bare, rule).list_total for rule in Rounding]
    assert totals == [110_456_700, 110_456_700, 110_456_709]
    assert completed(bare, Rounding.FLOOR_YUAN).assumed == {"list_total", "shared_area"}
    assert completed(bare, Rounding.FLOOR_YUAN).shared_area == 94_700
    inside = replace(bare, pricing_basis=PricingBasis.INSIDE, unit_price_inside=1_000_000)
    assert completed(inside, Rounding.FLOOR_YUAN).list_total == 80_000_000
    assert completed(replace(bare, pricing_basis=PricingBasis.SUITE), Rounding.FLOOR_YUAN).list_total is None
    assert completed(ROW, Rounding.FLOOR_YUAN) is ROW


@pytest.mark.parametrize(("off", "warned"), [(0, 0), (100, 0), (-100, 0), (101, 1), (-101, 1)])
def test_a_total_may_be_a_yuan_off(off: int, warned: int) -> None:
    found = checks(replace(ROW, list_total=100_000_000 + off))
    assert [issue.kind for issue in found] == [IssueKind.WARNING] * warned
    if warned:
        assert money.show(100_000_000 + off) in say(found[0].reason)
        assert money.show(100_000_000) in say(found[0].reason)


@pytest.mark.parametrize("row", [
    replace(ROW, inside_area=1_100_000), replace(ROW, shared_area=200_101), replace(ROW, filed_total=99_999_900),
    replace(ROW, unit_price_build=None, list_total=None),
])
def test_what_does_not_fit_is_a_warning(row: PriceRow) -> None:
    assert [issue.kind for issue in checks(row)] == [IssueKind.WARNING]


def test_a_hundredth_of_a_metre_and_a_sold_unit_without_price_are_no_warning() -> None:
    assert checks(replace(ROW, shared_area=200_100)) == []
    assert checks(replace(ROW, list_total=None, unit_price_build=None, sale_status=SaleStatus.REGISTERED)) == []


@given(st.integers(1, 20_000_000), st.integers(1, 100_000_000))
def test_a_made_total_never_earns_a_warning(price: int, area: int) -> None:
    row = replace(ROW, unit_price_build=price, built_area=area, inside_area=None, shared_area=None, list_total=None)
    for rule in Rounding:
        assert checks(completed(row, rule)) == []


def test_every_fact_has_words_and_every_enum_value_a_label() -> None:
    assert set(FACT_LABELS) == {fact.name for fact in fields(UnitFacts)}
    for kind in (Usage, PricingBasis, SaleStatus, IssueKind):
        assert all(say(member.label, "zh_CN") != member.label.id for member in kind)


@pytest.mark.parametrize(("text", "key", "sort"), [
    ("7", "7", 70), ("03层", "3", 30), ("十一層", "11", 110), ("第二十二层", "22", 220),
    ("-1", "-1", -10), ("B1", "-1", -10), ("负一层", "-1", -10), ("地下2层", "-2", -20),
    ("半地下01", "-0.5", -5), ("1.5", "1.5", 15), ("1夹层", "1.5", 15), ("12F", "12", 120),
    ("７", "7", 70), ("1-2", "1-2", 10), ("屋面", "屋面", 0), ("", "", 0), ("3.0", "3", 30),
])
def test_floors(text: str, key: str, sort: int) -> None:
    assert (floor_key(text), floor_sort(text)) == (key, sort)


@pytest.mark.parametrize(("text", "key"), [
    ("1栋", "1"), ("001栋", "1"), ("1幢", "1"), ("1号楼", "1"), ("1#", "1"), ("一栋", "1"), ("A栋", "A"),
    ("园1栋", "园1"), ("园(A区)A1栋", "园(A区)A1"), ("园（A区）A1栋", "园(A区)A1"),
    ("某花园某花园3栋", "某花园3"), ("10101", "10101"),
])
def test_buildings(text: str, key: str) -> None:
    assert building_key(text) == key


@pytest.mark.parametrize(("text", "key"), [
    ("四单元", "4"), ("4单元", "4"), ("04", "4"), ("A座", "A"), ("a", "A"), ("0", ""), ("", ""), ("裙楼", "裙楼"),
])
def test_entrances(text: str, key: str) -> None:
    assert entrance_key(text) == key


def test_doors_rooms_and_labels() -> None:
    assert [door_key(text) for text in ("01", "02a", "C", "0")] == ["1", "2A", "C", "0"]
    pairs = (("7", "01"), ("-1", "3"), ("36", "C"), ("2", "02A"), ("1.5", "1"), ("1", "101"))
    assert [room_of(*pair) for pair in pairs] == ["701", "-103", "36C", "202A", "1.5-1", "1-101"]
    assert label_of("1栋", "2单元", "3", "01") == "1-2-301"
    assert label_of("1栋", "", "", "023") == "1-#23"
    assert ROW.label == "1-2-301"
    assert (ROW.room_label, replace(ROW, room_no="01").room_label) == ("301", "301")


@pytest.mark.parametrize(("text", "value"), [
    ("12", 12), ("十", 10), ("十九", 19), ("二十", 20), ("一百零二", 102), ("二〇一", 201), ("x", None), ("", None),
])
def test_numbers(text: str, value: int | None) -> None:
    assert number(text) == value


NAMES = st.text(st.sampled_from("AB019-.一十百栋号楼座单元层第半地下夹负 F#１"), max_size=9) | st.text(max_size=9)


@given(NAMES, NAMES, NAMES, NAMES)
def test_a_key_is_its_own_key(building: str, entrance: str, floor: str, door: str) -> None:
    key = identity(building, entrance, floor, door)
    assert identity(*key) == key


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 2), st.integers(-2, 40), st.integers(1, 120)), unique=True))
def test_different_units_have_different_labels(units: list[tuple[int, int, int, int]]) -> None:
    labels = [label_of(f"{b}栋", f"{e}" if e else "", str(f), f"{d:02d}") for b, e, f, d in units]
    assert len(set(labels)) == len(units)
