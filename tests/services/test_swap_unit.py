"""Another unit instead, through the use cases: grounds, both units claimed, one act, in = out + held (2.8)."""

from __future__ import annotations

from typing import Any

import pytest

from anchang.domain.errors import AnchangError, NotAllowed, Refusal, UnitTaken
from anchang.i18n import M, say
from anchang.services import swap_paper
from anchang.services.doctor import examine
from anchang.services.setting import ChangeSetting
from anchang.storage import claim, receivable, receivable_period, voucher_query
from anchang.storage.plan import current_lines
from anchang.storage.unit_query import id_by_label
from tests.office import Desk
from tests.services.deals import Deal, active
from tests.services.stock import PERMIT, block, import_rows, price_row, unit

LARGE = price_row("1栋", 5, "01", built_area=1_000_000, layout="三房")  # 100 ㎡ x 20,000.00 = 2,000,000.00
SMALL = price_row("1栋", 5, "02", built_area=800_000, layout="一房")  # 1,600,000.00


def stocked(desk: Desk) -> None:
    """Sixteen alike, one larger and one smaller unit, all on sale."""
    import_rows(desk, (*block(), LARGE, SMALL))
    desk.do("manager", "unit.release", permit=PERMIT)


def asked(deal: Deal, to: str = "1-1-501", **fields: Any) -> str:
    """An application for that unit, handed in by the consultant."""
    desk = deal.desk
    given: dict[str, Any] = {"unit": to, "reason": "家庭人口增加", **fields}
    no = str(desk.do("c01", "swap_unit.ask", subscription=deal.sub_no, **given)["no"])
    desk.do("c01", "change.submit", request=no)
    return no


def carried_out(desk: Desk, no: str, by: str = "manager", receipt: str = "SJ2026-000001") -> dict[str, Any]:
    """Approved, receipt back, looked at by finance, stamped."""
    desk.do(by, "change.approve", request=no)
    desk.do("assistant", "change.paper_back", request=no, receipt=receipt)
    desk.do("accountant", "change_money.check", request=no)
    return desk.do("clerk", "change.execute", request=no)


def look(desk: Desk, query: Any, *more: Any) -> Any:
    return desk.office.look(desk.session("manager"), query, *more)


def live(desk: Desk, label: str) -> Any:
    return look(desk, lambda read: claim.live(read, id_by_label(read, label) or 0))


def clean(desk: Desk) -> list[Any]:
    return [each for each in examine(desk.office) if each.serious]


def test_a_swap_to_a_larger_unit_is_one_act(desk: Desk) -> None:
    stocked(desk)
    deal = active(desk)
    no = asked(deal)
    assert (live(desk, "1-1-501")["hold_type"], live(desk, "1-1-501")["expires_at"]) == ("swap", None)
    assert live(desk, "1-1-101")["kind"] == "subscription"  # both are claimed from the moment it is handed in
    done = carried_out(desk, no)
    new = next(row for row in desk.see("manager", "subscriptions") if row["sub_no"] == done["new_sub_no"])
    assert (new["state"], new["unit"], new["deal_total"]) == ("active", "1-1-501", 200_000_000)
    assert (new["received"], new["sign_due_date"].isoformat()) == (5_000_000, "2026-11-30")
    assert deal.row()["state"] == "replaced"
    assert [unit(desk, label)["state"] for label in ("1-1-101", "1-1-501")] == ["return_locked", "subscribed"]
    assert live(desk, "1-1-101") is None
    with desk.office.store.read() as connection:
        plan = current_lines(connection, new["id"])
    assert sum(each.line.amount for each in plan) == 200_000_000
    assert [each.line.amount for each in plan][:2] == [5_000_000, 55_000_000]  # 30 % of 2,000,000, the deposit in it

    def books(read: Any) -> tuple[Any, ...]:
        day = receivable_period.reconcile(read, read.today, read.today)
        came = sum(each.amount for each in receivable_period.received(read, read.today, read.today))
        moved = [(row["kind"], row["amount"]) for row in voucher_query.of_request(read, 1)]
        return day.ties, came, moved, receivable.total_unpaid(read, read.today), day.taken

    assert look(desk, books) == (True, 5_000_000, [("transfer", 5_000_000)], 195_000_000, 0)
    assert done["moved_fen"] == 5_000_000
    desk.do("manager", "unit.release_return", unit="1-1-101", reason="换房退回，价格不变")
    assert unit(desk, "1-1-101")["state"] == "available"
    assert clean(desk) == []


def test_what_is_refused_and_who_decides(desk: Desk) -> None:
    stocked(desk)
    deal = active(desk)
    with pytest.raises(Refusal) as refused:
        desk.do("c01", "swap_unit.ask", subscription=deal.sub_no, unit="1-1-102", reason="x")
    assert "only for a larger" in say(refused.value.message, "en")
    with pytest.raises(Refusal) as refused:
        desk.do("c01", "swap_unit.ask", subscription=deal.sub_no, unit="1-1-101", reason="x")
    assert "the unit that the buyer has" in say(refused.value.message, "en")
    # 一房 sells more slowly than the kind of 1-1-101, and is cheaper: a ground, and the director's
    cheaper = asked(deal, "1-1-502")
    assert desk.do("manager", "change.approve", request=cheaper)["state"] == "pending"
    with pytest.raises(NotAllowed):
        desk.do("clerk", "change.approve", request=cheaper)
    desk.do("director", "change.reject", request=cheaper, comment="不同意")
    assert live(desk, "1-1-502") is None and unit(desk, "1-1-502")["state"] == "available"
    desk.office.run(desk.session("boss"), ChangeSetting("swap_to_slower", "no"))
    with pytest.raises(Refusal):
        desk.do("c01", "swap_unit.ask", subscription=deal.sub_no, unit="1-1-502", reason="x")
    related = asked(deal, "1-1-502", relation="集团员工直系亲属", fault="none")
    desk.do("c01", "change.withdraw", request=related, comment="客户改变主意")
    assert unit(desk, "1-1-502")["state"] == "available"
    assert clean(desk) == []


