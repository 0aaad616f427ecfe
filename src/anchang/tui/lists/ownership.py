"""F4 again: whose customer, the cases that are open or decided; once more: agents' reports (2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.ownership_case import CaseState
from anchang.i18n import M
from anchang.services.listing import Column, Row
from anchang.services.lists.ownership import CASES, REPORTS
from anchang.tui.acting import fill_in
from anchang.tui.forms import ownership as forms
from anchang.tui.keys import NEW, STEPS, Key
from anchang.tui.lists.cycle import PlaceList, cycle, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.papers import first_columns, on_row
from anchang.tui.screens import ownership_card
from anchang.tui.theme import Tone
from anchang.tui.widgets.dialogs import Notice

if TYPE_CHECKING:
    from anchang.tui.app import Console

WAITING = Key("case_waiting", ("d", "ctrl+d"), M("To be decided"), M("Only cases to be decided; again: all"))
HOLDING = Key("report_holding", ("d", "ctrl+d"), M("Holds"), M("Only reports that hold today; again: all"))
OPEN = NEW.as_("case_open", M("New case"), M("Ask whose customer somebody is"))
REPORT = NEW.as_("report_new", M("New report"), M("Write down an agent's report"))


def paint(row: Row, column: Column) -> Tone | None:
    """The state; the words in the cell say the same."""
    return ownership_card.TONES[CaseState(row["state"])] if column.key == "state" else None


def _fold(key: str, value: Any) -> Any:
    """One key that narrows the list and widens it again."""

    async def fold(view: Any, _row: Row | None) -> None:
        filters = {name: held for name, held in view.filters.items() if name != key}
        view.show_only(filters if key in view.filters else {**filters, key: value})

    return fold


def cases(app: Console) -> PlaceList:
    """The disputes."""

    async def new(_view: Any, _row: Row | None) -> None:
        await fill_in(app, forms.open_case(app))

    spec = ListSpec(
        listing=first_columns(CASES, "no", "state", "customer", "claimants", "owner", "rule"),
        actions=(
            ListAction(OPEN, new, needs_row=False),
            ListAction(STEPS, on_row(app, ownership_card.choose)),
            ListAction(WAITING, _fold("state", CaseState.OPEN.value), needs_row=False),
        ),
        open=on_row(app, ownership_card.open_card),
        empty=M("No case here. Press n to ask whose customer somebody is."),
        paint=paint,
        help=M("Enter shows what everybody did, in time, and what the rules say. F4 again: agents' reports."),
    )
    return place_list(app, spec)


def paint_report(row: Row, column: Column) -> Tone | None:
    """What holds today."""
    if column.key != "valid":
        return None
    return Tone.OPEN if row["valid"] else Tone.QUIET


def reports(app: Console) -> PlaceList:
    """What agents have announced."""

    async def new(_view: Any, _row: Row | None) -> None:
        await fill_in(app, forms.REPORT)

    async def read(_view: Any, row: Row) -> None:
        await app.push_screen_wait(Notice(f"{row['no']}  {row['company']}", row["note"] or M("no note")))

    spec = ListSpec(
        listing=first_columns(REPORTS, "no", "company", "agent", "name", "phone", "valid_until", "valid"),
        actions=(
            ListAction(REPORT, new, needs_row=False),
            ListAction(HOLDING, _fold("valid", True), needs_row=False),
        ),
        open=read,
        empty=M("No report here. Press n to write one down when an agent announces a customer."),
        paint=paint_report,
        help=M("Who is brought by an agent needs a report from before. F4 again: customers."),
    )
    return place_list(app, spec)


def make(app: Console) -> PlaceList:
    """The screen."""
    return cycle(app, (cases, reports))
