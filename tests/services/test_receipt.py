"""Money in: entered, confirmed, allocated, taken back; every figure as of any day (2.10, 3.14, 5.3, 5.9, 5.13)."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest

from anchang.domain.errors import BadInput, NotAllowed, NotFound, Refusal, Stale, WrongState
from anchang.domain.receivable import Bucket
from anchang.services.doctor import examine
from anchang.services.receipt import options
from anchang.storage import receipt as rows
from anchang.storage import receivable, receivable_list, receivable_period
from anchang.storage.plan import current_lines
from tests.office import Desk
from tests.services.deals import THIRDS, active, drafted, first_payment, reviewed, signed, yuan
from tests.services.stock import on_sale, unit, wrong_digests

TABLES = ("receipt", "receipt_line", "allocation", "receipt_reversal", "subscription", "unit", "unit_claim")


def look(desk: Desk, query: Any, *args: Any, login: str = "manager", **more: Any) -> Any:
    return desk.office.look(desk.session(login), query, *args, **more)


def paid(desk: Desk, deal_id: int) -> dict[int, int]:
    """Fen paid by number of the plan's line."""
    found = look(desk, rows.paid_lines, deal_id)
    with desk.office.store.read() as connection:
        return {each.line.no: found.get(each.id, 0) for each in current_lines(connection, deal_id)}


def sound(desk: Desk) -> None:
    """Nothing that `doctor` would call an error."""
    assert [
        finding.words for finding in examine(desk.office) if finding.serious and finding.kind != "row_unknown"
    ] == []
    assert wrong_digests(desk, *TABLES) == []


def test_the_deposit_by_card_counts_at_once_and_the_paper_goes_on(desk: Desk) -> None:
    on_sale(desk)
    deal = reviewed(desk)
    made = deal.pay(5_000_000)
    assert made["no"] == "SJ2026-000001"
    assert (made["confirmed"], made["third_party"], made["surplus_fen"]) == (True, False, 0)
    assert deal.row()["state"] == "deposit_paid"
    assert paid(desk, deal.id)[1] == 5_000_000
    [shown] = desk.see("cashier", "receipts")
    assert (shown["amount"], shown["state"], shown["money_type"], shown["way"]) == (
        5_000_000, "confirmed", "deposit", "pos"
    )  # fmt: skip
    assert desk.see("c02", "receipts") == []
    assert len(desk.see("c01", "receipts")) == 1
    sound(desk)


def test_a_transfer_counts_from_its_confirmation(desk: Desk) -> None:
    on_sale(desk)
    deal = reviewed(desk)
    made = deal.pay(5_000_000, way="transfer")
    assert made["confirmed"] is False
    assert deal.row()["state"] == "deposit_due"
    assert [row["waiting"] for row in look(desk, rows.waiting, login="accountant")] == ["confirm"]
    assert look(desk, rows.waiting, login="c01") == []
    desk.clock.at(date(2026, 11, 26))
    with pytest.raises(BadInput):
        desk.do("accountant", "receipt.confirm", receipt=made["no"], arrived_on="2026-11-27")
    with pytest.raises(Stale):
        desk.do("accountant", "receipt.confirm", receipt=made["no"], version=7)
    desk.do("accountant", "receipt.confirm", receipt=made["no"], arrived_on="2026-11-24")
    assert deal.row()["state"] == "deposit_paid"
    with pytest.raises(WrongState):
        desk.do("accountant", "receipt.confirm", receipt=made["no"])
    # The bank had it on the 24th, the office counts it from the 26th, so the report of the 25th stays as it was.
    assert look(desk, receivable.total_unpaid, date(2026, 11, 25)) == 0
    assert look(desk, receivable.total_unpaid, date(2026, 11, 26)) == deal.total - 5_000_000
    assert look(desk, rows.card, made["id"])["arrived_on"] == date(2026, 11, 24)
    sound(desk)


def test_money_on_its_way_keeps_the_unit(desk: Desk) -> None:
    on_sale(desk)
    deal = reviewed(desk)
    deal.pay(5_000_000, way="cheque")
    desk.clock.at(date(2026, 11, 30))
    desk.do("system", "subscription.sweep")
    assert deal.row()["state"] == "deposit_due"
    assert unit(desk, deal.unit)["state"] == "held"
    sound(desk)


