"""Every step of a request as the console takes it: a question, a form, or a paper (2.8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from anchang.domain.change import ChangeKind
from anchang.domain.delegation import DecisionKind
from anchang.domain.errors import nothing_there
from anchang.i18n import M, Msg
from anchang.services import change_menu
from anchang.services.change import (
    CloseChange,
    DecideChange,
    ExecuteChange,
    RejectChange,
    SendBackChange,
    SubmitChange,
    WithdrawChange,
)
from anchang.services.change_facts import NOUN, accounts_missing
from anchang.services.change_money import CheckMoney, RefuseForMoney
from anchang.services.forfeit import AskBack, RefuseBack, RemedyForfeit
from anchang.services.standing_in import with_lent
from anchang.services.voucher import NOUN as VOUCHER
from anchang.storage import change_query as query
from anchang.storage import subscription_query, voucher_query
from anchang.storage.reading import Read
from anchang.tui.acting import confirm_and_act, fill_in
from anchang.tui.forms import change as forms
from anchang.tui.forms.change_asking import edit, show_written
from anchang.tui.papers import StepMaker, print_paper
from anchang.tui.steps import Card, Paper, Steps, print_step
from anchang.tui.widgets.dialogs import Reason

if TYPE_CHECKING:
    from anchang.tui.app import Console

menu = with_lent(change_menu.menu, DecisionKind.CHANGE)


PAPER = Paper(NOUN, query.card, "request")


def asked(
    words: Callable[[Card], Msg], command: Callable[..., object], reason: Reason = Reason.NONE, *, danger: bool = False
) -> StepMaker:
    """A question that may name `no`, `unit` and `sub_no` of the request."""

    def question(card: Card) -> Msg:
        return words({name: card[name] for name in ("no", "unit", "sub_no")})

    return PAPER.question(question, command, reason, danger=danger)


async def _submit(app: Console, row_id: int) -> None:
    """A question; where accounts are missing, the form that asks for them on the way."""
    card = await PAPER.card(app, row_id)
    missing = await app.terminal.look(_without_account, row_id)
    if missing:
        await fill_in(app, forms.hand_in_form(missing), fixed=PAPER.fixed(card))
        return
    question = M("Hand in request {no} for {unit}? The application is signed.", no=card["no"], unit=card["unit"])
    await confirm_and_act(app, question, SubmitChange(row_id, version=card["version"]))


def _without_account(read: Read, request_id: int) -> tuple[str, ...]:
    row = query.one(read, request_id)
    return () if row is None or row["kind"] != ChangeKind.REFUND_DEPOSIT else accounts_missing(read, row)


async def _paper_back(app: Console, row_id: int) -> None:
    card = await PAPER.card(app, row_id)
    out = {
        f"{each['kind']}:{each['row_id']}": each["label"]
        for each in card["papers"]
        if each["returned_on"] is None and not each["lost"]
    }
    await fill_in(app, forms.paper_form(out), fixed={"request": row_id})


async def _pay(app: Console, row_id: int) -> None:
    """The voucher of the request that is to be paid; the first where there are several, the next one after it."""
    waiting = [
        row
        for row in await app.terminal.look(voucher_query.of_request, row_id)
        if row["no"] in await app.terminal.look(voucher_query.unpaid, row_id)
    ]
    if waiting:
        await pay_voucher(app, waiting[0]["id"])


async def pay_voucher(app: Console, voucher_id: int) -> None:
    """The form of a voucher's payment."""
    card = await app.terminal.look(voucher_query.card, voucher_id)
    if card is None:
        raise nothing_there(VOUCHER, voucher_id)
    await fill_in(app, forms.pay_form(card["payee"]), fixed={"voucher": voucher_id})


async def printing(app: Console, row_id: int) -> None:
    """The paper of a request in its state: the notice that is next, or the application."""
    card = await PAPER.card(app, row_id)
    if card["kind"] != "forfeit":
        await _print_application(app, row_id)
    else:
        await print_paper(app, "signing_notice" if card["state"] == "draft" else "termination_notice", row_id)


async def _print_application(app: Console, row_id: int) -> None:
    card = await PAPER.card(app, row_id)
    await print_paper(app, "refund_application" if card["kind"] == "refund_deposit" else "change_application", row_id)


def _signed_anew(c: Card) -> Msg:
    return M("Carry request {no} out? All buyers have signed {sub_no} anew; its receipts are issued anew.", **c)


