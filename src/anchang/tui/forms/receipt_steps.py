"""Every step of a receipt as the console takes it (2.10, 3.14)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.errors import nothing_there
from anchang.services.receipt import NOUN
from anchang.services.receipt_menu import menu
from anchang.storage import receipt as rows
from anchang.tui.acting import fill_in
from anchang.tui.forms import receipt as forms
from anchang.tui.papers import StepMaker, choose_step, print_paper

if TYPE_CHECKING:
    from anchang.tui.app import Console


async def _card(app: Console, row_id: int) -> dict[str, Any]:
    found = await app.terminal.look(rows.card, row_id)
    if found is None:
        raise nothing_there(NOUN, row_id)
    return found


async def _confirm(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    await fill_in(app, forms.CONFIRM, fixed={"receipt": row_id, "version": card["version"]})


async def _reverse(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    await fill_in(app, forms.REVERSE, fixed={"receipt": row_id, "version": card["version"]})


async def printing(app: Console, row_id: int) -> None:
    """The receipt as a file."""
    await print_paper(app, "receipt", row_id)


STEPS: Mapping[str, StepMaker] = {"confirm": _confirm, "reverse": _reverse, "print": printing}


async def choose(app: Console, row_id: int) -> None:
    """The step menu."""
    card = await _card(app, row_id)
    await choose_step(app, f"{card['no']}  {card['unit']}", menu, row_id, STEPS)
