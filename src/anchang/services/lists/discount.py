"""The list of published discounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.plan import PLAN_LABELS
from anchang.i18n import M, say
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.subscription import flag
from anchang.storage.discount import DiscountView, all_rules
from anchang.storage.reading import Read


def _holds(read: Read, each: DiscountView) -> bool:
    return each.rule.valid_from <= read.today and (each.rule.valid_to is None or read.today <= each.rule.valid_to)


def _rows(read: Read, filters: Mapping[str, Any]) -> list[dict[str, Any]]:
    text = str(filters.get("text") or "").lower()
    wanted = flag(filters.get("holds"))
    return [
        _row(read, each)
        for each in all_rules(read)
        if (not text or text in each.rule.code.lower() or text in each.rule.name.lower())
        and (wanted is None or wanted == _holds(read, each))
    ]


def _row(read: Read, each: DiscountView) -> dict[str, Any]:
    rule = each.rule
    return {
        "id": each.id,
        "version": each.version,
        "code": rule.code,
        "name": rule.name,
        "rate": rule.rate,
        "amount": rule.amount,
        "plans": say(M(", ")).join(say(PLAN_LABELS[kind]) for kind in sorted(rule.plan_kinds)),
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        "combinable": rule.combinable,
        "holds": _holds(read, each),
    }


def _page(read: Read, ask: Ask) -> Page:
    return Page(tuple(_rows(read, ask.filters)), None, None)


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return len(_rows(read, filters))


DISCOUNTS = Listing(
    name="discounts",
    title=M("Published discounts"),
    columns=(
        Column("code", M("Discount code"), width=10),
        Column("name", M("Discount name"), width=20),
        Column("rate", M("Kept"), Kind.RATE, width=8),
        Column("amount", M("Taken off"), Kind.MONEY, width=14),
        Column("plans", M("Payment plans"), width=24),
        Column("valid_from", M("Holds from"), Kind.DATE, width=10),
        Column("valid_to", M("Holds until"), Kind.DATE, width=10),
        Column("combinable", M("Combinable"), Kind.FLAG, width=8),
        Column("holds", M("Holds today"), Kind.FLAG, width=8),
    ),
    filters=(Filter("text", M("Code or name")), Filter("holds", M("Holds today"), Kind.FLAG)),
    page=_page,
    count=_count,
)

LISTINGS = (DISCOUNTS,)
