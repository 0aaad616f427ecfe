"""One field on the screen: its label, its editor, and beside it what is wrong with it or worth knowing.

A row knows kinds, never names. Its `raw` value is what was typed (kept in drafts, JSON-able); `read()` makes the
field's value of it or raises BadInput.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from anchang.domain.errors import BadInput
from anchang.i18n import M, Msg, say
from anchang.services.listing import Kind
from anchang.tui.cells import NO, YES, format_kind
from anchang.tui.forms.chips import Chips
from anchang.tui.forms.form import Choices, Field, FieldKind, Found
from anchang.tui.forms.look_up import LookUpBox
from anchang.tui.forms.parse import Parser, written
from anchang.tui.show import plain, show
from anchang.tui.widgets.box import Box
from anchang.tui.widgets.lines import LineInput

TYPED = frozenset(
    {
        FieldKind.TEXT, FieldKind.SECRET, FieldKind.PHONE, FieldKind.MONEY, FieldKind.AREA, FieldKind.RATE,
        FieldKind.INTEGER, FieldKind.DATE, FieldKind.TIME,
    }
)
FLAG_CHOICES: Choices = {"1": YES, "0": NO}
_SHOWN_AS = {FieldKind.MONEY: Kind.MONEY, FieldKind.AREA: Kind.AREA, FieldKind.RATE: Kind.RATE,
             FieldKind.INTEGER: Kind.INTEGER, FieldKind.FLAG: Kind.FLAG}
NEEDED = M("Please fill this in.")
LOOK_UP = M("type, then choose with Enter")
UNCLEAR = M("Choose one from the list: type, then Enter.")

AskRow = Callable[[Field, str], Awaitable[tuple[Found, ...]]]


@dataclass(frozen=True)
class Reading:
    """What fields need to read what was typed: parsers by kind, and the form's way to ask a look-up."""

    parsers: Mapping[FieldKind, Parser]
    ask: AskRow


