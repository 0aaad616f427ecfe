"""The unit's own machine: from not on sale to its title, and back when a deal ends (domain 2.16).

Nobody sets a unit's state for itself: each step here is taken inside the act that causes it (a hold, a stamp, a
signature), and `state_from` derives the same state from the live deal, so that the two can be compared.

Two steps stand beside the table of 2.16. `give_back` lets a consultant end the own short hold early: it would lapse
within minutes by itself, and until then it would use up the consultant's and the customer's only places. `book` is the
short hold that a direct booking makes inside its own transaction («available→subscribed» of 2.16), also for the sales
assistant, who writes subscriptions but does not ask for units.
"""

from __future__ import annotations

from enum import StrEnum

from anchang.domain.access import CONSULTANT, CONTRACT_CLERK, LEADERS, MANAGER, SYSTEM
from anchang.domain.contract import ContractState
from anchang.domain.flow import Flow, Step
from anchang.domain.hold import ClaimKind
from anchang.domain.subscription import SubscriptionState
from anchang.domain.unit_rules import UnitFacts as UnitFacts
from anchang.domain.unit_rules import (
    contract_is_filed,
    contract_is_signed,
    extensions_left,
    for_a_customer,
    has_lapsed,
    hold_is_buyers,
    hold_or_void_paper,
    is_handed_over,
    kept_for_swap,
    no_filing_stands,
    no_receipt,
    not_confirmed_yet,
    not_offered_away,
    not_stopped,
    only_a_hold,
    own_short_hold,
    permit_allows,
    price_filed,
    priced,
    reason_given,
    request_is_executed,
    runs_out,
    subscription_is_active,
    title_is_issued,
    unclaimed,
    within_limits,
)
from anchang.i18n import M, Msg


class UnitState(StrEnum):
    """Where a unit stands. A returned unit is locked until a manager puts it back on sale or keeps it back."""

    UNRELEASED = "unreleased"
    AVAILABLE = "available"
    HELD = "held"
    SUBSCRIBED = "subscribed"
    SIGNED = "signed"
    REGISTERED = "registered"
    DELIVERED = "delivered"
    TITLED = "titled"
    RETURN_LOCKED = "return_locked"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return STATE_LABELS[self]

    @property
    def letter(self) -> str:
        """One letter for the grid, so that a state is readable without colour."""
        return LETTERS[self]


STATE_LABELS: dict[UnitState, Msg] = {
    UnitState.UNRELEASED: M("not on sale"),
    UnitState.AVAILABLE: M("available"),
    UnitState.HELD: M("on hold"),
    UnitState.SUBSCRIBED: M("subscribed"),
    UnitState.SIGNED: M("under contract"),
    UnitState.REGISTERED: M("contract registered"),
    UnitState.DELIVERED: M("delivered to the buyer"),
    UnitState.TITLED: M("title issued"),
    UnitState.RETURN_LOCKED: M("returned, locked"),
}

LETTERS: dict[UnitState, str] = {
    UnitState.UNRELEASED: "U",
    UnitState.AVAILABLE: "A",
    UnitState.HELD: "H",
    UnitState.SUBSCRIBED: "S",
    UnitState.SIGNED: "C",
    UnitState.REGISTERED: "R",
    UnitState.DELIVERED: "D",
    UnitState.TITLED: "T",
    UnitState.RETURN_LOCKED: "L",
}


U = UnitState

