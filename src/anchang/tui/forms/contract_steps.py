"""Every step of a contract as the console takes it (2.4, 3.21)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.contract import COPY_LABELS, CopyKind
from anchang.domain.errors import Refusal, nothing_there
from anchang.i18n import M, Msg, say
from anchang.services.contract import CheckContract, CheckEngineering, CheckMoney, CirculateContract, VoidContract
from anchang.services.contract_facts import NOUN
from anchang.services.contract_menu import menu
from anchang.storage import contract_query as query
from anchang.tui.acting import confirm_and_act, fill_in
from anchang.tui.forms import contract as forms
from anchang.tui.forms.form import Form
from anchang.tui.papers import StepMaker, choose_step
from anchang.tui.widgets.dialogs import Reason

if TYPE_CHECKING:
    from anchang.tui.app import Console


async def _card(app: Console, row_id: int) -> dict[str, Any]:
    found = await app.terminal.look(query.card, row_id)
    if found is None:
        raise nothing_there(NOUN, row_id)
    return found


def _by_form(form: Form) -> StepMaker:
    async def step(app: Console, row_id: int) -> None:
        card = await _card(app, row_id)
        await fill_in(app, form, fixed={"contract": row_id, "version": card["version"]})

    return step


def _by_question(
    question: Callable[[str], Msg], command: Callable[..., Any], reason: Reason = Reason.NONE, danger: bool = False
) -> StepMaker:
    """A yes is enough, or a yes with a note; `command` takes the contract, the note if any, and the version."""

    async def step(app: Console, row_id: int) -> None:
        card = await _card(app, row_id)
        words = question(card["paper"])
        if reason is Reason.NONE:
            await confirm_and_act(app, words, command(row_id, card["version"]))
        else:
            await confirm_and_act(
                app, words, lambda note: command(row_id, note, card["version"]), reason=reason, danger=danger
            )

    return step


async def _draft(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    form = Form(**{name: getattr(forms.DRAFT, name) for name in Form.__dataclass_fields__} | {
        "name": f"contract.draft.{row_id}"})  # fmt: skip
    await fill_in(app, form, fixed={"contract": row_id, "version": card["version"]})


async def _hand_over(app: Console, row_id: int) -> None:
    card = await _card(app, row_id)
    if not card["copies"]:
        raise Refusal(M("The copies are numbered when the contract is sealed."))
    copies = {
        str(each["copy_no"]): say(
            M("{no} {kind} ({who})", no=each["copy_no"], kind=COPY_LABELS[CopyKind(each["kind"])],
              who=each["keeper"] or M("not given out"))
        )
        for each in card["copies"]
    }  # fmt: skip
    await fill_in(app, forms.hand_over_form(copies, row_id), fixed={"contract": row_id})


STEPS: Mapping[str, StepMaker] = {
    "draft": _draft,
    "submit_review": _by_question(lambda no: M("Put contract {no} into circulation?", no=no), CirculateContract),
    "contract_check": _by_question(
        lambda no: M("Record the contract check of {no}: names, ID numbers, area, price, plan, clauses?", no=no),
        CheckContract,
        Reason.OPTIONAL,
    ),
    "finance_check": _by_question(
        lambda no: M("Record the finance check of {no}: money received, price, discount?", no=no),
        CheckMoney,
        Reason.OPTIONAL,
    ),
    "engineering_check": _by_question(
        lambda no: M("Record the engineering opinion on {no}?", no=no), CheckEngineering, Reason.OPTIONAL
    ),
    "sign": _by_form(forms.SIGN),
    "seal": _by_form(forms.SEAL),
    "send_for_filing": _by_form(forms.SEND),
    "file": _by_form(forms.FILE),
    "collect": _by_form(forms.COLLECT),
    "archive": _by_form(forms.ARCHIVE),
    "hand_over": _hand_over,
    "void": _by_question(
        lambda no: M("Make contract {no} void? The subscription stays in force.", no=no),
        VoidContract,
        Reason.REQUIRED,
        danger=True,
    ),
}


async def choose(app: Console, row_id: int) -> None:
    """The step menu."""
    card = await _card(app, row_id)
    await choose_step(app, f"{card['paper']}  {card['unit']}", menu, row_id, STEPS)
