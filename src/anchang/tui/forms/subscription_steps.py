"""Every step of a subscription as the console takes it: a question, a form, or a paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.delegation import DecisionKind
from anchang.domain.errors import Refusal, nothing_there
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
from anchang.tui.acting import confirm_and_act, fill_in
from anchang.tui.forms import opening_balance
from anchang.tui.forms import subscription as forms
from anchang.tui.forms import subscription_more as more
from anchang.tui.forms.change_asking import ask_buyers, ask_plan, ask_rename, ask_swap
from anchang.tui.forms.change_steps import draft_refund, open_forfeit
from anchang.tui.forms.contract import open_appointment
from anchang.tui.forms.delay import open_delay
from anchang.tui.forms.receipt import open_receipt
from anchang.tui.papers import StepMaker, choose_step, print_paper
from anchang.tui.widgets.dialogs import Reason

if TYPE_CHECKING:
    from anchang.tui.app import Console

menu = with_lent(subscription_menu.menu, DecisionKind.SUBSCRIPTION)


async def _card(app: Console, row_id: int) -> dict[str, Any]:
    found = await app.terminal.look(query.card, row_id)
    if found is None:
        raise nothing_there(NOUN, row_id)
    return found


async def _edit(app: Console, row_id: int) -> None:
    await forms.open_edit(app, await _card(app, row_id))


async def _submit(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    question = M("Hand in {number} for {unit}? Buyer and consultant have signed it.",
                 number=card["sub_no"], unit=card["unit"])  # fmt: skip
    await confirm_and_act(app, question, SubmitSubscription(row_id, version=card["version"]))


async def _approve(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    question = M("Approve {number} for {unit}?", number=card["sub_no"], unit=card["unit"])
    await confirm_and_act(
        app, question, lambda why: ApproveSubscription(row_id, why, card["version"]), reason=Reason.OPTIONAL
    )


async def _send_back(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    question = M("Send {number} back to {who}? Say what has to be changed.",
                 number=card["sub_no"], who=card["consultant"])  # fmt: skip
    await confirm_and_act(
        app, question, lambda why: SendBackSubscription(row_id, why, card["version"]), reason=Reason.REQUIRED
    )


async def _receive(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    question = M("Take the deposit of {number} as received?", number=card["sub_no"])
    await confirm_and_act(app, question, ReceiveDeposit(row_id, card["version"]))


async def _accept(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    question = M("Accept a lower deposit for {number}?", number=card["sub_no"])
    await confirm_and_act(app, question, lambda why: AcceptDeposit(row_id, why, card["version"]),
                          reason=Reason.OPTIONAL)  # fmt: skip


async def _void(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    question = M("Make {number} void? Its unit goes back on sale, its number stays used.", number=card["sub_no"])
    await confirm_and_act(
        app, question, lambda why: VoidSubscription(row_id, why, card["version"]), reason=Reason.REQUIRED, danger=True
    )


async def _void_refund(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    question = M("Make {number} void and give all its money back? Its unit goes back on sale.", number=card["sub_no"])
    await confirm_and_act(
        app, question, lambda why: VoidWithRefund(row_id, why, card["version"]), reason=Reason.REQUIRED, danger=True
    )


async def _stamp(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    await fill_in(app, forms.STAMP, fixed={"subscription": row_id, "version": card["version"]})


async def _slip(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    await fill_in(app, forms.SLIP, fixed={"subscription": row_id, "version": card["version"]})


async def _beside(app: Console, row_id: int) -> dict[str, Any]:
    return {**await _card(app, row_id), **await app.terminal.look(beside, row_id)}


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


async def _print_file(app: Console, row_id: int) -> None:
    await print_paper(app, "buyer_file", row_id)


async def _receipt(app: Console, row_id: int) -> None:
    await open_receipt(app, row_id)


async def _appoint(app: Console, row_id: int) -> None:
    await open_appointment(app, row_id)


async def delay(app: Console, row_id: int) -> None:
    """A later signing, asked for in one form. Raises what the menu says against it."""
    found = next(one for one in await app.terminal.look(menu, row_id) if one.step.name == "delay")
    if found.why_not is not None:
        raise Refusal(M("{step}: {reason}", step=found.step.label, reason=found.why_not))
    await open_delay(app, row_id)


async def printing(app: Console, row_id: int) -> None:
    """The agreement as a file."""
    await print_paper(app, "agreement", row_id)


async def _print_slip(app: Console, row_id: int) -> None:
    await print_paper(app, "slip", row_id)


async def _complete(app: Console, row_id: int) -> None:
    await opening_balance.complete(app, await _card(app, row_id))


async def _correct_opening(app: Console, row_id: int) -> None:
    await opening_balance.correct(app, await _card(app, row_id))


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
    "print_buyer_file": _print_file,
    "submit": _submit,
    "approve": _approve,
    "send_back": _send_back,
    "receipt": _receipt,
    "accept_deposit": _accept,
    "receive_deposit": _receive,
    "stamp": _stamp,
    "decide_slip": _slip,
    "delay": delay,
    "appoint": _appoint,
    "print_agreement": printing,
    "print_slip": _print_slip,
    "forfeit_open": open_forfeit,
    "refund_draft": draft_refund,
    "change_plan": ask_plan,
    "add_remove_buyer": ask_buyers,
    "swap_unit": ask_swap,
    "rename": ask_rename,
    "void": _void,
    "void_refund": _void_refund,
}


async def choose(app: Console, row_id: int) -> None:
    """The step menu."""
    card = await _card(app, row_id)
    await choose_step(app, f"{card['sub_no']}  {card['unit']}", menu, row_id, STEPS)
