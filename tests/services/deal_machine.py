"""The floor of the stateful test: an office, its model, and the rules of units, papers, money and time (issue 4).

Every act is tried in both: the model (`deal_model`) says whether it is allowed and what it makes of unit, paper and
money, and the office has to agree, with words where it refuses.
"""

from __future__ import annotations

from collections import Counter as Tally
from contextlib import ExitStack
from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import text

from anchang.domain.errors import AnchangError
from anchang.services import sweeping
from tests.hostile.bench import Bench
from tests.office import Desk
from tests.services.changes import serious
from tests.services.deal_model import BEFORE_MONEY, IN_FORCE, Hold, Paper, World
from tests.services.deals import BUYER, ESCROW, MORTGAGE, Deal, yuan
from tests.services.stock import PERMIT

LABELS = ("1-1-101", "1-1-102", "1-1-201", "1-1-202", "1-1-301", "1-1-302", "1-1-501")
PRICES = (*[178_940_000] * 6, 200_000_000)
NAMES = ("客户1", "客户2", "客户3")  # as `sales.bring` calls them
DEPOSITS = (5_000_000, 10_000_001, 40_000_000)

picks = st.integers(0, 2**16)
often = st.sampled_from([True, True, True, True, True, True, False])  # mostly what the model allows


def id_no(number: int) -> str:
    """A valid identity number of a woman born on 1 January 1990."""
    body = f"110105199001010{number:02d}"[:17].ljust(17, "0")
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]


