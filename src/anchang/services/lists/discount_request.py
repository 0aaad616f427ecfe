"""The list of requests for a special discount."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.authority import Level
from anchang.domain.discount_request import STATE_LABELS, ExecuteMode, SpecialKind
from anchang.domain.plan import PLAN_LABELS
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import discount_request as rows
from anchang.storage.reading import Read

STATES = {state.value: words for state, words in STATE_LABELS.items()}
LEVELS = {level.value: level.label for level in Level}
MODES = {mode.value: mode.label for mode in ExecuteMode}
KINDS = {kind.value: kind.label for kind in SpecialKind}
_PLANS = {kind.value: words for kind, words in PLAN_LABELS.items()}


def _days(filters: Mapping[str, Any]) -> dict[str, Any]:
    return typed(filters, days=("since", "until"))


def _page(read: Read, ask: Ask) -> Page:
    return Page(*rows.page(read, ask, _days(ask.filters)))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return rows.how_many(read, _days(filters))


REQUESTS = Listing(
    name="discount_requests",
    title=M("Special discounts"),
    columns=(
        Column("no", M("Discount no."), width=12),
        Column("state", M("State"), Kind.CHOICE, 14, STATES),
        Column("unit", M("Unit"), width=14),
        Column("customer", M("Customer"), width=10),
        Column("consultant", M("Consultant"), width=10),
        Column("kind", M("Kind"), Kind.CHOICE, 10, KINDS),
        Column("applied_on", M("Applied on"), Kind.DATE, 10),
        Column("list_total", M("List total"), Kind.MONEY, 15),
        Column("on_site_price", M("On-site price"), Kind.MONEY, 15),
        Column("special_amount", M("Special amount"), Kind.MONEY, 13),
        Column("special_rate", M("Special share"), Kind.RATE, 8),
        Column("final_total", M("Final total"), Kind.MONEY, 15),
        Column("plan_kind", M("Payment plan"), Kind.CHOICE, 10, _PLANS),
        Column("waits_for", M("Waits for"), Kind.CHOICE, 10, LEVELS),
        Column("granter", M("Granted by"), width=10),
        Column("decider", M("Decided by"), width=10),
        Column("decided_on", M("Decided on"), Kind.DATE, 10),
        Column("valid_until", M("Holds until"), Kind.DATE, 10),
        Column("mode", M("Executed"), Kind.CHOICE, 10, MODES),
        Column("collect_by", M("To be collected by"), Kind.DATE, 10),
        Column("credit_no", M("Credited by"), width=13),
        Column("sub_no", M("Subscription no."), width=12),
        Column("proof", M("Signed proof"), width=14),
        Column("archive", M("Filed where"), width=14),
    ),
    filters=(
        Filter("text", M("Number, unit or buyer")),
        Filter("state", M("State"), Kind.CHOICE, STATES),
        Filter("kind", M("Kind"), Kind.CHOICE, KINDS),
        Filter("consultant", M("Consultant")),
        Filter("since", M("Applied since"), Kind.DATE),
        Filter("until", M("Applied until"), Kind.DATE),
    ),
    page=_page,
    count=_count,
)

LISTINGS = (REQUESTS,)
