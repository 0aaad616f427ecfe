"""kill -9 at any moment: what was acknowledged is there, nothing is half done, the office is well (design 5)."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from anchang.services.doctor import examine
from anchang.services.office import Office
from anchang.services.office_clock import moved_clock, read_moment
from anchang.services.opening import Where, open_office
from anchang.services.setting import ChangeSetting
from anchang.storage import backup as copies
from anchang.storage.place import Place
from tests.faults.nursery import Nursery, nursery
from tests.faults.sales import NOW, PASSWORD, Stock, hire, selling
from tests.services.deals import BUYER, ESCROW, MORTGAGE, drafted, filed
from tests.services.front_desk import open_rota

KILLS = 100
UNITS = 24


@pytest.fixture(scope="module")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    with nursery(tmp_path_factory.mktemp("nursery")) as ready:
        yield ready


@pytest.fixture
def chance() -> random.Random:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    return random.Random(seed)


@dataclass
class Somebody:
    """A person with every right who does one thing after the other, without a plan."""

    stock: Stock
    chance: random.Random
    deals: tuple[tuple[str, str], ...]  # (subscription, contract): drawn up ones, and a filed one at the end
    done: int = 0
    said: dict[str, str] = field(default_factory=dict)  # key -> the noun of the act that was sent under it

    def next(self) -> dict[str, Any]:
        """The next line: short acts of a few rows and long ones of many."""
        self.done += 1
        name, given = self.chance.choice(
            (
                self.ask, self.let_go, self.off_sale, self.on_sale, self.permit, self.person,
                self.pay, self.pay, self.pay_back, self.subscribe, self.on_paper, self.hand_over, self.sign,
                self.call, self.visit, self.turn,
            )
        )()  # fmt: skip
        key = f"act-{self.done}"
        self.said[key] = name.partition(".")[0]
        return {"id": key, "as": "all", "do": name, "with": given}

    def ask(self) -> tuple[str, dict[str, Any]]:
        return "unit.ask", {
            "unit": self.chance.choice(self.stock.labels),
            "customer": self.chance.choice(self.stock.phones),
        }

    def let_go(self) -> tuple[str, dict[str, Any]]:
        return "unit.let_go", {"unit": self.chance.choice(self.stock.labels), "reason": "改主意"}

    def off_sale(self) -> tuple[str, dict[str, Any]]:
        return "unit.withdraw", {"units": self.chance.sample(self.stock.labels, 3), "reason": "调整"}

    def on_sale(self) -> tuple[str, dict[str, Any]]:
        return "unit.release", {"permit": "#1", "building": "1栋"}

    def permit(self) -> tuple[str, dict[str, Any]]:
        return "permit.record", {"no": f"许{self.done}", "issued_on": "2026-02-01", "buildings": f"{self.done}栋"}

    def person(self) -> tuple[str, dict[str, Any]]:
        return "staff.change", {"staff": "reporter", "name": f"报表{self.done}"}

    def pay(self) -> tuple[str, dict[str, Any]]:
        """Money of several lines, allocated to what is due."""
        line = {"amount": f"{self.chance.randint(1, 9)}00.00", "money_type": "down_payment", "way": "pos"}
        lines = [{**line, "account": ESCROW} for _ in range(self.chance.randint(1, 3))]
        return "receipt.enter", {"subscription": self.chance.choice(self.deals)[0], "payer": "刘洋", "lines": lines}

    def pay_back(self) -> tuple[str, dict[str, Any]]:
        return "receipt.reverse", {"receipt": f"SJ2026-{self.chance.randint(1, 60):06d}", "reason": "金额有误"}

    def subscribe(self) -> tuple[str, dict[str, Any]]:
        phone = self.chance.choice(self.stock.phones)
        return "subscription.draft", {
            **MORTGAGE, "unit": self.chance.choice(self.stock.labels), "customer": phone,
            "buyers": [{**BUYER, "phone": phone}], "deposit": "50000.00", "handover_due": "2028-12-31",
            "inside_area": "70.00",
        }  # fmt: skip

    def on_paper(self) -> tuple[str, dict[str, Any]]:
        step = self.chance.choice(("submit", "approve", "void"))
        given = {"subscription": f"RG2026-{self.chance.randint(4, 20):04d}"}
        return f"subscription.{step}", given | ({"reason": "改主意"} if step == "void" else {})

    def hand_over(self) -> tuple[str, dict[str, Any]]:
        taker = f"保管{self.done}"
        return "custody.hand_over", {"contract": self.deals[-1][1], "copy_no": "1", "taker": taker}

    def sign(self) -> tuple[str, dict[str, Any]]:
        step = self.chance.choice(("submit_review", "contract_check", "finance_check", "except_payment", "sign"))
        given = {"contract": self.chance.choice(self.deals)[1]}
        return f"contract.{step}", given | ({"reason": "已批准分期"} if step == "except_payment" else {})

    def call(self) -> tuple[str, dict[str, Any]]:
        return "call.log", {
            "name": "来电", "phone": f"137{self.done:08d}", "channel": "agency", "is_repeat": "no", "grade": "B",
            "next_contact_on": "2026-11-26", "notice": "yes",
        }  # fmt: skip

    def visit(self) -> tuple[str, dict[str, Any]]:
        """A customer, a lead and a visit in one act."""
        return "visit.log", {
            "kind": "first", "consultant": "c01", "name": "访客", "phone": f"136{self.done:08d}", "notice": "yes"
        }

    def turn(self) -> tuple[str, dict[str, Any]]:
        return self.chance.choice(
            (("rota.arrive", {"kind": "first"}), ("rota.end_turn", {}), ("rota.pause", {"reason": "toilet"}),
             ("rota.resume", {}))
        )  # fmt: skip


def reopened(root: Path) -> Office:
    """The office as the next terminal finds it."""
    return open_office(Where(Place(root)), clock=moved_clock(read_moment(NOW)))


def well(office: Office) -> None:
    """Nothing serious is found; a missing copy is not serious."""
    assert [str(each.words) for each in examine(office) if each.serious] == []


def recorded(office: Office) -> set[str]:
    """The keys of every act in the journal."""
    with office.store.read() as connection:
        return set(connection.execute(text("SELECT key FROM journal WHERE key IS NOT NULL")).scalars())


@pytest.mark.slow
def test_no_acknowledged_act_is_lost_and_none_is_half_done(
    tmp_path: Path, forks: Nursery, chance: random.Random
) -> None:
    root = tmp_path / "office"
    with selling(root, UNITS, 30) as (desk, stock):
        desk.do("boss", "staff.add", login="all", name="全能", password="demo",
                roles="consultant,sales_assistant,sales_manager,sales_director,cashier,sales_accountant,contract_clerk,"
                      "administrator")  # fmt: skip
        desk.people["all"] = desk.see("boss", "staff")[-1]["id"]
        hire(desk, "all")
        desk.office.run(desk.session("boss"), ChangeSetting("one_person_office", "yes"))
        deals = [drafted(desk, stock.labels[n], number=n + 1) for n in range(2)]
        deals.append(filed(desk, stock.labels[2], number=3))
        open_rota(desk, "c01", "c02", "all")
    somebody = Somebody(stock, chance, tuple((deal.sub_no, number) for deal, number in deals))
    acknowledged: set[str] = set()
    in_the_middle = 0
    for _ in range(KILLS):
        child = forks.child("do", "-", "--office", str(root))
        lines = [somebody.next() for _ in range(60)]
        child.say(*lines)
        answers = [child.hear() for _ in range(chance.randint(1, 9))]  # signed in and at work, however slow that is
        time.sleep(chance.uniform(0, 0.02))
        answers += [json.loads(line) for line in child.kill()]
        acknowledged |= {answer["id"] for answer in answers if answer["ok"]}
        in_the_middle += len(answers) < len(lines)
        office = reopened(root)
        try:
            keys = recorded(office)
            assert acknowledged <= keys
            assert len(keys - acknowledged) <= KILLS
            well(office)
        finally:
            office.close()
    assert len(acknowledged) > KILLS
    assert in_the_middle > KILLS / 2
    nouns = {somebody.said[key] for key in acknowledged}
    for part in ({"unit"}, {"receipt"}, {"subscription", "contract", "custody"}, {"call", "visit", "rota"}):
        assert nouns & part, f"nothing of {sorted(part)} was acknowledged"


@pytest.mark.slow
def test_a_killed_backup_leaves_a_whole_copy_or_none(tmp_path: Path, forks: Nursery, chance: random.Random) -> None:
    root = tmp_path / "office"
    with selling(root, 400, 2000) as (desk, _):
        desk.do("boss", "staff.change_password", old="secret-12", new=PASSWORD)
    words = ("--as", "boss", "--office", str(root))
    started = time.monotonic()
    assert len(forks.child("backup", str(tmp_path / "whole.db"), *words).rest()) == 1
    longest = time.monotonic() - started
    half = 0
    for number in range(25):
        target = tmp_path / f"copy-{number}.db"
        child = forks.child("backup", str(target), *words)
        time.sleep(chance.uniform(0, longest))
        child.kill()
        half += target.with_name(target.name + ".new").exists()
        if target.exists():
            assert copies.verify(target, None).seq > 0
    assert half > 0, "no kill came in the middle"
    office = reopened(root)
    try:
        well(office)
        assert len(forks.child("backup", str(target), *words).rest()) == 1
        assert copies.verify(target, None).seq > 0
        assert not target.with_name(target.name + ".new").exists()
        assert {each.kind for each in examine(office)} <= {"clock_back"}  # each child starts the same clock anew
    finally:
        office.close()
