"""Never sold twice: eight processes take the same fifty units through `anchang do -` (design 4 and 5)."""

from __future__ import annotations

import random
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.faults.sales import Counter, Stock, command_line, hire, selling, surroundings
from tests.office import Desk

PROCESSES, ATTEMPTS, UNITS = 8, 200, 50
RACERS = tuple(f"r{number}" for number in range(1, PROCESSES + 1))
PAIRS = tuple(f"p{number}" for number in range(1, PROCESSES // 2 + 1))  # each signed in at two terminals


@dataclass
class Racer:
    """One process, and what it was told."""

    number: int
    stock: Stock
    chance: random.Random
    gate: threading.Barrier
    twin_gate: threading.Barrier
    told: list[tuple[dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    code: int = -1

    def run(self, root: Path) -> None:
        """All attempts, one after the other."""
        counter = Counter(root)
        held: list[str] = []
        for login in (RACERS[self.number], PAIRS[self.number // 2]):  # the passwords are checked before the race
            assert counter.ask({"as": login, "do": "unit.ask", "with": {"unit": "#0", "customer": "#0"}})["ok"] is False
        self.gate.wait()
        for attempt in range(ATTEMPTS):
            if attempt % 20 == 7:
                self.twin(counter, attempt)
            elif held and self.chance.random() < 0.45:
                unit = held.pop(self.chance.randrange(len(held)))
                self.say(counter, attempt, {"do": "unit.let_go", "with": {"unit": unit, "reason": "改主意"}})
            else:
                unit = self.chance.choice(self.stock.labels)
                customer = self.chance.choice(self.stock.phones)
                answer = self.say(counter, attempt, {"do": "unit.ask", "with": {"unit": unit, "customer": customer}})
                if answer["ok"]:
                    held.append(unit)
            if attempt % 20 == 13:  # an impatient person presses Enter again
                line, before = self.told[-1]
                self.told.append((line, counter.ask(line)))
                if before["ok"]:
                    assert self.told[-1][1] == before
        self.code = counter.close()

    def say(self, counter: Counter, attempt: int, line: dict[str, Any]) -> dict[str, Any]:
        whole = {"id": f"{RACERS[self.number]}-{attempt}", "as": RACERS[self.number], **line}
        answer = counter.ask(whole)
        self.told.append((whole, answer))
        return answer

    def twin(self, counter: Counter, attempt: int) -> None:
        """The same line with the same key, from two processes in the same instant."""
        pair = PAIRS[self.number // 2]
        unit = self.stock.labels[(attempt * 7 + self.number // 2) % UNITS]
        line = {"id": f"{pair}-{attempt}", "as": pair, "do": "unit.ask", "with": {"unit": unit, "customer": "#1"}}
        self.twin_gate.wait()
        self.told.append((line, counter.ask(line)))
        self.twin_gate.wait()
        if self.number % 2 == 0 and self.told[-1][1]["ok"]:
            line = {"id": f"{pair}-{attempt}-back", "as": pair, "do": "unit.let_go", "with": {"unit": unit}}
            self.told.append((line, counter.ask(line)))
        self.twin_gate.wait()


def race(root: Path, stock: Stock, seed: int) -> list[Racer]:
    """Let all of them loose, and wait."""
    gate = threading.Barrier(PROCESSES)
    twin_gates = [threading.Barrier(2) for _ in PAIRS]
    racers = [
        Racer(number, stock, random.Random(seed + number), gate, twin_gates[number // 2])
        for number in range(PROCESSES)
    ]  # fmt: skip
    threads = [threading.Thread(target=racer.run, args=(root,), daemon=True) for racer in racers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive(), "a racer hangs"
    return racers


@pytest.mark.slow
def test_no_unit_is_held_twice_and_every_loser_is_told_by_whom(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    root = tmp_path / "office"
    with selling(root, UNITS, 40) as (desk, stock):
        hire(desk, *RACERS, *PAIRS)
        before = desk.office.change_mark()
        racers = race(root, stock, seed)
        told = [each for racer in racers for each in racer.told]
        assert sum(len(racer.told) for racer in racers) >= PROCESSES * ATTEMPTS
        assert all(racer.code in (0, 1) for racer in racers)
        _losers_know_who(desk, told)
        _one_record_a_key(desk, told, before)
        _replay(desk, before)
    examined = subprocess.run(
        command_line(root, "doctor"), env=surroundings(), capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert examined.returncode == 0, examined.stdout + examined.stderr


def _losers_know_who(desk: Desk, told: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    with desk.office.store.read() as connection:
        ever = {
            (row.label, row.name)
            for row in connection.execute(
                text(
                    "SELECT u.label, s.name FROM unit_claim c JOIN unit u ON u.id = c.unit_id "
                    "JOIN staff s ON s.id = c.staff_id"
                )
            )
        }
    lost = [(line, answer) for line, answer in told if not answer["ok"] and line["do"] == "unit.ask"]
    assert len(lost) > ATTEMPTS / 4, "this was no race"
    for line, answer in lost:
        assert answer["error"] == "unit_taken", answer
        unit = line["with"]["unit"]
        assert unit in answer["message"]
        assert any(name in answer["message"] for label, name in ever if label == unit), answer


def _one_record_a_key(desk: Desk, told: list[tuple[dict[str, Any], dict[str, Any]]], before: int) -> None:
    with desk.office.store.read() as connection:
        rows = connection.execute(text("SELECT key FROM journal WHERE seq > :seq AND key <> ''"), {"seq": before})
        recorded = [row.key for row in rows]
    assert len(recorded) == len(set(recorded))
    answers: dict[str, list[dict[str, Any]]] = {}
    for line, answer in told:
        if answer["ok"]:
            answers.setdefault(line["id"], []).append(answer["result"])
    assert set(recorded) == set(answers)
    assert all(each == given[0] for given in answers.values() for each in given)
    assert sum(len(given) > 1 for key, given in answers.items() if key[0] == "p") >= len(PAIRS)


def _replay(desk: Desk, before: int) -> None:
    """The journal, act by act: a unit is taken when it is free and given back by the claim that has it."""
    with desk.office.store.read() as connection:
        acts = connection.execute(
            text(
                "SELECT j.seq, j.action, u.row_id AS unit, c.row_id AS claim FROM journal j "
                "JOIN journal_row u ON u.seq = j.seq AND u.table_name = 'unit' "
                "JOIN journal_row c ON c.seq = j.seq AND c.table_name = 'unit_claim' "
                "WHERE j.seq > :seq ORDER BY j.seq"
            ),
            {"seq": before},
        ).all()
        stored = connection.execute(text("SELECT unit_id, id FROM unit_claim WHERE ended_at IS NULL")).all()
    live: dict[int, int] = {}
    for act in acts:
        if act.action == "unit.ask":
            assert act.unit not in live, f"journal #{act.seq}: taken twice"
            live[act.unit] = act.claim
        else:
            assert act.action == "unit.let_go"
            assert live.pop(act.unit) == act.claim, f"journal #{act.seq}"
    assert live == {row.unit_id: row.id for row in stored}
    assert len(acts) > ATTEMPTS
