"""Price lists: drafted, approved by somebody else, applied whole (2.16, 2.18, 5.2, 5.10, issue 2 point 3)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from anchang.domain.errors import BadInput, NotAllowed, Refusal, WrongState
from anchang.domain.money import Rounding
from anchang.domain.price_list import SaleStatus
from anchang.services import drafted, price_list
from anchang.services.price_list import DraftPriceList
from anchang.storage import unit_query
from anchang.storage.base import table_of
from anchang.storage.journal import Journal
from anchang.storage.unit import Unit, UnitClaim
from tests.office import Desk
from tests.services.stock import PERMIT, block, customer, import_rows, on_sale, price_row, unit, wrong_digests

KEPT = ("unit", "unit_claim", "price_list", "price_list_line", "unit_price")
FILES = Path(__file__).resolve().parents[3] / "shared" / "data" / "price_lists"


def rows_of(desk: Desk, model: Any) -> list[dict[str, Any]]:
    with desk.office.store.read() as connection:
        table = table_of(model)
        return [dict(row) for row in connection.execute(table.select().order_by(table.c.id)).mappings()]


def draft(desk: Desk, login: str, *rows: Any, **more: Any) -> dict[str, Any]:
    return desk.office.run(desk.session(login), DraftPriceList(tuple(rows), **more))


def test_a_draft_changes_no_unit_until_somebody_else_approves(desk: Desk) -> None:
    made = draft(desk, "director", *block(), file_name="一期.xls", digest="d1")
    assert (made["no"], made["state"], made["new"]) == ("PL-001", "draft", 16)
    assert rows_of(desk, Unit) == []
    for login, refusal in (("director", NotAllowed), ("manager", NotAllowed), ("c01", NotAllowed)):
        with pytest.raises(refusal):
            desk.do(login, "price_list.approve", price_list="PL-001")
    with pytest.raises(Refusal, match="PL-001"):
        draft(desk, "manager", *block(), digest="d1")
    desk.office.run_named(desk.session("boss"), "setting.change", {"key": "one_person_office", "value": "yes"})
    desk.do("director", "price_list.approve", price_list="PL-001")
    units = rows_of(desk, Unit)
    assert len(units) == 16
    assert {row["state"] for row in units} == {"unreleased"}
    assert {row["list_total"] for row in units} == {178_940_000}
    assert wrong_digests(desk, *KEPT) == []
    with pytest.raises(WrongState):
        desk.do("director", "price_list.approve", price_list="PL-001")


def test_the_administrator_approves_only_the_first_list(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        draft(desk, "manager", *block(), apply_now=True)
    made = draft(desk, "boss", *block(), apply_now=True)
    assert made["state"] == "approved"
    assert len(rows_of(desk, Unit)) == 16
    assert rows_of_journal(desk)[-1] == ("price_list.draft", drafted.FIRST)
    with pytest.raises(Refusal):
        draft(desk, "boss", price_row(floor=9), apply_now=True)
    second = draft(desk, "boss", price_row(floor=9))
    with pytest.raises(Refusal):
        desk.do("boss", "price_list.approve", price_list=second["no"])
    desk.do("director", "price_list.approve", price_list=second["no"])
    assert [row["state"] for row in desk.see("manager", "price_lists")] == ["approved", "approved"]


def rows_of_journal(desk: Desk) -> list[tuple[str, str]]:
    with desk.office.store.read() as connection:
        table = table_of(Journal)
        return [(row.action, row.reason) for row in connection.execute(table.select().order_by(table.c.seq))]


def test_a_rejected_list_changes_nothing(desk: Desk) -> None:
    draft(desk, "manager", *block())
    with pytest.raises(Refusal):
        desk.do("director", "price_list.reject", price_list="PL-001", reason="")
    desk.do("director", "price_list.reject", price_list="PL-001", reason="总价有误")
    with pytest.raises(WrongState):
        desk.do("director", "price_list.approve", price_list="PL-001")
    assert rows_of(desk, Unit) == []


def test_the_same_file_twice_changes_nothing(desk: Desk) -> None:
    import_rows(desk, block(), digest="d1")
    before = {model: rows_of(desk, model) for model in (Unit, UnitClaim)}
    again = draft(desk, "manager", *block(), digest="d1")
    assert (again["id"], again["state"], again["unchanged"]) == (None, "unchanged", 16)
    assert {model: rows_of(desk, model) for model in (Unit, UnitClaim)} == before
    assert len(desk.see("manager", "price_lists")) == 1


def test_a_blank_never_overwrites_and_absent_units_stay(desk: Desk) -> None:
    import_rows(desk, block("1栋", floor_total=170_000_000, layout="三房"))
    changed = price_row(unit_price_build=None, list_total=None, floor_total=180_000_000)
    made = import_rows(desk, (changed,))
    assert (made["new"], made["changed"], made["unchanged"]) == (0, 1, 0)
    row = unit(desk, "1-1-101")
    assert (row["list_total"], row["floor_total"], row["layout"]) == (178_940_000, 180_000_000, "三房")
    assert len(rows_of(desk, Unit)) == 8


def test_a_given_total_is_kept_and_a_missing_one_follows_the_rule(desk: Desk) -> None:
    said = price_row(door="01", list_total=123_456_789)
    derived = price_row(door="02", unit_price_build=1_234_567, built_area=894_711)  # 1,104,580.67… yuan
    made = import_rows(desk, (said, derived), rounding=Rounding.FLOOR_YUAN)
    assert unit(desk, "1-1-101")["list_total"] == 123_456_789
    assert unit(desk, "1-1-102")["list_total"] == 1_234_567 * 894_711 // 10_000 // 100 * 100
    assert any("A101" in remark for remark in made["remarks"])
    import_rows(desk, (replace(derived, door="03", room_no="103"),), rounding=Rounding.HALF_UP_FEN)
    assert unit(desk, "1-1-103")["list_total"] == (1_234_567 * 894_711 * 2 + 10_000) // 20_000


def test_sold_units_arrive_with_a_claim(desk: Desk) -> None:
    rows = (
        price_row(door="01", sale_status=SaleStatus.REGISTERED),
        price_row(door="02", contract_no="WQ-7"),
        price_row(door="03", sale_status=SaleStatus.TITLED, unit_price_build=None),
        price_row(door="04"),
    )
    import_rows(desk, rows)
    states = [unit(desk, f"1-1-10{n}")["state"] for n in range(1, 5)]
    assert states == ["registered", "registered", "titled", "unreleased"]
    claims = rows_of(desk, UnitClaim)
    assert [(row["kind"], row["note"]) for row in claims] == [("imported", ""), ("imported", "WQ-7"), ("imported", "")]
    done = desk.do("manager", "unit.release", permit=PERMIT)
    assert done["units"] == ["1-1-104"]
    with pytest.raises(Refusal):
        desk.do("c01", "unit.ask", unit="1-1-101", customer=customer(desk))
    assert draft(desk, "manager", *rows)["state"] == "unchanged"
    import_rows(desk, (replace(rows[0], sale_status=SaleStatus.TITLED),))
    assert unit(desk, "1-1-101")["state"] == "titled"
    assert len(rows_of(desk, UnitClaim)) == 3
    assert wrong_digests(desk, *KEPT) == []


def test_what_this_office_sells_is_not_taken_from_a_file(desk: Desk) -> None:
    on_sale(desk)
    desk.do("c01", "unit.ask", unit="1-1-101", customer=customer(desk))
    rows = (price_row(door="01", sale_status=SaleStatus.REGISTERED), price_row(door="02", contract_no="WQ-1"))
    made = draft(desk, "manager", *rows)
    assert made["state"] == "unchanged"
    assert len(made["remarks"]) == 2
    dearer = import_rows(desk, (price_row(unit_price_build=2_100_000, list_total=187_887_000),))
    assert dearer["changed"] == 1
    assert any("1-1-101" in remark for remark in dearer["remarks"])
    row = unit(desk, "1-1-101")
    assert (row["state"], row["list_total"], row["filed_total"]) == ("held", 187_887_000, 178_940_000)


def test_a_list_that_is_the_filing_files_its_prices(desk: Desk) -> None:
    import_rows(desk, (price_row(),), filed=True)
    assert unit(desk, "1-1-101")["filed_total"] == 178_940_000
    import_rows(desk, (price_row(unit_price_build=2_100_000),), filed=True)
    row = unit(desk, "1-1-101")
    assert (row["list_total"], row["filed_total"]) == (187_887_000, 187_887_000)
    card = desk.office.look(desk.session("c01"), unit_query.card, int(row["id"]))
    assert card is not None
    assert [(each.price_list, each.list_total) for each in card.prices] == [
        ("PL-002", 187_887_000),
        ("PL-001", 178_940_000),
    ]


def test_another_spelling_is_the_same_unit(desk: Desk) -> None:
    import_rows(desk, block("1栋"))
    made = import_rows(desk, (price_row("1幢", entrance="一单元"), price_row("1幢", floor=9, entrance="一单元")))
    assert (made["new"], made["changed"], made["unchanged"]) == (1, 0, 1)
    new = unit(desk, "1-1-901")
    assert (new["building"], new["entrance"]) == ("1栋", "1单元")


def test_contradicting_rows_are_left_out_and_named(desk: Desk) -> None:
    pair = (price_row(place="A1"), price_row(place="A2", built_area=1_000_000))
    made = draft(desk, "manager", *pair, price_row(door="02"))
    assert (made["new"], made["left_out"]) == (1, 2)
    assert any(remark.startswith("A1") for remark in made["remarks"])


def test_a_row_as_text_has_yuan_and_square_metres(desk: Desk) -> None:
    row = {
        "place": "R2", "building": "1栋", "floor_text": "3", "floor_sort": 30, "room_no": "301", "door": "01",
        "built_area": "89.47", "list_total": "1789400", "sale_status": "unsold", "assumed": ["sale_status"],
    }  # fmt: skip
    desk.do("manager", "price_list.draft", rows=[row], rounding="half_up_yuan")
    desk.do("director", "price_list.approve", price_list="pl-001")
    stored = unit(desk, "1-301")
    assert (stored["built_area"], stored["list_total"]) == (894_700, 178_940_000)
    with pytest.raises(BadInput) as caught:
        desk.do("manager", "price_list.draft", rows=[{**row, "list_total": "x"}])
    assert caught.value.place == "rows[0].list_total"


@pytest.mark.parametrize("bad", [{"building": ""}, {"door": ""}, {"list_total": -1}, {"layout": "x" * 500}])
def test_a_row_out_of_range_is_refused_whole(desk: Desk, bad: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        draft(desk, "manager", *block(), replace(price_row(floor=9), **bad))
    assert desk.see("manager", "price_lists") == []


def test_a_stored_draft_is_previewed_as_the_units_stand_now(desk: Desk) -> None:
    made = draft(desk, "manager", *block())
    shown = desk.office.look(desk.session("director"), price_list.preview_of, made["id"])
    assert len(shown.new) == 16
    with pytest.raises(NotAllowed):
        desk.office.look(desk.session("c01"), price_list.preview_of, made["id"])
    desk.do("director", "price_list.approve", price_list=made["no"])
    again = desk.office.look(desk.session("director"), price_list.preview, block())
    assert again.changes_nothing


@pytest.mark.skipif(not FILES.is_dir(), reason="the shared price lists are not here")
def test_both_forms_of_a_real_list_are_the_same_units(desk: Desk) -> None:
    from anchang.importing.price_list import read_price_list

    first = read_price_list(FILES / "sz_四季名苑_project.xls")
    more = {"rounding": first.rounding, "filed": first.filed}
    made = import_rows(desk, first.rows, digest=first.digest, **more)
    assert made["new"] == 292
    second = read_price_list(FILES / "sz_四季名苑_project_fullroom.xls")
    again = draft(desk, "manager", *second.rows, digest=second.digest, **more)
    assert again["new"] == 0
    assert draft(desk, "manager", *first.rows, digest=first.digest, **more)["state"] == "unchanged"
    assert sum(row["list_total"] for row in rows_of(desk, Unit)) == 158_953_743_400
    assert wrong_digests(desk, *KEPT) == []


def test_a_price_above_the_one_that_was_filed_is_told_before_it_counts(desk: Desk) -> None:
    """5.10: the unit cannot be sold at it, so whoever drafts and whoever approves has to read it first."""
    on_sale(desk)
    made = import_rows(desk, (price_row(unit_price_build=2_100_000), price_row(door="02", unit_price_build=1_900_000)))
    assert len(made["remarks"]) == 1
    assert all(word in made["remarks"][0] for word in ("1-1-101", "1,878,870.00", "1,789,400.00"))
    assert import_rows(desk, (price_row(unit_price_build=2_200_000),), filed=True)["remarks"] == []
