"""Receipts: money that came in, never edited and never deleted (domain 2.10, 3.14, 5.3, 5.9, 5.13).

A receipt counts from the day it is confirmed: cash and card when they are entered, everything else when the bank says
so. A mistake is taken back by a reversal of a second person. Money in fen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from anchang.domain.access import MONEY
from anchang.domain.contract import ContractState
from anchang.domain.errors import Refusal
from anchang.domain.flow import Flow, Step
from anchang.domain.money import show
from anchang.domain.permit import PermitFacts, PermitKind, why_not_sell
from anchang.domain.plan import PRICE, MoneyType
from anchang.domain.subscription import SubscriptionState
from anchang.i18n import M, Msg


class ReceiptState(StrEnum):
    """Where the receipt stands."""

    ENTERED = "entered"
    CONFIRMED = "confirmed"
    REVERSED = "reversed"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return STATE_LABELS[self]


STATE_LABELS: dict[ReceiptState, Msg] = {
    ReceiptState.ENTERED: M("receipt entered, money on its way"),
    ReceiptState.CONFIRMED: M("receipt confirmed"),
    ReceiptState.REVERSED: M("receipt reversed"),
}


class PayWay(StrEnum):
    """How the money came (3.14)."""

    POS = "pos"
    TRANSFER = "transfer"
    CHEQUE = "cheque"
    CASH = "cash"
    BANK_LOAN = "bank_loan"
    ESCROW = "escrow"
    VOUCHER = "voucher"
    OPENING = "opening"

    @property
    def label(self) -> Msg:
        """The way in words."""
        return WAY_LABELS[self]

    @property
    def confirmed_at_entry(self) -> bool:
        """Whether the money is there when the receipt is written: cash, card, what a voucher moves, the opening."""
        return self in (PayWay.CASH, PayWay.POS, PayWay.VOUCHER, PayWay.OPENING)


WAY_LABELS: dict[PayWay, Msg] = {
    PayWay.POS: M("card at the terminal"),
    PayWay.TRANSFER: M("bank transfer"),
    PayWay.CHEQUE: M("cheque"),
    PayWay.CASH: M("cash"),
    PayWay.BANK_LOAN: M("paid out by the bank"),
    PayWay.ESCROW: M("supervised account"),
    PayWay.VOUCHER: M("moved by a transfer voucher"),
    PayWay.OPENING: M("opening balance"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFacts:
    """What confirming and reversing look at. `in_use` says why money of it cannot be taken back now, if so."""

    today: date
    received_on: date | None = None
    bank_confirmed: bool = False
    way: PayWay = PayWay.TRANSFER
    reason: str = ""
    in_use: Msg | None = None


def money_is_there(facts: ReceiptFacts) -> Msg | None:
    """2.10: confirmed means that the bank has it; cash and card are there at entry."""
    if facts.way.confirmed_at_entry or facts.bank_confirmed:
        return None
    return M("the bank has not confirmed the money")


def reason_given(facts: ReceiptFacts) -> Msg | None:
    """A reversal has a reason."""
    return None if facts.reason.strip() else M("give a reason")


def not_in_use(facts: ReceiptFacts) -> Msg | None:
    """Money on which a later step rests is taken back only after that step."""
    return facts.in_use


R = ReceiptState

RECEIPT: Flow[ReceiptState, ReceiptFacts] = Flow(
    "receipt",
    M("receipt"),
    ReceiptState,
    (
        Step(
            "confirm",
            M("confirm the arrival"),
            (R.ENTERED,),
            R.CONFIRMED,
            MONEY,
            (money_is_there,),
            source_id="2.10, 2.18",
        ),
        Step(
            "reverse",
            M("reverse a receipt"),
            (R.ENTERED, R.CONFIRMED),
            R.REVERSED,
            MONEY,
            (reason_given, not_in_use),
            is_check=True,
            source_id="2.10, 2.18",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """What a part of the money is for, in fen."""

    money_type: MoneyType
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """A receipt about to be written. `contract` is the state of the live contract, None when there is none.

    `subscription` is None for money before a paper (3.14). `escrow` is whether the account is the supervised one,
    `explanation` why it is not. The two switches are settings.
    """

    today: date
    received_on: date
    building: str
    permit: PermitFacts | None
    subscription: SubscriptionState | None
    lines: tuple[ReceiptLine, ...]
    way: PayWay
    payer: str
    contract: ContractState | None = None
    escrow: bool = False
    explanation: str = ""
    price_needs_contract: bool = True
    escrow_required: bool = True


def why_not_enter(facts: EntryFacts) -> Msg | None:
    """Why this receipt cannot be written, or None: amounts, dates, permit 5.9, account 5.13, no early price 5.3."""
    if not facts.payer.strip():
        return M("name the payer")
    if not facts.lines:
        return M("state what the money is for")
    if any(line.amount <= 0 for line in facts.lines):
        return M("every amount is above zero")
    if facts.way is PayWay.VOUCHER:
        return M("only a transfer voucher moves money from paper to paper")
    if facts.way is PayWay.OPENING:
        return M("only an import brings in what came before the opening")
    if facts.received_on > facts.today:
        return M("{day} is in the future", day=facts.received_on)
    reason = why_not_sell(facts.permit, facts.building, facts.received_on)
    if reason is not None:
        return reason
    return _why_not_paper(facts) or why_not_account(facts) or too_early(facts)


def check_entry(facts: EntryFacts) -> None:
    """Raise Refusal with the reason of `why_not_enter`. Cash and card are then confirmed in the same act."""
    reason = why_not_enter(facts)
    if reason is not None:
        raise Refusal(reason)


_OPEN_FOR_MONEY = frozenset(
    {
        SubscriptionState.DEPOSIT_DUE,
        SubscriptionState.DEPOSIT_PAID,
        SubscriptionState.ACTIVE,
        SubscriptionState.CONVERTED,
    }
)


def _why_not_paper(facts: EntryFacts) -> Msg | None:
    """2.3: the manager's review is the gate before any money."""
    if facts.subscription is None or facts.subscription in _OPEN_FOR_MONEY:
        return None
    return M("no money can be taken while the subscription is «{state}»", state=facts.subscription)


