"""Everything that can be done with a subscription, in the order in which people meet it, each with its «why not»."""

from __future__ import annotations

from typing import Any

from anchang.domain.access import SYSTEM
from anchang.domain.approval import Decision
from anchang.domain.errors import nothing_there
from anchang.domain.flow import Option
from anchang.domain.opening_balance import ORIGIN, SERIES
from anchang.domain.subscription import SubscriptionState
from anchang.domain.subscription_menu import MENU, OF_OPENING, MenuFacts
from anchang.services.subscription_facts import NOUN, options
from anchang.storage import buyer_file
from anchang.storage import change as changes
from anchang.storage import contract as contracts
from anchang.storage import delay as delays
from anchang.storage import subscription_parts as parts
from anchang.storage import subscription_query as query
from anchang.storage.reading import Read

ORDER = (
    "complete", "correct_opening",
    "edit", "submit", "approve", "send_back", "receipt", "accept_deposit", "receive_deposit", "stamp", "decide_slip",
    "delay", "appoint", "record_reading", "hand_pack", "buyer_file", "print_agreement", "print_slip",
    "print_buyer_file", "pass_copy", "return_copies", "withdraw_file", "change_plan", "add_remove_buyer", "swap_unit",
    "rename", "forfeit_open", "refund_draft", "void", "void_refund",
)  # fmt: skip
OWN_ACT = frozenset({"convert"})  # the contract's signature does it


def menu(read: Read, subscription_id: int) -> list[Option[Any, Any]]:
    """The steps of the paper and what else can be done with it. Raises NotFound."""
    row = query.one(read, subscription_id)
    if row is None:
        raise nothing_there(NOUN, subscription_id)
    claimed = changes.claim_on(read, subscription_id)
    live = contracts.live_of(read, subscription_id)
    file = buyer_file.of_customer(read, row["customer_id"])
    delay = delays.open_of(read, subscription_id)
    facts = MenuFacts(
        slip_approved=row["slip_decision"] == Decision.APPROVED,
        contract_no="" if live is None else live["contract_no"] or live["no"],
        request_no="" if claimed is None else claimed["no"],
        days_stated=row["sign_due_date"] is not None and row["handover_due"] is not None,
        copies=len(parts.given(read, subscription_id)),
        copies_out=len(parts.copies_out(read, subscription_id)),
        has_file=file is not None,
        has_consent=file is not None and file["consent_on"] is not None,
        delay_no="" if delay is None else delay["no"],
        bound_by="" if live is None or live["year"] == SERIES or live["drafted_on"] is None else live["contract_no"],
    )
    is_maker = read.is_own(*query.makers(row))
    found: list[Option[Any, Any]] = [
        *(one for one in options(read, subscription_id) if one.step.roles != SYSTEM and one.step.name not in OWN_ACT),
        *(
            one
            for one in MENU.options(SubscriptionState(row["state"]), facts, read.roles, is_maker=is_maker)
            if row["origin"] == ORIGIN or one.step.name not in OF_OPENING
        ),
    ]
    return sorted(found, key=lambda one: ORDER.index(one.step.name))
