"""The demo's cashier: deposits, down payments, loans, instalments on time and late, and a receipt taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from anchang.demo.front import Guest
from anchang.demo.world import WORDS, World
from anchang.domain.plan import MoneyType, PlanKind
from anchang.domain.receipt import PayWay
from anchang.services.office import Session
from anchang.services.receipt import ConfirmReceipt, EnterReceipt, MoneyLine, ReverseReceipt
from anchang.storage.plan import current_lines

MONEY = {
    MoneyType.DEPOSIT: PayWay.POS,
    MoneyType.DOWN_PAYMENT: PayWay.TRANSFER,
    MoneyType.INSTALMENT: PayWay.TRANSFER,
    MoneyType.LUMP_SUM: PayWay.TRANSFER,
    MoneyType.LOAN: PayWay.BANK_LOAN,
    MoneyType.PROVIDENT_FUND: PayWay.BANK_LOAN,
}


@dataclass
class Deal:
    """One deal and the steps that it still has before it: (day, what). `seller` stays whose deal it is when the
    customer is somebody else's later, as after a visit without the consultant's name (2.1)."""

    guest: Guest
    seller: str
    unit_id: int
    plan: PlanKind
    sub: int = 0
    contract: int = 0
    slow: bool = False
    drawn_up: bool = False
    paid: set[int] = field(default_factory=set)
    steps: list[tuple[date, Callable[[Deal], None]]] = field(default_factory=list)


class Till:
    """Takes the money of the deals; three receipts of the history are reversed."""

    def __init__(self, world: World, last: date) -> None:
        self.world, self.last = world, last
        self._reversals = 3

    def next_payment(self, deal: Deal) -> None:
        """The next line of the plan; who is slow pays half of it."""
        owed = [line for line in self._lines(deal) if line.line.no > 1 and line.line.no not in deal.paid]
        if owed:
            self.pay(deal, owed[0].line.no - 1, part=0.5 if deal.slow and self.world.chance(0.5) else 1.0)

    def _lines(self, deal: Deal) -> list[Any]:
        session = Session(self.world.people["manager"], self.world.project_id)
        return list(self.world.office.look(session, lambda read: current_lines(read.connection, deal.sub)))

    def pay(self, deal: Deal, place: int, *, part: float = 1.0) -> None:
        """One line of the plan, whole or half; money that has to arrive is confirmed by the accountant."""
        world = self.world
        lines = self._lines(deal)
        if place >= len(lines):
            return
        line = lines[place].line
        amount = line.amount if part == 1.0 else line.amount // 2
        way = MONEY.get(line.money_type, PayWay.TRANSFER)
        deal.paid.add(line.no)
        money = MoneyLine(
            amount=amount,
            money_type=line.money_type,
            way=way,
            account=WORDS["escrow"],
            bank_ref=f"{world.dice.randrange(10**8):08d}",
        )
        made = world.do("cashier", EnterReceipt(deal.sub, deal.guest.name, (money,)))
        if way is PayWay.POS:
            return
        if place == 1 or world.office.today() < self.last - timedelta(days=1):
            world.do("accountant", ConfirmReceipt(made["id"]))
        if place > 1 and self._reversals and world.chance(0.3) and world.office.today() < self.last - timedelta(days=1):
            self._reversals -= 1
            world.do("accountant", ReverseReceipt(made["id"], WORDS["reversal"]))
            again = world.do("cashier", EnterReceipt(deal.sub, deal.guest.name, (money,)))
            world.do("accountant", ConfirmReceipt(again["id"]))
