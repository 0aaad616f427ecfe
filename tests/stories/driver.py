"""A console in a real terminal, as somebody at a keyboard meets it: one object a screen, nothing but keys and eyes.

    with Office(folder) as office:
        with office.console("2026-11-23T09:00") as console:
            console.door.enter("c01", "secret-12")
            form = console.press("a").form("客户到访")
            form.fill({"是否首访": "首次到访", "电话": "13800138001"}).save()

Every wait is for something that a person would see; a failure shows the whole screen. `Letters` count the keys that a
Chinese input method would have swallowed, so that a story can prove that it needed none of them.
"""

from __future__ import annotations

import os
import re
import string
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from tests.stories.eyes import Eyes
from tests.terminal import NotOnScreen

ANCHANG = (sys.executable, "-m", "anchang")
WAIT = 20.0  # seconds; two cores may be busy with other tests
WHOLE = 0.05  # seconds of silence after which a picture is whole: it comes in pieces, half a label among them
FOLLOWS = 0.12  # seconds in which the fields that a choice asks for have come
PLACE = 0.3  # seconds of silence after which the next person stands in a place of one's own
BUTTON = 2.0  # seconds without another label after which one stands on a button
LARGE, SMALL = (120, 40), (80, 24)  # the windows of the stories
SWALLOWED = frozenset(string.ascii_letters)  # what an input method keeps for itself


@dataclass
class Console:
    """One run of `anchang`. `person` is who sits there, for messages."""

    terminal: Eyes
    letters: list[str] = field(default_factory=list)
    keys: int = 0  # pressed by name; a text that is typed counts as one

    # -- the keyboard

    def press(self, *keys: str) -> Console:
        """Keys by name; a letter among them is remembered as one that an input method would have kept."""
        self.letters += [key for key in keys if key in SWALLOWED]
        self.keys += len(keys)
        self.terminal.press(*keys)
        return self

    def turn(self, *keys: str) -> Console:
        """Keys that make something else take what is typed next: seen in the picture that follows."""
        before = self.terminal.painted
        self.press(*keys)
        self.terminal.wait_until(lambda _screen: self.terminal.painted > before, f"a picture after {keys}", WAIT)
        self.terminal.settle(FOLLOWS)
        return self

    def write(self, text: str) -> Console:
        """Text into the line where the caret stands."""
        self.keys += 1
        self.terminal.send(text)
        return self

    # -- the eyes

    @property
    def screen(self) -> str:
        """What stands there now."""
        return self.terminal.screen

    def see(self, *words: str, timeout: float = WAIT) -> Console:
        """Wait until each of the words stands there."""
        for each in words:
            self.terminal.wait_until(lambda screen, each=each: each in squeezed(screen), f"«{each}»", timeout)  # type: ignore[misc]
        return self

    def see_line(self, *words: str) -> Console:
        """Wait until one line has all of the words."""
        self.terminal.wait_until(
            lambda screen: any(all(each in line for each in words) for line in screen.split("\n")),
            f"a line with {words}",
            WAIT,
        )
        return self

    def gone(self, *words: str) -> Console:
        """Wait until none of the words stands there."""
        for each in words:
            self.terminal.wait_until(lambda screen, each=each: each not in squeezed(screen), f"«{each}» gone", WAIT)  # type: ignore[misc]
        return self

    def fail(self, why: str) -> NotOnScreen:
        """A failure that shows the screen."""
        return NotOnScreen(f"{why}\n{self.terminal.framed()}")

    # -- the screens

    @property
    def door(self) -> Door:
        """Where one signs in."""
        return Door(self)

    def form(self, title: str) -> Form:
        """The form of that title, once one stands in its first field."""
        self.see(title)
        form = Form(self, title)
        self.terminal.wait_until(lambda _screen: bool(form.field), f"a field of «{title}»", WAIT)
        return form

    def go(self, key: str, title: str) -> Console:
        """To a main screen by its F-key; its title stands there then."""
        return self.press(key).see(title)

    def palette(self, name: str) -> Console:
        """Ctrl+P: an action by its name, which an input method writes without trouble."""
        self.press("ctrl+p").see("输入操作名称")
        self.write(name)
        found = re.compile(rf"> .*{re.escape(name)}")
        self.terminal.wait_until(lambda screen: found.search(screen) is not None, name, WAIT)
        self.terminal.settle(FOLLOWS)
        self.press("enter").terminal.wait_until(lambda screen: found.search(screen) is None, f"«{name}» begun", WAIT)
        self.terminal.settle(FOLLOWS)
        return self

    def stand_on(self, *words: str) -> Console:
        """The cursor of the list down to the line that has all of the words."""
        self.see(words[0])
        for _ in range(40):
            here = next((line for line in self.screen.split("\n") if line.lstrip().startswith("> ")), "")
            if all(each in here for each in words):
                return self
            self.turn("down")
        raise self.fail(f"no line with {words}")

    def steps(self, *, key: str = "ctrl+t") -> Steps:
        """The step menu of what the cursor stands on."""
        self.press(key)
        return Steps(self)

    def steps_open(self) -> Steps:
        """The step menu that came by itself."""
        return Steps(self)

    def yes(self, question: str, *, reason: str = "", password: str = "", grave: bool = False) -> Console:
        """Answer a question with yes; in a grave one Enter alone would be no."""
        self.see(question)
        if reason:
            self.write(reason).see(reason)
        if password:
            self.write(password)
        self.press(*(("left", "enter") if grave else ("enter",)))
        return self.gone(question)

    def prove(self, password: str) -> Console:
        """The password that is asked before money moves."""
        self.see("您的密码")
        self.write(password).press("enter")
        return self.gone("您的密码")

    def written(self, path: Path) -> Console:
        """Wait until the office says that a file is written, and it is there."""
        self.terminal.wait_until(lambda screen: "已生成" in screen and path.exists(), f"«{path.name}» written", WAIT)
        return self

    def change_person(self, login: str, password: str) -> Console:
        """Ctrl+L: the next person at this terminal."""
        self.press("ctrl+l")
        return self.door.enter(login, password)

    def leave(self) -> None:
        """Ctrl+Q."""
        self.press("ctrl+q")
        code = self.terminal.wait_end(WAIT)
        assert code == 0, self.fail(f"left with {code}")


