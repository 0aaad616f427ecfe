"""A group of fields that are read together: the whole form, or one row of a repeating field; and the repeating field.

Fields are gone through in order: a condition or a computed field sees the values of those before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Static

from anchang.domain.errors import AnchangError, BadInput
from anchang.i18n import M, Msg, say
from anchang.tui.forms.fields import FieldRow, Reading
from anchang.tui.forms.form import Asked, Field, FieldKind, Section, Values, made_from
from anchang.tui.keys import ADD_ROW, DROP_ROW
from anchang.tui.show import show


@dataclass(frozen=True)
class Fault:
    """A field that could not be read, and where to go to mend it."""

    row: FieldRow | Rows
    message: Msg


class FieldGroup(Vertical):
    """Fields one under the other, with headings."""

    def __init__(self, fields: tuple[Field, ...], reading: Reading, *, sections: tuple[Section, ...] = ()) -> None:
        super().__init__(classes="field-group")
        self.fields = fields
        self.reading = reading
        self.headings: Mapping[str, Msg] = {section.first: section.title for section in sections}
        self.parts: dict[str, FieldRow | Rows] = {}
        self.whole = False  # a row of a table: its editors are there; a timer may look in between

    def compose(self) -> ComposeResult:
        """The fields in order."""
        for field in self.fields:
            if field.name in self.headings:
                yield Static(show(self.headings[field.name]), classes="section")
            is_rows = field.kind is FieldKind.ROWS
            part: FieldRow | Rows = Rows(field, self.reading) if is_rows else FieldRow(field, self.reading)
            self.parts[field.name] = part
            yield part

    async def fill(self, values: Values) -> None:
        """Put values in; fields without one get their default."""
        for name, part in self.parts.items():
            value = values[name] if name in values else part.field.first_value()
            if isinstance(part, Rows):
                await part.fill(value or ())
            elif part.field.derived is None:
                part.put_value(value)

    @property
    def raw(self) -> dict[str, Any]:
        """What was typed, by field."""
        return {name: part.raw for name, part in self.parts.items() if part.field.derived is None}

    def keepable(self) -> dict[str, Any]:
        """The same without secrets: what a draft may keep."""
        raw = self.raw
        for name, part in self.parts.items():
            if part.field.kind is FieldKind.SECRET:
                raw.pop(name)
            elif isinstance(part, Rows):
                raw[name] = [group.keepable() for group in part.groups]
        return raw

    async def put_raw(self, raw: Mapping[str, Any]) -> None:
        """Put back what was typed."""
        for name, part in self.parts.items():
            if name not in raw:
                continue
            if isinstance(part, Rows):
                await part.put_raw_rows(raw[name])
            else:
                part.put_raw(raw[name])

    def settle(self, around: Values | None = None) -> Asked:
        """Show and hide fields, compute what is computed, and return what can be read so far."""
        values = Asked(around or {})
        for name, part in self.parts.items():
            field = part.field
            shown = field.shown_when is None or field.shown_when(values)
            part.display = shown
            if not shown:
                values.pop(name, None)
                continue
            if isinstance(part, Rows):
                values[name] = part.settle(values)
                continue
            if field.derived is not None:
                part.set_derived(field.derived(values))
            try:
                values[name] = part.read()
            except BadInput:
                values.pop(name, None)
        self._follow(values)
        return values

    def _follow(self, values: Asked) -> None:
        """Fields that say each other: the one that one stands in is the one that is typed."""
        for name, part in self.parts.items():
            follows = part.field.follows
            if isinstance(part, Rows) or follows is None or not part.display or part.has_focus_within:
                continue
            value = follows(values)
            if value is not None and value != values[name]:
                part.put_value(value)
                values[name] = value

    def read(self) -> tuple[dict[str, Any], list[Fault]]:
        """The values for the command, and every fault; shows the faults beside their fields."""
        values: dict[str, Any] = {}
        faults: list[Fault] = []
        for name, part in self.parts.items():
            if not part.display:
                continue
            try:
                if isinstance(part, Rows):
                    value, inside = part.read()
                    faults.extend(inside)
                else:
                    value = part.read()
                part.complain(None)
            except BadInput as error:
                part.complain(error.message)
                faults.append(Fault(part, error.message))
            else:
                if part.field.sent:
                    values[name] = value
        return values, faults

    def flat(self) -> Iterator[FieldRow]:
        """Every field that can be filled in, those of rows too, in order."""
        for part in self.parts.values():
            if not part.display:
                continue
            if isinstance(part, Rows):
                for group in part.groups:
                    yield from group.flat()
            elif part.can_take_focus:
                yield part


class Rows(Vertical):
    """A repeating field: co-buyers, instalments. Each row is a group of its own."""

    BINDINGS: ClassVar[list[BindingType]] = [ADD_ROW.binding("add"), DROP_ROW.binding("drop")]

    @dataclass
    class Changed(Message):
        """A row more or less."""

        rows: Rows

    def __init__(self, field: Field, reading: Reading) -> None:
        super().__init__(classes="rows")
        self.field = field
        self.reading = reading

    def compose(self) -> ComposeResult:
        """The head, the rows, a button."""
        yield Static(show(self.field.label), classes="rows-title")
        yield Vertical(classes="rows-body")
        with Horizontal(classes="rows-buttons"):
            yield Button(show(f"{say(ADD_ROW.label)} ({ADD_ROW.name()})"), classes="add-row", compact=True)
            yield Static("", classes="field-note", markup=False)

    @property
    def groups(self) -> list[FieldGroup]:
        """The rows that are there as a whole: one that is coming or going has no editors to be read."""
        return [group for group in self.query_one(".rows-body").query_children(FieldGroup) if group.whole]

    async def fill(self, values: Any) -> None:
        """One row for each mapping, and as many as there must be."""
        rows = [dict(value) for value in values]
        rows += [{} for _ in range(self.field.least - len(rows))]
        await self._clear()
        for row in rows:
            await self._new_row(row)

    async def put_raw_rows(self, raw: Any) -> None:
        """Put back what was typed."""
        await self._clear()
        for one in raw or ():
            await (await self._new_row({})).put_raw(one)

    async def _clear(self) -> None:
        for group in self.groups:
            group.whole = False
        await self.query_one(".rows-body").remove_children()

    async def _new_row(self, values: Values) -> FieldGroup:
        group = FieldGroup(self.field.fields, self.reading)
        group.border_title = str(len(self.groups) + 1)
        group.add_class("row-group")
        await self.query_one(".rows-body").mount(group)
        await group.fill(values)
        group.whole = True
        return group

    @property
    def raw(self) -> list[dict[str, Any]]:
        """What was typed, by row."""
        return [group.raw for group in self.groups]

    def settle(self, around: Values) -> tuple[Asked, ...]:
        """Each row on its own; its conditions see the fields before the table as well."""
        own = {field.name for field in self.field.fields}
        settled = []
        for group in self.groups:
            values = group.settle({name: value for name, value in around.items() if name not in own})
            settled.append(Asked({name: value for name, value in values.items() if name in own}))
        return tuple(settled)

    def read(self) -> tuple[tuple[Any, ...], list[Fault]]:
        """The rows as `row_type` makes them, and every fault. Raises BadInput when there are too few."""
        made: list[Any] = []
        faults: list[Fault] = []
        for group in self.groups:
            values, inside = group.read()
            faults.extend(inside)
            if inside:
                continue
            try:
                made.append(values if self.field.row_type is None else made_from(self.field.row_type, values))
            except AnchangError as error:
                first = next(group.flat())
                first.complain(error.message)
                faults.append(Fault(first, error.message))
        least = max(self.field.least, int(self.field.required))
        if len(self.groups) < least:
            raise BadInput(M("At least {count} rows are needed.", count=least), self.field.name)
        return tuple(made), faults

    def complain(self, problem: Msg | None, *, hint: Msg | None = None) -> None:
        """What is wrong with the table as a whole."""
        self.set_class(problem is not None, "wrong")
        note = self.query_one(".rows-buttons .field-note", Static)
        note.update(show("" if problem is None else f"!{say(problem)}") if hint is None else show(hint))

    def focus_editor(self) -> None:
        """To the first field, or the button."""
        fields = [row for group in self.groups for row in group.flat()]
        if fields:
            fields[0].focus_editor()
        else:
            self.query_one(Button).focus()

    async def action_add(self) -> None:
        """One row more, and into it."""
        if len(self.groups) >= self.field.most:
            self.complain(M("No more than {count} rows.", count=self.field.most))
            return
        group = await self._new_row({})
        self.post_message(self.Changed(self))
        first = next(group.flat(), None)
        if first is not None:
            first.focus_editor()

    async def action_drop(self) -> None:
        """The row in which the caret stands goes."""
        focused: Widget | None = self.screen.focused
        for group in self.groups:
            if focused is not None and group in focused.ancestors:
                if len(self.groups) <= self.field.least:
                    self.complain(M("At least {count} rows are needed.", count=self.field.least))
                    return
                group.whole = False
                await group.remove()
                for number, other in enumerate(self.groups, 1):
                    other.border_title = str(number)
                self.post_message(self.Changed(self))
                self.focus_editor()
                return

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """The button under the table."""
        event.stop()
        await self.action_add()
