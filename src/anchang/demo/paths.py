"""The demo's last day beside the straight way: deals that wait longer, cost less, are given up or late (2.6 to 2.8).

Each paper is left where somebody has to decide: that is what a stranger opens the demo for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from anchang.demo.world import WORDS, World
from anchang.domain.change import ChangeReason, Fault, ServiceWay
from anchang.domain.discount_request import SpecialKind
from anchang.domain.errors import Refusal
from anchang.domain.unit import UnitState
from anchang.domain.unit_flag import UnitFlag
from anchang.services.change import Account, SubmitChange
from anchang.services.delay import ApplyForDelay, ApproveDelay, ExecuteDelay, RejectDelay
from anchang.services.discount_request import ApproveDiscount, AskForDiscount
from anchang.services.forfeit import OpenForfeit, ServeNotice
from anchang.services.launch import LayDownOrder, PrepareLaunch
from anchang.services.launch_ticket import RegisterForLaunch
from anchang.services.listing import Ask
from anchang.services.office import Session
from anchang.services.refund import DraftRefund
from anchang.services.sincerity import TakeSincerity
from anchang.services.term import ApproveTerm, ProposeTerm
from anchang.services.unit_flag import FlagUnit
from anchang.services.unit_wait import WaitForUnit
from anchang.storage import contract as contracts
from anchang.storage import subscription_query as papers
from anchang.storage import term as library
from anchang.storage import unit_query

SAID: dict[str, str] = WORDS["paths"]
DELAYS = 3
SINCERITY = 2_000_000  # fen


class Paths:
    """The last day's papers, one kind after the other; what the history does not offer is left out."""

    def __init__(self, world: World) -> None:
        self.world = world

    def run(self) -> None:
        """All of them, on the papers that are in force and on units that are free."""
        running = self._running()
        late = [row for row in running if row["days_late"]]
        self._forfeits(iter(late))
        straight = iter(row for row in running if not row["days_late"])
        self._delays(straight)
        self._refund(straight)
        self._units()
        self._terms()

    def _see(self, query: Any, *given: Any) -> Any:
        session = Session(self.world.people["manager"], self.world.project_id)
        return self.world.office.look(session, query, *given)

    def _running(self) -> list[dict[str, Any]]:
        page = self._see(papers.page, Ask({}), {"state": "active"})
        return [row for row in page[0] if self._see(contracts.live_of, row["id"]) is None]

    def _delays(self, rows: Iterator[dict[str, Any]]) -> None:
        """One waits for the manager, one is granted and in force, one is refused."""
        for number, row in zip(range(DELAYS), rows, strict=False):
            seller = self.world.login_of(row["consultant_id"])
            wish = ApplyForDelay(subscription=row["id"], days=5, reason="funds", verified=SAID["verified"])
            asked = self.world.do(seller, wish)
            if number == 1:
                self.world.do("manager", ApproveDelay(asked["id"]))
                self.world.do("assistant", ExecuteDelay(asked["id"]))
            elif number == 2:
                self.world.do("manager", RejectDelay(asked["id"], comment=SAID["no_delay"]))

    def _refund(self, rows: Iterator[dict[str, Any]]) -> None:
        """One cancellation waits for the decision, one is being written."""
        for number, row in zip(range(2), rows, strict=False):
            seller = self.world.login_of(row["consultant_id"])
            account = Account(row["buyer"], SAID["account"], SAID["bank"])
            wish = DraftRefund(
                row["id"], Fault.NONE, ChangeReason.LOAN, SAID["no_loan"], applicant=row["buyer"], accounts=(account,)
            )
            asked = self.world.do(seller, wish)
            if number == 0:
                self.world.do(seller, SubmitChange(asked["id"]))

    def _forfeits(self, rows: Iterator[dict[str, Any]]) -> None:
        """Of those who did not come to sign one has the notice, one is being looked at."""
        for number, row in zip(range(2), rows, strict=False):
            opened = self.world.do("manager", OpenForfeit(row["id"], reason=SAID["not_signed"]))
            if number == 0:
                self.world.do("assistant", ServeNotice(opened["id"], ServiceWay.MAIL))

    def _units(self) -> None:
        """A discount asked for and one granted, a waiting list, a mortgaged unit, a launch that is being prepared."""
        cells = self._see(unit_query.grid)
        free = [cell for cell in cells if cell.state == UnitState.AVAILABLE.value and cell.price]
        people = [row for row in self._running() if row["customer_id"]]
        for number, (cell, row) in enumerate(zip(free[:2], people[:2], strict=False)):
            seller = self.world.login_of(row["consultant_id"])
            asked = self.world.do(
                seller,
                AskForDiscount(
                    unit=cell.unit_id, customer=row["customer_id"], kind=SpecialKind.GROUP, reason=SAID["group"],
                    amount=500_000, granted_by=self.world.people["manager"], proof=SAID["proof"],
                ),
            )
            if number:
                self.world.do("manager", ApproveDiscount(asked["id"], proof=SAID["proof"]))
        held = [cell for cell in cells if cell.state == UnitState.HELD.value]
        for cell, row in zip(held[:1], people[2:3], strict=False):
            with suppress(Refusal):  # it may be held for this very customer
                self.world.do(self.world.login_of(row["consultant_id"]), WaitForUnit(cell.unit_id, row["customer_id"]))
        if free[2:]:
            self.world.do("manager", FlagUnit(free[2].unit_id, UnitFlag.MORTGAGED, SAID["mortgaged"]))
        self._launch([cell.unit_id for cell in cells if cell.state == UnitState.UNRELEASED.value][:8], people)

    def _launch(self, units: list[int], people: list[dict[str, Any]]) -> None:
        if not units or not people:
            return
        today = self.world.clock.now.date()
        launch = self.world.do("manager", PrepareLaunch(SAID["launch"], today, units=tuple(units)))
        for row in list({row["customer_id"]: row for row in people}.values())[:6]:
            seller = self.world.login_of(row["consultant_id"])
            self.world.do("cashier", TakeSincerity(row["customer_id"], SINCERITY, launch=launch["id"], escrow=True))
            self.world.do(seller, RegisterForLaunch(launch["id"], row["customer_id"]))
        self.world.do("manager", LayDownOrder(launch["id"], seed=SAID["seed"]))

    def _terms(self) -> None:
        """Two special terms of the library, one of them approved."""
        for code in ("T01", "T02"):
            self.world.do("manager", ProposeTerm(code, SAID[f"{code}_title"], SAID[f"{code}_text"]))
        self.world.do("director", ApproveTerm(self._see(library.id_by_code, "T01")))
