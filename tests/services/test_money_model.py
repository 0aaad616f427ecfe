"""Money that comes in and goes out against a small pure model: whatever is asked, decided and paid in whatever order.

The model knows four amounts of a deal and says by hand what each act makes of them; it uses none of the program's
rules. After every act money in = money out + money held, and the balance of the day ties (2.8, 2.10, 5.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from anchang.storage import money_out, receivable_period, voucher_query
from tests.hostile.bench import Bench
from tests.office import desk_at
from tests.services.changes import agreed, executed, given_up, pay_out, refund, serious
from tests.services.deals import Deal, active
from tests.services.stock import on_sale, unit

CAP = 35_788_000  # 20 % of 1,789,400.00
DEPOSITS = (5_000_000, 40_000_000, 10_000_001)


@dataclass
class Money:
    """What the model knows of a deal: fen that came in as deposit and otherwise, were kept, went back, came on top;
    `owed` is what waits for the cashier."""

    deposit: int
    other: int = 0
    kept: int = 0
    back: int = 0
    extra: int = 0
    owed: int = 0
    state: str = "active"
    request: str = ""
    fault: str = ""
    approved: bool = False

    @property
    def held(self) -> int:
        """What is still here."""
        return self.deposit + self.other - self.kept - self.back

    def ended(self) -> None:
        """What carrying the request out makes of the money."""
        self.kept = min(self.deposit, CAP) if self.fault == "buyer" else 0
        self.back = self.deposit + self.other - self.kept
        self.extra = min(self.deposit, CAP) if self.fault == "company" else 0
        self.owed = self.back + self.extra


class MoneyMachine(RuleBasedStateMachine):
    """Three deals, and everybody who may do something about their money."""

    bench: Bench
    deals: tuple[Deal, ...]
    morning: datetime

    def __init__(self) -> None:
        super().__init__()
        self.kept = ExitStack()

    @initialize()
    def begin(self) -> None:
        self.kept.enter_context(self.bench.put_back())
        self.bench.desk.clock.now = self.morning
        self.money = [Money(deposit) for deposit in DEPOSITS]

    def teardown(self) -> None:
        if hasattr(self, "money"):
            assert serious(self.bench.desk) == []
        self.kept.close()

    @rule(n=st.sampled_from(range(3)), fen=st.integers(1, 900_000), what=st.sampled_from(["deposit", "handling_fee"]))
    def pay(self, n: int, fen: int, what: str) -> None:
        one = self.money[n]
        if one.state != "active" or one.request:
            return
        self.deals[n].pay(fen, what)
        if what == "deposit":
            one.deposit += fen
        else:
            one.other += fen

    @rule(n=st.sampled_from(range(3)), fault=st.sampled_from(["none", "buyer", "company", "forfeit"]))
    def ask(self, n: int, fault: str) -> None:
        one = self.money[n]
        if one.state != "active" or one.request:
            return
        one.request = given_up(self.deals[n]) if fault == "forfeit" else refund(self.deals[n], fault)
        one.fault = "buyer" if fault == "forfeit" else fault
        one.approved = False

    @rule(n=st.sampled_from(range(3)), yes=st.booleans())
    def decide(self, n: int, yes: bool) -> None:
        one = self.money[n]
        if not one.request or one.approved or one.state != "active":
            return
        desk = self.bench.desk
        if not yes:
            desk.do("director", "change.reject", request=one.request, comment="不同意")
            one.request = ""
            return
        desk.do("manager", "change.approve", request=one.request)
        if self.row(n)["waits_for"]:
            agreed(self.deals[n], one.request, "director")
        one.approved = True

    @rule(n=st.sampled_from(range(3)))
    def execute(self, n: int) -> None:
        one = self.money[n]
        if one.state != "active" or not one.approved:
            return
        forfeit = self.row(n)["kind"] == "forfeit"
        answer = executed(self.deals[n], one.request, "manager" if forfeit else "accountant")
        one.ended()
        assert (answer["kept_fen"], answer["refund_fen"], answer["compensation_fen"]) == (one.kept, one.back, one.extra)
        one.state = "forfeited" if forfeit else "cancelled_refund"

    @precondition(lambda self: any(one.owed for one in self.money))
    @rule(n=st.sampled_from(range(3)))
    def cashier(self, n: int) -> None:
        one = self.money[n]
        assert pay_out(self.deals[n]) == one.owed
        one.owed = 0

    @rule(n=st.sampled_from(range(3)))
    def back_again(self, n: int) -> None:
        """Only a forfeiture of which nothing has left the house yet."""
        one = self.money[n]
        if one.state != "forfeited" or (one.back and not one.owed):
            return
        desk = self.bench.desk
        desk.do("c01", "forfeit.ask_back", request=one.request, comment="又要了")
        desk.do("director", "forfeit.reactivate", request=one.request, sign_due="2027-12-31")
        one.kept = one.back = one.extra = one.owed = 0
        one.state, one.request, one.approved = "active", "", False

    @rule()
    def tomorrow(self) -> None:
        self.bench.desk.clock.move(days=1)

    def row(self, n: int) -> dict[str, Any]:
        return next(row for row in self.bench.desk.see("director", "changes") if row["no"] == self.money[n].request)

    @invariant()
    def money_adds_up(self) -> None:
        if not hasattr(self, "money"):
            return
        desk = self.bench.desk
        look, manager = desk.office.look, desk.session("manager")
        for one, deal in zip(self.money, self.deals, strict=True):
            here = sum(int(row["held"]) for row in look(manager, voucher_query.held, deal.id))
            assert here == one.held
            assert deal.row()["state"] == one.state
            assert unit(desk, deal.unit)["state"] == ("subscribed" if one.state == "active" else "return_locked")
            if one.state != "active":
                assert one.held == 0 and one.kept + one.back == one.deposit + one.other
        today = desk.office.today()
        assert look(manager, receivable_period.reconcile, today, today).ties
        assert look(manager, money_out.till, today, today).ties


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[type[MoneyMachine]]:
    """The machine on one office; what an example does is taken back."""
    with desk_at(tmp_path_factory.mktemp("money") / "office") as desk:
        on_sale(desk)
        made = tuple(
            active(desk, f"1-1-{n}01", number=n, deposit=deposit) for n, deposit in enumerate(DEPOSITS, start=1)
        )
        start = desk.clock.now
        found = Bench(desk)

        class OnThisOffice(MoneyMachine):
            bench, deals, morning = found, made, start

        yield OnThisOffice


CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large]


def test_money_in_is_money_out_and_money_held(machine: type[MoneyMachine]) -> None:
    quick = settings(max_examples=3, stateful_step_count=16, deadline=None, suppress_health_check=CHECKS)
    run_state_machine_as_test(machine, settings=quick)


@pytest.mark.long
def test_the_same_for_longer(machine: type[MoneyMachine]) -> None:
    long = settings(max_examples=10, stateful_step_count=30, deadline=None, suppress_health_check=CHECKS)
    run_state_machine_as_test(machine, settings=long)
