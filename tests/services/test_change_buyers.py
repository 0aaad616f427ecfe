"""Co-buyers on and off the paper, and the paper to another person, through the use cases (2.8, 3.11, Q-32, Q-33)."""

from __future__ import annotations

from typing import Any

import pytest

from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.i18n import say
from anchang.services.doctor import examine
from anchang.storage import claim, receipt, receivable, receivable_period, subscription_parts, subscription_query
from anchang.storage.base import table_of
from anchang.storage.unit_wait import UnitWait
from tests.office import Desk
from tests.services.changes import papers_back
from tests.services.deals import BUYER, Deal, active
from tests.services.stock import customer, on_sale

WIFE: dict[str, Any] = {
    "name": "陈静", "id_no": "440524188001010014", "phone": "13900000002", "address": "深圳市南山区一路1号",
}  # fmt: skip
TIE: dict[str, Any] = {"relation": "spouse", "proof": "结婚证 J440305-2020-001"}
STRANGER = {**WIFE, "name": "周敏"}


def look(deal: Deal, query: Any, *more: Any) -> Any:
    return deal.desk.office.look(deal.desk.session("manager"), query, *more)


def names(deal: Deal) -> list[tuple[str, int | None, bool]]:
    """The buyers of the paper as it stands: name, share, primary."""
    found = look(deal, subscription_query.buyers_of, deal.id)
    return [(each["name"], each["share"], bool(each["is_primary"])) for each in found]


def money(deal: Deal) -> tuple[int, int, bool, int]:
    """(received so far, receivable in all, whether the day's balance ties, what came in today)."""

    def read(of: Any) -> tuple[int, int, bool, int]:
        day = receivable_period.reconcile(of, of.today, of.today)
        card = subscription_query.card(of, deal.id)
        assert card is not None
        came = sum(each.amount for each in receivable_period.received(of, of.today, of.today))
        return card["received"], receivable.total_unpaid(of, of.today), day.ties, came

    return look(deal, read)  # type: ignore[no-any-return]


def approved(desk: Desk, no: str, by: str = "manager", receipt: str = "SJ2026-000001") -> None:
    """Handed in, decided, its receipts back, looked at by finance."""
    desk.do("c01", "change.submit", request=no)
    desk.do(by, "change.approve", request=no)
    desk.do("assistant", "change.paper_back", request=no, receipt=receipt)
    desk.do("accountant", "change_money.check", request=no)


def clean(desk: Desk) -> list[Any]:
    return [each for each in examine(desk.office) if each.serious]