class FieldRow(Horizontal):
    """A field. The screen listens to `Changed` and `Next`."""

    @dataclass
    class Changed(Message):
        """Something was typed or chosen."""

        row: FieldRow

    @dataclass
    class Next(Message):
        """Enter: on to the next field."""

        row: FieldRow

    def __init__(self, field: Field, reading: Reading) -> None:
        super().__init__(classes=f"field kind-{field.kind}")
        self.field = field
        self.reading = reading
        self.derived_value: Any = None
        self._loading = False

    # -- parts

    def compose(self) -> ComposeResult:
        """Label, editor, note."""
        star = " *" if self.field.required and self.field.derived is None else ""
        yield Static(show(say(self.field.label) + star), classes="field-label")
        with Vertical(classes="field-editor"):
            yield self._editor()
        yield Static("", classes="field-note", markup=False)

    def _editor(self) -> Widget:
        field = self.field
        if field.derived is not None:
            return Static("", classes="derived", markup=False)
        if field.kind is FieldKind.MULTILINE:
            return Box(soft_wrap=True, compact=True, show_line_numbers=False, highlight_cursor_line=False)
        if field.kind in (FieldKind.CHOICE, FieldKind.MULTI):
            choices = field.choices if isinstance(field.choices, Mapping) else {}
            return Chips(list(choices.items()), several=field.kind is FieldKind.MULTI)
        if field.kind is FieldKind.FLAG:
            return Chips(list(FLAG_CHOICES.items()))
        if field.kind is FieldKind.SEARCH:
            return LookUpBox(self._ask, field.add, placeholder=plain(field.placeholder or LOOK_UP))
        return LineInput(
            compact=True, placeholder=plain(field.placeholder), password=field.kind is FieldKind.SECRET,
            max_length=max(field.limit, 40),
        )

    async def _ask(self, text: str) -> tuple[Found, ...]:
        return await self.reading.ask(self.field, text)

    def on_mount(self) -> None:
        """Say what is worth knowing about the field."""
        self.complain(None)

    def _part(self, kind: type[Any]) -> Any:
        return self.query_one(kind)

    # -- what was typed

    @property
    def raw(self) -> Any:
        """What was typed or chosen, as plain data."""
        kind = self.field.kind
        if self.field.derived is not None:
            return None
        if kind is FieldKind.MULTILINE:
            return self.query_one(Box).text
        if kind in (FieldKind.CHOICE, FieldKind.MULTI, FieldKind.FLAG):
            return list(self.query_one(Chips).chosen)
        if kind is FieldKind.SEARCH:
            box = self.query_one(LookUpBox)
            found = box.found
            return {"text": box.line.value} if found is None else {"value": found.value, "label": plain(found.label)}
        return self.query_one(LineInput).value

    def put_raw(self, raw: Any) -> None:
        """Put back what was typed (from a draft)."""
        kind = self.field.kind
        if self.field.derived is not None:
            return
        if kind is FieldKind.MULTILINE:
            self.query_one(Box).load_text(str(raw or ""))
        elif kind in (FieldKind.CHOICE, FieldKind.MULTI, FieldKind.FLAG):
            self.query_one(Chips).choose([str(key) for key in raw or ()])
        elif kind is FieldKind.SEARCH:
            raw = raw or {}
            if "value" in raw:
                self.query_one(LookUpBox).put(Found(raw["value"], str(raw.get("label", ""))))
            else:
                self.query_one(LookUpBox).line.value = str(raw.get("text", ""))
        else:
            line = self.query_one(LineInput)
            line.value = str(raw or "")
            line.cursor_position = len(line.value)

    def put_value(self, value: Any) -> None:
        """Put a value in: a default, or what stands in the row that is being corrected."""
        kind = self.field.kind
        if kind is FieldKind.SEARCH:
            found = value if isinstance(value, Found) or value is None else Found(value, str(value))
            self.query_one(LookUpBox).put(found)
        elif kind is FieldKind.FLAG:
            self.put_raw([] if value is None else ["1" if value else "0"])
        elif kind is FieldKind.CHOICE:
            self.put_raw([] if value is None else [str(value)])
        elif kind is FieldKind.MULTI:
            self.put_raw([str(one) for one in value or ()])
        else:
            self.put_raw(written(value, kind))

    def read(self) -> Any:
        """The field's value, None when it is empty. Raises BadInput that names the field."""
        if self.field.derived is not None:
            return self.derived_value
        value = self._read()
        if (value is None or value == ()) and self.field.required:
            raise BadInput(NEEDED, self.field.name)
        return value

    def _read(self) -> Any:
        kind, raw = self.field.kind, self.raw
        if kind in (FieldKind.CHOICE, FieldKind.MULTI):
            turn = self.field.to_value or str
            if kind is FieldKind.MULTI:
                return tuple(turn(key) for key in raw)
            return turn(raw[0]) if raw else None
        if kind is FieldKind.FLAG:
            return raw[0] == "1" if raw else None
        if kind is FieldKind.SEARCH:
            if str(raw.get("text", "")).strip():
                raise BadInput(UNCLEAR, self.field.name)
            return raw.get("value")
        if kind is FieldKind.SECRET:
            return raw or None
        if not raw.strip():
            return None
        return self.reading.parsers[kind](raw, say(self.field.label), self.field)

    # -- what is shown

    def set_choices(self, choices: Choices) -> None:
        """Other choices for this field."""
        for chips in self.query(Chips):  # none while the form is being taken away
            chips.set_options(list(choices.items()))

    def set_derived(self, value: Any) -> None:
        """The computed value."""
        self.derived_value = value
        kind = _SHOWN_AS.get(self.field.kind, Kind.TEXT)
        text = format_kind(value, kind)
        unit = f" {plain(self.field.unit)}" if text and self.field.unit else ""
        self.query_one(".derived", Static).update(show(text + unit))

    def complain(self, problem: Msg | None, *, hint: Msg | None = None) -> None:
        """Show what is wrong beside the field; None shows the hint, or the field's unit and help."""
        note = next(iter(self.query(".field-note").results(Static)), None)
        if note is None:  # an answer that comes while the form is being taken away
            return
        self.set_class(problem is not None, "wrong")
        note.set_class(hint is not None and problem is None, "hint")
        if problem is not None:
            note.update(show(f"!{plain(problem)}"))
        elif hint is not None:
            note.update(show(hint))
        else:
            unit = "" if self.field.derived is not None else plain(self.field.unit)
            parts = [unit, plain(self.field.help)]
            note.update(show("  ".join(part for part in parts if part)))

    @property
    def can_take_focus(self) -> bool:
        """Whether there is something to fill in."""
        return self.display and self.field.derived is None

    @property
    def is_chosen(self) -> bool:
        """Whether a row was looked up already, so that one need not begin here."""
        return self.field.kind is FieldKind.SEARCH and self.query_one(LookUpBox).found is not None

    def focus_editor(self) -> None:
        """Put the caret into the field."""
        for widget in self.query("LineInput, Box, Chips").results(Widget):
            widget.focus()
            return

    def on_descendant_focus(self) -> None:
        """The label of the field one is in stands out."""
        self.add_class("current")

    def on_descendant_blur(self) -> None:
        """No longer."""
        self.remove_class("current")

    # -- what the editors say

    def on_input_changed(self, event: Input.Changed) -> None:
        """A line."""
        event.stop()
        self.post_message(self.Changed(self))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """A box."""
        event.stop()
        self.post_message(self.Changed(self))

    def on_chips_changed(self, event: Chips.Changed) -> None:
        """Choices."""
        event.stop()
        self.post_message(self.Changed(self))

    def on_look_up_box_changed(self, event: LookUpBox.Changed) -> None:
        """A look-up."""
        event.stop()
        self.post_message(self.Changed(self))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a line."""
        event.stop()
        self.post_message(self.Next(self))

    def on_chips_next(self, event: Chips.Next) -> None:
        """Enter on choices."""
        event.stop()
        self.post_message(self.Next(self))

    def on_look_up_box_next(self, event: LookUpBox.Next) -> None:
        """Enter in a look-up."""
        event.stop()
        self.post_message(self.Next(self))
