"""The only way by which stored text reaches a widget.

A stored `x[/]` kills a widget that reads markup, `[@click=…]` runs an action, ESC sequences reach the terminal.
`show()` never parses markup and turns every character that a terminal could obey, or that hides or re-orders others,
into a visible sign of one cell. Widths are in terminal cells, never in characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time

from rich.cells import cell_len, get_character_cell_size
from textual.content import Content

from anchang.i18n import Msg, say

# Signs of neutral width: an ellipsis of ambiguous width («…») would tear a table on a Chinese terminal.
CUT = "⋯"
HIDDEN = "␦"
_BAD = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def _visible(char: str) -> str:
    if char in "\t\u3000":
        return " " if char == "\t" else char
    if unicodedata.category(char) not in _BAD:
        return char
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else HIDDEN


def plain(value: object, *, multiline: bool = False) -> str:
    """The value as text without anything a terminal could obey; line feeds stay only with `multiline`."""
    text = in_words(value)
    if text.isprintable():
        return text
    if multiline:
        return "\n".join("".join(map(_visible, line)) for line in text.replace("\r\n", "\n").split("\n"))
    return "".join(map(_visible, text))


def in_words(value: object) -> str:
    """Messages and labelled enums are said in the current language; None is nothing; the rest is `str()`."""
    if value is None:
        return ""
    if isinstance(value, str):
        label = getattr(value, "label", None)
        return say(label) if isinstance(label, Msg) else str(value)
    if isinstance(value, Msg):
        return say(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)


def show(value: object, style: str = "", *, multiline: bool = False) -> Content:
    """The value as something a widget can draw as it stands; `style` is ours, never the value's."""
    content = Content(plain(value, multiline=multiline))
    return content.stylize(style) if style else content


def show_lines(values: Iterable[object]) -> Content:
    """Several values, one under the other."""
    return Content("\n").join([show(value) for value in values])


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells; where something is cut off, the last cell says so."""
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    room = width - 1
    taken = []
    for char in text:
        size = get_character_cell_size(char)
        if size > room:
            break
        room -= size
        taken.append(char)
    return "".join(taken) + CUT


def folded(text: str, width: int) -> list[str]:
    """The text on lines of exactly `width` cells, broken where a line is full; one line of blanks for no text."""
    lines = []
    for line in text.split("\n"):
        rest = line
        while cell_len(rest) > width:
            at = next(n for n in range(len(rest), 0, -1) if n == 1 or cell_len(rest[:n]) <= width)
            lines.append(fit(rest[:at], width))
            rest = rest[at:]
        lines.append(fit(rest, width))
    return lines


def fit(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly `width` cells."""
    length = cell_len(text)
    if length > width:
        text = cut(text, width)
        length = cell_len(text)
    space = " " * (width - length)
    return space + text if right else text + space
