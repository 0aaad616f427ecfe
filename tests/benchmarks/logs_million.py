"""The visit log with 1,000,000 visits of 100,000 customers, beside an office with 1,000: from the key to the picture.

    python -m tests.benchmarks.logs_million [--rounds 3] [--samples 15] [--many 1000000] [--encrypted] [--keep FOLDER]

Everything goes through a real terminal, as the manager, who sees everybody's. A figure is the time from the key until
the bytes are there that paint what the key asked for (wanted: median at most 30 ms, 95 of 100 at most 80 ms): the log
from another place, a page down, a filter kept under a name, a search by a piece of a number, by name, by initials, of
one to three signs. Rows that stand first in the answer are asked of the program beside it, with a scan instead of the
index where the search is short: both have to agree. The daily workbook is written by the same program (wanted: at most
3 s). Each figure stands beside that of the small office, measured in the same run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any
from unittest import mock

from anchang.reports.catalogue import make as make_report
from anchang.services import lists
from anchang.services.listing import Ask
from anchang.services.office import Office, Session
from anchang.services.opening import open_office
from anchang.services.saved_filter import SaveFilter
from anchang.services.where import Where
from anchang.storage.narrow import Narrow
from anchang.storage.place import Place
from anchang.storage.staff import everybody
from tests.benchmarks.big_office import NOON, VISITS_EACH, made, person
from tests.benchmarks.logs import COLUMNS, LINES, QUIET
from tests.faults.sales import PASSWORD, command_line, surroundings
from tests.office import MovedClock
from tests.terminal import Terminal

FEW, MANY = 1_000, 1_000_000
MEDIAN, LATE = 30.0, 80.0  # ms
WORKBOOK, BOOK = "the daily workbook", 3000.0
KEPT = {"1": ("grade=A",), "2": ("kind=first", "channel=agency"), "3": ("grade=C", "since=2026-11-01", "text=学区")}


class Clocked(Terminal):
    """A terminal that keeps when each piece of output came. What it means is read before and after a measurement: while
    it is read the next piece would have to wait, and that would count as the program's."""

    def __init__(self, office: Path) -> None:
        self.blind = False
        self.came: list[tuple[float, int]] = []
        self._unread = bytearray()
        super().__init__(command_line(office), surroundings(), (COLUMNS, LINES))

    def _feed(self, data: bytes) -> None:
        self.came.append((time.perf_counter(), len(self.output)))
        self._unread += data
        if not self.blind:
            self._read_up()

    def _read_up(self) -> None:
        data, self._unread = bytes(self._unread), bytearray()
        super()._feed(data)

    def timed(self, key: str, *, shows: str = "", pasted: bool = False, timeout: float = 8) -> float:
        """Seconds from the key until `shows` is painted, or until the last byte of the picture where nothing is."""
        self.blind = True
        try:
            took = self._timed(key, shows.encode(), pasted, timeout)
        finally:
            with self._changed:
                self.blind = False
                self._read_up()
        if took is None:
            raise AssertionError(f"{key}: {shows or 'nothing'} was not painted\n{self.framed()}")
        return took

    def _timed(self, key: str, wanted: bytes, pasted: bool, timeout: float) -> float | None:
        begin, sent = len(self.output), time.perf_counter()
        if pasted:
            self.paste(key)
        else:
            self.press(key)
        while time.perf_counter() < sent + timeout:
            time.sleep(0.0005)
            if wanted:
                at = self.output.find(wanted, begin)
                if at >= 0:
                    return next(when for when, end in list(self.came) if end >= at + len(wanted)) - sent
            elif self.painted > sent and time.perf_counter() - self.painted >= QUIET:
                return self.painted - sent
        return None

    def rest(self, seconds: float = 0.25) -> None:
        """Let counts and pages around the screen arrive."""
        time.sleep(seconds)


@dataclass
class Bench:
    """One office: the program beside the terminal, and what was measured."""

    root: Path
    visits: int
    took: dict[str, list[float]] = field(default_factory=dict)

    def add(self, what: str, seconds: float) -> None:
        """Keep a figure."""
        self.took.setdefault(what, []).append(seconds * 1000)


