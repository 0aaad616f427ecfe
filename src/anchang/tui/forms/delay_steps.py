"""Every step of a later signing as the console takes it (2.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.delegation import DecisionKind
from anchang.domain.errors import Refusal, nothing_there
from anchang.i18n import M
from anchang.services import delay_menu
from anchang.services.delay import ApproveDelay, ExecuteDelay, RejectDelay, ReplyToDelay, WithdrawDelay
from anchang.services.delay_facts import DELAY
from anchang.services.standing_in import with_lent
from anchang.storage import delay as query
from anchang.tui.acting import confirm_and_act, fill_in
from anchang.tui.forms import delay as forms
from anchang.tui.papers import StepMaker, choose_step, print_paper
from anchang.tui.widgets.dialogs import Reason

if TYPE_CHECKING:
    from anchang.tui.app import Console

menu = with_lent(delay_menu.menu, DecisionKind.DELAY)


async def _card(app: Console, row_id: int) -> dict[str, Any]:
    found = await app.terminal.look(query.card, row_id)
    if found is None:
        raise nothing_there(DELAY, row_id)
    return found


async def _submit(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    is_late = app.terminal.today() > card["original_due_on"] and not card["late_why"]
    await fill_in(app, forms.submit_form(is_late=is_late), fixed={"delay": row_id, "version": card["version"]})


async def _approve(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    late = app.terminal.today() > card["original_due_on"]
    question = M("Approve {no}: sign {unit} by {day} instead of {before}?", no=card["no"], unit=card["unit"],
                 day=card["new_due_on"], before=card["original_due_on"])  # fmt: skip
    await confirm_and_act(app, question, lambda why: ApproveDelay(row_id, why, card["version"]),
                          reason=Reason.REQUIRED if late else Reason.OPTIONAL)  # fmt: skip


async def _reject(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    question = M("Refuse {no}? Signing stays due on {before}. Say why.", no=card["no"], before=card["original_due_on"])
    await confirm_and_act(app, question, lambda why: RejectDelay(row_id, why, card["version"]), reason=Reason.REQUIRED)


async def _reply(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    question = M("What was {who} told? Signing stays due on {before}.", who=card["buyer"],
                 before=card["original_due_on"])  # fmt: skip
    await confirm_and_act(app, question, lambda told: ReplyToDelay(row_id, told, card["version"]),
                          reason=Reason.REQUIRED)  # fmt: skip


async def _withdraw(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    question = M("Withdraw {no}? Signing stays due on {before}.", no=card["no"], before=card["original_due_on"])
    await confirm_and_act(app, question, lambda why: WithdrawDelay(row_id, why, card["version"]),
                          reason=Reason.REQUIRED)  # fmt: skip


async def _execute(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    question = M("Execute {no}? The signing of {unit} becomes due on {day}.", no=card["no"], unit=card["unit"],
                 day=card["new_due_on"])  # fmt: skip
    await confirm_and_act(app, question, ExecuteDelay(row_id, card["version"]))


async def printing(app: Console, row_id: int) -> None:
    """The form for the customer's signature, as a file."""
    await print_paper(app, "delay", row_id)


STEPS: Mapping[str, StepMaker] = {
    "submit": _submit,
    "approve": _approve,
    "reject": _reject,
    "reply": _reply,
    "execute": _execute,
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
