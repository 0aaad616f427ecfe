"""The manager changes the order of those in line, with the reason (2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from anchang.domain.errors import Refusal
from anchang.i18n import M, say
from anchang.services.rota import ReOrder
from anchang.storage.rota_board import Board
from anchang.tui.acting import confirm_and_act
from anchang.tui.keys import CANCEL, SAVE, Key
from anchang.tui.screens.board import DeskList
from anchang.tui.show import plain, show
from anchang.tui.widgets.dialogs import Reason
from anchang.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from anchang.tui.app import Console

UP = Key("order_up", ("ctrl+up", "minus", "u"), M("Up"), M("One place nearer to the post"))
SERVED_FIRST = M("(has a turn to make up for, which comes first)")
DOWN = Key("order_down", ("ctrl+down", "plus", "d"), M("Down"), M("One place further back"))


class OrderWindow(ModalScreen[tuple[int, ...] | None]):
    """Those in line, to be moved about; closes with the new order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        UP.binding("shift(-1)"),
        DOWN.binding("shift(1)"),
        SAVE.as_("order_save", M("Take this order")).binding("save"),
        CANCEL.binding("cancel"),
    ]
    AUTO_FOCUS = "#order"

    def __init__(self, people: list[tuple[int, str]]) -> None:
        super().__init__(classes="dialog-screen")
        self.people = people

    def compose(self) -> ComposeResult:
        """The line."""
        with Vertical(classes="dialog wide"):
            yield Static(show(M("Change the order: the first one is on the post")), classes="dialog-title")
            yield DeskList(id="order")
            yield KeyBar()

    def on_mount(self) -> None:
        """As it stands."""
        self._draw()

    def _draw(self) -> None:
        lines = [Content(f"{place}. {plain(name)}") for place, (_, name) in enumerate(self.people, 1)]
        self.query_one(DeskList).show_rows([key for key, _ in self.people], lambda width: lines)

    def action_shift(self, by: int) -> None:
        """The person under the cursor changes places."""
        at = self.query_one(DeskList).highlighted
        if at is not None and 0 <= at + by < len(self.people):
            self.people[at], self.people[at + by] = self.people[at + by], self.people[at]
            self._draw()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter takes the order."""
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """This order."""
        if self.is_active:
            self.dismiss(tuple(key for key, _ in self.people))

    def action_cancel(self) -> None:
        """As it was."""
        self.dismiss(None)


async def re_order(app: Console, board: Board) -> None:
    """Ask for the order and the reason, then change it."""
    names = {line.consultant_id: line.name for line in board.lines}
    owed = {line.consultant_id for line in board.lines if line.credits}
    people = [(each, names[each] + (f"  {say(SERVED_FIRST)}" if each in owed else "")) for each in board.order]
    if len(people) < 2:
        raise Refusal(M("There are not two people in line."))
    order = await app.push_screen_wait(OrderWindow(people))
    if order is not None:
        question = M("The order is to be: {names}", names=tuple(names[key] for key in order))
        await confirm_and_act(app, question, lambda reason: ReOrder(order, reason), reason=Reason.REQUIRED)


