"""Holds by many processes at once: the whole use case beside the same statements in bare SQLite, in the same queue.

    python -m tests.benchmarks.holds [--processes 16] [--seconds 3] [--rounds 6]

Both sides write the same rows (claim, unit, journal, its children, its head) in the same journal mode, and queue with
the same function of the engine. Printed: acts a second, their ratio, the longest wait, and the least-served process.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import mean
from typing import Any

from anchang.services.opening import Where, open_office
from anchang.services.unit import AskUnit, LetGoUnit
from anchang.storage import schema
from anchang.storage.engine import open_file
from anchang.storage.place import Place
from tests.faults.sales import selling
from tests.office import Desk, MovedClock

UNITS = 640  # each process has its own, so that every act succeeds: the queue is measured, not the refusals
OWN = 40


@dataclass(frozen=True, slots=True)
class Served:
    """What one process got: acts done, and its longest wait from asking to having (seconds)."""

    acts: int
    longest: float


Act = Callable[[int], None]
Maker = Callable[[Path, int], Act]


def through_the_use_case(root: Path, number: int) -> Act:
    """Take and let go of its own units in turn, as the console does."""
    office = open_office(Where(Place(root)), clock=MovedClock())
    desk = Desk(office, MovedClock(), 1)
    desk.people["c01"] = next(row["id"] for row in desk.see("system", "staff") if row["login"] == "c01")
    session = desk.session("c01")

    def act(turn: int) -> None:
        unit = 1 + number * OWN + turn // 2 % OWN
        if turn % 2 == 0:
            office.run(session, AskUnit(unit, unit))  # one customer a unit: nobody asks ten thousand times
        else:
            office.run(session, LetGoUnit(unit))

    return act


TAKE = (
    "UPDATE unit SET version = version + 1, state = ?, state_since = ? WHERE id = ?",
    "INSERT INTO unit_claim (version, project_id, unit_id, kind, hold_type, customer_id, staff_id, since, expires_at,"
    " extensions, end_reason, note) VALUES (1, 1, ?, 'hold', 'temp', ?, 1, ?, ?, 0, '', '')",
)
BACK = (
    TAKE[0],
    "UPDATE unit_claim SET version = version + 1, ended_at = ?, end_reason = 'give_back'"
    " WHERE unit_id = ? AND ended_at IS NULL",
)
HEAD = "SELECT seq, hash FROM journal_head WHERE id = 1"
JOURNAL = (
    "INSERT INTO journal (seq, at, business_date, project_id, actor_id, actor_name, roles, action, reason, content,"
    " result, previous, hash) VALUES (?, ?, '2026-11-23', 1, 1, 'c01', 'consultant', ?, '', '', '', ?, ?)",
    "INSERT INTO journal_row (seq, table_name, row_id, digest) VALUES (?, ?, ?, ?)",
    "UPDATE journal_head SET seq = ?, hash = ?, mac = ? WHERE id = 1",
)


def bare(root: Path, number: int) -> Act:
    """The same statements, written by hand for the driver; only the queue is ours."""
    place = Place(root)
    store = open_file(place.database, place.database_key())

    def act(turn: int) -> None:
        unit = 1 + number * OWN + turn // 2 % OWN
        at = f"2026-11-23T01:00:00.{turn % 1_000_000:06d}Z"
        with store.write() as connection:
            driven: Any = connection.connection.driver_connection
            if turn % 2 == 0:
                driven.execute(TAKE[0], ("held", at, unit))
                driven.execute(TAKE[1], (unit, unit, at, at))
            else:
                driven.execute(BACK[0], ("available", at, unit))
                driven.execute(BACK[1], (at, unit))
            seq, previous = driven.execute(HEAD).fetchone()
            chained = hashlib.blake2b(f"{seq}{previous}{at}".encode(), digest_size=32).hexdigest()
            driven.execute(JOURNAL[0], (seq + 1, at, "unit.ask", previous, chained))
            driven.executemany(JOURNAL[1], [(seq + 1, "unit", unit, chained), (seq + 1, "unit_claim", unit, chained)])
            driven.execute(JOURNAL[2], (seq + 1, chained, chained))

    return act


def compete(make: Maker, root: Path, number: int, seconds: float, gate: Barrier, out: Any) -> None:
    """One process: wait for the others, then act until the time is over."""
    random.seed(os.getpid())
    act = make(root, number)
    turn = 0
    while turn < 4:  # statements are compiled, pages are read
        act(turn)
        turn += 1
    gate.wait()
    end = time.perf_counter() + seconds
    done, longest, before = 0, 0.0, time.perf_counter()
    while before < end:
        act(turn)
        now = time.perf_counter()
        longest = max(longest, now - before)
        before = now
        done += 1
        turn += 1
    out.put(Served(done, longest))


def together(make: Maker, template: Path, processes: int, seconds: float) -> list[Served]:
    """Let so many processes act at once, on a fresh copy of the office."""
    with tempfile.TemporaryDirectory(dir=template.parent) as folder:
        root = Path(folder) / "office"
        shutil.copytree(template, root)
        return _together(make, root, processes, seconds)


def _together(make: Maker, root: Path, processes: int, seconds: float) -> list[Served]:
    kind = multiprocessing.get_context("fork")
    gate, out = kind.Barrier(processes), kind.Queue()
    workers = [
        kind.Process(target=compete, args=(make, root, number, seconds, gate, out)) for number in range(processes)
    ]
    for worker in workers:
        worker.start()
    found = [out.get(timeout=seconds + 60) for _ in workers]
    for worker in workers:
        worker.join()
    return found


def report(name: str, served: list[Served], seconds: float) -> float:
    """Print one side; its acts a second."""
    rate = sum(each.acts for each in served) / seconds
    fair = min(each.acts for each in served) / mean(each.acts for each in served)
    longest = max(each.longest for each in served) * 1000
    print(f"{name:<14}{rate:>8.0f} acts/s   longest wait {longest:>6.0f} ms   least served {fair:>5.0%} of the mean")
    return rate


def disk_rate(folder: Path) -> float:
    """How many small durable writes a second this disk takes."""
    handle = os.open(folder / "probe", os.O_CREAT | os.O_RDWR)
    start, count = time.perf_counter(), 0
    while time.perf_counter() - start < 1:
        os.pwrite(handle, b"x" * 4096, 0)
        os.fdatasync(handle)
        count += 1
    os.close(handle)
    return count / (time.perf_counter() - start)


def main() -> None:
    """Measure both sides in turn, and print each round and all of them together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=6)
    given = parser.parse_args()
    schema.load()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "office"
        with selling(root, UNITS, UNITS) as (desk, _), desk.office.store.raw() as connection:
            mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
        print(f"{given.processes} processes, {os.cpu_count()} cores, journal mode {mode}")
        print(f"{'disk':<14}{disk_rate(Path(folder)):>8.0f} fdatasync/s")
        floors, rates = [], []
        for _ in range(given.rounds):
            floor = report("bare SQLite", together(bare, root, given.processes, given.seconds), given.seconds)
            ours = report(
                "use case", together(through_the_use_case, root, given.processes, given.seconds), given.seconds
            )
            print(f"{'ratio':<14}{ours / floor:>8.0%}")
            floors.append(floor)
            rates.append(ours)
        print(f"{'all rounds':<14}{sum(rates) / sum(floors):>8.0%}")


if __name__ == "__main__":
    main()