class Door:
    """Login and password."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def enter(self, login: str, password: str) -> Console:
        """Come in; the door is gone then."""
        console = self.console.see("登录名或工号", "密码")
        console.write(login).see(login)
        console.press("enter").write(password).press("enter")
        console.gone("登录名或工号").terminal.settle(PLACE)  # where the person before was is seen for a moment
        return console

    def enter_first(self, login: str, first: str, own: str) -> Console:
        """Come in with the password that was told, and choose one's own."""
        console = self.enter(login, first)
        form = console.form("修改我的密码")
        form.fill({"当前密码": first, "新密码": own, "再次输入新密码": own})
        return form.save()


class Form:
    """A form: fields by their labels, choices by their words."""

    def __init__(self, console: Console, title: str) -> None:
        self.console, self.title = console, title

    @property
    def field(self) -> str:
        """The label of the field one stands in, without its mark."""
        return self.console.terminal.label_under(self.title).text.rstrip(" *+")

    @property
    def at(self) -> int:
        """Its line."""
        return self.console.terminal.label_under(self.title).line

    def to(self, label: str) -> Form:
        """Go on to that field by Tab, through however many."""
        terminal = self.console.terminal
        walked: list[str] = []
        if not self.field:  # half a picture, or a button: a Tab from the field that is meant would go round the form
            terminal.settle(FOLLOWS)
        for _ in range(60):
            here = self.field
            if here == label:
                return self
            walked.append(here)
            self.console.press("tab")
            if here:
                terminal.wait_until(lambda _screen, here=here: self.field != here, f"on from «{here}»", WAIT)  # type: ignore[misc]
            terminal.settle(WHOLE)
            with suppress(NotOnScreen):  # a button has no label
                terminal.wait_until(lambda _screen, here=here: self.field not in ("", here), "a label", BUTTON)  # type: ignore[misc]
        raise self.console.fail(f"no field «{label}» in «{self.title}»; walked {walked}")

    def another_row(self, first: str) -> Form:
        """Ctrl+N in a table: one row more; one stands in its first field, of that label, then."""
        terminal = self.console.terminal
        before = terminal.screen.count(f"{first} *")
        elsewhere = self.field != first  # on a small window the row before may have moved out of sight
        self.console.press("ctrl+n")
        terminal.wait_until(
            lambda screen: (elsewhere or screen.count(f"{first} *") > before) and self.field == first,
            f"a row with {first}", WAIT,
        )  # fmt: skip
        terminal.settle(FOLLOWS)
        return self

    def line(self, label: str) -> str:
        """What stands beside a label."""
        for each in self.console.screen.split("\n"):
            if label in each:
                return each
        return ""

    def fill(self, values: Mapping[str, str]) -> Form:
        """Fill fields in the order of the form: a text; `@words` for a choice; `?text` for a search; nothing
        at all to empty the field."""
        for label, value in values.items():
            self.to(label)
            if value.startswith("@"):
                for words in value[1:].split("|"):
                    self.choose(words)
            elif value.startswith("?"):
                self.search(value[1:])
            elif not value:
                self.clear()
            else:
                self.write(value)
        return self

    def clear(self) -> Form:
        """Empty the line one stands in."""
        terminal, at = self.console.terminal, self.at
        before = terminal.line(at)
        self.console.press("end", "ctrl+u")
        terminal.wait_until(lambda _screen: terminal.line(at) != before, f"{self.field} emptied", WAIT)
        return self

    def write(self, value: str) -> Form:
        """Type into the field one stands in, and see it there: a secret as dots."""
        self.console.write(value)
        shown = ("•" * len(value), self.console.terminal.end_of(value))
        self.console.terminal.wait_until(lambda _screen: self._beside(shown), f"«{value}» in {self.field}", WAIT)
        return self

    def _beside(self, words: Sequence[str]) -> bool:
        at = self.at
        return at >= 0 and any(each in self.console.terminal.line(at) for each in words)

    def _choice(self, words: str) -> re.Match[str] | None:
        """Where the choice stands at or under the field; its first group is the bracket if it is taken."""
        below = "\n".join(self.console.screen.split("\n")[max(self.at, 0) :])
        return re.search(rf"(\[)?(\d) {re.escape(words)}(?=\W|$)", below)

    def choose(self, words: str) -> Form:
        """The choice of those words, by its figure; one beyond the ninth is reached from the end by the arrow."""
        found = self._choice(words)
        if found is None:  # the form may still be scrolling to where one stands
            self.console.terminal.settle(FOLLOWS)
            found = self._choice(words)
        if found is None:
            return self._go_back_to(words)
        if found[1] is None:
            self.console.press(found[2])
            # Looked for afresh each time: the form may still be moving under the caret.
            self.console.terminal.wait_until(
                lambda _screen: (now := self._choice(words)) is not None and now[1] is not None,
                f"«{words}» chosen",
                WAIT,
            )
            self.console.terminal.settle(FOLLOWS)
        return self

    def _go_back_to(self, words: str) -> Form:
        for _ in range(9):
            below = "\n".join(self.console.screen.split("\n")[max(self.at, 0) :])
            if f"[{words}]" in below:
                return self
            self.console.turn("left")
        raise self.console.fail(f"no choice «{words}» in «{self.field}»")

    def search(self, text: str) -> Form:
        """Type into a search field and take the first answer; one stands in the next field then."""
        here = self.field
        self.console.write(text)
        self.console.terminal.wait_until(
            lambda screen: re.search(r" {8,}> \S", screen) is not None, f"an answer to «{text}»", WAIT
        )
        self.console.press("enter")
        self.console.terminal.wait_until(lambda _screen: self.field != here, f"«{text}» taken", WAIT)
        return self

    def save(self, *told: str, password: str = "") -> Console:
        """Ctrl+S; what the office answers, or at least that the form is gone. `password`: money asks for it."""
        self.console.press("ctrl+s")
        if password:
            self.console.prove(password)
        return self.console.see(*told) if told else self.console.gone(self.title)


