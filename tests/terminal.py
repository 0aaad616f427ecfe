"""Drives a program in a real terminal and reads what a person would see (pexpect writes, pyte reads).

    with Terminal(["anchang", "--office", folder], {"ANCHANG_NOW": "2026-11-23T09:00:00+08:00"}) as terminal:
        terminal.wait_for("用户名")
        terminal.send("c01")
        terminal.press("tab", "ctrl+l", "f5", "enter")
        assert "张伟" in terminal.line(3)

A thread reads all the time, so that the program never waits for us. Every failure shows the whole screen.
"""

from __future__ import annotations

import os
import re
import select
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pexpect
import pyte
from wcwidth import wcwidth

COLUMNS, LINES = 120, 40
ESCAPE_PAUSE = 0.15  # a lone ESC is told from the start of a sequence by the silence after it

KEYS: dict[str, str] = {
    "enter": "\r",
    "esc": "\x1b",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "insert": "\x1b[2~",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "shift+up": "\x1b[1;2A",
    "shift+down": "\x1b[1;2B",
    "shift+right": "\x1b[1;2C",
    "shift+left": "\x1b[1;2D",
    "ctrl+up": "\x1b[1;5A",
    "ctrl+down": "\x1b[1;5B",
    "ctrl+right": "\x1b[1;5C",
    "ctrl+left": "\x1b[1;5D",
    "ctrl+home": "\x1b[1;5H",
    "ctrl+end": "\x1b[1;5F",
    **dict(zip(("f1", "f2", "f3", "f4"), ("\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS"), strict=True)),
    **{f"f{5 + at}": f"\x1b[{code}~" for at, code in enumerate((15, 17, 18, 19, 20, 21, 23, 24))},
    **{f"ctrl+{chr(code + 96)}": chr(code) for code in range(1, 27)},
}

# What pyte 0.8 would take for colours or for text: questions and answers of newer keyboards («CSI > 1 u», «CSI < u»).
_UNKNOWN = re.compile(rb"\x1b\[[<>=][0-9;]*[ -/]*[@-~]")
_UNFINISHED = re.compile(rb"\x1b(?:\[[<>=?]?[0-9;]*[ -/]*)?\Z")


class NotOnScreen(AssertionError):
    """What should have come on the screen did not, or the program ended; the message shows the screen."""


