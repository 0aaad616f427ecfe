"""F7: contracts with their next step and what is late, and with F7 again where their copies are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.i18n import M
from anchang.services.listing import Column, Row
from anchang.services.lists.contract import CONTRACTS, CUSTODY
from anchang.tui.forms.contract import open_appointment
from anchang.tui.forms.contract_steps import choose
from anchang.tui.keys import NEW, STEPS, Key
from anchang.tui.lists.cycle import PlaceList, cycle, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.papers import first_columns, on_row
from anchang.tui.screens.contract_card import LEVEL_TONES, TONES, open_card
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

APPOINT = NEW.as_("contract_appoint", M("Appoint"), M("Appoint the signing of a subscription in force"))
LATE = Key("contract_late", ("l", "ctrl+o"), M("Late only"), M("Only what is late, or everything again"))


COLUMNS = ("unit", "customer", "next_step", "due_on", "days_late", "state", "filing_level", "filing_days_left")
HAND_OVERS = ("at", "unit", "kind", "taker", "giver", "returned")


def paint(row: Row, column: Column) -> Tone | None:
    """States, what is late, and the filing clock; the words in the cell say the same."""
    if column.key == "state":
        return TONES[row["state"]]
    if column.key in ("days_late", "due_on") and row["days_late"]:
        return Tone.LATE
    if column.key in ("filing_level", "filing_days_left") and row["filed_on"] is None:
        return LEVEL_TONES[row["filing_level"]]
    return None


def contracts(app: Console) -> PlaceList:
    """The list."""

    async def appoint(_view: Any, _row: Row | None) -> None:
        await open_appointment(app)

    async def late(view: Any, _row: Row | None) -> None:
        filters = dict(view.filters)
        if not filters.pop("late", None):
            filters["late"] = True
        view.show_only(filters)

    spec = ListSpec(
        listing=first_columns(CONTRACTS, *COLUMNS),
        actions=(
            ListAction(APPOINT, appoint, needs_row=False),
            ListAction(STEPS, on_row(app, choose)),
            ListAction(LATE, late, needs_row=False),
        ),
        open=on_row(app, open_card),
        empty=M("No contracts here. Press n to appoint the signing of a subscription in force."),
        paint=paint,
        help=M("s shows every step with the reason where it is not possible. F7 again: where the copies are."),
    )
    return place_list(app, spec)


def custody(app: Console) -> PlaceList:
    """The ledger of hand-overs."""

    spec = ListSpec(
        listing=first_columns(CUSTODY, *HAND_OVERS),
        open=on_row(app, open_card, "contract_id"),
        empty=M("No copy has changed hands yet. Copies are handed over by s on a contract (F7)."),
        help=M("F7 again: the contracts."),
    )
    return place_list(app, spec)


def make(app: Console) -> PlaceList:
    """The screen."""
    return cycle(app, (contracts, custody))
