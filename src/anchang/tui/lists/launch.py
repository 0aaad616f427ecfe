"""Launch day: the line of numbers with its keys, the launches, and the board that the hall looks at (认筹/排号)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.access import may
from anchang.domain.launch import LAUNCH, TICKET, LaunchState, TicketState
from anchang.i18n import M, Msg
from anchang.services.launch import CloseLaunch, OpenLaunch
from anchang.services.launch_ticket import CallAgain, CallNext, Come, FinishChoosing
from anchang.services.listing import Column, Row
from anchang.services.lists.launch import LAUNCHES, TICKETS
from anchang.storage import launch as query
from anchang.storage import unit_query
from anchang.tui.acting import act, confirm_and_act, fill_in
from anchang.tui.forms import launch as forms
from anchang.tui.forms.look_ups import the_only_one
from anchang.tui.keys import NEW, Key
from anchang.tui.lists.cycle import PlaceList, cycle, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.theme import Tone
from anchang.tui.widgets.dialogs import toast

if TYPE_CHECKING:
    from anchang.tui.app import Console

CALL = Key("launch_call", ("c", "ctrl+b"), M("Call the next"), M("Call the next number in"))
COME = Key("launch_come", ("h", "ctrl+o"), M("Is here"), M("The called customer stands at the table"))
CHOOSE = Key("launch_choose", ("u", "ctrl+u"), M("Choose"), M("The unit that this customer takes"))
GIVE_BACK = Key("launch_give_back", ("x", "delete"), M("Give back"), M("A chosen unit is let go"), shown=False)
FINISH = Key("launch_finish", ("d", "ctrl+d"), M("Done choosing"), M("The table is free for the next one"), shown=False)
AGAIN = Key("launch_again", ("a", "ctrl+k"), M("To the end"), M("Who was passed over, back in line"), shown=False)
WITHDRAW = Key("launch_withdraw", ("v", "ctrl+v"), M("Number back"), M("The number is given back"), shown=False)
OTHER = Key("launch_other", ("w", "ctrl+w"), M("Launches"), M("From the line to the launches, and back"))
BOARD = Key("launch_board", ("b", "ctrl+y"), M("Big board"), M("What the hall looks at: numbers and units, no names"))
ORDER = Key("launch_order", ("o", "ctrl+o"), M("Lay down"), M("Lay down the order of the line"))
OPEN = Key("launch_open", ("p", "ctrl+u"), M("Open the doors"), M("From now on units are taken by the line"))
CLOSE = Key("launch_close", ("z", "ctrl+d"), M("Close the doors"), M("The line is over"), shown=False)
CALL_OFF = Key("launch_off", ("x", "delete"), M("Call off"), M("The launch does not take place"), shown=False)
TONES = {
    TicketState.CALLED: Tone.ASKED,
    TicketState.CHOOSING: Tone.OPEN,
    TicketState.CHOSE: Tone.DONE,
    TicketState.PASSED: Tone.LATE,
    TicketState.WITHDRAWN: Tone.CLOSED,
}
LAUNCH_TONES = {LaunchState.OPEN: Tone.OPEN, LaunchState.CLOSED: Tone.CLOSED}


def paint(row: Row, column: Column) -> Tone | None:
    """Who is called and who chooses."""
    return TONES.get(TicketState(row["state"])) if column.key == "state" else None


def _may(app: Console, roles: Any) -> Callable[[Row | None], Msg | None]:
    def why_not(_row: Row | None) -> Msg | None:
        held = app.terminal.here.staff.roles
        if roles & held:
            return None
        return M("only {roles} may do this", roles=tuple(role.label for role in sorted(roles)))

    return why_not


def _to_other(app: Console) -> ListAction:
    async def other(_view: Any, _row: Row | None) -> None:
        app.call_later(app.action_go, "launch")

    return ListAction(OTHER, other, needs_row=False)


Run = Callable[[Any, "Row | None"], Awaitable[None]]


def _doing(app: Console, command: Callable[[int, int], object]) -> Run:
    async def run(_view: Any, row: Row | None) -> None:
        if row is not None:
            await act(app, command(row["launch_id"], row["no"]))

    return run


def _filling(app: Console, form: Callable[[Console, Row], Any]) -> Run:
    async def run(_view: Any, row: Row | None) -> None:
        if row is not None:
            await fill_in(app, form(app, row), fixed={"launch": row["launch_id"], "number": row["no"]})

    return run


def tickets(app: Console) -> PlaceList:
    """The line of the launch that is on, or is coming."""

    async def current() -> Mapping[str, Any] | None:
        found = await app.terminal.look(query.current)
        if found is None:
            toast(app, M("There is no launch yet. Press w for the launches, and n there to prepare one."))
        return found

    async def new(_view: Any, _row: Row | None) -> None:
        launch = await current()
        if launch is not None:
            await fill_in(app, forms.register(app), fixed={"launch": launch["id"]})

    async def call(_view: Any, _row: Row | None) -> None:
        launch = await current()
        if launch is not None:
            await act(app, CallNext(launch["id"]))

    async def board(_view: Any, _row: Row | None) -> None:
        from anchang.tui.screens.launch_board import LaunchBoard

        launch = await current()
        if launch is not None:
            await app.push_screen_wait(LaunchBoard(launch["id"]))

    async def giving_back(_view: Any, row: Row | None) -> None:
        if row is not None:
            values = {"unit": await the_only_one(forms.chosen_by(app, row["id"]))}
            fixed = {"launch": row["launch_id"], "number": row["no"]}
            await fill_in(app, forms.give_back(app, row), values=values, fixed=fixed)

    def step(name: str) -> Callable[[Row | None], Msg | None]:
        return _may(app, TICKET.step(name).roles)

    spec = ListSpec(
        listing=TICKETS,
        actions=(
            ListAction(CALL, call, needs_row=False, why_not=step("call")),
            ListAction(COME, _doing(app, Come), why_not=step("come")),
            ListAction(CHOOSE, _filling(app, forms.choose), why_not=step("choose")),
            ListAction(BOARD, board, needs_row=False),
            ListAction(NEW, new, needs_row=False),
            ListAction(GIVE_BACK, giving_back, why_not=step("give_back")),
            ListAction(FINISH, _doing(app, FinishChoosing), why_not=step("finish")),
            ListAction(AGAIN, _doing(app, CallAgain), why_not=step("call_again")),
            ListAction(WITHDRAW, _filling(app, lambda _app, _row: forms.WITHDRAW), why_not=step("withdraw")),
            _to_other(app),
        ),
        empty=M("Nobody has a number. Press n to give one out, once a launch is prepared (w)."),
        paint=paint,
        help=M("Numbers in the order of the line. c calls, h seats, u chooses, d is done. w: the launches."),
    )
    return place_list(app, spec)


def launches(app: Console) -> PlaceList:
    """Every launch with its steps."""

    def why_not(_row: Row | None) -> Msg | None:
        if may(app.terminal.here.staff.roles, "launch.prepare"):
            return None
        return M("A launch is the manager's and the leaders' to prepare.")

    async def new(_view: Any, _row: Row | None) -> None:
        buildings = await app.terminal.look(unit_query.totals)
        await fill_in(app, forms.prepare(app, list(buildings)))

    async def lay_down(_view: Any, row: Row | None) -> None:
        if row is not None:
            await fill_in(app, forms.LAY_DOWN, fixed={"launch": row["id"], "version": row["version"]})

    async def call_off(_view: Any, row: Row | None) -> None:
        if row is not None:
            await fill_in(app, forms.CALL_OFF, fixed={"launch": row["id"], "version": row["version"]})

    async def open_doors(_view: Any, row: Row | None) -> None:
        if row is not None:
            await confirm_and_act(
                app, M("Open launch {no}? Its {units} units are taken by the line alone then.", no=row["no"],
                       units=row["units"]), OpenLaunch(row["id"], row["version"]),
            )  # fmt: skip

    async def close_doors(_view: Any, row: Row | None) -> None:
        if row is not None:
            await confirm_and_act(
                app, M("Close launch {no}? {waiting} numbers still wait.", no=row["no"], waiting=row["waiting"]),
                CloseLaunch(row["id"], row["version"]),
            )  # fmt: skip

    def tone(row: Row, column: Column) -> Tone | None:
        return LAUNCH_TONES.get(LaunchState(row["state"])) if column.key == "state" else None

    def step(name: str) -> Callable[[Row | None], Msg | None]:
        return _may(app, LAUNCH.step(name).roles)

    spec = ListSpec(
        listing=LAUNCHES,
        actions=(
            ListAction(NEW, new, needs_row=False, why_not=why_not),
            ListAction(ORDER, lay_down, why_not=step("lay_down")),
            ListAction(OPEN, open_doors, why_not=step("open")),
            ListAction(CLOSE, close_doors, why_not=step("close")),
            ListAction(CALL_OFF, call_off, why_not=step("call_off")),
            _to_other(app),
        ),
        empty=M("No launch yet. A manager presses n to prepare one."),
        paint=tone,
        help=M("n prepares, o lays down the order, p opens, z closes. w: the line of numbers."),
    )
    return place_list(app, spec)


def make(app: Console) -> PlaceList:
    """The screen."""
    return cycle(app, (tickets, launches))
