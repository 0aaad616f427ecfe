"""What the stateful test asks for before the contract: every request of 2.7 and 2.8 and its way, tried in the office
and in the model (`deal_model`) alike."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import text

from anchang.storage.plan import current_lines
from anchang.storage.receipt import paid_lines
from tests.services.changes import ACCOUNT, papers_back, pay_out
from tests.services.deal_machine import LABELS, NAMES, FloorMachine, id_no, often, picks
from tests.services.deal_model import IN_FORCE, STAMPED_ANEW, Paper, Request
from tests.services.deals import BUYER, Deal, yuan

ACCOUNTS = tuple({**ACCOUNT, "payer": name} for name in NAMES)
WIVES = ("陈静", "孙莉", "吴芳", "郑爽", "许晴", "唐婉")
PLAIN = ("refund_deposit", "swap_unit", "rename", "add_remove_buyer", "change_plan")


def in_force(self: FloorMachine) -> bool:
    """There is a paper in force."""
    return self.some(lambda paper: paper.state == IN_FORCE)


def is_asked(self: FloorMachine) -> bool:
    """There is an open request."""
    return self.some(lambda paper: paper.request is not None)


class RequestMachine(FloorMachine):
    """The same floor, with everything that may be asked for before the contract."""

    # What is asked for.

    def _opened(self, paper: Paper, allowed: bool, asked: Request, login: str, name: str, **fields: Any) -> None:
        made = self.act(allowed, login, name, subscription=self.deals[id(paper)].sub_no, **fields)
        if made:
            asked.no = made["no"]
            paper.request = asked
            self.last[id(paper)] = asked.no

    def _give_up(self, pick: int, good: bool, late: bool) -> None:
        may = self.world.may_open_late if late else self.world.may_ask
        paper = self.one(pick, good, may)
        if paper is not None:
            asked = Request("forfeit", "", fault="buyer", late=late)
            trigger = "not_signed" if late else "customer_asks"
            self._opened(paper, may(paper), asked, "c01", "forfeit.open", trigger=trigger, reason="不买了")

    def _cancel(self, pick: int, good: bool, fault: str) -> None:
        paper = self.one(pick, good, self.world.may_ask)
        if paper is not None:
            asked = Request("refund_deposit", "", fault=fault)
            given = {"fault": fault, "reason": "退", "accounts": ACCOUNTS}
            self._opened(paper, self.world.may_ask(paper), asked, "c01", "refund.draft", **given)

    def _swap(self, pick: int, good: bool, unit: int) -> None:
        paper = self.one(pick, good, self.world.may_ask)
        if paper is None:
            return
        world = self.world
        units = [each for each in range(len(LABELS)) if not good or world.free_for(each, paper.customer)]
        if not units:
            return
        to = units[unit % len(units)]
        allowed = world.may_ask(paper) and world.free_for(to, paper.customer)
        given = {"unit": LABELS[to], "relation": "集团员工直系亲属", "reason": "换房"}
        self._opened(paper, allowed, Request("swap_unit", "", unit=to), "c01", "swap_unit.ask", **given)

    def _rename(self, pick: int, good: bool, step: int) -> None:
        paper = self.one(pick, good, self.world.may_ask)
        if paper is None:
            return
        to = (paper.customer + step) % 3
        buyer = {**BUYER, "name": NAMES[to], "id_no": id_no(to)}
        fee = 200_000 if step == 2 else 0
        given = {"customer": self.customers[to], "buyers": [buyer], "fee": yuan(fee), "reason": "转给妹妹"}
        asked = Request("rename", "", customer=to, fee=fee)
        self._opened(paper, self.world.may_ask(paper), asked, "c01", "rename.ask", **given)

    def _add_buyer(self, pick: int, good: bool) -> None:
        paper = self.one(pick, good, lambda p: self.world.may_ask(p) and p.buyers < 4)
        if paper is None or paper.buyers > 3:
            return
        wife = {**BUYER, "name": WIVES[paper.buyers], "id_no": id_no(10 + paper.buyers)}
        given = {"add": [{**wife, "relation": "spouse", "proof": "结婚证 J440305"}], "reason": "共同还贷"}
        asked = Request("add_remove_buyer", "")
        self._opened(paper, self.world.may_ask(paper), asked, "c01", "add_remove_buyer.ask", **given)

    def _other_plan(self, pick: int, good: bool) -> None:
        paper = self.one(pick, good, self.world.may_ask)
        if paper is not None:
            asked = Request("change_plan", "", days=70 - paper.down_rate)
            given = {"plan": "mortgage", "down_rate": f"{asked.days}%", "loan_days": 30, "reason": "贷款成数变化"}
            self._opened(paper, self.world.may_ask(paper), asked, "c01", "change_plan.ask", **given)

    def _delay(self, pick: int, good: bool, days: int) -> None:
        paper = self.one(pick, good, lambda p: self.world.may_delay(p, days))
        if paper is None:
            return
        allowed = self.world.may_delay(paper, days)
        due = paper.due or self.world.today
        asked = Request("delay", "", "pending", days=days, old_due=due, new_due=due + timedelta(days=days))
        self._opened(paper, allowed, asked, "c01", "delay.apply", days=days, reason="funds", late_why="客户在外地")

    @precondition(in_force)
    @rule(
        pick=picks, good=often, unit=picks, fault=st.sampled_from(["none", "buyer", "company"]),
        days=st.sampled_from([1, 7, 8, 14, 15, 30]),
        what=st.sampled_from(["late", "late", "asks", "cancel", "swap", "swap", "rename", "buyer", "plan", "delay"]),
    )
    def ask(self, what: str, pick: int, good: bool, unit: int, fault: str, days: int) -> None:
        """Somebody asks for something."""
        match what:
            case "late" | "asks":
                self._give_up(pick, good, what == "late")
            case "cancel":
                self._cancel(pick, good, fault)
            case "swap":
                self._swap(pick, good, unit)
            case "rename":
                self._rename(pick, good, 1 + unit % 2)
            case "buyer":
                self._add_buyer(pick, good)
            case "plan":
                self._other_plan(pick, good)
            case _:
                self._delay(pick, good, days)

    # From handing in to the end.

    @precondition(is_asked)
    @rule(pick=picks, steps=st.integers(1, 4))
    def forward(self, pick: int, steps: int) -> None:
        """A request goes on, so many steps as they come."""
        asked = self.open_request(pick)
        for _ in range(steps):
            self._onward(asked)

    @precondition(is_asked)
    @rule(pick=picks)
    def one_step(self, pick: int) -> None:
        """The next step of a request."""
        self._onward(self.open_request(pick))

    def open_request(self, pick: int) -> Request:
        """One of those that are open."""
        known = [paper.request for paper in self.world.papers if paper.request is not None]
        return known[pick % len(known)]

    def _onward(self, asked: Request) -> None:
        at = next((n for n, paper in enumerate(self.world.papers) if paper.request is asked), None)
        if at is None:
            return
        if asked.state == "draft":
            self._notice(asked) if asked.late else self._hand_in(asked)
        elif asked.state == "noticed":
            self._terminate(asked)
        elif asked.state == "pending":
            self._approve(asked)
        else:
            self._execute(asked)

    @precondition(is_asked)
    @rule(pick=picks, step=st.sampled_from(["hand_in", "notice", "terminate", "approve", "execute", "finance_refuses"]))
    def any_step(self, pick: int, step: str) -> None:
        """Some step of a request, mostly one that is not due."""
        getattr(self, f"_{step}")(self.open_request(pick))

    @precondition(is_asked)
    @rule(pick=picks, way=st.sampled_from(["no", "no", "back", "stay", "finance"]))
    def backward(self, pick: int, way: str) -> None:
        """A request is refused, given back, or the customer stays after all."""
        asked = self.open_request(pick)
        if way == "stay":
            self._stay(asked)
        elif way == "finance":
            self._finance_refuses(asked)
        else:
            self._refuse(asked, way == "back")

    def _paper(self, asked: Request) -> Paper:
        return next(paper for paper in self.world.papers if paper.request is asked)

    def _hand_in(self, asked: Request) -> None:
        paper = self._paper(asked)
        if asked.kind != "delay" and self.act(self.world.may_submit(paper), "c01", "change.submit", request=asked.no):
            self.world.submit(paper)

    def _notice(self, asked: Request) -> None:
        if asked.kind != "forfeit":
            return
        allowed = asked.state == "draft" and asked.late
        if self.act(allowed, "assistant", "forfeit.serve_notice", request=asked.no, way="mail"):
            asked.state, asked.notice_on = "noticed", self.world.today

    def _terminate(self, asked: Request) -> None:
        if asked.kind != "forfeit":
            return
        paper = self._paper(asked)
        allowed = self.world.may_terminate(paper)
        if self.act(allowed, "assistant", "forfeit.terminate", request=asked.no, way="mail"):
            self.world.submit(paper)

    def _approve(self, asked: Request) -> None:
        paper, pending = self._paper(asked), asked.state == "pending"
        if asked.kind == "delay":
            allowed = pending and asked.new_due >= self.world.today
            if self.act(allowed, self.world.decider(paper), "delay.approve", delay=asked.no, comment="同意"):
                self.world.grant(paper)
        elif self.act(pending, asked.level or "manager", "change.approve", request=asked.no, comment="同意"):
            last = asked.level == asked.last
            asked.level, asked.state = ("", "approved") if last else (asked.last, "pending")

    def _refuse(self, asked: Request, back: bool) -> None:
        paper, pending = self._paper(asked), asked.state == "pending"
        if asked.kind == "delay":
            if self.act(pending, self.world.decider(paper), "delay.reject", delay=asked.no, comment="不同意"):
                self.world.end(paper)
        elif back and asked.kind in PLAIN:
            if self.act(pending, asked.level or "director", "change.send_back", request=asked.no, comment="补签字"):
                asked.state, asked.level, asked.last = "draft", "", ""
        elif self.act(pending, asked.level or "director", "change.reject", request=asked.no, comment="不同意"):
            self.world.end(paper)

    def _stay(self, asked: Request) -> None:
        """The customer stays with the original: possible until it is carried out."""
        if asked.kind == "delay":
            self.act(True, "c01", "delay.withdraw", delay=asked.no, reason="不需要了")
        elif asked.kind == "forfeit":
            self.act(True, "manager", "forfeit.remedy", request=asked.no, comment="补救：客户来签")
        else:
            self.act(True, "c01", "change.withdraw", request=asked.no, comment="留下了")
        self.world.end(self._paper(asked))

    def _finance_refuses(self, asked: Request) -> None:
        if asked.kind not in (*STAMPED_ANEW, "change_plan"):
            return
        allowed = asked.state == "approved"
        if self.act(allowed, "accountant", "change_money.refuse", request=asked.no, comment="款项不清"):
            self.world.end(self._paper(asked))

    def _execute(self, asked: Request) -> None:
        paper, allowed = self._paper(asked), asked.state == "approved"
        if asked.kind == "delay":
            if self.act(allowed, "assistant", "delay.execute", delay=asked.no):
                self.world.moved(paper)
            return
        if allowed and asked.kind in (*STAMPED_ANEW, "refund_deposit"):
            papers_back(self.desk, asked.no)
        if allowed and asked.kind in STAMPED_ANEW:
            self.act(True, "accountant", "change_money.check", request=asked.no)
        if allowed and asked.fee:
            if paper.other == 0:
                self.act(False, "clerk", "change.execute", request=asked.no)  # the fee is asked for first
            self._pay(paper, asked.fee, "handling_fee")
        login = {"forfeit": "manager", "refund_deposit": "accountant", "change_plan": "accountant"}
        done = self.act(allowed, login.get(asked.kind, "clerk"), "change.execute", request=asked.no)
        if done:
            self._carried_out(paper, asked, done)

    def _carried_out(self, paper: Paper, asked: Request, done: dict[str, Any]) -> None:
        new = self.world.carry_out(paper)
        if asked.kind in ("forfeit", "refund_deposit"):
            money = (done["kept_fen"], done["refund_fen"], done["compensation_fen"])
            assert money == (paper.kept, paper.back, paper.extra)
        if new is not None:
            number = str(done["new_sub_no"])
            wanted = text("SELECT id FROM subscription WHERE sub_no = :no")
            row = self.bench.open_connection.execute(wanted, {"no": number}).one()
            self.deals[id(new)] = Deal(self.desk, row.id, number, LABELS[new.unit], new.total, new.deposit_asked)

    @precondition(lambda self: self.some(lambda p: p.owed > 0))
    @rule(pick=picks)
    def cashier(self, pick: int) -> None:
        paper = self.one(pick, True, lambda p: p.owed > 0)
        if paper is not None:
            assert pay_out(self.deals[id(paper)]) == paper.owed
            paper.gone += paper.owed
            self.world.left += paper.owed
            paper.owed = 0

    @precondition(lambda self: self.some(lambda p: p.state == "forfeited"))
    @rule(pick=picks, good=often)
    def ask_back(self, pick: int, good: bool) -> None:
        may = self.world.may_come_back
        paper = self.one(pick, True, lambda p: p.state == "forfeited" and (not good or (may(p) and not p.asks_back)))
        if paper is not None:
            no = self.last[id(paper)]
            allowed = may(paper) and not paper.asks_back
            if self.act(allowed, "c01", "forfeit.ask_back", request=no, comment="又要了"):
                paper.asks_back = True

    @precondition(lambda self: self.some(lambda p: p.asks_back))
    @rule(pick=picks, yes=st.booleans())
    def answer_back(self, pick: int, yes: bool) -> None:
        """The director's word, if it still can be given."""
        paper = self.one(pick, True, lambda p: p.asks_back)
        if paper is None:
            return
        no, due = self.last[id(paper)], self.world.today + timedelta(days=7)
        if not yes:
            self.act(True, "director", "forfeit.refuse_back", request=no, comment="不同意")
            paper.asks_back = False
        elif self.act(
            self.world.may_come_back(paper), "director", "forfeit.reactivate", request=no, sign_due=due.isoformat()
        ):
            self.world.come_back(paper, due)

    @precondition(in_force)
    @rule(pick=picks, now=st.sampled_from([False] * 9 + [True]))
    def sign(self, pick: int, now: bool) -> None:
        """A contract from its appointment to its signature; an open delay does not stand in its way."""
        free = lambda p: p.state == IN_FORCE and (p.request is None or p.request.kind == "delay")  # noqa: E731
        paper = self.one(pick, True, free)
        if paper is None or not now:
            return
        deal, desk = self.deals[id(paper)], self.desk
        at = (desk.clock.now + timedelta(hours=1)).isoformat()
        contract = self.act(True, "c01", "contract.appoint", subscription=deal.sub_no, at=at, papers="身份证")["no"]
        self.act(True, "clerk", "contract.draft", contract=contract)
        connection = self.bench.open_connection
        line = current_lines(connection, deal.id)[1]
        paid = desk.office.look(desk.session("manager"), paid_lines, deal.id).get(line.id, 0)
        if line.line.amount > paid:
            self._pay(paper, line.line.amount - paid, "down_payment")
        self.act(True, "clerk", "contract.submit_review", contract=contract)
        self.act(True, "clerk", "contract.contract_check", contract=contract)
        self.act(True, "accountant", "contract.finance_check", contract=contract)
        self.act(True, "clerk", "contract.sign", contract=contract)
        paper.state, paper.request = "converted", None
