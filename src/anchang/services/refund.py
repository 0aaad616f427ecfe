"""Cancellation with refund (退定): the application, and what carrying it out means (2.8, 5.3, 5.7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anchang.domain.authority import Level
from anchang.domain.change import ChangeKind, ChangeReason, Fault, Trigger
from anchang.domain.customer import ProgramReason
from anchang.domain.refund import REFUND, authority
from anchang.domain.subscription import SubscriptionState
from anchang.domain.units import Fen, Name, Note, SubscriptionRef
from anchang.i18n import M
from anchang.services import change, lead, settlement
from anchang.services.act import Act
from anchang.services.change_facts import NOUN
from anchang.services.change_kind import Effect, Kind
from anchang.services.use_case import Result, use_case
from anchang.storage import subscription_query
from anchang.storage.change import ChangeRequest
from anchang.storage.discount_request import special_discount_of
from anchang.storage.reading import Read
from anchang.storage.work import Row


def final_level(read: Read, row: Row) -> Level:
    """The manager up to the amount of the setting, the director beyond it and for goodwill; after a special discount
    whoever granted it says yes anew (2.6, Q-29), unless the company is at fault: that is the buyer's right."""
    made = settlement.preview(read, row)
    needed = authority(int(read.settings["refund_manager_limit"])).needed(made.out_fen) or Level.DIRECTOR
    deal = subscription_query.one(read, row["subscription_id"])
    assert deal is not None  # `read` sees everything
    most = settlement.most_kept(read, deal)
    if settlement.kept_by(ChangeKind.REFUND_DEPOSIT, row["keep"], Fault(row["fault"]), most):
        needed = max(needed, Level.DIRECTOR, key=_rank)
    special = special_discount_of(read, deal["id"])
    if special is not None and special["decided_level"] and row["fault"] != Fault.COMPANY:
        needed = max(needed, Level(special["decided_level"]), key=_rank)
    return needed


def _rank(level: Level) -> int:
    return level.rank


def carry_out(act: Act, row: Row) -> Result:
    """The paper is cancelled, its unit locked, and a voucher waits for the cashier for each who paid."""
    found = settlement.end_deal(act, row, "cancel")
    lead.fell_through(act, row["customer_id"], ProgramReason.CANCELLED, row["reason"])
    return found


def effect(read: Read, row: Row) -> list[Effect]:
    """Old and new, for the card."""
    return settlement.effect(read, row, SubscriptionState.CANCELLED_REFUND)


KIND = Kind(REFUND, final_level, carry_out, effect)


@dataclass(frozen=True, slots=True)
class DraftRefund:
    """An application: whose fault it is that no contract is made decides the money.

    `keep` is what is kept where the buyer is at fault: nothing said is the most that the law allows.
    """

    subscription: SubscriptionRef
    fault: Fault
    reason_code: ChangeReason = ChangeReason.OTHER
    reason: Note = ""
    trigger: Trigger = Trigger.CUSTOMER_ASKS
    applicant: Name = ""
    applied_on: date | None = None
    keep: Fen | None = None
    accounts: tuple[change.Account, ...] = ()


@use_case(
    "refund.draft", title=M("Write a cancellation with refund"), done=M("Request {no} about {sub_no} is written.")
)
def draft(act: Act, command: DraftRefund) -> Result:
    """Write an application for a cancellation. Raises Refusal beyond the law, or while another request is open."""
    request_id = change.open_request(
        act, command.subscription, ChangeKind.REFUND_DEPOSIT, trigger=command.trigger, reason_code=command.reason_code,
        reason=command.reason, fault=command.fault, applicant=command.applicant, applied_on=command.applied_on,
        accounts=command.accounts, keep=command.keep,
    )  # fmt: skip
    made = settlement.preview(act.read, act.must(ChangeRequest, request_id, NOUN))
    return change.answer(
        act, request_id, kept_fen=made.kept_fen, refund_fen=made.refund_fen, compensation_fen=made.compensation_fen
    )
