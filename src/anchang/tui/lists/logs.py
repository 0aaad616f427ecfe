"""F3: visits, calls, follow-ups, turns, day sheets and rota sheets, one after the other (domain 3.1 to 3.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.correction import Corrected
from anchang.domain.errors import nothing_there
from anchang.i18n import M, Msg, zone
from anchang.services.day import Consolidate
from anchang.services.listing import Column, Row
from anchang.services.lists.call import CALLS
from anchang.services.lists.day import DAY_SHEETS
from anchang.services.lists.follow_up import FOLLOW_UPS
from anchang.services.lists.rota import ROTA, TURNS
from anchang.services.lists.visit import VISITS
from anchang.storage import call_query, rota_board, visit_query
from anchang.tui.acting import confirm_and_act, fill_in
from anchang.tui.forms import day as day_forms
from anchang.tui.keys import NEW, Key
from anchang.tui.lists import rota_chronicle
from anchang.tui.lists.cycle import PlaceList, cycle, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.papers import first_columns
from anchang.tui.screens import correcting, desk_acts
from anchang.tui.screens.day_end import hand_in, read_sheet
from anchang.tui.screens.desk_view import missing_of_call, missing_of_visit
from anchang.tui.screens.row_card import RowCard
from anchang.tui.show import fit, plain
from anchang.tui.theme import Tone
from anchang.tui.widgets.dialogs import Notice

if TYPE_CHECKING:
    from anchang.tui.app import Console

HAND_IN = Key("logs_hand_in", ("h", "ctrl+u"), M("Hand in my day"), M("What is missing, then hand in"))
CORRECT = Key("logs_correct", ("k", "ctrl+k"), M("Correct"), M("What was written wrongly at the door, with the reason"))
TAKE_IN = Key("logs_take_in", ("i", "f11"), M("Import"), M("Take in an old visit or call register"), shown=False)
CONSOLIDATE = Key("sheet_consolidate", ("k", "ctrl+k"), M("Consolidate"), M("Take this sheet into the office's day"))
REVIEW = Key("sheet_review", ("w", "ctrl+o"), M("Review"), M("Accept the sheet under the cursor"))
SEND_BACK = Key("sheet_back", ("b", "ctrl+b"), M("Send back"), M("Give the sheet back, with a comment"))
# What one reads first at 80 columns: when, who, with whom, and whether it is complete; the running number comes later.
VISIT_COLUMNS = ("arrived_at", "name", "kind", "consultant", "complete", "phone")
CALL_COLUMNS = ("called_at", "name", "consultant", "channel", "complete", "phone")
FOLLOW_UP_COLUMNS = ("at", "name", "consultant", "content", "way", "effective", "next_contact_on")
CYCLE = M("F3 goes on to the next list: visits, calls, follow-ups, turns, day sheets, rota sheets.")


def paint(row: Row, column: Column) -> Tone | None:
    """What is not complete stands out; the word «no» says it as well. Red: does not want to be contacted (5.11)."""
    if row["do_not_contact"] and column.key in ("name", "phone", "do_not_contact"):
        return Tone.LATE
    return Tone.ASKED if column.key == "complete" and not row.get("complete", True) else None


def _missing(words: tuple[Msg, ...]) -> tuple[Msg, ...]:
    return (M("missing: {what}", what=words),) if words else ()


async def open_visit(app: Console, visit_id: int) -> None:
    """A visit: one's own incomplete one of today opens as its form, any other as a card with keys."""
    row = await app.terminal.look(visit_query.card, visit_id)
    if row is None:
        raise nothing_there(M("visit"), visit_id)
    today = app.terminal.today()
    mine = row["consultant_id"] == app.terminal.here.staff.id
    if mine and not row["complete"] and row["business_date"] == today:
        await desk_acts.log_visit(app, visit_id)
        return
    reviewed, versions = await correcting.state_of(
        app, Corrected.VISIT, visit_id, row["consultant_id"], row["business_date"]
    )
    can = correcting.CAN if reviewed else ("edit", "correct") if row["business_date"] == today else ("edit",)
    title = M("Visit {no}", no=row["visit_no"])
    window = RowCard(title, VISITS.columns, row, can=can, more=(*_missing(missing_of_visit(row)), *versions))
    wanted = await app.push_screen_wait(window)
    if wanted == "edit":
        await desk_acts.log_visit(app, visit_id)
    elif wanted == "void":
        await correcting.void(app, Corrected.VISIT, row)
    elif wanted == "correct" and reviewed:
        await correcting.visit(app, visit_id)
    elif wanted == "correct":
        await desk_acts.correct_visit(app, visit_id)