@contextmanager
def opened(root: Path) -> Iterator[tuple[Office, Session]]:
    """The office in this process, as the manager."""
    office = open_office(Where(Place(root)), clock=MovedClock())
    try:
        people = office.look(Session(0, 1), lambda read: {each.login: each.id for each in everybody(read.connection)})
        yield office, Session(people["manager"], 1)
    finally:
        office.close()


def prepare(bench: Bench) -> None:
    """Keep the filters that the keys bring back."""
    with opened(bench.root) as (office, session):
        for name, filters in KEPT.items():
            office.run(session, SaveFilter("visits", name, filters))


def first_rows(bench: Bench, name: str, filters: dict[str, Any], *, scan: bool) -> list[Any]:
    """The ids of the first page; by a scan as well where that is asked, and then both have to be the same."""
    with opened(bench.root) as (office, session):
        listing = lists.find(name)
        found = [row["id"] for row in office.look(session, listing.page, Ask(filters)).rows]
        if scan:
            with mock.patch.object(Narrow, "finder", lambda self: None):
                scanned = [row["id"] for row in office.look(session, listing.page, Ask(filters)).rows]
                exact = office.look(session, listing.count, filters)
            assert found == scanned, f"{name} {filters}: the index and a scan differ"
            assert office.look(session, listing.count, filters) == exact, f"{name} {filters}: they count differently"
        return found


def agree(bench: Bench) -> int:
    """How many short searches gave what a scan gives, on both lists."""
    texts = ("学", "学区", "地铁口", "单", "张伟", "z", "zw", "sxy", "138", "8001", "李", "%", "12")
    for text in texts:
        for name in ("visits", "customers"):
            first_rows(bench, name, {"text": text}, scan=True)
    return len(texts) * 2


def sign_in(terminal: Clocked) -> None:
    """The manager at the inbox, everything settled."""
    terminal.wait_for("密码", 60)
    time.sleep(2)
    terminal.send("manager")
    terminal.press("enter")
    terminal.send(PASSWORD)
    terminal.press("enter")
    terminal.wait_gone("密码", 60)
    time.sleep(3)  # the daily copy comes a second after the first screen, of a large office it takes a while
    terminal.settle(1.0, 120)


def round_of(bench: Bench, samples: int, chance: Random) -> None:
    """One sitting at the terminal."""
    with Clocked(bench.root) as terminal:
        sign_in(terminal)
        terminal.press("f3")
        terminal.wait_for("到访时间", 60)
        terminal.rest(1)
        _places(bench, terminal, samples)
        _pages(bench, terminal, samples)
        _kept(bench, terminal, samples)
        terminal.press("r")
        terminal.wait_for("共 ", 20)
        _searches(bench, terminal, "visits", samples, chance)
        terminal.press("f4")
        terminal.rest(1)
        _searches(bench, terminal, "customers", samples, chance)


def _places(bench: Bench, terminal: Clocked, samples: int) -> None:
    for _ in range(samples):
        terminal.timed("f9")
        terminal.rest()
        bench.add("open the log (F3)", terminal.timed("f3", shows="到访时间"))
        terminal.rest()


def _pages(bench: Bench, terminal: Clocked, samples: int) -> None:
    for _ in range(samples):
        bench.add("a page down", terminal.timed("pagedown"))
        terminal.rest(0.1)
    for number in range(samples):
        bench.add("the last row, the first row", terminal.timed("home" if number % 2 else "end"))
        terminal.rest()
    terminal.press("home")
    terminal.rest()


def _kept(bench: Bench, terminal: Clocked, samples: int) -> None:
    for number in range(samples):
        name = str(number % len(KEPT) + 1)
        terminal.timed("v")
        terminal.rest()
        bench.add("a filter (kept, by its number)", terminal.timed(name, shows="共 "))
        terminal.rest()
    terminal.press("esc", "esc")
    terminal.rest()


