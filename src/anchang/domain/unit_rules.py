"""What the unit's steps look at, and every reason against one of them (domain 2.16, 5.9, 5.10, 5.12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from anchang.domain.hold import Claim, ClaimKind, HoldType, lapsed
from anchang.domain.permit import PermitFacts, why_not_sell
from anchang.domain.unit_flag import UnitFlag
from anchang.i18n import M, Msg


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """What the unit's guards look at. What is not said counts against the step.

    Money in fen. `price_filed` says that the price list is itself the filing (its list totals are the filed prices).
    `flags` are those that stand on the unit, `offered_away` the sentence about somebody else's offer of it.
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
    flags: tuple[UnitFlag, ...] = ()
    offered_away: Msg | None = None
    claim: Claim | None = None
    taken_by: Msg | None = None
    customer_named: bool = False
    limited: bool = True
    consultant_holds: int = 0
    consultant_limit: int = 0
    customer_holds: int = 0
    customer_limit: int = 0
    actor_is_holder: bool = False
    confirmed: bool = False
    extensions: int = 0
    extension_limit: int = 0
    has_receipt: bool = True
    paper_void: bool = False
    swap_over: bool = False
    claim_is_buyers: bool = False
    subscription_active: bool = False
    contract_signed: bool = False
    contract_filed: bool = False
    request_executed: bool = False
    filing_withdrawn: bool = False
    handed_over: bool = False
    title_issued: bool = False
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


def not_stopped(facts: UnitFacts) -> Msg | None:
    """2.16: a unit that a court seized or the office froze is neither held nor sold."""
    stopping = tuple(flag.label for flag in facts.flags if flag.stops_sale)
    return M("the unit is {flags}", flags=stopping) if stopping else None


def not_offered_away(facts: UnitFacts) -> Msg | None:
    """While the first on the waiting list has the offer, nobody else can have the unit."""
    return facts.offered_away


def not_confirmed_yet(facts: UnitFacts) -> Msg | None:
    """2.16: a hold is confirmed once; after that its time grows only by an extension with its reason."""
    return M("the hold is confirmed; extend it with a reason") if facts.confirmed else None


def runs_out(facts: UnitFacts) -> Msg | None:
    """Only a hold with an end can be extended."""
    claim = facts.claim
    if claim is None or claim.kind is not ClaimKind.HOLD or claim.expires_at is None:
        return M("there is no hold with an end")
    return None if facts.now < claim.expires_at else M("the hold has run out")


def extensions_left(facts: UnitFacts) -> Msg | None:
    """A hold is extended so many times (a setting), then it is let go or becomes a paper."""
    if facts.extensions < facts.extension_limit:
        return None
    return M("the hold has been extended {count} times; that is the limit", count=facts.extensions)


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


def request_is_executed(facts: UnitFacts) -> Msg | None:
    """2.16: a deal that ends locks its unit when the request to end it is carried out, not before."""
    return None if facts.request_executed else M("the request that ends the deal is not carried out")


def no_filing_stands(facts: UnitFacts) -> Msg | None:
    """2.16: from under a contract a unit comes back only when its filing is withdrawn."""
    if facts.claim is None or facts.claim.kind is not ClaimKind.CONTRACT or facts.filing_withdrawn:
        return None
    return M("the filing of the contract is not withdrawn")


def is_handed_over(facts: UnitFacts) -> Msg | None:
    """The unit follows the signed handover sheet."""
    return None if facts.handed_over else M("the handover sheet is not signed")


def title_is_issued(facts: UnitFacts) -> Msg | None:
    """The unit follows the certificate."""
    return None if facts.title_issued else M("the title certificate is not issued")
