"""People's data as lists (5.11): who looked at numbers, who asked, who may be addressed, who is kept no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.access import may
from anchang.domain.errors import nothing_there
from anchang.domain.person import RequestKind, RequestState
from anchang.i18n import M, Msg, say
from anchang.services import person
from anchang.services.listing import Column, Row
from anchang.services.lists.person import CAMPAIGN, LOOK_LOG, PERSON_REQUESTS, RETENTION
from anchang.services.office import Office, Session
from anchang.storage import person_query
from anchang.tui.acting import fill_in
from anchang.tui.forms import person as forms
from anchang.tui.keys import NEW, Key
from anchang.tui.lists.cycle import PlaceList, cycle, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.theme import Tone
from anchang.tui.widgets.dialogs import Confirm

if TYPE_CHECKING:
    from anchang.tui.app import Console

NEXT = Key("personal_next", ("w", "ctrl+o"), M("Next list"), M("Looks, requests, advertising, kept no longer"))
ANSWER = Key("request_answer", ("a", "ctrl+y"), M("Answer"), M("Close the request with what was done"))
CORRECT = Key("request_correct", ("c", "ctrl+k"), M("Correct"), M("Put right what is wrong, and answer the request"))
REFUSE = Key("request_refuse", ("x", "ctrl+b"), M("Refuse"), M("Close the request with the legal reason"))
BEGIN = NEW.as_("campaign_begin", M("Campaign"), M("Everybody in this list is to be contacted for a campaign"))
END = Key("retention_end", ("x", "ctrl+x"), M("Make nameless"), M("End what is kept of everybody in this list"))


def _next(app: Console) -> ListAction:
    async def other(_view: Any, _row: Row | None) -> None:
        app.call_later(app.action_go, "personal")  # not from here: this screen makes way for the other

    return ListAction(NEXT, other, needs_row=False)


async def _open_customer(app: Console, customer_id: int) -> None:
    from anchang.tui.screens.customer_card import CustomerCard

    await app.push_screen_wait(CustomerCard(customer_id))


def looks(app: Console) -> PlaceList:
    """Every look at a number, and every file."""
    spec = ListSpec(
        LOOK_LOG, (_next(app),), empty=M("Nobody has looked at a number yet."),
        help=M("Every whole number shown, every question for a number and every file is here; nothing can be removed."),
    )  # fmt: skip
    return place_list(app, spec)


def _paint(row: Row, column: Column) -> Tone | None:
    return Tone.LATE if column.key in ("late", "due_on") and row["late"] else None


async def answer(app: Console, row: Row) -> None:
    """Close a request."""
    await fill_in(app, forms.ANSWER, fixed={"request": row["id"], "version": row["version"]})


async def put_right(app: Console, row: Row) -> None:
    """Correct what the person says is wrong; the request is answered by it."""
    await fill_in(app, forms.CORRECT, fixed={"customer": row["customer_id"], "request": row["id"]})


def requests(app: Console) -> PlaceList:
    """What people asked."""

    async def read(_view: Any, row: Row) -> None:
        await _open_customer(app, row["customer_id"])

    async def say_yes(_view: Any, row: Row | None) -> None:
        if row is not None:
            await (put_right if row["kind"] == RequestKind.CORRECT else answer)(app, row)

    async def say_no(_view: Any, row: Row | None) -> None:
        if row is not None:
            await fill_in(app, forms.REFUSE, fixed={"request": row["id"], "version": row["version"]})

    async def correct(_view: Any, row: Row | None) -> None:
        if row is not None:
            await put_right(app, row)

    def why_not(row: Row | None) -> Msg | None:
        if row is not None and row["state"] == RequestState.OPEN and row["kind"] == RequestKind.CORRECT:
            return None
        return M("Only an open request for a correction.")

    actions = (
        ListAction(CORRECT, correct, why_not=why_not), ListAction(ANSWER, say_yes), ListAction(REFUSE, say_no),
        _next(app),
    )  # fmt: skip
    empty = M("Nobody has asked. A request is entered from the customer's card (F4).")
    return place_list(app, ListSpec(PERSON_REQUESTS, actions, read, empty=empty, paint=_paint))


def campaign(app: Console) -> PlaceList:
    """Who may be addressed."""

    async def read(_view: Any, row: Row) -> None:
        await _open_customer(app, row["id"])

    async def begin(view: Any, _row: Row | None) -> None:
        ids = await app.terminal.look(person_query.campaign_ids, dict(view.filters))
        await fill_in(app, forms.CAMPAIGN, fixed={"customers": tuple(ids)})

    def why_not(_row: Row | None) -> Msg | None:
        if may(app.terminal.here.staff.roles, "task.campaign"):
            return None
        return M("Only the manager and the leaders begin a campaign.")

    empty = M("Nobody has agreed to advertising.")
    actions = (ListAction(BEGIN, begin, why_not=why_not), _next(app))
    return place_list(app, ListSpec(CAMPAIGN, actions, read, empty=empty))


def retention(app: Console, *, can_close: bool = False) -> PlaceList:
    """Whose time is over; from the inbox it can be closed again."""

    async def read(_view: Any, row: Row) -> None:
        await _open_customer(app, row["id"])

    def why_not(_row: Row | None) -> Msg | None:
        if may(app.terminal.here.staff.roles, "person.retain"):
            return None
        return M("Only the manager and the leaders may end what is kept.")

    async def end(view: Any, _row: Row | None) -> None:
        question = M("Make everybody in this list nameless, for good?")
        detail = M("Names, numbers and all that was written are lost; figures stay. Older backups still hold them.")
        if await app.push_screen_wait(Confirm(question, detail=detail, danger=True)) is None:
            return

        def work(office: Office, session: Session) -> int:
            return person.retain(office, session)

        done = await app.terminal.in_thread(work)
        app.notify(say(M("{count} people were made nameless.", count=done)), markup=False)
        app.spread()
        view.refresh_data()

    actions = (ListAction(END, end, why_not=why_not), *(() if can_close else (_next(app),)))
    empty = M("Nobody's time is over. The months are a setting.")
    return place_list(app, ListSpec(RETENTION, actions, read, empty=empty), can_close=can_close)


def make(app: Console) -> PlaceList:
    """The screen."""
    return cycle(app, (looks, requests, campaign, retention))


async def open_card(app: Console, request_id: int) -> None:
    """A request from the inbox: answer it."""
    found = await app.terminal.look(person_query.waiting)
    row = next((each for each in found if each["id"] == request_id), None)
    if row is None:
        raise nothing_there(M("request about the own data"), request_id)
    await answer(app, row)
