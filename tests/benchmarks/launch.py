"""Launch day (issue 4): 300 customers, 200 units, ten terminals; holds a second, waits, nothing double, nothing lost.

    python -m tests.benchmarks.launch [--customers N] [--units N] [--terminals N]

Each terminal is a process with `anchang do -`: it calls the next number, seats the customer and chooses among what the
board showed free when the customer sat down, again and again while others were faster. The good units come first in
everybody's wishes. Every answer is counted, the office is examined afterwards; what the processes need to start is
printed by itself.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from anchang.services.doctor import examine
from tests.office import Desk, desk_at
from tests.services.stock import PERMIT, customer, import_rows, price_row

PASSWORD = "assistant-only-me"
ENVIRONMENT = {"ANCHANG_PASSWORD": PASSWORD, "ANCHANG_NOW": "2026-11-23T09:30:00+08:00"}
DOORS = ("01", "02", "03", "04")


class Terminal(threading.Thread):
    """One process and the person at it."""

    def __init__(
        self, office: Path, number: int, units: list[str], board: set[str], seed: int, environment: dict[str, str]
    ) -> None:
        super().__init__()
        self.board = board
        self.dice = random.Random(seed * 100 + number)
        self.units = units
        self.waits: list[float] = []
        self.held: list[str] = []
        self.taken = 0
        self.customers = 0
        command = [sys.executable, "-m", "anchang", "--office", str(office), "do", "-"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
        )
        self.asked = 0
        self.started = 0.0

    def ask(self, name: str, **fields: Any) -> dict[str, Any]:
        """One act; the answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.asked += 1
        line = {"id": f"{self.process.pid}-{self.asked}", "as": "assistant", "do": name, "with": fields}
        begun = time.perf_counter()
        self.process.stdin.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        self.waits.append(time.perf_counter() - begun)
        return answer

    def warm(self) -> None:
        """Wait until the process answers; seconds in `started`. Raises AssertionError when it does not let us in."""
        answer = self.ask("launch.finish", launch="首开", number=0)
        assert answer.get("error") == "not_found", answer
        self.started = self.waits.pop()

    def wishes(self) -> list[str]:
        """What is free on the board, the low floors first for some and last for others."""
        free = [unit for unit in self.units if unit not in self.board]
        return sorted(free, key=lambda unit: self.units.index(unit) * self.dice.random())

    def run(self) -> None:
        """Until nobody is left in the line."""
        while True:
            called = self.ask("launch.call", launch="首开")
            if not called["ok"]:
                break
            number = called["result"]["number"]
            self.customers += 1
            assert self.ask("launch.come", launch="首开", number=number)["ok"]
            for unit in self.wishes():
                answer = self.ask("launch.choose", launch="首开", number=number, unit=unit)
                if answer["ok"]:
                    self.held.append(unit)
                    self.board.add(unit)
                    break
                self.taken += 1
            assert self.ask("launch.finish", launch="首开", number=number)["ok"]
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def stocked(desk: Desk, units: int) -> list[str]:
    """Units on sale; their labels."""
    rows = [price_row("1栋", floor, door) for floor in range(1, -(-units // len(DOORS)) + 1) for door in DOORS]
    import_rows(desk, tuple(rows[:units]))
    desk.do("manager", "unit.release", permit=PERMIT, building="1栋")
    return [row["label"] for row in desk.see("manager", "units")]


def prepare(desk: Desk, customers: int) -> None:
    """Numbers for everybody, the lot, the open doors; whoever sits at the terminals has a password of the own."""
    desk.do("assistant", "staff.change_password", old="demo", new=PASSWORD)
    desk.do("manager", "launch.prepare", name="首开", held_on="2026-11-30", buildings=("1栋",))
    for number in range(customers):
        who = customer(desk, "c01", f"客户{number}", f"139{number:08d}")
        desk.do("c01", "launch.register", launch="首开", customer=who)
    desk.do("manager", "launch.lay_down", launch="首开", seed="福彩3D 317")
    desk.do("manager", "launch.open", launch="首开")


def main() -> int:
    """Run it and print what was seen; 1 when something is double, lost or waited for too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("customers", 300), ("units", 200), ("terminals", 10), ("seed", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    seed = given.seed or random.SystemRandom().randrange(1_000_000)
    print(f"seed {seed}")
    with tempfile.TemporaryDirectory() as folder, desk_at(Path(folder) / "office") as desk:
        labels = stocked(desk, given.units)
        prepare(desk, given.customers)
        office, environment = Path(folder) / "office", {**os.environ, **ENVIRONMENT}
        board: set[str] = set()
        terminals = [Terminal(office, number, labels, board, seed, environment) for number in range(given.terminals)]
        for terminal in terminals:
            terminal.warm()
        print(f"all terminals answer after {max(t.started for t in terminals):.1f} s")
        begun = time.perf_counter()
        for terminal in terminals:
            terminal.start()
        for terminal in terminals:
            terminal.join()
        return judged(desk, terminals, given.customers, given.units, time.perf_counter() - begun)


def judged(desk: Desk, terminals: list[Terminal], customers: int, units: int, took: float) -> int:
    """Print the figures; 1 when one of them is not as it has to be."""
    held = [unit for terminal in terminals for unit in terminal.held]
    waits = sorted(wait for terminal in terminals for wait in terminal.waits)
    served = sum(terminal.customers for terminal in terminals)
    stored = [row["unit"] for row in desk.see("manager", "holds")]
    made_here = "customer #"  # the helper of the tests puts customers in beside the program, which the doctor sees
    wrong = [each.where for each in examine(desk.office) if each.serious and not each.where.startswith(made_here)]
    print(f"{customers} customers, {units} units, {len(terminals)} terminals: {took:.1f} s, {len(waits)} acts")
    print(f"holds a second {len(held) / took:.1f}, tries for a unit that was gone {sum(t.taken for t in terminals)}")
    print(f"p95 {waits[int(len(waits) * 0.95)] * 1000:.0f} ms, longest wait {waits[-1] * 1000:.0f} ms")
    print(f"customers served {served} of {customers}, least at a terminal {min(t.customers for t in terminals)}")
    print(f"double {len(held) - len(set(held))}, lost {len(set(held) ^ set(stored))}, wrong in the office {len(wrong)}")
    right = len(set(held)) == len(held) == min(customers, units) == len(stored) and served == customers and not wrong
    return 0 if right and waits[-1] <= 2 else 1


if __name__ == "__main__":
    raise SystemExit(main())
