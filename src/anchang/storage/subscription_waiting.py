"""What of the subscriptions waits for whom (2.3, F9)."""

from datetime import timedelta
from typing import Any

from sqlalchemy import RowMapping

from anchang.domain.access import CONTRACT_CLERK, LEADERS, MANAGER, MONEY
from anchang.domain.subscription import SubscriptionState
from anchang.domain.subscription_desk import Waiting
from anchang.storage.base import table_of
from anchang.storage.reading import Read
from anchang.storage.subscription import Subscription
from anchang.storage.subscription_query import ENDED, built, listed, makers

S = SubscriptionState
REMIND_DAYS = 3  # T-3 of domain 2.3
_SUB = table_of(Subscription)


def waiting(read: Read) -> list[dict[str, Any]]:
    """What waits for the person who looks: rows of the list with `waiting` (a `Waiting`), the oldest first.

    Managers: reviews, slips, lower deposits of papers that are not their own; cashiers: deposits; contract clerks:
    stamps; whoever writes or sells a draft: the draft; consultants: signings that are due within three days or late.
    """
    found: list[dict[str, Any]] = []
    for row in read.connection.execute(
        listed(read, {})
        .where(
            _SUB.c.state.not_in(ENDED)
            | ((_SUB.c.state == S.CONVERTED.value) & (_SUB.c.slip_decision == "") & (_SUB.c.origin == ""))
        )
        .order_by(_SUB.c.id)
    ).mappings():
        for reason in _reasons(read, row):
            found.append({**built(read, row), "waiting": reason.value})
    return found


def _reasons(read: Read, row: RowMapping) -> list[Waiting]:
    state, roles = S(row["state"]), read.roles
    reasons = []
    if roles & (MANAGER | LEADERS) and not read.is_own(*makers(row)):
        if state is S.PENDING_REVIEW:
            reasons.append(Waiting.REVIEW)
        if state is S.DEPOSIT_DUE and 0 < row["received"] < row["deposit_amount"] and not row["lower_deposit_accepted"]:
            reasons.append(Waiting.LOWER_DEPOSIT)
        if state in (S.DEPOSIT_PAID, S.ACTIVE, S.CONVERTED) and not row["slip_decision"] and not row["origin"]:
            reasons.append(Waiting.SLIP)
    if roles & MONEY and state is S.DEPOSIT_DUE:
        reasons.append(Waiting.DEPOSIT)
    if roles & CONTRACT_CLERK and state is S.DEPOSIT_PAID:
        reasons.append(Waiting.STAMP)
    if state is S.DRAFT and read.staff_id in (row["consultant_id"], row["maker_id"]):
        reasons.append(Waiting.DRAFT)
    if row["consultant_id"] == read.staff_id:
        due = row["sign_due_date"]
        if state is S.ACTIVE and due is not None and due <= read.today + timedelta(days=REMIND_DAYS):
            reasons.append(Waiting.SIGNING if due >= read.today else Waiting.SIGNING_LATE)
    return reasons