class Terminal:
    """One program in one terminal of `size` (columns, lines)."""

    def __init__(
        self,
        argv: Sequence[str | Path],
        env: Mapping[str, str] | None = None,
        size: tuple[int, int] = (COLUMNS, LINES),
        cwd: Path | None = None,
    ) -> None:
        columns, lines = size
        inherited = {
            name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}
        }  # xdist's own
        whole = {**inherited, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", **(env or {})}
        whole.pop("NO_COLOR", None)
        self.argv = [str(word) for word in argv]
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._held = b""
        self._changed = threading.Condition()
        self._ended = False
        self.output = bytearray()  # every byte that reached the terminal
        self.started = self.painted = time.perf_counter()  # `painted`: when the last bytes came
        self._child = pexpect.spawn(
            self.argv[0],
            self.argv[1:],
            env=whole,
            cwd=None if cwd is None else str(cwd),
            dimensions=(lines, columns),
            echo=False,
            encoding=None,
        )
        self._child.delaybeforesend = None
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # what a person does

    def send(self, text: str) -> None:
        """Type text as it stands."""
        self._child.send(text.encode())

    def press(self, *names: str) -> None:
        """Press keys by name (`f2`, `ctrl+l`, `enter`, `esc`, `up`), or a single character."""
        for name in names:
            if name not in KEYS and len(name) != 1:
                raise KeyError(f"there is no key «{name}»: {', '.join(KEYS)}")
            self.send(KEYS.get(name, name))
            if name in {"esc", "escape"}:
                time.sleep(ESCAPE_PAUSE)

    def paste(self, text: str) -> None:
        """Paste, the way a terminal hands over the clipboard."""
        self.send(f"\x1b[200~{text}\x1b[201~")

    def resize(self, columns: int, lines: int) -> None:
        """Drag the window to another size."""
        with self._changed:
            self._screen.resize(lines, columns)
        self._child.setwinsize(lines, columns)

    # what a person sees

    @property
    def screen(self) -> str:
        """The whole screen, lines joined, spaces at their ends cut off."""
        with self._changed:
            return "\n".join(self._line(number) for number in range(self._screen.lines))

    def line(self, number: int) -> str:
        """One line, counted from 0 (from the bottom when negative)."""
        with self._changed:
            return self._line(number % self._screen.lines)

    def find(self, text: str) -> tuple[int, int] | None:
        """(column, line) of the text's first cell, or None."""
        for number, line in enumerate(self.screen.split("\n")):
            at = line.find(text)
            if at >= 0:
                return sum(max(wcwidth(sign), 0) for sign in line[:at]), number
        return None

    def wait_for(self, text: str, timeout: float = 10.0) -> float:
        """Wait until the text stands in one line; returns the seconds that it took. Raises NotOnScreen."""
        return self.wait_until(lambda screen: text in screen, f"«{text}»", timeout)

    def wait_gone(self, text: str, timeout: float = 10.0) -> float:
        """Wait until the text is nowhere any more. Raises NotOnScreen."""
        return self.wait_until(lambda screen: text not in screen, f"«{text}» gone", timeout)

    def wait_until(self, wanted: Callable[[str], bool], what: str, timeout: float = 10.0) -> float:
        """Wait until the screen is as wanted. Raises NotOnScreen, at once when the program ends."""
        start = time.perf_counter()
        with self._changed:
            while True:
                if wanted(self.screen):
                    return time.perf_counter() - start
                left = start + timeout - time.perf_counter()
                if self._ended or left <= 0:
                    break
                self._changed.wait(left)
        why = f"the program ended ({self._exit_code()})" if self._ended else f"not within {timeout:g} s"
        raise NotOnScreen(f"{what}: {why}\n{self.framed()}")

    def settle(self, quiet: float = 0.15, timeout: float = 10.0) -> None:
        """Wait until nothing was painted for `quiet` seconds."""
        deadline = time.perf_counter() + timeout
        while time.perf_counter() < deadline and not self._ended:
            silent = time.perf_counter() - self.painted
            if silent >= quiet:
                return
            time.sleep(quiet - silent)

    def framed(self) -> str:
        """The screen in a frame, for messages."""
        width = self._screen.columns
        body = []
        for line in self.screen.split("\n"):
            body.append(f"│{line}{' ' * (width - sum(max(wcwidth(sign), 0) for sign in line))}│")
        name = " ".join(self.argv)[: width - 2]
        return "\n".join([f"┌ {name} {'─' * max(width - len(name) - 2, 0)}┐", *body, f"└{'─' * width}┘"])

    # how it ends

    def wait_end(self, timeout: float = 10.0) -> int:
        """Wait until the program ends by itself; its exit code (negative: the signal). Raises NotOnScreen."""
        self._reader.join(timeout)
        if not self._ended:
            raise NotOnScreen(f"the program did not end within {timeout:g} s\n{self.framed()}")
        return self._exit_code()

    def close(self) -> None:
        """End the program, whatever it is doing."""
        if self._child.isalive():
            self._child.terminate(force=True)
        self._reader.join(5)
        self._child.close(force=True)

    def _exit_code(self) -> int:
        deadline = time.monotonic() + 2
        while self._child.isalive() and time.monotonic() < deadline:
            time.sleep(0.01)
        if self._child.exitstatus is not None:
            return int(self._child.exitstatus)
        return -int(self._child.signalstatus or 0)

    def _read(self) -> None:
        handle = self._child.child_fd
        while True:
            try:
                ready, _, _ = select.select([handle], [], [], 0.5)
                data = os.read(handle, 65536) if ready else None
            except (OSError, ValueError):
                data = b""
            if data is None:
                continue
            with self._changed:
                if not data:
                    self._ended = True
                    self._changed.notify_all()
                    return
                self.painted = time.perf_counter()
                self.output += data
                self._feed(data)
                self._changed.notify_all()

    def _feed(self, data: bytes) -> None:
        data = self._held + data
        cut = _UNFINISHED.search(data)
        self._held = data[cut.start() :] if cut else b""
        self._stream.feed(_UNKNOWN.sub(b"", data[: cut.start()] if cut else data))

    def _line(self, number: int) -> str:
        signs: list[str] = []
        behind_wide = False
        for column in range(self._screen.columns):
            sign = self._screen.buffer[number][column].data
            if not (behind_wide and not sign):
                signs.append(sign or " ")
            behind_wide = bool(sign) and wcwidth(sign[0]) == 2
        return "".join(signs).rstrip()


def python(*words: str | Path) -> list[str | Path]:
    """The words that start this Python."""
    return [sys.executable, *words]
