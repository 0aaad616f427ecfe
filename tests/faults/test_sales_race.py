"""Hold, release, swap, approve and forfeit by many processes at once: nothing twice, nothing by halves (issue 4)."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.benchmarks.sales_race import missed, run, show, slow
from tests.faults.sales_race_proof import wrong
from tests.hostile.bench import Bench
from tests.office import Desk, desk_at
from tests.services.deals import active
from tests.services.test_swap_unit import asked, carried_out, stocked


def raced(folder: Path, processes: int, acts: int, units: int) -> list[str]:
    """What the race missed beside time, its figures printed, then who waited too long."""
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    found, wrongs = run(folder, processes, acts, units, seed, forked=acts < 500)
    show(found, wrongs)
    return missed(found, wrongs) + (slow(found) if acts >= 500 else [])


@pytest.mark.slow
def test_a_few_processes_leave_nothing_double_and_nothing_half(tmp_path: Path) -> None:
    assert raced(tmp_path, processes=3, acts=50, units=12) == []


@pytest.mark.long
def test_sixteen_processes_are_served_evenly_and_soon(tmp_path: Path) -> None:
    assert raced(tmp_path, processes=16, acts=500, units=100) == []


# What the proof is worth: each of these is planted behind the program's back, and found.
PLANTED = {
    "double claims": "DROP INDEX uq_unit_claim_live; UPDATE unit_claim SET unit_id = 1",
    "states that lie": "UPDATE unit SET state = 'available' WHERE state = 'subscribed'",
    "half swaps": "UPDATE change_unit SET new_subscription_id = NULL",
    "two open requests for a unit": "UPDATE change_request SET state = 'pending', unit_id = 1",
    "money taken twice": "DROP TRIGGER keep_receipt_line_update; UPDATE receipt_line SET amount = amount - 1",
    "approved twice": "DROP TRIGGER keep_approval_update; "
    "UPDATE approval SET noun = 'change_request', row_id = 1, level = 'manager', decision = 'approved'",
}


def test_the_queries_see_what_is_wrong(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        stocked(desk)
        carried_out(desk, asked(active(desk)))
        asked(active(desk, "1-1-102", number=2), "1-1-201", relation="集团员工")
        asked(active(desk, "1-1-301", number=3), "1-1-202", relation="集团员工")
        assert not any(found(desk).values())
        for name, statements in PLANTED.items():
            assert found(desk, statements)[name], name


def found(desk: Desk, statements: str = "") -> dict[str, list[str]]:
    """What the queries say once the statements have run, which are taken back."""
    with Bench(desk).put_back() as connection:
        for statement in filter(None, statements.split("; ")):
            connection.exec_driver_sql(statement)
        return wrong(connection)
