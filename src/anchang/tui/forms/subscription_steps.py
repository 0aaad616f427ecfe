"""Every step of a subscription as the console takes it: a question, a form, or a paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.delegation import DecisionKind
from anchang.i18n import M
from anchang.services import subscription_menu
from anchang.services.buyer_file import WithdrawBuyerFile
from anchang.services.standing_in import with_lent
from anchang.services.subscription import SubmitSubscription, VoidSubscription, VoidWithRefund
from anchang.services.subscription_facts import NOUN
from anchang.services.subscription_review import (
    AcceptDeposit,
    ApproveSubscription,
    ReceiveDeposit,
    SendBackSubscription,
)
from anchang.storage import subscription_query as query
from anchang.storage.subscription_warnings import beside
from anchang.tui.acting import confirm_and_act
from anchang.tui.forms import opening_balance
from anchang.tui.forms import subscription as forms
from anchang.tui.forms import subscription_more as more
from anchang.tui.forms.change_asking import ask_buyers, ask_plan, ask_rename, ask_swap
from anchang.tui.forms.change_steps import draft_refund, open_forfeit
from anchang.tui.forms.contract import open_appointment
from anchang.tui.forms.delay import open_delay
from anchang.tui.forms.receipt import open_receipt
from anchang.tui.papers import StepMaker
from anchang.tui.steps import Paper, Steps, print_step, take_step
from anchang.tui.widgets.dialogs import Reason

if TYPE_CHECKING:
    from anchang.tui.app import Console

menu = with_lent(subscription_menu.menu, DecisionKind.SUBSCRIPTION)


PAPER = Paper(NOUN, query.card, "subscription")
printing = print_step("agreement")


async def _edit(app: Console, row_id: int) -> None:
    await forms.open_edit(app, dict(await PAPER.card(app, row_id)))


async def _beside(app: Console, row_id: int) -> dict[str, Any]:
    return {**await PAPER.card(app, row_id), **await app.terminal.look(beside, row_id)}


async def _reading(app: Console, row_id: int) -> None:
    await more.record_reading(app, await _beside(app, row_id))


async def _pack(app: Console, row_id: int) -> None:
    await more.hand_pack(app, await _beside(app, row_id))


async def _pass_copy(app: Console, row_id: int) -> None:
    await more.pass_copy(app, await _beside(app, row_id))


async def _return_copies(app: Console, row_id: int) -> None:
    await more.return_copies(app, await _beside(app, row_id))


async def _file(app: Console, row_id: int) -> None:
    await more.buyer_file(app, await _beside(app, row_id))


async def _withdraw_file(app: Console, row_id: int) -> None:
    card = await _beside(app, row_id)
    question = M("Take the consent of {customer} back? The sensitive fields are emptied for good.",
                 customer=card["computed"]["customer"])  # fmt: skip
    version = None if card["file"] is None else card["file"]["version"]
    await confirm_and_act(app, question, WithdrawBuyerFile(subscription=row_id, version=version), danger=True)


async def _receipt(app: Console, row_id: int) -> None:
    await open_receipt(app, row_id)


async def _appoint(app: Console, row_id: int) -> None:
    await open_appointment(app, row_id)


async def delay(app: Console, row_id: int) -> None:
    """A later signing, asked for in one form. Raises what the menu says against it."""
    await take_step(app, menu, {"delay": open_delay}, row_id, "delay")


def _handed_in(row_id: int, version: int) -> SubmitSubscription:
    return SubmitSubscription(row_id, version=version)


async def _complete(app: Console, row_id: int) -> None:
    await opening_balance.complete(app, await PAPER.card(app, row_id))


async def _correct_opening(app: Console, row_id: int) -> None:
    await opening_balance.correct(app, await PAPER.card(app, row_id))


STEPS: Mapping[str, StepMaker] = {
    "complete": _complete,
    "correct_opening": _correct_opening,
    "edit": _edit,
    "record_reading": _reading,
    "hand_pack": _pack,
    "buyer_file": _file,
    "withdraw_file": _withdraw_file,
    "pass_copy": _pass_copy,
    "return_copies": _return_copies,
    "print_buyer_file": print_step("buyer_file"),
    "submit": PAPER.question(
        lambda c: M("Hand in {number} for {unit}? Buyer and consultant have signed it.",
                    number=c["sub_no"], unit=c["unit"]),
        _handed_in,
    ),
    "approve": PAPER.question(
        lambda c: M("Approve {number} for {unit}?", number=c["sub_no"], unit=c["unit"]),
        ApproveSubscription, Reason.OPTIONAL,
    ),
    "send_back": PAPER.question(
        lambda c: M("Send {number} back to {who}? Say what has to be changed.",
                    number=c["sub_no"], who=c["consultant"]),
        SendBackSubscription, Reason.REQUIRED,
    ),
    "receipt": _receipt,
    "accept_deposit": PAPER.question(
        lambda c: M("Accept a lower deposit for {number}?", number=c["sub_no"]), AcceptDeposit, Reason.OPTIONAL
    ),
    "receive_deposit": PAPER.question(
        lambda c: M("Take the deposit of {number} as received?", number=c["sub_no"]), ReceiveDeposit
    ),
    "stamp": PAPER.form(forms.STAMP),
    "decide_slip": PAPER.form(forms.SLIP),
    "delay": delay,
    "appoint": _appoint,
    "print_agreement": printing,
    "print_slip": print_step("slip"),
    "forfeit_open": open_forfeit,
    "refund_draft": draft_refund,
    "change_plan": ask_plan,
    "add_remove_buyer": ask_buyers,
    "swap_unit": ask_swap,
    "rename": ask_rename,
    "void": PAPER.question(
        lambda c: M("Make {number} void? Its unit goes back on sale, its number stays used.", number=c["sub_no"]),
        VoidSubscription, Reason.REQUIRED, danger=True,
    ),
    "void_refund": PAPER.question(
        lambda c: M("Make {number} void and give all its money back? Its unit goes back on sale.",
                    number=c["sub_no"]),
        VoidWithRefund, Reason.REQUIRED, danger=True,
    ),
}  # fmt: skip
ROOM = Steps(PAPER, menu, STEPS, lambda card: f"{card['sub_no']}  {card['unit']}")
choose = ROOM.choose