class Steps:
    """The step menu."""

    def __init__(self, console: Console) -> None:
        self.console = console
        begun = re.compile(r"1\. +\S|  - \S")
        console.terminal.wait_until(lambda screen: begun.search(screen) is not None, "a step menu", WAIT)
        console.terminal.settle(FOLLOWS)

    def take(self, words: str) -> Console:
        """The step of those words, by its figure or figures; one that is below is looked for with the arrows."""
        found = self._figure(words)
        for _ in range(40):
            if found is not None:
                break
            self.console.turn("down")
            found = self._figure(words)
        if found is None:
            raise self.console.fail(f"no step «{words}»")
        self.console.press(*found[1])
        return self.console

    def _figure(self, words: str) -> re.Match[str] | None:
        return re.search(rf"(\d+)\. +{re.escape(words)}", self.console.screen)

    def why_not(self, words: str) -> str:
        """The reason that stands under a step that is not possible now."""
        under = re.compile(rf"{re.escape(words)}[^\n]*\n[^\n]*? - ([^\n]*)")
        for _ in range(40):  # what is not possible stands below, on a small window out of sight
            found = under.search(self.console.screen)
            if found is not None:
                return found[1].rstrip(" │┃")
            self.console.turn("down")
        raise self.console.fail(f"nothing against «{words}»")


