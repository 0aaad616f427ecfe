"""Special discounts (额外优惠): asked for before the paper, granted within somebody's authority, used by it (P05, 2.6).

Money in fen, rates in 10⁻⁶. The special rate is the special amount over the on-site price (3.10).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from anchang.domain.access import CONSULTANT, DIRECTOR, LEADERS, MANAGER, MONEY, SYSTEM, Role
from anchang.domain.authority import Level, level_of, why_not_decide
from anchang.domain.errors import BadInput
from anchang.domain.flow import Flow, Step
from anchang.domain.measure import ONE
from anchang.domain.money import half_up, show
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg


class RequestState(StrEnum):
    """Where the request stands."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    EXECUTED = "executed"
    ARCHIVED = "archived"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return STATE_LABELS[self]


STATE_LABELS: dict[RequestState, Msg] = {
    RequestState.DRAFT: M("discount being written"),
    RequestState.PENDING: M("discount waits for a decision"),
    RequestState.APPROVED: M("discount approved"),
    RequestState.REJECTED: M("discount not approved"),
    RequestState.WITHDRAWN: M("discount withdrawn"),
    RequestState.EXPIRED: M("discount expired"),
    RequestState.EXECUTED: M("discount used"),
    RequestState.ARCHIVED: M("discount on file"),
}

S = RequestState
OPEN = (S.DRAFT, S.PENDING, S.APPROVED)
"""A customer has one of these for a unit at most."""
GRANTED = (S.APPROVED, S.EXECUTED, S.ARCHIVED)
"""What counts against a level's month, and stands on the paper that uses it."""


class SpecialKind(Worded):
    """Why somebody gets more than everybody (2.6)."""

    STAFF = "staff", M("staff purchase")
    GROUP = "group", M("group purchase")
    BULK = "bulk", M("bulk purchase")
    LEADER = "leader", M("leader's grant")


class ExecuteMode(Worded):
    """How the customer gets it (2.6): in the price of the contract, or by the cashier when the money is collected."""

    CONTRACT_PRICE = "contract_price", M("in the contract price")
    ON_COLLECTION = "on_collection", M("when the money is collected")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one level grants by itself: share of the on-site price, amount, and all of its grants in a month."""

    rate: int
    amount: int
    month: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFacts:
    """What the guards look at. What is not said counts against the step; `needed` is whose authority covers it,
    `said_yes` whether the person approved it on a lower level already."""

    today: date
    missing: tuple[Msg, ...] = ()
    special_amount: int = 0
    final_total: int = 0
    list_price_stands: bool = False
    paper_handed_in: bool = True
    waits_for: Level | None = None
    needed: Level | None = None
    roles: frozenset[Role] = frozenset()
    proof: str = ""
    comment: str = ""
    valid_until: date | None = None
    paper_takes_deposit: bool = False
    archive: str = ""
    mode: ExecuteMode = ExecuteMode.CONTRACT_PRICE
    collected_in_time: bool = False
    collection_missed: bool = False
    said_yes: bool = False


def is_complete(facts: RequestFacts) -> Msg | None:
    """3.10: every required field is filled."""
    return M("still missing: {fields}", fields=facts.missing) if facts.missing else None


def amount_right(facts: RequestFacts) -> Msg | None:
    """Something is taken off, and something is left."""
    if facts.special_amount <= 0:
        return M("state what is to be taken off")
    if facts.final_total <= 0:
        return M("nothing of the price would be left")
    return None


def price_stands(facts: RequestFacts) -> Msg | None:
    """The request was worked out from the list price that is in force."""
    return None if facts.list_price_stands else M("the list price has changed since; ask anew")


def before_the_paper(facts: RequestFacts) -> Msg | None:
    """2.6: made before the subscription; afterwards only by a change request."""
    return M("the subscription is handed in already") if facts.paper_handed_in else None


def level_reached(facts: RequestFacts) -> Msg | None:
    """It waits for a level; whoever stands on it or above it decides."""
    return why_not_decide(facts.roles, facts.waits_for or Level.EXECUTIVE)


def within_authority(facts: RequestFacts) -> Msg | None:
    """2.6: amount, per cent and the month's total within the level of whoever says yes."""
    return why_not_decide(facts.roles, facts.needed or Level.EXECUTIVE)


def beyond_authority(facts: RequestFacts) -> Msg | None:
    """Passed on is only what one may not grant alone."""
    if within_authority(facts) is None:
        return M("your own authority covers it")
    return None


def second_person(facts: RequestFacts) -> Msg | None:
    """A yes after a yes is another person's, whatever authority was lent and whatever role came since (2.18)."""
    return M("you have approved this already; the next yes is another person's") if facts.said_yes else None


def proof_attached(facts: RequestFacts) -> Msg | None:
    """2.19: the leader's signed proof is attached."""
    return None if facts.proof.strip() else M("name the signed proof of whoever granted it")


def comment_given(facts: RequestFacts) -> Msg | None:
    """Whoever hears a no must be told why."""
    return None if facts.comment.strip() else M("give a reason")


def still_valid(facts: RequestFacts) -> Msg | None:
    """2.6: a grant holds for some days only."""
    if facts.valid_until is not None and facts.today <= facts.valid_until:
        return None
    return M("it held until {day}", day=facts.valid_until or "-")


