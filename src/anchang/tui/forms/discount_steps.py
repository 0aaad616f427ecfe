"""Every step of a special discount as the console takes it (2.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.delegation import DecisionKind
from anchang.domain.errors import Refusal, nothing_there
from anchang.i18n import M
from anchang.services import discount_menu
from anchang.services.discount_facts import REQUEST
from anchang.services.discount_request import RejectDiscount, WithdrawDiscount
from anchang.services.standing_in import with_lent
from anchang.storage import discount_request as query
from anchang.tui.acting import confirm_and_act, fill_in
from anchang.tui.forms import discount_request as forms
from anchang.tui.papers import StepMaker, choose_step, print_paper
from anchang.tui.widgets.dialogs import Reason

if TYPE_CHECKING:
    from anchang.tui.app import Console

menu = with_lent(discount_menu.menu, DecisionKind.DISCOUNT)


async def _card(app: Console, row_id: int) -> dict[str, Any]:
    found = await app.terminal.look(query.card, row_id)
    if found is None:
        raise nothing_there(REQUEST, row_id)
    return found


def _fixed(card: Mapping[str, Any]) -> dict[str, Any]:
    return {"discount_request": card["id"], "version": card["version"]}


async def _submit(app: Console, row_id: int) -> None:
    form = forms.submit_form(await forms.leaders_here(app))
    await fill_in(app, form, fixed=_fixed(await _card(app, row_id)))


async def _approve(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    await fill_in(app, forms.APPROVE, values={"proof": card["proof"]}, fixed=_fixed(card))


async def _reject(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    question = M("Refuse {no} for {unit}? Say why.", no=card["no"], unit=card["unit"])
    await confirm_and_act(app, question, lambda why: RejectDiscount(row_id, why, card["version"]),
                          reason=Reason.REQUIRED)  # fmt: skip


async def _archive(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    await fill_in(app, forms.ARCHIVE, values={"proof": card["proof"]}, fixed=_fixed(card))


async def _withdraw(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    question = M("Withdraw {no} for {unit}?", no=card["no"], unit=card["unit"])
    await confirm_and_act(app, question, lambda why: WithdrawDiscount(row_id, why, card["version"]),
                          reason=Reason.REQUIRED)  # fmt: skip


async def printing(app: Console, row_id: int) -> None:
    """The form for the signatures, as a file."""
    await print_paper(app, "discount", row_id)


STEPS: Mapping[str, StepMaker] = {
    "submit": _submit,
    "approve": _approve,
    "reject": _reject,
    "archive": _archive,
    "print": printing,
    "withdraw": _withdraw,
}


async def choose(app: Console, row_id: int) -> None:
    """The step menu."""
    card = await _card(app, row_id)
    await choose_step(app, f"{card['no']}  {card['unit']}", menu, row_id, STEPS)


async def take(app: Console, row_id: int, name: str) -> None:
    """That step, where it can be taken. Raises Refusal with what the menu says against it."""
    found = next(one for one in await app.terminal.look(menu, row_id) if one.step.name == name)
    if found.why_not is not None:
        raise Refusal(M("{step}: {reason}", step=found.step.label, reason=found.why_not))
    await STEPS[name](app, row_id)
