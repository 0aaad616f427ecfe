"""What is done with the rota of the day: signing in, fixing the order, ending a reception, pausing, leaving (2.1, P01).

`line` is the person meant, as the board shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anchang.domain.access import Role
from anchang.domain.errors import Refusal
from anchang.domain.rota import AVAILABLE, PAUSED, EntryState
from anchang.i18n import M
from anchang.services.rota import Confirm as ConfirmRota
from anchang.services.rota import Leave, Resume, SignIn
from anchang.services.waiting import VisitorLeft
from anchang.storage.rota_board import BoardLine
from anchang.tui.acting import act, confirm_and_act, fill_in
from anchang.tui.forms import arrival as forms
from anchang.tui.screens.board import party_words
from anchang.tui.screens.desk_view import DeskView
from anchang.tui.screens.re_order import re_order

if TYPE_CHECKING:
    from anchang.tui.app import Console


def _on_behalf(line: BoardLine | None) -> dict[str, int]:
    return {} if line is None or line.is_me else {"consultant": line.consultant_id}


async def sign_in(app: Console) -> None:
    """Oneself, or somebody by the assistant."""
    if Role.CONSULTANT in app.terminal.here.staff.roles:
        await act(app, SignIn())
    else:
        await fill_in(app, forms.sign_in(app))


async def confirm(app: Console, view: DeskView | None) -> None:
    """The order stands."""
    names = () if view is None else tuple(line.name for line in view.board.lines)
    await confirm_and_act(app, M("Fix the order {names}?", names=names), ConfirmRota())


async def change_order(app: Console, view: DeskView | None) -> None:
    """The manager's order."""
    if view is not None:
        await re_order(app, view.board)


async def end(app: Console, line: BoardLine) -> None:
    """The reception is over."""
    if line.status is not EntryState.RECEIVING:
        raise Refusal(M("{name} is not receiving anybody.", name=line.name))
    await fill_in(app, forms.END, fixed=_on_behalf(line))


async def pause(app: Console, line: BoardLine) -> None:
    """Away, or back."""
    if line.status in PAUSED:
        await act(app, Resume(**_on_behalf(line)))
    elif line.status in AVAILABLE:
        await fill_in(app, forms.pause(app), fixed=_on_behalf(line))
    else:
        raise Refusal(M("{name} is «{state}».", name=line.name, state=line.status))


async def off(app: Console) -> None:
    """Off duty."""
    await confirm_and_act(app, M("Go off duty? The rota of today goes on without you."), Leave())


async def skip(app: Console, line: BoardLine | None) -> None:
    """The manager takes a turn away."""
    if line is None:
        raise Refusal(M("Choose a row first."))
    await fill_in(app, forms.SKIP, fixed={"consultant": line.consultant_id})


async def gone(app: Console, view: DeskView | None) -> None:
    """A party that waited went away."""
    waiting = () if view is None else view.board.waiting
    if not waiting:
        raise Refusal(M("Nobody waits."))
    if len(waiting) == 1:
        question = M("The party that waited left: {party}?", party=party_words(waiting[0]))
        await confirm_and_act(app, question, VisitorLeft(waiting[0].no))
    else:
        await fill_in(app, forms.left(waiting))


async def take(app: Console, step: str, view: DeskView | None, line: BoardLine | None) -> None:
    """A step of the menu: of the rota itself, or of the person on the line."""
    if step == "confirm":
        await confirm(app, view)
    elif step == "re_order":
        await change_order(app, view)
    elif step == "leave":
        await off(app)
    elif step == "skip":
        await skip(app, line)
    elif step == "resume":
        await act(app, Resume(**_on_behalf(line)))
    else:
        await fill_in(app, forms.END if step == "end_turn" else forms.pause(app), fixed=_on_behalf(line))