_CARRIED_OUT: Mapping[str, Callable[[Card], Msg]] = {
    "swap_unit": lambda c: M(
        "Carry request {no} out? {sub_no} is replaced, {unit} is locked; all buyers signed the new one.", **c
    ),
    "rename": _signed_anew,
    "add_remove_buyer": _signed_anew,
    "change_plan": lambda c: M("Carry request {no} out? From today the new payments of {sub_no} hold.", **c),
}


def _ends(c: Card) -> Msg:
    return M("Carry request {no} out? {sub_no} ends, {unit} is locked, the money goes as the card says.", **c)


async def _execute(app: Console, row_id: int) -> None:
    """What carrying out means stands in the question."""
    card = await PAPER.card(app, row_id)
    await asked(_CARRIED_OUT.get(card["kind"], _ends), ExecuteChange, danger=True)(app, row_id)


ASKED, TOLD = Reason.OPTIONAL, Reason.REQUIRED
STEPS: Mapping[str, StepMaker] = {
    "edit": edit,
    "submit": _submit,
    "serve_notice": PAPER.form(forms.notice_form(M("Serve the notice to sign"), first=True)),
    "terminate": PAPER.form(forms.notice_form(M("Serve the termination notice"), first=False)),
    "pass_on": asked(
        lambda c: M("Approve request {no} for {unit}? It goes on to the next level.", **c),
        DecideChange, ASKED,
    ),
    "approve": asked(lambda c: M("Approve request {no} for {unit}?", **c), DecideChange, ASKED),
    "send_back": asked(
        lambda c: M("Give request {no} back? Say what has to be corrected.", **c),
        SendBackChange, TOLD,
    ),
    "reject": asked(lambda c: M("Reject request {no}? Say why.", **c), RejectChange, TOLD),
    "remedy": asked(lambda c: M("{sub_no} stays in force? Say what was agreed.", **c), RemedyForfeit, TOLD),
    "withdraw": asked(
        lambda c: M("Withdraw request {no}? {sub_no} stays as it was. Say why.", **c),
        WithdrawChange, TOLD,
    ),
    "paper_back": _paper_back,
    "check_money": asked(
        lambda c: M("Have receipts and money of {sub_no} been checked?", **c), CheckMoney
    ),
    "refuse": asked(lambda c: M("Refuse request {no} for its money? Say why.", **c), RefuseForMoney, TOLD),
    "execute": _execute,
    "pay": _pay,
    "close": asked(lambda c: M("File request {no}?", **c), CloseChange),
    "ask_back": asked(lambda c: M("Ask that {sub_no} comes into force again? Say why.", **c), AskBack, TOLD),
    "reactivate": PAPER.form(forms.REACTIVATE),
    "refuse_back": asked(lambda c: M("{sub_no} stays forfeited? Say why.", **c), RefuseBack, TOLD),
    "print_application": _print_application,
    "print_notice": print_step("signing_notice"),
    "print_termination": print_step("termination_notice"),
    "print_transfer": print_step("transfer_slip"),
}  # fmt: skip
ROOM = Steps(PAPER, menu, STEPS, lambda card: f"{card['no']}  {card['unit']}")
choose, take = ROOM.choose, ROOM.take


# Opening a request from its subscription.


def _buyers(read: Read, subscription_id: int) -> tuple[dict[str, str], str, list[str], bool]:
    """Names of the buyers, the primary one, who paid, and whether the signing is late."""
    row = subscription_query.one(read, subscription_id)
    if row is None:
        raise nothing_there(M("subscription"), subscription_id)
    known = subscription_query.buyers(read, row)
    names = {each.facts.name: each.facts.name for each in known}
    primary = next((each.facts.name for each in known if each.facts.is_primary), "")
    payers = list(dict.fromkeys(each["payer"] for each in voucher_query.held(read, subscription_id)))
    due = row["sign_due_date"]
    return names, primary, payers, due is not None and due < read.today


async def open_forfeit(app: Console, subscription_id: int) -> None:
    """A case about a subscription."""
    names, primary, _payers, late = await app.terminal.look(_buyers, subscription_id)
    form = forms.forfeit_form(names, primary, late=late)
    await show_written(app, await fill_in(app, form, fixed={"subscription": subscription_id}))


async def draft_refund(app: Console, subscription_id: int) -> None:
    """An application for a cancellation."""
    names, primary, payers, _late = await app.terminal.look(_buyers, subscription_id)
    form = forms.refund_form(names, primary, payers)
    await show_written(app, await fill_in(app, form, fixed={"subscription": subscription_id}))
