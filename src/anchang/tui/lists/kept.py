"""The filters kept under a name: a small window over a list in which one is chosen, kept or deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from anchang.domain.access import may
from anchang.i18n import M, Msg, say
from anchang.services.listing import Listing
from anchang.services.saved_filter import RemoveFilter, SaveFilter, as_pairs, values
from anchang.storage.saved_filter import Kept, kept
from anchang.tui.acting import confirm_and_act, fill_in
from anchang.tui.forms.form import Field, FieldKind, Form
from anchang.tui.keys import CANCEL, NEW, Key
from anchang.tui.lists.filters import filters_in_words
from anchang.tui.show import plain, show
from anchang.tui.widgets.key_bar import KeyBar
from anchang.tui.widgets.marked_list import MarkedList

if TYPE_CHECKING:
    from datetime import date

    from anchang.tui.app import Console
    from anchang.tui.lists.spec import ListSpec

KEPT = Key("kept", ("v", "ctrl+x"), M("Kept filters"), M("Choose, keep or delete a filter of this list"), shown=False)
KEEP = NEW.as_("kept_keep", M("Keep this one"), M("Keep what the list is narrowed down to now"))
DROP = Key("kept_drop", ("delete", "ctrl+d"), M("Delete"), M("Delete the filter under the cursor"))


class Narrowed(Protocol):
    """The list that the window stands over."""

    spec: ListSpec
    filters: dict[str, Any]

    def show_only(self, filters: Mapping[str, Any]) -> None:
        """Narrow the list down to these filters."""
        ...


class Wish(Enum):
    """What somebody wants in the window."""

    USE = auto()
    KEEP = auto()
    DROP = auto()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The window's answer; `kept` is None where a new one is to be kept."""

    wish: Wish
    kept: Kept | None = None


class KeptFilters(ModalScreen[Chosen | None]):
    """The kept filters of one list, what each of them says underneath."""

    BINDINGS: ClassVar[list[BindingType]] = [
        KEEP.binding("keep"),
        DROP.binding("drop"),
        CANCEL.as_("close_kept", M("Close")).binding("close"),
    ]

    def __init__(self, listing: Listing, choices: Sequence[Kept], today: date) -> None:
        super().__init__(classes="dialog-screen")
        self.listing, self.choices, self.today = listing, list(choices), today

    def compose(self) -> ComposeResult:
        """One's own first, then what others share."""
        with Vertical(classes="dialog wide"):
            yield Static(show(M("Kept filters: {list}", list=self.listing.title)), classes="dialog-title")
            yield MarkedList(classes="dialog-body")
            if not self.choices:
                empty = M("Nothing is kept yet. Narrow the list down (f or /), then press v and n.")
                yield Static(show(empty))
            yield KeyBar()

    def on_mount(self) -> None:
        """Stand on the first."""
        menu = self.query_one(MarkedList)
        menu.show_lines([self._words(number, each) for number, each in enumerate(self.choices, 1)])
        menu.focus()

    def _words(self, number: int, each: Kept) -> Content:
        figure = f"{number}. " if number <= 9 else "   "
        whose: Msg | str = M("for everybody") if each.shared else ""
        if not each.own:
            whose = M("shared by {name}", name=each.maker)
        said = filters_in_words(self.listing, values(self.listing, each, self.today))
        head = f"{figure}{plain(each.name)}"
        return Content.assemble((head, "bold"), f"  {say(whose)}\n" if whose else "\n", (f"   {said}", "dim"))

    def on_key(self, event: events.Key) -> None:
        """A figure is the filter with that number."""
        character = event.character or ""
        if len(character) == 1 and character.isdecimal() and 1 <= int(character) <= min(9, len(self.choices)):
            event.stop()
            self._answer(Wish.USE, self.choices[int(character) - 1])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click."""
        event.stop()
        self._answer(Wish.USE, self.choices[event.option_index])

    def _answer(self, wish: Wish, each: Kept | None = None) -> None:
        if self.is_active:
            self.dismiss(Chosen(wish, each))

    def action_keep(self) -> None:
        """Keep what is shown now."""
        self._answer(Wish.KEEP)

    def action_drop(self) -> None:
        """Delete the one under the cursor."""
        at = self.query_one(MarkedList).highlighted
        if at is None:
            self.app.bell()
        else:
            self._answer(Wish.DROP, self.choices[at])

    def action_close(self) -> None:
        """Esc."""
        self.dismiss(None)


def _form(view: Narrowed, *, shares: bool) -> Form:
    """What a new one is called. The filters themselves are those of the screen."""
    listing, pairs = view.spec.listing, as_pairs(view.filters)

    def made(**given: Any) -> SaveFilter:
        return SaveFilter(listing.name, given["name"], pairs, bool(given.get("shared")), bool(given.get("moving")))

    days = any(one.kind.value == "date" and one.key in view.filters for one in listing.filters)
    fields = [Field("name", M("Filter name"), required=True)]
    if days:
        fields.append(Field("moving", M("Count the days from today"), FieldKind.FLAG))
    if shares:
        fields.append(Field("shared", M("For everybody"), FieldKind.FLAG))
    return Form(M("Keep this filter"), made, tuple(fields), name="saved_filter.save")


async def choose(app: Console, view: Narrowed) -> None:
    """Open the window over the list and do what is wanted there."""
    listing = view.spec.listing
    choices = await app.terminal.look(kept, listing.name)
    answer: Chosen | None = await app.push_screen_wait(KeptFilters(listing, choices, app.terminal.today()))
    if answer is None:
        return
    if answer.wish is Wish.KEEP:
        roles = app.terminal.here.staff.roles
        await fill_in(app, _form(view, shares=may(roles, "saved_filter.share")))
    elif answer.kept is not None and answer.wish is Wish.USE:
        view.show_only(values(listing, answer.kept, app.terminal.today()))
    elif answer.kept is not None:
        gone = answer.kept
        question = M("Delete the filter «{name}»?", name=gone.name)
        await confirm_and_act(app, question, RemoveFilter(listing.name, gone.name, gone.shared), danger=True)