UNIT: Flow[UnitState, UnitFacts] = Flow(
    "unit",
    M("unit"),
    UnitState,
    (
        Step(
            "release",
            M("release for sale"),
            (U.UNRELEASED,),
            U.AVAILABLE,
            MANAGER | LEADERS,
            (permit_allows, priced, price_filed),
            source_id="2.16, 2.18",
        ),
        Step(
            "ask",
            M("ask for a short hold"),
            (U.AVAILABLE,),
            U.HELD,
            CONSULTANT | MANAGER | LEADERS,
            (permit_allows, not_stopped, unclaimed, not_offered_away, for_a_customer, within_limits),
            source_id="2.16, 2.18",
        ),
        Step(
            "book",
            M("hold for a direct booking"),
            (U.AVAILABLE,),
            U.HELD,
            SYSTEM,
            (permit_allows, not_stopped, unclaimed, not_offered_away, for_a_customer, within_limits),
            source_id="2.16",
        ),
        Step(
            "hold",
            M("hold"),
            (U.AVAILABLE, U.HELD),
            U.HELD,
            MANAGER | LEADERS,
            (
                permit_allows,
                not_stopped,
                only_a_hold,
                kept_for_swap,
                not_offered_away,
                for_a_customer,
                not_confirmed_yet,
            ),
            source_id="2.16, 2.18",
        ),
        Step(
            "extend",
            M("extend the hold"),
            (U.HELD,),
            U.HELD,
            MANAGER | LEADERS,
            (permit_allows, runs_out, extensions_left, reason_given),
            source_id="2.16, 2.18",
        ),
        Step(
            "reserve",
            M("reserve without an end"),
            (U.AVAILABLE, U.HELD),
            U.HELD,
            LEADERS,
            (permit_allows, not_stopped, only_a_hold, kept_for_swap, not_offered_away, reason_given),
            source_id="2.16",
        ),
        Step(
            "give_back",
            M("give back the own short hold"),
            (U.HELD,),
            U.AVAILABLE,
            CONSULTANT,
            (own_short_hold, no_receipt),
            source_id="2.16",
        ),
        Step(
            "let_go",
            M("let go"),
            (U.HELD,),
            U.AVAILABLE,
            MANAGER | LEADERS | SYSTEM,
            (hold_or_void_paper, kept_for_swap, no_receipt),
            source_id="2.16, 2.18",
        ),
        Step("expire", M("run out"), (U.HELD,), U.AVAILABLE, SYSTEM, (has_lapsed, no_receipt), source_id="2.16"),
        Step(
            "subscribe",
            M("becomes subscribed"),
            (U.HELD,),
            U.SUBSCRIBED,
            SYSTEM,
            (not_stopped, hold_is_buyers, subscription_is_active),
            source_id="2.16",
        ),
        Step(
            "sign",
            M("becomes signed"),
            (U.SUBSCRIBED,),
            U.SIGNED,
            CONTRACT_CLERK | SYSTEM,
            (contract_is_signed,),
            source_id="2.16",
        ),
        Step(
            "register",
            M("becomes registered"),
            (U.SIGNED,),
            U.REGISTERED,
            CONTRACT_CLERK | SYSTEM,
            (contract_is_filed,),
            source_id="2.16",
        ),
        Step(
            "withdraw",
            M("take off sale"),
            (U.AVAILABLE,),
            U.UNRELEASED,
            MANAGER | LEADERS,
            (unclaimed, not_offered_away, reason_given),
            source_id="2.16, 2.18",
        ),
        Step(
            "deliver",
            M("is handed over"),
            (U.SIGNED, U.REGISTERED),
            U.DELIVERED,
            SYSTEM,
            (is_handed_over,),
            source_id="2.16, 2.11",
        ),
        Step(
            "issue_title",
            M("gets its title"),
            (U.DELIVERED,),
            U.TITLED,
            SYSTEM,
            (title_is_issued,),
            source_id="2.16, 2.12",
        ),
        Step(
            "lock_return",
            M("comes back and is locked"),
            (U.SUBSCRIBED, U.SIGNED, U.REGISTERED),
            U.RETURN_LOCKED,
            SYSTEM,
            (request_is_executed, no_filing_stands),
            source_id="2.16, 2.8",
        ),
        Step(
            # An approved reactivation (2.8, Q-08) gives the unit back to the deal that had it.
            "unlock_return",
            M("goes back to its deal"),
            (U.RETURN_LOCKED,),
            U.SUBSCRIBED,
            SYSTEM,
            (permit_allows, unclaimed, request_is_executed),
            source_id="2.8, Q-08",
        ),
        Step(
            "release_return",
            M("put a returned unit back on sale"),
            (U.RETURN_LOCKED,),
            U.AVAILABLE,
            MANAGER | LEADERS,
            (permit_allows, priced, price_filed, reason_given),
            source_id="2.16, 2.18",
        ),
        Step(
            "keep_back",
            M("keep a returned unit off sale"),
            (U.RETURN_LOCKED,),
            U.UNRELEASED,
            MANAGER | LEADERS,
            (reason_given,),
            source_id="2.16, 2.18",
        ),
        # With a price list, or with the deal itself (the opening balance), also of a unit that is on sale already.
        *(
            Step(name, label, (U.UNRELEASED, U.AVAILABLE, *more), target, SYSTEM, (unclaimed,), source_id="2.16")
            for name, label, more, target in (
                ("arrive_subscribed", M("arrives subscribed"), (), U.SUBSCRIBED),
                ("arrive_signed", M("arrives under contract"), (), U.SIGNED),
                ("arrive_registered", M("arrives registered"), (), U.REGISTERED),
                ("arrive_titled", M("arrives with its title"), (U.REGISTERED,), U.TITLED),
            )
        ),
    ),
)

