"""Every step of a request as the console takes it: a question, a form, or a paper (2.8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

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
from anchang.services.change_facts import NOUN
from anchang.services.change_money import CheckMoney, RefuseForMoney
from anchang.services.forfeit import AskBack, RefuseBack, RemedyForfeit
from anchang.services.standing_in import with_lent
from anchang.services.voucher import NOUN as VOUCHER
from anchang.storage import change_query as query
from anchang.storage import subscription_query, voucher_query
from anchang.storage.reading import Read
from anchang.tui.acting import confirm_and_act, fill_in
from anchang.tui.forms import change as forms
from anchang.tui.forms.change_asking import edit
from anchang.tui.papers import StepMaker, choose_step, print_paper
from anchang.tui.widgets.dialogs import Reason

if TYPE_CHECKING:
    from anchang.tui.app import Console

menu = with_lent(change_menu.menu, DecisionKind.CHANGE)


async def card_of(app: Console, row_id: int) -> dict[str, Any]:
    """The request. Raises NotFound."""
    found = await app.terminal.look(query.card, row_id)
    if found is None:
        raise nothing_there(NOUN, row_id)
    return found


def asked(
    question: Callable[[dict[str, str]], Msg], command: Any, reason: Reason, *, danger: bool = False
) -> StepMaker:
    """A step that is a question; it is given `no`, `unit` and `sub_no` of the card."""

    async def step(app: Console, row_id: int) -> None:
        card = await card_of(app, row_id)
        words = question({name: card[name] for name in ("no", "unit", "sub_no")})
        await confirm_and_act(
            app, words, lambda why: command(row_id, card["version"], why or ""), reason=reason, danger=danger
        )

    return step


async def _serve(app: Console, row_id: int) -> None:
    card = await card_of(app, row_id)
    form = forms.notice_form(M("Serve the notice to sign"), first=True)
    await fill_in(app, form, fixed={"request": row_id, "version": card["version"]})


async def _terminate(app: Console, row_id: int) -> None:
    card = await card_of(app, row_id)
    form = forms.notice_form(M("Serve the termination notice"), first=False)
    await fill_in(app, form, fixed={"request": row_id, "version": card["version"]})


async def _reactivate(app: Console, row_id: int) -> None:
    card = await card_of(app, row_id)
    await fill_in(app, forms.REACTIVATE, fixed={"request": row_id, "version": card["version"]})


async def _paper_back(app: Console, row_id: int) -> None:
    card = await card_of(app, row_id)
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
    card = await card_of(app, row_id)
    if card["kind"] != "forfeit":
        await _print_application(app, row_id)
    else:
        await print_paper(app, "signing_notice" if card["state"] == "draft" else "termination_notice", row_id)


async def _print_application(app: Console, row_id: int) -> None:
    card = await card_of(app, row_id)
    await print_paper(
        app, "refund_application" if card["kind"] == "refund_deposit" else "change_application", row_id
    )


async def _print_notice(app: Console, row_id: int) -> None:
    await print_paper(app, "signing_notice", row_id)


async def _print_termination(app: Console, row_id: int) -> None:
    await print_paper(app, "termination_notice", row_id)


async def _print_transfer(app: Console, row_id: int) -> None:
    await print_paper(app, "transfer_slip", row_id)


def _signed_anew(c: Mapping[str, Any]) -> Msg:
    return M("Carry request {no} out? All buyers have signed {sub_no} anew; its receipts are issued anew.", **c)


_CARRIED_OUT: Mapping[str, Callable[[Mapping[str, Any]], Msg]] = {
    "swap_unit": lambda c: M(
        "Carry request {no} out? {sub_no} is replaced, {unit} is locked; all buyers signed the new one.", **c
    ),
    "rename": _signed_anew,
    "add_remove_buyer": _signed_anew,
    "change_plan": lambda c: M("Carry request {no} out? From today the new payments of {sub_no} hold.", **c),
}


def _ends(c: Mapping[str, Any]) -> Msg:
    return M("Carry request {no} out? {sub_no} ends, {unit} is locked, the money goes as the card says.", **c)


async def _execute(app: Console, row_id: int) -> None:
    """What carrying out means stands in the question."""
    card = await card_of(app, row_id)
    await asked(_CARRIED_OUT.get(card["kind"], _ends), _yes(ExecuteChange), SAID, danger=True)(app, row_id)


def _yes(kind: Any) -> Any:
    """A command that has no comment."""
    return lambda row_id, version, _why: kind(request=row_id, version=version)


def _why(kind: Any) -> Any:
    """A command with what was said."""
    return lambda row_id, version, why: kind(request=row_id, comment=why, version=version)


SAID, ASKED, TOLD = Reason.NONE, Reason.OPTIONAL, Reason.REQUIRED
STEPS: Mapping[str, StepMaker] = {
    "edit": edit,
    "submit": asked(
        lambda c: M("Hand in request {no} for {unit}? The application is signed.", **c),
        _yes(SubmitChange), SAID,
    ),
    "serve_notice": _serve,
    "terminate": _terminate,
    "pass_on": asked(
        lambda c: M("Approve request {no} for {unit}? It goes on to the next level.", **c),
        _why(DecideChange), ASKED,
    ),
    "approve": asked(lambda c: M("Approve request {no} for {unit}?", **c), _why(DecideChange), ASKED),
    "send_back": asked(
        lambda c: M("Give request {no} back? Say what has to be corrected.", **c),
        _why(SendBackChange), TOLD,
    ),
    "reject": asked(lambda c: M("Reject request {no}? Say why.", **c), _why(RejectChange), TOLD),
    "remedy": asked(lambda c: M("{sub_no} stays in force? Say what was agreed.", **c), _why(RemedyForfeit), TOLD),
    "withdraw": asked(
        lambda c: M("Withdraw request {no}? {sub_no} stays as it was. Say why.", **c),
        _why(WithdrawChange), TOLD,
    ),
    "paper_back": _paper_back,
    "check_money": asked(
        lambda c: M("Have receipts and money of {sub_no} been checked?", **c), _yes(CheckMoney), SAID
    ),
    "refuse": asked(lambda c: M("Refuse request {no} for its money? Say why.", **c), _why(RefuseForMoney), TOLD),
    "execute": _execute,
    "pay": _pay,
    "close": asked(lambda c: M("File request {no}?", **c), _yes(CloseChange), SAID),
    "ask_back": asked(lambda c: M("Ask that {sub_no} comes into force again? Say why.", **c), _why(AskBack), TOLD),
    "reactivate": _reactivate,
    "refuse_back": asked(lambda c: M("{sub_no} stays forfeited? Say why.", **c), _why(RefuseBack), TOLD),
    "print_application": _print_application,
    "print_notice": _print_notice,
    "print_termination": _print_termination,
    "print_transfer": _print_transfer,
}  # fmt: skip


async def choose(app: Console, row_id: int) -> None:
    """The step menu."""
    card = await card_of(app, row_id)
    await choose_step(app, f"{card['no']}  {card['unit']}", menu, row_id, STEPS)


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
    await fill_in(app, forms.forfeit_form(names, primary, late=late), fixed={"subscription": subscription_id})


async def draft_refund(app: Console, subscription_id: int) -> None:
    """An application for a cancellation."""
    names, primary, payers, _late = await app.terminal.look(_buyers, subscription_id)
    await fill_in(app, forms.refund_form(names, primary, payers), fixed={"subscription": subscription_id})
