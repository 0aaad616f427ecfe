"""The request for a later signing (延迟签约申请单, domain 3.9) as fields of its template. Amounts in fen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anchang.documents.paper import LANGUAGE, Field, day, listed, pen, pen_day, words
from anchang.domain.approval import Decision
from anchang.domain.delay import DelayReason
from anchang.domain.errors import Refusal
from anchang.domain.money import show
from anchang.i18n import M, Msg, say
from anchang.i18n.capitals import in_words
from anchang.services.entries import DELAY_REASONS

if TYPE_CHECKING:
    from anchang.services.document import DelayView

DELAY = "delay_request"


def _missing(view: DelayView) -> tuple[Msg, ...]:
    """Fields that the form has to state and that are empty (3.9 ✓)."""
    card = view.card
    required = (
        (M("reason"), card["reason"]),
        (M("the reason in words"), card["reason_text"] or card["reason"] != DelayReason.OTHER),
        (M("new day"), card["new_due_on"]),
        (M("buyer"), view.buyers),
    )
    return tuple(name for name, value in required if not value)


def delay_fields(view: DelayView) -> dict[str, Field]:
    """The fields of the template `DELAY`. Raises Refusal that names what is missing."""
    missing = _missing(view)
    if missing:
        raise Refusal(M("still missing: {fields}", fields=missing))
    card = view.card
    decided = card["decisions"][-1] if card["decisions"] else None
    reason = say(DELAY_REASONS[card["reason"]], LANGUAGE)
    return {
        "number": words(card["no"]),
        "project": words(view.project.name),
        "seller": words(view.project.developer),
        "deal_number": words(card["sub_no"]),
        "unit": words(card["unit"]),
        "buyers": listed(view.buyers),
        "consultant": words(card["consultant"]),
        "applied_on": day(card["applied_on"]),
        "subscribed_on": day(card["subscribed_on"]),
        "deal_total": show(card["deal_total"]),
        "amount_paid": show(card["amount_paid"]),
        "amount_paid_words": in_words(card["amount_paid"]),
        "original_due_on": day(card["original_due_on"]),
        "new_due_on": day(card["new_due_on"]),
        "days": str(card["days"]),
        "cumulative_days": str(card["cumulative_days"]),
        "is_first": words(M("yes") if card["is_first"] else M("no")),
        "reason": reason if not card["reason_text"] else listed((reason, card["reason_text"])),
        "late_why": words(card["late_why"]),
        "attachments": words(card["attachments"]),
        "verified": pen(card["verified"]),
        "verifier": pen(card["verifier"]),
        "verified_on": pen_day(card["verified_on"]),
        "customer_signed_on": pen_day(card["customer_signed_on"]),
        "decision": "" if decided is None else words(Decision(decided.decision)),
        "decider": "" if decided is None else words(decided.approver),
        "comment": "" if decided is None else decided.comment,
        "decided_on": pen_day(card["decided_on"]),
        "executor": pen(card["executor"]),
        "executed_on": pen_day(card["executed_on"]),
        "reply": pen(card["reply"]),
        "replied_on": pen_day(card["replied_on"]),
    }
