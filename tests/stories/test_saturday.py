"""A rushed Saturday in real terminals: thirty arrivals, eight consultants, two people at two keyboards (domain 2.1)."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from anchang.domain.rota import TurnKind, TurnTaken
from anchang.domain.rota_desk import decide, turn_of
from anchang.domain.rota_queue import Queue, apply
from anchang.services.doctor import examine
from anchang.services.office import Session
from anchang.services.opening import Where, open_office
from anchang.storage.place import Place
from anchang.storage.reading import Read
from anchang.storage.rota_events import day_row, events, policy_of
from tests.office import MovedClock, desk_at
from tests.services.front_desk import customer_of
from tests.stories.driver import FOLLOWS, WAIT, Console, Office, squeezed
from tests.terminal import NotOnScreen

SATURDAY = date(2026, 11, 28)
KEYBOARDS = ("assistant", "manager")
TEAM = tuple(f"c{number:02d}" for number in range(1, 9))
REGULARS = {"13800000001": "老周", "13800000002": "老吴", "13800000003": "老郑"}
BUSY = 6  # so many of the eight are receiving when the next one comes to an end
ASKED = "第一次来吗"
FIRST, AGAIN, NO_BUYER = "1", "2", "5"
TRIES, MOVED = 10, 2.0  # how often a cursor is sent to a line, and seconds in which it gets there


def own(login: str) -> str:
    """The password that the person has chosen."""
    return f"{login}-only-me"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Eight consultants who have signed in on a Saturday, three regular customers; the order is fixed."""
    with desk_at(tmp_path / "office") as desk:
        for number, login in enumerate(TEAM[3:], 4):
            made = desk.do("boss", "staff.add", login=login, name=f"顾问{number}", roles="consultant", password="demo")
            desk.people[login] = made["id"]
        for login in KEYBOARDS:
            desk.do(login, "staff.change_password", old="demo", new=own(login))
        for owner, (phone, name) in zip(TEAM, REGULARS.items(), strict=False):
            customer_of(desk, owner, phone, name)
        desk.clock.at(SATURDAY, 8, 30)
        for login in TEAM:
            desk.do(login, "rota.sign_in")
            desk.clock.move(minutes=1)
        desk.do("assistant", "rota.confirm")
    return Office(tmp_path / "office")


@dataclass
class Rush:
    """Two keyboards at one board; `busy` are the receptions in the order in which they began: who receives whom (a
    name where it is known), and the number of the visit."""

    consoles: tuple[Console, Console]
    busy: list[tuple[str, str, str]] = field(default_factory=list)
    arrived: int = 0

    def comes(self, kind: str, phone: str = "") -> None:
        """Somebody comes in, at one keyboard or the other in turn; who receives is read off the screen."""
        console = self.consoles[self.arrived % 2]
        self.arrived += 1
        form = console.press("ctrl+a").form("来客登记")
        console.press(kind, "enter")
        console.terminal.wait_until(lambda _screen: form.field not in ("", ASKED), "the field after the kind", WAIT)
        if kind == NO_BUYER:
            form.fill({"单位": "某市调公司"})
        elif kind == AGAIN:
            form.fill({"电话或姓名": f"?{phone}"})
        else:
            form.fill({"电话": phone})
        console.press("ctrl+s").gone("来客登记")
        number = f"LF{SATURDAY:%Y%m%d}-{self.arrived:03d}"
        console.see(number)
        told = re.search(r"(\S+) 接待（.* 登记 " + number, squeezed(console.screen))
        if told is None:
            raise console.fail(f"nobody receives {number}")
        if kind != NO_BUYER:
            self.busy.append((told[1], REGULARS.get(phone, ""), number))

    def opens_visit(self) -> Console:
        """The visit of the oldest reception is opened at the keyboard where nobody comes in."""
        console = self.consoles[(self.arrived + 1) % 2]
        stand_on(console, self.busy[0][0])
        return console.press("ctrl+o")

    def saves_visit(self, console: Console) -> None:
        """It is filled in and saved."""
        _receiver, name, number = self.busy[0]
        form = console.form(f"来访 {number}：{'复访' if name else '首访'}")
        form.fill({} if name else {"姓名": f"客{self.arrived}", "已告知隐私": "@是"})
        console.press("ctrl+s").see(f"{number}已保存", f"{number}：已保存")

    def goes(self, console: Console) -> None:
        """The oldest reception ends and the consultant is back in line."""
        receiver = self.busy.pop(0)[0]
        stand_on(console, receiver)
        console.press("ctrl+d").form("结束接待")
        console.press("ctrl+s")
        console.terminal.wait_until(
            lambda screen: re.search(rf"{receiver} +接待中", screen) is None, f"{receiver} back in line", WAIT
        )