def test_a_wife_comes_on_the_paper_and_the_receipt_is_issued_anew(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    before = money(deal)
    made = desk.do(
        "c01", "add_remove_buyer.ask", subscription=deal.sub_no, add=[{**WIFE, **TIE, "share": "50%"}],
        stay=[{"no": 1, "share": "50%"}], reason="共同还贷",
    )  # fmt: skip
    approved(desk, made["no"])
    done = desk.do("clerk", "change.execute", request=made["no"])
    assert names(deal) == [("刘洋", 500_000, True), ("陈静", 500_000, False)]
    assert done["receipts"] == "SJ2026-000002"
    assert money(deal) == before  # nothing counted twice
    numbers = look(deal, receipt.receipts_of, deal.id)
    assert "SJ2026-000002" in numbers
    assert deal.row()["state"] == "active" and deal.row()["edition"] == 2
    papers_back(desk, made["no"])  # every copy that is out, and the custody knows (P03g)
    assert look(deal, subscription_parts.copies_out, deal.id) == ()
    desk.do("assistant", "change.close", request=made["no"])
    assert clean(desk) == []


def test_what_stands_against_a_co_buyer(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    with pytest.raises(BadInput):
        desk.do("c01", "add_remove_buyer.ask", subscription=deal.sub_no, remove=[{"no": 2}], reason="x")
    made = desk.do("c01", "add_remove_buyer.ask", subscription=deal.sub_no, add=[WIFE], reason="x")
    with pytest.raises(Refusal, match="陈静"):  # nobody has said how they are related
        desk.do("c01", "change.submit", request=made["no"])
    desk.do("c01", "add_remove_buyer.edit", request=made["no"], add=[{**WIFE, "relation": "friend", "proof": "声明书"}])
    desk.do("c01", "change.submit", request=made["no"])
    passed = desk.do("manager", "change.approve", request=made["no"])
    assert passed["state"] == "pending"  # no family: the director decides
    desk.do("director", "change.approve", request=made["no"])
    with pytest.raises(Refusal):  # finance has not looked yet
        desk.do("clerk", "change.execute", request=made["no"])
    desk.do("cashier", "change_money.check", request=made["no"])
    with pytest.raises(Refusal, match="SJ2026-000001"):  # the receipt is still out
        desk.do("clerk", "change.execute", request=made["no"])
    with pytest.raises(NotAllowed):
        desk.do("manager", "change.execute", request=made["no"])
    desk.do("c01", "change.withdraw", request=made["no"], comment="客户不再需要")
    assert names(deal) == [("刘洋", None, True)]
    assert clean(desk) == []


def test_the_primary_buyer_leaves_and_the_receipt_follows(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    first = desk.do(
        "c01", "add_remove_buyer.ask", subscription=deal.sub_no, add=[{**WIFE, **TIE}], reason="x"
    )["no"]  # fmt: skip
    approved(desk, first)
    desk.do("clerk", "change.execute", request=first)
    second = desk.do(
        "c01", "add_remove_buyer.ask", subscription=deal.sub_no, remove=[{"no": 1, **TIE}], reason="征信问题"
    )["no"]  # fmt: skip
    desk.do("c01", "change.submit", request=second)
    desk.do("manager", "change.approve", request=second)
    desk.do("assistant", "change.paper_back", request=second, receipt="SJ2026-000002")
    desk.do("accountant", "change_money.check", request=second)
    desk.do("clerk", "change.execute", request=second)
    assert names(deal) == [("陈静", None, True)]
    newest = next(row for row in desk.see("cashier", "receipts") if row["no"] == "SJ2026-000003")
    assert newest["payer"] == "陈静"
    assert money(deal)[0] == 5_000_000
    assert clean(desk) == []


def test_a_transfer_is_the_leaders_and_costs_the_customer_a_fee(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    other = customer(desk, "c01", "周敏", "13900000002")
    made = desk.do(
        "c01", "rename.ask", subscription=deal.sub_no, customer=other, buyers=[STRANGER], fee="2000", reason="转给妹妹"
    )
    no = made["no"]
    desk.do("c01", "change.submit", request=no)
    with pytest.raises(NotAllowed):
        desk.do("manager", "change.approve", request=no)
    desk.do("director", "change.approve", request=no)
    desk.do("assistant", "change.paper_back", request=no, receipt="SJ2026-000001")
    desk.do("accountant", "change_money.check", request=no)
    with pytest.raises(Refusal) as refused:
        desk.do("clerk", "change.execute", request=no)
    assert "handling fee of 2,000.00 is not paid" in say(refused.value.message, "en")
    deal.pay(200_000, "handling_fee")
    desk.do("clerk", "change.execute", request=no)
    assert names(deal) == [("周敏", None, True)]
    assert deal.row()["customer_id"] == other
    held = look(deal, claim.live, deal.row()["unit_id"])
    assert (held["customer_id"], held["kind"]) == (other, "subscription")
    states = {row["id"]: row["state"] for row in desk.see("manager", "customers")}
    assert (states[other], [state for who, state in states.items() if who != other]) == ("subscribed", ["lost"])
    received, _owed, ties, came = money(deal)
    assert (received, ties, came) == (5_000_000, True, 5_200_000)  # the fee is the house's by now
    assert clean(desk) == []


def test_whoever_gets_the_paper_waits_no_more_for_its_unit(desk: Desk) -> None:
    """2.16: «whoever gets the unit, with or without an offer, waits no more»; a transfer brings it too."""
    on_sale(desk)
    deal = active(desk)
    other = customer(desk, "c01", "周敏", "13900000002")
    desk.do("c01", "unit.wait", unit=deal.unit, customer=other)
    given: dict[str, Any] = {"customer": other, "buyers": [STRANGER], "fee": "0", "reason": "转给妹妹"}
    no = desk.do("c01", "rename.ask", subscription=deal.sub_no, **given)["no"]
    approved(desk, no, "director")
    desk.do("clerk", "change.execute", request=no)
    assert desk.see("manager", "unit_waits") == []
    with desk.office.store.read() as connection:
        assert [row.state for row in connection.execute(table_of(UnitWait).select())] == ["taken"]
    assert clean(desk) == []


CHILD: dict[str, Any] = {
    "name": "刘小洋", "id_no": "440524201005200011", "phone": "13800000001", "address": "深圳市南山区一路1号",
    "relation": "child", "proof": "出生证",
}  # fmt: skip
GUARDIAN = {"guardian": "刘洋", "guardian_relation": "父亲", "guardian_id_no": BUYER["id_no"]}


def test_a_child_comes_with_the_guardian_and_keeps_both_on_the_next_edition(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    alone = desk.do("c01", "add_remove_buyer.ask", subscription=deal.sub_no, add=[CHILD], reason="加孩子")
    with pytest.raises(Refusal) as refused:
        desk.do("c01", "change.submit", request=alone["no"])
    assert "not of age: name the guardian" in say(refused.value.message, "en")
    wanted = {"request": alone["no"], "add": [{**CHILD, **GUARDIAN}]}
    desk.do("c01", "add_remove_buyer.edit", **wanted)
    approved(desk, alone["no"])
    desk.do("clerk", "change.execute", request=alone["no"])
    assert [name for name, _share, _primary in names(deal)] == ["刘洋", "刘小洋"]
    beside = look(deal, subscription_parts.proxies, deal.row())
    assert [(no, [(each.role, each.name, each.relation) for each in who]) for no, who in beside.items()] == [
        (2, [("guardian", "刘洋", "父亲")])
    ]
    again = desk.do(
        "c01", "add_remove_buyer.ask", subscription=deal.sub_no, add=[{**WIFE, **TIE}], reason="加太太"
    )  # whoever stays keeps who acts beside
    approved(desk, again["no"], receipt="SJ2026-000002")
    desk.do("clerk", "change.execute", request=again["no"])
    assert list(look(deal, subscription_parts.proxies, deal.row())) == [2]
    assert clean(desk) == []
