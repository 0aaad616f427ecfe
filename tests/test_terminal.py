"""The driver of a real terminal, tried on a tiny Textual app."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal import KEYS, NotOnScreen, Terminal, python

APP = """
import sys
from textual.app import App
from textual.widgets import Input, Static

class Tiny(App):
    def compose(self):
        yield Static("案场 𠮷 ready")
        yield Input(id="typed")
        yield Static("", id="seen")
    def on_key(self, event):
        self.query_one("#seen").update(f"key={event.key}|")
        if event.key == "f9":
            self.exit(return_code=7)
    def on_resize(self, event):
        self.title = f"{event.size.width}x{event.size.height}"
        self.query_one("#seen").update(f"size={self.title}|")
    def on_paste(self, event):
        self.query_one("#seen").update(f"pasted={event.text}|")

sys.exit(Tiny().run() or 7)
"""


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    script = tmp_path / "tiny.py"
    script.write_text(APP, "utf-8")
    with Terminal(python(script)) as made:
        made.wait_for("ready")
        yield made


@pytest.mark.slow
def test_it_types_presses_and_reads(terminal: Terminal) -> None:
    assert terminal.line(0).strip() == "案场 𠮷 ready"
    assert terminal.find("ready") == (8, 0)
    terminal.send("张伟abc")
    terminal.wait_for("张伟abc")
    for name in ("f1", "f2", "f5", "f12", "ctrl+l", "ctrl+t", "up", "pagedown", "shift+tab", "enter"):
        terminal.press(name)
        terminal.wait_for(f"key={name}|")
    terminal.press("esc", "f3")
    terminal.wait_for("key=f3|")
    terminal.resize(80, 24)
    terminal.wait_for("size=80x24|")
    terminal.settle()
    assert terminal.line(-1) == terminal.line(23)


@pytest.mark.slow
def test_a_miss_shows_the_screen_and_the_end_is_known(terminal: Terminal) -> None:
    with pytest.raises(NotOnScreen, match=r"(?s)«没有»: not within 0.2 s.*案场"):
        terminal.wait_for("没有", 0.2)
    terminal.press("f9")
    assert terminal.wait_end() == 7
    with pytest.raises(NotOnScreen, match="ended"):
        terminal.wait_for("没有")


def test_every_key_has_its_own_sequence() -> None:
    twins = {"esc", "escape"}, {"tab", "ctrl+i"}, {"enter", "ctrl+m"}
    by_sequence: dict[str, set[str]] = {}
    for name, sequence in KEYS.items():
        by_sequence.setdefault(sequence, set()).add(name)
    assert [names for names in by_sequence.values() if len(names) > 1 and names not in twins] == []
