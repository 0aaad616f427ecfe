"""The list of subscriptions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from anchang.domain.approval import DECISION_LABELS
from anchang.domain.errors import BadInput
from anchang.domain.plan import PLAN_LABELS
from anchang.domain.subscription import STATE_LABELS
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.storage import subscription_query as query
from anchang.storage.reading import Read

_STATES = {state.value: words for state, words in STATE_LABELS.items()}
_PLANS = {kind.value: words for kind, words in PLAN_LABELS.items()}
_DECISIONS = {decision.value: words for decision, words in DECISION_LABELS.items()}


def _typed(filters: Mapping[str, Any]) -> dict[str, Any]:
    """Filters as the query wants them; the command line gives days and flags as text. Raises BadInput."""
    found = dict(filters)
    for name in ("since", "until"):
        if isinstance(found.get(name), str) and found[name]:
            try:
                found[name] = date.fromisoformat(found[name].strip())
            except ValueError as error:
                raise BadInput(M("{field}: «{value}» cannot be read.", field=name, value=found[name]), name) from error
    for name in ("late", "delaying"):
        found[name] = flag(filters.get(name))
    return found


def flag(value: object) -> bool | None:
    """A yes or no of a filter, also where it comes as text; None where nothing is said."""
    if value is None or value == "":
        return None
    return value.lower() in ("true", "yes", "1", "y") if isinstance(value, str) else bool(value)


def _page(read: Read, ask: Ask) -> Page:
    return Page(*query.page(read, ask, _typed(ask.filters)))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, _typed(filters))


SUBSCRIPTIONS = Listing(
    name="subscriptions",
    title=M("Subscriptions"),
    columns=(
        Column("sub_no", M("Subscription no."), width=12),
        Column("unit", M("Unit"), width=12),
        Column("buyer", M("Buyer"), width=10),
        Column("consultant", M("Consultant"), width=10),
        Column("state", M("State"), Kind.CHOICE, 16, _STATES),
        Column("signed_on", M("Subscribed on"), Kind.DATE, 10),
        Column("list_total", M("List total"), Kind.MONEY, 15),
        Column("discount", M("Kept"), Kind.RATE, 8),
        Column("deal_total", M("Deal total"), Kind.MONEY, 14),
        Column("plan_kind", M("Payment plan"), Kind.CHOICE, 10, _PLANS),
        Column("deposit_amount", M("Deposit agreed"), Kind.MONEY, 13),
        Column("received", M("Received so far"), Kind.MONEY, 15),
        Column("sign_due_date", M("To be signed by"), Kind.DATE, 10),
        Column("days_late", M("Days late"), Kind.INTEGER, 6),
        Column("delay_days", M("Delayed by"), Kind.INTEGER, 6),
        Column("delaying", M("Delay running"), Kind.FLAG, 6),
        Column("slip_decision", M("Slip"), Kind.CHOICE, 8, _DECISIONS),
        Column("request_no", M("Open request"), width=12),
    ),
    filters=(
        Filter("text", M("Number, unit or buyer")),
        Filter("state", M("State"), Kind.CHOICE, _STATES),
        Filter("consultant", M("Consultant")),
        Filter("since", M("Subscribed since"), Kind.DATE),
        Filter("until", M("Subscribed until"), Kind.DATE),
        Filter("late", M("Late only"), Kind.FLAG),
        Filter("delaying", M("Delay running"), Kind.FLAG),
    ),
    page=_page,
    count=_count,
)

LISTINGS = (SUBSCRIPTIONS,)