_SIGNED = frozenset({ContractState.SIGNED, ContractState.SEALED, ContractState.SENT_FOR_FILING})
_REGISTERED = frozenset({ContractState.FILED, ContractState.COLLECTED, ContractState.ARCHIVED})


_IMPORTED = frozenset({UnitState.REGISTERED, UnitState.DELIVERED, UnitState.TITLED})


def state_from(
    claim: ClaimKind | None,
    *,
    released: bool,
    subscription: SubscriptionState | None = None,
    contract: ContractState | None = None,
    imported: UnitState | None = None,
    return_locked: bool = False,
    delivered: bool = False,
    titled: bool = False,
) -> UnitState:
    """The state that the live deal gives the unit, to be compared with the stored one (2.16 invariants).

    `claim` is the kind of the live claim; `subscription` and `contract` are the states of the papers that it names,
    `imported` the state in which the unit arrived. `return_locked`, `delivered` and `titled` say that the day of it is
    written on the unit. ValueError when the claim names a deal that cannot hold a unit, or when a unit that somebody
    has is locked as returned.
    """
    if claim is None:
        if return_locked:
            return UnitState.RETURN_LOCKED
        return UnitState.AVAILABLE if released else UnitState.UNRELEASED
    if return_locked:
        raise ValueError(f"a {claim} claim on a returned unit")
    if claim is ClaimKind.HOLD:
        return UnitState.HELD
    state = _from_deal(claim, subscription, contract, imported)
    if (delivered or titled) and state in (UnitState.SIGNED, *_IMPORTED):
        return UnitState.TITLED if titled else UnitState.DELIVERED
    return state


def _from_deal(
    claim: ClaimKind,
    subscription: SubscriptionState | None,
    contract: ContractState | None,
    imported: UnitState | None,
) -> UnitState:
    if claim is ClaimKind.IMPORTED:
        if imported not in _IMPORTED:
            raise ValueError(f"an imported claim cannot leave a unit {imported}")
        return imported
    if claim is ClaimKind.CONTRACT and contract is not None and contract is not ContractState.VOID:
        if contract in _REGISTERED:
            return UnitState.REGISTERED
        return UnitState.SIGNED if contract in _SIGNED else UnitState.SUBSCRIBED
    ended = (None, SubscriptionState.VOID, SubscriptionState.CONVERTED)
    if claim is ClaimKind.SUBSCRIPTION and subscription not in ended:
        return UnitState.SUBSCRIBED if subscription is SubscriptionState.ACTIVE else UnitState.HELD
    raise ValueError(f"a {claim} claim on contract {contract} and subscription {subscription}")