def test_a_lower_deposit_waits_for_the_manager(desk: Desk) -> None:
    on_sale(desk)
    deal = reviewed(desk)
    deal.pay(3_000_000)
    assert deal.row()["state"] == "deposit_due"
    desk.do("manager", "subscription.accept_deposit", subscription=deal.sub_no, comment="客户资金周转")
    desk.do("cashier", "subscription.receive_deposit", subscription=deal.sub_no)
    desk.do("clerk", "subscription.stamp", subscription=deal.sub_no)
    assert deal.row()["state"] == "active"
    sound(desk)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"payer": " "}, r"付款人|payer"),
        ({"lines": ()}, r"款项类型|what the money is for"),
        ({"lines": ({"amount": "0"},)}, r"大于零|above zero"),
        ({"received_on": "2026-11-24"}, r"晚于今天|future"),
        ({"received_on": "2026-01-04"}, r"2026-01-05"),
        ({"lines": ({"amount": "50000", "account": "62220001"},)}, r"监管账户|supervised"),
        ({"lines": ({"amount": "50000", "money_type": "down_payment", "escrow": "yes"},)}, r"合同拟定前|drawn up"),
    ],
)
def test_what_cannot_be_received(desk: Desk, change: dict[str, Any], words: str) -> None:
    on_sale(desk)
    deal = reviewed(desk)
    fields = {"subscription": deal.sub_no, "payer": "刘洋", "lines": ({"amount": "50000", "escrow": "yes"},), **change}
    before = desk.office.change_mark()
    with pytest.raises((Refusal, BadInput), match=words):
        desk.do("cashier", "receipt.enter", **fields)
    assert desk.office.change_mark() == before
    assert desk.see("cashier", "receipts") == []


def test_who_may_receive_and_from_whom(desk: Desk) -> None:
    on_sale(desk)
    deal = reviewed(desk)
    for login in ("c01", "manager", "clerk", "assistant"):
        with pytest.raises(NotAllowed):
            deal.pay(5_000_000, login=login)
    with pytest.raises(BadInput, match=r"\b9\b"):
        deal.pay(5_000_000, instalment_no=9)
    explained = deal.pay(5_000_000, account="", way="cash", payer="刘母", explanation="周末银行不营业，周一转入")
    assert explained["third_party"] is True
    sound(desk)


def test_no_money_before_the_review(desk: Desk) -> None:
    on_sale(desk)
    deal = reviewed(desk)
    desk.do("manager", "subscription.void", subscription=deal.sub_no, reason="客户改变主意")
    with pytest.raises(Refusal, match=r"认购书处于|subscription is"):
        deal.pay(5_000_000)


def test_one_key_is_one_receipt(desk: Desk) -> None:
    on_sale(desk)
    deal = reviewed(desk)
    first = deal.pay(2_000_000, key="form-1")
    assert deal.pay(2_000_000, key="form-1") == first
    assert [row["no"] for row in desk.see("cashier", "receipts")] == ["SJ2026-000001"]
    assert paid(desk, deal.id)[1] == 2_000_000


def test_oldest_due_first_then_the_designated_then_surplus(desk: Desk) -> None:
    on_sale(desk)
    deal, _ = signed(desk, **THIRDS)
    lines = paid(desk, deal.id)
    assert list(lines.values())[:2] == [5_000_000, first_payment(deal)]
    with desk.office.store.read() as connection:
        second, third = (each.line.amount for each in current_lines(connection, deal.id)[2:])
    deal.pay(1_000_000, "instalment", instalment_no=4)  # the payer designates the last one
    deal.pay(second + 700_000, "instalment")
    assert [paid(desk, deal.id)[no] for no in (3, 4)] == [second, 1_700_000]
    made = deal.pay(third, "instalment")
    assert made["surplus_fen"] == 1_700_000
    assert len(made["notes"]) == 1
    assert paid(desk, deal.id)[4] == third
    today = desk.office.today()
    assert look(desk, receivable.total_unpaid, today) == 0
    assert look(desk, receivable_period.surplus, today) == {deal.id: 1_700_000}
    [shown] = desk.see("accountant", "receivables")
    assert (shown["unpaid"], shown["surplus"]) == (0, 1_700_000)
    sound(desk)


def test_a_loan_pays_the_loan_and_charges_pay_nothing_of_the_price(desk: Desk) -> None:
    on_sale(desk)
    deal, _ = drafted(desk)
    loan = deal.total - 5_000_000 - first_payment(deal)
    deal.pay(loan, "loan", way="bank_loan", escrow="yes")  # on its way until confirmed
    deal.pay(1_234_500, "deed_tax")
    assert list(paid(desk, deal.id).values()) == [5_000_000, 0, 0]
    desk.do("accountant", "receipt.confirm", receipt="SJ2026-000002")
    assert list(paid(desk, deal.id).values()) == [5_000_000, 0, loan]
    sound(desk)


