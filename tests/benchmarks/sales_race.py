"""Never sold twice, never half swapped: sixteen processes at everything that moves a unit (issue 4).

    python -m tests.benchmarks.sales_race [--processes 16] [--acts 500] [--units 100] [--seed N]

Every process is one `anchang do -` and sends its acts one after the other: hold, let go, sell, ask for another unit,
give up, approve, carry out, put on sale again, on the same units and the same requests as all others. Printed: how
many of each kind went through, the waits, how evenly the processes were served, and what queries of the test's own
and the doctor find afterwards. Exit code 1 when a figure is missed.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path

from anchang.services.doctor import examine
from tests.faults.nursery import nursery
from tests.faults.sales import NOW, Counter, selling
from tests.faults.sales_race import KINDS, Figures, Forked, Terminal, figures, prepare, race
from tests.faults.sales_race_proof import wrong

LONGEST = 2.0  # seconds
LEAST = 0.5  # of the mean
FAILURES = frozenset({"busy", "error", "internal", "bad_input", "key_reused", "damaged"})  # no answer to a race


def show(found: Figures, wrongs: dict[str, list[str]]) -> None:
    """Print what the race showed."""
    acts = sum(len_of for len_of in (found.refused.total(), _said_yes(found)))
    print(f"{acts} acts in {found.seconds:.1f} s, {acts / found.seconds:.0f} a second")
    print("went through: " + ", ".join(f"{kind} {found.good[kind]}" for kind in KINDS))
    print("use cases: " + ", ".join(f"{name} {n}" for name, n in sorted(found.good.items()) if "." in name))
    print("refused: " + ", ".join(f"{code} {count}" for code, count in found.refused.most_common()))
    print(f"p95 {found.p95 * 1000:.0f} ms, longest wait {found.longest * 1000:.0f} ms")
    print(f"least served process {found.least:.0%} of the mean")
    for name, each in wrongs.items():
        print(f"{name}: {len(each)}")
        for line in each[:5]:
            print(f"   {line}")


def _said_yes(found: Figures) -> int:
    return sum(count for name, count in found.good.items() if "." in name)


def missed(found: Figures, wrongs: dict[str, list[str]]) -> list[str]:
    """What the race was to show and did not; the time it takes to wait is judged by `slow`."""
    faults = [f"{name}: {len(each)}" for name, each in wrongs.items() if each]
    faults += [f"no {kind} went through" for kind in KINDS if not found.good[kind]]
    faults += [f"{code}: {found.refused[code]}" for code in FAILURES if found.refused[code]]
    return faults + ([f"refused without a word: {found.wordless}"] if found.wordless else [])


def slow(found: Figures) -> list[str]:
    """Who waited too long, or was served too seldom."""
    faults = [f"longest wait {found.longest:.2f} s"] if found.longest > LONGEST else []
    return faults + ([f"least served {found.least:.0%}"] if found.least < LEAST else [])


def run(
    folder: Path, processes: int, acts: int, units: int, seed: int, *, forked: bool = False
) -> tuple[Figures, dict[str, list[str]]]:
    """The whole race in a fresh office, examined afterwards; the doctor's findings are one of the checks.

    `forked` starts the processes from one that is warm already, where starting them is not what is looked at.
    """
    root = folder / "office"
    with ExitStack() as kept:
        desk, stock = kept.enter_context(selling(root, units, units * 4))
        market = prepare(desk, stock, processes, max(units * 3 // 10, 3))
        start: Callable[[], Terminal] = partial(Counter, root)
        if forked:
            parent = kept.enter_context(nursery(folder))
            start = lambda: Forked(parent.child("do", "-", "--office", str(root)))  # noqa: E731
        racers = race(start, market, processes, acts, seed)
        desk.clock.now = datetime.fromisoformat(NOW)
        with desk.office.store.read() as connection:
            wrongs = wrong(connection)
        wrongs["what the doctor finds"] = [f"{each.kind} {each.where}" for each in examine(desk.office) if each.serious]
    return figures(racers), wrongs


def main() -> int:
    """Run it and print what was seen; 1 when a figure is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("processes", 16), ("acts", 500), ("units", 100), ("seed", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    seed = given.seed or random.SystemRandom().randrange(1_000_000)
    print(f"seed {seed}, {given.processes} processes x {given.acts} acts, {given.units} units, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        found, wrongs = run(Path(folder), given.processes, given.acts, given.units, seed)
    show(found, wrongs)
    faults = missed(found, wrongs) + slow(found)
    print("missed: " + "; ".join(faults) if faults else "every figure is kept")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