async def open_call(app: Console, call_id: int) -> None:
    """A call: one's own incomplete one of today opens as its form, any other as a card."""
    row = await app.terminal.look(call_query.card, call_id)
    if row is None:
        raise nothing_there(M("call"), call_id)
    mine = row["answered_by"] == app.terminal.here.staff.id
    if mine and not row["complete"] and row["business_date"] == app.terminal.today():
        await desk_acts.complete_call(app, call_id)
        return
    title = M("Call {no}", no=row["call_no"])
    reviewed, versions = await correcting.state_of(
        app, Corrected.CALL, call_id, row["answered_by"], row["business_date"]
    )
    can = correcting.CAN if reviewed else ("edit",)
    window = RowCard(title, CALLS.columns, row, can=can, more=(*_missing(missing_of_call(row)), *versions))
    wanted = await app.push_screen_wait(window)
    if wanted == "edit":
        await desk_acts.complete_call(app, call_id)
    elif wanted == "void":
        await correcting.void(app, Corrected.CALL, row)
    elif wanted == "correct":
        await correcting.call(app, call_id)


async def open_turn(app: Console, turn_id: int) -> None:
    """Why this person had this turn: the rule in words, and the board as it stood."""
    found = await app.terminal.look(rota_board.why_turn, turn_id)
    if found is None:
        raise nothing_there(M("turn"), turn_id)
    names = {each.consultant: each.name for each in found.before}
    began = found.started_at.astimezone(zone()).strftime("%H:%M")
    receiver = names.get(found.receiver_id, "")
    lines = [
        plain(M("{at} {name} receives: {why}", at=began, name=receiver, why=found.why)),
        plain(M("{name} writes it down.", name=names.get(found.recorder_id, ""))),
        "",
        plain(M("The board before the visitor came:")),
    ]
    lines += [f"{fit(each.position or '-', 3)}{fit(plain(each.name), 10)} {plain(each.why)}" for each in found.before]
    title = M("Turn {no} of {day}: why {name}?", no=found.turn_no, day=found.business_date, name=receiver)
    app.push_screen(Notice(title, "\n".join(lines)))


def visits(app: Console) -> PlaceList:
    """The visit log."""

    async def add(_view: Any, _row: Row | None) -> None:
        await desk_acts.enter_visit(app)

    async def correct(_view: Any, row: Row | None) -> None:
        if row is None:
            return
        reviewed, _versions = await correcting.state_of(
            app, Corrected.VISIT, row["id"], row["consultant_id"], row["business_date"]
        )
        await (correcting.visit if reviewed else desk_acts.correct_visit)(app, row["id"])

    async def read(_view: Any, row: Row) -> None:
        await open_visit(app, row["id"])

    actions = (ListAction(NEW, add, needs_row=False), ListAction(CORRECT, correct), _handing_in(app), _taking_in(app))
    empty = M("No visits. Arrivals are entered at the front desk (F2).")
    listing = first_columns(VISITS, *VISIT_COLUMNS)
    return place_list(app, ListSpec(listing, actions, read, empty=empty, paint=paint, help=CYCLE))


def _handing_in(app: Console) -> ListAction:
    async def mine(_view: Any, _row: Row | None) -> None:
        await hand_in(app)

    return ListAction(HAND_IN, mine, needs_row=False)


