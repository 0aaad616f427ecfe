"""The unit's own machine: from not on sale to registered (domain 2.16).

Nobody sets a unit's state for itself: each step here is taken inside the act that causes it (a hold, a stamp, a
signature), and `state_from` derives the same state from the live deal, so that the two can be compared.

Two steps stand beside the table of 2.16. `give_back` lets a consultant end the own short hold early: it would lapse
within minutes by itself, and until then it would use up the consultant's and the customer's only places. `book` is the
short hold that a direct booking makes inside its own transaction («available→subscribed» of 2.16), also for the sales
assistant, who writes subscriptions but does not ask for units.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from anchang.domain.access import CONSULTANT, CONTRACT_CLERK, LEADERS, MANAGER, SYSTEM
from anchang.domain.contract import ContractState
from anchang.domain.flow import Flow, Step
from anchang.domain.hold import Claim, ClaimKind, HoldType, lapsed
from anchang.domain.permit import PermitFacts, why_not_sell
from anchang.domain.subscription import SubscriptionState
from anchang.i18n import M, Msg


class UnitState(StrEnum):
    """Where a unit stands. `titled` is reached only by units that arrive so with the opening data."""

    UNRELEASED = "unreleased"
    AVAILABLE = "available"
    HELD = "held"
    SUBSCRIBED = "subscribed"
    SIGNED = "signed"
    REGISTERED = "registered"
    TITLED = "titled"

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
    UnitState.TITLED: M("title issued"),
}

LETTERS: dict[UnitState, str] = {
    UnitState.UNRELEASED: "U",
    UnitState.AVAILABLE: "A",
    UnitState.HELD: "H",
    UnitState.SUBSCRIBED: "S",
    UnitState.SIGNED: "C",
    UnitState.REGISTERED: "R",
    UnitState.TITLED: "T",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """What the unit's guards look at. What is not said counts against the step.

    Money in fen. `price_filed` says that the price list is itself the filing (its list totals are the filed prices).
    `claim` is the live claim; `taken_by` the sentence about it for somebody else (`hold.taken_words`). Counts of live
    holds do not include this unit.
    """

    building: str
    today: date
    now: datetime
    permit: PermitFacts | None = None
    list_total: int | None = None
    filed_total: int | None = None
    price_filed: bool = False
    claim: Claim | None = None
    taken_by: Msg | None = None
    customer_named: bool = False
    limited: bool = True
    consultant_holds: int = 0
    consultant_limit: int = 0
    customer_holds: int = 0
    customer_limit: int = 0
    actor_is_holder: bool = False
    has_receipt: bool = True
    paper_void: bool = False
    swap_over: bool = False
    claim_is_buyers: bool = False
    subscription_active: bool = False
    contract_signed: bool = False
    contract_filed: bool = False
    reason: str = ""


def permit_allows(facts: UnitFacts) -> Msg | None:
    """5.9: nothing is offered or held without a permit that is valid today and covers the building."""
    return why_not_sell(facts.permit, facts.building, facts.today)


def priced(facts: UnitFacts) -> Msg | None:
    """A unit on sale has a list total (2.16: it may be missing only for units that arrive sold)."""
    if facts.list_total is None or facts.list_total <= 0:
        return M("the unit has no list price")
    return None


def price_filed(facts: UnitFacts) -> Msg | None:
    """5.10, one unit one price: the price is filed, and the list does not ask for more."""
    if facts.filed_total is None:
        return None if facts.price_filed else M("the unit has no filed price")
    if facts.list_total is not None and facts.list_total > facts.filed_total:
        return M("the list price is above the filed price")
    return None


def unclaimed(facts: UnitFacts) -> Msg | None:
    """5.12: no live claim. The service raises `hold.taken` first; this is the same answer for the step menu."""
    if facts.claim is None or (facts.claim.kind is ClaimKind.HOLD and lapsed(facts.claim, facts.now)):
        return None
    return facts.taken_by or M("somebody else has the unit")


def within_limits(facts: UnitFacts) -> Msg | None:
    """2.16: so many live holds for one consultant, so many for one customer (both are settings).

    Whoever may hold for others (`limited` False) books beyond them too.
    """
    if not facts.limited:
        return None
    if facts.consultant_holds >= facts.consultant_limit:
        return M(
            "the consultant already holds {count} units; the limit is {limit}",
            count=facts.consultant_holds,
            limit=facts.consultant_limit,
        )
    if facts.customer_holds >= facts.customer_limit:
        return M(
            "the customer already has {count} units on hold; the limit is {limit}",
            count=facts.customer_holds,
            limit=facts.customer_limit,
        )
    return None


def for_a_customer(facts: UnitFacts) -> Msg | None:
    """3.25: a hold names its customer."""
    return None if facts.customer_named else M("name the customer for whom the unit is held")


def kept_for_swap(facts: UnitFacts) -> Msg | None:
    """2.8: from the request on the new unit is the buyer's; only the end of the request sets it free."""
    if facts.claim is None or facts.claim.hold_type is not HoldType.SWAP or facts.swap_over:
        return None
    return M("the unit is kept for a swap; that request has to be decided first")