def test_one_swap_for_a_customer_unless_the_company_is_at_fault(desk: Desk) -> None:
    stocked(desk)
    deal = active(desk)
    done = carried_out(desk, asked(deal))
    again = {"subscription": done["new_sub_no"], "unit": "1-1-102", "reason": "x"}
    with pytest.raises(Refusal) as refused:
        desk.do("c01", "swap_unit.ask", **again)
    assert "changed units 1 times already" in say(refused.value.message, "en")
    no = desk.do("c01", "swap_unit.ask", **again, fault="company")["no"]
    desk.do("c01", "change.submit", request=no)
    desk.do("manager", "change.approve", request=no)  # cheaper: the director's
    back = carried_out(desk, no, "director", "SJ2026-000002")
    new = next(row for row in desk.see("manager", "subscriptions") if row["sub_no"] == back["new_sub_no"])
    assert (new["unit"], new["received"]) == ("1-1-102", 5_000_000)
    assert clean(desk) == []


def test_whoever_comes_second_for_the_unit_is_told_and_nothing_has_happened(desk: Desk) -> None:
    stocked(desk)
    first, second = active(desk), active(desk, "1-1-102", number=2)
    waiting = desk.do("c01", "swap_unit.ask", subscription=second.sub_no, unit="1-1-501", reason="x")["no"]
    no = asked(first)
    attempts: tuple[tuple[str, dict[str, Any]], ...] = (
        ("change.submit", {"request": waiting}),
        ("swap_unit.ask", {"subscription": second.sub_no, "unit": "1-1-501", "reason": "x"}),
        ("unit.ask", {"unit": "1-1-501", "customer": second.row()["customer_id"]}),
    )
    for name, fields in attempts:
        with pytest.raises(Refusal):
            desk.do("c01", name, **fields)
    by_hand: tuple[tuple[str, dict[str, Any]], ...] = (
        ("unit.hold", {"customer": first.row()["customer_id"]}),
        ("unit.let_go", {"reason": "x"}),
        ("unit.hold", {"hold_type": "swap"}),
    )
    for name, fields in by_hand:
        with pytest.raises(AnchangError):
            desk.do("manager", name, unit="1-1-501", **fields)
    with pytest.raises(Refusal):
        desk.do("c01", "subscription.draft", unit="1-1-501", customer=first.row()["customer_id"], plan="lump_sum")
    assert second.row()["state"] == "active"
    desk.do("c01", "change.withdraw", request=waiting, comment="被锁定")
    carried_out(desk, no)
    with pytest.raises(UnitTaken):
        desk.do("c01", "swap_unit.ask", subscription=second.sub_no, unit="1-1-501", reason="x")
    assert clean(desk) == []


def test_another_list_price_stops_the_swap(desk: Desk) -> None:
    stocked(desk)
    deal = active(desk)
    no = asked(deal)
    import_rows(desk, (price_row("1栋", 5, "01", built_area=1_000_000, unit_price_build=1_900_000, layout="三房"),))
    with pytest.raises(Refusal) as refused:
        desk.do("manager", "change.approve", request=no)
    assert "list price of 1-1-501 has changed" in say(refused.value.message, "en")
    desk.do("manager", "change.send_back", request=no, comment="价格已变")
    desk.do("c01", "swap_unit.edit", request=no, unit="1-1-501")
    desk.do("c01", "change.submit", request=no)
    done = carried_out(desk, no)
    new = next(row for row in desk.see("manager", "subscriptions") if row["sub_no"] == done["new_sub_no"])
    assert new["deal_total"] == 190_000_000  # the price of the day
    assert clean(desk) == []


@pytest.mark.parametrize("place", ["in_force", "write"])
def test_a_swap_that_breaks_off_has_not_happened(desk: Desk, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    stocked(desk)
    deal = active(desk)
    no = asked(deal)
    desk.do("manager", "change.approve", request=no)
    desk.do("assistant", "change.paper_back", request=no, receipt="SJ2026-000001")
    desk.do("accountant", "change_money.check", request=no)
    done = getattr(swap_paper, place)

    def broken(*given: Any) -> Any:
        done(*given)
        raise Refusal(M("give a reason"))

    with monkeypatch.context() as broken_off:
        broken_off.setattr(swap_paper, place, broken)
        with pytest.raises(Refusal):
            desk.do("clerk", "change.execute", request=no)
    assert deal.row()["state"] == "active" and len(desk.see("manager", "subscriptions")) == 1
    assert live(desk, "1-1-501")["hold_type"] == "swap" and live(desk, "1-1-101")["kind"] == "subscription"
    assert look(desk, lambda read: voucher_query.of_request(read, 1)) == []
    assert clean(desk) == []
    desk.do("clerk", "change.execute", request=no)  # and nothing stands in its way afterwards
    assert deal.row()["state"] == "replaced"


def test_the_doctor_sees_a_half_swap(desk: Desk) -> None:
    stocked(desk)
    deal = active(desk)
    carried_out(desk, asked(deal))
    with desk.office.store.write() as connection:
        connection.exec_driver_sql("UPDATE change_unit SET new_subscription_id = NULL")
        connection.exec_driver_sql("UPDATE change_request SET state = 'approved', version = version + 1")
    found = {each.kind for each in clean(desk)}
    assert {"half_swap", "swap_claim"} <= found