def why_not_account(facts: EntryFacts) -> Msg | None:
    """5.13: pre-sale money goes to the supervised account, or it is explained why not."""
    pre_sale = facts.permit is not None and facts.permit.kind is PermitKind.PRE_SALE
    if (
        not facts.escrow_required
        or not pre_sale
        or facts.way is PayWay.ESCROW
        or facts.escrow
        or facts.explanation.strip()
    ):
        return None
    return M("pre-sale money belongs on the supervised account; explain why it is not there")


_PRICE_BEFORE_CONTRACT = frozenset({MoneyType.DEPOSIT})
_DRAWN_UP = frozenset(ContractState) - {ContractState.APPOINTED, ContractState.VOID}


def too_early(facts: EntryFacts) -> Msg | None:
    """5.3, L-2 art. 5: on the subscription alone only the deposit is taken, or it would count as the contract itself.

    The down payment of 2.4 is paid on the way to the signature, so it may come once the contract is drawn up.
    """
    if not facts.price_needs_contract or facts.contract in _DRAWN_UP:
        return None
    for line in facts.lines:
        if line.money_type in PRICE - _PRICE_BEFORE_CONTRACT:
            return M("{what}: only the deposit is taken before the contract is drawn up", what=line.money_type)
    return None


def total(lines: Iterable[ReceiptLine]) -> int:
    """The receipt's amount in fen."""
    return sum(line.amount for line in lines)


def over_payment(received: int, owed: int) -> Msg | None:
    """What to say when more came in (fen) than all open lines ask for: the rest stays on the account (2.10)."""
    if received <= owed:
        return None
    return M(
        "{surplus} more than is owed was received; it stays on the customer's account.", surplus=show(received - owed)
    )


def third_party(payer: str, buyers: Iterable[str]) -> bool:
    """Whether somebody who is not a buyer paid (3.14); spaces and capitals do not matter."""
    names = {_plain(name) for name in buyers}
    return _plain(payer) not in names


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()