def _searches(bench: Bench, terminal: Clocked, name: str, samples: int, chance: Random) -> None:
    customers = max(1, bench.visits // VISITS_EACH)
    for number in range(samples):
        one = person(chance.randrange(customers) + 1)
        place = chance.randrange(0, 6)
        for what, typed in (
            ("a piece of the number", one.phone[place : place + 4]),
            ("a name", one.name),
            ("initials", _initials(one.name)),
            ("one sign", one.name[0] if number % 2 else "学" if name == "visits" else one.name[-1]),
        ):
            _typed(terminal, typed[:-1])
            marker = _first_shown(bench, name, typed)
            bench.add(f"{name}: {what}", terminal.timed(typed[-1], shows=marker))
            _cleared(terminal)
        if number % 3 == 0:
            written = f"+86 {one.phone[:3]} {one.phone[3:7]} {one.phone[7:]}"
            _typed(terminal, "")
            marker = _first_shown(bench, name, one.phone)
            bench.add(f"{name}: a pasted number", terminal.timed(written, shows=marker, pasted=True))
            _cleared(terminal)


def _typed(terminal: Clocked, text: str) -> None:
    """Type the beginning into the search line and let its answer arrive."""
    terminal.press("ctrl+f")
    terminal.rest(0.1)
    terminal.send(text)
    terminal.wait_until(lambda screen: text in screen.split("\n")[0], f"«{text}» in the search line")
    terminal.settle(QUIET * 6, 3)


def _cleared(terminal: Clocked) -> None:
    """Back to the whole list."""
    terminal.rest()
    for _ in range(4):  # to the rows, and from there out of the search
        terminal.press("esc")
        terminal.rest()  # else a busy machine takes it for the beginning of the next key
        terminal.settle(QUIET * 6, 3)
        if " / " in terminal.line(0):
            break
    terminal.settle(QUIET * 6, 3)


def _initials(name: str) -> str:
    from anchang.services.initials import initials

    return min(initials(name)).lower()


def _first_shown(bench: Bench, name: str, typed: str) -> str:
    """The name in the first row of the answer."""
    with opened(bench.root) as (office, session):
        rows = office.look(session, lists.find(name).page, Ask({"text": typed}, limit=1)).rows
        return str(rows[0]["name"])


def workbook(bench: Bench) -> None:
    """The daily file of yesterday, with all its periods."""
    from datetime import timedelta

    with opened(bench.root) as (office, session):
        begin = time.perf_counter()
        make_report(office, session, "daily", day=NOON - timedelta(days=1))
        bench.add(WORKBOOK, time.perf_counter() - begin)


def report(few: Bench, many: Bench) -> bool:
    """Print every figure with its ratio; whether all of them are as wanted."""
    good = True
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {many.visits:,} visits beside {few.visits:,}")
    print(f"{'':<34}{'p50':>8}{'p95':>8} ms   {'small p50':>9}{'ratio':>7}")
    for what, took in many.took.items():
        middle, late = median(took), quantiles(took, n=20)[-1] if len(took) > 1 else took[0]
        small = median(few.took[what])
        fits = middle <= BOOK if what == WORKBOOK else middle <= MEDIAN and late <= LATE
        good &= fits
        mark = "" if fits else "   too slow"
        print(f"{what:<34}{middle:>8.1f}{late:>8.1f}      {small:>9.1f}{middle / small:>7.2f}{mark}")
    return good


def main() -> int:
    """Make both offices, measure in turn, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--samples", type=int, default=15)
    parser.add_argument("--many", type=int, default=MANY)
    parser.add_argument("--encrypted", action="store_true")
    parser.add_argument("--keep", type=Path, help="a folder for the offices, used again the next time")
    given = parser.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="anchang-million-"))
    try:
        benches = [Bench(folder / str(count), count) for count in (FEW, given.many)]
        for bench in benches:
            if not bench.root.exists():
                begin = time.perf_counter()
                made(bench.root, bench.visits, encrypted=given.encrypted)
                print(f"made {bench.visits:,} visits in {time.perf_counter() - begin:.0f} s")
            prepare(bench)
        print(f"{agree(benches[1])} short searches give what a scan gives")
        for turn in range(given.rounds):
            for bench in benches if turn % 2 else benches[::-1]:
                round_of(bench, given.samples, Random(turn))
                workbook(bench)
        return 0 if report(*benches) else 1
    finally:
        if given.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
