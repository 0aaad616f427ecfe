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
from anchang.storage import backup as copies
from anchang.storage.place import Place
from tests.faults.nursery import Nursery, nursery
from tests.faults.sales import NOW, PASSWORD, Stock, hire, selling

KILLS = 100
UNITS = 40


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
    done: int = 0
    keys: list[str] = field(default_factory=list)

    def next(self) -> dict[str, Any]:
        """The next line: short acts of a few rows and long ones of many."""
        self.done += 1
        name, given = self.chance.choice(
            (self.ask, self.let_go, self.off_sale, self.on_sale, self.permit, self.person)
        )()
        return {"id": f"act-{self.done}", "as": "all", "do": name, "with": given}

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
                roles="consultant,sales_manager,sales_director,administrator")  # fmt: skip
        desk.people["all"] = desk.see("boss", "staff")[-1]["id"]
        hire(desk, "all")
    somebody = Somebody(stock, chance)
    acknowledged: set[str] = set()
    in_the_middle = 0
    for _ in range(KILLS):
        child = forks.child("do", "-", "--office", str(root))
        lines = [somebody.next() for _ in range(60)]
        child.say(*lines)
        answers = [child.hear()]  # signed in and at work
        time.sleep(chance.uniform(0, 0.08))
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
