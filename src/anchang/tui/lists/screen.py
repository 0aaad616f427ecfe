"""The one screen that shows any list: a search line, the rows, how many there are, and the keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, tzinfo
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from anchang.i18n import M
from anchang.services.listing import Row
from anchang.tui.forms.parse import Today
from anchang.tui.forms.screen import FormScreen
from anchang.tui.guarded import Guarded
from anchang.tui.keys import BACK, FILTER, HELP, RELOAD, SEARCH
from anchang.tui.lists.filters import filter_form, filters_in_words, text_filter
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.screens.row_card import RowCard
from anchang.tui.show import plain, show
from anchang.tui.widgets.dialogs import Help, toast
from anchang.tui.widgets.key_bar import KeyBar
from anchang.tui.widgets.lines import LineInput
from anchang.tui.widgets.virtual_list import Source, VirtualList


class ListScreen(Guarded[Any]):
    """A list. `source` answers pages and counts without blocking; `start` are the filters it opens with. A main
    screen (one that an F-key leads to) is not closed by Esc: `can_close` False."""

    is_card: ClassVar[bool] = True  # the key of its place closes it
    BINDINGS: ClassVar[list[BindingType]] = [
        replace(SEARCH, priority=True).binding("search"),
        FILTER.binding("filter"),
        RELOAD.binding("reload"),
        BACK.binding("back"),
        HELP.binding("help"),
    ]
    AUTO_FOCUS = "VirtualList"

    def __init__(
        self,
        spec: ListSpec,
        source: Source,
        *,
        today: Today,
        zone: tzinfo = UTC,
        start: Mapping[str, Any] | None = None,
        can_close: bool = True,
    ) -> None:
        super().__init__()
        self.spec = spec
        self.filters: dict[str, Any] = dict(start or {})
        self._start = dict(self.filters)
        self._today = today
        self._can_close = can_close
        self._list = VirtualList(
            source, spec.listing.columns, row_key=spec.listing.row_key, zone=zone, paint=spec.paint, empty=spec.empty,
            filters=self.filters, moved=self._write_count, id="rows",
        )
        self._text = text_filter(spec.listing)
        self._count = ""
        for number, action in enumerate(spec.actions):
            self._bind(action, number)

    def _bind(self, action: ListAction, number: int) -> None:
        """An action is data of this one list, so its keys cannot stand in the class's BINDINGS."""
        binding = action.key.binding(f"run({number})")
        for form in action.key.all_forms():
            self._bindings.key_to_bindings[form] = [binding.with_key(form, binding.key_display)]

    def compose(self) -> ComposeResult:
        """Title and search line, rows, count, keys."""
        with Horizontal(classes="list-head"):
            yield Static(show(self.spec.listing.title), classes="list-title")
            if self._text is not None:
                yield LineInput(compact=True, placeholder=f"/ {plain(self._text.title)}", id="search")
        yield self._list
        yield Static("", id="count", markup=False)
        yield KeyBar()

    # -- what others ask of it

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self._list.row

    def refresh_data(self) -> None:
        """Somebody changed something: read again in place, the cursor stays on its row."""
        self._list.reload()

    def show_only(self, filters: Mapping[str, Any]) -> None:
        """Narrow the list down to these filters."""
        self.filters = dict(filters)
        self._list.set_filters(self.filters)
        if self._text is not None:
            with self.prevent(Input.Changed):
                self.query_one("#search", LineInput).value = str(self.filters.get(self._text.key, ""))

    # -- searching

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the search line `/` is a sign like any other."""
        return not (action == "search" and isinstance(self.focused, Input))

    def action_search(self) -> None:
        """To the search line before the next key is looked at: else what is typed on would be keys of the list."""
        if self._text is not None:
            self.set_focus(self.query_one("#search", LineInput))
        else:
            self.action_filter()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow down at once: the list asks for one page at a time, so keys that come faster are taken together."""
        event.stop()
        self._narrow()

    def _narrow(self) -> None:
        if self._text is None:
            return
        typed = self.query_one("#search", LineInput).value.strip()
        filters = {key: value for key, value in self.filters.items() if key != self._text.key}
        if typed:
            filters[self._text.key] = typed
        if filters != self.filters:
            self.filters = filters
            self._list.set_filters(filters)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the search line: narrow down now and go to the rows."""
        event.stop()
        self._narrow()
        self.set_focus(self._list)

    def action_filter(self) -> None:
        """All filters, as a form."""

        async def chosen(filters: Mapping[str, Any], key: str) -> Mapping[str, Any]:
            return filters

        def done(filters: Mapping[str, Any] | None) -> None:
            if filters is not None:
                self.show_only(filters)

        if self.spec.listing.filters:
            form = filter_form(self.spec.listing)
            self.app.push_screen(FormScreen(form, chosen, today=self._today, values=self.filters), done)

    # -- rows

    def on_virtual_list_opened(self, event: VirtualList.Opened) -> None:
        """Enter on a row: its card, or all of its columns, for which a narrow screen has no room."""
        event.stop()
        self.guard(self.spec.open or _whole, self, event.row)

    def on_virtual_list_counted(self, event: VirtualList.Counted) -> None:
        """The count line."""
        event.stop()
        about = "" if event.exact or event.count < 2 else "~ "
        if event.exact or not self._count.strip("~ "):
            self._count = f"{about}{event.count:,}"
        self._write_count()

    def on_virtual_list_failed(self, event: VirtualList.Failed) -> None:
        """The source said no."""
        event.stop()
        toast(self.app, event.error)

    def _write_count(self) -> None:
        total = self._list.count
        at = f"{min(self._list.cursor + 1, total):,}"
        words = plain(M("Row {at} of {count}", at=at, count=f"{total:,}")) if total else ""
        if not total and self._list.ready:  # before the first page nobody knows
            words = plain(M("No rows"))
        chosen = filters_in_words(self.spec.listing, self.filters)
        # one line of full width, whatever it says: to arrange the whole screen anew would double what a key costs
        self.query_one("#count", Static).update(show(f"{words}   {chosen}" if chosen else words), layout=False)

    def action_run(self, number: int) -> None:
        """One of the list's own keys; where it cannot be done, the reason in words."""
        action = self.spec.actions[number]
        row = self.row
        reason = action.reason(row)
        if reason is not None:
            toast(self.app, reason)
            self.app.bell()
        else:
            self.guard(action.run, self, row)

    # -- the rest

    def action_reload(self) -> None:
        """Read again."""
        self.refresh_data()

    def action_back(self) -> None:
        """From the search line to the rows; from the rows: first the search goes, then the filters, then the screen."""
        if isinstance(self.focused, LineInput):
            self.set_focus(self._list)
        elif self._text is not None and self._text.key in self.filters:
            self.show_only({key: value for key, value in self.filters.items() if key != self._text.key})
        elif self.filters != self._start:
            self.show_only(self._start)
        elif self._can_close:
            self.dismiss(None)

    def action_help(self) -> None:
        """The keys of this list."""
        self.app.push_screen(Help(self, notes=(self.spec.help,) if self.spec.help is not None else ()))


async def _whole(view: ListScreen, row: Row) -> None:
    listing = view.spec.listing
    await view.app.push_screen_wait(RowCard(listing.title, listing.columns, row))
