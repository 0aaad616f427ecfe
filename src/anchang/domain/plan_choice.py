"""The payment plan as a buyer chooses it on the paper, and the lines that follow from the choice (domain 5.4)."""

from __future__ import annotations

from dataclasses import dataclass

from anchang.domain.errors import Refusal
from anchang.domain.measure import show_percent
from anchang.domain.plan import PlanKind, PlanLine, Share, instalments, lump_sum, mortgage
from anchang.i18n import M, Msg


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """One choice. `days` after signing are those of the lump sum or of the down payment; `loan_unit` is in fen.

    `shares` belong to instalments, `down_rate` (10⁻⁶) and `loan_days` to a mortgage.
    """

    kind: PlanKind
    days: int = 0
    shares: tuple[Share, ...] = ()
    down_rate: int | None = None
    loan_days: int = 0
    loan_unit: int = 1_000_000


def why_not_choose(choice: PlanChoice, min_down_rate: int) -> Msg | None:
    """Why nobody may choose so, or None: what the kind needs is stated, and what it does not know is not.

    `min_down_rate` (10⁻⁶) is local policy, a setting.
    """
    if choice.kind is PlanKind.INSTALMENTS and not choice.shares:
        return M("state the shares of the instalments")
    if choice.kind is not PlanKind.INSTALMENTS and choice.shares:
        return M("shares belong to payment in instalments only")
    if choice.kind is not PlanKind.MORTGAGE:
        return M("a down payment belongs to a mortgage only") if choice.down_rate is not None else None
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
    return mortgage(total, deposit, choice.down_rate, choice.loan_unit, choice.loan_days, down_days=choice.days)
