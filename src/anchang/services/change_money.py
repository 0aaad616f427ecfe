"""Finance's part in requests that leave the deal alive: the money of the deal is looked at, or refused (2.8, 2.18)."""

from __future__ import annotations

from dataclasses import dataclass

from anchang.domain.change_flows import SWAP_UNIT
from anchang.domain.text import clean
from anchang.domain.units import Note
from anchang.i18n import M
from anchang.services import change, change_kind
from anchang.services.act import Act
from anchang.services.change import ChangeStep, ExplainedStep
from anchang.services.change_facts import facts_of
from anchang.services.use_case import Result, use_case
from anchang.storage import change_query as query
from anchang.storage.change import ChangeRequest


@dataclass(frozen=True, slots=True)
class CheckMoney(ChangeStep):
    """An approved request whose deal finance has looked at."""

    comment: Note = ""


@dataclass(frozen=True, slots=True)
class RefuseForMoney(ExplainedStep):
    """Why finance says no."""


@use_case(
    "change_money.check", step=(SWAP_UNIT, "check_money"), title=M("Check the money of a deal"),
    done=M("The money of {sub_no} is checked; {no} can be carried out."),
)  # fmt: skip
def check(act: Act, command: CheckMoney) -> Result:
    """Finance has looked at receipts and money of an approved request. Raises NotAllowed for its maker, Refusal."""
    row = change.row_of(act, command.request)
    act.reason = clean(command.comment, "comment", multiline=True, limit=4000)
    act.move(
        change_kind.of(row).flow, "check_money", ChangeRequest, row, facts_of(change.read_as(act), row),
        expect=command.version, makers=query.makers(row), money_checked_by=act.actor.id, money_checked_on=act.today,
    )  # fmt: skip
    return change.answer(act, row["id"])


@use_case(
    "change_money.refuse", step=(SWAP_UNIT, "refuse"), title=M("Refuse a request for its money"),
    done=M("Request {no} is refused by finance."),
)  # fmt: skip
def refuse(act: Act, command: RefuseForMoney) -> Result:
    """Finance says no, with the reason; the subscription stays as it was. Raises Refusal without one."""
    row = change.row_of(act, command.request)
    act.reason = clean(command.comment, "comment", multiline=True, limit=4000)
    facts = facts_of(change.read_as(act), row, comment=act.reason)
    act.move(
        change_kind.of(row).flow, "refuse", ChangeRequest, row, facts, expect=command.version, end_reason=act.reason
    )
    change.drop(act, row)
    return change.answer(act, row["id"])
