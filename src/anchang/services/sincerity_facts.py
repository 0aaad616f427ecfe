"""What the steps of sincerity money look at, and when what it was taken for is over (2.10, 5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.launch import LaunchState, TicketState
from anchang.domain.receipt import PayWay
from anchang.domain.sincerity import SincerityFacts, SincerityState
from anchang.domain.subscription import SubscriptionState
from anchang.i18n import M
from anchang.storage import claim as claims
from anchang.storage import launch as launches
from anchang.storage import sincerity as rows
from anchang.storage import subscription_query
from anchang.storage.reading import Read

NOUN = M("sincerity money")
Row = Mapping[str, Any]
# A number that is still in the game; whoever has chosen, left or given it back has had his or her turn.
PLAYING = frozenset(
    {TicketState.REGISTERED, TicketState.IN_LINE, TicketState.CALLED, TicketState.CHOOSING, TicketState.PASSED}
)


def facts_of(read: Read, row: Row, *, subscription_id: int | None = None, **said: Any) -> SincerityFacts:
    """The facts of one of them; `subscription_id` is the paper that the money is to go to."""
    if subscription_id is not None:
        deal = subscription_query.one(read, subscription_id)
        if deal is not None:
            said["deal"] = SubscriptionState(deal["state"])
            said["same_customer"] = deal["customer_id"] == row["customer_id"]
    return SincerityFacts(way=PayWay(row["way"]), payer=row["payer"], number_given=_number_given(read, row), **said)


def _number_given(read: Read, row: Row) -> bool:
    """Whether a number may not do without this money: the setting asks for it, and no other money takes its place."""
    if row["ticket_id"] is None or not read.settings["launch_needs_money"]:
        return False
    ticket, launch = launches.ticket_by_id(read, row["ticket_id"]), launches.by_id(read, row["launch_id"])
    if ticket is None or launch is None or launch["state"] == LaunchState.CLOSED or ticket["state"] not in PLAYING:
        return False
    return not has_money(read, row["launch_id"], row["customer_id"], besides=row["id"])


def has_money(read: Read, launch_id: int, customer_id: int, *, besides: int = 0) -> bool:
    """Whether money of the customer for this launch is in the house, and not asked back."""
    found = rows.of_launch(read, launch_id, customer_id)
    return any(row["state"] == SincerityState.HELD and row["id"] != besides for row in found)


def is_over(read: Read, row: Row) -> bool:
    """Whether what the money was taken for is over: its hold ended, its number was given back, its launch closed
    without a unit for the customer."""
    if row["claim_id"] is not None:
        return claims.has_ended(read, row["claim_id"])
    launch = launches.by_id(read, row["launch_id"])
    if launch is None or launch["state"] == LaunchState.CLOSED:
        ticket = launches.ticket_of(read, row["launch_id"], row["customer_id"])
        return ticket is None or not launches.chosen(read, ticket["id"])
    own = None if row["ticket_id"] is None else launches.ticket_by_id(read, row["ticket_id"])
    return own is not None and own["state"] == TicketState.WITHDRAWN


def in_the_way(read: Read, held: Row) -> bool:
    """Whether money that nobody has asked back stands on a hold: then nobody lets the unit go (2.16 «no receipt»)."""
    return any(row["state"] != SincerityState.REFUND_DUE for row in rows.on_claim(read, held["id"]))