def test_deposit_beyond_the_agreed_one_waits_for_the_contract(desk: Desk) -> None:
    """Surplus is used as soon as a line of its kind may be paid: older money before the newest receipt."""
    on_sale(desk)
    deal = reviewed(desk)
    assert deal.pay(5_300_000)["surplus_fen"] == 300_000
    desk.do("clerk", "subscription.stamp", subscription=deal.sub_no)
    assert list(paid(desk, deal.id).values())[:2] == [5_000_000, 0]
    made = desk.do("clerk", "contract.appoint", subscription=deal.sub_no, at="2026-11-25T10:00+08:00")
    desk.do("clerk", "contract.draft", contract=made["no"])
    assert list(paid(desk, deal.id).values())[:2] == [5_000_000, 300_000]
    assert look(desk, receivable_period.surplus, desk.office.today()) == {}
    sound(desk)


def test_a_reversal_is_a_second_persons_and_counts_from_its_own_day(desk: Desk) -> None:
    on_sale(desk)
    deal, _ = drafted(desk)
    made = deal.pay(9_000_000, "down_payment")
    monday = desk.office.today()
    before = (
        look(desk, receivable.ageing, monday),
        look(desk, receivable_list.lines, monday),
        look(desk, receivable_period.received, monday, monday),
        look(desk, receivable_period.reconcile, monday, monday),
    )
    desk.clock.at(date(2026, 11, 24))
    with pytest.raises(NotAllowed, match=r"yourself|本人|自己"):
        desk.do("cashier", "receipt.reverse", receipt=made["no"], reason="金额有误")
    with pytest.raises(Refusal, match=r"原因|reason"):
        desk.do("accountant", "receipt.reverse", receipt=made["no"], reason=" ")
    steps = {o.step.name: o.why_not for o in look(desk, options, made["id"], login="cashier")}
    assert steps["reverse"] is not None
    assert {o.step.name: o.why_not for o in look(desk, options, made["id"], login="accountant")}["reverse"] is None
    desk.do("accountant", "receipt.reverse", receipt=made["no"], reason="金额有误")
    tuesday = desk.office.today()
    assert paid(desk, deal.id)[2] == 0
    assert look(desk, receivable.total_unpaid, tuesday) == deal.total - 5_000_000
    assert sum(r.amount for r in look(desk, receivable_period.received, tuesday, tuesday)) == -9_000_000
    assert before == (
        look(desk, receivable.ageing, monday),
        look(desk, receivable_list.lines, monday),
        look(desk, receivable_period.received, monday, monday),
        look(desk, receivable_period.reconcile, monday, monday),
    )
    with pytest.raises(WrongState):
        desk.do("accountant", "receipt.reverse", receipt=made["no"], reason="再来一次")
    sound(desk)


def test_one_person_may_reverse_in_a_one_person_office(desk: Desk) -> None:
    on_sale(desk)
    deal, _ = drafted(desk)
    made = deal.pay(9_000_000, "down_payment")
    setting = {"key": "one_person_office", "value": "yes"}
    desk.office.run_named(desk.session("boss"), "setting.change", setting)
    desk.do("cashier", "receipt.reverse", receipt=made["no"], reason="金额有误")
    assert paid(desk, deal.id)[2] == 0


def test_money_that_a_stamp_or_a_signature_rests_on_is_replaced_first(desk: Desk) -> None:
    on_sale(desk)
    deal, _ = signed(desk)
    for number in ("SJ2026-000001", "SJ2026-000002"):
        with pytest.raises(Refusal, match=r"依据|rests on|was signed on"):
            desk.do("accountant", "receipt.reverse", receipt=number, reason="付款人写错")
    lines_before = paid(desk, deal.id)
    right = deal.pay(5_000_000, "down_payment")
    assert right["surplus_fen"] == 5_000_000
    desk.do("accountant", "receipt.reverse", receipt="SJ2026-000001", reason="付款人写错")
    assert paid(desk, deal.id) == lines_before
    assert look(desk, receivable_period.surplus, desk.office.today()) == {}
    sound(desk)


def test_an_entered_receipt_is_reversed_without_a_trace_in_the_balance(desk: Desk) -> None:
    on_sale(desk)
    deal = reviewed(desk)
    made = deal.pay(5_000_000, way="cheque")
    desk.do("accountant", "receipt.reverse", receipt=made["no"], reason="空头支票")
    assert look(desk, rows.has_receipt, deal.id) is False
    desk.do("manager", "subscription.void", subscription=deal.sub_no, reason="未付定金")
    assert look(desk, receivable_period.received, date(2026, 1, 1), date(2026, 12, 31)) == []
    sound(desk)


