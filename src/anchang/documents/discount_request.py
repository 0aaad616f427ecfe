"""The request for a special discount (购房优惠申请单, domain 3.10) as fields of its template. Amounts in fen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anchang.documents.paper import BLANK, LANGUAGE, Field, day, listed, pen, pen_day, words
from anchang.domain.approval import Decision
from anchang.domain.discount import discount_rate
from anchang.domain.discount_request import ExecuteMode, SpecialKind
from anchang.domain.errors import Refusal
from anchang.domain.measure import show_area, show_percent
from anchang.domain.money import show, unit_price
from anchang.domain.plan import PlanKind
from anchang.i18n import M, Msg, say
from anchang.i18n.capitals import in_words

if TYPE_CHECKING:
    from anchang.services.document import DiscountView
    from anchang.storage.approval import ApprovalView

DISCOUNT = "discount_request"


def _missing(view: DiscountView) -> tuple[Msg, ...]:
    """Fields that the form has to state and that are empty (3.10 ✓)."""
    card = view.card
    required = ((M("reason"), card["reason"]), (M("phone"), card["phone"]), (M("who granted it"), card["granter"]))
    return tuple(name for name, value in required if not value)


def discount_fields(view: DiscountView) -> dict[str, Field]:
    """The fields of the template `DISCOUNT`. Raises Refusal that names what is missing."""
    missing = _missing(view)
    if missing:
        raise Refusal(M("still missing: {fields}", fields=missing))
    card = view.card
    area = card["built_area"]
    on_site, total = card["on_site_price"], card["final_total"]
    return {
        "number": words(card["no"]),
        "project": words(view.project.name),
        "seller": words(view.project.developer),
        "applied_on": day(card["applied_on"]),
        "applicant": words(card["customer"]),
        "phone": words(card["phone"]),
        "agreement_number": words(card["sub_no"]),
        "unit": words(card["unit"]),
        "built_area": BLANK if area is None else show_area(area),
        "list_total": show(card["list_total"]),
        "list_price": show(unit_price(card["list_total"], area)) if area else BLANK,
        "on_site_rules": listed(view.rules),
        "on_site_share": show_percent(discount_rate(card["list_total"], on_site)),
        "on_site_amount": show(card["list_total"] - on_site),
        "on_site_price": show(on_site),
        "special_rate": show_percent(card["special_rate"]),
        "special_amount": show(card["special_amount"]),
        "final_unit_price": show(unit_price(total, area)) if area else BLANK,
        "final_total": show(total),
        "final_total_words": in_words(total),
        "payment_method": words(PlanKind(card["plan_kind"])),
        "payment_time": words(card["payment_time"]),
        "kind": words(SpecialKind(card["kind"])),
        "reason": words(card["reason"]),
        "relation": words(card["relation"]),
        "granter": words(card["granter"]),
        "proof": words(card["proof"]),
        "consultant": words(card["consultant"]),
        "valid_until": pen_day(card["valid_until"]),
        "manager": _signed(card["decisions"], "manager"),
        "director": _signed(card["decisions"], "director"),
        "executive": _signed(card["decisions"], "executive"),
        "executed_on": pen_day(card["executed_on"]),
        "archive": pen(card["archive"]),
        "mode": words(ExecuteMode(card["mode"])),
        "condition": words(card["condition"] or ""),
    }


def _signed(decisions: tuple[ApprovalView, ...], level: str) -> str:
    """What that level said, by whom and when; empty room for a pen where it has not said anything."""
    found = [each for each in decisions if each.level.value == level]
    if not found:
        return ""
    last = found[-1]
    said = M("{decision}, {who}, {day} {comment}", decision=Decision(last.decision), who=last.approver,
             day=day(last.business_date), comment=last.comment)  # fmt: skip
    return say(said, LANGUAGE)
