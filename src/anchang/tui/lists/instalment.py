"""What is owed as of any day: instalment by instalment, and deal by deal with its ageing (2.10, 4.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.receivable import Bucket, InstalmentState
from anchang.i18n import M
from anchang.services.listing import Column, Row
from anchang.services.lists.receivable import INSTALMENTS, RECEIVABLES
from anchang.tui.forms.form import Field, FieldKind, Form
from anchang.tui.forms.receipt import open_receipt
from anchang.tui.forms.screen import FormScreen
from anchang.tui.keys import NEW, Key
from anchang.tui.lists.cycle import PlaceList, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.papers import as_typed, first_columns, on_row
from anchang.tui.screens.subscription_card import open_card
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

RECEIVE = NEW.as_("money_receive", M("Receipt"), M("Write a receipt for the deal of this row"))
AS_OF = Key("money_as_of", ("d", "ctrl+o"), M("As of"), M("Show what was owed on another day"))
OVERDUE = Key("money_overdue", ("l", "ctrl+y"), M("Overdue only"), M("Only what is overdue, or everything again"))
STATE_TONES: dict[str, Tone | None] = {
    InstalmentState.PLANNED: None,
    InstalmentState.DUE: Tone.ASKED,
    InstalmentState.PART_PAID: Tone.ASKED,
    InstalmentState.PAID: Tone.OPEN,
    InstalmentState.OVERDUE: Tone.LATE,
}
BUCKET_TONES: dict[str, Tone | None] = {
    Bucket.NOT_DUE: None,
    Bucket.D1_30: Tone.ASKED,
    Bucket.D31_60: Tone.TAKEN,
    Bucket.D61_90: Tone.TAKEN,
    Bucket.D91_180: Tone.LATE,
    Bucket.D181_365: Tone.LATE,
    Bucket.OVER_365: Tone.LATE,
}


LINES = ("unit", "customer", "due_on", "unpaid", "overdue_days", "money_type", "bucket", "state")
DEALS = ("unit", "customer", "unpaid", "overdue", "overdue_days", "bucket", "next_due", "amount", "paid")


def paint(row: Row, column: Column) -> Tone | None:
    """Ageing and states; the words in the cell say the same."""
    if column.key == "state":
        return STATE_TONES[row["state"]]
    if column.key in ("bucket", "overdue_days", "overdue") and row["overdue_days"]:
        return BUCKET_TONES[row["bucket"]]
    return None


def _day_form(value: Any) -> Form:
    return Form(
        title=M("As of which day?"),
        command=as_typed,
        name="money.as_of",
        fields=(Field("as_of", M("As of"), FieldKind.DATE, default=value, help=M("empty: today")),),
        save_label=M("Show"),
    )


def _actions(app: Console) -> tuple[ListAction, ...]:
    async def as_of(view: Any, _row: Row | None) -> None:
        async def chosen(values: dict[str, Any], key: str) -> dict[str, Any]:
            return values

        form = _day_form(view.filters.get("as_of"))
        found = await app.push_screen_wait(FormScreen(form, chosen, today=app.terminal.today))
        if found is not None:
            filters = {name: value for name, value in view.filters.items() if name != "as_of"}
            view.show_only(filters | {name: value for name, value in found.items() if value is not None})

    async def overdue(view: Any, _row: Row | None) -> None:
        filters = dict(view.filters)
        if not filters.pop("overdue", None):
            filters["overdue"] = True
        view.show_only(filters)

    return (
        ListAction(RECEIVE, on_row(app, open_receipt, "subscription_id")),
        ListAction(AS_OF, as_of, needs_row=False),
        ListAction(OVERDUE, overdue, needs_row=False),
    )


def instalments(app: Console) -> PlaceList:
    """Instalment by instalment."""

    spec = ListSpec(
        listing=first_columns(INSTALMENTS, *LINES),
        actions=_actions(app),
        open=on_row(app, open_card, "subscription_id"),
        empty=M("Nothing is receivable on that day. A deal is from its first money on; d chooses another day."),
        paint=paint,
        help=M("Everything is worked out as of the chosen day (d). F8 again: what each deal owes."),
    )
    return place_list(app, spec)


def receivables(app: Console) -> PlaceList:
    """Deal by deal."""

    spec = ListSpec(
        listing=first_columns(RECEIVABLES, *DEALS),
        actions=_actions(app),
        open=on_row(app, open_card, "subscription_id"),
        empty=M("Nothing is receivable on that day. A deal is from its first money on; d chooses another day."),
        paint=paint,
        help=M("Everything is worked out as of the chosen day (d). F8 again: the receipts."),
    )
    return place_list(app, spec)
