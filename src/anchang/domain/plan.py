"""Payment plans: how a deal's total is cut into lines that sum to it exactly, and when each is due. Domain 5.3, 5.4.

The deposit is always the first line and is part of the first own-funds line; the last line takes the remainder, in a
mortgage the down payment takes what is left of a loan in whole ten-thousands. All money in fen, rates in 10⁻⁶.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from anchang.domain import money
from anchang.domain.calendar import due
from anchang.domain.errors import Refusal
from anchang.domain.measure import ONE, show_percent
from anchang.i18n import M, Msg

DEPOSIT_CAP = 200_000  # 20 %: what is above has no deposit effect in law (5.3)


class PlanKind(StrEnum):
    """How the buyer pays."""

    LUMP_SUM = "lump_sum"
    INSTALMENTS = "instalments"
    MORTGAGE = "mortgage"

    @property
    def label(self) -> Msg:
        """The kind in words."""
        return PLAN_LABELS[self]


PLAN_LABELS: dict[PlanKind, Msg] = {
    PlanKind.LUMP_SUM: M("one payment"),
    PlanKind.INSTALMENTS: M("payment in instalments"),
    PlanKind.MORTGAGE: M("payment with a mortgage"),
}


class LoanKind(StrEnum):
    """Where the loan comes from."""

    COMMERCIAL = "commercial"
    FUND = "fund"
    COMBINATION = "combination"

    @property
    def label(self) -> Msg:
        """The kind in words."""
        return LOAN_LABELS[self]


LOAN_LABELS: dict[LoanKind, Msg] = {
    LoanKind.COMMERCIAL: M("commercial loan"),
    LoanKind.FUND: M("loan of the provident fund"),
    LoanKind.COMBINATION: M("combined loan"),
}


def plan_words(kind: PlanKind, loan: LoanKind) -> Msg:
    """How the buyer pays, with who lends where it is not a bank alone."""
    return kind.label if loan is LoanKind.COMMERCIAL else M("{plan}, {loan}", plan=kind.label, loan=loan.label)


class MoneyType(StrEnum):
    """What money is for: the lines of plans and receipts (3.14)."""

    SINCERITY = "sincerity"
    DEPOSIT = "deposit"
    DOWN_PAYMENT = "down_payment"
    DOWN_PAYMENT_INSTALMENT = "down_payment_instalment"
    INSTALMENT = "instalment"
    LUMP_SUM = "lump_sum"
    LOAN = "loan"
    PROVIDENT_FUND = "provident_fund"
    AREA_ADJUSTMENT = "area_adjustment"
    FITTING_OUT = "fitting_out"
    DEED_TAX = "deed_tax"
    MAINTENANCE_FUND = "maintenance_fund"
    REGISTRATION_FEE = "registration_fee"
    STAMP_DUTY = "stamp_duty"
    PENALTY = "penalty"
    LATE_FEE = "late_fee"
    HANDLING_FEE = "handling_fee"
    FORFEITED_DEPOSIT = "forfeited_deposit"
    OTHER = "other"
    REFUND = "refund"

    @property
    def label(self) -> Msg:
        """The type in words."""
        return MONEY_LABELS[self]


MONEY_LABELS: dict[MoneyType, Msg] = {
    MoneyType.SINCERITY: M("sincerity money"),
    MoneyType.DEPOSIT: M("deposit money"),
    MoneyType.DOWN_PAYMENT: M("down payment"),
    MoneyType.DOWN_PAYMENT_INSTALMENT: M("down payment instalment"),
    MoneyType.INSTALMENT: M("instalment money"),
    MoneyType.LUMP_SUM: M("lump sum money"),
    MoneyType.LOAN: M("mortgage loan money"),
    MoneyType.PROVIDENT_FUND: M("provident fund money"),
    MoneyType.AREA_ADJUSTMENT: M("area adjustment money"),
    MoneyType.FITTING_OUT: M("fitting-out money"),
    MoneyType.DEED_TAX: M("deed tax"),
    MoneyType.MAINTENANCE_FUND: M("maintenance fund"),
    MoneyType.REGISTRATION_FEE: M("registration fee"),
    MoneyType.STAMP_DUTY: M("stamp duty"),
    MoneyType.PENALTY: M("penalty money"),
    MoneyType.LATE_FEE: M("late fee"),
    MoneyType.HANDLING_FEE: M("handling fee"),
    MoneyType.FORFEITED_DEPOSIT: M("forfeited deposit"),
    MoneyType.OTHER: M("other money"),
    MoneyType.REFUND: M("refund money"),
}

OWN_FUNDS = frozenset(
    {
        MoneyType.DEPOSIT,
        MoneyType.DOWN_PAYMENT,
        MoneyType.DOWN_PAYMENT_INSTALMENT,
        MoneyType.INSTALMENT,
        MoneyType.LUMP_SUM,
    }
)
LOANS = frozenset({MoneyType.LOAN, MoneyType.PROVIDENT_FUND})
PRICE = OWN_FUNDS | LOANS  # what sums to the deal's total
ON_BEHALF = frozenset(
    {MoneyType.DEED_TAX, MoneyType.MAINTENANCE_FUND, MoneyType.REGISTRATION_FEE, MoneyType.STAMP_DUTY}
)


class DueRule(StrEnum):
    """What a line's due date hangs on."""

    DEPOSIT = "deposit"
    SIGNING = "signing"
    FIXED = "fixed"

    @property
    def label(self) -> Msg:
        """The rule in words."""
        return DUE_LABELS[self]