class FloorMachine(RuleBasedStateMachine):
    """Seven units, three customers, and everybody who sells."""

    bench: Bench
    customers: tuple[int, ...]
    morning: datetime
    tried: Tally[tuple[str, bool]] = Tally()  # (use case, whether it went through), over all examples

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()

    @initialize(deposits=st.tuples(st.sampled_from(DEPOSITS), st.sampled_from(DEPOSITS), st.sampled_from(DEPOSITS)))
    def begin(self, deposits: tuple[int, ...]) -> None:
        """Two deals in force and one on its way, each of another customer."""
        self.stack.enter_context(self.bench.put_back())
        self.bench.desk.clock.now = self.morning
        self.world = World(PRICES, self.morning.date())
        self.deals: dict[int, Deal] = {}  # by the identity of the model's paper
        self.last: dict[int, str] = {}  # the newest request about each
        for number, deposit in enumerate(deposits):
            self._write(number, number, deposit, 4 - number)

    def teardown(self) -> None:
        try:
            if hasattr(self, "world"):
                wrong = serious(self.desk)
                assert not wrong, wrong
        finally:
            self.stack.close()

    @property
    def desk(self) -> Desk:
        return self.bench.desk

    # How an act is tried: the office has to say what the model says.

    def act(self, allowed: bool, login: str, name: str, **fields: Any) -> dict[str, Any]:
        """The answer, {} where it is refused as it has to be."""
        try:
            done = self.desk.do(login, name, **fields)
        except AnchangError as error:
            assert not allowed, f"{name} {fields} is refused: {error}"
            assert str(error).strip()
            self.tried[name, False] += 1
            return {}
        assert allowed, f"{name} {fields} goes through: {done}"
        self.tried[name, True] += 1
        return done

    def one(self, pick: int, good: bool, wanted: Any) -> Paper | None:
        """One of the papers that `wanted` likes, or any of all where a no is to be heard."""
        liked = [each for each in self.world.papers if not good or wanted(each)]
        return liked[pick % len(liked)] if liked else None

    # Units and papers.

    def some(self, wanted: Any) -> bool:
        """Whether there is such a paper."""
        return any(wanted(each) for each in self.world.papers)

    def unit(self, pick: int, good: bool, wanted: Any) -> int:
        """A unit that `wanted` likes where there is one, or any where a no is to be heard."""
        liked = [each for each in range(len(LABELS)) if good and wanted(each)] or list(range(len(LABELS)))
        return liked[pick % len(liked)]

    @rule(pick=picks, good=often, who=st.integers(0, 2))
    def hold(self, pick: int, good: bool, who: int) -> None:
        unit = self.unit(pick, good, self.world.may_hold)
        if self.act(self.world.may_hold(unit), "c01", "unit.ask", unit=LABELS[unit], customer=self.customers[who]):
            self.world.holds[unit] = Hold(who)

    @precondition(lambda self: self.world.holds)
    @rule(pick=picks, good=often, login=st.sampled_from(["c01", "manager"]))
    def let_go(self, pick: int, good: bool, login: str) -> None:
        unit = self.unit(pick, good, self.world.may_let_go)
        if self.act(self.world.may_let_go(unit), login, "unit.let_go", unit=LABELS[unit], reason="改主意"):
            self.world.let_go(unit)

    @rule(
        pick=picks, good=often, who=st.integers(0, 2), deposit=st.sampled_from(DEPOSITS), steps=st.integers(1, 9)
    )
    def subscribe(self, pick: int, good: bool, who: int, deposit: int, steps: int) -> None:
        """Written, and taken some of the way; mostly all of it."""
        self._write(self.unit(pick, good, lambda each: self.world.may_write(each, who)), who, deposit, steps)

    def _write(self, unit: int, who: int, deposit: int, steps: int) -> None:
        buyer = {**BUYER, "name": NAMES[who], "id_no": id_no(who)}
        made = self.act(
            self.world.may_write(unit, who), "c01", "subscription.draft", unit=LABELS[unit],
            customer=self.customers[who], buyers=[buyer], deposit=yuan(deposit), handover_due="2028-12-31",
            inside_area="70.00", **MORTGAGE,
        )  # fmt: skip
        if not made:
            return
        paper = self.world.write(unit, who, deposit)
        assert made["deal_total_fen"] == paper.total
        self.deals[id(paper)] = Deal(self.desk, made["id"], made["sub_no"], LABELS[unit], paper.total, deposit)
        for _ in range(steps):
            self._further(paper)

    @precondition(lambda self: self.some(lambda p: p.state in (*BEFORE_MONEY, "deposit_paid")))
    @rule(pick=picks)
    def further(self, pick: int) -> None:
        """A paper on its way takes its next step (2.3)."""
        paper = self.one(pick, True, lambda p: p.state in (*BEFORE_MONEY, "deposit_paid"))
        if paper is not None:
            self._further(paper)

    def _further(self, paper: Paper) -> None:
        number = self.deals[id(paper)].sub_no
        if paper.state == "draft":
            self.act(True, "c01", "subscription.submit", subscription=number)
            paper.state = "pending_review"
        elif paper.state == "pending_review":
            self.act(True, "manager", "subscription.approve", subscription=number)
            paper.state = "deposit_due"
        elif paper.state == "deposit_due":
            self._pay(paper, paper.deposit_asked, "deposit")
            paper.state = "deposit_paid"
        elif paper.state == "deposit_paid":
            self.act(True, "clerk", "subscription.stamp", subscription=number)
            paper.state = IN_FORCE

    def _pay(self, paper: Paper, fen: int, what: str) -> None:
        line = {"amount": yuan(fen), "money_type": what, "way": "pos", "account": ESCROW}
        number = self.deals[id(paper)].sub_no
        payer = NAMES[paper.customer]
        self.act(True, "cashier", "receipt.enter", subscription=number, payer=payer, lines=[line])
        self.world.came += fen
        if what == "deposit":
            paper.deposit += fen
        else:
            paper.other += fen

    @precondition(lambda self: self.some(lambda p: p.state in BEFORE_MONEY))
    @rule(pick=picks, good=often)
    def void(self, pick: int, good: bool) -> None:
        paper = self.one(pick, good, lambda p: p.state in BEFORE_MONEY)
        if paper is None:
            return
        given = {"subscription": self.deals[id(paper)].sub_no, "reason": "客户不买"}
        if self.act(paper.state in BEFORE_MONEY, "manager", "subscription.void", **given):
            paper.state = "void"

    @precondition(lambda self: self.some(lambda p: p.state == IN_FORCE))
    @rule(pick=picks, fen=st.integers(1, 900_000), what=st.sampled_from(["deposit", "handling_fee"]))
    def pay(self, pick: int, fen: int, what: str) -> None:
        paper = self.one(pick, True, lambda p: p.state == IN_FORCE)
        if paper is not None:
            self._pay(paper, fen, what)

    @precondition(lambda self: self.world.locked)
    @rule(pick=picks, good=often, back=st.booleans())
    def return_to_stock(self, pick: int, good: bool, back: bool) -> None:
        unit = self.unit(pick, good, lambda each: each in self.world.locked)
        name = "unit.release_return" if back else "unit.keep_back"
        if self.act(unit in self.world.locked, "manager", name, unit=LABELS[unit], reason="重新推出"):
            self.world.locked.discard(unit)
            if not back:
                self.world.unreleased.add(unit)

    @precondition(lambda self: self.world.unreleased)
    @rule()
    def release(self) -> None:
        """Everything that is off sale goes on sale."""
        self.act(True, "manager", "unit.release", permit=PERMIT)
        self.world.unreleased.clear()

    @rule(days=st.sampled_from([1, 1, 2, 4, 8]))
    def nights(self, days: int) -> None:
        """Time passes, and the terminals do what they do by themselves."""
        self.desk.clock.move(days=days)
        sweeping.papers(self.desk.office, self.desk.project_id)
        self.world.sleep(days)
        for paper in self.world.papers:
            if paper.request is not None and not paper.request.no:  # the program opened it
                wanted = text("SELECT no FROM change_request WHERE subscription_id = :id AND state = 'draft'")
                row = self.bench.open_connection.execute(wanted, {"id": self.deals[id(paper)].id}).one()
                paper.request.no = self.last[id(paper)] = str(row.no)