def _taking_in(app: Console) -> ListAction:
    async def register(_view: Any, _row: Row | None) -> None:
        from anchang.tui.screens.take_in_register import take_in_register

        await take_in_register(app)

    return ListAction(TAKE_IN, register, needs_row=False)


def calls(app: Console) -> PlaceList:
    """The call log."""

    async def add(_view: Any, _row: Row | None) -> None:
        await desk_acts.enter_call(app)

    async def read(_view: Any, row: Row) -> None:
        await open_call(app, row["id"])

    actions = (ListAction(NEW, add, needs_row=False), _handing_in(app), _taking_in(app))
    empty = M("No calls. Press n to enter one.")
    listing = first_columns(CALLS, *CALL_COLUMNS)
    return place_list(app, ListSpec(listing, actions, read, empty=empty, paint=paint, help=CYCLE))


def follow_ups(app: Console) -> PlaceList:
    """The follow-ups."""

    async def add(_view: Any, _row: Row | None) -> None:
        await desk_acts.follow_up(app)

    async def read(_view: Any, row: Row) -> None:
        reviewed, versions = await correcting.state_of(
            app, Corrected.FOLLOW_UP, row["id"], row["by_id"], row["business_date"]
        )
        can = correcting.CAN if reviewed else ()
        window = RowCard(M("Follow-up"), FOLLOW_UPS.columns, row, can=can, more=versions)
        wanted = await app.push_screen_wait(window)
        if wanted == "correct":
            await correcting.follow_up(app, row)
        elif wanted == "void":
            await correcting.void(app, Corrected.FOLLOW_UP, row)

    actions = (ListAction(NEW, add, needs_row=False), _handing_in(app))
    empty = M("No follow-ups. Press n to write one down.")
    listing = first_columns(FOLLOW_UPS, *FOLLOW_UP_COLUMNS)
    return place_list(app, ListSpec(listing, actions, read, empty=empty, paint=paint, help=CYCLE))


def turns(app: Console) -> PlaceList:
    """Every turn; Enter says why."""

    async def why(_view: Any, row: Row) -> None:
        await open_turn(app, row["id"])

    return place_list(app, ListSpec(TURNS, (), why, empty=M("No turns yet."), help=CYCLE))


def sheets(app: Console) -> PlaceList:
    """Day sheets: consolidate, review, send back."""

    def fixed(row: Row) -> dict[str, Any]:
        return {"consultant": row["consultant_id"], "day": row["business_date"], "version": row["version"]}

    async def read(_view: Any, row: Row) -> None:
        await read_sheet(app, row["consultant_id"], row["consultant"], row["business_date"])

    async def consolidate(_view: Any, row: Row | None) -> None:
        if row is not None:
            question = M("Consolidate the sheet of {name}?", name=row["consultant"])
            await confirm_and_act(app, question, Consolidate(row["consultant_id"], row["business_date"]))

    async def review(_view: Any, row: Row | None) -> None:
        if row is not None:
            await fill_in(app, day_forms.REVIEW, fixed=fixed(row))

    async def send_back(_view: Any, row: Row | None) -> None:
        if row is not None:
            await fill_in(app, day_forms.SEND_BACK, fixed=fixed(row))

    actions = (
        ListAction(CONSOLIDATE, consolidate),
        ListAction(REVIEW, review),
        ListAction(SEND_BACK, send_back),
        _handing_in(app),
    )
    return place_list(app, ListSpec(DAY_SHEETS, actions, read, empty=M("No sheet was handed in yet."), help=CYCLE))


def rota_sheets(app: Console) -> PlaceList:
    """带客轮班表 of every day (3.1); Enter tells that day event by event."""

    async def day(_view: Any, row: Row) -> None:
        app.push_screen(rota_chronicle.of_day(app, row["business_date"]))

    return place_list(app, ListSpec(ROTA, (), day, empty=M("Nobody has signed in yet."), help=CYCLE))


def make(app: Console) -> PlaceList:
    """The first of the lists."""
    return cycle(app, (visits, calls, follow_ups, turns, sheets, rota_sheets))
