"""Whose money it is when a subscription ends before the contract (domain 2.8, 5.3, 5.7; L-1 art. 586-588, L-2 art. 4).

Only the deposit can be kept or has to be doubled, and only up to a share of the price; everything else goes back to
whoever paid it. Money in fen, rates in 10⁻⁶.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from anchang.domain.change import Fault
from anchang.domain.errors import Refusal
from anchang.domain.money import show
from anchang.domain.plan import MoneyType
from anchang.domain.subscription import deposit_cap
from anchang.i18n import M


@dataclass(frozen=True, slots=True)
class Held:
    """Money of one receipt line (row id) that is still here; `permitted`: a permit was valid on the day of payment."""

    line_id: int
    payer: str
    money_type: MoneyType
    amount: int
    permitted: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """So much of a receipt line."""

    line_id: int
    amount: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is kept, what each payer gets back, and what the company pays on top to each payer."""

    kept: tuple[Part, ...]
    refunds: tuple[tuple[str, tuple[Part, ...]], ...]
    compensations: tuple[tuple[str, int], ...]
    deposit: int

    @property
    def kept_fen(self) -> int:
        """The forfeited amount."""
        return sum(part.amount for part in self.kept)

    @property
    def refund_fen(self) -> int:
        """What goes back of the money that came in."""
        return sum(part.amount for _payer, parts in self.refunds for part in parts)

    @property
    def compensation_fen(self) -> int:
        """What the company pays on top."""
        return sum(amount for _payer, amount in self.compensations)

    @property
    def out_fen(self) -> int:
        """What leaves the house."""
        return self.refund_fen + self.compensation_fen


def most_kept(held: Iterable[Held], deal_total: int, cap_rate: int) -> int:
    """The most that may be kept: the deposit that has the effect of one (5.3), paid under a permit (5.9)."""
    deposit = sum(each.amount for each in held if _is_deposit(each) and each.permitted)
    return min(deposit, deposit_cap(deal_total, cap_rate))


def settle(
    held: Sequence[Held], fault: Fault, deal_total: int, cap_rate: int, *, keep: int | None = None
) -> Settlement:
    """Divide what is held. `keep` is what is kept where the buyer is at fault: None is the most, less is goodwill.

    Raises Refusal when more is to be kept than the law allows, or anything where the buyer is not at fault.
    """
    most = most_kept(held, deal_total, cap_rate)
    if keep is not None and fault is not Fault.BUYER and keep:
        raise Refusal(M("The deposit is kept only where the buyer is at fault."))
    if keep is not None and not 0 <= keep <= most:
        raise Refusal(M("At most {most} may be kept.", most=show(most)))
    wanted = 0 if fault is not Fault.BUYER else most if keep is None else keep
    kept: list[Part] = []
    refunds: dict[str, list[Part]] = {}
    for each in held:
        part = min(wanted, each.amount) if _is_deposit(each) and each.permitted else 0
        if part:
            kept.append(Part(each.line_id, part))
            wanted -= part
        if each.amount > part:
            refunds.setdefault(each.payer, []).append(Part(each.line_id, each.amount - part))
    return Settlement(
        tuple(kept),
        tuple((payer, tuple(parts)) for payer, parts in refunds.items()),
        _doubled(held, most) if fault is Fault.COMPANY else (),
        sum(each.amount for each in held if _is_deposit(each)),
    )


def _is_deposit(each: Held) -> bool:
    return each.money_type is MoneyType.DEPOSIT


def _doubled(held: Sequence[Held], most: int) -> tuple[tuple[str, int], ...]:
    """Art. 587: the deposit once more, to who paid it, as far as it has the effect of a deposit."""
    given: dict[str, int] = {}
    for each in held:
        if _is_deposit(each) and each.permitted and most > 0:
            part = min(most, each.amount)
            given[each.payer] = given.get(each.payer, 0) + part
            most -= part
    return tuple(given.items())
