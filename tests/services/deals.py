"""Deals on the practice office's inventory, taken as far as a test wants them: subscribed, paid, signed, filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from anchang.storage import subscription_query
from anchang.storage.unit_query import id_by_label
from tests.office import Desk
from tests.services.stock import customer

BUYER = {
    "name": "刘洋",
    "id_type": "id_card",
    "id_no": "11010519491231002X",
    "phone": "13800000001",
    "address": "深圳市南山区一路1号",
}
MORTGAGE: dict[str, Any] = {"plan": "mortgage", "down_rate": "30%", "loan_days": 30}
THIRDS: dict[str, Any] = {
    "plan": "instalments",
    "shares": ({"rate": "30%", "days": 0}, {"rate": "30%", "days": 30}, {"rate": "40%", "days": 60}),
}
ESCROW = "4000 0001 0002"


@dataclass(frozen=True)
class Deal:
    """One deal of a desk, by the numbers that people use."""

    desk: Desk
    id: int
    sub_no: str
    unit: str
    total: int
    deposit: int

    def pay(self, fen: int, money_type: str = "deposit", login: str = "cashier", **more: Any) -> dict[str, Any]:
        """A receipt of one line by card to the supervised account, in fen."""
        line_fields = ("way", "account", "escrow", "bank_ref", "invoice_no", "instalment_no")
        line = {"amount": yuan(fen), "money_type": money_type, "way": "pos", "account": ESCROW}
        line |= {name: more.pop(name) for name in line_fields if name in more}
        key = more.pop("key", None)
        fields = {"subscription": self.sub_no, "payer": "刘洋", **more}
        return self.desk.do(login, "receipt.enter", key=key, lines=(line,), **fields)

    def row(self) -> dict[str, Any]:
        """The stored subscription."""
        found = self.desk.office.look(self.desk.session("manager"), subscription_query.one, self.id)
        assert found is not None
        return dict(found)


def yuan(fen: int) -> str:
    """Fen as people type them."""
    return f"{fen // 100}.{fen % 100:02d}"


def reviewed(desk: Desk, label: str = "1-1-101", *, deposit: int = 5_000_000, number: int = 1, **terms: Any) -> Deal:
    """A subscription that waits for its deposit; every `number` is another customer."""
    phone = f"138000000{number:02d}"
    who = customer(desk, "c01", "刘洋", phone)
    unit_id = desk.office.look(desk.session("manager"), id_by_label, label)
    assert unit_id is not None
    fields: dict[str, Any] = {
        **MORTGAGE,
        "unit": unit_id,
        "customer": who,
        "buyers": ({**BUYER, "phone": phone},),
        "deposit": yuan(deposit),
        "handover_due": "2028-12-31",
        "inside_area": "70.00",
        **terms,
    }
    if fields["plan"] != "mortgage":
        fields.pop("down_rate"), fields.pop("loan_days")
    made = desk.do("c01", "subscription.draft", **fields)
    desk.do("c01", "subscription.submit", subscription=made["sub_no"])
    desk.do("manager", "subscription.approve", subscription=made["sub_no"])
    return Deal(desk, made["id"], made["sub_no"], label, made["deal_total_fen"], deposit)


def active(desk: Desk, label: str = "1-1-101", **terms: Any) -> Deal:
    """A subscription in force: deposit by card, stamped."""
    deal = reviewed(desk, label, **terms)
    deal.pay(deal.deposit)
    desk.do("clerk", "subscription.stamp", subscription=deal.sub_no)
    return deal


def drafted(desk: Desk, label: str = "1-1-101", **terms: Any) -> tuple[Deal, str]:
    """A deal whose contract is drawn up, and the contract's number."""
    deal = active(desk, label, **terms)
    made = desk.do("c01", "contract.appoint", subscription=deal.sub_no, at="2026-11-25T10:00+08:00", papers="身份证")
    desk.do("clerk", "contract.draft", contract=made["no"])
    return deal, str(made["no"])


def first_payment(deal: Deal) -> int:
    """Fen of the down payment of 30 % beyond the deposit, as the plan's second line has it."""
    from anchang.storage.plan import current_lines

    with deal.desk.office.store.read() as connection:
        return current_lines(connection, deal.id)[1].line.amount


def signed(desk: Desk, label: str = "1-1-101", **terms: Any) -> tuple[Deal, str]:
    """A deal whose contract is signed today, with the down payment in."""
    deal, number = drafted(desk, label, **terms)
    deal.pay(first_payment(deal), "down_payment")
    desk.do("clerk", "contract.submit_review", contract=number)
    desk.do("clerk", "contract.contract_check", contract=number)
    desk.do("accountant", "contract.finance_check", contract=number)
    desk.do("clerk", "contract.sign", contract=number)
    return deal, number


def filed(desk: Desk, label: str = "1-1-101", **terms: Any) -> tuple[Deal, str]:
    """A deal whose contract is filed today."""
    deal, number = signed(desk, label, **terms)
    desk.do("clerk", "contract.seal", contract=number)
    desk.do("clerk", "contract.send_for_filing", contract=number)
    desk.do("clerk", "contract.file", contract=number, filing_no="备2026-1")
    return deal, number


def day(text: str) -> date:
    """An ISO day."""
    return date.fromisoformat(text)
