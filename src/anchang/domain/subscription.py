"""The subscription (认购书): from the consultant's form to a stamped paper that holds the unit (domain 2.3, 3.6, 3.7).

The manager's review is the gate before any money; the stamp makes it active. Money in fen, shares in 10⁻⁶.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from anchang.domain.access import CONSULTANT, CONTRACT_CLERK, FLOOR, LEADERS, MANAGER, MONEY, SYSTEM
from anchang.domain.buyer import BuyerFacts, why_not_buyers
from anchang.domain.discount import why_not_price
from anchang.domain.flow import Flow, Step
from anchang.domain.measure import ONE
from anchang.domain.money import show
from anchang.domain.permit import PermitFacts, why_not_sell
from anchang.i18n import M, Msg


class SubscriptionState(StrEnum):
    """Where the paper stands."""

    DRAFT = "draft"
    PENDING_REVIEW = "pending_review"
    DEPOSIT_DUE = "deposit_due"
    DEPOSIT_PAID = "deposit_paid"
    ACTIVE = "active"
    CONVERTED = "converted"
    VOID = "void"
    FORFEITED = "forfeited"
    CANCELLED_REFUND = "cancelled_refund"
    REPLACED = "replaced"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return STATE_LABELS[self]


STATE_LABELS: dict[SubscriptionState, Msg] = {
    SubscriptionState.DRAFT: M("being written"),
    SubscriptionState.PENDING_REVIEW: M("waiting for the manager's review"),
    SubscriptionState.DEPOSIT_DUE: M("reviewed, deposit due"),
    SubscriptionState.DEPOSIT_PAID: M("deposit received, waiting for the stamp"),
    SubscriptionState.ACTIVE: M("subscription in force"),
    SubscriptionState.CONVERTED: M("converted into a contract"),
    SubscriptionState.VOID: M("void"),
    SubscriptionState.FORFEITED: M("deposit forfeited"),
    SubscriptionState.CANCELLED_REFUND: M("cancelled with refund"),
    SubscriptionState.REPLACED: M("replaced by another paper"),
}

# Ended by a request (2.8): nothing is owed on these any more, and their unit is not theirs.
ENDED_BY_REQUEST = frozenset(
    {SubscriptionState.FORFEITED, SubscriptionState.CANCELLED_REFUND, SubscriptionState.REPLACED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionFacts:
    """What the guards look at; money in fen. What is not said counts against the step.

    `missing` are the names of required fields (3.6) that the form left empty; `held_for_customer` whether the live
    claim is for this paper's customer; `has_receipt` whether any money of this paper is not reversed; `unfit_terms` why
    its special terms may not stand on it; `warnings` what is pointed out without refusing anything. `money_held` is
    what came in and is here, `unsettled` are receipts whose arrival is not confirmed.
    """

    today: date
    building: str
    permit: PermitFacts | None = None
    buyers: tuple[BuyerFacts, ...] = ()
    missing: tuple[Msg, ...] = ()
    held_for_customer: bool = False
    hold_lapsed: bool = False
    list_total: int = 0
    published_total: int = 0
    approved_total: int | None = None
    deal_total: int = 0
    floor_total: int | None = None
    filed_total: int | None = None
    plan_total: int = 0
    deposit_amount: int = 0
    deposit_received: int = 0
    lower_deposit_accepted: bool = False
    signed_on: date | None = None
    sign_due_date: date | None = None
    handover_due: date | None = None
    stamped: bool = False
    contract_signed: bool = False
    has_receipt: bool = True
    unfit_terms: Msg | None = None
    warnings: tuple[Msg, ...] = ()
    request_executed: bool = False
    comment: str = ""
    money_held: int = 0
    unsettled: tuple[str, ...] = ("-",)


def permit_allows(facts: SubscriptionFacts) -> Msg | None:
    """5.9: no paper without a permit that is valid today and covers the building."""
    return why_not_sell(facts.permit, facts.building, facts.today)


def is_held(facts: SubscriptionFacts) -> Msg | None:
    """2.3: the unit is held by this customer."""
    return None if facts.held_for_customer else M("the unit is not held for this customer")


def is_complete(facts: SubscriptionFacts) -> Msg | None:
    """3.6: every required field is filled."""
    return M("still missing: {fields}", fields=facts.missing) if facts.missing else None


def buyers_right(facts: SubscriptionFacts) -> Msg | None:
    """2.3, 3.6: at least one buyer, each complete, one of them primary, shares of 100 % if any is stated."""
    return why_not_buyers(facts.buyers, facts.signed_on or facts.today)


def dates_right(facts: SubscriptionFacts) -> Msg | None:
    """3.6: signing day and handover day are stated and come after the subscription."""
    if facts.signed_on is None:
        return M("state the day of the subscription")
    if facts.sign_due_date is None:
        return M("state the day by which the contract is to be signed")
    if facts.handover_due is None:
        return M("state the day of the handover")
    if facts.signed_on > facts.today:
        return M("the subscription cannot be dated {day}, in the future", day=facts.signed_on)
    if facts.sign_due_date < facts.signed_on:
        return M("the contract cannot be due before the subscription")
    if facts.handover_due < facts.sign_due_date:
        return M("the handover cannot come before the signing of the contract")
    return None


def price_right(facts: SubscriptionFacts) -> Msg | None:
    """5.10, 2.3: within published or granted discounts, not below the floor otherwise, not above the filed price."""
    return why_not_price(
        facts.deal_total, facts.published_total, facts.floor_total, facts.filed_total, facts.approved_total
    )


def plan_right(facts: SubscriptionFacts) -> Msg | None:
    """5.4: the payment plan sums to the price."""
    if facts.plan_total == facts.deal_total:
        return None
    return M(
        "the payment plan sums to {plan}, the price is {price}",
        plan=show(facts.plan_total),
        price=show(facts.deal_total),
    )


def terms_right(facts: SubscriptionFacts) -> Msg | None:
    """P03, Q-22: only special terms of the approved library stand on the paper."""
    return facts.unfit_terms


def deposit_right(facts: SubscriptionFacts) -> Msg | None:
    """3.6: a deposit above nothing and below the price; above the cap of 5.3 it is only warned about."""
    if facts.deposit_amount <= 0:
        return M("the deposit is not above zero")
    if facts.deposit_amount >= facts.deal_total:
        return M("the deposit is not lower than the price")
    return None


def deposit_enough(facts: SubscriptionFacts) -> Msg | None:
    """2.3: the deposit came in full, or the manager accepted what came (art. 586: it becomes the agreed deposit)."""
    if facts.deposit_received <= 0:
        return M("no deposit has been received")
    if facts.deposit_received >= facts.deposit_amount or facts.lower_deposit_accepted:
        return None
    return M(
        "{received} of the deposit of {agreed} has been received; the manager may accept the lower amount",
        received=show(facts.deposit_received),
        agreed=show(facts.deposit_amount),
    )


def deposit_is_lower(facts: SubscriptionFacts) -> Msg | None:
    """There is something to accept: some money, less than agreed."""
    if 0 < facts.deposit_received < facts.deposit_amount and not facts.lower_deposit_accepted:
        return None
    return M("there is no lower deposit to accept")


def is_stamped(facts: SubscriptionFacts) -> Msg | None:
    """2.3: the stamp is recorded."""
    return None if facts.stamped else M("the stamp is not recorded")


def contract_is_signed(facts: SubscriptionFacts) -> Msg | None:
    """2.3: a subscription becomes a contract only by the signature."""
    return None if facts.contract_signed else M("the contract is not signed")


def no_receipt(facts: SubscriptionFacts) -> Msg | None:
    """2.3: void only before money."""
    return M("money has been received; reverse the receipt first") if facts.has_receipt else None


def money_is_here(facts: SubscriptionFacts) -> Msg | None:
    """2.3: after money it is void by the director, with full refund."""
    if facts.unsettled:
        return M("not confirmed yet: {receipts}", receipts=facts.unsettled)
    return None if facts.money_held else M("no money has been received; make it void as ever")


def comment_given(facts: SubscriptionFacts) -> Msg | None:
    """Whoever gets it back must know why."""
    return None if facts.comment.strip() else M("give a reason")


def hold_is_over(facts: SubscriptionFacts) -> Msg | None:
    """2.3: automatic only when the hold ran out."""
    return None if facts.hold_lapsed else M("the hold has not run out")


def buyers_named(facts: SubscriptionFacts) -> Msg | None:
    """A deal that runs already has its buyers; what else the old ledger did not know is put right later."""
    if facts.buyers and all(buyer.name.strip() for buyer in facts.buyers):
        return None
    return M("state at least one buyer")


def arrives_dated(facts: SubscriptionFacts) -> Msg | None:
    """A deal that runs already was signed before it came in."""
    if facts.signed_on is None:
        return M("state the day of the subscription")
    if facts.signed_on > facts.today:
        return M("the subscription cannot be dated {day}, in the future", day=facts.signed_on)
    return None


def priced(facts: SubscriptionFacts) -> Msg | None:
    """A deal has a price."""
    return None if facts.deal_total > 0 else M("the price is not above zero")


def request_is_executed(facts: SubscriptionFacts) -> Msg | None:
    """2.8: a paper in force ends, or comes back, only by a request that was decided."""
    return None if facts.request_executed else M("the request that ends the deal is not carried out")


S = SubscriptionState
_PAPER = (is_complete, permit_allows, is_held, buyers_right, dates_right, price_right, plan_right, terms_right,
          deposit_right)  # fmt: skip
_BEFORE_MONEY = (S.DRAFT, S.PENDING_REVIEW, S.DEPOSIT_DUE)

SUBSCRIPTION: Flow[SubscriptionState, SubscriptionFacts] = Flow(
    "subscription",
    M("subscription"),
    SubscriptionState,
    (
        # 2.3 names the consultant; whoever may draft one (2.18) may also hand it in.
        Step("submit", M("submit for review"), (S.DRAFT,), S.PENDING_REVIEW, FLOOR, _PAPER, source_id="P03 2.3"),
        Step(
            "approve",
            M("approve"),
            (S.PENDING_REVIEW,),
            S.DEPOSIT_DUE,
            MANAGER | LEADERS,
            _PAPER,
            is_check=True,
            source_id="P03 2.3, 2.18",
        ),
        Step(
            "send_back",
            M("send back"),
            (S.PENDING_REVIEW,),
            S.DRAFT,
            MANAGER | LEADERS,
            (comment_given,),
            source_id="P03 2.3",
        ),
        # The step follows the receipt, which the accountant may confirm too (2.18 «receive money»).
        Step(
            "receive_deposit",
            M("receive the deposit"),
            (S.DEPOSIT_DUE,),
            S.DEPOSIT_PAID,
            MONEY,
            (permit_allows, deposit_enough),
            source_id="P03 2.3, 2.18",
        ),
        Step(
            "accept_deposit",
            M("accept a lower deposit"),
            (S.DEPOSIT_DUE,),
            None,
            MANAGER | LEADERS,
            (deposit_is_lower,),
            is_check=True,
            source_id="P03 2.3, 2.18, L-1 art. 586",
        ),
        Step(
            "stamp",
            M("stamp"),
            (S.DEPOSIT_PAID,),
            S.ACTIVE,
            CONTRACT_CLERK,
            (permit_allows, is_held, deposit_enough, is_stamped),
            source_id="P03 2.3",
        ),
        Step(
            "convert",
            M("becomes a contract"),
            (S.ACTIVE,),
            S.CONVERTED,
            CONTRACT_CLERK | SYSTEM,
            (contract_is_signed,),
            source_id="P03 2.3",
        ),
        Step(
            "void",
            M("make void"),
            _BEFORE_MONEY,
            S.VOID,
            CONSULTANT | MANAGER | LEADERS,
            (no_receipt, comment_given),
            source_id="P03 2.3, 2.18",
        ),
        # 2.3 «void (only before money, or by director with full refund)»: the way back before the stamp.
        Step(
            "void_refund",
            M("make void with full refund"),
            (S.DEPOSIT_DUE, S.DEPOSIT_PAID),
            S.VOID,
            LEADERS,
            (money_is_here, comment_given),
            is_check=True,
            source_id="P03 2.3, 2.18",
        ),
        Step(
            "lapse",
            M("lapse with the hold"),
            _BEFORE_MONEY,
            S.VOID,
            SYSTEM,
            (hold_is_over, no_receipt),
            source_id="P03 2.3",
        ),
        *(
            Step(name, label, (S.ACTIVE,), target, SYSTEM, (request_is_executed,), source_id="2.3, 2.8")
            for name, label, target in (
                ("forfeit", M("forfeit the deposit"), S.FORFEITED),
                ("cancel", M("cancel with refund"), S.CANCELLED_REFUND),
                ("replace", M("is replaced by another paper"), S.REPLACED),
            )
        ),
        Step(
            # 2.8: the paper of a swap comes into force in the act that replaces the old one, with its money.
            "take_over",
            M("takes the place of another paper"),
            (S.DRAFT,),
            S.ACTIVE,
            SYSTEM,
            (*_PAPER, deposit_enough, is_stamped),
            source_id="2.3, 2.8",
        ),
        Step(
            # 2.16 «(import)»: a running deal comes in with the opening; its paper was signed and stamped there.
            "arrive",
            M("comes in with the opening balance"),
            (S.DRAFT,),
            S.ACTIVE,
            SYSTEM,
            (buyers_named, arrives_dated, priced, plan_right),
            source_id="2.16, 4.4",
        ),
        Step(
            "unarrive",
            M("goes with the import that is taken back"),
            (S.ACTIVE, S.CONVERTED),
            S.VOID,
            SYSTEM,
            (comment_given,),
            source_id="2.16, 4.4",
        ),
        Step(
            "reactivate",
            M("comes into force again"),
            (S.FORFEITED,),
            S.ACTIVE,
            SYSTEM,
            (permit_allows, request_is_executed),
            source_id="2.8, Q-08",
        ),
    ),
)


def sign_due_date(signed_on: date, sign_days: int) -> date:
    """The last day for signing; the breach begins on the day after (2.3, reading 28 of section 7)."""
    return signed_on + timedelta(days=sign_days)


def days_late(state: SubscriptionState, sign_due: date, today: date) -> int:
    """Days since the last day for signing of a subscription in force, 0 when it is not late (2.3 «overdue»)."""
    return max(0, (today - sign_due).days) if state is SubscriptionState.ACTIVE else 0


def deposit_cap(deal_total: int, cap_rate: int) -> int:
    """The largest amount (fen) that has the effect of a deposit: a share (10⁻⁶) of the price, rest dropped (5.3)."""
    return deal_total * cap_rate // ONE


def deposit_warning(deposit: int, deal_total: int, cap_rate: int) -> Msg | None:
    """What to say about a deposit above the cap; it is taken all the same, but the rest stays refundable (5.3)."""
    cap = deposit_cap(deal_total, cap_rate)
    if deposit <= cap:
        return None
    return M(
        "The deposit of {deposit} is above {cap}, the most that has the effect of a deposit; the rest is refundable.",
        deposit=show(deposit),
        cap=show(cap),
    )


def abnormal_items(facts: SubscriptionFacts, cap_rate: int, *, staff_purchase: bool = False) -> tuple[Msg, ...]:
    """What the approval slip points out to the manager (3.7), in the order of weight; empty when all is usual."""
    found: list[Msg] = []
    price = price_right(facts)
    if price is not None:
        found.append(price)
    elif facts.approved_total is not None:
        found.append(M("special discount of {amount}", amount=show(facts.published_total - facts.deal_total)))
    if facts.lower_deposit_accepted and facts.deposit_received < facts.deposit_amount:
        found.append(
            M(
                "lower deposit accepted: {received} instead of {agreed}",
                received=show(facts.deposit_received),
                agreed=show(facts.deposit_amount),
            )
        )
    warning = deposit_warning(facts.deposit_amount, facts.deal_total, cap_rate)
    if warning is not None:
        found.append(warning)
    if staff_purchase:
        found.append(M("purchase by a member of staff"))
    if len(facts.buyers) > 1:
        found.append(M("co-buyers: {names}", names=tuple(b.name for b in facts.buyers if not b.is_primary)))
    return (*found, *facts.warnings)
