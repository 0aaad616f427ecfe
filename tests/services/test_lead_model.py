"""The lead against a small pure model: whatever people do in whatever order, office and model agree (2.2, 2.19).

The model knows three things of a customer (state, owner, the day from which the protection counts) and says by hand
what each act makes of them; it uses none of the program's rules.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

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

from anchang.domain.errors import AnchangError
from anchang.storage import journal, task_query
from anchang.storage.base import table_of
from anchang.storage.customer import Customer, CustomerOwner
from tests.office import Desk, desk_at
from tests.services.sweeps import sweep

TEAM = ("c01", "c02", "c03")
START = date(2026, 11, 23)
PROTECTED, IN_POOL = 30, 180  # days, the defaults of the text
OPEN = {"new", "contacted", "appointed", "visited", "revisited", "no_show", "reactivated"}


@dataclass(frozen=True)
class Lead:
    """What the model knows. `since` is when the protection began anew, `pooled` when the customer fell back."""

    state: str
    owner: str | None
    since: date
    visits: int = 0
    appointed: date | None = None
    pooled: date | None = None

    def reached(self, on: date) -> Lead:
        """Somebody spoke to the customer."""
        back = {"new", "no_show", "reactivated"}
        return replace(self, state="contacted" if self.state in back else self.state, since=on)

    def asleep(self, on: date) -> Lead:
        """What the program makes of the customer overnight."""
        found = self
        if found.appointed is not None and found.appointed < on:
            missed = found.state == "appointed"
            found = replace(found, appointed=None, state="no_show" if missed else found.state)
        if found.state in OPEN and (on - found.since).days > PROTECTED:
            found = replace(found, state="public_pool", owner=None, appointed=None, pooled=on)
        elif found.state == "public_pool" and (on - max(found.since, found.pooled or on)).days > IN_POOL:
            found = replace(found, state="lost", pooled=None)
        return found


class LeadMachine(RuleBasedStateMachine):
    """One office whose rows are put back after each run."""

    desk: Desk

    def __init__(self) -> None:
        super().__init__()
        self.leads: dict[int, Lead] = {}
        self.hands: dict[int, int] = {}  # how often each customer changed hands
        self.desk.clock.at(START)
        self._stack = ExitStack()
        connection = self._stack.enter_context(self.desk.office.store.write())
        self.desk.office._batch = connection
        self._point = connection.begin_nested()

    def teardown(self) -> None:
        self._point.rollback()
        self.desk.office._batch = None
        self._stack.close()

    @property
    def today(self) -> date:
        return self.desk.clock.now.date()

    def one(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(sorted(self.leads)), label="customer")

    def tries(self, may: bool, login: str, act: str, /, **fields: Any) -> bool:
        """Do it; the office has to say yes exactly where the model does."""
        self.desk.clock.move(minutes=1)
        try:
            self.desk.do(login, act, **fields)
        except AnchangError as error:
            assert not may, f"{act} by {login}: {error}"
            return False
        assert may, f"{act} by {login} was taken"
        return True

    def next_day(self, days: int = 1) -> str:
        return (self.today + timedelta(days=days)).isoformat()

    # -- what people do

    @initialize()
    def somebody_is_there(self) -> None:
        self.registered("c01")

    @rule(login=st.sampled_from(TEAM))
    def registered(self, login: str) -> None:
        if len(self.leads) < 5:
            phone = f"1380013{len(self.leads):04d}"
            made = self.desk.do(login, "customer.register", name=f"客{len(self.leads)}", phone=phone, notice="yes")
            self.leads[made["id"]] = Lead("new", login, self.today)
            self.hands[made["id"]] = 1

    @rule(data=st.data(), login=st.sampled_from((*TEAM, "assistant")), reached=st.booleans())
    def followed_up(self, data: st.DataObject, login: str, reached: bool) -> None:
        customer = self.one(data)
        lead = self.leads[customer]
        effective = "yes" if reached else "no"
        given = {"way": "phone", "effective": effective, "content": "聊", "next_contact_on": self.next_day()}
        may = login in (lead.owner, "assistant")
        if self.tries(may, login, "follow_up.log", customer=customer, **given) and reached:
            self.leads[customer] = lead.reached(self.today)

    @rule(data=st.data(), login=st.sampled_from(TEAM), again=st.booleans())
    def called(self, data: st.DataObject, login: str, again: bool) -> None:
        customer = self.one(data)
        lead = self.leads[customer]
        may = again or lead.owner in (None, login)
        said = {"is_repeat": "yes" if again else "no", "channel": "outdoor", "notice": "yes"}
        if self.tries(may, login, "call.log", name="客", phone=self.phone(customer), **said):
            self.leads[customer] = self._met(customer, lead, login).reached(self.today)

    @rule(data=st.data(), login=st.sampled_from(TEAM), again=st.booleans())
    def visited(self, data: st.DataObject, login: str, again: bool) -> None:
        customer = self.one(data)
        lead = self.leads[customer]
        may = again or lead.owner in (None, login)
        kind = "returning" if again else "first"
        if self.tries(may, login, "visit.log", kind=kind, name="客", phone=self.phone(customer), notice="yes"):
            lead = self._met(customer, lead, login)
            came = lead.appointed if lead.appointed != self.today else None
            state = "revisited" if lead.visits else "visited"
            self.leads[customer] = replace(
                lead, state=state, since=self.today, visits=lead.visits + 1, appointed=came
            )  # fmt: skip

    def _met(self, customer: int, lead: Lead, login: str) -> Lead:
        """Whoever receives somebody that nobody has, has the customer; who slept wakes."""
        if lead.owner is None:
            lead = replace(lead, owner=login)
            self.hands[customer] += 1
        return replace(lead, state="reactivated", pooled=None) if lead.state in ("public_pool", "lost") else lead

    @rule(data=st.data(), login=st.sampled_from(TEAM), days=st.integers(1, 40))
    def appointed(self, data: st.DataObject, login: str, days: int) -> None:
        customer = self.one(data)
        lead = self.leads[customer]
        may = login == lead.owner and lead.state in OPEN and lead.appointed is None
        at = (self.desk.clock.now + timedelta(days=days)).isoformat()
        if self.tries(may, login, "appointment.make", customer=customer, at=at):
            early = lead.state in {"new", "contacted", "no_show", "reactivated"}
            state = "appointed" if early else lead.state
            on = self.today + timedelta(days=days)
            self.leads[customer] = replace(lead, state=state, since=self.today, appointed=on)

    @rule(data=st.data(), login=st.sampled_from((*TEAM, "manager")), why=st.sampled_from(("price", "other", "overdue")))
    def lost(self, data: st.DataObject, login: str, why: str) -> None:
        customer = self.one(data)
        lead = self.leads[customer]
        may = login in (lead.owner, "manager") and lead.state in OPEN | {"public_pool"} and why != "overdue"
        if self.tries(may, login, "lead.lose", customer=customer, why=why):
            self.leads[customer] = replace(lead, state="lost", appointed=None, pooled=None)

    @rule(data=st.data(), login=st.sampled_from(("c01", "manager")), to=st.sampled_from(TEAM))
    def taken_up(self, data: st.DataObject, login: str, to: str) -> None:
        customer = self.one(data)
        lead = self.leads[customer]
        may = login == "manager" and lead.state in ("public_pool", "lost")
        if self.tries(may, login, "lead.reactivate", customer=customer, to=to, reason="再跟"):
            self.leads[customer] = replace(lead, state="reactivated", owner=to, since=self.today, pooled=None)
            self.hands[customer] += 1

    @rule(data=st.data(), login=st.sampled_from(("c02", "manager")), to=st.sampled_from(TEAM))
    def handed_over(self, data: st.DataObject, login: str, to: str) -> None:
        customer = self.one(data)
        lead = self.leads[customer]
        may = login == "manager" and lead.owner != to
        if self.tries(may, login, "customer.reassign", customers=[customer], to=to, reason="调整"):
            state = "reactivated" if lead.state == "public_pool" else lead.state
            self.leads[customer] = replace(lead, state=state, owner=to, since=self.today, pooled=None)
            self.hands[customer] += 1

    @rule(of=st.sampled_from(TEAM))
    def shared_out(self, of: str) -> None:
        mine = [customer for customer, lead in self.leads.items() if lead.owner == of]
        if self.tries(bool(mine), "manager", "customer.reassign_all", of=of, reason="离职"):
            gets = {login: 0 for login in TEAM if login != of}
            logins = {number: login for login, number in self.desk.people.items()}
            for customer in mine:
                to = logins[self.row(customer)["owner_id"]]
                gets[to] += 1  # KeyError: one of those who give away, or nobody who sells
                self.leads[customer] = replace(self.leads[customer], owner=to, since=self.today)
                self.hands[customer] += 1
            assert max(gets.values()) - min(gets.values()) <= 1

    @rule(data=st.data(), login=st.sampled_from(TEAM))
    def asked_and_granted(self, data: st.DataObject, login: str) -> None:
        customer = self.one(data)
        lead = self.leads[customer]
        if self.tries(lead.state == "public_pool", login, "pool.ask", customer=customer, why="想跟"):
            self.desk.do("manager", "pool.grant", customer=customer, to=login)
            self.leads[customer] = replace(lead, state="reactivated", owner=login, since=self.today, pooled=None)
            self.hands[customer] += 1

    @precondition(lambda self: self.leads)
    @rule(days=st.sampled_from((1, 6, 15, 31, 190)))
    def time_passes(self, days: int) -> None:
        """A night in which every terminal is closed, and the first one that opens."""
        self.desk.clock.at(self.today + timedelta(days=days))
        owned = {customer: lead.owner for customer, lead in self.leads.items()}
        sweep(self.desk)
        written = self._read(journal.head)
        sweep(self.desk)
        assert self._read(journal.head) == written  # the second terminal finds nothing to do
        for customer, lead in self.leads.items():
            self.leads[customer] = found = lead.asleep(self.today)
            self.hands[customer] += found.owner != owned[customer]

    # -- what always holds

    def row(self, customer: int) -> dict[str, Any]:
        table = table_of(Customer)
        return dict(self._read(lambda c: c.execute(table.select().where(table.c.id == customer)).mappings().one()))

    def _read(self, query: Callable[[Any], Any]) -> Any:
        return query(self.desk.office._batch)

    def phone(self, customer: int) -> str:
        return str(self.row(customer)["phone"])

    @invariant()
    def office_and_model_agree(self) -> None:
        ids: dict[str | None, int | None] = {None: None}
        ids.update(self.desk.people)
        for customer, lead in self.leads.items():
            found = self.row(customer)
            assert (found["state"], found["owner_id"], found["visits"]) == (lead.state, ids[lead.owner], lead.visits)

    @invariant()
    def nobody_is_forgotten(self) -> None:
        """An open lead has exactly one week running; one that sleeps has nothing to be done and nobody to expect."""
        for customer, lead in self.leads.items():
            kinds = [
                each["kind"]
                for each in self.desk.office.look(self.desk.session("manager"), task_query.open_of, customer)
            ]
            assert len(kinds) == len(set(kinds))
            assert kinds.count("weekly") == (1 if lead.state in OPEN else 0)
            assert lead.state in OPEN or kinds == []
            assert lead.state in OPEN or lead.appointed is None

    @invariant()
    def history_is_whole(self) -> None:
        """Each change of hands begins where the one before ended, has its reason, and there is none besides."""
        table = table_of(CustomerOwner)
        for customer in self.leads:
            mine = table.select().where(table.c.customer_id == customer).order_by(table.c.id)
            chain = self.desk.office._batch.execute(mine).mappings().all()
            assert len(chain) == self.hands[customer]
            assert [each["from_id"] for each in chain] == [None, *(each["to_id"] for each in chain[:-1])]
            assert chain[-1]["to_id"] == self.row(customer)["owner_id"]
            assert all(each["reason"] for each in chain)


def test_the_lead_is_the_model(tmp_path: Path) -> None:
    with desk_at(Path(tempfile.mkdtemp(dir=tmp_path)) / "office") as desk:
        LeadMachine.desk = desk
        run_state_machine_as_test(
            LeadMachine,
            settings=settings(
                max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )
