"""Another way to pay before the contract, through the use cases: price, payments, money and receivables (2.8, 5.4)."""

from __future__ import annotations

from typing import Any

import pytest

from anchang.domain.errors import NotAllowed, Refusal
from anchang.domain.plan import MoneyType
from anchang.i18n import say
from anchang.services.doctor import examine
from anchang.storage import receivable
from anchang.storage.plan import current_lines
from anchang.storage.receipt import paid_lines
from tests.office import Desk
from tests.services.deals import Deal, active
from tests.services.stock import on_sale

LUMP: dict[str, Any] = {"plan": "lump_sum", "plan_days": 10, "down_rate": None, "loan_days": None}


def asked(deal: Deal, login: str = "c01", **fields: Any) -> str:
    """An application for another plan, handed in."""
    given: dict[str, Any] = {"plan": "mortgage", "down_rate": "40%", "reason": "贷款成数变化", **fields}
    made = deal.desk.do(login, "change_plan.ask", subscription=deal.sub_no, **given)
    deal.desk.do(login, "change.submit", request=made["no"])
    return str(made["no"])


def lines(deal: Deal) -> list[tuple[str, int, int]]:
    """(what, fen, paid fen) of the payments that hold."""
    read = deal.desk.office.look
    with deal.desk.office.store.read() as connection:
        found = current_lines(connection, deal.id)
    paid = read(deal.desk.session("manager"), paid_lines, deal.id)
    return [(each.line.money_type.value, each.line.amount, paid.get(each.id, 0)) for each in found]


def owed(deal: Deal, **when: Any) -> int:
    """What is receivable in all on a day."""

    def look(read: Any) -> int:
        return receivable.total_unpaid(read, when.get("on", read.today))

    return deal.desk.office.look(deal.desk.session("manager"), look)


def test_the_manager_and_finance_say_yes_and_the_new_version_holds(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    before = lines(deal)
    no = asked(deal)
    desk.do("manager", "change.approve", request=no)
    assert lines(deal) == before  # finance has not said yes
    done = desk.do("accountant", "change.execute", request=no)
    after = lines(deal)
    assert sum(amount for _, amount, _ in after) == deal.row()["deal_total"] == done["after_fen"]
    assert after[0] == (MoneyType.DEPOSIT.value, 5_000_000, 5_000_000)
    assert [what for what, _, _ in after] == ["deposit", "down_payment", "loan"]
    assert after != before
    assert owed(deal) == sum(amount - paid for _, amount, paid in after)
    assert [each for each in examine(desk.office) if each.serious] == []