DUE_LABELS: dict[DueRule, Msg] = {
    DueRule.DEPOSIT: M("due with the deposit"),
    DueRule.SIGNING: M("due after signing"),
    DueRule.FIXED: M("due on a date"),
}


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One payment: number from 1, amount in fen. `days` are calendar days after signing, `on` a fixed date."""

    no: int
    money_type: MoneyType
    amount: int
    rule: DueRule
    days: int = 0
    on: date | None = None


MOST_DAYS = 36_500  # a hundred years: a term beyond it leaves the calendar when the contract is signed

Share = tuple[int, DueRule, int | date]
"""A part of an instalment plan: rate (10⁻⁶), rule, and days after signing or the date."""
Part = tuple[MoneyType, int, DueRule, int | date]
"""A payment before it has its number: what for, fen, rule, and days after signing or the date."""


def lump_sum(total: int, deposit: int, days: int) -> tuple[PlanLine, ...]:
    """The deposit, and the rest within `days` of signing. Raises Refusal when they do not fit."""
    return with_deposit(total, deposit, [(MoneyType.LUMP_SUM, total, DueRule.SIGNING, days)])


def instalments(total: int, deposit: int, shares: Sequence[Share]) -> tuple[PlanLine, ...]:
    """The deposit, and one line a share; the last one is the remainder. The shares make 100 %, else Refusal."""
    return with_deposit(total, deposit, _in_shares(MoneyType.INSTALMENT, total, shares))


def mortgage(
    total: int,
    deposit: int,
    down_rate: int,
    loan_unit_fen: int = 1_000_000,
    loan_days: int = 0,
    *,
    down_days: int = 0,
    loan_kind: LoanKind = LoanKind.COMMERCIAL,
    fund: int = 0,
    shares: Sequence[Share] = (),
) -> tuple[PlanLine, ...]:
    """The deposit, the down payment `down_days` and the loan `loan_days` after signing.

    The loan is rounded down to whole `loan_unit_fen` (ten thousand yuan); the down payment takes the difference, so it
    is at least `down_rate` of the total. Of a combined loan the provident fund lends `fund` (fen); with `shares` the
    down payment is made in parts (首付分期). Raises Refusal when nothing is left to lend, or it cannot be lent so.
    """
    if not 0 < down_rate < ONE:
        raise Refusal(M("The down payment is more than 0% and less than 100% of the price."))
    loan = total * (ONE - down_rate) // (ONE * loan_unit_fen) * loan_unit_fen
    if loan <= 0:
        raise Refusal(M("Nothing is left for a loan of at least {unit}.", unit=money.show(loan_unit_fen)))
    lent = from_fund(loan, loan_kind, fund, loan_unit_fen)
    own: list[Part] = [(MoneyType.DOWN_PAYMENT, total - loan, DueRule.SIGNING, down_days)]
    if shares:
        own = _in_shares(MoneyType.DOWN_PAYMENT_INSTALMENT, total - loan, shares)
    loans = ((MoneyType.LOAN, loan - lent), (MoneyType.PROVIDENT_FUND, lent))
    return with_deposit(
        total, deposit, [*own, *((kind, part, DueRule.SIGNING, loan_days) for kind, part in loans if part)]
    )


def from_fund(loan: int, kind: LoanKind, fund: int, unit: int) -> int:
    """What (fen) of the loan the provident fund lends. Raises Refusal for a combined loan that is not said."""
    if kind is not LoanKind.COMBINATION:
        return loan if kind is LoanKind.FUND else 0
    if not 0 < fund < loan or fund % unit:
        raise Refusal(
            M(
                "Of the loan of {borrowed} a part in whole {unit} comes from the provident fund; state which.",
                borrowed=money.show(loan),
                unit=money.show(unit),
            )
        )
    return fund


def _in_shares(money_type: MoneyType, total: int, shares: Sequence[Share]) -> list[Part]:
    """One part a share, the last one is the remainder. The shares make 100 %, else Refusal."""
    rates = sum(rate for rate, _, _ in shares)
    if rates != ONE:
        raise Refusal(M("The instalments make {rates}, not 100%.", rates=show_percent(rates)))
    amounts = [money.share(total, rate) for rate, _, _ in shares[:-1]]
    amounts.append(total - sum(amounts))
    return [(money_type, amount, rule, when) for amount, (_, rule, when) in zip(amounts, shares, strict=True)]


def with_deposit(
    total: int, deposit: int, parts: Sequence[Part]
) -> tuple[PlanLine, ...]:
    """The parts (they sum to the total), with the deposit taken out of the first as its own line. Raises Refusal."""
    if deposit < 0:
        raise Refusal(M("A deposit is not below zero."))
    lines = []
    if deposit:
        lines.append(PlanLine(1, MoneyType.DEPOSIT, deposit, DueRule.DEPOSIT))
    for index, (money_type, amount, rule, when) in enumerate(parts):
        if index == 0:
            if deposit > amount:
                raise Refusal(
                    M(
                        "The deposit of {deposit} is more than the first payment of {first}, of which it is a part.",
                        deposit=money.show(deposit),
                        first=money.show(amount),
                    )
                )
            amount -= deposit
            if not amount and deposit:  # the deposit pays the first line whole
                continue
        days, on = (0, when) if isinstance(when, date) else (when, None)
        lines.append(PlanLine(len(lines) + 1, money_type, amount, rule, days, on))
    check(lines, total)
    return tuple(lines)


def check(lines: Sequence[PlanLine], total: int) -> None:
    """Raises Refusal with the first thing that is wrong: numbers, amounts, due rules, the deposit's place, the sum."""
    if not lines:
        raise Refusal(M("A payment plan has at least one line."))
    for position, line in enumerate(lines, start=1):
        wrong = _wrong_with(line, position)
        if wrong is not None:
            raise Refusal(M("Payment line {no}: {reason}", no=position, reason=wrong))
    if lines[0].money_type not in OWN_FUNDS:
        raise Refusal(M("The first payment is the buyer's own money, not a loan."))
    planned = sum(line.amount for line in lines)
    if planned != total:
        raise Refusal(
            M(
                "The payments make {planned}, the price is {total}; the difference is {difference}.",
                planned=money.show(planned),
                total=money.show(total),
                difference=money.show(planned - total),
            )
        )


