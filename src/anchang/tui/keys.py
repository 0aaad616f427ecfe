"""The key table of the console (design 6): every binding has an id, a description and a tooltip, once.

With a Chinese input method on, letters never arrive: `、` and `？` stand for `/` and `?`, and every letter has a second
form with Ctrl or an F-key. Terminals cannot send ctrl+enter, ctrl+tab or ctrl+digit; ctrl+i, ctrl+m, ctrl+h and ctrl+j
arrive as other keys; so none of these stands here. Descriptions are msgids and are said when they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from textual.binding import Binding

from anchang.i18n import M, Msg

# What terminals send as something else, or not at all.
IMPOSSIBLE = frozenset(
    {"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+j", "ctrl+enter", "ctrl+tab", "shift+f3"} | {f"ctrl+{n}" for n in range(10)}
)
# What an input method sends in place of a key.
INPUT_METHOD = {"slash": "ideographic_comma", "question_mark": "fullwidth_question_mark"}


@dataclass(frozen=True, slots=True)
class Key:
    """One action on the keyboard. `forms` are Textual key names, the first one is the one shown."""

    id: str
    forms: tuple[str, ...]
    label: Msg
    tooltip: Msg
    display: str = ""
    shown: bool = True
    priority: bool = False

    def all_forms(self) -> tuple[str, ...]:
        """The forms with those that an input method sends instead, without repeats."""
        wide = [INPUT_METHOD[form] for form in self.forms if form in INPUT_METHOD]
        return tuple(dict.fromkeys([*self.forms, *wide]))

    def name(self) -> str:
        """How the key is called on the screen."""
        return self.display or key_name(self.forms[0])

    def names(self) -> str:
        """Every form of the key, for the help."""
        return " ".join(key_name(form) for form in self.all_forms())

    def binding(self, action: str, *, label: Msg | None = None, shown: bool | None = None) -> Binding:
        """The Textual binding of this key to an action."""
        return Binding(
            ",".join(self.all_forms()),
            action,
            description=(label or self.label).id,
            show=self.shown if shown is None else shown,
            key_display=self.name(),
            priority=self.priority,
            tooltip=self.tooltip.id,
            id=self.id,
        )

    def as_(self, new_id: str, label: Msg, tooltip: Msg | None = None) -> Key:
        """The same keys for another action."""
        return replace(self, id=new_id, label=label, tooltip=tooltip or label)


_NAMES = {
    "enter": "Enter", "backspace": "Backspace", "escape": "Esc", "slash": "/",
    "ideographic_comma": "、", "question_mark": "?",
    "fullwidth_question_mark": "？", "space": "Space", "pageup": "PgUp", "pagedown": "PgDn", "delete": "Del",
    "insert": "Ins", "plus": "+", "minus": "-", "tab": "Tab", "home": "Home", "end": "End", "up": "Up",
    "down": "Down", "left": "Left", "right": "Right",
}


def key_name(form: str) -> str:
    """A Textual key name as people write it: `ctrl+s` is Ctrl+S, `f5` is F5, `n` stays n."""
    *modifiers, last = form.split("+")
    if last in _NAMES:
        name = _NAMES[last]
    elif last.startswith("f") and last[1:].isdigit():
        name = last.upper()
    else:
        name = last.upper() if modifiers else last
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


OPEN = Key("open", ("enter",), M("Open"), M("Open what the cursor stands on"))
BACK = Key("back", ("escape",), M("Back"), M("Go back to where you came from"), shown=False)
SEARCH = Key("search", ("slash", "ctrl+f"), M("Search"), M("Type to narrow the list down"))
FILTER = Key("filter", ("f", "ctrl+g"), M("Filter"), M("Choose what the list shows"), shown=False)
NEW = Key("new", ("n", "ctrl+n"), M("New"), M("Enter a new one"))
STEPS = Key("steps", ("s", "ctrl+t"), M("Steps"), M("Every step of this one, with the reason where it is not possible"))
EXPORT = Key("export", ("e", "ctrl+e"), M("Export"), M("Write an Excel file"), shown=False)
RELOAD = Key("reload", ("r", "ctrl+r"), M("Reload"), M("Read the screen again"), shown=False)
HELP = Key("help", ("f1", "question_mark"), M("Help"), M("The keys and steps of this screen"))
SAVE = Key("save", ("ctrl+s",), M("Save"), M("Save the form"), priority=True)
CANCEL = Key("cancel", ("escape",), M("Cancel"), M("Close without saving"))
LEAVE = Key("leave", ("ctrl+q",), M("Quit"), M("Leave the program"), shown=False, priority=True)
PALETTE = Key("palette", ("ctrl+p",), M("Any action"), M("Find any action by its name"), shown=False, priority=True)
PERSON = Key("person", ("ctrl+l",), M("Change person"), M("Another person signs in at this terminal"), shown=False,
             priority=True)
ADD_ROW = Key("add_row", ("ctrl+n", "f11"), M("Add a row"), M("Add a row to this table"), shown=False)
DROP_ROW = Key("drop_row", ("ctrl+r", "f12"), M("Remove the row"), M("Remove this row of the table"), shown=False)

KEYS = (
    OPEN, BACK, SEARCH, FILTER, NEW, STEPS, EXPORT, RELOAD, HELP, SAVE, CANCEL, LEAVE, PALETTE, PERSON, ADD_ROW,
    DROP_ROW,
)


@dataclass(frozen=True, slots=True)
class Place:
    """One of the nine main screens: its F-key, its name for the program, its title."""

    key: Key
    name: str


def _place(number: int, name: str, label: Msg, tooltip: Msg) -> Place:
    return Place(Key(f"go_{name}", (f"f{number}",), label, tooltip, shown=False), name)


PLACES = (
    _place(2, "desk", M("Front desk"), M("Rota board, arrivals, today's visits and calls")),
    _place(3, "logs", M("Logs"), M("Visits, calls and follow-ups")),
    _place(4, "customers", M("Customers"), M("Customer cards with their timeline")),
    _place(5, "inventory", M("Inventory"), M("The grid of all units with their states")),
    _place(6, "subscriptions", M("Subscriptions"), M("Entry, approval, deposit")),
    _place(7, "contracts", M("Contracts"), M("Signing, custody, filing")),
    _place(8, "money", M("Money"), M("Instalments, receipts, ageing")),
    _place(9, "inbox", M("Inbox"), M("What waits for me")),
    _place(10, "review", M("Manager's review"), M("Today, week, month, charts, export")),
)
