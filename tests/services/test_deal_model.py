"""Units, subscriptions, requests and money against a pure model, by whatever comes in whatever order (issue 4).

The rules of units, papers and time stand in `deal_machine`, the requests of 2.7 and 2.8 in `deal_requests`; here is
what has to be true after every act: at most one live claim a unit, its state what follows from who has it, money in =
money out + money held, forfeited + refunded = what was paid.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test
from sqlalchemy import text

from anchang.services.setting import ChangeSetting
from anchang.storage import money_out, receivable_period, voucher_query
from tests.faults.sales import CUSTOMERS, BringCustomers
from tests.hostile.bench import Bench
from tests.office import desk_at
from tests.services.deal_machine import LABELS, NAMES
from tests.services.deal_model import IN_FORCE
from tests.services.deal_requests import RequestMachine
from tests.services.stock import PERMIT, import_rows, price_row

OPEN = "('draft', 'verified', 'noticed', 'pending', 'approved')"


class DealMachine(RequestMachine):
    """Everybody at work, looked at after every act."""

    @invariant()
    def units_follow(self) -> None:
        if not hasattr(self, "world"):
            return
        rows = self.bench.open_connection.execute(
            text(
                "SELECT u.label, u.state, COUNT(c.id) AS live, MAX(c.customer_id) AS who, MAX(s.sub_no) AS paper "
                "FROM unit u LEFT JOIN unit_claim c ON c.unit_id = u.id AND c.ended_at IS NULL "
                "LEFT JOIN subscription s ON s.id = c.subscription_id GROUP BY u.id, u.label, u.state"
            )
        )
        for row in rows:
            unit = LABELS.index(row.label)
            paper, hold = self.world.paper_on(unit), self.world.holds.get(unit)
            assert row.state == self.world.state(unit), row
            assert row.live == (paper is not None or hold is not None), row
            who = paper or hold
            assert row.who == (self.customers[who.customer] if who is not None else None), row
            assert row.paper == (self.deals[id(paper)].sub_no if paper is not None else None), row

    @invariant()
    def papers_follow(self) -> None:
        if not hasattr(self, "world"):
            return
        rows = self.bench.open_connection.execute(
            text(
                "SELECT s.sub_no, s.state, s.deal_total, s.sign_due_date, "
                f"(SELECT MAX(q.state) FROM change_request q WHERE q.subscription_id = s.id AND q.state IN {OPEN}) "
                "AS asked, "
                f"(SELECT MAX(d.state) FROM delay_request d WHERE d.subscription_id = s.id AND d.state IN {OPEN}) "
                "AS delayed FROM subscription s"
            )
        )
        stored = {row.sub_no: row for row in rows}
        assert len(stored) == len(self.world.papers)
        for paper in self.world.papers:
            row = stored[self.deals[id(paper)].sub_no]
            assert (row.state, row.deal_total) == (paper.state, paper.total)
            wanted = None if paper.request is None else paper.request.state
            is_delay = paper.request is not None and paper.request.kind == "delay"
            assert (row.delayed, row.asked) == ((wanted, None) if is_delay else (None, wanted)), row
            if paper.state == IN_FORCE and paper.due is not None:
                assert str(row.sign_due_date) == paper.due.isoformat()

    @invariant()
    def money_adds_up(self) -> None:
        if not hasattr(self, "world"):
            return
        look, manager = self.desk.office.look, self.desk.session("manager")
        connection = self.bench.open_connection
        vouchers: dict[tuple[int, str], int] = {}
        for row in connection.execute(
            text(
                "SELECT v.subscription_id, v.kind, SUM(v.amount) AS fen FROM voucher v WHERE NOT EXISTS (SELECT 1 FROM "
                "voucher_reversal b WHERE b.voucher_id = v.id) GROUP BY v.subscription_id, v.kind"
            )
        ):
            vouchers[row.subscription_id, row.kind] = row.fen
        here = 0
        for paper in self.world.papers:
            deal = self.deals[id(paper)]
            held = sum(int(row["held"]) for row in look(manager, voucher_query.held, deal.id))
            assert held == paper.held, deal.sub_no
            here += held
            for kind, fen in (("forfeiture", paper.kept), ("refund", paper.back), ("compensation", paper.extra)):
                assert vouchers.get((deal.id, kind), 0) == fen, (deal.sub_no, kind)
            if paper.state in ("forfeited", "cancelled_refund"):
                assert paper.kept + paper.back == paper.deposit + paper.other
        kept, owed, extra = (
            sum(getattr(paper, name) for paper in self.world.papers) for name in ("kept", "owed", "extra")
        )
        assert self.world.came + extra == self.world.left + owed + kept + here + self.world.fees
        today = self.desk.office.today()
        assert look(manager, receivable_period.reconcile, today, today).ties
        till = look(manager, money_out.till, today, today)
        assert till.ties and till.after == here + till.waiting and till.waiting + extra >= owed


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[type[DealMachine]]:
    """The machine on one office; what an example does is taken back."""
    with desk_at(tmp_path_factory.mktemp("deals") / "office") as desk:
        rows = [price_row("1栋", floor, door) for floor in (1, 2, 3) for door in ("01", "02")]
        import_rows(desk, (*rows, price_row("1栋", 5, "01", built_area=1_000_000)))
        desk.do("manager", "unit.release", permit=PERMIT)
        for key in ("holds_per_consultant", "holds_per_customer", "swaps_per_customer"):
            desk.office.run(desk.session("boss"), ChangeSetting(key, "1000"))
        desk.people["executive"] = desk.do(
            "boss", "staff.add", login="executive", name="总经理", roles="executive", password="demo"
        )["id"]
        who = tuple(desk.office.run_case(desk.session("boss"), CUSTOMERS, BringCustomers(len(NAMES)))["ids"])
        start, found = desk.clock.now, Bench(desk)

        class OnThisOffice(DealMachine):
            bench, customers, morning = found, who, start

        yield OnThisOffice


LONG = int(os.environ.get("ANCHANG_EXAMPLES", "60"))  # of the long run; each takes about three seconds
CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large]


def test_the_office_does_what_the_model_says(machine: type[DealMachine]) -> None:
    quick = settings(max_examples=3, stateful_step_count=40, deadline=None, suppress_health_check=CHECKS)
    run_state_machine_as_test(machine, settings=quick)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_the_same_for_longer(machine: type[DealMachine]) -> None:
    long = settings(
        max_examples=LONG, stateful_step_count=120, deadline=None, suppress_health_check=CHECKS,
        phases=[Phase.generate],  # a long story is not worth hours of making it shorter
    )  # fmt: skip
    run_state_machine_as_test(machine, settings=long)
    for name in sorted({name for name, _ in machine.tried}):
        print(f"{name}: {machine.tried[name, True]} went through, {machine.tried[name, False]} refused")