def test_numbers_have_no_gap_when_two_terminals_race(desk: Desk) -> None:
    on_sale(desk)
    deals = [active(desk, "1-1-101", number=1), active(desk, "1-1-102", number=2)]
    for deal in deals:
        made = desk.do("clerk", "contract.appoint", subscription=deal.sub_no, at="2026-11-25T10:00+08:00")
        desk.do("clerk", "contract.draft", contract=made["no"])
    wrong: list[BaseException] = []

    def run(index: int) -> None:
        try:
            for turn in range(6):
                if turn == 3:
                    with pytest.raises(Refusal):
                        deals[index].pay(100, "down_payment", payer="")
                deals[index].pay(10_000, "down_payment")
        except BaseException as error:
            wrong.append(error)
            raise

    threads = [threading.Thread(target=run, args=(index,)) for index in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    numbers = sorted(row["no"] for row in desk.see("cashier", "receipts"))
    assert numbers == [f"SJ2026-{n:06d}" for n in range(1, 15)]
    sound(desk)


def test_numbers_begin_again_with_the_year(desk: Desk) -> None:
    on_sale(desk)
    deal, _ = drafted(desk)
    desk.clock.at(date(2027, 1, 2))
    assert deal.pay(10_000, "down_payment")["no"] == "SJ2027-000001"
    sound(desk)


def test_doctor_names_a_changed_amount_and_a_lost_number(desk: Desk) -> None:
    on_sale(desk)
    deal, _ = drafted(desk)
    deal.pay(9_000_000, "down_payment")
    with desk.office.store.raw() as connection:
        connection.execute("DROP TRIGGER keep_allocation_update")
        connection.execute("UPDATE allocation SET amount = amount + 1 WHERE id = 1")
        connection.execute("UPDATE receipt SET seq = 5 WHERE id = 2")
        connection.execute("UPDATE unit SET state = 'available' WHERE label = '1-1-101'")
        connection.execute("UPDATE unit_claim SET ended_at = '2026-11-23T01:00:00.000000Z', end_reason = 'x'")
    kinds = {finding.kind for finding in examine(desk.office)}
    assert {
        "row_changed", "line_overused", "instalment_overpaid", "receipt_number", "deal_without_claim"
    } <= kinds  # fmt: skip


def test_an_unknown_receipt_and_another_persons(desk: Desk) -> None:
    on_sale(desk)
    deal = reviewed(desk)
    made = deal.pay(5_000_000)
    assert look(desk, rows.card, made["id"], login="c02") is None
    shown = look(desk, rows.card, made["id"], login="c01")
    assert [line["used"] for line in shown["lines"]] == [[{"instalment_no": 1, "amount": 5_000_000}]]
    with pytest.raises(NotFound):
        desk.do("accountant", "receipt.reverse", receipt="SJ2026-000099", reason="无")
    assert Bucket.NOT_DUE in look(desk, receivable.ageing, desk.office.today())
    assert yuan(5_000_000) == "50000.00"


def test_one_receipt_of_several_parts_counts_as_a_whole(desk: Desk) -> None:
    on_sale(desk)
    deal, _ = drafted(desk)
    lines = (
        {"amount": "10000", "money_type": "down_payment", "way": "cash", "escrow": "yes"},
        {"amount": "20000", "money_type": "down_payment", "way": "transfer", "escrow": "yes", "bank_ref": "ZZ-1"},
        {"amount": "300", "money_type": "registration_fee", "way": "cash", "escrow": "yes"},
    )
    made = desk.do("cashier", "receipt.enter", subscription=deal.sub_no, payer="刘 洋", lines=lines)
    assert (made["confirmed"], made["amount_fen"], made["third_party"]) == (False, 3_030_000, False)
    assert paid(desk, deal.id)[2] == 0
    desk.do("cashier", "receipt.confirm", receipt=made["no"])
    assert paid(desk, deal.id)[2] == 3_000_000
    [shown] = desk.see("cashier", "receipts", text=made["no"])
    assert (shown["parts"], shown["money_type"], shown["way"], shown["amount"]) == (3, "", "", 3_030_000)
    assert desk.see("cashier", "receipts", since="2026-11-24") == []
    assert [row["no"] for row in desk.see("cashier", "receipts", state="confirmed")] == [made["no"], "SJ2026-000001"]
    sound(desk)
