"""An office that sells: units released through the real use cases, customers to hold them for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anchang.domain.access import Role
from anchang.domain.price_list import PriceRow
from anchang.i18n import M
from anchang.services.act import Act
from anchang.services.price_list import DraftPriceList
from anchang.services.setting import ChangeSetting
from anchang.services.use_case import Result, UseCase
from anchang.storage.customer import Customer
from tests.office import Desk, desk_at

NOW = "2026-11-23T10:00:00+08:00"  # an hour after the office was made
ROOMS_A_FLOOR = 4
PASSWORD = "race-1234"


@dataclass(frozen=True, slots=True)
class BringCustomers:
    """So many people who came in before the test began."""

    count: int


def bring(act: Act, command: BringCustomers) -> Result:
    """Customers that nobody owns, each with a number of its own: 13900000001 and so on."""
    rows = [
        {
            "project_id": act.project_id,
            "name": f"客户{number}",
            "phone": f"139{number:08d}",
            "phone_tail": f"{number:04d}",
            "first_contact_at": act.now,
            "business_date": act.today,
        }
        for number in range(1, command.count + 1)
    ]
    return {"ids": act.work.insert_many(Customer, rows)}


# The front desk makes customers one visit at a time; races want hundreds. It runs as any use case does.
CUSTOMERS = UseCase(
    "customer.bring", M("customer"), BringCustomers, bring, frozenset({Role.ADMINISTRATOR}), None, (), False, None
)


def price_rows(count: int, building: str = "1栋") -> tuple[PriceRow, ...]:
    """So many flats of 100 ㎡ at 10,000 yuan each square metre, four a floor."""
    rows = []
    for number in range(count):
        floor, door = number // ROOMS_A_FLOOR + 1, number % ROOMS_A_FLOOR + 1
        rows.append(
            PriceRow(
                place=f"row {number + 1}",
                building=building,
                entrance="1",
                floor_text=str(floor),
                floor_sort=floor * 10,
                room_no=f"{floor}{door:02d}",
                door=f"{door:02d}",
                built_area=1_000_000,
                inside_area=800_000,
                unit_price_build=1_000_000,
                list_total=100_000_000,
            )
        )
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Stock:
    """What is on sale, and for whom: labels of units, ids of units, phone numbers of customers."""

    labels: tuple[str, ...]
    units: tuple[int, ...]
    phones: tuple[str, ...]


def open_sales(desk: Desk, units: int, customers: int) -> Stock:
    """Import a price list, release every unit, let the customers in, lift the limits of how many one may hold."""
    session = desk.session("boss")
    desk.office.run(session, DraftPriceList(rows=price_rows(units), filed=True, apply_now=True))
    desk.do("manager", "unit.release", permit="#1")
    desk.office.run_case(session, CUSTOMERS, BringCustomers(customers))
    for key in ("holds_per_consultant", "holds_per_customer"):
        desk.office.run(session, ChangeSetting(key, "1000"))
    shown = desk.see("boss", "units")
    assert len(shown) == units
    return Stock(
        tuple(row["unit"] if "unit" in row else row["label"] for row in shown),
        tuple(row["id"] for row in shown),
        tuple(f"139{number:08d}" for number in range(1, customers + 1)),
    )


def hire(desk: Desk, *logins: str) -> None:
    """Consultants called after their login, each with PASSWORD of their own choice."""
    for login in logins:
        if login not in desk.people:
            made = desk.do("boss", "staff.add", login=login, name=f"顾问{login}", roles="consultant", password="demo")
            desk.people[login] = made["id"]
        desk.do(login, "staff.change_password", old="demo", new=PASSWORD)


@contextmanager
def selling(root: Path, units: int, customers: int) -> Iterator[tuple[Desk, Stock]]:
    """A practice office in a folder with `units` on sale."""
    with desk_at(root) as desk:
        yield desk, open_sales(desk, units, customers)


def command_line(root: Path, *words: str) -> list[str]:
    """The words that start `anchang` on this office as a process of its own."""
    return [sys.executable, "-m", "anchang", *words, "--office", str(root)]


def surroundings() -> dict[str, str]:
    """The environment of such a process: every password, and a clock that stands where the office does."""
    return {**os.environ, "ANCHANG_PASSWORD": PASSWORD, "ANCHANG_NOW": NOW, "ANCHANG_LANG": "zh_CN"}


class Counter:
    """One `anchang do -` as a process of its own: a line in, a line out."""

    def __init__(self, root: Path) -> None:
        self.process = subprocess.Popen(
            command_line(root, "do", "-"),
            env=surroundings(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def ask(self, line: dict[str, Any]) -> dict[str, Any]:
        """Send one line and read its answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def close(self) -> int:
        """No more lines; the exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(30)