def only_a_hold(facts: UnitFacts) -> Msg | None:
    """A manager's hold may follow a hold, never push aside a paper."""
    if facts.claim is None or facts.claim.kind is ClaimKind.HOLD:
        return None
    return facts.taken_by or M("a subscription or contract holds the unit")


def hold_or_void_paper(facts: UnitFacts) -> Msg | None:
    """A hold is let go by hand; what a paper holds is let go only by making the paper void."""
    if facts.claim is None or facts.claim.kind is ClaimKind.HOLD or facts.paper_void:
        return None
    return M("a subscription or contract holds the unit; make that void first")


def no_receipt(facts: UnitFacts) -> Msg | None:
    """2.16: held→available only while no money came in."""
    return M("money has been received for this unit") if facts.has_receipt else None


def own_short_hold(facts: UnitFacts) -> Msg | None:
    """A consultant gives back only the own short hold."""
    claim = facts.claim
    if (
        claim is None
        or claim.kind is not ClaimKind.HOLD
        or claim.hold_type is not HoldType.TEMP
        or not facts.actor_is_holder
    ):
        return M("only one's own short hold can be given back; ask the manager")
    return None


def has_lapsed(facts: UnitFacts) -> Msg | None:
    """The hold's time is over."""
    if facts.claim is None or lapsed(facts.claim, facts.now):
        return None
    return M("the hold has not run out")


def reason_given(facts: UnitFacts) -> Msg | None:
    """The step needs a reason."""
    return None if facts.reason.strip() else M("give a reason")


def hold_is_buyers(facts: UnitFacts) -> Msg | None:
    """2.16: held→subscribed only for the customer who holds it."""
    return None if facts.claim_is_buyers else M("the unit is held for another customer")


def subscription_is_active(facts: UnitFacts) -> Msg | None:
    """The unit follows the paper, never the other way round."""
    return None if facts.subscription_active else M("the subscription is not active")


def contract_is_signed(facts: UnitFacts) -> Msg | None:
    """The unit follows the contract."""
    return None if facts.contract_signed else M("the contract is not signed")


def contract_is_filed(facts: UnitFacts) -> Msg | None:
    """The unit follows the filing."""
    return None if facts.contract_filed else M("the contract is not filed")


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
            (permit_allows, unclaimed, for_a_customer, within_limits),
            source_id="2.16, 2.18",
        ),
        Step(
            "book",
            M("hold for a direct booking"),
            (U.AVAILABLE,),
            U.HELD,
            SYSTEM,
            (permit_allows, unclaimed, for_a_customer, within_limits),
            source_id="2.16",
        ),
        Step(
            "hold",
            M("hold"),
            (U.AVAILABLE, U.HELD),
            U.HELD,
            MANAGER | LEADERS,
            (permit_allows, only_a_hold, kept_for_swap, for_a_customer),
            source_id="2.16, 2.18",
        ),
        Step(
            "reserve",
            M("reserve without an end"),
            (U.AVAILABLE, U.HELD),
            U.HELD,
            LEADERS,
            (permit_allows, only_a_hold, kept_for_swap, reason_given),
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
            (hold_is_buyers, subscription_is_active),
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
            (unclaimed, reason_given),
            source_id="2.16, 2.18",
        ),
        Step("arrive_registered", M("arrives registered"), (U.UNRELEASED,), U.REGISTERED, SYSTEM, source_id="2.16"),
        Step(
            "arrive_titled",
            M("arrives with its title"),
            (U.UNRELEASED, U.REGISTERED),
            U.TITLED,
            SYSTEM,
            source_id="2.16",
        ),
    ),
)

_SIGNED = frozenset({ContractState.SIGNED, ContractState.SEALED, ContractState.SENT_FOR_FILING})
_REGISTERED = frozenset({ContractState.FILED, ContractState.COLLECTED, ContractState.ARCHIVED})


def state_from(
    claim: ClaimKind | None,
    *,
    released: bool,
    subscription: SubscriptionState | None = None,
    contract: ContractState | None = None,
    imported: UnitState | None = None,
) -> UnitState:
    """The state that the live deal gives the unit, to be compared with the stored one (2.16 invariants).

    `claim` is the kind of the live claim; `subscription` and `contract` are the states of the papers that it names,
    `imported` the state in which the unit arrived. ValueError when the claim names a deal that cannot hold a unit.
    """
    if claim is None:
        return UnitState.AVAILABLE if released else UnitState.UNRELEASED
    if claim is ClaimKind.IMPORTED:
        if imported not in (UnitState.REGISTERED, UnitState.TITLED):
            raise ValueError(f"an imported claim cannot leave a unit {imported}")
        return imported
    if claim is ClaimKind.HOLD:
        return UnitState.HELD
    if claim is ClaimKind.CONTRACT and contract is not None and contract is not ContractState.VOID:
        if contract in _REGISTERED:
            return UnitState.REGISTERED
        return UnitState.SIGNED if contract in _SIGNED else UnitState.SUBSCRIBED
    ended = (None, SubscriptionState.VOID, SubscriptionState.CONVERTED)
    if claim is ClaimKind.SUBSCRIPTION and subscription not in ended:
        return UnitState.SUBSCRIBED if subscription is SubscriptionState.ACTIVE else UnitState.HELD
    raise ValueError(f"a {claim} claim on contract {contract} and subscription {subscription}")
