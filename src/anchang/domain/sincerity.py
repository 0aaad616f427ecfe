"""Money before a subscription: small orders (小订) and sincerity money (诚意金/认筹金), 2.10, 3.14, 5.3, 5.9.

It is no deposit: nobody owes it, it is given back for the asking, and it becomes part of a deposit only by being moved
to the subscription that follows. Money in fen.

    taken -> held -> moved to a deposit | asked back -> paid back
"""

from __future__ import annotations

from dataclasses import dataclass

from anchang.domain.access import FLOOR, LEADERS, MONEY, SYSTEM
from anchang.domain.flow import Flow, Step
from anchang.domain.receipt import PayWay, third_party
from anchang.domain.subscription import SubscriptionState
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg


class SincerityKind(Worded):
    """What the money is taken for."""

    SMALL_ORDER = "small_order", M("small order money")
    LAUNCH = "launch", M("sincerity money of a launch")


class SincerityState(Worded):
    """Where the money stands; `entered` and the last three are not in the house's hands."""

    ENTERED = "entered", M("sincerity money on its way")
    HELD = "held", M("sincerity money held")
    REFUND_DUE = "refund_due", M("sincerity money to be given back")
    REFUNDED = "refunded", M("sincerity money given back")
    MOVED = "moved", M("sincerity money moved to a deposit")
    REVERSED = "reversed", M("sincerity money reversed")


S = SincerityState
HELD = frozenset({S.HELD, S.REFUND_DUE})  # the money is in the house
STANDS = HELD | {S.ENTERED}  # a hold or a number rests on it, or may


class SincerityEnd(Worded):
    """How money that was held, or on its way, came to its end."""

    REFUND = "refund", M("given back")
    MOVE = "move", M("moved to a deposit")
    REVERSAL = "reversal", M("reversed")


# What the customer gets it back by: always to an account, as vouchers are paid (5.7).
BACK_WAYS = frozenset({PayWay.TRANSFER, PayWay.CHEQUE, PayWay.POS, PayWay.ESCROW})


@dataclass(frozen=True, slots=True, kw_only=True)
class SincerityFacts:
    """What the steps look at; what is not said counts against the step.

    `deal` is the state of the paper that the money goes to, `same_customer` whether it is this customer's.
    """

    way: PayWay = PayWay.TRANSFER
    bank_confirmed: bool = False
    reason: str = ""
    deal: SubscriptionState | None = None
    same_customer: bool = False
    payer: str = ""
    holder: str = ""
    back_way: PayWay | None = None
    account: str = ""
    number_given: bool = False


def money_is_there(facts: SincerityFacts) -> Msg | None:
    """2.10: the bank has it; cash and card are there at entry."""
    if facts.way.confirmed_at_entry or facts.bank_confirmed:
        return None
    return M("the bank has not confirmed the money")


def reason_given(facts: SincerityFacts) -> Msg | None:
    """Why it goes back, or why it never was."""
    return None if facts.reason.strip() else M("give a reason")


def no_number_on_it(facts: SincerityFacts) -> Msg | None:
    """A registration number that was given out for this money is given back first."""
    return M("a registration number rests on it; it is given back first") if facts.number_given else None


# The manager's review is the gate before any deposit (2.3); once the contract is signed the price is collected by plan.
TAKES_DEPOSIT = frozenset({SubscriptionState.DEPOSIT_DUE, SubscriptionState.DEPOSIT_PAID, SubscriptionState.ACTIVE})


def deal_takes_it(facts: SincerityFacts) -> Msg | None:
    """It is moved to a paper that waits for its deposit, or has it."""
    if facts.deal is None:
        return M("state the subscription that the money goes to")
    if facts.deal in TAKES_DEPOSIT:
        return None
    return M("no money can be taken while the subscription is «{state}»", state=facts.deal)


def own_deal(facts: SincerityFacts) -> Msg | None:
    """Nobody's money pays another customer's deposit."""
    return None if facts.same_customer else M("the subscription is another customer's")


def own_account(facts: SincerityFacts) -> Msg | None:
    """5.7: back to the payer's own account, never in cash."""
    if facts.back_way is not None and facts.back_way not in BACK_WAYS:
        return M("money goes back only to an account of {payer}", payer=facts.payer)
    if not facts.account.strip():
        return M("state the account of {payer}", payer=facts.payer)
    if facts.holder.strip() and third_party(facts.holder, (facts.payer,)):
        return M("money goes back only to an account of {payer}", payer=facts.payer)
    return None


SINCERITY: Flow[SincerityState, SincerityFacts] = Flow(
    "sincerity",
    M("sincerity money"),
    SincerityState,
    (
        Step("confirm", M("confirm the arrival"), (S.ENTERED,), S.HELD, MONEY, (money_is_there,),
             source_id="2.10, 2.18"),
        Step("ask_back", M("ask for the money back"), (S.HELD,), S.REFUND_DUE, FLOOR | LEADERS | SYSTEM,
             (reason_given, no_number_on_it), source_id="5.3"),
        Step("move", M("move to the deposit"), (S.HELD, S.REFUND_DUE), S.MOVED, MONEY, (deal_takes_it, own_deal),
             source_id="2.10, 5.9"),
        Step("pay_back", M("give the money back"), (S.REFUND_DUE,), S.REFUNDED, MONEY, (own_account,), is_check=True,
             source_id="5.3, 5.7, 2.18"),
        Step("reverse", M("reverse a receipt"), (S.ENTERED, S.HELD), S.REVERSED, MONEY,
             (reason_given, no_number_on_it), is_check=True, source_id="2.10, 2.18"),
    ),
)  # fmt: skip
