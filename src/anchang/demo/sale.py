"""The demo's deals: each takes its steps on its own days, some stop on the way, some are late."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from anchang.demo.front import CLOSES, OPENS, Book, Day, Guest
from anchang.demo.paths import Paths
from anchang.demo.till import Deal, Till
from anchang.demo.world import WORDS, World
from anchang.domain.hold import HoldType
from anchang.domain.plan import LoanKind, PlanKind
from anchang.services.contract import (
    AppointContract,
    CheckContract,
    CheckMoney,
    CirculateContract,
    DraftContract,
    SignContract,
    VoidContract,
)
from anchang.services.contract_filing import ArchiveContract, CollectContract, FileContract, SealContract, SendContract
from anchang.services.office import Session
from anchang.services.subscription import DraftSubscription, SubmitSubscription, VoidSubscription
from anchang.services.subscription_form import Buyer, PlanShare
from anchang.services.subscription_review import ApproveSubscription, DecideSlip, StampSubscription
from anchang.services.unit import AskUnit, HoldUnit
from anchang.storage import unit_query

STOPS = ("draft", "pending_review", "deposit_due", "deposit_paid")
FEW = 20  # deals: with so few none is given up
LATE_BY_NOW = range(9, 21)  # days before the last day: who was to sign within seven is late by then
BY_FUND = 5  # of so many units with a mortgage one is lent by the provident fund
KINDS = (PlanKind.MORTGAGE,) * 6 + (PlanKind.LUMP_SUM,) * 2 + (PlanKind.INSTALMENTS,) * 3


class Pipeline:
    """All deals; `plan` puts the day's steps among the day's events."""

    def __init__(self, world: World, last: date, units: int) -> None:
        self.world, self.last, self.units = world, last, units
        self.book = Book()
        self.deals: list[Deal] = []
        self._stops = list(STOPS)
        self._holders: set[str] = set()  # who has a unit on hold at the end of the last day: one each, the limit is two
        self._held: set[int] = set()  # customers who have that unit, and are asked for no other
        self._voids = 4
        self._no_shows = 2
        self.till = Till(world, last)

    def is_yesterday(self, day: date) -> bool:
        """Whether this is the last whole day."""
        return (self.last - day).days == 1

    def _see(self, query: Callable[..., Any], *given: Any) -> Any:
        session = Session(self.world.people["manager"], self.world.project_id)
        return self.world.office.look(session, query, *given)

    def _free_unit(self) -> int | None:
        cells = [cell for cell in self._see(unit_query.grid) if cell.state == "available" and cell.price is not None]
        return self.world.some(cells).unit_id if cells else None

    # -- planning a day

    def plan(self, day: Day) -> None:
        """New deals of the day, and the steps of the old ones that are due."""
        world = self.world
        for deal in self.deals:
            due = [step for step in deal.steps if step[0] <= day.day]
            deal.steps = [step for step in deal.steps if step[0] > day.day]
            for number, (_on, step) in enumerate(due):
                minute = world.dice.uniform(OPENS + 30, CLOSES - 90) + number
                world.at(day.moment(minute), partial(step, deal))
        weekend = day.day.weekday() >= 5
        for _ in range(world.dice.choice((2, 3, 3)) if weekend else world.dice.choice((0, 1, 1, 2))):
            world.at(day.moment(world.dice.uniform(OPENS + 60, CLOSES - 60)), self._begin)
        left = (self.last - day.day).days
        if left == 0:
            self._last_day(day)
        elif left == 1:
            world.at(day.moment(OPENS + 200), self._reserve)

    def _last_day(self, day: Day) -> None:
        for number, stop in enumerate(self._stops):
            self.world.at(day.moment(OPENS + 90 + number * 20), partial(self._begin, stop))
        for deal in [each for each in self.deals if each.steps and each.steps[0][1] == self._appoint][:2]:
            deal.steps = []
            self.world.at(day.moment(OPENS + 240), partial(self._appoint, deal))
        self.world.at(day.moment(OPENS + 250), self._sign_today)
        self.world.at(day.moment(OPENS + 300), self._draw_up)
        self.world.at(day.moment(OPENS + 318), self._hold)
        self.world.at(day.moment(OPENS + 326), self._ask)
        self.world.at(day.moment(OPENS + 328), self._transfer)
        self.world.at(day.moment(OPENS + 322), Paths(self.world).run)

    def _sign_today(self) -> None:
        """One contract is signed on the last day and not sealed yet."""
        appointed = [each for each in self.deals if each.contract and [step for _, step in each.steps] == [self._sign]]
        waiting = [each for each in self.deals if [step for _, step in each.steps] == [self._appoint, self._sign]]
        due = [*appointed[1:], *waiting]  # one stays with its appointment
        if due:
            deal, world = due[0], self.world
            if deal in waiting:
                self._appoint(deal)
            if not deal.contract:
                return
            deal.drawn_up, deal.steps = True, []
            world.do("clerk", DraftContract(deal.contract, late_rate=200))
            self.till.pay(deal, 1)
            world.do("clerk", CirculateContract(deal.contract))
            world.do("clerk", CheckContract(deal.contract))
            self._signed(deal)

    def _transfer(self) -> None:
        """Money came in by transfer, and the accountant has not seen it on the account yet."""
        deal = next((each for each in self.deals if self.till.next_payment in [step for _, step in each.steps]), None)
        if deal is not None:
            self.till.next_payment(deal)

    def _buyer(self) -> Guest | None:
        ready = [
            guest
            for guest in self.book.guests.values()
            if not guest.buying and guest.phone and guest.grade in ("A", "B") and guest.owner in self.world.consultants
            and guest.customer_id not in self._held
        ]  # fmt: skip
        return self.world.some(ready) if ready else None

    def _holder(self) -> Guest | None:
        """A buyer whose unit stays on hold, of a consultant who has none."""
        guest = next((each for _ in range(50) if (each := self._buyer()) and each.owner not in self._holders), None)
        if guest is not None:
            self._holders.add(guest.owner)
        return guest

    # -- holds of the last days

    def _reserve(self) -> None:
        unit_id = self._free_unit()
        if unit_id is not None:
            self.world.do("director", HoldUnit(unit_id, hold_type=HoldType.RESERVE, note=WORDS["reserve_note"]))

    def _ask(self) -> None:
        guest, unit_id = self._holder(), self._free_unit()
        if guest is not None and unit_id is not None:
            self._held.add(guest.customer_id)
            self.world.do(guest.owner, AskUnit(unit_id, guest.customer_id))

    def _hold(self) -> None:
        guest, unit_id = self._holder(), self._free_unit()
        if guest is not None and unit_id is not None:
            self._held.add(guest.customer_id)
            self.world.do(guest.owner, AskUnit(unit_id, guest.customer_id))
            self.world.do("manager", HoldUnit(unit_id, minutes=600))

    # -- a subscription

    def _begin(self, stop: str = "") -> None:
        world = self.world
        guest, unit_id = self._holder() if stop else self._buyer(), self._free_unit()
        if guest is None or unit_id is None:
            return
        guest.buying = True
        deal = Deal(guest, guest.owner, unit_id, world.some(KINDS), slow=world.chance(0.22))
        self.deals.append(deal)
        world.do(guest.owner, AskUnit(unit_id, guest.customer_id))
        world.do("manager", HoldUnit(unit_id, minutes=600 if stop else 120))  # what stops there is to be seen all day
        terms = self._terms(deal)
        made = world.do(guest.owner, DraftSubscription(unit=unit_id, customer=guest.customer_id, **terms))
        deal.sub = made["id"]
        if stop == "draft":
            return
        world.do(guest.owner, SubmitSubscription(deal.sub))
        if stop == "pending_review":
            return
        if self._voids and world.chance(0.05):
            self._voids -= 1
            world.do("manager", VoidSubscription(deal.sub, WORDS["lost_reason"]))
            return
        world.do("manager", ApproveSubscription(deal.sub))
        if stop != "deposit_due":
            self._deposit(deal, stamp=stop != "deposit_paid")

    def _terms(self, deal: Deal) -> dict[str, Any]:
        world, today = self.world, self.world.office.today()
        buyers = [self._person(deal.guest.name, deal.guest.phone)]
        if world.chance(0.35):
            buyers = [
                replace(buyers[0], share=500_000),
                replace(self._person(world.name(), world.phone()), share=500_000),
            ]
        discounts = ("ZT98", "QK97") if deal.plan is PlanKind.LUMP_SUM else ("ZT98",)
        terms: dict[str, Any] = {
            "buyers": tuple(buyers),
            "discounts": discounts if world.chance(0.8) else (),
            "plan": deal.plan,
            "deposit": 5_000_000 if world.chance(0.7) else 10_000_000,
            "handover_due": date(today.year + 2, 6, 30),
        }
        if deal.plan is PlanKind.MORTGAGE:
            terms |= {"down_rate": world.some((300_000, 350_000, 400_000)), "loan_days": 30}
            if deal.unit_id % BY_FUND == 0:
                terms["loan"] = LoanKind.FUND
        elif deal.plan is PlanKind.INSTALMENTS:
            terms["shares"] = (
                PlanShare(rate=300_000, days=0),
                PlanShare(rate=300_000, days=20),
                PlanShare(rate=400_000, days=45),
            )
        return terms

    def _person(self, name: str, phone: str) -> Buyer:
        road = self.world.some(WORDS["roads"])
        return Buyer(
            name=name,
            id_no=self.world.id_no(),
            phone=phone,
            address=f"{WORDS['areas'][0]}{road}{self.world.dice.randint(1, 300)}",
        )

    def _deposit(self, deal: Deal, *, stamp: bool) -> None:
        world = self.world
        self.till.pay(deal, 0)
        if not stamp:
            return
        world.do("manager", DecideSlip(deal.sub))
        world.do("clerk", StampSubscription(deal.sub))
        self._plan_contract(deal)

    # -- a contract

    def _plan_contract(self, deal: Deal) -> None:
        world, today = self.world, self.world.office.today()
        if self._no_shows and len(self.deals) > FEW and (self.last - today).days in LATE_BY_NOW:
            self._no_shows -= 1
            return  # never comes to sign: what the manager opens a forfeiture for
        late = 9 if deal.slow and world.chance(0.4) else 0
        sign = today + timedelta(days=world.dice.randint(3, 7) + late)
        deal.steps = [(sign - timedelta(days=2), self._appoint), (sign, self._sign)]

    def _appoint(self, deal: Deal) -> None:
        at = self.world.clock() + timedelta(days=2)
        made = self.world.do(deal.seller, AppointContract(deal.sub, at, papers=WORDS["papers"]))
        deal.contract = made["id"]

    def _draw_up(self) -> None:
        """Of the last day one contract is drawn up and one goes round; neither goes further."""
        ready = [each for each in self.deals if each.contract and not each.steps and each.drawn_up is False]
        for number, deal in enumerate(ready[-2:]):
            deal.drawn_up = True
            self.world.do("clerk", DraftContract(deal.contract, late_rate=200))
            if number:
                self.world.do("clerk", CirculateContract(deal.contract))

    def _sign(self, deal: Deal) -> None:
        world = self.world
        if deal.drawn_up:
            return  # one of those that go no further
        deal.drawn_up = True
        world.do("clerk", DraftContract(deal.contract, late_rate=200))
        if self._voids and world.chance(0.04):
            self._voids -= 1
            world.do("manager", VoidContract(deal.contract, WORDS["return_reason"]))
            deal.drawn_up = False
            self._plan_contract(deal)
            return
        self.till.pay(deal, 1)
        world.do("clerk", CirculateContract(deal.contract))
        world.do("clerk", CheckContract(deal.contract))
        today = world.office.today()
        deal.steps = [(today + timedelta(days=world.dice.choice((0, 1))), self._signed)]
        if deal.steps[0][0] == today:
            deal.steps = []
            self._signed(deal)

    def _signed(self, deal: Deal) -> None:
        world, today = self.world, self.world.office.today()
        world.do("accountant", CheckMoney(deal.contract))
        world.do(
            "clerk", SignContract(deal.contract, net_sign_no=WORDS["net_sign"].format(number=10_000 + deal.contract))
        )
        slow = 26 if deal.slow else 0
        offsets = (
            (1, self._seal),
            (3, self._send),
            (9 + slow, self._file),
            (13 + slow, self._collect),
            (16 + slow, self._archive),
        )
        deal.steps = [(today + timedelta(days=days), step) for days, step in offsets]
        deal.steps += [(today + timedelta(days=days), self.till.next_payment) for days in self._paydays(deal)]

    def _paydays(self, deal: Deal) -> Iterator[int]:
        behind = self.world.dice.choice((40, 80)) if deal.slow else -1
        if deal.plan is PlanKind.MORTGAGE:
            yield 30 + behind
        elif deal.plan is PlanKind.INSTALMENTS:
            yield 20 + behind
            yield 45 + behind

    def _seal(self, deal: Deal) -> None:
        self.world.do("clerk", SealContract(deal.contract))

    def _send(self, deal: Deal) -> None:
        self.world.do("clerk", SendContract(deal.contract))

    def _file(self, deal: Deal) -> None:
        self.world.do("clerk", FileContract(deal.contract, filing_no=WORDS["filing"].format(number=deal.contract)))

    def _collect(self, deal: Deal) -> None:
        self.world.do("clerk", CollectContract(deal.contract, deal.guest.name))

    def _archive(self, deal: Deal) -> None:
        self.world.do("clerk", ArchiveContract(deal.contract, WORDS["shelf"].format(number=deal.contract)))
