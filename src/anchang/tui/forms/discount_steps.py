"""Every step of a special discount as the console takes it (2.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from anchang.domain.delegation import DecisionKind
from anchang.i18n import M
from anchang.services import discount_menu
from anchang.services.discount_facts import REQUEST
from anchang.services.discount_request import RejectDiscount, WithdrawDiscount
from anchang.services.standing_in import with_lent
from anchang.storage import discount_request as query
from anchang.tui.acting import fill_in
from anchang.tui.forms import discount_request as forms
from anchang.tui.forms.form import Values
from anchang.tui.papers import StepMaker
from anchang.tui.steps import Card, Paper, Steps, print_step
from anchang.tui.widgets.dialogs import Reason

if TYPE_CHECKING:
    from anchang.tui.app import Console

PAPER = Paper(REQUEST, query.card, "discount_request")
menu = with_lent(discount_menu.menu, DecisionKind.DISCOUNT)
printing = print_step("discount")


async def _submit(app: Console, row_id: int) -> None:
    form = forms.submit_form(await forms.leaders_here(app))
    await fill_in(app, form, fixed=PAPER.fixed(await PAPER.card(app, row_id)))


def _proof(card: Card) -> Values:
    return {"proof": card["proof"]}


STEPS: Mapping[str, StepMaker] = {
    "submit": _submit,
    "approve": PAPER.form(forms.APPROVE, _proof),
    "reject": PAPER.question(
        lambda c: M("Refuse {no} for {unit}? Say why.", no=c["no"], unit=c["unit"]), RejectDiscount, Reason.REQUIRED
    ),
    "archive": PAPER.form(forms.ARCHIVE, _proof),
    "print": printing,
    "withdraw": PAPER.question(
        lambda c: M("Withdraw {no} for {unit}?", no=c["no"], unit=c["unit"]), WithdrawDiscount, Reason.REQUIRED
    ),
}
ROOM = Steps(PAPER, menu, STEPS, lambda card: f"{card['no']}  {card['unit']}")
choose, take = ROOM.choose, ROOM.take