def squeezed(screen: str) -> str:
    """The screen with every row of blanks made one."""
    return re.sub(r"[ \u3000]+", " ", screen)


@dataclass
class Office:
    """An office folder that does not exist yet, and whatever is started on it. The clock is moved at each start."""

    root: Path
    size: tuple[int, int] = LARGE
    opened: list[Console] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def __enter__(self) -> Office:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for console in self.opened:
            console.terminal.close()

    def start(self, now: str, *, size: tuple[int, int] | None = None) -> Console:
        """`anchang`, at that moment of office time; its door or its first run comes next."""
        terminal = Eyes([*ANCHANG, "--office", str(self.root)], self.environment(now), size or self.size)
        console = Console(terminal)
        self.opened.append(console)
        return console

    @contextmanager
    def console(self, now: str) -> Iterator[Console]:
        """The same, left by Ctrl+Q at the end of the block."""
        console = self.start(now)
        yield console
        console.leave()

    @contextmanager
    def timed(self, chapter: str) -> Iterator[None]:
        """How long a chapter takes."""
        begun = time.perf_counter()
        yield
        self.seconds[chapter] = time.perf_counter() - begun

    def environment(self, now: str) -> dict[str, str]:
        """The words of the program in Chinese, its clock moved."""
        return {
            "ANCHANG_NOW": f"{now}:00+08:00" if len(now) == 16 else now,
            "ANCHANG_LANG": "zh_CN",
            "HOME": str(self.root.parent),
            "XDG_DATA_HOME": str(self.root.parent / "share"),
        }

    def run(self, *words: str, now: str, **env: str) -> subprocess.CompletedProcess[str]:
        """A command line on this office, without a terminal."""
        return subprocess.run(
            [*ANCHANG, *words, "--office", str(self.root)],
            capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL, timeout=60,
            env={**os.environ, **self.environment(now), **env},
        )  # fmt: skip
