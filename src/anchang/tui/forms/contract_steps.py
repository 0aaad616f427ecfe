"""Every step of a contract as the console takes it (2.4, 3.21)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from anchang.domain.contract import COPY_LABELS, CopyKind
from anchang.domain.errors import Refusal
from anchang.i18n import M, say
from anchang.services.contract import CheckContract, CheckEngineering, CheckMoney, CirculateContract, VoidContract
from anchang.services.contract_facts import NOUN
from anchang.services.contract_menu import menu
from anchang.storage import contract_query as query
from anchang.tui.acting import fill_in
from anchang.tui.forms import contract as forms
from anchang.tui.forms.form import Form
from anchang.tui.papers import StepMaker
from anchang.tui.steps import Paper, Steps
from anchang.tui.widgets.dialogs import Reason

if TYPE_CHECKING:
    from anchang.tui.app import Console

PAPER = Paper(NOUN, query.card, "contract")


async def _draft(app: Console, row_id: int) -> None:
    card = await PAPER.card(app, row_id)
    form = Form(**{name: getattr(forms.DRAFT, name) for name in Form.__dataclass_fields__} | {
        "name": f"contract.draft.{row_id}"})  # fmt: skip
    await fill_in(app, form, fixed=PAPER.fixed(card))


async def _hand_over(app: Console, row_id: int) -> None:
    card = await PAPER.card(app, row_id)
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
    "submit_review": PAPER.question(
        lambda c: M("Put contract {no} into circulation?", no=c["paper"]), CirculateContract
    ),
    "contract_check": PAPER.question(
        lambda c: M("Record the contract check of {no}: names, ID numbers, area, price, plan, clauses?", no=c["paper"]),
        CheckContract,
        Reason.OPTIONAL,
    ),
    "finance_check": PAPER.question(
        lambda c: M("Record the finance check of {no}: money received, price, discount?", no=c["paper"]),
        CheckMoney,
        Reason.OPTIONAL,
    ),
    "engineering_check": PAPER.question(
        lambda c: M("Record the engineering opinion on {no}?", no=c["paper"]), CheckEngineering, Reason.OPTIONAL
    ),
    "sign": PAPER.form(forms.SIGN),
    "seal": PAPER.form(forms.SEAL),
    "send_for_filing": PAPER.form(forms.SEND),
    "file": PAPER.form(forms.FILE),
    "collect": PAPER.form(forms.COLLECT),
    "archive": PAPER.form(forms.ARCHIVE),
    "hand_over": _hand_over,
    "void": PAPER.question(
        lambda c: M("Make contract {no} void? The subscription stays in force.", no=c["paper"]),
        VoidContract,
        Reason.REQUIRED,
        danger=True,
    ),
}
ROOM = Steps(PAPER, menu, STEPS, lambda card: f"{card['paper']}  {card['unit']}")
choose = ROOM.choose
