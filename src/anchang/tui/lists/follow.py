"""F4, behind the customers: what is due, appointments, the public pool, the tracking sheets (domain 2.2, 3.4; C13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.access import may
from anchang.i18n import M
from anchang.services.listing import Column, Listing, Row
from anchang.services.lists.appointment import APPOINTMENTS
from anchang.services.lists.pool import POOL, WISHES
from anchang.services.lists.task import TASK_COUNTS, TASKS
from anchang.services.lists.tracking import INTENDING, VISITORS
from anchang.services.pool import GrantCustomer
from anchang.storage.task_board import LATE, TODAY
from anchang.tui.acting import confirm_and_act, fill_in
from anchang.tui.forms import lead as forms
from anchang.tui.keys import EXPORT, NEW, Key
from anchang.tui.lists.cycle import PlaceList, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.papers import first_columns
from anchang.tui.screens import desk_acts, follow_acts
from anchang.tui.screens.customer_card import CustomerCard
from anchang.tui.theme import Tone
from anchang.tui.widgets.dialogs import toast

if TYPE_CHECKING:
    from anchang.tui.app import Console

CYCLE = M("F4 again goes on to the next list: customers, due, appointments, pool, tracking sheets.")
FOLLOW_UP = Key("follow_log", ("u", "ctrl+u"), M("Follow-up"), M("Write down a contact with this customer"))
LATER = Key("follow_due", ("d", "ctrl+d"), M("Late / today"), M("Only what is overdue; again: due today; again: all"))
WAIVE = Key("follow_waive", ("x", "delete"), M("Waive"), M("The manager lets this task go, with the reason"))
COUNTS = Key("follow_counts", ("m", "ctrl+b"), M("By consultant"), M("How much is late with whom"))
APPOINT = Key("follow_appoint", ("a", "ctrl+a"), M("Appointment"), M("Make an appointment with this customer"))
MOVE = Key("expected_move", ("m", "ctrl+b"), M("Move"), M("Another time for this appointment"))
OFF = Key("expected_off", ("x", "delete"), M("Call off"), M("This appointment is called off"))
MISSED = Key("expected_missed", ("w", "ctrl+o"), M("Did not come"), M("The customer did not come"))
TODAYS = Key("expected_today", ("d", "ctrl+d"), M("Today / all"), M("Only today's appointments; again: all"))
ASK = Key("pool_ask", ("a", "ctrl+a"), M("Ask for it"), M("Ask the manager for this customer"))
GIVE = Key("pool_give", ("m", "ctrl+b"), M("Give out"), M("The manager gives the customer to a consultant"))
WISH = Key("pool_wishes", ("w", "ctrl+o"), M("Wishes"), M("Who asked for whom"))
GRANT = Key("wish_grant", ("y", "ctrl+y"), M("Grant"), M("The consultant gets the customer"))
REFUSE = Key("wish_refuse", ("x", "delete"), M("Refuse"), M("The customer stays in the pool"))


def _late(row: Row, column: Column) -> Tone | None:
    late = row.get("hours_late") or row.get("days_late")
    return Tone.LATE if late and column.key in ("due_at", "hours_late", "days_late", "next_contact_on") else None


async def _card(app: Console, customer: int) -> None:
    await app.push_screen_wait(CustomerCard(customer))


def tasks(app: Console, *, start: Mapping[str, Any] | None = None, can_close: bool = False) -> PlaceList:
    """What is due and overdue, the latest first."""

    async def read(_view: Any, row: Row) -> None:
        await _card(app, row["customer_id"])

    async def contact(_view: Any, row: Row | None) -> None:
        if row is not None:
            await desk_acts.follow_up(app, row["customer_id"], row["grade"])

    async def appoint(_view: Any, row: Row | None) -> None:
        if row is not None:
            await follow_acts.appoint(app, row["customer_id"])

    async def narrow(view: Any, _row: Row | None) -> None:
        following = {None: LATE, LATE: TODAY, TODAY: None}.get(view.filters.get("when"))
        kept = {key: value for key, value in view.filters.items() if key != "when"}
        view.show_only(kept if following is None else {**kept, "when": following})

    async def waive(_view: Any, row: Row | None) -> None:
        if row is not None:
            await follow_acts.waive(app, row)

    async def count(_view: Any, _row: Row | None) -> None:
        await app.push_screen_wait(counts(app))

    spec = ListSpec(
        first_columns(TASKS, "what", "due_at", "hours_late", "name", "consultant", "grade", "phone"),
        (
            ListAction(FOLLOW_UP, contact),
            ListAction(LATER, narrow, needs_row=False),
            ListAction(APPOINT, appoint),
            ListAction(WAIVE, waive),
            ListAction(COUNTS, count, needs_row=False),
        ),
        read,
        empty=M("Nothing is due. F4 goes on to the appointments."),
        paint=_late,
        help=CYCLE,
    )
    return place_list(app, spec, start=start, can_close=can_close)


def counts(app: Console) -> PlaceList:
    """How much is late with whom; Enter shows it."""

    async def read(_view: Any, row: Row) -> None:
        if row["owner_id"] is not None:
            await app.push_screen_wait(tasks(app, start={"consultant": row["owner_id"], "when": LATE}, can_close=True))

    def paint(row: Row, column: Column) -> Tone | None:
        return Tone.LATE if column.key in ("late", "escalated") and row[column.key] else None

    return place_list(
        app, ListSpec(TASK_COUNTS, (), read, empty=M("Nobody has an open customer."), paint=paint), can_close=True
    )  # fmt: skip


def appointments(app: Console, *, start: Mapping[str, Any] | None = None, can_close: bool = False) -> PlaceList:
    """Who is expected when, and who did not come."""

    async def read(_view: Any, row: Row) -> None:
        await _card(app, row["customer_id"])

    async def add(_view: Any, _row: Row | None) -> None:
        await follow_acts.appoint(app)

    async def move(_view: Any, row: Row | None) -> None:
        if row is not None:
            await fill_in(app, forms.move(app, row), fixed={"appointment": row["id"], "version": row["version"]})

    async def off(_view: Any, row: Row | None) -> None:
        if row is not None:
            await fill_in(app, forms.CANCEL, fixed={"appointment": row["id"], "version": row["version"]})

    async def missed(_view: Any, row: Row | None) -> None:
        if row is not None:
            await fill_in(app, forms.MISS, fixed={"appointment": row["id"], "version": row["version"]})

    async def narrow(view: Any, _row: Row | None) -> None:
        kept = {key: value for key, value in view.filters.items() if key not in ("since", "until")}
        today = app.terminal.today()
        view.show_only(kept if "since" in view.filters else {**kept, "since": today, "until": today})

    def paint(row: Row, column: Column) -> Tone | None:
        return Tone.LATE if column.key == "state" and row["state"] == "no_show" else None

    spec = ListSpec(
        APPOINTMENTS,
        (
            ListAction(NEW, add, needs_row=False),
            ListAction(TODAYS, narrow, needs_row=False),
            ListAction(MOVE, move),
            ListAction(MISSED, missed),
            ListAction(OFF, off),
        ),
        read,
        empty=M("No appointments here. Press n to make one, d for all days."),
        paint=paint,
        help=CYCLE,
    )
    return place_list(app, spec, start=start, can_close=can_close)


def todays(app: Console) -> PlaceList:
    """Who is expected today, for the front desk."""
    today = app.terminal.today()
    return appointments(app, start={"since": today, "until": today}, can_close=True)


def pool(app: Console, *, can_close: bool = False) -> PlaceList:
    """Customers whom nobody has."""
    sees = may(app.terminal.here.staff.roles, "customer.reassign")

    async def ask(_view: Any, row: Row | None) -> None:
        if row is not None:
            await fill_in(app, forms.ASK, fixed={"customer": row["id"]})

    async def give(_view: Any, row: Row | None) -> None:
        if row is not None:
            await fill_in(app, forms.take_up(app), fixed={"customer": row["id"], "version": row["version"]})

    async def read(view: Any, row: Row) -> None:
        if sees:
            await _card(app, row["id"])
        else:
            await ask(view, row)

    async def show_wishes(_view: Any, _row: Row | None) -> None:
        await app.push_screen_wait(wishes(app))

    spec = ListSpec(
        POOL,
        (ListAction(ASK, ask), ListAction(GIVE, give), ListAction(WISH, show_wishes, needs_row=False)),
        read,
        empty=M("The public pool is empty: everybody is followed up."),
        help=CYCLE,
    )
    return place_list(app, spec, can_close=can_close)


def wishes(app: Console, *, start: Mapping[str, Any] | None = None) -> PlaceList:
    """Who asked for whom; the manager decides."""

    async def grant(_view: Any, row: Row | None) -> None:
        if row is not None:
            question = M("Give {name} to {consultant}?", name=row["name"], consultant=row["consultant"])
            await confirm_and_act(app, question, GrantCustomer(row["customer_id"], row["by_id"]))

    async def refuse(_view: Any, row: Row | None) -> None:
        if row is not None:
            await fill_in(app, forms.REFUSE, fixed={"customer": row["customer_id"], "to": row["by_id"]})

    spec = ListSpec(
        WISHES, (ListAction(GRANT, grant), ListAction(REFUSE, refuse)), empty=M("Nobody has asked for a customer.")
    )
    return place_list(app, spec, start=start, can_close=True)


def _tracking(app: Console, listing: Listing, can_close: bool, *first: str) -> PlaceList:
    async def read(_view: Any, row: Row) -> None:
        await _card(app, row["id"])

    async def contact(_view: Any, row: Row | None) -> None:
        if row is not None:
            await desk_acts.follow_up(app, row["id"], row["grade"])

    async def export(_view: Any, _row: Row | None) -> None:
        from anchang.reports.catalogue import make

        toast(app, M("The workbook is being written…"))
        path = await app.terminal.in_thread(lambda office, session: make(office, session, "tracking"))
        toast(app, M("Written: {path}", path=str(path)))

    spec = ListSpec(
        first_columns(listing, *first),
        (ListAction(FOLLOW_UP, contact), ListAction(EXPORT, export, needs_row=False)),
        read,
        empty=M("No customers on this sheet yet."),
        paint=_late,
        help=CYCLE,
    )
    return place_list(app, spec, can_close=can_close)


def intending(app: Console, *, can_close: bool = False) -> PlaceList:
    """意向客户跟踪表."""
    first = ("name", "owner", "grade", "next_contact_on", "days_late", "way", "content")
    return _tracking(app, INTENDING, can_close, *first)


def visitors(app: Console, *, can_close: bool = False) -> PlaceList:
    """到店客户跟踪表."""
    first = ("name", "owner", "visits", "last_visit", "grade", "next_contact_on", "content")
    return _tracking(app, VISITORS, can_close, *first)
