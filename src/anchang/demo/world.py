"""The demo's people, clock and dice."""

from __future__ import annotations

import heapq
import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from anchang.domain.access import Role
from anchang.services.office import Office, Session
from anchang.services.office_clock import OFFICE_ZONE, wall_clock
from anchang.services.opening import make_office
from anchang.services.project import ChangeProject, SetUpOffice
from anchang.services.staff import AddStaff
from anchang.services.where import Where

WORDS: dict[str, Any] = json.loads((Path(__file__).parent / "words.json").read_text("utf-8"))
PASSWORD = "demo"


def first_moment(today: date | None, days: int) -> tuple[date, datetime]:
    """(last day, the office's first morning, ten days before its history)."""
    last = today or wall_clock().astimezone(OFFICE_ZONE).date()
    opened = last - timedelta(days=days + 10)
    return last, datetime(opened.year, opened.month, opened.day, 9, 0, tzinfo=OFFICE_ZONE)


def leave_nothing(root: Path, before: set[Path]) -> None:
    """Take away everything below the folder that was not there before, and the folder where it was not there."""
    for path in sorted(root.rglob("*"), reverse=True):  # what lies in a folder before the folder
        if path in before:
            continue
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink()
    if not before and root.is_dir():
        root.rmdir()


@dataclass
class DemoClock:
    """Time of the story: it is set forward by events and creeps on with each act, never back."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now.astimezone(UTC)

    def go(self, moment: datetime) -> None:
        """Forward to a moment; one that has passed already changes nothing."""
        self.now = max(self.now, moment)

    def creep(self) -> None:
        """A few seconds for the hands."""
        self.now += timedelta(seconds=4)


@dataclass
class World:
    """The office with everybody in it."""

    office: Office
    clock: DemoClock
    dice: Random
    project_id: int
    people: dict[str, int] = field(default_factory=dict)
    undo: ExitStack = field(default_factory=ExitStack)  # closes the office and takes its files away again
    _events: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)
    _count: int = 0
    _numbers: set[str] = field(default_factory=set)

    @classmethod
    def make(cls, where: Where, seed: int, start: datetime) -> World:
        """The folder, the project, the staff; the folder is left as it was found where one of them fails."""
        clock = DemoClock(start)
        before = set(where.place.root.rglob("*"))
        office = make_office(where, demo=True, clock=clock)
        with ExitStack() as undo:
            undo.callback(leave_nothing, where.place.root, before)
            undo.callback(office.close)
            world = cls._settled(office, clock, seed, start)
            world.undo = undo.pop_all()
        return world

    @classmethod
    def _settled(cls, office: Office, clock: DemoClock, seed: int, start: datetime) -> World:
        made = office.run(
            Session(0, 0),
            SetUpOffice(
                project=WORDS["project"],
                code="YQL",
                developer=WORDS["developer"],
                address=WORDS["address"],
                escrow_account=WORDS["escrow"],
                admin="boss",
                admin_name=WORDS["staff"]["boss"][0],
                password=PASSWORD,
                permit_no=WORDS["permits"][0],
                permit_date=start.date() - timedelta(days=20),
                buildings=tuple(WORDS["buildings"][:3]),
            ),
        )
        world = cls(office, clock, Random(seed), made["project"], {"boss": made["staff"]})
        world.do("boss", ChangeProject(filing_authority=WORDS["authority"]))
        for login, (name, roles) in WORDS["staff"].items():
            if login != "boss":
                world._hire(login, name, roles)
        for number, name in enumerate(WORDS["consultants"], 1):
            world._hire(f"c{number:02d}", name, "consultant")
        return world

    def _hire(self, login: str, name: str, roles: str) -> None:
        given = tuple(Role(role) for role in roles.split(","))
        person = AddStaff(name=name, login=login, roles=given, password=PASSWORD, phone=self.phone())
        self.people[login] = self.do("boss", person)["id"]

    @property
    def consultants(self) -> list[str]:
        """Logins of the sales floor."""
        return [login for login in self.people if login[0] == "c" and login[1:].isdigit()]

    def login_of(self, staff_id: int) -> str:
        """Whose id this is."""
        return next(login for login, each in self.people.items() if each == staff_id)

    def do(self, login: str, command: object) -> dict[str, Any]:
        """One act of that person, a few seconds after the one before."""
        self.clock.creep()
        return self.office.run(Session(self.people[login], self.project_id), command)

    def aside(self, login: str, command: object) -> dict[str, Any]:
        """One act that takes no time of the story, so that what comes after it stays as it is."""
        return self.office.run(Session(self.people[login], self.project_id), command)

    # -- events of a day

    def at(self, moment: datetime, event: Callable[[], object]) -> None:
        """Let something happen then."""
        self._count += 1
        heapq.heappush(self._events, (moment, self._count, event))

    def run_until(self, moment: datetime) -> None:
        """Let everything happen that is due by then; the rest is dropped with the day."""
        while self._events and self._events[0][0] <= moment:
            due, _number, event = heapq.heappop(self._events)
            self.clock.go(due)
            event()

    def forget(self) -> None:
        """Drop what did not happen any more."""
        self._events.clear()

    # -- people who do not exist

    def name(self) -> str:
        """A name."""
        return str(self.dice.choice(WORDS["surnames"]) + self.dice.choice(WORDS["given"]))

    def phone(self) -> str:
        """A number that nobody else in the demo has."""
        while True:
            number = self.dice.choice(("13", "15", "17", "18", "19")) + f"{self.dice.randrange(10**9):09d}"
            if number not in self._numbers:
                self._numbers.add(number)
                return number

    def id_no(self) -> str:
        """An identity number with a right check digit."""
        born = date(1962, 1, 1) + timedelta(days=self.dice.randrange(14_000))
        body = f"330108{born:%Y%m%d}{self.dice.randrange(1000):03d}"
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]

    def some(self, choices: Any) -> Any:
        """One of several."""
        return self.dice.choice(list(choices))

    def chance(self, share: float) -> bool:
        """Yes in that share of cases."""
        return self.dice.random() < share


def moment_of(day: date, minutes: float) -> datetime:
    """That many minutes after midnight, office time."""
    return datetime(day.year, day.month, day.day, tzinfo=OFFICE_ZONE) + timedelta(minutes=minutes)
