"""Whatever people do in whatever order: one claim a unit, every fen in its place, and a clean doctor at the end."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from anchang.domain.errors import AnchangError
from anchang.services.doctor import examine
from anchang.storage import receivable
from anchang.storage import receivable_period as period
from anchang.storage.reading import Read
from tests.office import Desk, desk_at
from tests.services.deals import BUYER, ESCROW, yuan
from tests.services.stock import PERMIT, block, import_rows, on_sale

UNITS = ("1-1-101", "1-1-102")
PLANS: tuple[dict[str, Any], ...] = (
    {"plan": "mortgage", "down_rate": "30%", "loan_days": 30},
    {"plan": "lump_sum", "plan_days": 7},
    {"plan": "lump_sum", "plan_days": 0},
    {
        "plan": "instalments",
        "shares": ({"rate": "30%"}, {"rate": "33.3333%", "days": 9}, {"rate": "36.6667%", "on": "2026-12-24"}),
    },
)
NEXT = {
    "draft": (("c01", "subscription.submit"), ("c02", "subscription.submit")),
    "pending_review": (("manager", "subscription.approve"),),
    "deposit_due": (("cashier", "subscription.receive_deposit"),),
    "deposit_paid": (("clerk", "subscription.stamp"),),
    "active": (("clerk", "contract.appoint"),),
}
CONTRACT_NEXT = {
    "appointed": (("clerk", "contract.draft"),),
    "drafted": (("clerk", "contract.submit_review"),),
    "under_review": (
        ("clerk", "contract.contract_check"),
        ("accountant", "contract.finance_check"),
        ("clerk", "contract.sign"),
    ),
    "signed": (("clerk", "contract.seal"),),
    "sealed": (("clerk", "contract.send_for_filing"),),
    "sent_for_filing": (("clerk", "contract.file"),),
    "filed": (("clerk", "contract.collect"),),
    "collected": (("clerk", "contract.archive"),),
}
EXTRA = {"contract.collect": {"collected_by": "刘洋"}, "contract.archive": {"place": "A-1"}}
ACTS = (
    "ask", "hold", "let_go", "draft", "draft", "advance", "advance", "advance", "advance", "advance", "advance",
    "void", "send_back", "edit", "pay", "pay", "pay_deposit", "pay_less", "confirm", "reverse", "accept",
    "contract_void", "except", "minutes", "day", "withdraw", "release", "prices", "sweep", "permit", "sold_elsewhere",
)  # fmt: skip


class Story:
    """One office, its customers, and what was tried in it."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.done = desk, 0
        self.past: dict[date, Any] = {}
        on_sale(desk)
        self.customers = [
            desk.do(login, "customer.register", name=name, phone=f"1380000000{n}", notice="yes")["id"]
            for n, (login, name) in enumerate((("c01", "刘洋"), ("c02", "王五"), ("c01", "赵六")))
        ]

    def rows(self, statement: str) -> list[dict[str, Any]]:
        with self.desk.office.store.read() as connection:
            return [dict(row) for row in connection.execute(text(statement)).mappings()]

    def tries(self, login: str, name: str, **fields: Any) -> None:
        """An act that may be refused, in words."""
        try:
            self.desk.do(login, name, **fields)
        except AnchangError:
            return
        self.done += 1

    def pass_time(self, **step: float) -> None:
        """Let time pass; what a day that is over looked like is kept."""
        before = self.desk.office.today()
        self.desk.clock.move(**step)
        if self.desk.office.today() != before:
            self.past[before] = self.figures(before)

    def figures(self, on: date) -> Any:
        """What is owed and on account as of a day."""

        def all_of(read: Read) -> Any:
            sums = period.reconcile(read, on, on)
            return receivable.total_unpaid(read, on), receivable.ageing(read, on), period.surplus(read, on), sums

        return self.desk.office.look(self.desk.session("manager"), all_of)

    def pick(self, statement: str, a: int) -> dict[str, Any] | None:
        found = self.rows(statement)
        return found[a % len(found)] if found else None

    def step(self, act: str, a: int, b: int) -> None:
        unit, who = UNITS[a % 2], self.customers[b % 3]
        owner = "c02" if b % 3 == 1 else "c01"
        paper = self.pick("SELECT * FROM subscription ORDER BY id DESC LIMIT 3", a)
        receipt = self.pick("SELECT * FROM receipt ORDER BY id DESC LIMIT 4", a)
        contract = self.pick("SELECT * FROM contract ORDER BY id DESC LIMIT 2", a)
        if act == "ask":
            self.tries(owner, "unit.ask", unit=unit, customer=who)
        elif act == "hold":
            self.tries("manager", "unit.hold", unit=unit, customer=who, minutes=1 + b * 7)
        elif act == "let_go":
            self.tries("manager" if b % 2 else owner, "unit.let_go", unit=unit, reason="因")
        elif act == "draft":
            terms = {"handover_due": "2028-12-31", "inside_area": "70.00", "buyers": (BUYER,), **PLANS[b % 4]}
            self.tries(owner, "subscription.draft", unit=unit, customer=who, deposit=yuan(100_000 * (1 + b)), **terms)
        elif act in ("minutes", "day"):
            self.pass_time(hours=12 if act == "day" else 0, minutes=1 + b)
        elif act == "withdraw":
            self.tries("manager", "unit.withdraw", units=(unit,), reason="因")
        elif act == "release":
            self.tries("manager", "unit.release", permit=PERMIT)
        elif act == "prices":
            import_rows(self.desk, block("1栋", unit_price_build=2_000_000 + 1000 * b))
        elif act == "sold_elsewhere":
            import_rows(self.desk, block("1栋", contract_no=f"WQ{b}")[: 1 + a % 2])
        elif act == "sweep":
            self.tries("system", "subscription.sweep")
            self.tries("system", "unit.expire_lapsed")
        elif act == "permit":
            ends = {"valid_to": self.desk.office.today().isoformat()} if b % 2 else {"without_end": "yes"}
            self.tries("manager", "permit.change", permit=PERMIT, reason="因", **ends)
            self.tries("director", "permit.approve", permit_draft=PERMIT)
        elif paper is not None:
            self.on_paper(act, paper, receipt, contract, b)

    def on_paper(
        self, act: str, paper: dict[str, Any], receipt: dict[str, Any] | None, contract: dict[str, Any] | None, b: int
    ) -> None:
        number = paper["sub_no"]
        if act == "advance":
            self.advance(paper, contract)
        elif act == "void":
            self.tries("manager", "subscription.void", subscription=number, reason="因")
        elif act == "send_back":
            self.tries("manager", "subscription.send_back", subscription=number, comment="因")
        elif act == "edit":
            self.tries("c01", "subscription.edit", subscription=number, deposit=yuan(50_000 * (1 + b)))
        elif act == "accept":
            self.tries("manager", "subscription.accept_deposit", subscription=number, comment="行")
        elif act.startswith("pay"):
            kind = ("deposit", "down_payment", "instalment", "lump_sum", "loan")[b % 5] if act == "pay" else "deposit"
            fen = paper["deal_total"] * (1 + b) // 7 + b
            if act != "pay":
                fen = paper["deposit_amount"] // (2 if act == "pay_less" else 1)
            way = "transfer" if b % 3 == 0 else "pos"
            line: dict[str, Any] = {"amount": yuan(fen), "money_type": kind, "way": way, "account": ESCROW}
            if b % 4 == 3:
                line["instalment_no"] = 1 + b % 3
            self.tries("cashier", "receipt.enter", subscription=number, payer="刘洋", lines=(line,))
        elif act == "confirm" and receipt is not None:
            self.tries("cashier", "receipt.confirm", receipt=receipt["no"])
        elif act == "reverse" and receipt is not None:
            self.tries("accountant", "receipt.reverse", receipt=receipt["no"], reason="错")
        elif act == "contract_void" and contract is not None:
            self.tries("manager", "contract.void", contract=contract["no"], reason="因")
        elif act == "except" and contract is not None:
            self.tries("manager", "contract.except_payment", contract=contract["no"], reason="因")

    def advance(self, paper: dict[str, Any], contract: dict[str, Any] | None) -> None:
        for login, name in NEXT.get(paper["state"], ()):
            at = {"at": self.desk.clock().isoformat()} if name == "contract.appoint" else {}
            self.tries(login, name, subscription=paper["sub_no"], **at)
        if contract is not None:
            for login, name in CONTRACT_NEXT.get(contract["state"], ()):
                self.tries(login, name, contract=contract["no"], **EXTRA.get(name, {}))

    def holds(self) -> None:
        """What is true after every act."""
        twice = "SELECT unit_id FROM unit_claim WHERE ended_at IS NULL GROUP BY unit_id HAVING count(*) > 1"
        assert self.rows(twice) == []
        for row in self.rows(
            "SELECT s.sub_no, s.id, s.unit_id, s.state FROM subscription s WHERE s.state NOT IN ('void', 'converted')"
        ):
            same = f"SELECT id FROM subscription WHERE unit_id = {row['unit_id']} AND state <> 'void'"
            assert [each["id"] for each in self.rows(same)] == [row["id"]], "two papers live on one unit"
        for row in self.rows(
            "SELECT r.subscription_id AS deal, SUM(l.amount) AS came, "
            "COALESCE((SELECT SUM(amount) FROM allocation a WHERE a.subscription_id = r.subscription_id), 0) AS used "
            "FROM receipt r JOIN receipt_line l ON l.receipt_id = r.id WHERE r.state = 'confirmed' GROUP BY 1"
        ):
            assert 0 <= row["used"] <= row["came"]
        for day, seen in self.past.items():
            assert self.figures(day) == seen, f"{day} has changed"
            assert sum(seen[1].values()) == seen[0] and seen[3].ties
        assert [str(each.words) for each in examine(self.desk.office) if each.serious] == []


STEP = st.tuples(st.sampled_from(ACTS), st.integers(0, 11), st.integers(0, 11))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEP, min_size=25, max_size=60))
def test_no_story_breaks_the_office(steps: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, desk_at(Path(folder) / "office") as desk:
        story = Story(desk)
        for each in steps:
            story.step(*each)
        story.holds()