LINE = re.compile(r"^(> |  )(?:[A-Z]|-) +(\S+) ", re.MULTILINE)  # mark, place in line, name


def stand_on(console: Console, name: str) -> None:
    """The board's cursor on that person, whoever comes up or goes down in the meantime."""
    for _ in range(TRIES):
        lines = LINE.findall(console.screen)
        here = next((at for at, (mark, _name) in enumerate(lines) if mark.strip()), 0)
        there = next((at for at, (_mark, each) in enumerate(lines) if each == name), here)
        console.press(*["down" if there > here else "up"] * abs(there - here))
        with suppress(NotOnScreen):
            console.terminal.wait_until(lambda screen: ("> ", name) in LINE.findall(screen), name, MOVED)
        console.terminal.settle(FOLLOWS)  # it may have passed the line by, or the order was an old one
        if ("> ", name) in LINE.findall(console.screen):
            return
    raise console.fail(f"no line of {name}")


@pytest.mark.long
def test_a_rushed_saturday(office: Office) -> None:
    dice = random.Random(20261128)
    with office:
        consoles = tuple(office.start(f"{SATURDAY}T10:00") for _ in KEYBOARDS)
        for console, login in zip(consoles, KEYBOARDS, strict=True):
            console.door.enter(login, own(login))
            console.go("f2", "已签到 8 人")
        rush = Rush((consoles[0], consoles[1]))
        coming = [(FIRST, f"1390000{number:04d}") for number in range(25)]
        coming += [(AGAIN, phone) for phone in REGULARS]
        coming += [(NO_BUYER, "")] * 2
        dice.shuffle(coming)
        written: Console | None = None  # where the visit of the oldest reception has been written down
        for kind, phone in coming:
            if written is not None and len(rush.busy) >= BUSY:
                rush.goes(written)
                written = None
            opened = rush.opens_visit() if written is None and len(rush.busy) >= BUSY - 1 else None
            rush.comes(kind, phone)
            if opened is not None:
                rush.saves_visit(opened)
                written = opened
        letters = [letter for console in consoles for letter in console.letters]
        for console in consoles:
            console.leave()
    assert letters == []
    the_day_is_right(office.root)


def the_day_is_right(root: Path) -> None:
    """Nobody was sent twice at once or out of turn, nobody was left out, and the replay decides the same."""
    opened = open_office(Where(Place(root)), clock=MovedClock())
    try:
        assert not [each for each in examine(opened) if each.serious]
        session = opened.project().id
        queue = opened.look(Session(0, session), replayed)
        counted = [entry.turns for entry in queue.entries]
        assert sum(counted) == 25
        assert max(counted) - min(counted) <= 1, counted
        kinds = [turn.kind for turn in queue.turns]
        assert len(kinds) == 28
        assert {TurnKind.NEW, TurnKind.RETURNING} <= set(kinds)
    finally:
        opened.close()


def replayed(read: Read) -> Queue:
    """The queue at the end of the day; every decision is taken again on the way."""
    day = day_row(read, SATURDAY)
    assert day is not None
    queue = Queue(policy_of(day["policy"]))
    for stored in events(read, day["id"]):
        if isinstance(stored.event, TurnTaken):
            assert stored.arrival is not None
            assert turn_of(decide(queue, stored.arrival), stored.event.at) == stored.event
        queue = apply(queue, stored.event)
    return queue
