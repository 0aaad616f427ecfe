"""Credits and transfers, the vouchers that other requests use: what they do to instalments, receipts, balances."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from anchang.domain.errors import Refusal
from anchang.domain.subscription import SUBSCRIPTION
from anchang.services import claim, subscription, use_case, voucher
from anchang.services.act import Act
from anchang.services.change_facts import NOUN
from anchang.services.subscription_facts import facts_of
from anchang.services.use_case import UseCase
from anchang.storage import receivable, receivable_period
from anchang.storage.change import ChangeRequest
from anchang.storage.subscription import Subscription
from tests.office import Desk
from tests.services.changes import held, refund, request, row_id, serious, vouchers
from tests.services.deals import THIRDS, Deal, active, reviewed
from tests.services.stock import on_sale


def inside(desk: Desk, login: str, work: Any) -> Any:
    """What another request's act does with vouchers, inside an act of that person; its answer."""
    found: list[Any] = []

    def run(act: Act, _command: Any) -> dict[str, Any]:
        found.append(work(act))
        return {}

    case = use_case.find("receipt.enter")
    made = UseCase("test.inside", case.title, type("Inside", (), {}), run, frozenset(case.roles), None, (), False, None)
    use_case._REGISTER["test.inside"] = made
    try:
        desk.office.run(desk.session(login), made.command())
    finally:
        del use_case._REGISTER["test.inside"]
    return found[0]


def owed(desk: Desk, back: int = 0) -> int:
    day = desk.office.today() - timedelta(days=back)
    return int(desk.office.look(desk.session("manager"), receivable.total_unpaid, day))


def ties(desk: Desk) -> receivable_period.Reconciliation:
    today = desk.office.today()
    look, manager = desk.office.look, desk.session("manager")
    assert look(manager, receivable_period.reconcile, today - timedelta(days=30), today).ties
    found: receivable_period.Reconciliation = look(manager, receivable_period.reconcile, today, today)
    assert found.ties
    return found


def test_a_credit_lowers_the_last_own_payment_and_leaves_the_price(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk, **THIRDS)
    before = owed(desk)
    desk.clock.move(days=1)
    made = inside(desk, "cashier", lambda act: voucher.credit(act, deal.id, 2_000_000, reason="领导特批"))
    assert made.no == "PZ2026-000001"
    assert (owed(desk, 1), owed(desk)) == (before, before - 2_000_000)
    lines = [row for row in desk.see("manager", "instalments") if row["sub_no"] == deal.sub_no]
    assert [row["unpaid"] for row in lines] == [0, 48_682_000, 53_682_000, 69_576_000]  # the last is 71,576,000
    assert deal.row()["deal_total"] == deal.total == 178_940_000
    day = ties(desk)
    assert (day.received, day.adjusted) == (0, -2_000_000)
    assert serious(desk) == []
    for too_much in (0, 69_576_001):
        with pytest.raises(Refusal):
            inside(desk, "cashier", lambda act, fen=too_much: voucher.credit(act, deal.id, fen))


def test_no_credit_before_anything_is_collected(desk: Desk) -> None:
    on_sale(desk)
    deal = reviewed(desk)
    with pytest.raises(Refusal):
        inside(desk, "cashier", lambda act: voucher.credit(act, deal.id, 100))


def test_a_transfer_moves_the_money_to_another_paper(desk: Desk) -> None:
    """What a swap does: the old paper is emptied, the new one has re-issued receipts, no money came in or went out."""
    on_sale(desk)
    old = active(desk)
    new = reviewed(desk, "1-1-102", number=2)
    no = refund(old)
    asked = row_id(desk, no)

    def move(act: Act) -> Any:
        made = voucher.transfer(act, old.id, new.id, request_id=asked, reason=no)
        subscription.deposit_received(act, new.id)
        row = act.must(Subscription, old.id, NOUN)
        act.move(SUBSCRIPTION, "replace", Subscription, row, facts_of(act, row, request_executed=True), as_system=True)
        claim.lock_return(act, row["unit_id"], no)
        act.work.update(ChangeRequest, asked, ended_on=act.today)
        return made

    made, receipts = inside(desk, "cashier", move)
    assert (made.amount, receipts) == (5_000_000, ("SJ2026-000002",))
    assert (held(old), held(new)) == (0, 5_000_000)
    assert (old.row()["state"], new.row()["state"]) == ("replaced", "deposit_paid")
    assert vouchers(old) == [("transfer", 5_000_000, "")]
    listed = {row["no"]: row for row in desk.see("cashier", "receipts")}
    reissued = listed["SJ2026-000002"]
    assert (reissued["way"], str(reissued["received_on"])) == ("voucher", "2026-11-23")
    with pytest.raises(Refusal):  # neither the old one nor the new one is taken back
        desk.do("accountant", "receipt.reverse", receipt="SJ2026-000001", reason="x")
    with pytest.raises(Refusal):
        desk.do("accountant", "receipt.reverse", receipt="SJ2026-000002", reason="x")
    day = ties(desk)
    assert (day.receipts, day.taken, day.received) == (5_000_000, 0, 5_000_000)  # a re-issue is no money that came in
    assert [each.split()[0] for each in serious(desk)] == ["half_swap"]  # the rest of a swap is its own act's
    assert request(desk, no)["sub_no"] == old.sub_no


def test_money_does_not_move_by_hand(desk: Desk) -> None:
    on_sale(desk)
    deal: Deal = reviewed(desk)
    with pytest.raises(Refusal):
        deal.pay(100, "deposit", way="voucher")
