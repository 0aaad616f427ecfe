"""The payment plan as a buyer chooses it on the paper, and the lines that follow from the choice (domain 5.4)."""

from __future__ import annotations

from dataclasses import dataclass

from anchang.domain.errors import Refusal
from anchang.domain.measure import show_percent
from anchang.domain.plan import LoanKind, PlanKind, PlanLine, Share, instalments, lump_sum, mortgage, plan_words
from anchang.i18n import M, Msg


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """One choice. `days` after signing are those of the lump sum or of the down payment; `loan_unit` is in fen.

    `shares` belong to instalments, or to a mortgage whose down payment is made in parts; `down_rate` (10⁻⁶),
    `loan_days`, `loan` and `fund` (fen, what the provident fund lends of a combined loan) to a mortgage.
    """

    kind: PlanKind
    days: int = 0
    shares: tuple[Share, ...] = ()
    down_rate: int | None = None
    loan_days: int = 0
    loan_unit: int = 1_000_000
    loan: LoanKind = LoanKind.COMMERCIAL
    fund: int = 0

    @property
    def label(self) -> Msg:
        """The way of paying in words, with who lends."""
        return plan_words(self.kind, self.loan)


def why_not_choose(choice: PlanChoice, min_down_rate: int) -> Msg | None:
    """Why nobody may choose so, or None: what the kind needs is stated, and what it does not know is not.

    `min_down_rate` (10⁻⁶) is local policy, a setting.
    """
    if choice.kind is PlanKind.INSTALMENTS and not choice.shares:
        return M("state the shares of the instalments")
    if choice.kind is PlanKind.LUMP_SUM and choice.shares:
        return M("shares belong to instalments or to a down payment in parts only")
    if choice.kind is not PlanKind.MORTGAGE:
        if choice.loan is not LoanKind.COMMERCIAL or choice.fund:
            return M("a loan belongs to a mortgage only")
        return M("a down payment belongs to a mortgage only") if choice.down_rate is not None else None
    if choice.loan is not LoanKind.COMBINATION and choice.fund:
        return M("an amount of the provident fund belongs to a combined loan only")
    if choice.loan is LoanKind.COMBINATION and not choice.fund:
        return M("state what the provident fund lends of the combined loan")
    if choice.down_rate is None:
        return M("state the share of the down payment")
    if choice.down_rate < min_down_rate:
        return M(
            "the down payment of {rate} is below {least}, the least that is allowed",
            rate=show_percent(choice.down_rate),
            least=show_percent(min_down_rate),
        )
    return None


def lines_of(choice: PlanChoice, total: int, deposit: int) -> tuple[PlanLine, ...]:
    """The lines (fen) that sum to the total, the deposit first. Raises Refusal when the choice does not fit."""
    if choice.kind is PlanKind.LUMP_SUM:
        return lump_sum(total, deposit, choice.days)
    if choice.kind is PlanKind.INSTALMENTS:
        return instalments(total, deposit, choice.shares)
    if choice.down_rate is None:
        raise Refusal(M("State the share of the down payment."))
    return mortgage(
        total, deposit, choice.down_rate, choice.loan_unit, choice.loan_days, down_days=choice.days,
        loan_kind=choice.loan, fund=choice.fund, shares=choice.shares,
    )  # fmt: skip
