"""The visit log with 100,000 visits beside the same log with 1,000, and its keys beside Textual's DataTable.

    python -m tests.benchmarks.logs [--rounds 5] [--keys 120]

Everything goes through a real terminal. Ready: from F3 until the newest visit stands on the screen (wanted: at most 1.2
times as long). A key: from the Down at the lower edge, which moves every line, until the last byte of the new picture
(wanted: median at most half of DataTable's, 95 of 100 within 30 ms). The DataTable shows the same texts in 1,000 rows:
more would only make it slower. The visits are put in behind the front desk, which takes one at a time.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles

from anchang.domain.access import Role
from anchang.i18n import M
from anchang.services.act import Act
from anchang.services.use_case import Result, UseCase
from anchang.storage.visit import Visit
from tests.faults.sales import PASSWORD, command_line, surroundings
from tests.office import Desk, desk_at
from tests.terminal import Terminal, python

FEW, MANY = 1_000, 100_000
A_DAY = 200
AT_ONCE = 5_000  # rows in one act
COLUMNS, LINES = 120, 40
QUIET = 0.025  # seconds without a byte after which a picture is whole
TABLE = """
import json, sys
from textual.app import App
from textual.widgets import DataTable

class Table(App):
    def compose(self):
        yield DataTable(cursor_type="row")

    def on_mount(self):
        head, *rows = json.load(open(sys.argv[1], encoding="utf-8"))
        table = self.query_one(DataTable)
        table.add_columns(*head)
        table.add_rows(rows)
        table.focus()

Table().run()
"""


@dataclass(frozen=True, slots=True)
class BringVisits:
    """Visits number `first` to `last`, complete, spread over days before today."""

    first: int
    last: int


def bring(act: Act, command: BringVisits) -> Result:
    """Write them as they would stand after the consultant saved them."""
    rows = []
    for number in range(command.first, command.last + 1):
        days, turn = divmod(number, A_DAY)
        at = act.now - timedelta(days=1000 - days) + timedelta(minutes=turn)
        rows.append(
            {
                "project_id": act.project_id, "visit_no": visit_no(number), "day_no": turn + 1,
                "business_date": act.today - timedelta(days=1000 - days), "arrived_at": at, "saved_at": at,
                "complete": True, "kind": "first", "visit_count": 1, "consultant_id": act.actor.id,
                "recorder_id": act.actor.id, "name": f"客户{number}", "phone": f"138{number:08d}", "channel": "walk_in",
                "channels": "walk_in", "grade": "B", "content": "看了样板间，回去商量",
            }
        )
    act.work.insert_many(Visit, rows)
    return {}


VISITS = UseCase("visit.bring", M("visit"), BringVisits, bring, frozenset(Role), None, (), False, None)


def visit_no(number: int) -> str:
    """The visit's number as the log shows it."""
    return f"V{number:07d}"


def lived(desk: Desk, visits: int) -> None:
    """Put so many visits into the office; the manager can sign in."""
    for first in range(1, visits + 1, AT_ONCE):
        some = BringVisits(first, min(first + AT_ONCE - 1, visits))
        desk.office.run_case(desk.session("c01"), VISITS, some)
    desk.do("manager", "staff.change_password", old="demo", new=PASSWORD)


class Stopwatch(Terminal):
    """A terminal that can stop reading what the bytes mean: that takes longer than what is measured."""

    blind = False

    def _feed(self, data: bytes) -> None:
        if not self.blind:
            super()._feed(data)


def at_the_inbox(office: Path) -> Stopwatch:
    """A terminal at which the manager has just signed in, everything settled."""
    terminal = Stopwatch(command_line(office), surroundings(), (COLUMNS, LINES))
    terminal.wait_for("密码", 60)
    time.sleep(2)  # a person types; the caret blinks, so nothing ever settles here
    terminal.send("manager")
    terminal.press("enter")
    terminal.send(PASSWORD)
    terminal.press("enter")
    terminal.wait_gone("密码", 60)
    time.sleep(2.5)  # the daily copy comes a second after the first screen
    return terminal


