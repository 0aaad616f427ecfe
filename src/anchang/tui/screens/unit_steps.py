"""The steps of one unit, from its menu to the form of each (2.16)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from anchang.domain.errors import nothing_there
from anchang.domain.hold import HoldType
from anchang.domain.unit_flag import UnitFlag
from anchang.i18n import M
from anchang.services import unit_along
from anchang.services.unit_menu import menu
from anchang.storage import unit_flag, unit_link, unit_query
from anchang.tui.acting import fill_in
from anchang.tui.forms import unit as forms
from anchang.tui.forms import unit_life
from anchang.tui.forms.form import Form
from anchang.tui.forms.look_ups import permits, the_only_one
from anchang.tui.lists.unit_life import of_unit
from anchang.tui.widgets.dialogs import toast
from anchang.tui.widgets.step_menu import StepMenu

if TYPE_CHECKING:
    from anchang.tui.app import Console

STEP_FORMS: dict[str, Callable[[Any], Form]] = {
    "release": forms.release_one,
    "extend": lambda _app: unit_life.EXTEND,
    "give_back": lambda _app: forms.LET_GO,
    "let_go": lambda _app: forms.LET_GO,
    "withdraw": lambda _app: forms.WITHDRAW,
    "release_return": lambda _app: unit_life.RELEASE_RETURN,
    "keep_back": lambda _app: unit_life.KEEP_BACK,
    "wait": unit_life.wait,
    "link": unit_life.link,
}
PLURAL = frozenset({"release", "withdraw"})
HOLDING: dict[str, Callable[..., Form]] = {"ask": forms.ask, "hold": forms.hold, "reserve": forms.hold}
SHOWN = frozenset(
    {*STEP_FORMS, *HOLDING, "stop_waiting", "flag", "clear_flag", "unlink", "history", "claims"}
)
EITHER: dict[str, tuple[str, ...]] = {
    "ask_or_hold": ("hold", "ask", "extend", "reserve"),  # who may hold for an hour does not ask for ten minutes
    "let_go_or_back": ("give_back", "let_go"),
}


async def open_steps(app: Console, unit_id: int) -> None:
    """The menu of everything that can be done with the unit, then what was chosen."""
    unit = await app.terminal.look(unit_query.row, unit_id)
    if unit is None:
        raise nothing_there(M("unit"), unit_id)
    asked = await app.terminal.look(menu, unit_id)
    shown = [option for option in asked if option.step.name in SHOWN]
    name = await app.push_screen_wait(StepMenu(unit["label"], shown))
    if name is not None:
        await take_step(app, unit_id, name)


async def take_step(app: Console, unit_id: int, name: str) -> None:
    """The form or list of a step. A name of `EITHER` is the first of its steps that is possible now."""
    if name in EITHER:
        possible = await _possible(app, unit_id, EITHER[name])
        if possible is None:
            return
        name = possible
    if name in HOLDING:
        can_be_had = await app.terminal.look(unit_along.free, unit_id, None)
        free = [row["label"] for row in await app.terminal.look(unit_link.linked, unit_id) if row["id"] in can_be_had]
        form = await _for_unit(app, HOLDING[name](app, free), unit_id)
        values = {"hold_type": HoldType.RESERVE.value} if name == "reserve" else {}
        await fill_in(app, form, values=values, fixed={"unit": unit_id})
    elif name in STEP_FORMS:
        fixed: dict[str, Any] = {"units": (unit_id,)} if name in PLURAL else {"unit": unit_id}
        given = {"permit": await the_only_one(permits(app))} if name == "release" else {}
        await fill_in(app, await _for_unit(app, STEP_FORMS[name](app), unit_id), values=given, fixed=fixed)
    else:
        await _beside(app, unit_id, name)


async def _for_unit(app: Console, form: Form, unit_id: int) -> Form:
    """The form with its unit in the title: on a small window it covers the card that says so."""
    unit = await app.terminal.look(unit_query.row, unit_id)
    label = "" if unit is None else unit["label"]
    return replace(form, title=M("{form}  {unit}", form=form.title, unit=label))


async def _possible(app: Console, unit_id: int, names: tuple[str, ...]) -> str | None:
    asked = {option.step.name: option for option in await app.terminal.look(menu, unit_id)}
    possible = next((each for each in names if asked[each].why_not is None), None)
    if possible is None:
        roles = app.terminal.here.staff.roles
        own = next((each for each in reversed(names) if asked[each].step.roles & roles), names[0])
        toast(app, asked[own].why_not or M("Not possible now."))
    return possible


async def _beside(app: Console, unit_id: int, name: str) -> None:
    """What needs to know how the unit stands before it can ask."""
    unit = await app.terminal.look(unit_query.row, unit_id)
    if unit is None:
        return
    if name in ("history", "claims"):
        await app.push_screen_wait(of_unit(app, name, unit["label"]))
    elif name == "unlink":
        await fill_in(app, unit_life.UNLINK, fixed={"linked": unit_id})
    elif name == "stop_waiting":
        await fill_in(app, unit_life.stop_waiting(app, unit["label"]), fixed={"unit": unit_id})
    else:
        standing = await app.terminal.look(unit_flag.kinds_of, unit_id)
        if name == "clear_flag":
            await fill_in(app, unit_life.clear_flag(standing), fixed={"unit": unit_id})
        else:
            left = [kind for kind in UnitFlag if kind not in standing]
            await fill_in(app, unit_life.flag(left), fixed={"unit": unit_id})