def time_is_over(facts: RequestFacts) -> Msg | None:
    """2.19: some days without a booking. A paper that is handed in keeps its price; a credit waits for its payment."""
    if facts.paper_handed_in and facts.mode is ExecuteMode.ON_COLLECTION:
        return None if facts.collection_missed else M("there is still time to collect the payment that it hangs on")
    if facts.paper_handed_in:
        return M("a subscription uses it")
    return M("there is still time to use it") if still_valid(facts) is None else None


def condition_met(facts: RequestFacts) -> Msg | None:
    """The cashier checks the price when the deposit is taken; with it the discount is used (2.3 step 8). On collection
    it is used when the payment that it hangs on is in (2.6)."""
    if facts.mode is ExecuteMode.ON_COLLECTION:
        return None if facts.collected_in_time else M("the payment that it hangs on is not collected in time")
    return None if facts.paper_takes_deposit else M("no subscription with its deposit uses it")


def filed(facts: RequestFacts) -> Msg | None:
    """2.19: the signed proof is filed, and where."""
    return None if facts.archive.strip() else M("say where the signed proof is filed")


_DECIDES = MANAGER | LEADERS  # 2.18 «approve discount»: manager in authority, director/executive

DISCOUNT_REQUEST: Flow[RequestState, RequestFacts] = Flow(
    "discount_request",
    M("special discount"),
    RequestState,
    (
        # «consultant / customer to leader»: a leader whom the customer asked may hand it in too.
        Step("submit", M("submit the discount request"), (S.DRAFT,), S.PENDING, CONSULTANT | LEADERS,
             (is_complete, amount_right, price_stands, before_the_paper), source_id="P05 2.19"),
        Step("pass_on", M("pass the discount on"), (S.PENDING,), None, MANAGER | DIRECTOR,
             (level_reached, second_person, beyond_authority), is_check=True, source_id="T07 2.6, 2.19"),
        Step("approve", M("approve the discount"), (S.PENDING,), S.APPROVED, _DECIDES,
             (price_stands, level_reached, second_person, within_authority, proof_attached), is_check=True,
             source_id="T07 2.6, 2.18, 2.19"),
        Step("reject", M("refuse the discount"), (S.PENDING,), S.REJECTED, _DECIDES, (level_reached, comment_given),
             is_check=True, source_id="T07 2.19"),
        Step("withdraw", M("withdraw the discount request"), OPEN, S.WITHDRAWN, CONSULTANT | LEADERS,
             (comment_given, before_the_paper), source_id="2.6"),
        Step("expire", M("expire unused"), (S.APPROVED,), S.EXPIRED, SYSTEM, (time_is_over,), source_id="2.19"),
        # Used in the consultant's paper, checked by the cashier: taken by the act that receives the money.
        Step("execute", M("use the discount"), (S.APPROVED,), S.EXECUTED, MONEY | SYSTEM, (condition_met,),
             source_id="2.19"),
        Step("archive", M("file the signed proof"), (S.EXECUTED,), S.ARCHIVED, MANAGER, (proof_attached, filed),
             source_id="P05 2.19"),
    ),
)  # fmt: skip


def special(on_site_price: int, amount: int | None, rate: int | None) -> tuple[int, int]:
    """(amount, rate) taken off the on-site price; either says the other (3.10). Raises BadInput for neither, or both at
    odds."""
    if amount is None:
        if rate is None:
            raise BadInput(M("state what is to be taken off"), "amount")
        amount = half_up(on_site_price * rate, ONE)
    elif rate is not None and half_up(on_site_price * rate, ONE) != amount:
        raise BadInput(M("Amount and per cent do not agree; leave one of them empty."), "amount")
    if not 0 < amount < on_site_price:
        raise BadInput(
            M("{amount} cannot be taken off {price}.", amount=show(amount), price=show(on_site_price)), "amount"
        )
    return amount, half_up(amount * ONE, on_site_price)


def limits(settings: Mapping[str, Any]) -> dict[Level, Limits]:
    """What each level grants alone, as the office has chosen (2.6); the executive has no limit."""
    return {
        level: Limits(*(int(settings[f"discount_{level.value}_{name}"]) for name in ("rate", "amount", "month")))
        for level in (Level.MANAGER, Level.DIRECTOR)
    }


def level_for(
    amount: int,
    on_site_price: int,
    month: Mapping[Level, int],
    below_floor: bool,
    settings: Mapping[str, Any],
    mode: ExecuteMode = ExecuteMode.CONTRACT_PRICE,
) -> Level:
    """The lowest level that may grant it alone. `month` is what each level has granted this month; below the floor
    price nobody but the executive may, and a credit on collection nobody below the director.

    The share is compared exactly: 1 % of the price is within 1 %, a fen more is not.
    """
    if not below_floor:
        for level, most in limits(settings).items():
            if mode is ExecuteMode.ON_COLLECTION and level is Level.MANAGER:
                continue
            within = amount * ONE <= most.rate * on_site_price and amount <= most.amount
            if within and month.get(level, 0) + amount <= most.month:
                return level
    return Level.EXECUTIVE


def granted_by_level(roles: frozenset[Role]) -> Level:
    """On which level somebody who says yes stands. ValueError for nobody's."""
    own = level_of(roles)
    if own is None:
        raise ValueError(sorted(roles))
    return own


def valid_until(decided_on: date, days: int) -> date:
    """The last day on which the purchase is made with it (2.6, reading 28)."""
    return decided_on + timedelta(days=days)