def ready(terminal: Terminal, newest: str) -> float:
    """Seconds from F3 until the newest visit stands there."""
    start = time.perf_counter()
    terminal.press("f3")
    terminal.wait_for(newest, 60)
    return terminal.painted - start


def keys(terminal: Stopwatch, count: int) -> list[float]:
    """Seconds of each Down at the lower edge, after as many that lead there. The screen cannot be read afterwards."""
    terminal.blind = True
    for _ in range(LINES + 5):
        one_key(terminal)
    return [one_key(terminal) for _ in range(count)]


def one_key(terminal: Terminal) -> float:
    """From the key until the last byte of the picture that it made."""
    sent = time.perf_counter()
    terminal.press("down")
    while terminal.painted <= sent:
        if time.perf_counter() > sent + 5:
            raise AssertionError(f"nothing is painted\n{terminal.framed()}")
        time.sleep(0.0005)
    while time.perf_counter() - terminal.painted < QUIET:
        time.sleep(0.002)
    return terminal.painted - sent


def data_table(folder: Path, texts: list[list[str]], count: int) -> list[float]:
    """The same keys on a DataTable with these texts."""
    script, data = folder / "table.py", folder / "table.json"
    script.write_text(TABLE, "utf-8")
    data.write_text(json.dumps(texts), "utf-8")
    with Stopwatch(python(script, data), {}, (COLUMNS, LINES)) as terminal:
        terminal.wait_for(texts[1][0], 60)
        terminal.settle(0.5)
        return keys(terminal, count)


def shown_texts(terminal: Terminal) -> list[list[str]]:
    """The head and the first line of the log, cut at the gaps between its columns, repeated a thousand times."""
    lines = terminal.screen.split("\n")
    at = next(number for number, line in enumerate(lines) if visit_no(MANY) in line)
    cells = [cell for cell in lines[at].split("  ") if cell.strip()]
    rows = [[*(cell.strip() for cell in cells[:-1]), f"{cells[-1].strip()} {number}"] for number in range(FEW)]
    return [[f"{number}" for number in range(len(cells))], *rows]


def report(name: str, took: list[float]) -> tuple[float, float]:
    """Print the median and the 95th of 100; both in ms."""
    middle, late = median(took) * 1000, quantiles(took, n=20)[-1] * 1000
    print(f"{name:<28}p50 {middle:>6.1f} ms   p95 {late:>6.1f} ms")
    return middle, late


def main() -> None:
    """Measure both offices in turn, then the keys of both lists in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keys", type=int, default=120)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count in (FEW, MANY):
            with desk_at(folder / str(count)) as desk:
                lived(desk, count)
        took: dict[int, list[float]] = {FEW: [], MANY: []}
        ours: list[float] = []
        theirs: list[float] = []
        for turn in range(given.rounds):
            for count in (FEW, MANY) if turn % 2 else (MANY, FEW):
                with at_the_inbox(folder / str(count)) as terminal:
                    took[count].append(ready(terminal, visit_no(count)))
                    terminal.settle(0.3)
                    if count == MANY:
                        texts = shown_texts(terminal)
                        ours += keys(terminal, given.keys)
            theirs += data_table(folder, texts, given.keys)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    few, _ = report(f"log ready, {FEW:,} visits", took[FEW])
    many, _ = report(f"log ready, {MANY:,} visits", took[MANY])
    print(f"{'ratio':<28}{many / few:>10.2f}      (wanted: at most 1.20)")
    table, _ = report("a key, DataTable", theirs)
    mine, late = report("a key, visit log", ours)
    print(f"{'ratio':<28}{mine / table:>10.2f}      (wanted: at most 0.50)")
    print(f"{'p95 of the log':<28}{late:>10.1f} ms   (wanted: at most 30)")


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
    sys.exit(0)
