"""A pure model of units, subscriptions, requests and money before the contract, typed from domain 2.3, 2.7, 2.8, 2.16.

It uses nothing of the program: every method says by hand whether the act is allowed now (`may_…`) and what it makes of
the four things. Money in fen, days as dates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

SIGN_DAYS, GRACE, MOST_DELAY, MANAGER_REFUND = 7, 7, 30, 10_000_000
IN_FORCE, LOCKED, FREE = "active", "return_locked", "available"
BEFORE_MONEY = ("draft", "pending_review", "deposit_due")
STAMPED_ANEW = ("swap_unit", "rename", "add_remove_buyer")


@dataclass
class Request:
    """What somebody asks for about a paper; `level` is whose yes is next, `last` whose is the last one.
    The other `unit` of a swap is `kept` from the day on which the request is handed in."""

    kind: str
    no: str
    state: str = "draft"
    fault: str = ""
    late: bool = False
    level: str = ""
    last: str = ""
    unit: int = -1
    kept: bool = False
    customer: int = -1
    fee: int = 0
    days: int = 0
    old_due: date = date.min
    new_due: date = date.min
    execute_by: date = date.min
    notice_on: date = date.min


@dataclass
class Paper:
    """A subscription. `other` is money that is no deposit; `owed` waits for the cashier, `gone` left the house."""

    unit: int
    customer: int
    total: int
    deposit_asked: int
    state: str = "draft"
    due: date | None = None
    delays: int = 0
    delayed: bool = False
    buyers: int = 1
    down_rate: int = 30
    deposit: int = 0
    other: int = 0
    kept: int = 0
    back: int = 0
    extra: int = 0
    owed: int = 0
    gone: int = 0
    request: Request | None = None
    asks_back: bool = False

    @property
    def held(self) -> int:
        """Money of it that is still here."""
        return self.deposit + self.other - self.kept - self.back

    @property
    def cap(self) -> int:
        """20 % of the price, rounded half up: more is never kept as a deposit (art. 586)."""
        return (self.total * 2 + 5) // 10

    def settled(self, fault: str) -> tuple[int, int, int]:
        """(kept, given back, paid on top) if it ended now by that fault (art. 586, 587)."""
        kept = min(self.deposit, self.cap) if fault == "buyer" else 0
        extra = min(self.deposit, self.cap) if fault == "company" else 0
        return kept, self.deposit + self.other - kept, extra


@dataclass
class Hold:
    """Who has a unit before any paper; `swap` keeps it for a request and never runs out."""

    customer: int
    swap: bool = False


@dataclass
class World:
    """Everything there is. `prices` are the list totals of the units, `came` all cash that ever came in, `fees`
    what of it requests cost that were carried out."""

    prices: tuple[int, ...]
    today: date
    papers: list[Paper] = field(default_factory=list)
    holds: dict[int, Hold] = field(default_factory=dict)
    locked: set[int] = field(default_factory=set)
    unreleased: set[int] = field(default_factory=set)
    came: int = 0
    left: int = 0
    fees: int = 0

    def paper_on(self, unit: int) -> Paper | None:
        """The paper that has the unit now; there is never more than one."""
        living = (*BEFORE_MONEY, "deposit_paid", IN_FORCE, "converted")
        found = [each for each in self.papers if each.unit == unit and each.state in living]
        assert len(found) <= 1
        return found[0] if found else None

    def state(self, unit: int) -> str:
        """The state of 2.16 that follows from who has the unit."""
        paper = self.paper_on(unit)
        if paper is not None:
            return {IN_FORCE: "subscribed", "converted": "signed"}.get(paper.state, "held")
        if unit in self.holds:
            return "held"
        return LOCKED if unit in self.locked else "unreleased" if unit in self.unreleased else FREE

    def sleep(self, days: int) -> None:
        """Nights pass: short holds run out and papers without money with them; delays lapse (2.16, 2.7)."""
        self.today += timedelta(days=days)
        self.holds = {unit: hold for unit, hold in self.holds.items() if hold.swap}
        for paper in self.papers:
            if paper.state in BEFORE_MONEY:
                paper.state = "void"
            asked = paper.request
            if asked is not None and asked.kind == "delay" and asked.state == "approved":
                paper.request = None if self.today > asked.execute_by else asked
            if paper.delayed and paper.state == IN_FORCE and paper.due is not None and self.today > paper.due:
                paper.delayed = False  # executed -> expired: a case is opened, where nothing else is asked for
                paper.request = paper.request or Request("forfeit", "", fault="buyer", late=True)

    # Units.

    def may_hold(self, unit: int) -> bool:
        """2.16: available -> held."""
        return self.state(unit) == FREE

    def may_let_go(self, unit: int) -> bool:
        """2.16, 2.3: a hold, also that of a paper before its money; what is kept for a swap only its request frees."""
        paper, hold = self.paper_on(unit), self.holds.get(unit)
        if paper is not None:
            return paper.state in BEFORE_MONEY
        return hold is not None and not hold.swap

    def let_go(self, unit: int) -> None:
        """Free again; a paper that had it is void."""
        self.holds.pop(unit, None)
        paper = self.paper_on(unit)
        if paper is not None:
            paper.state = "void"

    def may_write(self, unit: int, customer: int) -> bool:
        """2.16: held by this customer, or booked directly."""
        hold = self.holds.get(unit)
        mine = hold is not None and not hold.swap and hold.customer == customer
        return self.paper_on(unit) is None and (mine or self.state(unit) == FREE)

    def write(self, unit: int, customer: int, deposit: int) -> Paper:
        """A draft at the list total; the hold is the paper's from now on."""
        self.holds.pop(unit, None)
        due = self.today + timedelta(days=SIGN_DAYS)
        self.papers.append(Paper(unit, customer, self.prices[unit], deposit, due=due))
        return self.papers[-1]

    # Requests in general.

    def may_ask(self, paper: Paper) -> bool:
        """2.7, 2.8: in force, and one request at a time."""
        return paper.state == IN_FORCE and paper.request is None

    def end(self, paper: Paper) -> None:
        """The request is over without being carried out."""
        asked, paper.request = paper.request, None
        if asked is not None and asked.kept:
            del self.holds[asked.unit]

    def may_submit(self, paper: Paper) -> bool:
        """2.8: a draft; who is late with the signing gets a notice first. The other unit must still be free, or held
        for this very customer."""
        asked = paper.request
        if asked is None or asked.state != "draft" or asked.late:
            return False
        return asked.kind != "swap_unit" or asked.kept or self.free_for(asked.unit, paper.customer)

    def free_for(self, unit: int, customer: int) -> bool:
        """Whether the unit can be kept for a swap of this customer."""
        hold = self.holds.get(unit)
        own = hold is not None and not hold.swap and hold.customer == customer and self.paper_on(unit) is None
        return own or self.state(unit) == FREE

    def submit(self, paper: Paper) -> None:
        """It waits for a decision; the other unit of a swap is kept."""
        asked = paper.request
        assert asked is not None
        asked.state, asked.level, asked.last = "pending", *self.levels(paper, asked)
        if asked.kind == "swap_unit":
            self.holds[asked.unit], asked.kept = Hold(paper.customer, swap=True), True

    def levels(self, paper: Paper, asked: Request) -> tuple[str, str]:
        """(who is asked first, whose yes is the last): 2.8, column «approval»."""
        if asked.kind == "forfeit":
            return "manager", "director"
        if asked.kind == "rename":
            return "director", "director"
        above = asked.kind == "swap_unit" and self.prices[asked.unit] < paper.total
        if asked.kind == "refund_deposit":
            _, back, extra = paper.settled(asked.fault)
            above = back + extra > MANAGER_REFUND
        return "manager", "director" if above else "manager"

    def carry_out(self, paper: Paper) -> Paper | None:
        """What an approved request makes of paper, unit and money; the new paper of a swap."""
        asked, paper.request = paper.request, None
        assert asked is not None
        if asked.kind in ("forfeit", "refund_deposit"):
            paper.kept, paper.back, paper.extra = paper.settled(asked.fault)
            paper.owed = paper.back + paper.extra
            paper.state = "forfeited" if asked.kind == "forfeit" else "cancelled_refund"
            self.locked.add(paper.unit)
        elif asked.kind == "rename":
            paper.customer, paper.buyers = asked.customer, 1
            paper.other -= asked.fee  # the house's from now on
            self.fees += asked.fee
        elif asked.kind == "add_remove_buyer":
            paper.buyers += 1
        elif asked.kind == "change_plan":
            paper.down_rate = asked.days
        else:
            return self._swapped(paper, asked.unit)
        return None

    def _swapped(self, old: Paper, unit: int) -> Paper:
        """2.8: the price of the day, the money moved, the old unit locked, seven days to sign from today."""
        del self.holds[unit]
        new = Paper(
            unit, old.customer, self.prices[unit], old.deposit_asked, IN_FORCE, self.today + timedelta(days=SIGN_DAYS),
            buyers=old.buyers, down_rate=old.down_rate, deposit=old.deposit, other=old.other,
        )  # fmt: skip
        old.state, old.deposit, old.other = "replaced", 0, 0
        self.locked.add(old.unit)
        self.papers.append(new)
        return new

    # Forfeiture: notices, and the way back.

    def may_open_late(self, paper: Paper) -> bool:
        """2.8 (a), (b): the day for signing is over."""
        return self.may_ask(paper) and paper.due is not None and self.today > paper.due

    def may_terminate(self, paper: Paper) -> bool:
        """2.8: the grace of seven days after the notice is over."""
        asked = paper.request
        return asked is not None and asked.state == "noticed" and self.today > asked.notice_on + timedelta(days=GRACE)

    def may_come_back(self, paper: Paper) -> bool:
        """Q-08: forfeited, the unit still locked for it, nothing paid out."""
        newest = [each for each in self.papers if each.unit == paper.unit][-1]
        return paper.state == "forfeited" and paper.unit in self.locked and paper is newest and not paper.gone

    def come_back(self, paper: Paper, due: date) -> None:
        """The deal and its money as they were."""
        paper.kept = paper.back = paper.extra = paper.owed = 0
        paper.state, paper.due, paper.asks_back, paper.delayed = IN_FORCE, due, False, False
        self.locked.discard(paper.unit)

    # Delay (2.7).

    def may_delay(self, paper: Paper, days: int) -> bool:
        """At most thirty days in all; the new day is not over."""
        if not self.may_ask(paper) or paper.due is None:
            return False
        return paper.delays + days <= MOST_DELAY and paper.due + timedelta(days=days) >= self.today

    def decider(self, paper: Paper) -> str:
        """1-7 days the manager, 8-14 the director, more the executive; late the director at least."""
        assert paper.request is not None
        whole = paper.delays + paper.request.days
        level = "manager" if whole <= 7 else "director" if whole <= 14 else "executive"
        return "director" if level == "manager" and self.today > paper.request.old_due else level

    def grant(self, paper: Paper) -> None:
        """Approved: to be executed by the old day, or by the new one when that was over already."""
        asked = paper.request
        assert asked is not None
        asked.state = "approved"
        asked.execute_by = asked.old_due if self.today <= asked.old_due else asked.new_due

    def moved(self, paper: Paper) -> None:
        """Executed."""
        asked, paper.request = paper.request, None
        assert asked is not None
        paper.due, paper.delayed = asked.new_due, True
        paper.delays += asked.days
