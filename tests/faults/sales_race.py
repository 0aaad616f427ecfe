"""Everything that moves a unit, by many processes at once on the same stock (issue 4; domain 2.8, 2.16, 5.12).

Each process is one `anchang do -` whose people hold, let go, sell, ask for another unit, give up, decide and carry out.
Nobody reserves anything: two processes often take the same step of the same request, or the same unit, at once. What
became of it is read from the rows and from the journal by queries of this module's own (`sales_race_proof`).
"""

from __future__ import annotations

import random
import socket
import threading
import time
from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from anchang.services.setting import ChangeSetting
from tests.faults.nursery import Child
from tests.faults.sales import Stock, hire
from tests.office import Desk
from tests.services.deals import BUYER, ESCROW

STAFF = ("manager", "director", "assistant", "cashier", "accountant", "clerk")
KINDS = ("hold", "release", "swap", "approve", "forfeit")
BACK = {"swap": "change.withdraw", "forfeit": "forfeit.remedy"}
# The way of a request from its draft: (who, use case); whoever is faster takes the step, everybody else is refused.
WAY: dict[str, tuple[tuple[str, str], ...]] = {
    "swap": (
        ("assistant", "change.submit"), ("manager", "change.approve"), ("assistant", "change.paper_back"),
        ("accountant", "change_money.check"), ("clerk", "change.execute"),
    ),
    "forfeit": (
        ("assistant", "change.submit"), ("manager", "change.approve"), ("director", "change.approve"),
        ("manager", "change.execute"),
    ),
}  # fmt: skip


@dataclass
class Request:
    """A request that somebody opened: its kind, the receipt the customer brings back, how many steps were taken."""

    kind: str
    sub_no: str
    receipt: str
    taken: int = 0


@dataclass
class Market:
    """What everybody at the terminals knows, some of it already old."""

    stock: Stock
    wanted: int  # subscriptions in force that the floor tries to have
    receipts: dict[str, str] = field(default_factory=dict)  # subscription in force -> its newest receipt
    units: dict[str, str] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    locked: list[str] = field(default_factory=list)


Line = dict[str, Any]
Then = Callable[[Line], None]


class Terminal(Protocol):
    """One `anchang do -`: `sales.Counter`, or a child of the nursery."""

    def ask(self, line: Line) -> Line:
        """Send one line and read its answer."""

    def close(self) -> int:
        """No more lines."""


@dataclass(frozen=True)
class Forked:
    """A child of the nursery as such a terminal."""

    child: Child

    def ask(self, line: Line) -> Line:
        """Send one line and read its answer."""
        self.child.say(line)
        return self.child.hear()

    def close(self) -> int:
        """No more lines."""
        self.child.line.shutdown(socket.SHUT_WR)
        self.child.rest()
        return 0


