"""Money on the paths before the contract against a ledger of its own: raw rows, none of the program's queries (2.8)."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from anchang.domain.errors import Refusal
from anchang.storage import money_out
from anchang.storage.invariants_out import follow
from tests.office import Desk
from tests.reports.lived_office import made, total, values
from tests.services.changes import ACCOUNT, agreed, executed, given_up, papers_back, pay_out, refund, request, serious
from tests.services.changes import vouchers as standing
from tests.services.deals import Deal, active
from tests.services.stock import customer, on_sale

ZHOU = {"name": "周敏", "id_no": "440524188001010014", "phone": "13900000002", "address": "深圳市南山区一路1号"}
ACCOUNTS = [ACCOUNT, {**ACCOUNT, "payer": "周敏"}]


def ledger(desk: Desk) -> Counter[str]:
    """What came in, went out, was kept for the house, and is still here, of all deals, from the rows themselves."""
    found: Counter[str] = Counter()
    statements = {
        "came": "SELECT SUM(l.amount) FROM receipt r JOIN receipt_line l ON l.receipt_id = r.id "
        "WHERE r.state = 'confirmed' AND r.voucher_id IS NULL",
        "back": "SELECT SUM(v.amount) FROM voucher v JOIN voucher_payment p ON p.voucher_id = v.id "
        "WHERE v.kind = 'refund'",
        "own": "SELECT SUM(v.amount) FROM voucher v JOIN voucher_payment p ON p.voucher_id = v.id "
        "WHERE v.kind = 'compensation'",
        "house": "SELECT SUM(v.amount) FROM voucher v LEFT JOIN voucher_reversal b ON b.voucher_id = v.id "
        "WHERE v.kind IN ('forfeiture', 'fee') AND b.id IS NULL",
        "waiting": "SELECT SUM(v.amount) FROM voucher v LEFT JOIN voucher_payment p ON p.voucher_id = v.id "
        "LEFT JOIN voucher_reversal b ON b.voucher_id = v.id "
        "WHERE v.kind = 'refund' AND p.id IS NULL AND b.id IS NULL",
        "moved_in": "SELECT SUM(l.amount) FROM receipt r JOIN receipt_line l ON l.receipt_id = r.id "
        "WHERE r.state = 'confirmed' AND r.voucher_id IS NOT NULL",
        "moved_out": "SELECT SUM(amount) FROM voucher WHERE kind = 'transfer'",
    }
    with desk.office.store.read() as connection:
        for name, statement in statements.items():
            found[name] = int(connection.execute(text(statement)).scalar() or 0)
    found["here"] = found["came"] - found["back"] - found["house"]
    assert found["moved_in"] == found["moved_out"], "a transfer neither makes nor loses money"
    return found


def look(desk: Desk, query: Any, *more: Any) -> Any:
    return desk.office.look(desk.session("manager"), query, *more)


@pytest.fixture
def sale(desk: Desk) -> Desk:
    on_sale(desk)
    return desk


def renamed(deal: Deal, fee: str = "2000", paid: int = 200_000) -> dict[str, Any]:
    """The paper goes to 周敏 for a fee that the old buyer pays."""
    desk = deal.desk
    known = [row["id"] for row in desk.see("manager", "customers") if row["name"] == "周敏"]
    who = known[0] if known else customer(desk, "c01", "周敏", "13900000002")
    no = desk.do(
        "c01", "rename.ask", subscription=deal.sub_no, customer=who, buyers=[ZHOU], fee=fee, reason="转给妹妹"
    )["no"]
    desk.do("c01", "change.submit", request=no)
    agreed(deal, no, "director")
    if paid:
        deal.pay(paid, "handling_fee")
    papers_back(desk, no)
    desk.do("accountant", "change_money.check", request=no)
    return desk.do("clerk", "change.execute", request=no)


def test_the_fee_of_a_rename_is_the_houses_once_it_is_carried_out(sale: Desk) -> None:
    """2.8 «cost on customer»: who gets the paper gets no receipt for it, and no refund gives it back."""
    deal = active(sale)
    renamed(deal, paid=250_000)
    assert standing(deal) == [("fee", 200_000, ""), ("transfer", 5_050_000, "")]
    assert ledger(sale)["house"] == 200_000
    no = agreed(deal, refund(deal, "none", accounts=ACCOUNTS), "manager")
    assert executed(deal, no)["refund_fen"] == 5_050_000
    assert pay_out(deal) == 5_050_000
    found = ledger(sale)
    assert (found["came"], found["back"], found["house"], found["here"]) == (5_250_000, 5_050_000, 200_000, 0)
    assert serious(sale) == []


def test_a_fee_pays_for_one_request_only(sale: Desk) -> None:
    """Two requests on one day: what the first one cost does not pay for the second."""
    deal = active(sale)
    renamed(deal)
    no = sale.do(
        "c01", "swap_unit.ask", subscription=deal.sub_no, unit="1-1-202", relation="集团员工", fee="1000",
        reason="换房",
    )["no"]  # fmt: skip
    sale.do("c01", "change.submit", request=no)
    agreed(deal, no, "director")
    papers_back(sale, no)
    sale.do("accountant", "change_money.check", request=no)
    with pytest.raises(Refusal) as refused:
        sale.do("clerk", "change.execute", request=no)
    assert "1,000.00" in str(refused.value)
    deal.pay(100_000, "handling_fee", payer="周敏")
    papers_back(sale, no)
    sale.do("clerk", "change.execute", request=no)
    assert request(sale, no)["state"] == "executed"
    assert ledger(sale)["house"] == 300_000 and serious(sale) == []


def test_every_book_says_where_the_money_is(sale: Desk, tmp_path: Any) -> None:
    """5.3, 5.7, 4.4: in = out + held, on the day on which it moved; what the company pays on top is its own money."""
    double, kept, plain = active(sale, deposit=40_000_000), active(sale, "1-1-102", number=2), active(
        sale, "1-1-201", number=3
    )  # fmt: skip
    kept.pay(300_000, "handling_fee")
    sale.clock.move(days=1)
    executed(double, agreed(double, refund(double, "company")))
    executed(kept, agreed(kept, given_up(kept)), "manager")
    executed(plain, agreed(plain, refund(plain), "manager"))
    sale.clock.move(days=1)
    assert pay_out(double) + pay_out(kept) == 75_788_000 + 300_000
    today, raw = sale.office.today(), ledger(sale)
    assert raw["here"] == raw["waiting"] == 5_000_000  # nothing else of these three deals is here
    for first, last in ((today.replace(day=1), today), *((day, day) for day in days(today, 2))):
        found = look(sale, money_out.till, first, last)
        assert found.ties, (first, found)
    month = look(sale, money_out.till, today.replace(day=1), today)
    assert (month.before, month.came, month.house, month.back, month.after, month.waiting, month.on_top) == (
        0, raw["came"], raw["house"], raw["back"], raw["here"], raw["waiting"], raw["own"],
    )  # fmt: skip
    assert (raw["back"], raw["own"]) == (40_300_000, 35_788_000)
    yesterday = look(sale, money_out.till, *(today - timedelta(days=1),) * 2)
    assert (yesterday.back, yesterday.waiting, yesterday.on_top, yesterday.after) == (0, 45_300_000, 0, 45_300_000)
    book = made(sale, "receivables", tmp_path)
    assert total(book["本期回款"], "付款金额") == Decimal("760880.00")
    sheet = book["余额勾稽"]
    block = [ref for ref in sheet if ref[0] == "A" and 24 < int(ref[1:]) < 35]
    lines = {sheet[ref].value: sheet[f"B{ref[1:]}"].value for ref in block}
    assert lines["－ 本期已付退款"] == Decimal("-403000.00")
    assert lines["＝ 期末在账客户款项"] == lines["其中待付退款"] == Decimal("50000.00")
    assert lines["公司另付赔付（不属客户款项）"] == Decimal("357880.00")
    daily = made(sale, "daily", tmp_path, day=today)["回款明细"]
    assert total(daily, "金额") == 0 and total(daily, "付款金额") == Decimal("760880.00")
    assert values(daily, "凭证") == ["退款凭证", "赔付凭证", "退款凭证"]


def days(last: date, back: int) -> list[date]:
    """The last days up to that one."""
    return [last - timedelta(days=each) for each in range(back, -1, -1)]


def test_the_doctor_sees_a_voucher_that_does_not_follow_from_its_request(sale: Desk) -> None:
    moved, doubled = active(sale), active(sale, "1-1-102", number=2)
    renamed(moved)
    executed(doubled, agreed(doubled, refund(doubled, "company"), "manager"))

    def faults(*broken: str) -> list[str]:
        seen: list[str] = []
        with suppress(InterruptedError), sale.office.store.write() as connection:
            for statement in broken:
                connection.execute(text(statement))
            seen += [each.kind for each in follow(connection, sale.clock())]
            raise InterruptedError  # taken back
        return seen

    assert faults() == []
    assert faults("UPDATE change_request SET fault = 'none' WHERE kind = 'refund_deposit'") == ["voucher_fault"]
    assert faults("UPDATE change_request SET fee = 1 WHERE kind = 'rename'") == ["voucher_fault"]
    assert faults("UPDATE receipt SET state = 'reversed' WHERE voucher_id IS NOT NULL") == ["voucher_moved"]
