"""Every step of a later signing as the console takes it (2.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from anchang.domain.delegation import DecisionKind
from anchang.i18n import M
from anchang.services import delay_menu
from anchang.services.delay import ApproveDelay, ExecuteDelay, RejectDelay, ReplyToDelay, WithdrawDelay
from anchang.services.delay_facts import DELAY
from anchang.services.standing_in import with_lent
from anchang.storage import delay as query
from anchang.tui.acting import fill_in
from anchang.tui.forms import delay as forms
from anchang.tui.papers import StepMaker
from anchang.tui.steps import Card, Paper, Steps, print_step
from anchang.tui.widgets.dialogs import Reason

if TYPE_CHECKING:
    from anchang.tui.app import Console

PAPER = Paper(DELAY, query.card, "delay")
menu = with_lent(delay_menu.menu, DecisionKind.DELAY)
printing = print_step("delay")


def _is_late(app: Console, card: Card) -> bool:
    """Whether signing is overdue already: then somebody has to say why so late."""
    late: bool = app.terminal.today() > card["original_due_on"]
    return late


async def _submit(app: Console, row_id: int) -> None:
    card = await PAPER.card(app, row_id)
    form = forms.submit_form(is_late=_is_late(app, card) and not card["late_why"])
    await fill_in(app, form, fixed=PAPER.fixed(card))


async def _approve(app: Console, row_id: int) -> None:
    reason = Reason.REQUIRED if _is_late(app, await PAPER.card(app, row_id)) else Reason.OPTIONAL
    step = PAPER.question(
        lambda c: M("Approve {no}: sign {unit} by {day} instead of {before}?", no=c["no"], unit=c["unit"],
                    day=c["new_due_on"], before=c["original_due_on"]),
        ApproveDelay, reason,
    )  # fmt: skip
    await step(app, row_id)


STEPS: Mapping[str, StepMaker] = {
    "submit": _submit,
    "approve": _approve,
    "reject": PAPER.question(
        lambda c: M("Refuse {no}? Signing stays due on {before}. Say why.", no=c["no"], before=c["original_due_on"]),
        RejectDelay, Reason.REQUIRED,
    ),
    "reply": PAPER.question(
        lambda c: M("What was {who} told? Signing stays due on {before}.", who=c["buyer"], before=c["original_due_on"]),
        ReplyToDelay, Reason.REQUIRED,
    ),
    "execute": PAPER.question(
        lambda c: M("Execute {no}? The signing of {unit} becomes due on {day}.", no=c["no"], unit=c["unit"],
                    day=c["new_due_on"]),
        ExecuteDelay,
    ),
    "print": printing,
    "withdraw": PAPER.question(
        lambda c: M("Withdraw {no}? Signing stays due on {before}.", no=c["no"], before=c["original_due_on"]),
        WithdrawDelay, Reason.REQUIRED,
    ),
}  # fmt: skip
ROOM = Steps(PAPER, menu, STEPS, lambda card: f"{card['no']}  {card['unit']}")
choose, take = ROOM.choose, ROOM.take
