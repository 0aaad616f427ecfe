"""F6, third list: requests about subscriptions (2.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anchang.i18n import M
from anchang.services.listing import Column, Row
from anchang.services.lists.change import CHANGES
from anchang.tui.forms.change_steps import choose, printing
from anchang.tui.keys import STEPS
from anchang.tui.lists.cycle import PlaceList, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.papers import first_columns, on_row
from anchang.tui.screens.change_card import TONES, open_card
from anchang.tui.screens.paper_card import PRINT
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

COLUMNS = ("no", "unit", "kind", "state", "customer", "waits_for")


def paint(row: Row, column: Column) -> Tone | None:
    """States; the words in the cell say the same."""
    return TONES[row["state"]] if column.key == "state" else None


def changes(app: Console) -> PlaceList:
    """The list."""

    spec = ListSpec(
        listing=first_columns(CHANGES, *COLUMNS),
        actions=(ListAction(STEPS, on_row(app, choose)), ListAction(PRINT, on_row(app, printing))),
        open=on_row(app, open_card),
        empty=M("No requests. s on a subscription in force opens one."),
        paint=paint,
        help=M("Forfeitures, cancellations and changes before the contract. Enter shows what changes and the money."),
    )
    return place_list(app, spec)