def _wrong_with(line: PlanLine, position: int) -> Msg | None:
    if line.no != position:
        return M("the lines are numbered from 1 without gaps.")
    if line.amount <= 0:
        return M("the amount is above zero.")
    if line.money_type not in PRICE:
        return M("«{what}» is not part of the price.", what=line.money_type)
    if (line.money_type is MoneyType.DEPOSIT) != (line.rule is DueRule.DEPOSIT):
        return M("the deposit, and nothing else, is due with the deposit.")
    if line.money_type is MoneyType.DEPOSIT and position != 1:
        return M("the deposit is the first payment.")
    if (line.rule is DueRule.FIXED) != (line.on is not None):
        return M("a date is needed for a payment on a date, and only there.")
    if line.days < 0:
        return M("the days after signing are not below zero.")
    if line.days > MOST_DAYS:
        return M("the days after signing are at most {most}.", most=MOST_DAYS)
    return None


def due_on(line: PlanLine, deposit_due_on: date | None, signed_on: date | None) -> date | None:
    """The last day on which the line is paid in time; None while what it hangs on has not happened."""
    if line.rule is DueRule.DEPOSIT:
        return deposit_due_on
    if line.rule is DueRule.FIXED:
        return line.on
    return None if signed_on is None else due(signed_on, line.days)


def lender(lines: Sequence[PlanLine]) -> tuple[LoanKind, int]:
    """Who lends by the lines of a plan, and of a combined loan what (fen) the provident fund lends."""
    fund = sum(line.amount for line in lines if line.money_type is MoneyType.PROVIDENT_FUND)
    if not fund:
        return LoanKind.COMMERCIAL, 0
    bank = any(line.money_type is MoneyType.LOAN for line in lines)
    return (LoanKind.COMBINATION, fund) if bank else (LoanKind.FUND, 0)


def deposit_cap(total: int) -> int:
    """The largest amount (fen) that still is a deposit in law: 20 % of the total, rest dropped (5.3)."""
    return total * DEPOSIT_CAP // ONE
