"""What a form is made of. A noun's forms are `Form` values in `tui/forms/<noun>.py`; nothing here knows a widget.

`Values` maps field names to parsed values; a field that is empty is None in it, a field that cannot be read or that is
not shown is absent (conditions see None). A repeating field's value is a tuple of such mappings.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from inspect import Parameter, signature
from typing import Any, Protocol

from anchang.i18n import Msg
from anchang.tui.keys import Key

Values = Mapping[str, Any]
Choices = Mapping[str, Msg | str]


class FieldKind(StrEnum):
    """What a field takes. Money, area and rate are the scaled integers of the domain."""

    TEXT = "text"
    MULTILINE = "multiline"
    SECRET = "secret"
    PHONE = "phone"
    MONEY = "money"
    AREA = "area"
    RATE = "rate"
    INTEGER = "integer"
    DATE = "date"
    TIME = "time"
    CHOICE = "choice"  # one of a few, all of them seen
    MULTI = "multi"  # several of a few
    FLAG = "flag"
    SEARCH = "search"  # one of many, found by typing
    ROWS = "rows"  # a table of sub-forms


@dataclass(frozen=True, slots=True)
class Found:
    """One answer of a look-up: the value that is kept, its words, and what helps to tell it from others."""

    value: Any
    label: Msg | str
    note: Msg | str = ""


def made_from(maker: Callable[..., Any], values: Mapping[str, Any]) -> Any:
    """The command of these values. What was left empty is left out where the command has its own default."""
    own = {name for name, p in signature(maker).parameters.items() if p.default is not Parameter.empty}
    return maker(**{name: value for name, value in values.items() if value is not None or name not in own})


ChoicesOf = Callable[[Values], Choices | Awaitable[Choices]]
LookUp = Callable[[str, Values], Awaitable[tuple[Found, ...]]]
Add = Callable[[str], Awaitable[Found | None]]
Hint = Callable[[Any, Values], Awaitable[Msg | None]]


class Asked(dict[str, Any]):
    """Values as conditions see them: what is not known (yet) is None."""

    def __missing__(self, key: str) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `name` is the command's parameter.

    `choices` is a mapping, or a function of the other values (asked again when they change). `look_up` serves `search`;
    where it finds nothing, `add` makes what was typed (None: given up).
    `shown_when` and `derived` see the fields before this one. `hint` says something about a value as soon as it can be
    read («this number is known: …»). `derived` makes the field read-only and computed; with `sent` False it is only
    shown, never handed to the command. `follows` gives the value that goes with the other fields': it is taken while
    one stands in another field, so that two fields can say each other. `to_value` turns a choice's key into what the
    command takes (an enum, an id).
    """

    name: str
    label: Msg
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    default: Any = None  # a value, or a function without parameters
    choices: Choices | ChoicesOf | None = None
    look_up: LookUp | None = None
    add: Add | None = None
    help: Msg | None = None
    unit: Msg | str = ""
    placeholder: Msg | str = ""
    hint: Hint | None = None
    shown_when: Callable[[Values], bool] | None = None
    derived: Callable[[Values], Any] | None = None
    follows: Callable[[Values], Any] | None = None
    sent: bool = True
    limit: int = 200
    to_value: Callable[[str], Any] | None = None
    fields: tuple[Field, ...] = ()  # of one row
    row_type: Callable[..., Any] | None = None  # what one row becomes; a mapping otherwise
    least: int = 0  # rows
    most: int = 20  # rows

    def first_value(self) -> Any:
        """The default, computed now when it is a function."""
        return self.default() if callable(self.default) else self.default


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that stands before the field of that name."""

    title: Msg
    first: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What a cross-field check found; `field` empty when it is about the whole form."""

    message: Msg
    field: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """Something to look at while the form is being filled in: its key, and what opens and comes back."""

    key: Key
    open: Callable[[], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form. `command` is called with the fields' values by name (and `fixed` ones that are not asked).

    `confirm` gives a question to be answered before the form is saved, or None.
    """

    title: Msg
    command: Callable[..., Any]
    fields: tuple[Field, ...]
    sections: tuple[Section, ...] = ()
    checks: tuple[Callable[[Values], Problem | None], ...] = ()
    confirm: Callable[[Values], Msg | None] | None = None
    name: str = ""
    help: Msg | None = None
    save_label: Msg | None = None
    aside: Aside | None = None

    def __post_init__(self) -> None:
        names = [field.name for field in self.fields]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.key}: a field name stands twice")
        if strangers := {section.first for section in self.sections} - set(names):
            raise ValueError(f"{self.key}: no such field: {', '.join(sorted(strangers))}")

    @property
    def key(self) -> str:
        """The name under which drafts are kept."""
        return self.name or str(getattr(self.command, "__name__", "form"))


@dataclass(frozen=True, slots=True)
class Draft:
    """A half-filled form: what was typed (raw), and the idempotency key it goes under."""

    raw: Mapping[str, Any]
    key: str


class Drafts(Protocol):
    """Where drafts outlive a closed terminal. Secrets are never given to it."""

    def save(self, form: str, draft: Draft) -> None:
        """Keep it instead of the one before."""
        ...

    def load(self, form: str) -> Draft | None:
        """The one kept, or None."""
        ...

    def clear(self, form: str) -> None:
        """Forget it."""
        ...


class MemoryDrafts:
    """Drafts for as long as the program runs."""

    def __init__(self) -> None:
        self.kept: dict[str, Draft] = {}

    def save(self, form: str, draft: Draft) -> None:
        """Keep it instead of the one before."""
        self.kept[form] = draft

    def load(self, form: str) -> Draft | None:
        """The one kept, or None."""
        return self.kept.get(form)

    def clear(self, form: str) -> None:
        """Forget it."""
        self.kept.pop(form, None)