@dataclass
class Racer:
    """One process, what it was told, and how long each answer took (seconds)."""

    number: int
    acts: int
    market: Market
    chance: random.Random
    gate: threading.Barrier
    told: list[tuple[Line, Line]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    done_at: list[float] = field(default_factory=list)
    good: Tally[str] = field(default_factory=Tally)
    held: list[tuple[str, str]] = field(default_factory=list)
    selling: list[tuple[Line, Then]] = field(default_factory=list)
    own: str = ""
    failed: BaseException | None = None

    @property
    def duty(self) -> str:
        """What this process sees through once at least, before it takes whatever comes."""
        return ("swap", "forfeit")[self.number % 2]

    @property
    def login(self) -> str:
        """The consultant who sits there."""
        return f"r{self.number + 1}"

    def run(self, start: Callable[[], Terminal]) -> None:
        """All acts, one after the other; what went wrong in the thread is kept for whoever waits for it."""
        try:
            counter = start()
            try:
                for login in (self.login, *STAFF):  # the passwords are checked before the race
                    assert counter.ask({"as": login, "do": "change.close", "with": {"request": "#0"}})["ok"] is False
            finally:
                self.gate.wait(120)
            for turn in range(self.acts):
                line, then = self.choose()
                self.say(counter, turn, line, then)
            counter.close()
        except BaseException as error:  # noqa: BLE001 - a thread's failure is the test's failure
            self.failed = error

    def say(self, counter: Terminal, turn: int, line: Line, then: Then) -> None:
        whole = {"id": f"{self.login}-{turn}", **line}
        begun = time.perf_counter()
        answer = counter.ask(whole)
        self.done_at.append(time.perf_counter())
        self.waits.append(self.done_at[-1] - begun)
        self.told.append((whole, answer))
        if answer["ok"]:
            self.good[line["do"]] += 1
            then(answer["result"])

    def choose(self) -> tuple[Line, Then]:
        """The next line, and what a yes to it makes known."""
        market, dice = self.market, self.chance.random()
        if self.selling and dice < 0.5:
            return self.selling.pop(0)
        if not self.good[self.duty] and market.receipts and self.chance.random() < 0.6:
            return self.step(self.own) if self.own in market.requests else self.open(self.duty)
        dice = self.chance.random()
        if dice < 0.30 and market.requests:
            return self.step()
        if dice < 0.46 and market.receipts:
            return self.open("swap" if self.chance.random() < 0.55 else "forfeit")
        if dice < 0.54 and market.locked:
            return self.resell()
        if dice < 0.74 and self.held:
            if not self.selling and len(market.receipts) < market.wanted:
                return self.sell()
            return self.let_go()
        return self.hold()

    def hold(self) -> tuple[Line, Then]:
        """A unit that may be anybody's."""
        unit, phone = self.chance.choice(self.market.stock.labels), self.chance.choice(self.market.stock.phones)

        def then(_: Line) -> None:
            self.good["hold"] += 1
            self.held.append((unit, phone))

        return _line(self.login, "unit.ask", unit=unit, customer=phone), then

    def let_go(self) -> tuple[Line, Then]:
        unit, _ = self.held.pop(self.chance.randrange(len(self.held)))
        return _line(self.login, "unit.let_go", unit=unit, reason="改主意"), self._released

    def resell(self) -> tuple[Line, Then]:
        """A unit that came back goes on sale again."""
        locked = self.market.locked
        unit = self.chance.choice(list(locked) or self.market.stock.labels)

        def then(_: Line) -> None:
            self._released(_)
            if unit in locked:
                locked.remove(unit)

        return _line("manager", "unit.release_return", unit=unit, reason="重新推出"), then

    def _released(self, _: Line) -> None:
        self.good["release"] += 1

    def sell(self) -> tuple[Line, Then]:
        """The own hold becomes a subscription; the steps up to the stamp follow among other acts."""
        unit, phone = self.held.pop(self.chance.randrange(len(self.held)))

        def drafted(result: Line) -> None:
            number = str(result["sub_no"])
            paid: list[str] = []

            def stamped(_: Line) -> None:
                self.market.units[number] = unit
                self.market.receipts[number] = paid[0]

            self.selling = [
                (_line(self.login, "subscription.submit", subscription=number), _nothing),
                (_line("manager", "subscription.approve", subscription=number), _nothing),
                (_receipt(number), lambda result: paid.append(str(result["no"]))),
                (_line("clerk", "subscription.stamp", subscription=number), stamped),
            ]

        return _line(self.login, "subscription.draft", **_paper(unit, phone)), drafted

    def open(self, kind: str) -> tuple[Line, Then]:
        """A request about a subscription that may have one already, or be gone."""
        number = self.chance.choice(list(self.market.receipts) or ["RG2026-0001"])
        given: Line = {"subscription": number, "reason": "客户要求"}
        if kind == "swap":
            given |= {"unit": self.chance.choice(self.market.stock.labels), "relation": "集团员工直系亲属"}
        else:
            given |= {"trigger": "customer_asks", "reason_code": "family"}

        def then(result: Line) -> None:
            made = Request(kind, number, self.market.receipts.get(number, ""))
            self.own = str(result["no"])
            self.market.requests[self.own] = made

        return _line("assistant", "swap_unit.ask" if kind == "swap" else "forfeit.open", **given), then

    def step(self, own: str = "") -> tuple[Line, Then]:
        """The next step of some request, now and then another one; or the customer stays after all."""
        known = {no: each for no, each in list(self.market.requests.items()) if own in ("", no)}
        no, request = self.chance.choice(list(known.items()) or [("BG2026-0001", Request("swap", "", ""))])
        way = WAY[request.kind]
        dice = 0.5 if own else self.chance.random()
        if dice < 0.04:
            line = _line("manager", BACK[request.kind], request=no, comment="留下了")
            return line, lambda _: self._over(no)
        at = min(request.taken, len(way) - 1) if dice < 0.85 else self.chance.randrange(len(way))
        who, name = way[at]
        line = _line(who, name, request=no)
        if name == "change.paper_back":
            line["with"]["receipt"] = request.receipt

        def then(result: Line) -> None:
            request.taken = max(request.taken, at + 1)
            if name == "change.approve":
                self.good["approve"] += 1
            if name == "change.execute":
                self._carried_out(no, request, result)

        return line, then

    def _carried_out(self, no: str, request: Request, result: Line) -> None:
        self.good[request.kind] += 1
        self._over(no)
        market = self.market
        market.receipts.pop(request.sub_no, None)
        market.locked.append(market.units[request.sub_no])
        if request.kind == "swap":
            market.units[str(result["new_sub_no"])] = str(result["new_unit"])
            market.receipts[str(result["new_sub_no"])] = str(result["receipts"])

    def _over(self, no: str) -> None:
        self.market.requests.pop(no, None)


def _nothing(_: Line) -> None:
    return


def _line(who: str, name: str, **given: Any) -> Line:
    return {"as": who, "do": name, "with": given}


def _paper(unit: str, phone: str) -> Line:
    return {
        "unit": unit, "customer": phone, "buyers": [{**BUYER, "phone": phone}], "deposit": "50000",
        "handover_due": "2028-06-30", "plan": "lump_sum",
    }  # fmt: skip


def _receipt(number: str) -> Line:
    paid = {"amount": "50000", "money_type": "deposit", "way": "pos", "account": ESCROW}
    return _line("cashier", "receipt.enter", subscription=number, payer="刘洋", lines=[paid])


def prepare(desk: Desk, stock: Stock, processes: int, wanted: int) -> Market:
    """Everybody with a password, nobody limited, and the first subscriptions in force."""
    hire(desk, *(f"r{number}" for number in range(1, processes + 1)), *STAFF)
    desk.office.run(desk.session("boss"), ChangeSetting("swaps_per_customer", "1000"))
    market = Market(stock, wanted)
    for unit, phone in zip(stock.labels[:wanted], stock.phones, strict=False):
        number = str(desk.do("r1", "subscription.draft", **_paper(unit, phone))["sub_no"])
        desk.do("r1", "subscription.submit", subscription=number)
        desk.do("manager", "subscription.approve", subscription=number)
        market.receipts[number] = str(desk.do("cashier", "receipt.enter", **_receipt(number)["with"])["no"])
        desk.do("clerk", "subscription.stamp", subscription=number)
        market.units[number] = unit
    return market


def race(start: Callable[[], Terminal], market: Market, processes: int, acts: int, seed: int) -> list[Racer]:
    """Let all of them loose, and wait; `start` gives each its terminal. Raises what went wrong in one of them."""
    gate = threading.Barrier(processes)
    racers = [Racer(number, acts, market, random.Random(seed + number), gate) for number in range(processes)]
    threads = [threading.Thread(target=racer.run, args=(start,), daemon=True) for racer in racers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for racer in racers:
        if racer.failed is not None:
            raise racer.failed
    return racers


@dataclass(frozen=True)
class Figures:
    """What the race showed. Seconds; `least` is the share of the mean that the least-served process had got when the
    first one was through with all of its acts."""

    seconds: float
    good: Tally[str]
    refused: Tally[str]
    p95: float
    longest: float
    least: float
    wordless: int


def figures(racers: list[Racer]) -> Figures:
    """Counted over all processes."""
    waits = sorted(wait for racer in racers for wait in racer.waits)
    over = min(racer.done_at[-1] for racer in racers)
    served = [sum(at <= over for at in racer.done_at) for racer in racers]
    begun = min(racer.done_at[0] - racer.waits[0] for racer in racers)
    answers = [answer for racer in racers for _, answer in racer.told if not answer["ok"]]
    return Figures(
        max(racer.done_at[-1] for racer in racers) - begun,
        sum((racer.good for racer in racers), Tally()),
        Tally(answer["error"] for answer in answers),
        waits[int(len(waits) * 0.95)],
        waits[-1],
        min(served) * len(served) / sum(served),
        sum(not str(answer["message"]).strip() for answer in answers),
    )
