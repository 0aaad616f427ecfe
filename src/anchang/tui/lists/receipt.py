"""F8: receipts; with F8 again the instalments, what each deal owes, the vouchers, and sincerity money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.access import may
from anchang.i18n import M, Msg
from anchang.services.listing import Column, Row
from anchang.services.lists.receipt import RECEIPTS
from anchang.tui.forms.receipt import open_receipt
from anchang.tui.forms.receipt_steps import choose, printing
from anchang.tui.keys import NEW, STEPS
from anchang.tui.lists.cycle import PlaceList, cycle, place_list
from anchang.tui.lists.instalment import instalments, receivables
from anchang.tui.lists.sincerity import sincerities
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.lists.voucher import vouchers
from anchang.tui.papers import first_columns, on_row
from anchang.tui.screens.paper_card import PRINT
from anchang.tui.screens.receipt_card import TONES, open_card
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

WRITE = NEW.as_("receipt_write", M("New receipt"), M("Write a receipt"))


COLUMNS = ("no", "unit", "payer", "amount", "state", "money_type")


def paint(row: Row, column: Column) -> Tone | None:
    """States, and a payer who is no buyer; the words in the cell say the same."""
    if column.key == "state":
        return TONES[row["state"]]
    return Tone.ASKED if column.key == "third_party" and row["third_party"] else None


def receipts(app: Console) -> PlaceList:
    """The list."""

    def why_not(_row: Row | None) -> Msg | None:
        if may(app.terminal.here.staff.roles, "receipt.enter"):
            return None
        return M("Receipts are written by cashiers and accountants.")

    async def new(_view: Any, _row: Row | None) -> None:
        await open_receipt(app)

    spec = ListSpec(
        listing=first_columns(RECEIPTS, *COLUMNS),
        actions=(
            ListAction(WRITE, new, needs_row=False, why_not=why_not),
            ListAction(STEPS, on_row(app, choose)),
            ListAction(PRINT, on_row(app, printing)),
        ),
        open=on_row(app, open_card),
        empty=M("No receipts here. A cashier presses n to write one."),
        paint=paint,
        help=M("A receipt is never changed: s reverses it. F8 again: instalments, what each deal owes, vouchers."),
    )
    return place_list(app, spec)


def make(app: Console, at: int = 0) -> PlaceList:
    """The screen, at that list of its row."""
    return cycle(app, (receipts, instalments, receivables, vouchers, sincerities), at)
