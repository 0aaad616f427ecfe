"""Every order of steps on sincerity money against a plain model: money in = out + held + moved (2.10, 5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anchang.domain.errors import AnchangError
from anchang.storage.invariants_sincerity import CHECKS
from tests.office import Desk, desk_at
from tests.services.deals import ESCROW, active, yuan
from tests.services.stock import customer, on_sale

A, B = "13800000001", "13800000002"
STEP = st.one_of(
    st.tuples(st.just("take"), st.sampled_from((A, B)), st.integers(1, 9_000_000),
              st.sampled_from(("pos", "transfer"))),
    st.tuples(st.sampled_from(("number", "withdraw")), st.sampled_from((A, B)), st.just(0), st.just("")),
    st.tuples(st.sampled_from(("confirm", "ask_back", "pay_back", "reverse", "move")), st.just(""),
              st.integers(0, 5), st.just("")),
    st.tuples(st.just("call_off"), st.just(""), st.just(0), st.just("")),
)  # fmt: skip


@dataclass
class Money:
    """One receipt of the model: whose, how much, where it stands, and the number that rests on it."""

    who: str
    fen: int
    state: str
    ticket: int | None = None


@dataclass
class Model:
    """What must be: the moneys of one launch, the numbers that are given out, whether it is called off."""

    money: list[Money] = field(default_factory=list)
    tickets: dict[int, str] = field(default_factory=dict)  # number -> who, of those that are not given back
    given: int = 0
    off: bool = False

    def ticket(self, who: str) -> int | None:
        return next((number for number, each in self.tickets.items() if each == who), None)

    def tie(self, number: int, who: str) -> None:
        for each in self.money:
            if each.who == who and each.ticket is None and each.state in ("entered", "held"):
                each.ticket = number
                return

    def arrived(self, each: Money) -> None:
        over = self.off or (each.ticket is not None and each.ticket not in self.tickets)
        each.state = "refund_due" if over else "held"

    def may(self, what: str, who: str, place: int) -> bool:
        """Whether the step is possible; A alone has a subscription that the money can go to."""
        if what in ("take", "number", "call_off"):
            return not self.off and (what != "number" or self.ticket(who) is None)
        if what == "withdraw":
            return self.ticket(who) is not None
        if place >= len(self.money):
            return False
        each = self.money[place]
        wanted = {
            "confirm": ("entered",), "ask_back": ("held",), "pay_back": ("refund_due",), "reverse": ("entered", "held"),
            "move": ("held", "refund_due"),
        }[what]  # fmt: skip
        return each.state in wanted and (what != "move" or each.who == A)

    def take(self, what: str, who: str, value: int, way: str) -> None:
        if what == "take":
            number = self.ticket(who)
            stands = any(each.ticket == number and each.state in STANDING for each in self.money)
            made = Money(who, value, "entered", None if number is None or stands else number)
            self.money.append(made)
            if way == "pos":
                self.arrived(made)
        elif what == "number":
            self.given += 1
            self.tickets[self.given] = who
            self.tie(self.given, who)
        elif what == "withdraw":
            number = self.ticket(who)
            assert number is not None
            del self.tickets[number]
            for each in self.money:
                if each.ticket == number and each.state == "held":
                    each.state = "refund_due"
        elif what == "call_off":
            self.off = True
            for each in self.money:
                each.state = "refund_due" if each.state == "held" else each.state
        elif what == "confirm":
            self.arrived(self.money[value])
        else:
            self.end(what, self.money[value])

    def end(self, what: str, each: Money) -> None:
        each.state = {"ask_back": "refund_due", "pay_back": "refunded", "reverse": "reversed", "move": "moved"}[what]
        if what in ("ask_back", "reverse") and each.ticket is not None:
            number, each.ticket = each.ticket, None
            if number in self.tickets:
                self.tie(number, each.who)


STANDING = ("entered", "held", "refund_due")
BY = {
    "confirm": "cashier", "ask_back": "c01", "pay_back": "cashier", "reverse": "accountant", "move": "cashier",
    "number": "c01", "withdraw": "c01", "call_off": "manager",
}  # fmt: skip


class Walk:
    """One office for all examples; each has a launch of its own, on the same units, since the last one is over."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.launch, self.names = desk, "", list[str]()
        customer(desk, "c01", "陈静", B)
        self.deal = active(desk, "1-1-202", number=1).sub_no  # of A

    def begin(self) -> None:
        self.launch = self.desk.do(
            "manager", "launch.prepare", name="首开", held_on="2026-11-24", order="registered", units=("2-1-101",)
        )["no"]
        self.names = []

    def act(self, model: Model, what: str, who: str, value: int, way: str) -> None:
        desk = self.desk
        if what == "take":
            fields = {"customer": who, "amount": yuan(value), "launch": self.launch, "account": ESCROW, "way": way}
            self.names.append(desk.do("cashier", "sincerity.take", **fields)["no"])
        elif what == "number":
            desk.do("c01", "launch.register", launch=self.launch, customer=who)
        elif what == "withdraw":
            number = model.ticket(who) or 99
            desk.do("c01", "launch.withdraw", launch=self.launch, number=number, reason="不要了")
        elif what == "call_off":
            desk.do("manager", "launch.call_off", launch=self.launch, reason="延期")
        else:
            name = self.names[value] if value < len(self.names) else "CX1999-000001"
            more: dict[str, Any] = {"move": {"subscription": self.deal}, "pay_back": {"account": "6222"}}.get(what, {})
            if what in ("ask_back", "reverse"):
                more = {"reason": "原因"}
            desk.do(BY[what], f"sincerity.{what}", sincerity=name, **more)

    def compare(self, model: Model) -> None:
        rows = {row["no"]: row for row in self.desk.see("manager", "sincerity_money", text=self.launch)}
        seen = [(rows[name]["state"], rows[name]["amount"], rows[name]["number"]) for name in self.names]
        assert seen == [(each.state, each.fen, each.ticket) for each in model.money]
        with self.desk.office.store.read() as connection:
            for _, check in CHECKS:
                assert list(check(connection, self.desk.clock())) == []

    def run(self, steps: list[tuple[str, str, int, str]]) -> None:
        self.begin()
        model = Model()
        for what, who, value, way in steps:
            allowed = model.may(what, who, value)
            if allowed:
                self.act(model, what, who, value, way)
                model.take(what, who, value, way)
            else:
                with pytest.raises(AnchangError):
                    self.act(model, what, who, value, way)
        self.compare(model)
        if not model.off:
            self.desk.do("manager", "launch.call_off", launch=self.launch, reason="完")


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    with desk_at(tmp_path_factory.mktemp("walk") / "office") as made:
        on_sale(made)
        yield Walk(made)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=14))
def test_any_order_of_steps_is_the_model_and_ties(walk: Walk, steps: list[tuple[str, str, int, str]]) -> None:
    """Every step is possible exactly when the model says so, every money stands where it says, and the doctor's
    sums (in = out + held + moved) agree after each example."""
    walk.run(steps)


@pytest.mark.long
@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=20))
def test_any_order_of_many_steps_is_the_model_and_ties(walk: Walk, steps: list[tuple[str, str, int, str]]) -> None:
    walk.run(steps)
