"""What the stories of issue 4 stand on: an office in which others have done what is boring, and its terminals.

    def test_something(story: Story) -> None:
        deal = active(story.desk)
        console = story.sits("c01", "2026-11-27T10:00")
        ...
        story.ends()

One terminal is open at a time. `sits` is the next person at it, or the first one of another moment. Every story runs on
a window of 120x40 and on one of 80x24.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document

from anchang.services.opening import Where, open_office
from anchang.storage.place import Place
from tests.office import SHANGHAI, Desk, MovedClock
from tests.stories.driver import Console, Office

LOGINS = ("c01", "c02", "manager", "director", "assistant", "cashier", "accountant", "clerk")
FIRST_SEEN = {"c01": "前台", "c02": "前台", "assistant": "前台"}  # everybody else's day begins in the inbox
UNIT, DEAL, REQUEST = "1-1-101", "RG2026-0001", "BG2026-0001"


def own(login: str) -> str:
    """The password that the person has chosen."""
    return f"{login}-only-me"


def own_passwords(desk: Desk, *logins: str) -> None:
    """Whoever sits down has chosen a password."""
    for login in logins or LOGINS:
        desk.do(login, "staff.change_password", old="demo", new=own(login))


@dataclass
class Story:
    """The office as services see it, and as people at its terminals do."""

    desk: Desk
    office: Office
    now: str = ""
    console: Console | None = None
    begun: float = field(default_factory=time.perf_counter)

    def sits(self, login: str, now: str = "") -> Console:
        """That person at the terminal, on the first screen of the day; at another moment in a new terminal."""
        if now and now != self.now:
            self.leaves()
            self.now = now
        if self.console is None:
            self.console = self.office.start(self.now)
            self.console.door.enter(login, own(login))
        else:
            self.console.change_person(login, own(login))
        return self.console.see(FIRST_SEEN.get(login, "待办"))

    def leaves(self) -> None:
        """Nobody sits at a terminal."""
        if self.console is not None:
            self.console.leave()
        self.console = None

    def ends(self) -> None:
        """The last one goes home; nobody needed a letter, and the office is in order."""
        self.leaves()
        seconds = time.perf_counter() - self.begun
        keys = sum(console.keys for console in self.office.opened)
        print(f"{self.office.size[0]}x{self.office.size[1]}: {seconds:.0f} s, {keys} keys")
        assert [letter for console in self.office.opened for letter in console.letters] == []
        checked = self.office.run("doctor", now=self.now)
        assert checked.returncode == 0, checked.stdout + checked.stderr

    @contextmanager
    def afterwards(self) -> Iterator[Desk]:
        """The same office and people, read once more at the last moment of the story."""
        clock = MovedClock(datetime.fromisoformat(self.now).replace(tzinfo=SHANGHAI))
        again = open_office(Where(Place(self.office.root)), clock=clock)
        try:
            yield Desk(again, clock, self.desk.project_id, self.desk.people)
        finally:
            again.close()

    def prints(self, name: str, step: str = "") -> str:
        """Print what is on the screen, by its key or by that step; the text of the file, once it is there."""
        assert self.console is not None
        path = self.office.root / "exports" / name
        if step:
            self.console.steps().take(step)
        else:
            self.console.press("ctrl+o")
        self.console.see("单据已生成")
        self.console.terminal.wait_until(lambda _screen: path.exists(), name)
        return text_of(path)

    def paper(self, name: str) -> str:
        """The text of a printed paper, its tables with it."""
        return text_of(self.office.root / "exports" / name)


def text_of(path: Path) -> str:
    """Every paragraph and cell of a document."""
    paper = Document(str(path))
    lines = [paragraph.text for paragraph in paper.paragraphs]
    lines += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines)


# -- what several stories do


def begins(console: Console, step: str, form: str) -> Any:
    """A step of the subscription in the list (F6), and the form that it opens."""
    console.go("f6", f"> {DEAL}").steps().take(step)
    return console.form(form)


def hands_in(console: Console, told: str = "待审批") -> None:
    """From the card of the request that was just written."""
    console.see(REQUEST, "填写中").steps().take("提交申请").yes(f"提交 {UNIT} 的申请 {REQUEST}")
    console.see(told)


def opens_request(console: Console) -> Console:
    """The card of the request, from its list."""
    return console.palette("认购变更申请").see(f"> {REQUEST}").turn("enter").see("变更前后对照")


def approves(console: Console, *shown: str, passes_on: bool = False) -> None:
    """Whoever decides looks at the card and says yes."""
    opens_request(console).see(*shown).steps().take("同意并转上级" if passes_on else "审批同意")
    console.yes(f"同意 {UNIT} 的申请 {REQUEST}", reason="同意")
    console.see("已同意" if passes_on else "已批准")
    console.press("esc")


def carries_out(console: Console) -> None:
    """The last step, with the question that says what follows."""
    console.steps().take("执行申请").yes(f"执行申请 {REQUEST}", grave=True)
    console.see("已执行")


def takes_papers_back(console: Console, *papers: str) -> None:
    """Receipts and copies that the customer brings."""
    for paper in papers:
        console.steps().take("收回单据")
        console.form("收回单据").save(f"{paper}：已收回")
