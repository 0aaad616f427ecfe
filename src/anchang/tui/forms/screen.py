"""The one screen that shows any form. It closes with what `submit` returned, or with None when it was given up.

An idempotency key is made when the form opens and goes along with every attempt to save it, so that a second Enter, or
a terminal that died while saving, is still one record (design 4). What was typed is kept as a draft.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, ClassVar
from uuid import uuid4

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Button, Static

from anchang.domain.errors import AnchangError, BadInput
from anchang.i18n import M, Msg
from anchang.tui.behind import Behind
from anchang.tui.forms.fields import FieldRow, Reading
from anchang.tui.forms.form import (
    Aside,
    Asked,
    Choices,
    Draft,
    Drafts,
    Field,
    FieldKind,
    Form,
    Found,
    Values,
    made_from,
)
from anchang.tui.forms.group import Fault, FieldGroup, Rows
from anchang.tui.forms.parse import Parser, Today, parsers
from anchang.tui.keys import ADD_ROW, CANCEL, HELP, SAVE
from anchang.tui.show import plain, show
from anchang.tui.widgets.closing import close_on_top
from anchang.tui.widgets.dialogs import Confirm, Help
from anchang.tui.widgets.key_bar import KeyBar

Submit = Callable[[Any, str], Awaitable[Any]]
SETTLE = 0.03  # seconds after the last change before conditions are looked at again
AROUND = 5  # lines of the form that are not fields
HOW = M(
    "Tab, Shift+Tab or the arrows go from field to field; figures or the space bar choose; where one looks up, "
    "type, then Enter."
)
DRAFT = 0.4  # seconds after the last change before the draft is kept


class FormScreen(ModalScreen[Any], Behind):
    """A form over whatever was there. `values` fill it, `fixed` go to the command without being asked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        SAVE.binding("save"),
        CANCEL.binding("cancel"),
        HELP.binding("help"),
        ADD_ROW.binding("add_row"),
        # First of all keys: what is typed behind a Tab before the screen is drawn belongs to the field after it.
        Binding("tab", "app.focus_next", "Next field", show=False, priority=True, id="form_tab"),
        Binding("shift+tab", "app.focus_previous", "Field before", show=False, priority=True, id="form_back_tab"),
        Binding("down", "app.focus_next", "Next field", show=False, id="form_next"),
        Binding("up", "app.focus_previous", "Field before", show=False, id="form_before"),
    ]
    AUTO_FOCUS = ""

    def __init__(
        self,
        form: Form,
        submit: Submit,
        *,
        today: Today,
        values: Values | None = None,
        fixed: Mapping[str, Any] | None = None,
        drafts: Drafts | None = None,
        kinds: Mapping[FieldKind, Parser] | None = None,
    ) -> None:
        super().__init__(classes="form-screen")
        self.form = form
        self.key = str(uuid4())
        self._submit = submit
        self._given = dict(values or {})
        self._fixed = dict(fixed or {})
        self._drafts = drafts
        self._reading = Reading({**parsers(today), **(kinds or {})}, self._ask)
        self._group = FieldGroup(form.fields, self._reading, sections=form.sections)
        self._untouched: dict[str, Any] = {}
        self._values = Asked()
        self._pauses: dict[str, Timer] = {}
        self._hinted: dict[str, Any] = {}
        self._filled = False
        self._saving = False
        if form.aside is not None:  # data of this one form, so its keys cannot stand in the class's BINDINGS
            binding = form.aside.key.binding("aside")
            for each in form.aside.key.all_forms():
                self._bindings.key_to_bindings[each] = [binding.with_key(each, binding.key_display)]

    # -- building

    def compose(self) -> ComposeResult:
        """Title, fields, the line for problems, buttons, keys."""
        with Vertical(classes="form"):
            yield Static(show(self.form.title), classes="form-title")
            with VerticalScroll(classes="form-body", can_focus=False):
                yield self._group
            yield Static("", id="problem", classes="problem", markup=False)
            with Horizontal(classes="form-buttons"):
                yield Button(show(self.form.save_label or SAVE.label), id="save", variant="primary", compact=True)
                yield Button(show(CANCEL.label), id="cancel", compact=True)
            yield KeyBar()

    async def on_mount(self) -> None:
        """Fill in defaults, then what was given, then a draft when one was left behind."""
        self._fit(self.app.size.height)  # before the first layout: a long form would be laid out once more
        await self._group.fill(self._given)
        self._settle()
        self._untouched = self._group.raw
        draft = self._drafts.load(self.form.key) if self._drafts is not None else None
        if draft is not None:
            await self._group.put_raw(draft.raw)
            self.key = draft.key
            self._settle()
            self.tell(M("Brought back what you had typed before."), good=True)
        self._filled = True
        self._stand_on_first()

    def _stand_on_first(self) -> None:
        """The first field that nobody has looked anything up for yet; an empty table before it by its button."""
        fields = list(self._group.flat())
        first = next((row for row in fields if not row.is_chosen), next(iter(fields), None))
        for part in self._group.parts.values():
            if first is not None and (part is first or part in first.ancestors):
                break
            if isinstance(part, Rows) and part.display and not part.groups:
                part.focus_editor()
                return
        if first is not None:
            first.focus_editor()

    def on_resize(self, event: events.Resize) -> None:
        """The fields scroll; title, problem line, buttons and keys always stay in sight."""
        self._fit(event.size.height)

    def _fit(self, height: int) -> None:
        self.query_one(".form-body").styles.max_height = max(4, height - AROUND)

    async def action_add_row(self) -> None:
        """A row for the table after the field one stands in, or for the last one; in a table its own key does it."""
        table: Rows | None = None
        for part in self._group.parts.values():
            if isinstance(part, Rows) and part.display:
                table = part
            if table is not None and self._comes_after(table):
                break
        if table is not None:
            await table.action_add()

    def _comes_after(self, table: Rows) -> bool:
        parts = list(self._group.parts.values())
        here = next((at for at, part in enumerate(parts) if part.has_focus_within), -1)
        return parts.index(table) > here

    def action_aside(self) -> None:
        """Look at what lies beside the form; it stays as it is."""
        if self.form.aside is not None:
            self.run_worker(partial(self._look_aside, self.form.aside), group="action", exclusive=True)

    async def _look_aside(self, aside: Aside) -> None:
        try:
            await aside.open()
        except AnchangError as error:
            self.tell(error.message)

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return self._filled and self._group.raw != self._untouched

    @property
    def values(self) -> Values:
        """What can be read so far."""
        return self._values

    def tell(self, words: Msg | str, *, good: bool = False) -> None:
        """One sentence above the buttons."""
        line = self.query_one("#problem", Static)
        line.set_class(good, "good")
        line.update(show(words))

    # -- while it is being filled in

    def on_field_row_changed(self, event: FieldRow.Changed) -> None:
        """Look at conditions soon, keep the draft a little later."""
        event.stop()
        self._after_change()

    def on_rows_changed(self, event: Rows.Changed) -> None:
        """The same."""
        event.stop()
        self._after_change()

    def _after_change(self) -> None:
        if not self._filled:
            return
        self._later("settle", SETTLE, self._settle)
        if self._drafts is not None:
            self._later("draft", DRAFT, self.keep_draft)

    def _later(self, what: str, seconds: float, do: Callable[[], None]) -> None:
        if what in self._pauses:
            self._pauses[what].stop()
        self._pauses[what] = self.set_timer(seconds, do)

    def keep_draft(self) -> None:
        """Keep what was typed, secrets apart; also for whoever hears that the terminal is being closed."""
        if self._drafts is not None and self.dirty and not self._saving:
            self._drafts.save(self.form.key, Draft(self._group.keepable(), self.key))

    def _settle(self) -> None:
        self._values = self._group.settle(self._fixed)
        for row in self._group.flat():
            if callable(row.field.choices):
                self._offer(row, row.field.choices(self._values))
            if row.field.hint is not None:
                self._hint(row)

    def _offer(self, row: FieldRow, choices: Choices | Awaitable[Choices]) -> None:
        if row.field.kind is FieldKind.SEARCH:
            return
        if inspect.isawaitable(choices):
            self.run_worker(partial(self._offer_later, row, choices), group=f"choices-{row.field.name}", exclusive=True)
        elif isinstance(choices, Mapping):
            row.set_choices(choices)

    async def _offer_later(self, row: FieldRow, coming: Awaitable[Choices]) -> None:
        try:
            row.set_choices(await coming)
        except AnchangError as error:
            row.complain(error.message)

    def _hint(self, row: FieldRow) -> None:
        value = self._values.get(row.field.name)
        if self._hinted.get(row.field.name) != value:
            self._hinted[row.field.name] = value
            self.run_worker(partial(self._hint_later, row, value), group=f"hint-{row.field.name}", exclusive=True)

    async def _hint_later(self, row: FieldRow, value: Any) -> None:
        if row.field.hint is not None:
            try:
                words = None if value is None else await row.field.hint(value, self._values)
            except AnchangError as error:
                words = error.message
            row.complain(None, hint=words)
            self.call_after_refresh(self._keep_caret_in_sight)

    def _keep_caret_in_sight(self) -> None:
        """A hint of several lines moves down what comes after it."""
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)

    async def _ask(self, field: Field, text: str) -> tuple[Found, ...]:
        if field.look_up is not None:
            return await field.look_up(text, self._values)
        choices: Any = field.choices(self._values) if callable(field.choices) else field.choices or {}
        if inspect.isawaitable(choices):
            choices = await choices
        wanted = text.casefold()
        return tuple(
            Found(key, words) for key, words in choices.items() if wanted in f"{key} {plain(words)}".casefold()
        )

    def on_field_row_next(self, event: FieldRow.Next) -> None:
        """Enter goes on to the next field, after the last one to the button."""
        event.stop()
        self._settle()
        fields = list(self._group.flat())
        place = fields.index(event.row) if event.row in fields else -1
        if 0 <= place < len(fields) - 1:
            fields[place + 1].focus_editor()
        else:
            self.query_one("#save", Button).focus()

    # -- saving

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The two buttons."""
        event.stop()
        if event.button.id == "save":
            self.action_save()
        else:
            self.action_cancel()

    def action_save(self) -> None:
        """Save once, however often the key arrives."""
        if not self._saving and self.is_active:
            self._saving = True
            self.run_worker(self._save, group="save")

    async def _save(self) -> None:
        saved = False
        before: Widget | None = None
        try:
            command = await self._command()
            if command is None:
                return
            before = self.focused
            self.query_one("#save", Button).disabled = True
            self.tell(M("Saving ..."), good=True)
            result = await self._submit(command, self.key)
            saved = True
        except AnchangError as error:
            self._wake(before)
            self._show_error(error)
        finally:
            if not saved:
                self._saving = False
                self.query_one("#save", Button).disabled = False
        if saved:
            self._stop_timers()
            if self._drafts is not None:
                self._drafts.clear(self.form.key)
            await close_on_top(self, result)

    def _wake(self, before: Widget | None) -> None:
        """The caret goes back to where it was: a disabled button loses it. A form of one field goes to that field."""
        button = self.query_one("#save", Button)
        button.disabled = False
        fields = list(self._group.flat())
        if len(fields) == 1:
            fields[0].focus_editor()
        elif before is not None and self.focused is None:
            before.focus()

    async def _command(self) -> Any:
        self._settle()
        values, faults = self._group.read()
        if faults:
            self._go_to_fault(faults)
            return None
        whole = Asked({**self._values, **values})
        for check in self.form.checks:
            problem = check(whole)
            if problem is not None:
                self._show_problem(problem.field, problem.message)
                return None
        question = self.form.confirm(whole) if self.form.confirm is not None else None
        if question is not None and await self.app.push_screen_wait(Confirm(question)) is None:
            return None
        self.tell("")
        return made_from(self.form.command, {**self._fixed, **values})

    def _go_to_fault(self, faults: list[Fault]) -> None:
        self.tell(M("{count} fields need another look.", count=len(faults)))
        faults[0].row.focus_editor()

    def _show_problem(self, name: str, message: Msg) -> None:
        self.tell(message)
        part = self._group.parts.get(name)
        if part is not None and part.display:
            part.complain(message)
            part.focus_editor()

    def _show_error(self, error: AnchangError) -> None:
        place = error.place if isinstance(error, BadInput) else ""
        self._show_problem(place, error.message)

    # -- leaving

    def action_cancel(self) -> None:
        """Close; ask first when something was typed."""
        if self._saving or not self.is_active:
            return
        if not self.dirty:
            self._leave()
            return
        question = Confirm(
            M("Drop what you have typed?"), yes=M("Drop it"), no=M("Go on typing"), danger=True
        )
        self.app.push_screen(question, lambda answer: self._leave() if answer is not None else None)

    def _leave(self) -> None:
        self._stop_timers()
        if self._drafts is not None:
            self._drafts.clear(self.form.key)
        self.dismiss(None)

    def _stop_timers(self) -> None:
        for timer in self._pauses.values():
            timer.stop()

    def action_help(self) -> None:
        """The keys of this form, and what it is for."""
        notes = (HOW,) if self.form.help is None else (self.form.help, HOW)
        self.app.push_screen(Help(self, notes=notes))


def dirty_form(app: App[Any]) -> FormScreen | None:
    """The form with something unsaved in it that is open now, for whoever wants to leave the program."""
    return next((s for s in reversed(app.screen_stack) if isinstance(s, FormScreen) and s.dirty), None)
